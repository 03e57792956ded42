"""Persons who may be one: looked for by blocks that must be equal, never pair by pair."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import combinations, groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat, Least, Lower, Substr

from entraide.apps.beneficiaries.models import Affiliation, BankDetails, DependantIdentity, Distinct, Identity, Kinship
from entraide.core.duplicates.evidence import agree, are_near_by_names, are_one_by_names
from entraide.core.duplicates.values import Known, Naming, Presence
from entraide.core.names import normalise
from entraide.core.roster.values import matricule_key
from entraide.core.timeline import Span
from entraide.orm.acts import parts


Pair = tuple[UUID, UUID]

# An address, an account or a number that more than this share is a service's, not a person's: it proves nothing.
MOST_IN_A_BLOCK = 20
# Of more namesakes than this, two whose births are near are most often two persons.
MOST_NAMESAKES = 5
BORN = Cast("born_on", CharField())
OWN = ("beneficiary_id", "family_name", "given_name", "born_on")
OF_PERSON = [f"beneficiary__identities__{name}" for name in OWN[1:]]
NAMED = Q(beneficiary__identities__superseded_at__isnull=True)

Rows = Iterable[tuple]


def suspected_pairs() -> set[Pair]:
    """Give the pairs of persons that share a block and are not unlike, but those that an officer said to be two; keys in order."""
    found: set[Pair] = set()
    for rows, is_near in _blocks():
        found |= _pairs_of(rows.iterator(), is_near)
    found |= _pairs_of(_called_as_a_spouse(), agree)
    said = Distinct.objects.order_by("pk").values_list("first_id", "second_id")
    return found.difference(said.iterator())


def _blocks() -> Iterator[tuple[QuerySet, Callable[[Naming, Naming], bool]]]:
    """Give each way of looking: rows of (block, person, family name, given name, birth), and what two of a block must be.

    The same birth and names (past ones too), birth and given name, birth and the first of the two names in the alphabet (whatever their
    order), names and year: then the names alone must do. The same names, where few have them or at one member: then one slip must set the
    births apart. The same birth and given name at one member, the same account, address, number at a member, or child: then what else is
    known is weighed.
    """
    names = Identity.objects.current()
    given, family = Lower("given_name"), Lower("family_name")
    for then in (F("search_name"), given, Least(given, family)):
        yield _shared(names.annotate(block=_joined(BORN, then))).values_list("block", *OWN), are_one_by_names
    yield _shared(names.annotate(block=_joined(Substr(BORN, 1, 4), F("search_name")))).values_list("block", *OWN), are_one_by_names
    yield _shared(names.annotate(block=F("search_name")), most=MOST_NAMESAKES).values_list("block", *OWN), are_near_by_names
    told = names.exclude(email="").annotate(block=Lower("email"))
    yield _shared(told).values_list("block", *OWN), agree
    stays = Affiliation.objects.current()
    numbered = stays.exclude(staff_number="").annotate(block=_joined(Cast("member_id", CharField()), Value(" "), F("staff_number")))
    paid = BankDetails.objects.filter(superseded_at__isnull=True).annotate(block=F("iban_hash"))
    parents = Kinship.objects.current().filter(kind="child").annotate(block=Cast("dependant_id", CharField()))
    for rows in (paid, numbered, parents):
        yield _shared(rows).filter(NAMED).values_list("block", "beneficiary_id", *OF_PERSON), agree
    member, stays = Cast("member_id", CharField()), stays.filter(NAMED)
    for there, is_near in (
        (_joined(member, F("beneficiary__identities__search_name")), are_near_by_names),
        (_joined(member, Cast(OF_PERSON[2], CharField()), Lower(OF_PERSON[1])), agree),
    ):
        yield _shared(stays.annotate(block=there)).values_list("block", "beneficiary_id", *OF_PERSON), is_near


def _joined(*parts: Any) -> Concat:
    return Concat(*parts, output_field=CharField())


def _called_as_a_spouse() -> Rows:
    """Give those who are called as somebody's spouse is, and that somebody, where birth and given name are the same: a marriage."""
    unions = Kinship.objects.current().filter(NAMED, kind="spouse", dependant__identities__superseded_at__isnull=True)
    taken = F("dependant__identities__family_name")
    unions = unions.annotate(own=Lower(OF_PERSON[0]), taken=Lower(taken)).exclude(taken=F("own"))
    unions = unions.annotate(block=_joined(Cast(OF_PERSON[2], CharField()), Lower(OF_PERSON[1]), Value(" "), F("taken")))
    names = Identity.objects.current().annotate(block=_joined(BORN, Lower("given_name"), Value(" "), Lower("family_name")))
    called = list(names.filter(block__in=unions.order_by().values("block")).order_by("block").values_list("block", *OWN))
    blocks = [block for block, *_ in called]
    held = [
        row
        for part in parts(sorted(set(blocks)))
        for row in unions.filter(block__in=part).order_by("block").values_list("block", "beneficiary_id", *OF_PERSON)
    ]
    return sorted([*called, *held], key=itemgetter(0))


def _shared(rows: QuerySet, most: int = MOST_IN_A_BLOCK) -> QuerySet:
    """Keep the rows whose block two persons or more share, and not a crowd, block after block."""
    people = Count("beneficiary_id", distinct=True)
    crowded = rows.order_by().values("block").annotate(people=people).filter(people__gt=1, people__lte=most)
    return rows.filter(block__in=crowded.values("block")).order_by("block", "beneficiary_id")


def _pairs_of(rows: Rows, is_near: Callable[[Naming, Naming], bool]) -> set[Pair]:
    found: set[Pair] = set()
    for _, block in groupby(rows, key=itemgetter(0)):
        people = [(key, Naming(normalise(family), normalise(given), born)) for _, key, family, given, born in block]
        for (one, mine), (other, theirs) in combinations(people, 2):
            if one != other and is_near(mine, theirs):
                found.add((min(one, other), max(one, other)))
    return found


def known_persons(keys: Iterable[UUID]) -> dict[UUID, Known]:
    """Read what duplicates are judged by, in seven queries for each thousand persons; who has no identity is left out."""
    found: dict[UUID, Known] = {}
    for part in parts(sorted(set(keys))):
        found |= _known(part)
    return found


def _known(keys: Iterable[UUID]) -> dict[UUID, Known]:
    identities = _grouped(Identity.objects.current().filter(beneficiary_id__in=keys).order_by("beneficiary_id", "since"))
    accounts = BankDetails.objects.filter(beneficiary_id__in=keys, superseded_at__isnull=True).order_by("pk")
    hashes = dict(accounts.values_list("beneficiary_id", "iban_hash"))
    stays = Affiliation.objects.current().filter(beneficiary_id__in=keys).select_related("member").order_by("beneficiary_id", "since")
    affiliations, kinships = _grouped(stays), _grouped(Kinship.objects.current().filter(beneficiary_id__in=keys).order_by("pk"))
    spouses = {row.dependant_id for rows in kinships.values() for row in rows if row.kind == "spouse"}
    called = DependantIdentity.objects.current().filter(dependant_id__in=spouses).order_by("pk")
    surnames = {key: normalise(family) for key, family in called.values_list("dependant_id", "family_name")}
    linked = Kinship.objects.current().filter(dependant_id__in=spouses, dependant__beneficiary__isnull=False).order_by("pk")
    partners: dict[UUID, set[str]] = {}
    for holder, partner in linked.values_list("beneficiary_id", "dependant__beneficiary_id"):
        partners.setdefault(holder, set()).add(str(partner))
    return {
        key: Known(
            str(key),
            tuple(_naming(row, is_past=row is not rows[-1]) for row in rows),
            rows[-1].email.casefold(),
            hashes.get(key, ""),
            rows[-1].civil_sex,
            rows[-1].died_on,
            tuple(_presence(row) for row in affiliations.get(key, ())),
            frozenset(str(row.dependant_id) for row in kinships.get(key, ()) if row.kind == "child"),
            frozenset(partners.get(key, ())),
            frozenset(surnames[row.dependant_id] for row in kinships.get(key, ()) if row.dependant_id in surnames),
        )
        for key, rows in identities.items()
    }


def _grouped(rows: QuerySet) -> dict[UUID, list]:
    found: dict[UUID, list] = {}
    for row in rows:
        found.setdefault(row.beneficiary_id, []).append(row)
    return found


def _naming(row: Identity, *, is_past: bool) -> Naming:
    return Naming(normalise(row.family_name), normalise(row.given_name), row.born_on, is_past)


def _presence(row: Affiliation) -> Presence:
    number, department = matricule_key(row.staff_number), row.member.department
    return Presence(str(row.member_id), Span(row.since, row.until), number, department, row.time_share, row.status == "active")


def children_entered_twice() -> list[tuple[UUID, UUID, UUID, str, date]]:
    """List the children that one household holds in two rows: the household, the two rows in order, the child's name and birth.

    The same birth in one household is asked of the database; names are compared here, and twins have two.
    """
    held = Kinship.objects.current().filter(kind="child", until__isnull=True, dependant__identities__superseded_at__isnull=True)
    born = F("dependant__identities__born_on")
    held = held.annotate(block=Concat(Cast("beneficiary_id", CharField()), Cast(born, CharField())), born=born)
    twice = held.order_by().values("block").annotate(rows=Count("dependant_id", distinct=True)).filter(rows__gt=1).values("block")
    names = [f"dependant__identities__{name}" for name in ("given_name", "family_name")]
    rows = held.filter(block__in=twice).order_by("block", "dependant_id")
    told = rows.values_list("block", "beneficiary_id", "dependant_id", "born", *names)
    found = set()
    for _, block in groupby(told.iterator(), key=lambda row: row[0]):
        for (_, home, one, born_on, *mine), (_, _, other, _, *theirs) in combinations(block, 2):
            if one != other and [normalise(name) for name in mine] == [normalise(name) for name in theirs]:
                found.add((home, min(one, other), max(one, other), " ".join(mine), born_on))
    return sorted(found)

"""Reads of people, their families, their tax line and their bank details."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from entraide.apps.beneficiaries.models import (
    Affiliation,
    BankDetails,
    Beneficiary,
    DependantIdentity,
    Distinct,
    EmploymentAct,
    Identity,
    Kinship,
    RosterChange,
    TaxLine,
)
from entraide.apps.beneficiaries.queries.twins import twins_of
from entraide.apps.beneficiaries.refusals import FileNotOpen
from entraide.core.money import Money
from entraide.orm.keys import padded
from entraide.orm.reading import prepared, read_together


WRITTEN_BY_LISTS = (Identity, Affiliation, EmploymentAct, RosterChange, Distinct)


@dataclass(frozen=True, slots=True)
class Person:
    """An opener of rights as they are known on a day."""

    id: UUID
    reference: str
    given_name: str
    family_name: str
    born_on: date
    email: str

    @property
    def name(self) -> str:
        """Given name, then family name."""
        return f"{self.given_name} {self.family_name}"


@dataclass(frozen=True, slots=True)
class DependantView:
    """A member of the household on a day; `disability_rate` in per cent, None when not known; `since` when, and `recorded_at` when told."""

    id: UUID
    kind: str
    given_name: str
    family_name: str
    born_on: date
    disability_rate: int | None
    custody: str
    proved_by: str
    proved_from: str
    proved_on: date | None
    since: date
    recorded_at: datetime

    @property
    def name(self) -> str:
        """Given name, then family name."""
        return f"{self.given_name} {self.family_name}"


@dataclass(frozen=True, slots=True)
class TaxLineView:
    """Line 14 of the notice of a year, and how it was checked; `partner_line_14` is nothing where there is one notice."""

    notice_year: int
    line_14: Money
    proof: str
    checked_on: date
    recorded_at: datetime
    partner_line_14: Money | None = None


@dataclass(frozen=True, slots=True)
class BankView:
    """Where a person is paid, as anyone may see it."""

    id: UUID
    holder: str
    iban_ending: str
    bic: str


def beneficiary_of_account(account_id: UUID) -> UUID | None:
    """Give the key of the person's own file, if the account has one."""
    return Beneficiary.objects.filter(account_id=account_id).order_by("pk").values_list("pk", flat=True).first()


def people(keys: Iterable[UUID], *, on: date) -> dict[UUID, Person]:
    """Describe people by key as they are known on a day; who has no identity that day is left out."""
    return {row[0]: Person(*row) for row in _identities(keys, on)}


def _identities(keys: Iterable[UUID], on: date) -> QuerySet:
    """Give what a person is described by, in that order: the last row of a key counts."""
    rows = Identity.objects.in_force_on(on).filter(beneficiary_id__in=tuple(keys)).order_by("pk")
    return rows.values_list("beneficiary_id", "beneficiary__reference", "given_name", "family_name", "born_on", "email")


def person_in(row: Identity) -> Person:
    """Read a person from a row of their identity."""
    return Person(row.beneficiary_id, row.beneficiary.reference, row.given_name, row.family_name, row.born_on, row.email)


def person(beneficiary_id: UUID, *, on: date) -> Person:
    """Describe one person.

    :raises FileNotOpen: if nobody is known under that key on that day.
    """
    found = people([beneficiary_id], on=on).get(beneficiary_id)
    if found is None:
        raise FileNotOpen
    return found


def households(keys: Iterable[UUID], *, on: date) -> dict[UUID, list[DependantView]]:
    """Give the dependants of each opener on a day, spouse first, then children by birth."""
    asked = list(keys)
    return _families(asked, list(_kinships(asked, on)), on=on)


def people_and_households(keys: Iterable[UUID], *, on: date) -> tuple[dict[UUID, Person], dict[UUID, list[DependantView]]]:
    """Describe openers and their dependants by key: one trip, and another where there are dependants."""
    asked = list(keys)
    identities, kinships = read_together(_identities_read(padded(asked), on), _kinships_read(padded(asked), on))
    return {row[0]: Person(*row) for row in identities}, _families(asked, kinships, on=on)


def _kinships(keys: Iterable[UUID], on: date) -> QuerySet[Kinship]:
    return Kinship.objects.in_force_on(on).filter(beneficiary_id__in=tuple(keys)).order_by("pk")


_identities_read, _kinships_read = prepared(_identities), prepared(_kinships)


def _families(keys: Iterable[UUID], kinships: Sequence[Kinship], *, on: date) -> dict[UUID, list[DependantView]]:
    identities = DependantIdentity.objects.in_force_on(on).filter(dependant_id__in={row.dependant_id for row in kinships}).order_by("pk")
    known = {row.dependant_id: row for row in identities}
    rows: dict[UUID, list[Kinship]] = {key: [] for key in keys}
    for row in kinships:
        rows[row.beneficiary_id].append(row)
    return {key: _family(held, known) for key, held in rows.items()}


def family_in(kinships: Iterable[Kinship], identities: Iterable[DependantIdentity]) -> list[DependantView]:
    """Put the dependants of one opener together, spouse first, then children by birth."""
    return _family(kinships, {row.dependant_id: row for row in identities})


def _family(kinships: Iterable[Kinship], known: Mapping[UUID, DependantIdentity]) -> list[DependantView]:
    family = [_dependant(row, known[row.dependant_id]) for row in kinships if row.dependant_id in known]
    return sorted(family, key=lambda dependant: (dependant.kind != "spouse", dependant.born_on, dependant.id))


def _dependant(kinship: Kinship, identity: DependantIdentity) -> DependantView:
    names = (identity.given_name, identity.family_name, identity.born_on, identity.disability_rate)
    proof = (identity.proved_by, identity.proved_from, identity.proved_on)
    return DependantView(kinship.dependant_id, kinship.kind, *names, kinship.custody, *proof, kinship.since, kinship.recorded_at)


def household(beneficiary_id: UUID, *, on: date) -> list[DependantView]:
    """Give one opener's dependants on a day."""
    return households([beneficiary_id], on=on)[beneficiary_id]


def custodies_of(beneficiary_id: UUID) -> dict[UUID, tuple[tuple[date, date | None, str], ...]]:
    """Give how each child of an opener lived, or lives, with them: spans of days [since, until), and the custody over each."""
    return custodies_in(Kinship.objects.current().filter(beneficiary_id=beneficiary_id).order_by("since", "pk"))


def custodies_in(kinships: Iterable[Kinship]) -> dict[UUID, tuple[tuple[date, date | None, str], ...]]:
    """Read the spans of custody of children from rows of kinship in their order."""
    found: dict[UUID, tuple[tuple[date, date | None, str], ...]] = {}
    for row in (each for each in kinships if each.kind == "child"):
        found[row.dependant_id] = (*found.get(row.dependant_id, ()), (row.since, row.until, row.custody))
    return found


def former_dependant(dependant_id: UUID, *, beneficiary_id: UUID) -> DependantView | None:
    """Describe somebody who is or was of a household, as last known: what was filed for them before they left goes on."""
    kinship = Kinship.objects.current().filter(beneficiary_id=beneficiary_id, dependant_id=dependant_id).order_by("-since", "pk").first()
    identity = DependantIdentity.objects.current().filter(dependant_id=dependant_id).order_by("-since", "pk").first()
    return _dependant(kinship, identity) if kinship and identity else None


def shares_household(one: UUID | None, other: UUID, *, on: date) -> bool:
    """Tell whether two openers are the same person, one of the other's household, or share a dependant on a day, entered once or twice."""
    if one is None:
        return False
    if one == other:
        return True
    mine = set(Kinship.objects.in_force_on(on).filter(beneficiary_id=one).order_by("pk").values_list("dependant_id", flat=True))
    mine = mine.union(*twins_of(mine).values())
    tied = Q(beneficiary_id=one, dependant__beneficiary_id=other) | Q(beneficiary_id=other, dependant__beneficiary_id=one)
    return Kinship.objects.in_force_on(on).filter(Q(beneficiary_id=other, dependant_id__in=mine) | tied).exists()


def tax_lines(beneficiary_id: UUID) -> dict[int, TaxLineView]:
    """Give line 14 of every notice that we hold, by the year of the notice."""
    return tax_lines_in(TaxLine.objects.filter(beneficiary_id=beneficiary_id, superseded_at__isnull=True).order_by("notice_year"))


def tax_lines_in(rows: Iterable[TaxLine]) -> dict[int, TaxLineView]:
    """Read lines 14 from their rows, by the year of the notice."""
    return {row.notice_year: _tax_line(row) for row in rows}


def _tax_line(row: TaxLine) -> TaxLineView:
    return TaxLineView(row.notice_year, row.line_14, row.proof, row.checked_on, row.recorded_at, row.partner_line_14)


def bank_details(keys: Iterable[UUID]) -> dict[UUID, BankView]:
    """Give the bank details in use of each person who has some."""
    rows = BankDetails.objects.filter(beneficiary_id__in=set(keys), superseded_at__isnull=True).order_by("pk")
    return {row.beneficiary_id: BankView(row.pk, row.holder, row.iban_ending, row.bic) for row in rows}


def accounts_of(keys: Iterable[UUID]) -> dict[UUID, UUID]:
    """Give the account of each person who has one."""
    rows = Beneficiary.objects.filter(pk__in=set(keys), account__isnull=False).order_by("pk")
    return dict(rows.values_list("pk", "account_id"))


@dataclass(frozen=True, slots=True)
class ActivationFacts:
    """What a file holds that its person can confirm; nothing at all for nobody.

    `iban_ending` is empty and `line_14` is None where the association holds none; `holds_more` tells that the file holds more than
    what a member's lists say: a family, claims, benefits that an earlier system paid.
    """

    account_id: UUID | None = None
    name: str = ""
    born_on: date | None = None
    iban_ending: str = ""
    line_14: Money | None = None
    holds_more: bool = False

    def agree_with(self, born_on: date, private_fact: str, *, channel: str) -> bool:
        """Tell whether a person's answers are those of the file: the day of birth and, where one is held, the private fact.

        The end of the IBAN where there is one, else line 14 in whole euros, else nothing. An amount of 0 € is no fact: most would
        guess it. A file that holds more and no private fact does not open with a code that the employer handed over.
        """
        if self.born_on is None or self.born_on != born_on:
            return False
        typed = "".join(character for character in private_fact.upper() if character.isalnum())
        if self.iban_ending:
            return typed[-4:] == self.iban_ending
        if self.line_14:
            return typed == str(self.line_14.cents // 100)
        return not (self.holds_more and channel == "handed_over")


def activation_facts(beneficiary_id: UUID, *, on: date) -> ActivationFacts:
    """Read in one query what a file holds that its person can confirm; nothing for a key that no file has, or of the dead."""
    identity = Identity.objects.in_force_on(on).filter(beneficiary_id=OuterRef("pk"), died_on__isnull=True).order_by("-since")
    bank = BankDetails.objects.filter(beneficiary_id=OuterRef("pk"), superseded_at__isnull=True).order_by("pk")
    tax = TaxLine.objects.filter(beneficiary_id=OuterRef("pk"), superseded_at__isnull=True).order_by("-notice_year")
    row = (
        Beneficiary.objects.filter(pk=beneficiary_id)
        .annotate(
            given_name=Subquery(identity.values("given_name")[:1]),
            family_name=Subquery(identity.values("family_name")[:1]),
            born_on=Subquery(identity.values("born_on")[:1]),
            iban_ending=Subquery(bank.values("iban_ending")[:1]),
            line_14=Subquery(tax.values("line_14")[:1]),
            holds_more=_holds_more(),
        )
        .order_by("pk")
        .first()
    )
    if row is None:
        return ActivationFacts()
    private = (row.iban_ending or "", row.line_14, row.holds_more)
    return ActivationFacts(row.account_id, f"{row.given_name} {row.family_name}", row.born_on, *private)


def _holds_more() -> Q:
    """Look for a row that speaks of a person and that the employer does not know. The models of the apps above are asked for, not named."""
    held = Q()
    for relation in Beneficiary._meta.get_fields(include_hidden=True):
        about = relation.related_model
        is_known = about in WRITTEN_BY_LISTS or getattr(about, "employer_knows", False)
        if relation.auto_created and not relation.concrete and not is_known:
            held |= Q(Exists(about._base_manager.filter(**{relation.field.name: OuterRef("pk")}).order_by()))
    return held

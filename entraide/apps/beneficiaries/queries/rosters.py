"""Reads of a member's staff and of the lists that the member sent."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from entraide.apps.beneficiaries.models import Affiliation, Identity, RosterChange, RosterImport, RosterMapping
from entraide.apps.beneficiaries.queries.roster_known import with_own_email
from entraide.apps.beneficiaries.translation import held_person, stay_of_row
from entraide.apps.documents.queries import content_of
from entraide.core.names import normalise
from entraide.core.refusals import Finding
from entraide.core.roster.columns import NOTHING_SAID, can_be_named, map_columns
from entraide.core.roster.parsing import parse_rows
from entraide.core.roster.plan import REMOVED_SHARE_LIMIT
from entraide.core.roster.social_security import columns_refused
from entraide.core.roster.values import HeldPerson, RosterLine, Stay
from entraide.integrations.spreadsheets.reading import read_table


WAITING = ("previewed", "unread")
UNSETTLED = (*WAITING, "draft")
EXAMPLES = 3


def held_persons(member_id: UUID) -> list[HeldPerson]:
    """List everyone ever on a member's staff, each with the last presence known."""
    affiliated = Affiliation.objects.current().filter(member_id=member_id)
    stays: dict[UUID, list[Stay]] = {}
    for row in affiliated.order_by("beneficiary_id", "since"):
        stays.setdefault(row.beneficiary_id, []).append(stay_of_row(row))
    known = Identity.objects.current().filter(beneficiary_id__in=affiliated.order_by().values("beneficiary_id"))
    identities = {row.beneficiary_id: row for row in known.order_by("beneficiary_id", "since")}
    kept_back = with_own_email(identities.values(), member_id)
    return [
        held_person(key, tuple(parts), identities[key], has_own_email=key in kept_back) for key, parts in stays.items() if key in identities
    ]


def held_of_members(member_ids: Collection[UUID], *, beneficiary_ids: Collection[UUID]) -> dict[UUID, list[HeldPerson]]:
    """Give some persons of some members as `held_persons` does, by member."""
    stays: dict[UUID, dict[UUID, list[Stay]]] = {}
    employers: dict[UUID, set[UUID]] = {}
    affiliated = Affiliation.objects.current().filter(beneficiary_id__in=beneficiary_ids)
    for row in affiliated.order_by("beneficiary_id", "since"):
        employers.setdefault(row.beneficiary_id, set()).add(row.member_id)
        if row.member_id in member_ids:
            stays.setdefault(row.member_id, {}).setdefault(row.beneficiary_id, []).append(stay_of_row(row))
    known = Identity.objects.current().filter(beneficiary_id__in=beneficiary_ids).order_by("beneficiary_id", "since")
    identities = {row.beneficiary_id: row for row in known}
    found: dict[UUID, list[HeldPerson]] = {}
    for member_id, people in stays.items():
        kept_back = with_own_email([identities[key] for key in people if key in identities and len(employers[key]) > 1], member_id)
        found[member_id] = [
            held_person(key, tuple(presence), identities[key], has_own_email=key in kept_back)
            for key, presence in people.items()
            if key in identities
        ]
    return found


@dataclass(frozen=True, slots=True)
class ReadList:
    """A list as it was read: its lines, every fault, the titles not read; whether its sender might say what its titles are, and has to."""

    lines: tuple[RosterLine, ...]
    findings: tuple[Finding, ...]
    ignored: tuple[str, ...] = ()
    can_be_named: bool = False
    needs_names: bool = False


def read_list(content: bytes, *, name: str, year: int, said: Mapping[str, str] = NOTHING_SAID) -> ReadList:
    """Read a list; `name` is the file's and only helps a message, `said` what its sender said of its titles.

    :raises UnreadableFile: if it is no table that can be read.
    """
    table = read_table(content, name)
    if refused := columns_refused(table):
        return ReadList((), refused)
    columns, findings = map_columns(table.header, said)
    may_be = can_be_named(table.header)
    if findings:
        return ReadList((), findings, can_be_named=may_be, needs_names=may_be)
    lines, findings = parse_rows(table, columns, year)
    return ReadList(lines, findings, columns.ignored, can_be_named=may_be and _is_misread(findings, len(table.rows)))


def _is_misread(findings: Iterable[Finding], count: int) -> bool:
    """Tell whether a column has faults on most lines: it is likelier to be another one than to be wrong so often."""
    by_column = Counter(finding.params.get("column", "") for finding in findings)
    return any(2 * faults > count for column, faults in by_column.items() if column)


@dataclass(frozen=True, slots=True)
class Title:
    """A title of a file, the first values under it, and the key of the column that it is taken for."""

    text: str
    examples: tuple[str, ...]
    column: str = ""


def titles_of(content: bytes, *, name: str, said: Mapping[str, str]) -> list[Title]:
    """List the titles of a file in their order, each with a few of its values."""
    table = read_table(content, name)
    columns, _ = map_columns(table.header, said)
    taken = {place: key for key, place in reversed(columns.places.items())}
    found = []
    for place, text in enumerate(table.header):
        values = dict.fromkeys(row.cells[place].strip() for row in table.rows[:50])
        examples = tuple(value for value in values if value)[:EXAMPLES]
        if text.strip():
            found.append(Title(text, examples, taken.get(place, "")))
    return found


def titles_of_roster(found: RosterImport) -> list[Title]:
    """List the titles of the file of a list; none once its file is gone."""
    if found.document_id is None:
        return []
    return titles_of(content_of(found.document_id), name=found.file_name, said=found.columns or said_of_titles(found.member_id))


def said_of_titles(member_id: UUID) -> dict[str, str]:
    """Give what a member said of the titles of its own export, as remembered from its last list; nothing before the first."""
    return RosterMapping.objects.filter(member_id=member_id).values_list("columns", flat=True).order_by("pk").first() or {}


def rosters_of(member_id: UUID) -> QuerySet[RosterImport]:
    """Give the lists that a member sent, the last one first; those set aside and the form being filled in are left out."""
    return RosterImport.objects.filter(member_id=member_id).exclude(state__in=("set_aside", "draft")).order_by("-pk")


def roster(roster_id: UUID, *, member_id: UUID) -> RosterImport | None:
    """Give one list of a member, or nothing: another member's list is nothing either."""
    return RosterImport.objects.filter(pk=roster_id, member_id=member_id).order_by("pk").first()


def waiting_roster(member_id: UUID) -> RosterImport | None:
    """Give the list that a member has sent and not applied yet, or nothing."""
    return RosterImport.objects.filter(member_id=member_id, state__in=WAITING).order_by("-pk").first()


def unsettled(member_ids: Collection[UUID]) -> QuerySet[RosterImport]:
    """Give the lists of members that are neither applied nor set aside: those that wait, the form being filled in."""
    return RosterImport.objects.filter(member_id__in=member_ids, state__in=UNSETTLED).order_by("pk")


def last_applied_roster(member_id: UUID) -> RosterImport | None:
    """Give the last list applied for a member and not undone, or nothing."""
    return RosterImport.objects.filter(member_id=member_id, state="applied").order_by("-pk").first()


def changes_of(roster_id: UUID, *, kind: str = "") -> QuerySet[RosterChange]:
    """Give what a list brings, in its order: all of it, or arrival, departure, change or doubt."""
    found = RosterChange.objects.filter(roster_id=roster_id).order_by("position")
    return found.filter(kind=kind) if kind else found


def choices_of(roster_id: UUID) -> dict[int, str]:
    """Give the answer to each doubt by the line of the list: same, other, or nothing yet."""
    doubts = RosterChange.objects.filter(roster_id=roster_id, kind="doubt").order_by("position")
    return dict(doubts.values_list("line_number", "choice"))


def asked_principal(roster_id: UUID) -> QuerySet[RosterChange]:
    """Give the arrivals whom another employer inscribes too, in the order of the list."""
    return RosterChange.objects.filter(roster_id=roster_id, kind="arrival", content__has_key="asks_principal").order_by("position")


def principal_lines_of(roster_id: UUID) -> frozenset[int]:
    """List the lines of the arrivals whose principal employer the member said to be itself: while nobody says so, the other one is."""
    return frozenset(asked_principal(roster_id).filter(choice="principal").values_list("line_number", flat=True))


def asks_confirmation(found: RosterImport, *, doubts: Iterable[RosterChange]) -> bool:
    """Tell whether a list, its doubts answered as they are, removes so many persons that it is asked whether it is whole."""
    leaving = sum(doubt.choice == "other" and doubt.content["leaves_if_other"] for doubt in doubts)
    part, whole = REMOVED_SHARE_LIMIT
    return (found.departure_count + leaving) * whole > found.staff_count * part


def staff_of(member_id: UUID, *, on: date, text: str = "", state: str = "") -> QuerySet[Affiliation]:
    """Give a member's staff, by name: who is there, with rights or without, who arrives, who has left and keeps rights; one row per person.

    Rows carry `family_name`, `given_name`, `born_on`, `email`, `has_account`. Each word of `text` begins a part of the name, accents
    and case forgiven. `state` keeps those with an account (activated), without (to_activate), those leaving (leaving) or retired (retiree).
    """
    rows = _staff(member_id, on=on)
    for word in normalise(text).split():
        rows = rows.filter(Q(search_name__startswith=word) | Q(search_name__contains=f" {word}"))
    kept = {
        "activated": Q(has_account=True),
        "to_activate": Q(has_account=False),
        "leaving": Q(until__isnull=False),
        "retiree": Q(status="retiree"),
    }
    return rows.filter(kept[state]) if state in kept else rows


def _staff(member_id: UUID, *, on: date) -> QuerySet[Affiliation]:
    identity = Identity.objects.in_force_on(on).filter(beneficiary_id=OuterRef("beneficiary_id")).order_by("-since")
    there = Q(until__isnull=True) | Q(until__gt=on)
    with_rights = Q(rights_until__isnull=True) | Q(rights_until__gt=on)
    rows = Affiliation.objects.current().filter(there | with_rights, member_id=member_id)
    later = rows.filter(beneficiary_id=OuterRef("beneficiary_id"), since__gt=OuterRef("since")).order_by()
    rows = rows.filter(~Exists(later)).annotate(
        family_name=Subquery(identity.values("family_name")[:1]),
        given_name=Subquery(identity.values("given_name")[:1]),
        born_on=Subquery(identity.values("born_on")[:1]),
        email=Subquery(identity.values("email")[:1]),
        search_name=Subquery(identity.values("search_name")[:1]),
        has_account=Q(beneficiary__account__isnull=False),
    )
    return rows.filter(search_name__isnull=False).select_related("beneficiary").order_by("search_name", "pk")


def agent(beneficiary_id: UUID, *, member_id: UUID, on: date) -> Affiliation | None:
    """Give one person of a member's staff as `staff_of` does, or nothing: someone of another staff is nothing either."""
    return _staff(member_id, on=on).filter(beneficiary_id=beneficiary_id).first()


def staff_counts(member_id: UUID, *, on: date) -> dict[str, int]:
    """Count a member's people with rights on a day: `people`, and among them `activated` and by status."""
    rights = Q(rights_until__isnull=True) | Q(rights_until__gt=on)
    rows = Affiliation.objects.current().filter(rights, member_id=member_id, since__lte=on).order_by()
    person = "beneficiary_id"
    return rows.aggregate(
        people=Count(person, distinct=True),
        activated=Count(person, distinct=True, filter=Q(beneficiary__account__isnull=False)),
        active=Count(person, distinct=True, filter=Q(status="active")),
        apprentice=Count(person, distinct=True, filter=Q(status="apprentice")),
        retiree=Count(person, distinct=True, filter=Q(status="retiree")),
    )


def listed_count(member_id: UUID, *, on: date) -> int:
    """Count who is on a member's staff on a day, or to arrive."""
    there = Q(until__isnull=True) | Q(until__gt=on)
    return Affiliation.objects.current().filter(there, member_id=member_id).aggregate(n=Count("beneficiary_id", distinct=True))["n"]


def counts_by_member(member_ids: Iterable[UUID], *, on: date) -> dict[UUID, int]:
    """Count the people with rights of each member on a day; a member without any is absent."""
    rights = Q(rights_until__isnull=True) | Q(rights_until__gt=on)
    rows = Affiliation.objects.current().filter(rights, member_id__in=set(member_ids), since__lte=on)
    counted = rows.values("member_id").annotate(people=Count("beneficiary_id", distinct=True)).order_by("member_id")
    return dict(counted.values_list("member_id", "people"))


def last_applied_on(member_ids: Iterable[UUID]) -> dict[UUID, date]:
    """Give the day of the last list applied for each member that has one."""
    rows = RosterImport.objects.filter(member_id__in=set(member_ids), state="applied").order_by("pk")
    return dict(rows.values_list("member_id", "on"))


def lists_of_year(year: int) -> QuerySet[RosterImport]:
    """Give the lists of a year that were applied, to ask of a query over members which of them have one."""
    return RosterImport.objects.filter(year=year, state="applied").order_by()

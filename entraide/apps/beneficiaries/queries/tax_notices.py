"""Reads of notices: what a person was asked and sent, what waits on the officers' desk, who checked what."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from entraide.apps.accounts.actor import Actor
from entraide.apps.beneficiaries.models import Kinship, TaxLine, TaxNotice
from entraide.apps.beneficiaries.queries.search import search
from entraide.core.money import Money


# How long a notice stays on the desk of the officer to whom it was given.
HELD_FOR = timedelta(minutes=10)
SETTLED_LATELY = timedelta(days=30)
MAX_FOUND = 500
CHECKED = ("notice", "imported")
# From this month on the notices of a year are out: they are sent from late July to early September (impots.gouv.fr, calendar of notices).
FIRST_MONTH = 8


def notice_years(on: date) -> tuple[int, ...]:
    """Give the years whose notice serves: the one before, the one before that for late events, and this year's once notices are out."""
    return (on.year - 2, on.year - 1, *([on.year] if on.month >= FIRST_MONTH else []))


def notices_of(beneficiary_id: UUID) -> list[TaxNotice]:
    """Give a person's notices, the latest year first, their own before their partner's."""
    return list(TaxNotice.objects.filter(beneficiary_id=beneficiary_id).order_by("-notice_year", "is_partners"))


def asked_notices(beneficiary_id: UUID) -> list[TaxNotice]:
    """Give the notices that await the person: asked for or sent back, of a year whose line nobody has checked."""
    rows = TaxNotice.objects.filter(Q(state="sent_back") | Q(~_has_line(), state="asked"), beneficiary_id=beneficiary_id)
    return list(rows.filter(is_partners=False).order_by("-notice_year"))


def _has_line() -> Exists:
    """Look for a line that somebody has checked, of the person and year of a notice."""
    lines = TaxLine.objects.filter(superseded_at__isnull=True, proof__in=CHECKED)
    return Exists(lines.filter(beneficiary_id=OuterRef("beneficiary_id"), notice_year=OuterRef("notice_year")).order_by())


@dataclass(frozen=True, slots=True)
class TaxLineHistory:
    """A line 14 that was read for a year, now or before a correction, with who read it and from what."""

    notice_year: int
    line_14: Money
    partner_line_14: Money | None
    proof: str
    checked_by: UUID | None
    checked_on: date
    is_current: bool


def tax_line_history(beneficiary_id: UUID) -> list[TaxLineHistory]:
    """Give every line that was ever read for a person, the latest year and the latest reading first."""
    rows = TaxLine.objects.filter(beneficiary_id=beneficiary_id).order_by("-notice_year", "-recorded_at", "-pk")
    return [
        TaxLineHistory(
            row.notice_year, row.line_14, row.partner_line_14, row.proof, row.checked_by, row.checked_on, row.superseded_at is None
        )
        for row in rows
    ]


SHELVES = ("to_check", "sent_back", "checked", "asked")
SORTS = {"sent": "sent_at", "year": "notice_year", "state": "state"}


@dataclass(frozen=True, slots=True)
class NoticeFilter:
    """What the officer looks for: a shelf, a year, the beginning of a name; `sort` as in `SORTS`, "-" before for the reverse."""

    shelf: str = "to_check"
    year: int | None = None
    text: str = ""
    sort: str = ""


def notices_for(actor: Actor) -> QuerySet[TaxNotice]:
    """Give the notices that an officer may settle: one row a household and year, and none of their own."""
    return TaxNotice.objects.filter(_not_of_household(actor.beneficiary_id), is_partners=False).select_related("beneficiary")


def _not_of_household(own: UUID | None) -> Q:
    """Leave out an officer's own notices, and those of whoever they are or were in one household with: read in the same query."""
    if own is None:
        return Q()
    shared = Kinship.objects.current().filter(beneficiary_id=own).order_by()
    others = Kinship.objects.current().filter(dependant_id__in=shared.values("dependant_id")).order_by()
    partners = shared.filter(dependant__beneficiary__isnull=False)
    openers = Kinship.objects.current().filter(dependant__beneficiary_id=own).order_by()
    return ~(
        Q(beneficiary_id=own)
        | Q(beneficiary_id__in=others.values("beneficiary_id"))
        | Q(beneficiary_id__in=partners.values("dependant__beneficiary_id"))
        | Q(beneficiary_id__in=openers.values("beneficiary_id"))
    )


def _on_shelf(shelf: str, *, on: date) -> Q:
    shelves = {
        "to_check": Q(state="sent"),
        "sent_back": Q(state="sent_back"),
        "checked": Q(state="checked", decided_on__gt=on - SETTLED_LATELY),
        "asked": Q(state="asked"),
    }
    return shelves[shelf]


def notice_list(wanted: NoticeFilter, *, actor: Actor, on: date) -> QuerySet[TaxNotice]:
    """Give the notices that match, the oldest sent first."""
    found = notices_for(actor).filter(_on_shelf(wanted.shelf, on=on))
    if wanted.year is not None:
        found = found.filter(notice_year=wanted.year)
    if text := wanted.text.strip():
        found = found.filter(beneficiary_id__in=[person.id for person in search(text, on=on, limit=MAX_FOUND)])
    column = SORTS.get(wanted.sort.removeprefix("-"), "sent_at")
    chosen = F(column).desc(nulls_last=True) if wanted.sort.startswith("-") else F(column).asc(nulls_last=True)
    return found.order_by(chosen, "pk")


def notice_counts(*, actor: Actor, on: date) -> dict[str, int]:
    """Count the shelves in one query."""
    counts = {shelf: Count("pk", filter=_on_shelf(shelf, on=on)) for shelf in SHELVES}
    return notices_for(actor).order_by().aggregate(**counts)


def free_for(actor: Actor, *, at: datetime) -> Q:
    """Keep what lies on nobody else's desk."""
    return Q(held_at__isnull=True) | Q(held_at__lte=at - HELD_FOR) | Q(held_by=actor.account_id)


def next_notice(*, actor: Actor, at: datetime, but: UUID | None = None) -> UUID | None:
    """Give the oldest notice to check that lies on nobody else's desk; those passed over by this officer come after the others."""
    waiting = notices_for(actor).filter(free_for(actor, at=at), state="sent")
    if but is not None:
        waiting = waiting.exclude(pk=but)
    fresh = waiting.exclude(held_by=actor.account_id, held_at__gt=at - HELD_FOR).order_by("sent_at", "pk").values_list("pk", flat=True)
    return fresh.first() or waiting.order_by("held_at", "sent_at", "pk").values_list("pk", flat=True).first()


def notice_on_desk(notice_id: UUID, *, actor: Actor) -> TaxNotice | None:
    """Give a notice that an officer may settle, settled or not, or nothing."""
    return notices_for(actor).select_related("document").filter(pk=notice_id).order_by("pk").first()


def partner_notice(notice: TaxNotice) -> TaxNotice | None:
    """Give the notice that the partner sent for the same year, where there is one."""
    twin = TaxNotice.objects.filter(beneficiary_id=notice.beneficiary_id, notice_year=notice.notice_year, is_partners=True)
    return twin.select_related("document").order_by("pk").first()


def notice_file(notice_id: UUID, *, actor: Actor) -> UUID | None:
    """Give the document of a notice, one's own or a partner's, to an officer who may settle it; nothing once it is destroyed."""
    rows = TaxNotice.objects.filter(_not_of_household(actor.beneficiary_id), pk=notice_id, state="sent", document__isnull=False)
    return rows.order_by("pk").values_list("document_id", flat=True).first()

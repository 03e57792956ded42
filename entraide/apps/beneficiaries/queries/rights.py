"""Reads of affiliations: who opens rights, and for which member.

A person's rights are those of the rule of eligibility, read over their rows. What counts people by sets reads `rights_until`, which acts
on employment and lists write by the same rule.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest

from entraide.apps.beneficiaries.models import Affiliation
from entraide.apps.beneficiaries.queries.employment import affiliations_by_person, affiliations_of, rights_of
from entraide.core.eligibility.principal import precedence


# `precedence` for the database, made certain where two are alike.
PRECEDENCE = (F("is_principal").desc(), Coalesce("arrived_on", "since"), "member_id")


@dataclass(frozen=True, slots=True)
class AffiliationView:
    """A person on a member's staff since an arrival; rights end before `rights_until`, None while nobody has left."""

    member_id: UUID
    status: str
    since: date
    until: date | None
    rights_until: date | None
    is_principal: bool

    @property
    def last_day(self) -> date | None:
        """The last day of rights, where it is known."""
        return self.rights_until - timedelta(days=1) if self.rights_until else None


def with_rights_on(day: date) -> QuerySet[Affiliation]:
    """Give the affiliations that open rights on a day, as they were written: arrived, and not yet past the end of rights."""
    return Affiliation.objects.current().filter(since__lte=day).filter(Q(rights_until__isnull=True) | Q(rights_until__gt=day))


def with_rights_in(year: int) -> QuerySet[Affiliation]:
    """Give the affiliations that open rights on any day of a civil year."""
    begun = Affiliation.objects.current().filter(since__lte=date(year, 12, 31))
    return begun.filter(Q(rights_until__isnull=True) | Q(rights_until__gt=Greatest(F("since"), date(year, 1, 1))))


def affiliations_with_rights(beneficiary_id: UUID, *, on: date) -> list[AffiliationView]:
    """List a person's affiliations that open rights on a day by the rule, the principal one first, then the oldest."""
    return with_rights_among(affiliations_of(beneficiary_id), on=on)


def members_counted_for(beneficiary_ids: Iterable[UUID], *, on: date) -> dict[UUID, UUID]:
    """Give the member that each person counts for on a day, in one query; who has no rights is left out."""
    held = {key: with_rights_among(rows, on=on) for key, rows in affiliations_by_person(beneficiary_ids).items()}
    return {key: rights[0].member_id for key, rights in held.items() if rights}


def with_rights_among(rows: Sequence[Affiliation], *, on: date) -> list[AffiliationView]:
    """Keep the affiliations of one person that open rights on a day by the rule, the principal one first, then the oldest."""
    ends = rights_of(rows)
    held = [row for row in rows if row.since <= on and on < (ends[row.pk] or date.max)]
    return [
        AffiliationView(row.member_id, row.status, row.arrived_on or row.since, row.until, ends[row.pk], row.is_principal)
        for row in sorted(held, key=lambda each: (*precedence(each), each.member_id))
    ]


def members_by_person() -> dict[UUID, list[UUID]]:
    """Give the members that each person was ever affiliated to, the oldest first."""
    found: dict[UUID, list[UUID]] = {}
    for beneficiary_id, member_id in Affiliation.objects.current().order_by("since", "pk").values_list("beneficiary_id", "member_id"):
        found.setdefault(beneficiary_id, []).append(member_id)
    return found

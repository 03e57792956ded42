"""What a line 14 changes of a person's claims, and whom the benefits with tiers concern: asked before anything is confirmed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from entraide.apps.accounts.actor import Actor
from entraide.apps.beneficiaries.queries import TaxLineView
from entraide.apps.beneficiaries.queries.tax_campaigns import Concern, persons_with_line
from entraide.apps.beneficiaries.queries.tax_tiers import served_by
from entraide.apps.catalogue import queries as catalogue
from entraide.apps.claims.models import Claim
from entraide.apps.claims.policies import visible_to
from entraide.apps.claims.queries.files import reassessed
from entraide.apps.parameters.queries import parameter_book
from entraide.core.rules import STATUSES, Known, Outcome, ParameterBook, Revision, Subject, decide
from entraide.core.rules.language import terms as t
from entraide.core.rules.language.parts import children_of
from entraide.core.workflow.claims import DECIDED_STATES, OPEN_STATES


# The ages that are tried: no benefit with tiers is for a child of more than 30 years in the catalogue.
CHILD_AGES, ADULT_AGES = range(31), range(15, 100)


@dataclass(frozen=True, slots=True)
class ClaimEffect:
    """A claim that line 14 concerns: what the rules say of it now, and what they would with that line; nothing once it is decided.

    `is_paid_back` tells whether its revision pays back a notice that arrives after the decision.
    """

    claim: Claim
    benefit_name: str
    before: Outcome | None
    after: Outcome | None
    is_paid_back: bool

    @property
    def changes(self) -> bool:
        """Whether the line changes what the rules say: the answer, the amount, or what is known of it."""
        if self.before is None or self.after is None:
            return False
        return any(getattr(self.before, name) != getattr(self.after, name) for name in ("status", "amount", "low", "high", "unproved"))


def effects_of(beneficiary_id: UUID, *, line: TaxLineView, actor: Actor) -> list[ClaimEffect]:
    """List the claims of the year that a line serves whose benefit reads it, those in progress first, as they would become.

    Nothing is written; a claim that was decided stays as it was decided.
    """
    states = OPEN_STATES | DECIDED_STATES
    year = served_by(line.notice_year)
    rows = Claim.objects.filter(visible_to(actor), beneficiary_id=beneficiary_id, state__in=states, event_on__year=year)
    found = [_effect(claim, line) for claim in rows.order_by("filed_at", "pk")]
    return sorted(filter(None, found), key=lambda effect: effect.after is None)


def _effect(claim: Claim, line: TaxLineView) -> ClaimEffect | None:
    published = catalogue.revision(claim.revision_id)
    revision = published.revision
    if "tax_line_14" not in revision.facts:
        return None
    if claim.state in DECIDED_STATES:
        return ClaimEffect(claim, revision.name, None, None, revision.late_notice_is_paid_back)
    before, after = reassessed(claim)[1].outcome, reassessed(claim, line=line)[1].outcome
    return ClaimEffect(claim, revision.name, before, after, revision.late_notice_is_paid_back)


def claims_awaiting_line(notice_year: int) -> int:
    """Count the claims in progress, of benefits with tiers, whose person's line of that year nobody has checked."""
    codes = [revision.code for revision in revisions_with_tiers(date(served_by(notice_year), 1, 1))]
    waiting = Claim.objects.filter(state__in=OPEN_STATES, benefit_code__in=codes, event_on__year=served_by(notice_year))
    return waiting.exclude(beneficiary_id__in=persons_with_line(notice_year)).count()


def revisions_with_tiers(day: date) -> list[Revision]:
    """Give the revisions of the benefits offered, in force on a day, of which something depends on the tier."""
    chosen = (catalogue.chosen(each, event_on=day, filed_on=day) for each in catalogue.catalogue().values())
    offered = [published.revision for published in chosen if published and catalogue.is_offered(published.revision)]
    return [revision for revision in offered if not revision.confidential and any(_reads_tier(term) for term in revision.terms)]


def _reads_tier(term: t.Term) -> bool:
    return isinstance(term, t.TaxTier) or any(_reads_tier(child) for child in children_of(term))


def concerns_of(notice_year: int) -> list[Concern]:
    """Say whom the benefits with tiers may be open to in the year that a notice serves, by the status and the birth of their subject.

    Each birth is tried on the rules themselves, with all else unknown: it concerns a person unless it refuses the benefit.
    """
    year = served_by(notice_year)
    parameters = parameter_book()
    found = [concern for revision in revisions_with_tiers(date(year, 1, 1)) for concern in _concerns(revision, year, parameters)]
    return list(dict.fromkeys(found))


def _concerns(revision: Revision, year: int, parameters: ParameterBook) -> Iterator[Concern]:
    statuses = tuple(status for status in STATUSES if status in revision.audience)
    ages = CHILD_AGES if revision.subject is Subject.CHILD else ADULT_AGES
    births = [year - age for age in ages if _may_open(revision, year - age, year, parameters)]
    for first, last in _runs(births):
        yield Concern(str(revision.subject), statuses, date(first, 1, 1), date(last + 1, 1, 1))


def _may_open(revision: Revision, birth_year: int, year: int, parameters: ParameterBook) -> bool:
    """Try births and events at both ends of their years; one that is not refused is enough."""
    births = (date(birth_year, 1, 1), date(birth_year, 12, 31))
    events = (date(year, 1, 1), date(year, 9, 1), date(year, 12, 31))
    return any(_is_open(revision, born_on, event, parameters) for born_on in births for event in events if born_on <= event)


def _is_open(revision: Revision, born_on: date, event: date, parameters: ParameterBook) -> bool:
    facts = {"born_on": Known(born_on), revision.event_fact: Known(event)}
    filed_on = event + timedelta(days=1)
    return decide(revision, facts=facts, parameters=parameters, usage={}, filed_on=filed_on).status != "refused"


def _runs(years: Iterable[int]) -> list[tuple[int, int]]:
    """Gather years that follow one another."""
    runs: list[tuple[int, int]] = []
    for year in sorted(set(years)):
        if runs and year == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], year)
        else:
            runs.append((year, year))
    return runs

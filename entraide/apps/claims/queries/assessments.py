"""What the rules say of a household: for one claim, or for the whole catalogue."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from entraide.apps.beneficiaries import queries as beneficiaries
from entraide.apps.beneficiaries.queries import DependantView, Opening
from entraide.apps.catalogue import queries as catalogue
from entraide.apps.catalogue.queries import Published
from entraide.apps.claims.queries.situations import Consumed, ceilings_read, situation_of, usage_of
from entraide.apps.claims.translation import Answers, Situation, answered, answered_facts, held_facts, merged
from entraide.core.rules import Facts, FactValue, Outcome, PaidBy, ParameterBook, Reason, Revision, Subject, Used, decide, refusals
from entraide.core.rules.language.known import day_held
from entraide.orm.reading import read_ahead, reading_ahead


@dataclass(frozen=True, slots=True)
class Ground:
    """What assessments of one household stand on, read once."""

    situation: Situation
    consumption: Sequence[Consumed]
    parameters: ParameterBook
    on: date


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the rules say of one subject and one benefit, with all that they were given."""

    published: Published
    outcome: Outcome
    facts: Mapping[str, FactValue]
    usage: Mapping[str, Used]
    parameters: ParameterBook
    event_on: date | None


@dataclass(frozen=True, slots=True)
class Entitlement:
    """A benefit as it stands for one subject of a household today; `subject` is None for the opener, `reasons` tell what refuses it.

    `opening` tells, for a child whose other parent is a beneficiary too, who opens the right. A whole catalogue gives no `outcome` for a
    benefit that is not claimed here: only what refuses it.
    """

    published: Published
    subject: DependantView | None
    reasons: tuple[Reason, ...]
    outcome: Outcome | None
    opening: Opening | None = None

    @property
    def is_opened_by_other_parent(self) -> bool:
        """Whether the only thing that refuses the right is that the other parent opens it."""
        return [reason.code for reason in self.reasons] == ["opener"]


def ground_of(beneficiary_id: UUID, *, on: date) -> Ground:
    """Read what the assessments of one household stand on.

    :raises FileNotOpen: if nobody is known under that key on that day.
    """
    situation = situation_of(beneficiary_id, on=on)
    return Ground(situation, *ceilings_read(situation), on)


def assess(
    ground: Ground,
    benefit: Sequence[Published],
    *,
    subject: DependantView | None,
    answers: Answers,
    filed_on: date,
    claim_id: UUID | None = None,
) -> Assessment | None:
    """Apply a benefit to a subject with the answers given so far; nothing if no revision holds for that day.

    The day of the event chooses the revision; while it is not known, today stands for it. A birth that is held is not asked.
    """
    answers = read_answers(benefit, answers, filed_on=filed_on)
    event_on = answered_day(benefit, answers) or held_day(benefit, held_facts(ground.situation, subject, event_on=ground.on))
    held = catalogue.chosen(list(benefit), event_on=event_on or ground.on, filed_on=filed_on)
    # A birth before the first revision is shown as today's says it; it is not filed.
    published = held or catalogue.chosen(list(benefit), event_on=ground.on, filed_on=filed_on)
    if published is None:
        return None
    given = answered_facts(answers, published.revision.specs)
    facts = merged(held_facts(ground.situation, subject, event_on=event_on or ground.on), given)
    about = (ground.situation.person.id, subject and subject.id)
    usage = usage_of(published.revision, ground.consumption, subject=about, event_on=event_on or ground.on, but_for=claim_id)
    outcome = decide(published.revision, facts=facts, parameters=ground.parameters, usage=usage, filed_on=filed_on)
    return Assessment(published, outcome, facts, usage, ground.parameters, event_on)


def read_answers(benefit: Sequence[Published], answers: Answers, *, filed_on: date) -> Answers:
    """Give the answers that the revisions of a benefit read: a day of event before the first is typed, and no answer."""
    if not is_before_the_rules(benefit, day := answered_day(benefit, answers), filed_on=filed_on):
        return answers
    typed = {"typed": [day.day, day.month, day.year]} if day else {}
    return {**answers, **{name: typed for name in {each.revision.event_fact for each in benefit} & answers.keys()}}


def is_before_the_rules(benefit: Sequence[Published], day: date | None, *, filed_on: date) -> bool:
    """Tell whether a day of event is older than all revisions of its benefit."""
    first = catalogue.first_day_of(list(benefit), filed_on=filed_on)
    return day is not None and first is not None and day < first


def is_claimable(revision: Revision) -> bool:
    """Tell whether a benefit may be claimed here: offered, of a known amount, paid by transfer (vouchers and orders come later).

    A confidential aid is asked of the social service: its claims have their own place.
    """
    is_ordinary = catalogue.is_offered(revision) and not revision.confidential
    return is_ordinary and revision.is_payable and revision.paid_by is PaidBy.TRANSFER


def answered_day(benefit: Sequence[Published], answers: Answers) -> date | None:
    """Find the day of the event among the answers, by the name that any revision of the benefit gives it, the latest first."""
    for published in reversed(benefit):
        name = published.revision.event_fact
        fact = answered(published.revision.specs, name, answers.get(name))
        if fact is not None and isinstance(fact.value, date):
            return fact.value
    return None


def held_day(benefit: Sequence[Published], held: Facts) -> date | None:
    """Find the day of the event among what is held already: a birth."""
    return day_held(held, benefit[-1].revision.event_fact) if benefit else None


def subjects_of(revision: Revision, household: Iterable[DependantView]) -> list[DependantView | None]:
    """List whom a benefit may be for in a household; None stands for the opener."""
    if revision.subject is Subject.CHILD:
        return [dependant for dependant in household if dependant.kind == "child"]
    if revision.subject is Subject.SPOUSE:
        return [dependant for dependant in household if dependant.kind == "spouse"]
    return [None]


def entitlements(beneficiary_id: UUID, *, on: date) -> list[Entitlement]:
    """Apply what may be claimed here to a household as of today: one line per benefit and subject, without asking anything.

    :raises FileNotOpen: if nobody is known under that key on that day.
    """
    ground, offered = _ground_and_offered(beneficiary_id, on=on)
    return _lines_of(ground, [held for held in offered if is_claimable(held.revision)], in_full=True)


def _ground_and_offered(beneficiary_id: UUID, *, on: date) -> tuple[Ground, Sequence[Published]]:
    """Read what all assessments of one household stand on, and what is offered, in the same trips."""
    with reading_ahead():
        read_ahead(catalogue.every_key(), *beneficiaries.reads_of_household(beneficiary_id, on=on))
        offered = catalogue.offered_on(on)
        return ground_of(beneficiary_id, on=on), offered


@dataclass(frozen=True, slots=True)
class Rights:
    """The catalogue as it stands for a household.

    `lines` hold each benefit and subject; `confidential` the aids that are asked for elsewhere, about which nothing is reckoned;
    `for_nobody` those for a spouse or a child where the household has none.
    """

    household: tuple[DependantView, ...]
    lines: tuple[Entitlement, ...]
    confidential: tuple[Published, ...]
    for_nobody: tuple[Published, ...]


def rights_of(beneficiary_id: UUID, *, on: date, code: str = "") -> Rights:
    """Apply every benefit offered, or one, to a household as of today, without asking anything; local complements are left out.

    :raises FileNotOpen: if nobody is known under that key on that day.
    """
    ground, offered = _ground_and_offered(beneficiary_id, on=on)
    offered = [held for held in offered if code in ("", held.revision.code)]
    told = [held for held in offered if not held.revision.confidential]
    for_nobody = [held for held in told if not subjects_of(held.revision, ground.situation.household)]
    confidential = [held for held in offered if held.revision.confidential]
    lines = _lines_of(ground, told, in_full=bool(code))
    return Rights(ground.situation.household, tuple(lines), tuple(confidential), tuple(for_nobody))


def _lines_of(ground: Ground, benefits: Iterable[Published], *, in_full: bool) -> list[Entitlement]:
    """Apply benefits to whomever each is for; what is held of each of them is the same for every benefit."""
    situation = ground.situation
    facts = {each and each.id: merged(held_facts(situation, each, event_on=ground.on), {}) for each in (None, *situation.household)}
    return [
        _entitlement(ground, held, each, facts=facts[each and each.id], in_full=in_full)
        for held in benefits
        for each in subjects_of(held.revision, situation.household)
    ]


def _entitlement(ground: Ground, held: Published, subject: DependantView | None, *, facts: Facts, in_full: bool) -> Entitlement:
    about = (ground.situation.person.id, subject and subject.id)
    usage = usage_of(held.revision, ground.consumption, subject=about, event_on=ground.on)
    given = {"facts": facts, "parameters": ground.parameters, "usage": usage, "filed_on": ground.on}
    outcome = decide(held.revision, **given) if in_full or is_claimable(held.revision) else None
    reasons = refusals(held.revision, **given) if outcome is None else outcome.reasons
    return Entitlement(held, subject, reasons, outcome, ground.situation.openings.get(subject.id) if subject else None)

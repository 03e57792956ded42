"""The check of a golden case: the rule is read, and its answer held against what the case expects."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from entraide.core.money import total
from entraide.core.rules.deciding.bills import day_of
from entraide.core.rules.deciding.decide import decide
from entraide.core.rules.deciding.outcome import Outcome
from entraide.core.rules.language.answers import Used
from entraide.core.rules.language.cases import Expectation, Former, GoldenCase
from entraide.core.rules.language.deadlines import ceiling_span, revision_for
from entraide.core.rules.language.definition import Revision
from entraide.core.rules.language.known import FactValue, Known, Proof
from entraide.core.rules.language.parameters import ParameterBook


def usual_facts(revision: Revision, day: date) -> dict[str, FactValue]:
    """Give what a case takes for granted unless it says otherwise: a situation of the audience, one tax notice for the household."""
    proof = Proof("une gestionnaire", "pièce justificative", day)
    return {"status": Known(revision.audience[0], proof), "has_two_notices": Known(False, proof)}


def event_of(case: GoldenCase, revision: Revision) -> date:
    """Give the day that chooses the revision: the latest bill that has come, the event, or the filing while nothing is known."""
    if case.bills:
        return day_of(case.bills, case.filed_on)
    event = case.facts.get(revision.event_fact)
    return event.value if isinstance(event, Known) and isinstance(event.value, date) else case.filed_on


def decide_case(revisions: Sequence[Revision], case: GoldenCase, parameters: ParameterBook) -> tuple[Revision, Outcome] | None:
    """Decide a case by the revision of its own day; nothing before the first."""
    revision = revision_for(revisions, event_on=event_of(case, revisions[-1]), filed_on=case.filed_on)
    if revision is None:
        return None
    facts = usual_facts(revision, case.filed_on) | dict(case.facts)
    usage = usage_of(revision, case.used, case.former, event_of(case, revision))
    return revision, decide(revision, facts=facts, parameters=parameters, usage=usage, filed_on=case.filed_on, bills=case.bills)


def usage_of(revision: Revision, used: Mapping[str, Used], former: Sequence[Former], event_on: date) -> dict[str, Used]:
    """Add the former grants that each ceiling counts for an event to what is said to be used."""
    usage = dict(used)
    for ceiling in revision.ceilings:
        span = ceiling_span(ceiling, event_on)
        counted = [each.amount for each in former if each.ceiling == ceiling.key and (span is None or span.contains(each.event_on))]
        said = usage.get(ceiling.key, Used())
        usage[ceiling.key] = Used(said.claims + len(counted), total([said.amount, *counted]))
    return usage


def mismatches(revisions: Sequence[Revision], case: GoldenCase, parameters: ParameterBook) -> tuple[str, ...]:
    """Say in French how the answer differs from what a case expects; nothing when it is as expected."""
    decided = decide_case(revisions, case, parameters)
    if decided is None:
        return () if case.expect.status is None else ("aucune révision n’est en vigueur ce jour-là",)
    revision, outcome = decided
    if case.expect.status is None:
        return (f"la révision du {revision.since:%d/%m/%Y} répond",)
    return tuple(_differences(case.expect, revision, outcome))


def _differences(expect: Expectation, revision: Revision, outcome: Outcome) -> Iterator[str]:
    held: dict[str, tuple[object, object]] = {
        "réponse": (expect.status, outcome.status),
        "montant": (expect.amount, outcome.amount),
        "motifs": (list(expect.reasons), [reason.code for reason in outcome.reasons]),
        "à demander": (list(expect.ask), list(outcome.missing)),
        "fautes": (list(expect.faults), [fault.code for fault in outcome.faults]),
    }
    if expect.low is not None:
        held["entre"] = ((expect.low, expect.high), (outcome.low, outcome.high))
    if expect.cuts is not None:
        held["coupes"] = (list(expect.cuts), [cut.code for cut in outcome.cuts])
    if expect.last_day is not None:
        held["dernier jour"] = (expect.last_day, outcome.last_day)
    if expect.since is not None:
        held["révision"] = (expect.since, revision.since)
    for name, (wanted, found) in held.items():
        if wanted != found:
            yield f"{name} : {_said(wanted)} attendu, {_said(found)} trouvé"
    plain = str.maketrans("\xa0\u202f", "  ")
    near = [miss.sentence.translate(plain) for reason in outcome.reasons for miss in reason.misses if miss.is_alone]
    if expect.near and expect.near not in near:
        yield f"à peu près : « {expect.near} » attendu, {_said(near)} trouvé"


def _said(value: object) -> str:
    if isinstance(value, tuple):
        return " et ".join(_said(item) for item in value)
    if isinstance(value, list):
        return ", ".join(str(item) for item in value) or "rien"
    return "rien" if value is None else f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)

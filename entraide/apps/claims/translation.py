"""From rows to the facts that rules read, and back to what a decision keeps."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID

from entraide.apps.beneficiaries.queries import AffiliationView, DependantView, Opening, Person, TaxLineView
from entraide.apps.beneficiaries.queries.tax_tiers import NOTICE_YEARS_BACK
from entraide.apps.claims.models import ClaimFact
from entraide.apps.parameters.translation import from_plain, to_plain
from entraide.core.money import Money
from entraide.core.rules import NOT_ASKED, WITHHELD, Absent, Facts, FactSpec, FactValue, Known, Proof, Used


ROSTER, IMPORTED = "liste nominative de votre collectivité", "reprise des dossiers antérieurs"
HOUSEHOLD = "votre foyer : aucun conjoint n’y figure"
TAX_PROOFS = {"notice": "avis d’impôt vérifié", "imported": IMPORTED}
# What the notices of partners who are taxed apart say, own line aside.
PARTNER_FACTS = ("has_two_notices", "partner_tax_line_14")
# What is known of a child whose other parent is a beneficiary too: settled on the day of filing, kept with the claim.
OPENER_FACTS = ("opens_right", "other_parent_is_beneficiary")
BOTH_PARENTS = "dossiers des deux parents"

Specs = Mapping[str, FactSpec]
Answers = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Situation:
    """All that is held of an opener and their household on a day, read once for as many benefits as wanted."""

    on: date
    person: Person
    affiliations: tuple[AffiliationView, ...]
    household: tuple[DependantView, ...]
    tax_lines: Mapping[int, TaxLineView]
    twins: Mapping[UUID, Iterable[UUID]] = field(default_factory=dict)
    openings: Mapping[UUID, Opening] = field(default_factory=dict)
    custodies: Mapping[UUID, Iterable[tuple[date, date | None, str]]] = field(default_factory=dict)

    @property
    def principal(self) -> AffiliationView | None:
        """The affiliation that claims count for: the principal one, else the oldest open one."""
        return self.affiliations[0] if self.affiliations else None

    def subject(self, dependant_id: UUID | None) -> DependantView | None:
        """Find a dependant of the household; nothing when the right is the opener's own."""
        return next((dependant for dependant in self.household if dependant.id == dependant_id), None)

    def custody_on(self, subject: DependantView, *, day: date) -> str:
        """Say how a child lived with the opener on a day; a day out of every span takes what is held of them now."""
        spans = self.custodies.get(subject.id, ())
        return next((custody for since, until, custody in spans if since <= day and (until is None or day < until)), subject.custody)


def held_facts(situation: Situation, subject: DependantView | None, *, event_on: date) -> dict[str, FactValue]:
    """Give what is known without asking: status and rights from the roster, births, the lines 14 of the year's notices.

    Custody is that of the day of the event: a child who lives otherwise since was not here otherwise before.
    """
    births = _births(situation.person, subject, situation.principal)
    notices = _notices(situation, event_on.year - NOTICE_YEARS_BACK)
    facts = _rights(situation.principal) | births | notices | _opener(situation, subject)
    if subject is not None and isinstance(today := facts.get("custody"), Known):
        facts["custody"] = replace(today, value=situation.custody_on(subject, day=event_on))
    return facts


def _opener(situation: Situation, subject: DependantView | None) -> dict[str, FactValue]:
    """Say whether this household opens the rights of a child whose other parent is a beneficiary too."""
    opening = situation.openings.get(subject.id) if subject else None
    if opening is None:
        return {}
    facts: dict[str, FactValue] = {"other_parent_is_beneficiary": Known(True, Proof("Entraide", BOTH_PARENTS, situation.on))}
    if opening.is_ours is not None:
        facts["opens_right"] = Known(opening.is_ours, Proof("Entraide", opening.reason.rstrip("."), situation.on))
    return facts


def _notices(situation: Situation, year: int) -> dict[str, FactValue]:
    """Give the lines 14 on record for a year; who has no spouse has one notice, and is asked nothing of a second.

    A line kept before the spouse came says nothing of the spouse: whether there is a second notice is asked.
    """
    facts: dict[str, FactValue] = {}
    line = situation.tax_lines.get(year)
    source = TAX_PROOFS.get(line.proof) if line else None
    proof = Proof("Entraide", source, line.checked_on) if line and source else None
    if line is not None:
        facts["tax_line_14"] = Known(line.line_14, proof)
    spouse = next((dependant for dependant in situation.household if dependant.kind == "spouse"), None)
    if spouse is None:
        facts["has_two_notices"] = Known(False, Proof("Entraide", HOUSEHOLD, situation.on))
    elif line is not None and not _came_after(spouse, line):
        facts["has_two_notices"] = Known(line.partner_line_14 is not None, proof)
        if line.partner_line_14 is not None:
            facts["partner_tax_line_14"] = Known(line.partner_line_14, proof)
    return facts


def _came_after(spouse: DependantView, line: TaxLineView) -> bool:
    return spouse.since > line.checked_on or spouse.recorded_at > line.recorded_at


def _rights(affiliation: AffiliationView | None) -> dict[str, FactValue]:
    if affiliation is None:
        return {}
    proof = Proof("votre collectivité", ROSTER, affiliation.since)
    facts: dict[str, FactValue] = {"status": Known(affiliation.status, proof), "rights_since": Known(affiliation.since, proof)}
    if affiliation.rights_until is not None:
        facts["rights_ended_on"] = Known(affiliation.rights_until - timedelta(days=1), proof)
    return facts


def _births(person: Person, subject: DependantView | None, affiliation: AffiliationView | None) -> dict[str, FactValue]:
    if subject is None:
        proof = Proof("votre collectivité", ROSTER, affiliation.since) if affiliation else None
        return {"born_on": Known(person.born_on, proof)}
    proof = Proof(subject.proved_by, subject.proved_from, subject.proved_on) if subject.proved_by and subject.proved_on else None
    facts: dict[str, FactValue] = {"born_on": Known(subject.born_on, proof), "is_dependent": Known(True, proof)}
    if subject.kind == "child":
        facts["custody"] = Known(subject.custody, proof)
    if subject.disability_rate is not None:
        facts["disability_rate"] = Known(Fraction(subject.disability_rate, 100), proof)
    return facts


def answered_facts(answers: Answers, specs: Specs) -> dict[str, FactValue]:
    """Read what the person typed in a draft: declared, without proof.

    What the revision of `specs` does not ask in that form (the event moved to another revision since) is left out, to be asked again;
    so is what was typed and is no answer.
    """
    read = {name: WITHHELD if answer.get("withheld") else answered(specs, name, answer) for name, answer in answers.items()}
    return {name: fact for name, fact in read.items() if fact is not None}


def typed_so_far(answers: Answers) -> dict[str, Any]:
    """Give what was typed in a draft and is no answer yet, as it was typed."""
    return {name: answer["typed"] for name, answer in answers.items() if "typed" in answer}


def answered(specs: Specs, name: str, answer: Mapping[str, Any] | None) -> Known | None:
    """Read one answer as a value of its fact; nothing if it is none."""
    spec = specs.get(name)
    if spec is None or not answer or "value" not in answer:
        return None
    try:
        value = from_plain(spec.kind, answer["value"])
    except (TypeError, ValueError):
        return None
    return None if spec.fault_in(value) else Known(value)


def recorded_facts(rows: Iterable[ClaimFact], specs: Specs) -> dict[str, FactValue]:
    """Read the facts of a filed claim, as its own revision understands them."""
    return {row.name: _recorded(row, specs) for row in rows if row.name in specs}


def _recorded(row: ClaimFact, specs: Specs) -> FactValue:
    if row.is_withheld:
        return WITHHELD
    proof = Proof(row.proved_by, row.proved_from, row.proved_on) if row.proved_by and row.proved_on else None
    return Known(from_plain(specs[row.name].kind, row.value), proof)


def merged(held: Facts, given: Facts) -> dict[str, FactValue]:
    """Put what was given over what is held; a held fact that is proved gives way only to a proved one."""
    facts = dict(held)
    for name, value in given.items():
        before = facts.get(name)
        proved = isinstance(before, Known) and before.proof is not None
        if not proved or (isinstance(value, Known) and value.proof is not None):
            facts[name] = value
    return _both_or_none(facts)


def _both_or_none(facts: dict[str, FactValue]) -> dict[str, FactValue]:
    """One of two notices withheld is both withheld: the other alone says nothing of the tier, and proves nothing."""
    lacks_partner = facts.get("partner_tax_line_14") is WITHHELD and has_two_notices(facts)
    if facts.get("tax_line_14") is not WITHHELD and not lacks_partner:
        return facts
    kept = {name: value for name, value in facts.items() if name not in PARTNER_FACTS or (isinstance(value, Known) and value.proof)}
    return kept | {"tax_line_14": WITHHELD}


def has_two_notices(facts: Facts) -> bool:
    """Tell whether the partners are known, or said, to be taxed apart."""
    held = facts.get("has_two_notices")
    return isinstance(held, Known) and held.value is True


def lives_alone(facts: Facts) -> bool:
    """Tell whether the household has no spouse: no second notice is ever asked for."""
    held = facts.get("has_two_notices")
    return isinstance(held, Known) and held.proof is not None and held.proof.source == HOUSEHOLD


def plain_answer(value: Any) -> dict[str, Any]:
    """Write one answer for the draft: a value of the fact's kind, or None when the person says that no proof will come."""
    return {"withheld": True} if value is None else {"value": to_plain(value)}


def plain_facts(facts: Facts) -> dict[str, Any]:
    """Write facts as a decision keeps them."""
    return {name: _plain_fact(value) for name, value in sorted(facts.items()) if value is not NOT_ASKED}


def _plain_fact(value: FactValue) -> dict[str, Any]:
    if isinstance(value, Absent):
        return {"withheld": True}
    written: dict[str, Any] = {"value": to_plain(value.value)}
    if value.proof is not None:
        written["proof"] = [value.proof.by, value.proof.source, value.proof.on.isoformat()]
    return written


def facts_from_plain(written: Mapping[str, Any], specs: Specs) -> dict[str, FactValue]:
    """Read the facts that a decision kept, as its own revision understands them."""
    return {name: _fact_from_plain(specs[name], fact) for name, fact in written.items()}


def _fact_from_plain(spec: FactSpec, written: Mapping[str, Any]) -> FactValue:
    if written.get("withheld"):
        return WITHHELD
    by, source, on = written.get("proof") or ("", "", "")
    return Known(from_plain(spec.kind, written["value"]), Proof(by, source, date.fromisoformat(on)) if by else None)


def plain_usage(usage: Mapping[str, Used]) -> dict[str, list[int]]:
    """Write what was used of each ceiling: claims, cents."""
    return {key: [used.claims, used.amount.cents] for key, used in usage.items()}


def usage_from_plain(written: Mapping[str, list[int]]) -> dict[str, Used]:
    """Read what a decision kept of the ceilings."""
    return {key: Used(claims, Money(cents)) for key, (claims, cents) in written.items()}

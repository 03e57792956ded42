"""How many flat-rate claims the rule decides by itself, and how many wrongly, against a truth that no claim holds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from entraide.apps.catalogue.queries import Published
from entraide.apps.claims.queries.assessments import Assessment
from entraide.apps.claims.queries.papers import awaited_papers, proof_by_claim
from entraide.core.rules import Kind, Known, PaidBy, ParameterBook, Revision, Subject, decide, revision_for
from entraide.core.rules.language.parts import facts_used
from entraide.core.workflow.claims import CLAIM_WORKFLOW, ClaimFacts, RulesOutcome
from entraide.orm.keys import uuid7
from entraide.population.synthetic import tuning
from entraide.population.synthetic.claims import OF_DEPENDANT, OF_SUBJECT
from entraide.population.synthetic.draws import Stream
from entraide.population.synthetic.past import Rules
from entraide.population.synthetic.people import synthetic_people
from entraide.population.synthetic.truth import (
    CHANGED_FAMILY,
    LIE,
    UNREADABLE_PAPER,
    WRONG_PAPER,
    ToldClaim,
    ToldClaims,
    claims_with_truth,
    each_of,
)


# What is aimed at: a national pension service decides about three claims in five without a human act; errors at most one in a thousand.
STRAIGHT_AT_LEAST, WRONG_AT_MOST = 0.60, 0.001
# Families whose births somebody has checked before this claim; illustrative, as PROVED_LINES is for lines 14.
PROVED_FAMILIES = 0.9
# Children who have left the household, and agents who have left their employer, that nobody has told; illustrative. Parents of 380,000 of
# 14 million minors part in a year (Haut Conseil de la famille, 2020), one child in six or so then lives with the other parent, and one
# family in four or so would confirm a household that is no longer theirs. Lists come monthly to yearly.
CHILDREN_GONE, AGENTS_GONE = 0.001, 0.0002
TAX_FACTS = frozenset({"tax_line_14", "partner_tax_line_14", "has_two_notices", "reference_income"})
FAMILY_RECORD_FACTS = ("born_on", "is_dependent")
PAID = frozenset({PaidBy.TRANSFER, PaidBy.VOUCHER})
CHILD_GONE, AGENT_GONE = 16, 32
FAULTS = {
    LIE: "déclaration fausse",
    WRONG_PAPER: "pièce d’un autre",
    UNREADABLE_PAPER: "pièce illisible",
    CHANGED_FAMILY: "famille changée",
    CHILD_GONE: "enfant parti",
    AGENT_GONE: "agent parti",
}
CLAIMS_A_PERSON = 2


@dataclass(frozen=True, slots=True)
class Share:
    """Claims of one benefit: how many, how many the rule decided by itself, how many of these wrongly."""

    code: str
    is_transfer: bool
    claims: int
    straight: int
    wrong: int


@dataclass(slots=True)
class Measured:
    """What was measured: by benefit, and by what went wrong with a claim (how many there are, decided by the rule, wrongly)."""

    shares: list[Share] = field(default_factory=list)
    faults: dict[int, tuple[int, int, int]] = field(default_factory=lambda: dict.fromkeys(FAULTS, (0, 0, 0)))

    def total(self, *, transfers_only: bool = False) -> Share:
        """Add benefits up."""
        kept = [each for each in self.shares if each.is_transfer or not transfers_only]
        return Share("", transfers_only, sum(e.claims for e in kept), sum(e.straight for e in kept), sum(e.wrong for e in kept))


def is_flat_rate(revision: Revision) -> bool:
    """Tell whether a benefit pays fixed amounts, by transfer or by voucher: no bill is asked for, nothing spent enters them."""
    sums = {name for name in facts_used(revision.amount) if revision.specs[name].kind is Kind.MONEY}
    is_on_bill = bool(sums - TAX_FACTS) or any(document.kind == "invoice" for document in revision.documents)
    return revision.is_payable and revision.paid_by in PAID and not revision.confidential and not is_on_bill


def measured(*, claims: int, seed: int, year: int, rules: Rules) -> Measured:
    """Draw about so many flat-rate claims with their truth, and let the product's own rule decide them."""
    benefits = {code: held for code, held in rules.benefits.items() if code in tuning.HABITS and is_flat_rate(held[-1])}
    people = synthetic_people(beneficiaries=max(2_000, CLAIMS_A_PERSON * claims), seed=seed, on=date(year, 12, 31))
    found = Measured()
    for told in claims_with_truth(people, benefits, parameters=rules.parameters, size=claims, year=year, seed=seed):
        _count(told, found, seed)
    return found


def _count(told: ToldClaims, found: Measured, seed: int) -> None:
    cents = _decided_by_rule(told, seed)
    straight, faults = cents > 0, told.faults | _gone(told, seed)
    wrong = told.wrong(straight, cents) | (straight & (faults & (CHILD_GONE | AGENT_GONE) > 0))
    latest = told.revisions[-1]
    found.shares.append(Share(latest.code, latest.paid_by is PaidBy.TRANSFER, told.told.size, int(straight.sum()), int(wrong.sum())))
    for bit in FAULTS:
        here = faults & bit > 0
        counted = (int(here.sum()), int((here & straight).sum()), int((here & wrong).sum()))
        found.faults[bit] = tuple(a + b for a, b in zip(found.faults[bit], counted, strict=True))  # type: ignore[assignment]


def _gone(told: ToldClaims, seed: int) -> NDArray[np.uint8]:
    """Draw what no fact of the rule says and that takes the right away: a child who lives elsewhere, an agent who has left."""
    draws = Stream(seed, f"{told.revisions[-1].code} gone")
    agents, children = (draws.chance(told.told.size, share) for share in (AGENTS_GONE, CHILDREN_GONE))
    is_for_child = told.revisions[-1].subject is Subject.CHILD
    return (agents * AGENT_GONE | (children & is_for_child) * CHILD_GONE).astype(np.uint8)


def _decided_by_rule(told: ToldClaims, seed: int) -> NDArray[np.int64]:
    """Give the cents that each claim is granted without a human act; nothing where a human must look."""
    draws = Stream(seed, f"{told.revisions[-1].code} proved")
    lines, families = (draws.chance(told.told.size, share) for share in (tuning.PROVED_LINES, PROVED_FAMILIES))
    held = {each: Published(uuid7(), each) for each in told.revisions}
    cents = np.zeros(told.told.size, np.int64)
    for one in each_of(told):
        facts = _as_held(one, told.revisions[-1], has_lines=bool(lines[one.row]), has_family=bool(families[one.row]))
        cents[one.row] = _granted(one, facts, held, told.parameters)
    return cents


def _as_held(one: ToldClaim, revision: Revision, *, has_lines: bool, has_family: bool) -> dict[str, Known]:
    """Take the proof away from what nobody has checked yet in this file; a dependant's birth is always read."""
    unproved = (frozenset() if has_lines else TAX_FACTS) | (frozenset() if has_family else OF_SUBJECT | OF_DEPENDANT)
    facts = dict(one.facts)
    if revision.subject in {Subject.CHILD, Subject.SPOUSE}:
        proof = facts["status"].proof
        facts = {"born_on": Known(one.filed_on, proof), "is_dependent": Known(True, proof)} | facts
    else:
        unproved -= OF_SUBJECT | OF_DEPENDANT
    return {name: replace(fact, proof=None) if name in unproved else fact for name, fact in facts.items()}


def _granted(one: ToldClaim, facts: Mapping[str, Known], held: Mapping[Revision, Published], parameters: ParameterBook) -> int:
    revisions = list(held)
    event_on = facts[revisions[-1].event_fact].value
    assert isinstance(event_on, date)
    revision = revision_for(revisions, event_on=event_on, filed_on=one.filed_on)
    if revision is None:
        return 0
    assessment = _assessed(held[revision], facts, parameters, event_on=event_on, filed_on=one.filed_on)
    outcome = assessment.outcome
    known = ClaimFacts(
        None,
        RulesOutcome(outcome.status),
        outcome.amount,
        is_time_barred=outcome.last_day is not None and one.filed_on > outcome.last_day,
        # Every paper that is asked for was joined, and nobody has looked at it.
        to_check_count=len(awaited_papers(assessment)),
        unproved=outcome.unproved,
    )
    closed = CLAIM_WORKFLOW.transition("grant_proved").closed_by(known)
    return 0 if closed or outcome.amount is None else outcome.amount.cents


def _assessed(published: Published, facts: Mapping[str, Known], parameters: ParameterBook, *, event_on: date, filed_on: date) -> Assessment:
    """Assess as the filing does: what the claim proves by itself is proved."""
    revision = published.revision
    outcome = decide(revision, facts=_read(revision, facts), parameters=parameters, usage={}, filed_on=filed_on)
    declared = Assessment(published, outcome, facts, {}, parameters, event_on)
    proofs = {name: proof_by_claim(declared, name, filed_on=filed_on) for name in (revision.event_fact,)}
    proved = {**facts, **{name: replace(facts[name], proof=proof) for name, proof in proofs.items() if proof}}
    if proved == facts:
        return declared
    outcome = decide(revision, facts=_read(revision, proved), parameters=parameters, usage={}, filed_on=filed_on)
    return replace(declared, outcome=outcome, facts=proved)


def _read(revision: Revision, facts: Mapping[str, Known]) -> dict[str, Known]:
    return {name: fact for name, fact in facts.items() if name in revision.specs}


def rates_told() -> list[tuple[str, float]]:
    """List the rates at which claims go wrong, as they are printed first."""
    return [
        ("demandes de personnes qui n’ont pas le droit", tuning.WITHOUT_RIGHT),
        ("déclarations fausses", tuning.FALSE_DECLARATIONS),
        ("pièces qui mentent avec la déclaration", tuning.FORGED_PAPERS),
        ("pièces d’un autre", tuning.WRONG_PAPERS),
        ("pièces illisibles", tuning.UNREADABLE_PAPERS),
        ("familles changées sans le dire, où la règle le lit", tuning.CHANGED_FAMILIES),
        ("enfants partis du foyer sans que personne le dise", CHILDREN_GONE),
        ("agents partis que la liste dit présents", AGENTS_GONE),
        ("familles dont la naissance est déjà vérifiée", PROVED_FAMILIES),
        ("lignes 14 déjà vérifiées", tuning.PROVED_LINES),
    ]


def told(found: Measured) -> Iterable[str]:
    """Write the table: rates first, then each benefit, then what each fault let through, then what would make it fail."""
    yield "Taux fixés, tous d’exemple (aucune source ne les compte) :"
    yield from (f"  {name:<52} {in_hundred(rate, 2):>9}" for name, rate in rates_told())
    yield ""
    yield "Prestations forfaitaires : un montant fixe, sans facture, par virement ou par titre."
    yield f"  {'prestation':<34} {'demandes':>9} {'sans intervention':>18} {'part':>8} {'erronées':>9}"
    yield from (_line(each.code, each) for each in sorted(found.shares, key=lambda each: -each.claims))
    yield _line("toutes", found.total())
    yield _line("dont payées par virement", found.total(transfers_only=True))
    yield ""
    yield from _sensitivities(found)


def in_hundred(share: float, digits: int) -> str:
    """Write a share as French does.

    >>> in_hundred(0.0805, 1)
    '8,1 %'
    """
    return f"{100 * share:.{digits}f} %".replace(".", ",")


def _line(name: str, each: Share) -> str:
    share = each.straight / each.claims if each.claims else 0
    return f"  {name:<34} {each.claims:>9} {each.straight:>18} {in_hundred(share, 1):>8} {each.wrong:>9}"


def _sensitivities(found: Measured) -> Iterable[str]:
    whole = found.total()
    yield "Ce que chaque défaut laisse passer, et ce qui ferait manquer la cible :"
    for bit, name in FAULTS.items():
        there, straight, wrong = found.faults[bit]
        yield f"  {name:<22} {there:>6} demandes, {straight:>6} décidées sans intervention, {wrong:>5} à tort"
    if whole.wrong and whole.straight:
        factor = WRONG_AT_MOST / (whole.wrong / whole.straight)
        often = f"{factor:.1f}".replace(".", ",")
        yield f"  La cible d’erreurs ({in_hundred(WRONG_AT_MOST, 1)}) serait manquée si ces défauts étaient {often} fois plus fréquents."


def targets_of(found: Measured) -> Sequence[tuple[str, float, float, bool]]:
    """Hold the measure to its two targets: each with its figure, its bound, and whether it holds."""
    whole = found.total()
    share = whole.straight / whole.claims if whole.claims else 0.0
    wrong = whole.wrong / whole.straight if whole.straight else 0.0
    return (
        ("part décidée sans intervention", share, STRAIGHT_AT_LEAST, share >= STRAIGHT_AT_LEAST),
        ("décisions sans intervention erronées", wrong, WRONG_AT_MOST, wrong <= WRONG_AT_MOST),
    )

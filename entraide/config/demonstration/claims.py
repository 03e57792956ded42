"""What becomes of the live claims, step by step, through the operations that everybody uses."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from uuid import UUID

from entraide.apps.accounts.actor import Actor
from entraide.apps.beneficiaries import queries as beneficiaries
from entraide.apps.claims.operations import checking, deciding, filing
from entraide.apps.documents.operations import NewFile, keep
from entraide.config.demonstration.plot import APPRENTICE_TERM, Case, Fate
from entraide.config.demonstration.stage import Moment, Stage, Step, moment
from entraide.core.money import Money
from entraide.population.demonstration.papers import Paper, drawn, invoice, school_certificate, tax_notice


NOTICE_YEAR = 2023
CORRECTION = checking.Correction("illegible", "Reprenez la photo à plat, en pleine lumière, toute la feuille visible.")
FILE_NAMES = {"invoice": "facture.jpg", "school_certificate": "certificat.jpg", "tax_notice": "avis-impot.jpg"}
CLOSING_NOTE = "Nous vous avons demandé une facture lisible et n’avons pas reçu de réponse."


def claim_steps(stage: Stage) -> list[Step]:
    """Give what is done to every claim up to its fate."""
    return [step for rank in range(len(stage.cases)) for step in _steps(stage, rank)]


def _steps(stage: Stage, rank: int) -> list[Step]:
    case, officer, minute = stage.cases[rank], stage.officer(rank), rank * 7 % 400
    steps: list[Step] = [(moment(case.filed_on, minute), partial(_file, stage, rank, case))]
    if case.fate is Fate.WAITING:
        return steps
    yesterday = stage.world.on - timedelta(days=1)
    reviewed = moment(min(case.filed_on + timedelta(days=6 + rank % 3), yesterday), minute + 1)
    steps.append((reviewed, partial(_take, stage, rank, officer)))
    after = moment(reviewed.on, minute + 4)
    if case.fate in (Fate.AWAITING_CORRECTION, Fate.ANSWERED_BY_POST, Fate.CLOSED):
        steps.append((after, partial(_ask_correction, stage, rank, officer)))
    if case.fate in (Fate.GRANTED, Fate.REFUSED, Fate.CHECKED):
        steps.append((after, partial(_check, stage, rank, officer)))
    if case.fate in (Fate.GRANTED, Fate.REFUSED):
        steps.append((after, partial(_decide, stage, rank, officer, case.fate)))
    if case.fate is Fate.CLOSED:
        steps.append((moment(yesterday, minute + 8), partial(_close, stage, rank, officer)))
    return steps


def _file(stage: Stage, rank: int, case: Case, when: Moment) -> None:
    opener = stage.opener(case.person)
    told = {"actor": opener, **when.told}
    child_id = stage.children[case.child.reference] if case.child else None
    claim_id = filing.start(beneficiary_id=opener.beneficiary_id, benefit_code=case.benefit, dependant_id=child_id, **told)
    answers = _answers(case, opener.beneficiary_id, when)
    filing.answer(claim_id=claim_id, answers=answers, **told)
    stage.papers[rank] = []
    for kind, paper in _papers(case, answers).items():
        document_id = keep(file=NewFile(drawn(paper), FILE_NAMES[kind], "image/jpeg", "supporting"), **told)
        stage.papers[rank].append(filing.attach(claim_id=claim_id, requirement=kind, document_id=document_id, **told))
    filing.file(claim_id=claim_id, **told)
    stage.claims[rank] = claim_id


def _answers(case: Case, opener_id: UUID, when: Moment) -> dict[str, object]:
    """Give what the person types; line 14 only where the association holds none, None saying that no notice will come.

    Spouses of the demonstration are taxed together.
    """
    facts: dict[str, object] = {"term_started_on": case.event_on} if case.benefit == APPRENTICE_TERM else {"stay_ended_on": case.event_on}
    if case.expense is not None:
        facts["expense"] = case.expense
    if NOTICE_YEAR in beneficiaries.tax_lines(opener_id):
        return facts
    is_couple = any(each.kind == "spouse" for each in beneficiaries.household(opener_id, on=when.on))
    notices = {"has_two_notices": False} if is_couple and case.declared_line_14 is not None else {}
    return facts | {"tax_line_14": case.declared_line_14} | notices


def _papers(case: Case, answers: Mapping[str, object]) -> dict[str, Paper]:
    name = case.person.full_name
    is_blurred = case.fate in (Fate.AWAITING_CORRECTION, Fate.ANSWERED_BY_POST, Fate.CLOSED)
    papers = {}
    if case.child is not None and case.expense is not None:
        child = f"{case.child.given_name} {case.child.family_name}"
        papers["invoice"] = invoice(child, name, case.expense, case.event_on, is_blurred=is_blurred)
    else:
        papers["school_certificate"] = school_certificate(name, case.event_on)
    if isinstance(line_14 := answers.get("tax_line_14"), Money):
        papers["tax_notice"] = tax_notice(name, line_14, NOTICE_YEAR)
    return papers


def _take(stage: Stage, rank: int, officer: Actor, when: Moment) -> None:
    checking.take(claim_id=stage.claims[rank], actor=officer, **when.told)


def _ask_correction(stage: Stage, rank: int, officer: Actor, when: Moment) -> None:
    checking.ask_correction(claim_document_id=stage.papers[rank][0], correction=CORRECTION, actor=officer, **when.told)


def _check(stage: Stage, rank: int, officer: Actor, when: Moment) -> None:
    for paper_id in stage.papers[rank]:
        checking.accept_paper(claim_document_id=paper_id, values={}, actor=officer, **when.told)


def _decide(stage: Stage, rank: int, officer: Actor, fate: Fate, when: Moment) -> None:
    act = "grant" if fate is Fate.GRANTED else "refuse"
    deciding.decide_claim(claim_id=stage.claims[rank], verdict=deciding.Verdict(act), actor=officer, **when.told)


def _close(stage: Stage, rank: int, officer: Actor, when: Moment) -> None:
    verdict = deciding.Verdict("close", note=CLOSING_NOTE)
    deciding.decide_claim(claim_id=stage.claims[rank], verdict=verdict, actor=officer, **when.told)

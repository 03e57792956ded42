"""Act the live claims out, day after day, through the operations that everybody uses."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from uuid import UUID

from django.utils import timezone

from entraide.apps.accounts.actor import Actor, Hat
from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries import queries as beneficiaries
from entraide.apps.claims.operations import checking, deciding, filing
from entraide.apps.documents.operations import NewFile, keep
from entraide.config.demonstration.plot import APPRENTICE_TERM, Case, Fate
from entraide.core.money import Money
from entraide.population.demonstration.papers import Paper, drawn, invoice, school_certificate, tax_notice
from entraide.population.demonstration.world import World


NOTICE_YEAR = 2023
OFFICERS = ("camille.roux@exemple.fr", "julien.faure@exemple.fr")
CORRECTION = checking.Correction("illegible", "Reprenez la photo à plat, en pleine lumière, toute la feuille visible.")
CLOSING_NOTE = "Nous vous avons demandé une facture lisible et n’avons pas reçu de réponse."


@dataclass(frozen=True, slots=True)
class Moment:
    """A day and an instant of it."""

    on: date
    at: datetime

    @property
    def told(self) -> dict[str, object]:
        """What every operation is told of the time."""
        return {"on": self.on, "at": self.at}


def moment(on: date, minute: int) -> Moment:
    """Give an instant of a working day: `minute` after nine o'clock, Paris time."""
    return Moment(on, timezone.make_aware(datetime.combine(on, time(9, 0)) + timedelta(minutes=minute)))


@dataclass(slots=True)
class Stage:
    """Who acts: accounts by address, people and children by the world's references."""

    accounts: Mapping[str, UUID]
    people: Mapping[str, UUID] = field(default_factory=beneficiaries.keys_by_external_id)
    children: Mapping[str, UUID] = field(default_factory=beneficiaries.dependants_by_external_id)
    claims: dict[int, UUID] = field(default_factory=dict)
    papers: dict[int, list[UUID]] = field(default_factory=dict)

    def opener(self, case: Case) -> Actor:
        """Give the person who files, under their own hat."""
        key = self.people[case.person.reference]
        return Actor("person", self.accounts[case.person.email], case.person.full_name, Hat(Role.BENEFICIARY), (), key)

    def officer(self, rank: int, names: Mapping[str, str]) -> Actor:
        """Give the officer whose turn it is."""
        email = OFFICERS[rank % len(OFFICERS)]
        return Actor("person", self.accounts[email], names[email], Hat(Role.CLAIMS_OFFICER))


Step = tuple[Moment, Callable[[Moment], None]]


def act_out(world: World, cases: Iterable[Case], accounts: Mapping[str, UUID]) -> int:
    """Play every claim up to its fate, all claims together in the order of time; give how many were filed."""
    stage = Stage(accounts)
    names = {member.email: f"{member.given_name} {member.family_name}" for member in world.staff}
    steps: list[Step] = []
    for rank, case in enumerate(cases):
        steps += _steps(stage, rank, case, stage.officer(rank, names), world.on)
    for when, act in sorted(steps, key=lambda step: step[0].at):
        act(when)
    return len(stage.claims)


def _steps(stage: Stage, rank: int, case: Case, officer: Actor, today: date) -> list[Step]:
    minute = rank * 7 % 400
    filed = moment(case.filed_on, minute)
    steps: list[Step] = [(filed, partial(_file, stage, rank, case))]
    if case.fate is Fate.WAITING:
        return steps
    reviewed = moment(min(case.filed_on + timedelta(days=6 + rank % 3), today - timedelta(days=1)), minute + 1)
    steps.append((reviewed, partial(_take, stage, rank, officer)))
    after = moment(reviewed.on, minute + 4)
    if case.fate in (Fate.AWAITING_CORRECTION, Fate.CLOSED):
        steps.append((after, partial(_ask_correction, stage, rank, officer)))
    if case.fate in (Fate.GRANTED, Fate.REFUSED):
        steps.append((after, partial(_decide, stage, rank, officer, case.fate)))
    if case.fate is Fate.CLOSED:
        steps.append((moment(today - timedelta(days=1), minute + 8), partial(_close, stage, rank, officer)))
    return steps


def _file(stage: Stage, rank: int, case: Case, when: Moment) -> None:
    opener = stage.opener(case)
    told = {"actor": opener, **when.told}
    child_id = stage.children[case.child.reference] if case.child else None
    claim_id = filing.start(beneficiary_id=opener.beneficiary_id, benefit_code=case.benefit, dependant_id=child_id, **told)
    answers = _answers(case, opener.beneficiary_id, when)
    filing.answer(claim_id=claim_id, answers=answers, **told)
    stage.papers[rank] = []
    for kind, paper in _papers(case, answers).items():
        document_id = keep(file=NewFile(drawn(paper), f"{kind}.jpg", "image/jpeg", "supporting"), **told)
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
    is_blurred = case.fate in (Fate.AWAITING_CORRECTION, Fate.CLOSED)
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


def _decide(stage: Stage, rank: int, officer: Actor, fate: Fate, when: Moment) -> None:
    for paper_id in stage.papers[rank]:
        checking.accept_paper(claim_document_id=paper_id, values={}, actor=officer, **when.told)
    act = "grant" if fate is Fate.GRANTED else "refuse"
    deciding.decide_claim(claim_id=stage.claims[rank], verdict=deciding.Verdict(act), actor=officer, **when.told)


def _close(stage: Stage, rank: int, officer: Actor, when: Moment) -> None:
    verdict = deciding.Verdict("close", note=CLOSING_NOTE)
    deciding.decide_claim(claim_id=stage.claims[rank], verdict=verdict, actor=officer, **when.told)

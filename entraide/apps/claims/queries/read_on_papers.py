"""What was read on the papers of a draft and is not what the person answered: it is offered to them, and decides nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from entraide.apps.claims.queries.drafts import Draft
from entraide.apps.claims.translation import PARTNER_FACTS
from entraide.apps.documents.queries import Reading, readings_of
from entraide.apps.parameters.translation import to_plain
from entraide.core.money import Money
from entraide.core.rules import DocumentRequirement, FactSpec, Kind, Known


# A tax notice holds many amounts, and nothing tells which is the line that the rules ask for.
UNTOLD = frozenset({"tax_line_14", *PARTNER_FACTS})
Bill = tuple[str, Money | None, date | None]


@dataclass(frozen=True, slots=True)
class ReadOnPaper:
    """An amount or a day that a paper says, or the sum of several bills, in which files, and the answer that it is not."""

    requirement: DocumentRequirement
    spec: FactSpec
    value: Any
    answer: Known
    files: tuple[str, ...]

    @property
    def key(self) -> str:
        """What a form names it by: the question, and the value that was shown."""
        return f"{self.spec.name}={to_plain(self.value)}"


def read_on_papers(draft: Draft, *, on: date) -> list[ReadOnPaper]:
    """Give what was read otherwise than it was answered; nothing of a question whose answer is found on one of its papers."""
    readings = readings_of(paper.document_id for paper in draft.papers)
    found = []
    for requirement in draft.requirements:
        sent = {paper.document_id: paper.document.name for paper in draft.papers if paper.requirement == requirement.kind}
        held = [readings[key] for key in sent if key in readings]
        for name in requirement.proves:
            answer, spec = draft.answers.get(name), draft.specs[name]
            if name not in draft.questions or name in UNTOLD or not isinstance(answer, Known) or answer.value in _said(held, spec.kind):
                continue
            value = _likeliest(held, spec.kind) if len(held) == len(sent) else None
            if value is not None and _is_taken(value, draft, spec, on=on):
                found.append(ReadOnPaper(requirement, spec, value, answer, tuple(sent.values())))
    return list({each.key: each for each in found}.values())


def _said(held: Sequence[Reading], kind: Kind) -> set[Any]:
    """Give all that papers say of a kind, the sum of several bills included, each counted once."""
    if kind is Kind.DATE:
        return {day for reading in held for day in (*reading.days, reading.dated_on)}
    amounts = (amount for reading in held for amount in (*reading.amounts, reading.amount))
    return {_sum(reading.bill for reading in held), _sum({reading.bill for reading in held}), *amounts}


def _sum(bills: Iterable[Bill]) -> Money:
    return Money(sum(amount.cents for _, amount, _ in bills if amount is not None))


def _likeliest(held: Sequence[Reading], kind: Kind) -> Any:
    """Give what papers come to together, nothing where that is not sure: the day of one bill among several, the pages of one bill."""
    bills = {reading.bill for reading in held if reading.amount is not None}
    numbers = [number for number, _, _ in bills if number]
    if kind is Kind.MONEY and bills and len({*numbers}) == len(numbers):
        return _sum(bills)
    return held[0].dated_on if kind is Kind.DATE and len(held) == 1 else None


def _is_taken(value: Any, draft: Draft, spec: FactSpec, *, on: date) -> bool:
    """Tell whether a question takes a value: a day neither to come nor before the first that it takes."""
    first = draft.first_days.get(spec.name, date.min)
    return not spec.fault_in(value) and not (isinstance(value, date) and not first <= value <= on)

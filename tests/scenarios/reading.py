"""How a scenario that a benefits officer writes becomes a call of the rules, and what it expects of the outcome."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from entraide.core.rules import WITHHELD, Bill, FactValue, Known, ParameterBook, Proof, Revision, Used
from entraide.core.rules.constants import parse, to_native
from entraide.integrations.rule_files import load, read_catalogue, read_parameters


ROOT = Path(__file__).parents[2]
FOLDER = Path(__file__).parent
CHECKED = Proof("une gestionnaire", "pièce justificative", date(2024, 10, 15))


@dataclass(frozen=True, slots=True)
class Scenario:
    """One line of a scenario file."""

    benefit: str
    written: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.benefit} : {self.written['title']}"

    @property
    def filed_on(self) -> date:
        return date.fromisoformat(self.written["filed_on"])

    @property
    def facts(self) -> dict[str, FactValue]:
        """What the person and the papers say; everything written is proved, and the status is an open one unless said."""
        known = {name: Known(value_of(plain), CHECKED) for name, plain in self.written["facts"].items()}
        return {"status": Known(self._usual_status, CHECKED)} | known | dict.fromkeys(self.written.get("withheld", []), WITHHELD)

    @property
    def bills(self) -> tuple[Bill, ...]:
        return tuple(Bill(value_of(bill["amount"]), value_of(bill["event_on"]), CHECKED) for bill in self.written.get("bills", []))

    @property
    def usage(self) -> dict[str, Used]:
        return {key: Used(claims) for key, claims in self.written.get("used", {}).items()}

    @property
    def event_on(self) -> date:
        """The day that chooses the revision: the latest bill, the event, or the filing while nothing is known."""
        if self.bills:
            return max(bill.event_on for bill in self.bills)
        event = self.facts.get(revisions_of(self.benefit)[-1].event_fact)
        return event.value if isinstance(event, Known) and isinstance(event.value, date) else self.filed_on

    @property
    def _usual_status(self) -> str:
        return revisions_of(self.benefit)[-1].audience[0]


def value_of(plain: object) -> Any:
    """Read a value of a scenario as callers of the rules hold it."""
    const = parse(plain)
    if const is None:
        return plain
    return to_native(const.kind, const.value)


def scenarios() -> Iterator[Scenario]:
    """Give every scenario of the folder."""
    for file in sorted(FOLDER.glob("*.yaml")):
        document, faults = load(file)
        assert document is not None, faults.found
        for written in document["scenarios"]:
            yield Scenario(document["benefit"], written)


@cache
def parameters() -> ParameterBook:
    """Read the parameters of the catalogue."""
    return read_parameters(ROOT / "catalogue")[0]


@cache
def catalogue() -> tuple[Revision, ...]:
    """Read the whole catalogue."""
    revisions, findings = read_catalogue(ROOT / "catalogue")
    assert not findings, findings
    return revisions


def revisions_of(code: str) -> tuple[Revision, ...]:
    """Give the revisions of one benefit, by day."""
    return tuple(revision for revision in catalogue() if revision.code == code)

"""What views hand to the components: frozen values, no behaviour beyond a word or an icon."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class Tone(StrEnum):
    """What a state means to the person who reads it; never shown by colour alone."""

    NEUTRAL = "neutral"
    PROGRESS = "progress"
    AWAITING = "awaiting"  # awaits the person who reads: the only use of apricot
    SUCCESS = "success"
    WARNING = "warning"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """One place of the navigation; `short_label` serves the bar of phones."""

    label: str
    url: str
    icon: str
    current: bool = False
    badge_count: int = 0
    short_label: str = ""


@dataclass(frozen=True, slots=True)
class RoleItem:
    """One role that the person holds; `code` is what the switcher posts."""

    code: str
    label: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class AccountMenu:
    """Who is here: the account menu of the header. `switch_url` receives the POST of `role`."""

    name: str
    email: str
    logout_url: str
    settings_url: str = ""
    switch_url: str = ""
    roles: Sequence[RoleItem] = ()

    @property
    def current_role(self) -> RoleItem | None:
        """The role under which the person acts now."""
        return next((role for role in self.roles if role.current), None)


@dataclass(frozen=True, slots=True)
class Status:
    """A state in a word, with the tone that chooses its icon and colour."""

    label: str
    tone: Tone = Tone.NEUTRAL
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table; `sort` is the value its sort link gives to `?tri=` (empty: no link).

    `prose`: its cells are sentences, which a phone shows over the whole width, without the title.
    """

    label: str
    numeric: bool = False
    sort: str = ""
    prose: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that says more than its text: a link, a status, a line of detail; `before` is markup beside it, as a box to tick."""

    text: Any
    url: str = ""
    note: str = ""
    status: Status | None = None
    before: Any = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table by columns; a row is a sequence of texts, Money, dates, whole numbers, Status, Cell or safe markup.

    `totals` is one more row, pinned; `sort` is the present order ("name" or "-name"); `wide` scrolls sideways instead of wrapping.
    """

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]
    totals: Sequence[Any] = ()
    sort: str = ""
    empty: str = "Aucune ligne pour l’instant."
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do in a list; without `url` it cannot be started yet."""

    label: str
    status: Status
    url: str = ""
    hint: str = ""


class StepState(StrEnum):
    """Where a step of a claim stands."""

    DONE = "done"
    CURRENT = "current"
    AWAITING = "awaiting"
    FAILED = "failed"
    UPCOMING = "upcoming"


@dataclass(frozen=True, slots=True)
class Step:
    """One step in the life of a claim, with its day once known."""

    label: str
    state: StepState = StepState.UPCOMING
    on: date | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """One half of a two-person act; without `who` the act is awaited."""

    label: str
    who: str = ""
    at: datetime | None = None


class Outcome(StrEnum):
    """What became of a condition when a rule was read."""

    PASS = "pass"
    FAIL = "fail"
    CUT = "cut"
    UNKNOWN = "unknown"
    HELD = "held"  # a value that was read: no condition by itself


@dataclass(frozen=True, slots=True)
class WhyNode:
    """One condition of a decision: the value held, who proved it, the rule's text, its source and date."""

    condition: str
    outcome: Outcome
    value: str = ""
    proven_by: str = ""
    rule: str = ""
    source: str = ""
    source_on: date | None = None
    effect: str = ""
    children: Sequence["WhyNode"] = ()


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label, its value (any number, zero or more), the text drawn beside it."""

    label: str
    value: float
    text: str
    highlighted: bool = False


@dataclass(frozen=True, slots=True)
class BarChart:
    """A chart whose title is its message; `columns` stands the bars up (a series), else they lie (a comparison).

    `reference` draws one line at a value, with its label.
    """

    title: str
    bars: Sequence[Bar]
    label_heading: str
    value_heading: str
    source: str = ""
    on: date | None = None
    columns: bool = False
    reference: tuple[float, str] | None = None


@dataclass(frozen=True, slots=True)
class ActiveFilter:
    """A filter in force: what it says, and the address without it."""

    label: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the way back; the last one has no address."""

    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class KeyHelp:
    """One key of the desk and what it does."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One sentence of an error summary and where it leads ("#id_date")."""

    message: str
    href: str = ""

"""What a rule read and found: one node per term, kept with the decision as compact JSON, enough to explain and to replay it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Any, NamedTuple

from entraide.core.rules.language.known import Kind, Proof, Value


SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Published:
    """Where a value of the rules comes from: since when, by which text, how sure, and whether somebody confirmed it for that day."""

    since: date
    source: str
    confidence: str = ""
    checked: bool = True


class TraceNode(NamedTuple):
    """One reading: the word, the value it gave (`low` and `high` are the same once decided) and the readings it was made from.

    `name` is the fact, the parameter, the condition or the ceiling; `origin` who proved the fact or published the value (nothing for a
    fact that is only declared); `missing` and `withheld` the facts that keep it from being decided; `label` the French sentence of a step,
    or the name and `unit` of a fact that no shared table holds.
    """

    word: str
    kind: Kind
    low: Value
    high: Value
    children: "tuple[TraceNode, ...]" = ()
    name: str = ""
    origin: Proof | Published | None = None
    missing: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    label: str = ""
    unit: str = ""

    @property
    def is_settled(self) -> bool:
        """Tell whether one value only is possible."""
        return self.low is self.high or self.low == self.high

    @property
    def is_blocked(self) -> bool:
        """Tell whether nothing that can still be asked would settle the value: a proof was withheld."""
        return bool(self.withheld) and not self.missing and self.low != self.high

    def walk(self) -> "Iterator[TraceNode]":
        """Go through the node and all that it was made from, in the order of reading."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            if node.children:
                waiting.extend(node.children[::-1])


def to_json(root: TraceNode) -> dict[str, Any]:
    """Write a trace as a plain mapping with its schema version."""
    return {"schema": SCHEMA, "trace": _write(root)}


def to_text(root: TraceNode) -> str:
    """Write a trace as compact JSON at once, several times as fast: the very text of the plain mapping, with the same order of its keys."""
    return f'{{"schema":{SCHEMA},"trace":{_text(root)}}}'


def _text(node: TraceNode) -> str:
    word, kind, low, high, children, name, origin, missing, withheld, label, unit = node
    head, middle = _framed(word, kind, name, label, unit)
    text = head + (_plain_text(low) if low is high or low == high else f'{_plain_text(low)},"to":{_plain_text(high)}') + middle
    if missing:
        text += f',"m":{_listed(missing)}'
    if withheld:
        text += f',"x":{_listed(withheld)}'
    if origin is not None:
        text += _origin_text(origin)
    return f'{text},"c":[{",".join(map(_text, children))}]}}' if children else text + "}"


# What a rule says of itself comes back with every claim that it decides.
@lru_cache(maxsize=10_000)
def _framed(word: str, kind: Kind, name: str, label: str, unit: str) -> tuple[str, str]:
    """Write what stands before the value of a node, and what follows it."""
    said = (("n", name), ("l", label), ("u", unit))
    return f'{{"w":{_dumped(word)},"k":{_dumped(kind)},"v":', "".join(f',"{key}":{_dumped(value)}' for key, value in said if value)


@lru_cache(maxsize=10_000)
def _origin_text(origin: Proof | Published) -> str:
    return f',"o":{_dumped(_origin_out(origin))}'


@lru_cache(maxsize=1_000)
def _listed(names: tuple[str, ...]) -> str:
    return _dumped(list(names))


def _plain_text(value: Value) -> str:
    if type(value) is int:
        return str(value)
    return ("true" if value else "false") if type(value) is bool else encode_basestring(str(value))


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def from_json(stored: Mapping[str, Any]) -> TraceNode:
    """Read a stored trace back.

    :raises ValueError: if it was written under a schema that this version does not know.
    """
    if stored.get("schema") != SCHEMA:
        raise ValueError(f"unknown trace schema: {stored.get('schema')!r}")
    return _read(stored["trace"])


def _write(node: TraceNode) -> dict[str, Any]:
    written: dict[str, Any] = {"w": node.word, "k": node.kind.value, "v": _plain(node.low)}
    if not node.is_settled:
        written["to"] = _plain(node.high)
    optional = {
        "n": node.name,
        "l": node.label,
        "u": node.unit,
        "m": list(node.missing),
        "x": list(node.withheld),
        "o": _origin_out(node.origin),
        "c": [_write(child) for child in node.children],
    }
    return written | {key: value for key, value in optional.items() if value}


def _read(written: Mapping[str, Any]) -> TraceNode:
    kind = Kind(written["k"])
    low = _value(kind, written["v"])
    return TraceNode(
        written["w"],
        kind,
        low,
        _value(kind, written["to"]) if "to" in written else low,
        tuple(_read(child) for child in written.get("c", ())),
        written.get("n", ""),
        _origin_in(written.get("o")),
        tuple(written.get("m", ())),
        tuple(written.get("x", ())),
        written.get("l", ""),
        written.get("u", ""),
    )


def _plain(value: Value) -> int | str:
    return value if isinstance(value, int | str) else str(value)


def _value(kind: Kind, plain: int | str) -> Value:
    if kind is Kind.CHOICE or not isinstance(plain, str):
        return plain
    return date.fromisoformat(plain) if kind is Kind.DATE else Fraction(plain)


def _origin_out(origin: Proof | Published | None) -> list[Any] | None:
    if isinstance(origin, Proof):
        return ["proof", origin.by, origin.source, origin.on.isoformat()]
    if isinstance(origin, Published):
        return ["published", origin.since.isoformat(), origin.source, origin.confidence, origin.checked]
    return None


def _origin_in(written: list[Any] | None) -> Proof | Published | None:
    if not written:
        return None
    if written[0] == "proof":
        return Proof(written[1], written[2], date.fromisoformat(written[3]))
    return Published(date.fromisoformat(written[1]), written[2], written[3], written[4])

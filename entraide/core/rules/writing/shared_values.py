"""The reading of the parameters that benefits share: each with its dated values, each fault with its place."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from math import lcm
from typing import Any

from entraide.core.rules.language.choices import Confidence
from entraide.core.rules.language.constants import as_written, is_too_exact, parse, parse_key, to_native, write
from entraide.core.rules.language.known import Kind, Native
from entraide.core.rules.language.parameters import UNPUBLISHED, ParameterBook, ParameterSpec
from entraide.core.rules.language.terms import Const
from entraide.core.rules.writing.fields import Fields
from entraide.core.rules.writing.marks import Faults
from entraide.core.timeline import Dated, Timeline


# How long a key and a French name may be, in characters: what a database keeps.
SHORT, LABEL = 80, 200


def decode_parameters(source: Mapping[str, Any], faults: Faults) -> ParameterBook:
    """Read the document of the parameters; one with a fault is left out, its faults are noted."""
    Fields(source, faults, ()).check_words(("parameters",), ("parameters",))
    listed = source.get("parameters", {})
    if not isinstance(listed, Mapping):
        faults.add("rules.not_a_mapping", ("parameters",))
        return ParameterBook()
    specs: dict[str, ParameterSpec] = {}
    timelines: dict[str, Timeline[Native]] = {}
    for key, item in listed.items():
        if not isinstance(item, Mapping):
            faults.add("rules.not_a_mapping", ("parameters", key))
            continue
        before = faults.times
        spec, timeline = _parameter(key, Fields(item, faults, ("parameters", key)))
        if faults.times == before:
            specs[key] = spec
            timelines[key] = timeline
    return ParameterBook(specs, timelines)


def _parameter(key: str, fields: Fields) -> tuple[ParameterSpec, Timeline[Native]]:
    """Read one parameter and its values."""
    fields.check_words(("label", "kind", "checked_until", "values"), ("label", "kind", "values"))
    spec = ParameterSpec(
        key, fields.choice("kind", Kind, Kind.MONEY), fields.text("label", longest=LABEL) if "label" in fields.source else ""
    )
    fields.check_length(key, fields.path, SHORT)
    values = tuple(_dated(value, spec.kind) for value in fields.mappings("values"))
    if not values:
        fields.faults.add("rules.parameter_never_valued", fields.at("values"), key=key)
    checked_until = fields.day("checked_until") if "checked_until" in fields.source else None
    if len({value.since for value in values}) < len(values):
        fields.faults.add("rules.two_revisions_one_day", fields.at("values"))
        values = ()
    rates = (value.value.denominator for value in values if isinstance(value.value, Fraction))
    return replace(spec, denominator=lcm(*rates)), Timeline(values, checked_until)


def _dated(fields: Fields, kind: Kind) -> Dated[Native]:
    fields.check_words(("since", "value", "source", "confidence"), ("since", "value", "source", "confidence"))
    const = _const(fields.source.get("value"), kind)
    if const is None or const.kind is not kind:
        written = fields.source.get("value")
        code = "rules.too_exact" if is_too_exact(written) else "rules.not_a_value"
        fields.faults.add(code, fields.at("value"), written=as_written(written))
    elif not UNPUBLISHED[kind][0] <= const.value <= UNPUBLISHED[kind][1]:  # type: ignore[operator]
        low, high = (str(write(Const(kind, end))) for end in UNPUBLISHED[kind])
        fields.faults.add("rules.parameter_not_plausible", fields.at("value"), low=low, high=high)
    confidence = fields.choice("confidence", Confidence, Confidence.ILLUSTRATIVE)
    value = to_native(kind, const.value) if const is not None and const.kind is kind else 0
    return Dated(fields.day("since"), value, fields.text("source") or "?", confidence.value)


def _const(written: object, kind: Kind) -> Const | None:
    """Read a value; a bare word is one for a parameter that is a choice."""
    return parse_key(written) if kind is Kind.CHOICE and isinstance(written, str) and written else parse(written)

"""Rows of the register ↔ values of the core."""

from collections.abc import Iterable, Mapping
from typing import Any

from entraide.apps.members.models import Membership
from entraide.core.membership.contracts import Cover, CoverKind
from entraide.core.timeline import Span
from entraide.orm.history import ValidTime


def span_of(row: ValidTime) -> Span:
    """Give the days over which a row holds."""
    return Span(row.since, row.until)


def covers_of(row: Membership) -> tuple[Cover, ...]:
    """Give what a partial contract covers."""
    return covers_written_in(row.covers)


def covers_written_in(covers: Iterable[Mapping[str, Any]]) -> tuple[Cover, ...]:
    """Read what the column of a partial contract holds."""
    return tuple(Cover(CoverKind(one["kind"]), key=one.get("member", ""), name=one.get("name", "")) for one in covers)


def covers_written(covers: Iterable[Cover]) -> list[dict[str, Any]]:
    """Write what a partial contract covers as its row keeps it."""
    return [
        {"kind": cover.kind.value}
        | ({"member": cover.key} if cover.kind is CoverKind.STRUCTURE else {})
        | ({"name": cover.name} if cover.kind is CoverKind.SERVICE else {})
        for cover in covers
    ]

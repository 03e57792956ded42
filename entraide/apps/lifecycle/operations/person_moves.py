"""What changes hands when two persons become one: each app moves its own rows, asked in turn. Parts of the merge of persons."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from uuid import UUID

from entraide.apps.beneficiaries.operations.person_merges import forget_apart, keep_apart_too, leave_one_account
from entraide.apps.beneficiaries.queries.person_merges import Facts, same_dependants
from entraide.orm.moves import Joining, Moved, PersonRows, Treatment


# By the name of the module; config fills it in with the `person_rows` of every app.
_rows: dict[str, PersonRows] = {}


def register(app: str, rows: PersonRows) -> None:
    """Have the rows of an app follow a person whose two rows are joined; `app` is the name of the module that says which."""
    _rows[app] = rows


def registered_rows() -> Mapping[str, PersonRows]:
    """Give the rows that follow, by the name of their module."""
    return MappingProxyType(_rows)


def treatments() -> dict[str, Treatment]:
    """Give each column that names a person, with its treatment; tests/apps/lifecycle holds the list complete."""
    return {column: treatment for rows in _rows.values() for column, treatment in rows.treatments.items()}


def move_all(kept: Facts, *, absorbed: Facts, choice: str | None) -> dict[str, Any]:
    """Move what is no dated fact from one person to the other; give each row with what it said and what it says.

    `choice` says which of two accounts stays, where both have one.
    """
    moved: Moved = {}
    joining = Joining(absorbed.person.pk, kept.person.pk, same_dependants(kept, absorbed=absorbed))
    for rows in _rows.values():
        rows.move(joining, moved)
    leave_one_account(kept, absorbed=absorbed, choice=choice, moved=moved)
    return moved | {"distinct": keep_apart_too(joining.kept, absorbed_id=joining.absorbed)}


def moved_since(moved: Moved) -> bool:
    """Tell whether a row that was moved says something else by now."""
    return any(rows.have_changed(moved) for rows in _rows.values())


def move_back(moved: dict[str, Any]) -> None:
    """Give every row that was moved what it said before."""
    for rows in _rows.values():
        rows.back(moved)
    forget_apart(moved["distinct"])


def moved_of(moved: Moved, column: Any) -> list[UUID]:
    """Give the keys of the rows that were moved by one column."""
    return [UUID(key) for key, _, _ in moved.get(str(column), [])]

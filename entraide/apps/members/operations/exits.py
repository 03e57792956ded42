"""What follows a member out of the association: each app ends what the contract carried, or gives it back; config names them."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.members.operations.facts import begun, locked
from entraide.apps.members.queries.contracts import ended_contracts
from entraide.orm.acts import Stamp


@dataclass(frozen=True, slots=True)
class AtExit:
    """What an app does when members leave on a day, and when one stays after all; `end` gives those of whom something ended."""

    end: Callable[..., set[UUID]]
    give_back: Callable[..., None]


# By the name of the module; config fills it in.
_at_exit: dict[str, AtExit] = {}


def register(app: str, what: AtExit) -> None:
    """Have an app end what a contract carries when the contract ends; `app` is the name of the module that says how."""
    _at_exit[app] = what


def end_with_contract(member_ids: Collection[UUID], *, on: date, act: Stamp) -> set[UUID]:
    """End on a day what the contracts of members carried; give those of whom something ended. Part of an act that checks and records."""
    return {member_id for one in _at_exit.values() for member_id in one.end(member_ids, on=on, act=act)}


def give_back(member_id: UUID, *, on: date, act: Stamp) -> None:
    """Let go on what ended on a day with the contract of a member, who stays. Part of an act that checks and records."""
    for one in _at_exit.values():
        one.give_back(member_id, on=on, act=act)


@transaction.atomic
def follow_exits(*, actor: Actor, at: datetime, on: date) -> int:
    """End what came since under contracts that a notice, a decision or an earlier system has ended; give how many members that concerned.

    Who arrived between the notice and the exit is met here: the act of the notice could not know of them.
    """
    followed = 0
    for day, member_ids in sorted(ended_contracts(on).items()):
        locked(member_ids)
        touched = end_with_contract(member_ids, on=day, act=begun(at))
        for member_id in sorted(touched):
            record("members.exit_followed", actor=actor, subject=("member", member_id), at=at, on=on, payload={"until": day})
        followed += len(touched)
    return followed

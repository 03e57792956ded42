"""What a structure act writes in the apps below, and how it is taken back: parts of the acts on structures."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from entraide.apps.beneficiaries.operations.structure import Landing, give_staff_back, move_staff
from entraide.apps.beneficiaries.queries.structure import has_newcomers, people_moved_by, staff_has_changed
from entraide.apps.claims.operations.structure import move_claims
from entraide.apps.claims.queries.structure import are_decided, filed_by, filed_for
from entraide.apps.contributions.queries import has_lines
from entraide.apps.lifecycle.models import StructureAct
from entraide.apps.lifecycle.queries.situations import Picture
from entraide.apps.lifecycle.refusals import ClaimsBuiltUpon, MandatesBuiltUpon, MoneyBuiltUpon, RegisterBuiltUpon, StaffBuiltUpon
from entraide.apps.lifecycle.translation import consequences_written, event_read
from entraide.apps.members.operations.structure import apply_changes, changes_are_built_upon, take_back_changes
from entraide.apps.members.operations.succession import (
    NewTerms,
    end_establishments_of,
    follow_memberships,
    give_memberships_back,
    pass_contacts_on,
    pass_payers_on,
    send_contacts_home,
)
from entraide.apps.members.queries.perimeters import has_new_memberships, keys_of, memberships_have_changed
from entraide.apps.members.translation import covers_written
from entraide.apps.network.operations.structure import carry_mandate, end_mandates_of, give_mandates_back
from entraide.apps.network.queries.structure import has_new_mandates, mandates_have_changed
from entraide.core.eligibility.rights import rights_end_of_change
from entraide.core.membership.coverage import Coverage
from entraide.core.refusals import Refusal
from entraide.core.structure.coverage import contracts_after, covered_after, covers
from entraide.core.structure.moves import Choices, ended_by, heir_of, routes
from entraide.core.structure.values import StructureEvent
from entraide.orm.acts import Stamp


def write_effects(event: StructureEvent, picture: Picture, *, choices: Choices, act: Stamp) -> dict[str, Any]:
    """Write all that an event does; give what is no dated fact and was moved, to move it back."""
    apply_changes(picture.changes, stamp=act)
    keys = keys_of(_named(event, picture))
    move_staff(_landings(event, choices, picture, keys), on=event.on, act=act)
    ended, heir = ended_by(event), heir_of(event, choices, picture.situation.code)
    following = {keys[change.siren]: _terms(change.after, ended, heir, keys, event) for change in picture.told.contracts}
    follow_memberships(following, on=event.on, act=act)
    gone = [keys[siren] for siren in ended]
    pass_payers_on(dict.fromkeys(gone, keys[heir]), on=event.on, act=act)
    end_establishments_of(gone, on=event.on, act=act)
    send_contacts_home(picture.homes, on=event.on, act=act)
    pass_contacts_on(gone, heir_id=keys[heir], on=event.on, act=act)
    end_mandates_of(gone, on=event.on, act=act)
    if (carried := picture.told.carried) is not None:
        carry_mandate(member_id=keys[carried.siren], kind=carried.kind, account_id=UUID(carried.account), on=event.on, act=act)
    claims = _claims_to_move(event, choices, picture, keys)
    move_claims(claims)
    moved = {"claims": [[str(one) for one in move] for move in claims], "begun": list(picture.changes.begun)}
    return moved | {"told": consequences_written(picture.told)}


def _named(event: StructureEvent, picture: Picture) -> set[str]:
    """Give every body that the effects name: those of the event, those that pay or are covered."""
    found = {*event.before, *(body.siren for body in event.after)}
    for change in picture.told.contracts:
        if change.after is not None:
            found |= {change.after.payer, *change.after.structures}
    return found


def _landings(event: StructureEvent, choices: Choices, picture: Picture, keys: Mapping[str, UUID]) -> dict[tuple[UUID, UUID], Landing]:
    situation = picture.situation
    go = routes(event, choices, situation.code)
    after = contracts_after(event, choices, situation.contracts, situation.groups, go)
    found = {}
    for person, group in picture.people:
        destination = go(group)
        if destination != group.siren:
            goes_on = covered_after(after, group, destination)
            is_lost = not goes_on and covers(situation.contracts.get(group.siren), group)
            landing = Landing(keys[destination], rights_end_of_change(event.on) if is_lost else None, goes_on)
            found[person.beneficiary_id, person.member_id] = landing
    return found


def _terms(
    coverage: Coverage | None, ended: tuple[str, ...], heir: str, keys: Mapping[str, UUID], event: StructureEvent
) -> NewTerms | None:
    if coverage is None:
        return None
    covered = covers_written(replace(cover, key=str(keys[cover.key]) if cover.key else "") for cover in coverage.covers)
    payer = heir if coverage.payer in ended else coverage.payer
    payer_id = keys[payer] if payer and payer != coverage.siren else None
    return NewTerms(coverage.scope, covered, payer_id, event.source, coverage.until)


def _claims_to_move(event: StructureEvent, choices: Choices, picture: Picture, keys: Mapping[str, UUID]) -> list[tuple[UUID, UUID, UUID]]:
    """Say where each claim that waits goes: with its person, else with the body that takes over the one that ends."""
    go = routes(event, choices, picture.situation.code)
    heir = keys[heir_of(event, choices, picture.situation.code)]
    gone = {keys[siren] for siren in ended_by(event)}
    destinations = {(person.beneficiary_id, person.member_id): keys[go(group)] for person, group in picture.people}
    ways = (
        (claim, member, destinations.get((person, member), heir if member in gone else member)) for claim, person, member in picture.claims
    )
    return [(claim, member, destination) for claim, member, destination in ways if member != destination]


def built_upon(act: StructureAct, event: StructureEvent) -> Refusal | None:
    """Say why an act cannot be taken back: what was written since about what it changed."""
    keys = concerned_by(event)
    born = [keys[siren] for siren in act.moved.get("begun", [])]
    standing = [keys[body.siren] for body in event.after]
    return next((refused for refused, is_so in _reasons(act, born, standing, list(keys.values())) if is_so()), None)


def concerned_by(event: StructureEvent) -> dict[str, UUID]:
    """Give the key of each body that an event is about, by its SIREN."""
    return keys_of({*event.before, *(body.siren for body in event.after)})


def _reasons(act: StructureAct, born: list[UUID], standing: list[UUID], concerned: list[UUID]):
    """List what may have been written since, each with how to know it; the cheapest first."""
    later = {"act_id": act.pk, "since": act.effective_on}
    moved = [UUID(claim) for claim, _, _ in act.moved.get("claims", [])]
    people = people_moved_by(act.pk, member_ids=concerned)
    return (
        (RegisterBuiltUpon(), lambda: changes_are_built_upon(act.pk)),
        (RegisterBuiltUpon(), lambda: memberships_have_changed(act.pk) or has_new_memberships(born, **later)),
        (MandatesBuiltUpon(), lambda: mandates_have_changed(act.pk) or has_new_mandates(born, **later)),
        (StaffBuiltUpon(), lambda: staff_has_changed(act.pk, member_ids=concerned) or has_newcomers(born, **later)),
        (MoneyBuiltUpon(), lambda: has_lines(standing, after=act.applied_at)),
        (
            ClaimsBuiltUpon(),
            lambda: are_decided(moved) or filed_for(born, after=act.applied_at) or filed_by(people, members=standing, after=act.applied_at),
        ),
    )


def give_effects_back(act: StructureAct, *, undoing: Stamp) -> None:
    """Take back all that an act wrote."""
    move_claims([(UUID(claim), UUID(to), UUID(origin)) for claim, origin, to in act.moved.get("claims", [])])
    give_mandates_back(act.pk, act=undoing)
    give_memberships_back(act.pk, act=undoing)
    give_staff_back(act.pk, member_ids=concerned_by(event_read(act.event)).values(), act=undoing)
    take_back_changes(act.pk, stamp=undoing)

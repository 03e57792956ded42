"""Acts on the form that stands for a list: kept page after page, looked at, applied as a list is; or one word that nothing has changed."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.beneficiaries.models import RosterChange, RosterImport
from entraide.apps.beneficiaries.operations.roster_previews import forget, keep_preview
from entraide.apps.beneficiaries.operations.rosters import locked, require_contracts
from entraide.apps.beneficiaries.policies import require_roster_keeper
from entraide.apps.beneficiaries.queries.roster_draft import drafted_roster, line_kept, plan_of_draft
from entraide.apps.beneficiaries.queries.roster_effect import called_for_staff
from entraide.apps.beneficiaries.queries.rosters import held_persons, unsettled
from entraide.apps.beneficiaries.refusals import AddedTwice, RosterNotWaiting
from entraide.apps.members.operations.facts import locked as hold_members
from entraide.core.roster.comparison import staff_count
from entraide.core.roster.form import already_listed, is_listed
from entraide.orm.keys import uuid7


FORM_NAME = "Formulaire"
UNCHANGED_NAME = "Rien n’a changé"


@transaction.atomic
def begin_form(*, member_id: UUID, year: int, actor: Actor, at: datetime, on: date) -> UUID:
    """Begin a form, or give the one that is being filled in.

    :raises NotYourMember: if the actor does not keep this member's staff.
    """
    require_roster_keeper(actor, member_id)
    hold_members([member_id])
    begun = drafted_roster(member_id)
    if begun is not None and begun.year == year:
        return begun.pk
    if begun is not None:
        forget([begun], actor=actor, at=at, on=on)
    roster_id = uuid7()
    draft = {"people": {}, "added": []}
    values = {"member_id": member_id, "year": year, "on": on, "file_name": FORM_NAME, "source": "form", "state": "draft", "draft": draft}
    RosterImport.objects.create(id=roster_id, **values, sent_by=actor.author_id, sent_at=at)
    subject, payload = ("roster", roster_id), {"member": member_id, "year": year}
    record("beneficiaries.roster_drafted", actor=actor, subject=subject, at=at, on=on, payload=payload)
    return roster_id


@transaction.atomic
def keep_people(*, roster_id: UUID, told: Mapping[UUID, Mapping[str, Any]], actor: Actor, at: datetime, on: date) -> None:
    """Keep what a page of the form says: the fields that differ from what is held, by person; none where nothing differs.

    :raises NotYourMember: if the actor does not keep this member's staff.
    :raises RosterNotWaiting: if the form was applied or set aside.
    """
    draft = _draft_of(roster_id, actor)
    people = draft["people"] | {str(key): dict(fields) for key, fields in told.items()}
    _keep(roster_id, {**draft, "people": {key: fields for key, fields in people.items() if fields}}, actor=actor, at=at, on=on)


@transaction.atomic
def add_agent(*, roster_id: UUID, fields: Mapping[str, Any], actor: Actor, at: datetime, on: date) -> None:
    """Add to a form an agent whom the staff does not hold; the fields are those of a line of a list.

    :raises NotYourMember: if the actor does not keep this member's staff.
    :raises RosterNotWaiting: if the form was applied or set aside.
    :raises AddedTwice: if the person is on the staff, or was added already.
    """
    draft = _draft_of(roster_id, actor)
    line = line_kept(fields, 1)
    member_id = RosterImport.objects.values_list("member_id", flat=True).get(pk=roster_id)
    if already_listed(held_persons(member_id), line, on) or dict(fields) in draft["added"]:
        raise AddedTwice(name=f"{line.given_name} {line.family_name}")
    _keep(roster_id, {**draft, "added": [*draft["added"], dict(fields)]}, actor=actor, at=at, on=on)


@transaction.atomic
def drop_agent(*, roster_id: UUID, place: int, actor: Actor, at: datetime, on: date) -> None:
    """Take an added agent off a form, by its place; a place where nobody is changes nothing.

    :raises NotYourMember: if the actor does not keep this member's staff.
    :raises RosterNotWaiting: if the form was applied or set aside.
    """
    draft = _draft_of(roster_id, actor)
    added = [fields for other, fields in enumerate(draft["added"]) if other != place]
    _keep(roster_id, {**draft, "added": added}, actor=actor, at=at, on=on)


def _draft_of(roster_id: UUID, actor: Actor) -> dict[str, Any]:
    roster = locked(roster_id, actor)
    if roster.source != "form" or roster.draft is None:
        raise RosterNotWaiting
    return roster.draft


def _keep(roster_id: UUID, draft: Mapping[str, Any], *, actor: Actor, at: datetime, on: date) -> None:
    """Write a form again: what it would change is no longer what was looked at."""
    RosterChange.objects.filter(roster_id=roster_id).delete()
    RosterImport.objects.filter(pk=roster_id).update(draft=draft, state="draft", sent_at=at)
    payload = {"people": len(draft["people"]), "added": len(draft["added"])}
    record("beneficiaries.roster_draft_kept", actor=actor, subject=("roster", roster_id), at=at, on=on, payload=payload)


@transaction.atomic
def preview_form(*, roster_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Say what a form would change, for someone to look at, as a list sent as a file is; the file that waited is set aside.

    :raises NotYourMember: if the actor does not keep this member's staff.
    :raises RosterNotWaiting: if the form was applied or set aside.
    :raises MemberDoesNotBelong: if the member has no contract in what is left of the year.
    """
    draft = _draft_of(roster_id, actor)
    roster = RosterImport.objects.get(pk=roster_id)
    require_contracts([roster.member_id], year=roster.year, on=on)
    people = held_persons(roster.member_id)
    plan = plan_of_draft(people, draft, year=roster.year, on=on)
    keep_preview(roster, plan, people=people, actor=actor, at=at, on=on)


@transaction.atomic
def confirm_unchanged(*, member_id: UUID, year: int, actor: Actor, at: datetime, on: date) -> UUID:
    """Keep a member's word, in one act, that its staff is as it is held; what waited is set aside.

    :raises NotYourMember: if the actor does not keep this member's staff.
    :raises MemberDoesNotBelong: if the member has no contract in what is left of the year.
    """
    require_roster_keeper(actor, member_id)
    require_contracts([member_id], year=year, on=on)
    hold_members([member_id])
    forget(unsettled([member_id]), actor=actor, at=at, on=on)
    people = held_persons(member_id)
    listed = sum(is_listed(person, on) for person in people)
    called = called_for_staff(people, member_id, year=year, on=on)
    roster_id = uuid7()
    RosterImport.objects.create(
        id=roster_id,
        member_id=member_id,
        year=year,
        on=on,
        file_name=UNCHANGED_NAME,
        source="unchanged",
        state="applied",
        staff_count=staff_count(people, on),
        unchanged_count=listed,
        called_before=called,
        called_after=called,
        sent_by=actor.author_id,
        sent_at=at,
        applied_at=at,
        applied_on=on,
    )
    subject, payload = ("roster", roster_id), {"member": member_id, "year": year, "unchanged": listed}
    record("beneficiaries.roster_confirmed", actor=actor, subject=subject, at=at, on=on, payload=payload)
    return roster_id

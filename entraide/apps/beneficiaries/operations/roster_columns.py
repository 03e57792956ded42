"""Acts on a list whose titles are not recognised: keep it, say what its titles are, read it again."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.beneficiaries.models import RosterImport, RosterMapping
from entraide.apps.beneficiaries.operations.roster_previews import SentList, forget, kept_file
from entraide.apps.beneficiaries.operations.rosters import locked, preview
from entraide.apps.beneficiaries.policies import require_roster_keeper
from entraide.apps.beneficiaries.queries.rosters import WAITING, unsettled
from entraide.apps.beneficiaries.refusals import ColumnsUnsaid, RosterNotWaiting
from entraide.apps.documents.queries import content_of
from entraide.apps.members.operations.facts import locked as hold_members
from entraide.core.roster.columns import COLUMNS
from entraide.orm.keys import uuid7


@transaction.atomic
def keep_unread(*, member_id: UUID, sent: SentList, actor: Actor, at: datetime, on: date) -> UUID:
    """Keep a list until someone says what its titles are; the one that waited before is set aside.

    :raises NotYourMember: if the actor does not keep this member's staff.
    """
    require_roster_keeper(actor, member_id)
    hold_members([member_id])
    document_id = kept_file(sent, actor=actor, at=at, on=on)
    forget(unsettled([member_id]), actor=actor, at=at, on=on)
    roster_id = uuid7()
    RosterImport.objects.create(
        id=roster_id,
        member_id=member_id,
        year=sent.year,
        on=on,
        document_id=document_id,
        file_name=sent.name[:200],
        columns=sent.columns,
        state="unread",
        sent_by=actor.author_id,
        sent_at=at,
    )
    subject, payload = ("roster", roster_id), {"member": member_id, "year": sent.year}
    record("beneficiaries.roster_kept_unread", actor=actor, subject=subject, at=at, on=on, payload=payload)
    return roster_id


@transaction.atomic
def name_columns(*, roster_id: UUID, columns: Mapping[str, str], actor: Actor, at: datetime, on: date) -> None:
    """Say what each title of a list is: the key of a column, or nothing where it is not to be read; its application remembers it.

    :raises NotYourMember: if the actor does not keep this member's staff.
    :raises RosterNotWaiting: if the list does not wait any more.
    :raises ColumnsUnsaid: if a column that must be there has no title, or a column has two.
    """
    roster = locked(roster_id, actor)
    if roster.state not in WAITING:
        raise RosterNotWaiting
    named = [key for key in columns.values() if key]
    required = {column.key for column in COLUMNS if column.is_required}
    if len(named) != len(set(named)) or not required <= set(named) <= {column.key for column in COLUMNS}:
        raise ColumnsUnsaid
    RosterImport.objects.filter(pk=roster_id).update(columns=dict(columns))
    subject, payload = ("roster", roster_id), {"member": roster.member_id, "columns": sorted(named)}
    record("beneficiaries.roster_columns_named", actor=actor, subject=subject, at=at, on=on, payload=payload)


def read_again(*, roster_id: UUID, actor: Actor, at: datetime, on: date) -> UUID:
    """Look again at a list that waits, as its titles are now understood: the list looked at takes its place.

    :raises NotYourMember: if the actor does not keep this member's staff.
    :raises RosterNotWaiting: if the list does not wait any more.
    :raises RosterFaults: if its lines have faults.
    """
    roster = RosterImport.objects.get(pk=roster_id)
    require_roster_keeper(actor, roster.member_id)
    if roster.state not in WAITING or roster.document_id is None:
        raise RosterNotWaiting
    sent = SentList(content_of(roster.document_id), roster.file_name, roster.year, roster.columns)
    return preview(member_id=roster.member_id, sent=sent, actor=actor, at=at, on=on)


@transaction.atomic
def forget_columns(*, member_id: UUID, actor: Actor, at: datetime, on: date) -> bool:
    """Forget what a member said of the titles of its export; tell whether anything was remembered.

    :raises NotYourMember: if the actor does not keep this member's staff.
    """
    require_roster_keeper(actor, member_id)
    count, _ = RosterMapping.objects.filter(member_id=member_id).delete()
    if count:
        record("beneficiaries.roster_columns_forgotten", actor=actor, subject=("member", member_id), at=at, on=on)
    return bool(count)

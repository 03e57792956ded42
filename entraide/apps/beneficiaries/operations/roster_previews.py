"""A list that was read, kept with what it would change, for someone to look at: parts of the acts on lists."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.beneficiaries.models import RosterChange, RosterImport
from entraide.apps.beneficiaries.queries.roster_effect import effect_of
from entraide.apps.beneficiaries.queries.roster_known import met_elsewhere
from entraide.apps.beneficiaries.queries.roster_notes import notes_of
from entraide.apps.beneficiaries.queries.rosters import ReadList, read_list, said_of_titles, unsettled
from entraide.apps.beneficiaries.translation import KINDS, content_of, counts_of, digest_of, entries_of
from entraide.apps.documents.operations import NewFile, keep
from entraide.core.roster.plan import RosterPlan
from entraide.core.roster.telling import sentence_for
from entraide.core.roster.values import HeldPerson
from entraide.orm.acts import BATCH


WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class SentList:
    """A nominative list as it was sent, for a civil year; `columns` is what its sender said of its titles, nothing: as remembered."""

    content: bytes
    name: str
    year: int
    columns: Mapping[str, str] | None = None

    def read(self, member_id: UUID) -> ReadList:
        """Read the list as its sender, or the member before, said its titles to be.

        :raises UnreadableFile: if the file cannot be read.
        """
        said = said_of_titles(member_id) if self.columns is None else self.columns
        return read_list(self.content, name=self.name, year=self.year, said=said)


def kept_file(sent: SentList, *, actor: Actor, at: datetime, on: date) -> UUID:
    """Keep the file of a list, encrypted; give its key."""
    media_type = WORKBOOK if sent.content.startswith(b"PK") else "text/csv"
    return keep(file=NewFile(sent.content, sent.name, media_type, "roster"), actor=actor, at=at, on=on)


def keep_preview(roster: RosterImport, plan: RosterPlan, *, people: Sequence[HeldPerson], actor: Actor, at: datetime, on: date) -> UUID:
    """Keep what a list would change beside it, and set aside the one that waited: part of acts that hold its member."""
    forget(unsettled([roster.member_id]).exclude(pk=roster.pk), actor=actor, at=at, on=on)
    met = met_elsewhere(plan, roster.member_id)
    told = {
        "on": on,
        "state": "previewed",
        "staff_count": plan.staff_count,
        "needs_confirmation": plan.needs_confirmation,
        "plan_digest": digest_of(plan),
        "sent_by": actor.author_id,
        "sent_at": at,
        **counts_of(plan),
        **effect_of(plan, people=people, member_id=roster.member_id, second=met.employed),
    }
    for name, value in told.items():
        setattr(roster, name, value)
    roster.save()
    _tell_changes(roster, plan, notes_of(plan, met))
    subject, payload = ("roster", roster.pk), {"member": roster.member_id, "year": roster.year, **counts_of(plan)}
    record("beneficiaries.roster_previewed", actor=actor, subject=subject, at=at, on=on, payload=payload)
    return roster.pk


def _tell_changes(roster: RosterImport, plan: RosterPlan, notes: Mapping[int, Mapping[str, Any]]) -> None:
    RosterChange.objects.filter(roster_id=roster.pk).delete()
    RosterChange.objects.bulk_create(
        [
            RosterChange(
                roster_id=roster.pk,
                position=position,
                kind=KINDS[type(entry)],
                line_number=entry.line_number,
                beneficiary_id=entry.person_id,
                sentence=sentence_for(entry),
                content=content_of(entry, plan) | notes.get(entry.line_number or 0, {}),
            )
            for position, entry in enumerate(entries_of(plan), 1)
        ],
        batch_size=BATCH,
    )


def forget(waiting: Iterable[RosterImport], *, actor: Actor, at: datetime, on: date) -> None:
    """Set lists aside with all that they said of persons; nothing of them stays but that they were sent, and given up."""
    keys = [roster.pk for roster in waiting]
    RosterChange.objects.filter(roster_id__in=keys).delete()
    RosterImport.objects.filter(pk__in=keys).update(state="set_aside", draft=None)
    for key in keys:
        record("beneficiaries.roster_set_aside", actor=actor, subject=("roster", key), at=at, on=on)

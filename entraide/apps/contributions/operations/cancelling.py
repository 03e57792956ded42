"""Calls that were wrong, taken back whole: the account comes to nothing, credits give each document back, the year is free again."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, Sum

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.contributions.models import (
    CallCampaign,
    CallDocument,
    ContributionLine,
    Deposit,
    Dispute,
    DocumentPart,
    Receipt,
)
from entraide.apps.contributions.operations.calls import Calling, hold_calls, said_by, write_persons
from entraide.apps.contributions.operations.documents import Addressee, Draft, issued, write_documents
from entraide.apps.contributions.operations.numbering import CREDITS, open_series
from entraide.apps.contributions.operations.plans import end_plans
from entraide.apps.contributions.operations.replacing import standing_draft
from entraide.apps.contributions.policies import require_accountant
from entraide.apps.contributions.queries.campaigns import next_members, not_called
from entraide.apps.contributions.queries.document_lines import document_lines
from entraide.apps.contributions.queries.due import held_lines
from entraide.apps.contributions.refusals import STAYING, CallDeposited, CallDisputed, CallPaid, CreditedTooMuch, ReasonMissing
from entraide.apps.contributions.translation import rates_of
from entraide.apps.contributions.translation import said_by as document_said_by
from entraide.apps.ledger import operations as ledger
from entraide.core.contributions.years import require_adjustable
from entraide.core.ledger import by_year, post_contribution_adjusted
from entraide.core.money import ZERO, Money, total
from entraide.orm.acts import parts
from entraide.orm.keys import uuid7


Lines = Mapping[UUID, Sequence[ContributionLine]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A call document that stands, with the lines of accounts that it asks for, those of the credits that lowered it among them."""

    document: CallDocument
    lines: tuple[ContributionLine, ...]


@dataclass(frozen=True, slots=True)
class GivenBack:
    """What a credit gives back of a document: all that stands of it, or the part of the members whose calls are taken back."""

    document: CallDocument
    credit: Draft
    is_whole: bool


@transaction.atomic
def cancel_call(*, member_id: UUID, year: int, reason: str, actor: Actor, at: datetime, on: date) -> UUID:
    """Take back the call of one member for a year with its adjustments, so that it may be called again; give the key of the line.

    :raises NotAccountant: if the actor may not.
    :raises ReasonMissing: if nothing says why.
    :raises YearNotOpen: if the year is too far ahead.
    :raises YearLapsed: if what was owed for it is extinguished.
    :raises NotCalled: if the platform called the member for nothing that year.
    :raises CancelledAlready: if its call was taken back.
    :raises CallStays: if money was received on it, or a line of it is disputed.
    :raises IssuedBeforeLast: if a credit bears a later day.
    """
    require_accountant(actor)
    if not reason.strip():
        raise ReasonMissing
    require_adjustable(year, on=on)
    # A campaign of the year, if one runs, is between two batches while its row is held.
    list(CallCampaign.objects.select_for_update().filter(year=year).order_by("pk"))
    lines, staying = write_cancellations([member_id], reason=reason.strip(), calling=Calling(year, at, actor, at, on))
    if staying:
        raise STAYING[staying[member_id]]
    if not lines:
        raise not_called(member_id, year=year)
    payload = {"year": year, "cents": lines[0].cents.cents, "reason": reason.strip()}
    record("contributions.call_cancelled", actor=actor, subject=("member", member_id), at=at, on=on, payload=payload)
    return lines[0].pk


def write_cancellations(member_ids: Collection[UUID], *, reason: str, calling: Calling) -> tuple[list[ContributionLine], dict[UUID, str]]:
    """Take back the calls of members in the running transaction; tell whose calls stay, by the code of the reason.

    A campaign leaves the calls whose document is deposited: nobody looks at them one by one.
    """
    hold_calls(member_ids, year=calling.year, issued_on=calling.on)
    held, staying, given_back = _weighed(member_ids, calling.year, leaves_deposited=calling.campaign is not None)
    written = _write_lines({member: own for member, own in held.items() if member not in staying}, calling)
    _issue_credits([one for one in given_back if one.credit.amount], reason, calling)
    return written, staying


@transaction.atomic
def check_cancellation(*, member_id: UUID, year: int) -> None:
    """Find fault with taking one member's call back; nothing is written.

    :raises NotCalled: if the platform called the member for nothing that year.
    :raises CancelledAlready: if its call was taken back.
    :raises CallStays: if money was received on it, or a line of it is disputed.
    """
    held, staying, _ = _weighed([member_id], year, leaves_deposited=False)
    if staying:
        raise STAYING[staying[member_id]]
    if not held:
        raise not_called(member_id, year=year)


@dataclass(slots=True)
class CancellationPreview:
    """What cancelling a campaign would do: how many calls it would take back, for what amount, and how many stay by reason."""

    call_count: int = 0
    amount: Money = ZERO
    staying: Counter[str] = field(default_factory=Counter)

    @property
    def staying_count(self) -> int:
        """Count the calls that would stay."""
        return self.staying.total()


@transaction.atomic
def preview_cancellation(campaign: CallCampaign, *, at: datetime) -> CancellationPreview:
    """Reckon the cancellation of a campaign, batch after batch as it would be done; nothing is written."""
    found, after = CancellationPreview(), None
    while members := next_members("cancellation", campaign.year, known_at=at, after=after, of=campaign.pk):
        held, staying, _ = _weighed(members, campaign.year, leaves_deposited=True)
        gone = [own for member, own in held.items() if member not in staying]
        found.call_count += len(gone)
        found.amount += total(line.cents for own in gone for line in own)
        found.staying.update(staying.values())
        after = members[-1]
    return found


def _weighed(member_ids: Collection[UUID], year: int, *, leaves_deposited: bool) -> tuple[Lines, dict[UUID, str], list[GivenBack]]:
    """Give the lines that stand of members, whose calls stay and why, and what is given back of the documents of the others."""
    held = _standing_lines(member_ids, year)
    documents = _documents_of(held)
    staying = _staying(held, documents, leaves_deposited=leaves_deposited)
    given_back, below = _credits_for(held, documents, staying)
    while below:
        staying |= dict.fromkeys(below, CreditedTooMuch.code)
        given_back, below = _credits_for(held, documents, staying)
    return held, staying, given_back


def _credits_for(held: Lines, documents: Iterable[Asked], staying: Collection[UUID]) -> tuple[list[GivenBack], set[UUID]]:
    """Draft what is given back of each document; name the members of those where credits gave back more than the document asked for."""
    gone = {line.pk for member, own in held.items() if member not in staying for line in own}
    found = [_given_back(one, gone) for one in documents if gone & {line.pk for line in one.lines}]
    return found, {line.member_id for one in found if one.credit.amount < ZERO for line in one.credit.lines if line.pk in gone}


def _standing_lines(member_ids: Collection[UUID], year: int) -> dict[UUID, list[ContributionLine]]:
    """Give the lines of the platform that stand, of members that it called."""
    rows = ContributionLine.objects.filter(member_id__in=member_ids, year=year, origin="platform")
    found: dict[UUID, list[ContributionLine]] = defaultdict(list)
    for line in rows.filter(cancelled_by__isnull=True).exclude(kind="cancellation").order_by("pk"):
        found[line.member_id].append(line)
    return {member: own for member, own in found.items() if any(line.kind == "call" for line in own)}


def _documents_of(held: Lines) -> list[Asked]:
    """Hold the documents that ask for some lines and stand, in the order of their numbers."""
    keys = [line.pk for own in held.values() for line in own]
    told = [row for some in parts(keys) for row in DocumentPart.objects.filter(line__in=some).values_list("document", "document__lowers")]
    documents = {lowered or document for document, lowered in told}
    rows = CallDocument.objects.select_for_update(of=("self",)).filter(pk__in=documents, kind="call", taken_back_by__isnull=True)
    standing = {row.pk: row for row in rows.order_by("number")}
    asked: dict[UUID, dict[UUID, ContributionLine]] = {key: {} for key in standing}
    about = DocumentPart.objects.filter(Q(document__in=standing) | Q(document__lowers__in=standing)).select_related("document", "line")
    for part in about.order_by("line__on", "line_id"):
        asked[part.document.lowers_id or part.document_id][part.line_id] = part.line
    return [Asked(row, tuple(asked[key].values())) for key, row in standing.items()]


def _staying(held: Lines, documents: Iterable[Asked], *, leaves_deposited: bool) -> dict[UUID, str]:
    """Tell whose calls stay, and why."""
    keys = [one.document.pk for one in documents]
    received = Receipt.objects.filter(document__in=keys).order_by("document").values_list("document").annotate(Sum("cents"))
    paid = {document for document, amount in received if amount != ZERO}
    deposited = set(Deposit.objects.filter(document__in=keys).values_list("document_id", flat=True)) if leaves_deposited else set()
    rows = [line.pk for own in held.values() for line in own]
    disputed = Dispute.objects.filter(state="open", person_line__line__in=rows).values_list("person_line__line__member_id", flat=True)
    found: dict[UUID, str] = {}
    for one in documents:
        code = CallPaid.code if one.document.pk in paid else CallDeposited.code if one.document.pk in deposited else ""
        found |= {line.member_id: code for line in one.lines if code and line.member_id in held}
    return found | {member: CallDisputed.code for member in disputed}


def _write_lines(held: Lines, calling: Calling) -> list[ContributionLine]:
    """Add to each account the line that brings it to nothing, with its person lines and its journal entry."""
    persons = held_lines(held, year=calling.year)
    written = [
        ContributionLine(
            id=(key := uuid7()),
            member_id=member,
            payer_id=own[0].payer_id,
            kind="cancellation",
            label=f"Annulation de l’appel {calling.year}",
            head_count=len({one.beneficiary_id for one in persons.get(member, ())}),
            cents=-total(line.cents for line in own),
            external_key=f"cancellation:{key}",
            rates=rates_of(one.said for one in persons.get(member, ())),
            **said_by(calling),
        )
        for member, own in held.items()
    ]
    ContributionLine.objects.bulk_create(written, batch_size=1_000)
    write_persons(
        (line.pk, one.said, "cancelled", one.id, one.beneficiary_id) for line in written for one in persons.get(line.member_id, ())
    )
    for line in written:
        for one in held[line.member_id]:
            one.cancelled_by = line
    ContributionLine.objects.bulk_update([one for own in held.values() for one in own], ["cancelled_by"], batch_size=500)
    posted = [post_contribution_adjusted(line.pk.hex, line.cents, line.on) for line in written if line.cents]
    ledger.post([entry for one in posted for entry in by_year(one, year=calling.year)], at=calling.at)
    return written


def _given_back(asked: Asked, gone: Collection[UUID]) -> GivenBack:
    """Take a document back whole where none of its lines stands any more, else lower it."""
    if all(line.pk in gone or line.cancelled_by_id for line in asked.lines):
        return GivenBack(asked.document, standing_draft(asked.document), is_whole=True)
    own = tuple(line for line in asked.lines if line.pk in gone)
    told = document_lines(own)
    was = document_said_by(asked.document)
    addressee = Addressee(was.member, was.service_code, was.engagement_number)
    said = tuple(each for line in own for each in told[line.pk])
    return GivenBack(asked.document, Draft(asked.document.debtor_id, asked.document.year, addressee, own, said), is_whole=False)


def _issue_credits(given_back: Sequence[GivenBack], reason: str, calling: Calling) -> None:
    """Number and write the credits; what was agreed on how to pay a document taken back ends."""
    credits = open_series(CREDITS, calling.on)
    act = {"issued_on": calling.on, "due_on": calling.on, "actor": calling.actor, "at": calling.at, "reason": reason}
    rows = [issued(one.credit, credits, **{"takes_back" if one.is_whole else "lowers": one.document}, **act) for one in given_back]
    write_documents(rows, [one.credit.lines for one in given_back])
    credits.close()
    end_plans([one.document.pk for one in given_back if one.is_whole], actor=calling.actor, at=calling.at)

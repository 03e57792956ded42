"""Documents that ask for contributions, or lower what was asked: addressed, numbered without gap and written, one per debtor and year."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.contributions.models import CallCampaign, CallDocument, ContributionLine, DocumentPart
from entraide.apps.contributions.operations.numbering import CALLS, CREDITS, Series, open_series
from entraide.apps.contributions.policies import require_accountant
from entraide.apps.contributions.queries.debtors import debtors_now
from entraide.apps.contributions.queries.document_lines import document_lines
from entraide.apps.contributions.queries.documents import calls_to_lower, undocumented
from entraide.apps.contributions.refusals import DueBeforeIssued, DueTooFar
from entraide.apps.contributions.translation import content_of, issuer
from entraide.apps.members.queries import billed_establishments
from entraide.apps.members.queries.perimeters import names_ever, names_on
from entraide.core.contributions.call_document import Address, DocumentKind, DocumentLine, Party, reversed_line
from entraide.core.contributions.call_document import CallDocument as Said
from entraide.core.money import Money, total
from entraide.core.timeline import farthest
from entraide.orm.acts import parts
from entraide.orm.copying import copy_models, copy_rows, writers
from entraide.orm.keys import uuid7, uuid7_digits


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom a document is addressed to, with the references that its accounting service asks for."""

    party: Party
    service_code: str
    engagement_number: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What a document will ask of one debtor for a civil year: lines of accounts, and what is said of them."""

    debtor_id: UUID
    year: int
    addressee: Addressee
    lines: tuple[ContributionLine, ...]
    said: tuple[DocumentLine, ...]
    lowered: CallDocument | None = None

    @property
    def amount(self) -> Money:
        """Give what the lines add up to, of either sign."""
        return total(line.cents for line in self.lines)


@transaction.atomic
def issue_call_documents(
    line_ids: Sequence[UUID], *, campaign: CallCampaign | None, issued_on: date, due_on: date, actor: Actor, at: datetime
) -> int:
    """Issue one document per debtor and civil year for lines that none asks for yet; give how many.

    A debtor that cannot be addressed (no billed establishment, gone) gets none: its lines wait, `queries.documents.waiting` says why. Lines
    that come to less than nothing make a credit, which lowers the last call that stands; where there is none, they wait.

    :raises NotAccountant: if the actor keeps no accounts.
    :raises DueBeforeIssued: if so.
    :raises DueTooFar: if it is later than anybody plans.
    :raises IssuedBeforeLast: if a later day was numbered already.
    """
    require_accountant(actor)
    if due_on < issued_on:
        raise DueBeforeIssued(due_on=f"{due_on:%d/%m/%Y}", issued_on=f"{issued_on:%d/%m/%Y}")
    if due_on > (last := farthest(issued_on)):
        raise DueTooFar(due_on=f"{due_on:%d/%m/%Y}", last_on=f"{last:%d/%m/%Y}")
    # Whoever issues waits here for whoever issues: which lines have no document is read after it.
    calls, credits = open_series(CALLS, issued_on), open_series(CREDITS, issued_on)
    drafts = _drafts(_groups(line_ids, issued_on), issued_on)
    rows = [issued(draft, credits if draft.lowered else calls, issued_on=issued_on, due_on=due_on, actor=actor, at=at) for draft in drafts]
    write_documents(rows, [draft.lines for draft in drafts])
    for series in (calls, credits):
        series.close()
    if rows:
        subject = ("call_campaign", campaign.pk) if campaign else ("document_series", calls.row.pk)
        payload = {
            "count": len(rows),
            "cents": sum(draft.amount.cents for draft in drafts),
            "first": rows[0].number,
            "last": rows[-1].number,
        }
        record("contributions.documents_issued", actor=actor, subject=subject, at=at, on=issued_on, payload=payload)
    return len(rows)


@dataclass(frozen=True, slots=True)
class Group:
    """The lines that one debtor is asked for together, and the call that they lower where they come to less than nothing."""

    debtor_id: UUID
    year: int
    addressee: Addressee
    lines: tuple[ContributionLine, ...]
    lowered: CallDocument | None


def _groups(line_ids: Sequence[UUID], on: date) -> list[Group]:
    """Put lines without a document together by civil year and debtor, leaving out what cannot be issued."""
    lines = [line for keys in parts(list(line_ids)) for line in undocumented().filter(pk__in=keys).annotate(siren=F("member__siren"))]
    standing = debtors_now({line.debtor for line in lines}, on=on)
    addressees = addressees_of(set(standing.values()), on=on)
    held: dict[tuple[UUID, int], list[ContributionLine]] = defaultdict(list)
    for line in sorted(lines, key=lambda line: (line.siren, line.on, line.pk)):
        if standing[line.debtor] in addressees:
            held[standing[line.debtor], line.year].append(line)
    less = {key for key, own in held.items() if sum(line.cents.cents for line in own) < 0}
    lowered = calls_to_lower({key: {key[0], *(line.debtor for line in held[key])} for key in less})
    kept = [key for key in held if key in lowered or key not in less]
    kept.sort(key=lambda key: (key[1], addressees[key[0]].party.siret))
    return [Group(*key, addressees[key[0]], tuple(held[key]), lowered.get(key)) for key in kept]


def _drafts(groups: Sequence[Group], on: date) -> list[Draft]:
    """Write what documents say of their lines."""
    lines = [line for group in groups for line in group.lines]
    # Most debtors are asked for their own contribution alone.
    others = {line.member_id for group in groups for line in group.lines if line.member_id != group.debtor_id}
    names = names_ever(others) | names_on(others, on=on)
    told = document_lines(lines)
    return [
        Draft(
            group.debtor_id,
            group.year,
            group.addressee,
            group.lines,
            tuple(_named(each, line, group.debtor_id, names) for line in group.lines for each in told[line.pk]),
            group.lowered,
        )
        for group in groups
    ]


def _named(said: DocumentLine, line: ContributionLine, debtor: UUID, names: dict[UUID, str]) -> DocumentLine:
    """Say which member a line is about, where it is not the debtor."""
    if line.member_id == debtor:
        return said
    return replace(said, label=f"{names.get(line.member_id) or line.siren} : {said.label}")


def addressees_of(debtor_ids: set[UUID], *, on: date) -> dict[UUID, Addressee]:
    """Give whom documents for these bodies are addressed to on a day, those that exist and are billed somewhere."""
    billed = billed_establishments(debtor_ids, on=on)
    return {key: _addressee(billed[key], name) for key, name in names_on(billed, on=on).items()}


def _addressee(billed: Any, name: str) -> Addressee:
    party = Party(name, billed.siret, Address(billed.street, billed.postcode, billed.city))
    return Addressee(party, billed.service_code, billed.engagement_number)


def issued(draft: Draft, series: Series, *, issued_on: date, due_on: date, actor: Actor, at: datetime, **links: Any) -> CallDocument:
    """Number a draft, check that it can be printed, and give its row, not written yet.

    :raises ValueError: if what it says does not come to what it asks for.
    """
    is_credit = series.kind is DocumentKind.CREDIT
    preceding = links.get("takes_back") or links.get("lowers") or draft.lowered
    amount = -draft.amount if draft.lowered else draft.amount
    said = Said(
        number=series.next_number(),
        kind=series.kind,
        year=draft.year,
        issued_on=issued_on,
        due_on=due_on,
        issuer=issuer(),
        member=draft.addressee.party,
        lines=tuple(map(reversed_line, draft.said)) if draft.lowered else draft.said,
        account=settings.ENTRAIDE_DEBTOR["iban"],
        service_code=draft.addressee.service_code,
        engagement_number=draft.addressee.engagement_number,
        preceding=(preceding.number, preceding.issued_on) if is_credit else None,
    )
    if said.amount != amount:
        raise ValueError(f"{said.number} says {said.amount} and asks for {amount}")
    return CallDocument(
        id=uuid7(),
        number=said.number,
        kind=said.kind,
        debtor_id=draft.debtor_id,
        debtor_name=said.member.name,
        year=said.year,
        issued_on=issued_on,
        due_on=due_on,
        cents=amount,
        content=content_of(said),
        issued_by=actor.author_id,
        issued_at=at,
        **{"lowers": draft.lowered} | links,
    )


def write_documents(rows: Sequence[CallDocument], lines: Sequence[Sequence[ContributionLine]]) -> None:
    """Write documents, each with the lines of accounts that it asks for or gives back."""
    copy_models(CallDocument, rows)
    key = writers().key
    made = ((uuid7_digits(), key(row.pk), key(line.pk)) for row, own in zip(rows, lines, strict=True) for line in own)
    copy_rows(DocumentPart, ("id", "document_id", "line_id"), made)

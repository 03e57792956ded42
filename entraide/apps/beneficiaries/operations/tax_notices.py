"""A notice from the phone to line 14: sent, checked or sent back, and its file destroyed in the same act."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from entraide.apps.accounts.actor import Actor
from entraide.apps.accounts.queries import account, names_of
from entraide.apps.accounts.roles import Role
from entraide.apps.audit.operations import record
from entraide.apps.beneficiaries import refusals
from entraide.apps.beneficiaries.models import TaxNotice
from entraide.apps.beneficiaries.operations.files import CheckedTaxLine, record_tax_line
from entraide.apps.beneficiaries.operations.holding import hold_persons
from entraide.apps.beneficiaries.policies import NotYourFile, require_own_or_staff, require_unconcerned
from entraide.apps.beneficiaries.queries import accounts_of
from entraide.apps.beneficiaries.queries.tax_notices import free_for, next_notice, notice_years
from entraide.apps.beneficiaries.sentences import NOTICE_REASONS, NOTICE_REMEDIES
from entraide.apps.documents.operations import destroy
from entraide.apps.notifications.operations import Letter, tell
from entraide.core.money import Money


TOLD = {
    "checked": (
        "Votre avis d’impôt {year} est vérifié",
        "Votre avis d’impôt {year} est vérifié, et votre document est détruit. Votre tranche, et ce qu’elle change pour vos demandes en "
        "cours, sont dans « Mon foyer », sous « Mon avis d’impôt ».",
    ),
    "sent_back": (
        "Votre avis d’impôt {year} est à renvoyer",
        "Nous n’avons pas pu vérifier votre avis d’impôt {year} : {reason}. {remedy} Le document reçu est détruit. "
        "Renvoyez votre avis depuis « Mon foyer ».",
    ),
}


@dataclass(frozen=True, slots=True)
class SentNotice:
    """What a person sends: the year, their notice, and their partner's where partners are taxed apart."""

    notice_year: int
    document_id: UUID
    partner_document_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class _Who:
    """Who acts, and when."""

    actor: Actor
    at: datetime
    on: date

    @property
    def when(self) -> dict:
        """Give it as operations take it."""
        return {"actor": self.actor, "at": self.at, "on": self.on}


@transaction.atomic
def send_notice(*, beneficiary_id: UUID, sent: SentNotice, actor: Actor, at: datetime, on: date) -> UUID:
    """Put a notice, and the partner's, before the officers; one that waited already is destroyed and gives way.

    :raises NoticeYearRefused: if there is no notice of that year yet, or it serves no longer.
    """
    require_own_or_staff(actor, beneficiary_id)
    _require_year(sent.notice_year, on=on)
    hold_persons([beneficiary_id])
    who = _Who(actor, at, on)
    held = TaxNotice.objects.select_for_update().filter(beneficiary_id=beneficiary_id, notice_year=sent.notice_year)
    rows = {row.is_partners: row for row in held.order_by("pk")}
    for row in rows.values():
        _destroy(row, who)
    if sent.partner_document_id is None and True in rows:
        rows.pop(True).delete()
    documents = {False: sent.document_id} | ({True: sent.partner_document_id} if sent.partner_document_id else {})
    for is_partners, document_id in documents.items():
        row = rows.get(is_partners) or TaxNotice(beneficiary_id=beneficiary_id, notice_year=sent.notice_year, is_partners=is_partners)
        row.state, row.document_id, row.sent_at, row.reason = "sent", document_id, at, ""
        row.sent_on = on
        row.decided_on = row.decided_at = row.decided_by = row.held_by = row.held_at = None
        row.save()
        rows[is_partners] = row
    payload = {"year": sent.notice_year, "partner": sent.partner_document_id is not None}
    record("beneficiaries.tax_notice_sent", actor=actor, subject=("beneficiary", beneficiary_id), at=at, on=on, payload=payload)
    return rows[False].pk


def _require_year(year: int, *, on: date) -> None:
    years = notice_years(on)
    if year not in years:
        raise refusals.NoticeYearRefused(year=year, first=years[0], last=years[-1])


def _destroy(row: TaxNotice, who: _Who) -> None:
    """Destroy the file of a notice; the row names it no longer."""
    document_id, row.document_id = row.document_id, None
    if document_id is not None:
        row.save(update_fields=["document"])
        destroy(document_id=document_id, **who.when)


@transaction.atomic
def hold_next_notice(*, actor: Actor, at: datetime, but: UUID | None = None) -> UUID | None:
    """Put the oldest notice that nobody has on the officer's desk for some minutes; `but` is one that they pass over."""
    _require_officer(actor)
    while (found := next_notice(actor=actor, at=at, but=but)) is not None:
        # Another officer may have been given it since it was found: looked at again by the statement that writes.
        if TaxNotice.objects.filter(free_for(actor, at=at), pk=found, state="sent").update(held_by=actor.account_id, held_at=at):
            return found
    return None


@dataclass(frozen=True, slots=True)
class Reading:
    """What an officer read: the files that were on the desk, the year, line 14, the partner's where there are two notices."""

    document_ids: frozenset[UUID]
    notice_year: int
    line_14: Money
    partner_line_14: Money | None = None


@transaction.atomic
def check_notice(*, notice_id: UUID, reading: Reading, actor: Actor, at: datetime, on: date) -> UUID:
    """Write line 14 as it was read, and destroy the notice and the partner's at once; give the key of the line.

    A notice of another year than it was sent for proves that other year; the one asked for is awaited still.

    :raises NoticeSettled: if somebody else has settled it.
    :raises NoticeReplaced: if the person has sent another file since it was opened.
    :raises OwnHousehold: if it is the officer's own household's.
    :raises NoticeYearRefused: if the year read is none whose notice serves.
    """
    who = _Who(actor, at, on)
    rows = _on_desk(notice_id, reading.document_ids, who)
    _require_year(reading.notice_year, on=on)
    own = rows[0]
    for row in rows:
        _destroy(row, who)
        _settle(row, "checked", who)
    if reading.notice_year != own.notice_year:
        _move(rows, reading.notice_year)
    line = CheckedTaxLine(reading.notice_year, reading.line_14, "notice", reading.partner_line_14)
    key = record_tax_line(beneficiary_id=own.beneficiary_id, line=line, **who.when)
    _tell(own, "checked", who, year=reading.notice_year)
    payload = {"year": reading.notice_year, "notices": len(rows)}
    record("beneficiaries.tax_notice_checked", actor=actor, subject=("beneficiary", own.beneficiary_id), at=at, on=on, payload=payload)
    return key


@transaction.atomic
def send_back(*, notice_id: UUID, reason: str, document_ids: frozenset[UUID], actor: Actor, at: datetime, on: date) -> None:
    """Ask the person for a notice again, for one reason of the list; what was sent is destroyed at once.

    :raises UnknownNoticeReason: if the reason is not of the list.
    :raises NoticeSettled: if somebody else has settled it.
    :raises NoticeReplaced: if the person has sent another file since it was opened.
    :raises OwnHousehold: if it is the officer's own household's.
    """
    if reason not in NOTICE_REASONS:
        raise refusals.UnknownNoticeReason
    who = _Who(actor, at, on)
    rows = _on_desk(notice_id, document_ids, who)
    for row in rows:
        _destroy(row, who)
        _settle(row, "sent_back", who, reason=reason)
    own = rows[0]
    _tell(own, "sent_back", who, year=own.notice_year)
    payload = {"year": own.notice_year, "reason": reason}
    subject = ("beneficiary", own.beneficiary_id)
    record("beneficiaries.tax_notice_sent_back", actor=actor, subject=subject, at=at, on=on, payload=payload)


def _require_officer(actor: Actor) -> None:
    if not actor.has(Role.CLAIMS_OFFICER):
        raise NotYourFile


def _on_desk(notice_id: UUID, seen: frozenset[UUID], who: _Who) -> list[TaxNotice]:
    """Hold the person, then lock their notice and the partner's; refuse what somebody else has settled or replaced."""
    _require_officer(who.actor)
    hold_persons(TaxNotice.objects.filter(pk=notice_id).order_by("pk").values_list("beneficiary_id", flat=True))
    own = TaxNotice.objects.select_for_update().get(pk=notice_id)
    require_unconcerned(who.actor, own.beneficiary_id, on=who.on)
    if own.state != "sent":
        raise _settled(own)
    twins = TaxNotice.objects.select_for_update().filter(
        beneficiary_id=own.beneficiary_id, notice_year=own.notice_year, is_partners=True, state="sent"
    )
    rows = [own, *twins.order_by("pk")]
    if {row.document_id for row in rows} != seen:
        raise refusals.NoticeReplaced
    return rows


def _settled(row: TaxNotice) -> refusals.NoticeSettled:
    """Tell the second of two officers who was first, when, and what they did."""
    who = names_of({row.decided_by}).get(row.decided_by, "") if row.decided_by else ""
    said = {"checked": "il est vérifié", "sent_back": "il est à renvoyer"}.get(row.state, "il est attendu à nouveau")
    when = f"{timezone.localtime(row.decided_at):%H h %M}" if row.decided_at else "l’instant"
    return refusals.NoticeSettled(who=who or "Quelqu’un d’autre", when=when, what=said)


def _settle(row: TaxNotice, state: str, who: _Who, *, reason: str = "") -> None:
    row.state, row.reason = state, reason
    row.decided_on, row.decided_at, row.decided_by = who.on, who.at, who.actor.account_id
    row.held_by = row.held_at = None
    row.save(update_fields=["state", "reason", "decided_on", "decided_at", "decided_by", "held_by", "held_at"])


def _move(rows: list[TaxNotice], year: int) -> None:
    """Have notices count for the year that was read on them; the year that was asked for is asked still."""
    for row in rows:
        asked = (row.notice_year, row.asked_on, row.campaign_id, row.reminded_on)
        there = TaxNotice.objects.filter(beneficiary_id=row.beneficiary_id, notice_year=year, is_partners=row.is_partners)
        if there.filter(state="sent").exists():
            # Another file of that year waits for its own turn.
            row.delete()
        else:
            there.delete()
            row.notice_year, row.asked_on, row.campaign_id, row.reminded_on = year, None, None, None
            row.save(update_fields=["notice_year", "asked_on", "campaign", "reminded_on"])
        if asked[1] is not None:
            TaxNotice.objects.create(
                beneficiary_id=row.beneficiary_id,
                is_partners=row.is_partners,
                state="asked",
                notice_year=asked[0],
                asked_on=asked[1],
                campaign_id=asked[2],
                reminded_on=asked[3],
            )


def _tell(row: TaxNotice, event: str, who: _Who, *, year: int) -> None:
    account_id = accounts_of([row.beneficiary_id]).get(row.beneficiary_id)
    opened = account(account_id) if account_id else None
    subject, body = TOLD[event]
    values = {"year": year, "reason": NOTICE_REASONS.get(row.reason, ""), "remedy": NOTICE_REMEDIES.get(row.reason, "").format(year=year)}
    letter = Letter(
        key=f"tax_notice:{row.pk}:{event}:{who.at.timestamp():.6f}",
        subject=subject.format(**values),
        body=" ".join(body.format(**values).split()),
        beneficiary_id=row.beneficiary_id,
        email=opened.email if opened else "",
        about=("beneficiary", row.beneficiary_id),
    )
    tell(letter, at=who.at, on=who.on)

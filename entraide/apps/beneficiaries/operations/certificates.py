"""A grown child sends a certificate for the opener, by a one-time code: without an account, and without reading anything of the file."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from entraide.apps.accounts.actor import ANONYMOUS, Actor
from entraide.apps.accounts.codes import draw_code, show_code
from entraide.apps.accounts.operations import record_attempt, require_few_attempts
from entraide.apps.accounts.queries import MAX_FAILURES, account, code_hash
from entraide.apps.audit.operations import record
from entraide.apps.beneficiaries.models import CertificateRequest, DependantIdentity
from entraide.apps.beneficiaries.policies import require_own_or_staff
from entraide.apps.beneficiaries.queries import accounts_of, household
from entraide.apps.beneficiaries.refusals import CertificateRefused, NotGrownUp
from entraide.apps.documents.operations import NewFile, keep
from entraide.apps.notifications.operations import Letter, tell
from entraide.core.eligibility.children import standing_of


DOOR = "certificate"
CODE_LIVES = timedelta(days=30)
SCHOOL = "school_certificate"


@transaction.atomic
def ask_certificate(*, beneficiary_id: UUID, dependant_id: UUID, claim_id: UUID | None, actor: Actor, at: datetime, on: date) -> str:
    """Make the code by which a grown child sends a school certificate, for a claim or for the household; give it, as it is printed.

    The codes asked before for the same child and the same claim die.

    :raises NotGrownUp: if the child is not of the household, or is not between majority and the end of the aid for studies.
    """
    require_own_or_staff(actor, beneficiary_id)
    child = next((each for each in household(beneficiary_id, on=on) if each.id == dependant_id and each.kind == "child"), None)
    if child is None or not standing_of(child.born_on, on).wants_certificate:
        raise NotGrownUp
    waiting = CertificateRequest.objects.filter(beneficiary_id=beneficiary_id, dependant_id=dependant_id, claim_id=claim_id)
    waiting.filter(document__isnull=True, expires_at__gt=at).update(expires_at=at)
    code = draw_code()
    CertificateRequest.objects.create(
        beneficiary_id=beneficiary_id,
        dependant_id=dependant_id,
        claim_id=claim_id,
        requirement=SCHOOL,
        code_hash=code_hash(code),
        asked_at=at,
        expires_at=at + CODE_LIVES,
    )
    payload = {"dependant": dependant_id, "claim": claim_id}
    record("beneficiaries.certificate_asked", actor=actor, subject=("beneficiary", beneficiary_id), at=at, on=on, payload=payload)
    return show_code(code)


@dataclass(frozen=True, slots=True)
class SentCertificate:
    """What a grown child types and sends: the code, their birth, their name as they sign."""

    code: str
    born_on: date
    sender: str


@dataclass(frozen=True, slots=True)
class ReceivedCertificate:
    """What was received, for whoever puts it where it is wanted."""

    beneficiary_id: UUID
    claim_id: UUID | None
    requirement: str
    document_id: UUID


def check_certificate_code(*, sent: SentCertificate, network: str, at: datetime, on: date) -> None:
    """Check a code and the birth that confirms it; the same answer whether the code exists or not.

    :raises TooManyAttempts: if this code or this network failed too often.
    :raises CertificateRefused: if the code is not alive or the birth is not that of its child.
    """
    require_few_attempts(DOOR, code=sent.code, network=network, at=at)
    with transaction.atomic():
        is_right = _alive(sent, at=at, on=on) is not None
        if not is_right:
            CertificateRequest.objects.filter(code_hash=code_hash(sent.code)).update(failed_count=F("failed_count") + 1)
            record_attempt(DOOR, code=sent.code, network=network, at=at)
    if not is_right:
        raise CertificateRefused


def _alive(sent: SentCertificate, *, at: datetime, on: date) -> CertificateRequest | None:
    row = CertificateRequest.objects.select_for_update().filter(code_hash=code_hash(sent.code)).order_by("pk").first()
    born_on = DependantIdentity.objects.in_force_on(on).filter(dependant_id=row.dependant_id if row else None).order_by("pk")
    is_same = born_on.values_list("born_on", flat=True).first() == sent.born_on
    is_waiting = row is not None and row.sent_at is None and row.expires_at > at and row.failed_count < MAX_FAILURES
    return row if is_same and is_waiting else None


@transaction.atomic
def deposit_certificate(*, sent: SentCertificate, file: NewFile, at: datetime, on: date) -> ReceivedCertificate:
    """Keep the certificate that a grown child sends; the code dies, and the opener is told that it came.

    :raises CertificateRefused: if the code is not alive or the birth is not that of its child.
    """
    row = _alive(sent, at=at, on=on)
    if row is None:
        raise CertificateRefused
    document_id = keep(file=file, actor=ANONYMOUS, at=at, on=on)
    row.document_id, row.sender, row.sent_at, row.sent_on = document_id, sent.sender.strip()[:200], at, on
    row.save(update_fields=["document", "sender", "sent_at", "sent_on"])
    account_id = accounts_of([row.beneficiary_id]).get(row.beneficiary_id)
    opened = account(account_id) if account_id else None
    letter = Letter(
        key=f"certificate:{row.pk}",
        subject="Un certificat est arrivé pour votre foyer",
        body=f"{row.sender} nous a envoyé son certificat de scolarité, comme vous l’aviez demandé. « Mon foyer » le montre.",
        beneficiary_id=row.beneficiary_id,
        email=opened.email if opened else "",
    )
    tell(letter, at=at, on=on)
    subject, payload = ("beneficiary", row.beneficiary_id), {"request": row.pk, "document": document_id}
    record("beneficiaries.certificate_received", actor=ANONYMOUS, subject=subject, at=at, on=on, payload=payload)
    return ReceivedCertificate(row.beneficiary_id, row.claim_id, row.requirement, document_id)

"""A certificate sent by a grown child goes straight among the papers of the claim that it was asked for."""

from datetime import date, datetime

from django.db import transaction

from entraide.apps.accounts.actor import ANONYMOUS
from entraide.apps.audit.operations import record
from entraide.apps.beneficiaries.operations.certificates import SentCertificate, deposit_certificate
from entraide.apps.claims.models import ClaimDocument
from entraide.apps.claims.operations.waiting import awaited_paper, put_awaited
from entraide.apps.claims.queries.reads import held_claim
from entraide.apps.documents.operations import NewFile
from entraide.core.workflow.claims import OPEN_STATES, ClaimState


@transaction.atomic
def receive_certificate(*, sent: SentCertificate, file: NewFile, at: datetime, on: date) -> None:
    """Keep a certificate, and put it in its claim while nothing is decided: a draft, or a claim that waits.

    Where the claim awaits one, it stands for that paper.

    :raises CertificateRefused: if the code is not alive or the birth is not that of its child.
    """
    received = deposit_certificate(sent=sent, file=file, at=at, on=on)
    claim = held_claim(received.claim_id) if received.claim_id else None
    if claim is None or claim.beneficiary_id != received.beneficiary_id:
        return
    if (awaited := awaited_paper(claim, received.requirement, on=on)) is not None:
        put_awaited(claim, awaited, document_id=received.document_id, actor=ANONYMOUS, at=at, on=on)
        return
    if claim.state not in {ClaimState.DRAFT, *OPEN_STATES}:
        return
    ClaimDocument.objects.create(
        claim=claim, requirement=received.requirement, document_id=received.document_id, state="received", added_at=at
    )
    payload = {"kind": received.requirement}
    record("claims.paper_added", actor=ANONYMOUS, subject=("claim", claim.pk), at=at, on=on, payload=payload)

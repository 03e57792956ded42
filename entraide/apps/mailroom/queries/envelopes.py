"""Reads of envelopes: what a correspondent is told, what the desk opens."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from entraide.apps.accounts.actor import Actor
from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.queries import people
from entraide.apps.contributions.translation import issuer
from entraide.apps.mailroom.models import Envelope, EnvelopeFile
from entraide.apps.mailroom.policies import OPENING
from entraide.core.workflow.claims import ClaimState, claim_label
from entraide.core.workflow.engine import Audience
from entraide.integrations.printing.receipts import printed_receipt


RECEIPT = (
    "Cette enveloppe est scellée : elle est ouverte par le service instructeur seul.",
    "Le jour du dépôt est celui qui compte, pour un dossier complet. La suite est dite à la personne, et à elle seule.",
)
WAITING = Q(claim__isnull=True, asked_again_on__isnull=True, set_aside_on__isnull=True)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a correspondent learns of an envelope, whatever became of it: for whom, when, how many files, and one of three words."""

    id: UUID
    reference: str
    name: str
    deposited_on: date
    file_count: int
    state: str


def deposited_for(member_id: UUID | None) -> QuerySet[Envelope]:
    """Give the envelopes of a member, the last first."""
    return Envelope.objects.filter(member_id=member_id).order_by("-deposited_at", "-pk")


def receipts(rows: Iterable[Envelope], *, on: date) -> list[Receipt]:
    """Say what the correspondent may know of envelopes, in three queries, whether or not a claim is confidential."""
    keys = [row.pk for row in rows]
    found = list(
        Envelope.objects.filter(pk__in=keys).select_related("claim").annotate(file_count=Count("files")).order_by("-deposited_at", "-pk")
    )
    names = people({row.beneficiary_id for row in found}, on=on)
    return [
        Receipt(
            row.pk,
            row.reference,
            names[row.beneficiary_id].name if row.beneficiary_id in names else "",
            row.deposited_on,
            row.file_count,
            word_of(row),
        )
        for row in found
    ]


def word_of(row: Envelope) -> str:
    """Say where an envelope stands, in the word of correspondents."""
    if row.claim_id is not None:
        return claim_label(ClaimState(row.claim.state), Audience.CORRESPONDENT)
    if row.asked_again_on is not None:
        return claim_label(ClaimState.AWAITING_CORRECTION, Audience.CORRESPONDENT)
    return claim_label(ClaimState.CLOSED if row.set_aside_on else ClaimState.DRAFT, Audience.CORRESPONDENT)


def waiting_envelopes() -> QuerySet[Envelope]:
    """Give the envelopes from which something is to be entered, the oldest first."""
    return Envelope.objects.filter(WAITING).annotate(file_count=Count("files")).order_by("deposited_on", "pk")


def envelope(envelope_id: UUID, actor: Actor) -> Envelope | None:
    """Give one envelope to who opens post, and nothing to anyone else."""
    if actor.role not in OPENING:
        return None
    return Envelope.objects.select_related("claim").filter(pk=envelope_id).order_by("pk").first()


def files_of(envelope_id: UUID) -> list[EnvelopeFile]:
    """List the files of an envelope that are still kept."""
    return list(EnvelopeFile.objects.filter(envelope_id=envelope_id, document__isnull=False).select_related("document").order_by("pk"))


def files_for_claim(claim_id: UUID, actor: Actor) -> list[EnvelopeFile]:
    """List the files of the envelopes that were opened and from which a claim was entered, to who opens post."""
    if actor.role not in OPENING:
        return []
    rows = EnvelopeFile.objects.filter(envelope__claim_id=claim_id, envelope__opened_at__isnull=False, document__isnull=False)
    return list(rows.select_related("document").order_by("envelope_id", "pk"))


def file_of_envelope(envelope_id: UUID, *, file_id: UUID, actor: Actor) -> EnvelopeFile | None:
    """Give one file of an envelope that was opened, to who opens post."""
    if actor.role not in OPENING:
        return None
    rows = EnvelopeFile.objects.filter(pk=file_id, envelope_id=envelope_id, envelope__opened_at__isnull=False, document__isnull=False)
    return rows.select_related("document").order_by("pk").first()


def printed_receipt_of(envelope_id: UUID, *, actor: Actor, on: date) -> tuple[str, bytes] | None:
    """Print the receipt of an envelope of the actor's member, with its reference; it says the same whatever became of it."""
    rows = [] if actor.role != Role.CORRESPONDENT else list(deposited_for(actor.member_id).filter(pk=envelope_id))
    for found in receipts(rows, on=on):
        facts = (
            ("Reçu", found.reference),
            ("Pour", found.name),
            ("Déposée le", f"{found.deposited_on:%d/%m/%Y}"),
            ("Fichiers", str(found.file_count)),
        )
        return found.reference, printed_receipt(sender=issuer(), facts=facts, paragraphs=RECEIPT, on=found.deposited_on)
    return None

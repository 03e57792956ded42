"""The same claim as one would write it by hand with Django alone: the same rules, the fewest statements, no rights, no trail."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from entraide.apps.beneficiaries.models import Affiliation, Beneficiary, Identity
from entraide.apps.catalogue.queries import revisions_of
from entraide.apps.claims.models import Claim, ClaimDocument, ClaimFact, Decision, Reservation
from entraide.apps.ledger.models import JournalEntry
from entraide.apps.notifications.models import Message, Outgoing
from entraide.apps.parameters.queries import parameter_book
from entraide.apps.payments.models import PaymentOrder
from entraide.core.ledger import post_grant
from entraide.core.money import Money
from entraide.core.reference import make_reference, number_of
from entraide.core.rules import Known, Proof, Used, decide, to_json
from entraide.orm.keys import uuid7


_held: dict[str, object] = {}


def lean_claim(beneficiary_id: UUID, *, benefit: str, document: UUID, at: datetime, on: date) -> None:
    """Enter, file and grant one claim: three transactions, each with the rows that the product's has, but for the audit trail."""
    claim = _enter(beneficiary_id, benefit, document, at, on)
    _file(claim, at, on)
    _grant(claim, at, on)


@transaction.atomic
def _enter(beneficiary_id: UUID, benefit: str, document: UUID, at: datetime, on: date) -> Claim:
    Beneficiary.objects.select_for_update().get(pk=beneficiary_id)
    key = uuid7()
    answers = {"year_claimed_on": {"value": on.isoformat()}}
    claim = Claim.objects.create(
        id=key,
        reference=make_reference("D", number_of(key)),
        beneficiary_id=beneficiary_id,
        benefit_code=benefit,
        state="draft",
        answers=answers,
        started_at=at,
    )
    ClaimDocument.objects.create(claim=claim, requirement="tax_notice", document_id=document, state="received", added_at=at)
    return claim


def _outcome(claim: Claim, on: date):
    if claim.benefit_code not in _held:
        _held[claim.benefit_code] = (revisions_of(claim.benefit_code)[-1], parameter_book())
    published, parameters = _held[claim.benefit_code]
    identity = Identity.objects.get(beneficiary_id=claim.beneficiary_id, superseded_at__isnull=True)
    affiliation = Affiliation.objects.get(beneficiary_id=claim.beneficiary_id, superseded_at__isnull=True)
    used = list(Reservation.objects.filter(scope_id=claim.beneficiary_id, released_at__isnull=True).exclude(claim=claim))
    proof = Proof("bench", "bench", on)
    values = {"status": affiliation.status, "rights_since": affiliation.since, "born_on": identity.born_on, "year_claimed_on": on}
    facts = {name: Known(value, proof) for name, value in values.items()}
    usage = {ceiling.key: Used(len(used), Money(0)) for ceiling in published.revision.ceilings}
    return published, affiliation, decide(published.revision, facts=facts, parameters=parameters, usage=usage, filed_on=on)


@transaction.atomic
def _file(claim: Claim, at: datetime, on: date) -> None:
    Claim.objects.select_for_update().get(pk=claim.pk)
    published, affiliation, outcome = _outcome(claim, on)
    claim.revision_id, claim.member_id, claim.event_on, claim.time_bar = published.id, affiliation.member_id, on, outcome.last_day
    claim.filed_at, claim.filed_on, claim.complete_on, claim.due_on, claim.state = at, on, on, on, "submitted"
    claim.save()
    ClaimFact.objects.create(claim=claim, name="year_claimed_on", value=on.isoformat(), recorded_at=at)
    Reservation.objects.create(
        claim=claim,
        ceiling=published.revision.ceilings[0].key,
        scope_id=claim.beneficiary_id,
        event_on=on,
        cents=outcome.amount,
        reserved_at=at,
    )
    _tell(claim, "déposée", at, on)


@transaction.atomic
def _grant(claim: Claim, at: datetime, on: date) -> None:
    Claim.objects.select_for_update().get(pk=claim.pk)
    published, _, outcome = _outcome(claim, on)
    claim.state, claim.decided_on = "granted", on
    claim.save(update_fields=["state", "decided_on"])
    Decision.objects.create(
        claim=claim,
        outcome="granted",
        cents=outcome.amount,
        facts={},
        usage={},
        trace=to_json(outcome.trace),
        revision_id=published.id,
        decided_at=at,
        decided_on=on,
    )
    order = PaymentOrder.objects.create(
        beneficiary_id=claim.beneficiary_id,
        cents=outcome.amount,
        label=f"ENTRAIDE {claim.reference}",
        cause_kind="claim",
        cause_id=claim.pk,
        state="due",
        ordered_at=at,
        ordered_on=on,
    )
    entry = post_grant(order.pk.hex, outcome.amount, on)
    JournalEntry.objects.create(
        debit=entry.debit,
        credit=entry.credit,
        cents=Money(entry.cents),
        on=on,
        at=at,
        cause_kind=entry.cause_kind,
        cause_id=order.pk,
        cause_key=f"{entry.cause_kind}:{entry.cause_id}",
    )
    _tell(claim, "accordée", at, on)


def _tell(claim: Claim, word: str, at: datetime, on: date) -> None:
    email = Beneficiary.objects.values_list("account__email", flat=True).get(pk=claim.beneficiary_id)
    subject = f"Votre demande {claim.reference} est {word}"
    Message.objects.create(
        beneficiary_id=claim.beneficiary_id, subject=subject, body=subject, about_type="claim", about_id=claim.pk, sent_at=at, sent_on=on
    )
    Outgoing.objects.create(
        key=f"claim:{claim.pk}:{word}", kind="email", recipient=email, content={"subject": subject, "body": subject}, created_at=at
    )

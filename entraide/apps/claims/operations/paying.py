"""What a decision orders to be paid: the whole at first, the difference when it is made again."""

from datetime import date, datetime
from uuid import UUID

from entraide.apps.accounts.actor import Actor
from entraide.apps.claims.models import Claim, Decision
from entraide.apps.claims.queries.payments import CLAIM, DECISION, causes_of
from entraide.apps.payments.operations.ordering import Wanted, order_difference, order_payment
from entraide.apps.payments.queries import orders_for
from entraide.core.money import ZERO, Money


ALL = "Ils vous seront versés par virement."
MORE = "{more} vous seront versés en plus des {before} déjà accordés."
SAME = "Le montant ne change pas : {before} déjà accordés."
INSTEAD = "Ce montant remplace celui de {before}, qui n’avait pas été versé."
NOTHING = "Le paiement de {before} est abandonné."


def order_first(claim: Claim, decision: Decision, *, actor: Actor, at: datetime, on: date) -> None:
    """Order what the first decision of a claim grants."""
    order_payment(wanted=_wanted(claim, decision.cents, CLAIM, claim.pk), actor=actor, at=at, on=on)


def order_again(claim: Claim, decision: Decision, *, actor: Actor, at: datetime, on: date) -> str:
    """Bring what is ordered for a claim to what a decision that supersedes grants; say it in the person's words.

    The first order keeps its cause, the claim; what a later decision adds has that decision for its cause.

    :raises TransitionRefused: if it grants less than what a batch holds or the bank was told.
    """
    cause = (DECISION, decision.pk) if orders_for(CLAIM, [claim.pk]) else (CLAIM, claim.pk)
    before = order_difference(wanted=_wanted(claim, decision.cents, *cause), causes=causes_of(claim), actor=actor, at=at, on=on)
    return _in_words(before, decision.cents)


def _in_words(before: Money, now: Money) -> str:
    if before == ZERO:
        return ALL if now else ""
    if now == before:
        return SAME.format(before=before)
    if now > before:
        return MORE.format(more=now - before, before=before)
    return (INSTEAD if now else NOTHING).format(before=before)


def _wanted(claim: Claim, amount: Money, kind: str, key: UUID) -> Wanted:
    # The bank, the payee's household and the accountant read these words: they name no benefit.
    return Wanted(claim.beneficiary_id, amount, f"ENTRAIDE {claim.reference}", kind, key)

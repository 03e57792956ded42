"""A beneficiary's death: drafted, previewed, applied in one transaction with all its effects, taken back; the file of the heirs."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.accounts.operations import close_account, reopen_account
from entraide.apps.accounts.queries import account, account_by_email
from entraide.apps.audit.operations import record
from entraide.apps.beneficiaries.operations.cards import revoke_cards_of
from entraide.apps.beneficiaries.operations.deaths import end_by_death, is_death_built_upon, take_death_back
from entraide.apps.beneficiaries.queries import accounts_of, lock_household
from entraide.apps.beneficiaries.queries.deaths import birth_of, own_addresses
from entraide.apps.beneficiaries.queries.employment import cards_in_use
from entraide.apps.claims.operations.deaths import close_for_death, reopen_after_death
from entraide.apps.lifecycle.models import Death
from entraide.apps.lifecycle.policies import require_death_keeper
from entraide.apps.lifecycle.queries.deaths import death_of, digest_of, effects_of_death, estate_of
from entraide.apps.lifecycle.refusals import (
    BuiltUponDeath,
    DeathAlreadyKnown,
    DeathDayRefused,
    DeathHasChanged,
    DeathNotApplied,
    DeathNotWaiting,
    StillOwed,
)
from entraide.apps.notifications.operations import lift_silence, silence
from entraide.orm.acts import Stamp
from entraide.orm.keys import uuid7


@transaction.atomic
def draft_death(*, beneficiary_id: UUID, died_on: date, heirs_contact: str, actor: Actor, at: datetime, on: date) -> UUID:
    """Keep a death that was told, to be previewed and applied; give its key.

    :raises NotDeathKeeper: if the actor may not.
    :raises DeathDayRefused: if the day is to come, or before the birth.
    :raises DeathAlreadyKnown: if one is on record already, or waits.
    """
    require_death_keeper(actor, beneficiary_id)
    lock_household(beneficiary_id, on=on)
    if death_of(beneficiary_id) is not None:
        raise DeathAlreadyKnown
    born_on = birth_of(beneficiary_id)
    if born_on is None or not born_on <= died_on <= on:
        raise DeathDayRefused(born=f"{born_on:%d/%m/%Y}" if born_on else "inconnue")
    death = Death.objects.create(
        beneficiary_id=beneficiary_id,
        died_on=died_on,
        heirs_contact=heirs_contact.strip(),
        plan_digest=digest_of(effects_of_death(beneficiary_id, died_on=died_on, on=on)),
        drafted_by=actor.author_id,
        drafted_at=at,
    )
    _record("lifecycle.death_drafted", death, actor=actor, at=at, on=on)
    return death.pk


@transaction.atomic
def apply_death(*, death_id: UUID, seen: str = "", actor: Actor, at: datetime, on: date) -> None:
    """Record a death with all its effects: rights, cards, account, letters, claims. Applied already, it stays so.

    `seen` is the digest of the effects that were shown.

    :raises NotDeathKeeper: if the actor may not.
    :raises DeathNotWaiting: if it was undone or set aside.
    :raises DeathHasChanged: if the effects are no longer those that were shown.
    """
    death = _locked(death_id, actor, on=on)
    if death.state == "applied":
        return
    if death.state != "drafted":
        raise DeathNotWaiting
    who = death.beneficiary_id
    digest = digest_of(effects_of_death(who, died_on=death.died_on, on=on))
    if seen and seen != digest:
        raise DeathHasChanged
    act = {"actor": actor, "at": at, "on": on}
    if cards_in_use(who, on=on):
        revoke_cards_of(beneficiary_id=who, reason="death", **act)
    claims = close_for_death(beneficiary_id=who, died_on=death.died_on, **act)
    account_id = accounts_of([who]).get(who)
    closed = close_account(account_id=account_id, **act) if account_id else False
    silence(beneficiary_id=who, recipients=_addresses(who, account_id), act_id=death.pk, at=at)
    end_by_death(beneficiary_id=who, died_on=death.died_on, act=Stamp(death.pk, at))
    death.moved = {"claims": claims, "account": str(account_id) if closed else ""}
    death.state, death.plan_digest, death.applied_by, death.applied_at = "applied", digest, actor.account_id, at
    death.save(update_fields=["moved", "state", "plan_digest", "applied_by", "applied_at"])
    _record("lifecycle.death_applied", death, actor=actor, at=at, on=on)


def _addresses(beneficiary_id: UUID, account_id: UUID | None) -> list[str]:
    """Give the addresses that are this person's alone: one that somebody else uses goes on receiving what is theirs."""
    opened = account(account_id) if account_id else None
    told = [email for email in sorted(own_addresses(beneficiary_id)) if account_by_email(email) is None]
    return [*([opened.email] if opened else []), *told]


@transaction.atomic
def undo_death(*, death_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Put everything back as before a death; both acts stay in history. Revoked cards stay revoked: new ones are issued.

    :raises NotDeathKeeper: if the actor may not.
    :raises DeathNotApplied: if it is not in force.
    :raises BuiltUponDeath: if a fact that it wrote has been changed since.
    """
    death = _locked(death_id, actor, on=on)
    if death.state == "undone":
        return
    if death.state != "applied":
        raise DeathNotApplied
    who, act = death.beneficiary_id, {"actor": actor, "at": at, "on": on}
    if is_death_built_upon(who, act_id=death.pk):
        raise BuiltUponDeath
    take_death_back(beneficiary_id=who, undone=death.pk, act=Stamp(uuid7(), at))
    lift_silence(act_id=death.pk)
    if death.moved.get("account"):
        reopen_account(account_id=UUID(death.moved["account"]), **act)
    reopen_after_death(beneficiary_id=who, moved=death.moved.get("claims", []), **act)
    death.state, death.undone_by, death.undone_at = "undone", actor.account_id, at
    death.save(update_fields=["state", "undone_by", "undone_at"])
    _record("lifecycle.death_undone", death, actor=actor, at=at, on=on)


@transaction.atomic
def set_death_aside(*, death_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Give up a death that waits to be checked.

    :raises NotDeathKeeper: if the actor may not.
    :raises DeathNotWaiting: if it was applied or undone.
    """
    death = _locked(death_id, actor, on=on)
    if death.state == "set_aside":
        return
    if death.state != "drafted":
        raise DeathNotWaiting
    death.state = "set_aside"
    death.save(update_fields=["state"])
    _record("lifecycle.death_set_aside", death, actor=actor, at=at, on=on)


@transaction.atomic
def change_heirs_contact(*, death_id: UUID, contact: str, actor: Actor, at: datetime, on: date) -> None:
    """Keep who answers for the succession: the notary, or a relative.

    :raises NotDeathKeeper: if the actor may not.
    """
    death = _locked(death_id, actor, on=on)
    if death.heirs_contact == contact.strip():
        return
    death.heirs_contact = contact.strip()
    death.save(update_fields=["heirs_contact"])
    record("lifecycle.heirs_contact_changed", actor=actor, subject=("beneficiary", death.beneficiary_id), at=at, on=on)


@transaction.atomic
def close_heirs_file(*, death_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Close the file of the heirs once nothing is owed and no claim waits.

    :raises NotDeathKeeper: if the actor may not.
    :raises DeathNotApplied: if the death is not in force.
    :raises StillOwed: if something is owed, or a claim waits.
    """
    death = _locked(death_id, actor, on=on)
    if death.state != "applied":
        raise DeathNotApplied
    if death.closed_on is not None:
        return
    estate = estate_of(death.beneficiary_id)
    waiting = [*([f"{estate.owed} à payer"] if estate.owed else []), *(f"la demande {claim.reference}" for claim in estate.claims)]
    if waiting:
        raise StillOwed(what=", ".join(waiting))
    death.closed_on = on
    death.save(update_fields=["closed_on"])
    record("lifecycle.heirs_file_closed", actor=actor, subject=("beneficiary", death.beneficiary_id), at=at, on=on)


def _locked(death_id: UUID, actor: Actor, *, on: date) -> Death:
    """Hold the person, then the death, always in this order.

    :raises Death.DoesNotExist: if there is no such death.
    """
    beneficiary_id = Death.objects.values_list("beneficiary_id", flat=True).get(pk=death_id)
    require_death_keeper(actor, beneficiary_id)
    lock_household(beneficiary_id, on=on)
    return Death.objects.select_for_update().get(pk=death_id)


def _record(verb: str, death: Death, *, actor: Actor, at: datetime, on: date) -> None:
    payload = {"act": death.pk, "died_on": death.died_on}
    record(verb, actor=actor, subject=("beneficiary", death.beneficiary_id), at=at, on=on, payload=payload)

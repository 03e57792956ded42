"""Reads of deaths: what one would bring, the files of heirs, what is owed to each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from entraide.apps.accounts.actor import Actor
from entraide.apps.accounts.queries import account
from entraide.apps.beneficiaries import queries as beneficiaries
from entraide.apps.beneficiaries.queries.deaths import latest_identity
from entraide.apps.beneficiaries.queries.employment import cards_in_use
from entraide.apps.claims.queries.deaths import claims_at_death, open_claims_of
from entraide.apps.lifecycle.models import Death
from entraide.apps.lifecycle.policies import deaths_visible_to
from entraide.apps.members.queries import bodies_on
from entraide.apps.payments.queries import orders
from entraide.core.money import ZERO, Money
from entraide.core.names import normalise
from entraide.core.workflow.payments import PaymentOrderState


# A file is: to check while drafted, open until the heirs are answered, then closed; undone and set aside ones are history.
FILE_STATES = {"drafted": "à vérifier", "open": "ouvert", "closed": "fermé", "undone": "annulé", "set_aside": "abandonné"}


@dataclass(frozen=True, slots=True)
class DeathEffect:
    """One consequence of a death: what it is about, and the sentence."""

    about: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Estate:
    """What a file of heirs holds: orders granted and not paid by the bank, and claims that still wait."""

    owed: Money
    orders: tuple[Any, ...]
    claims: tuple[Any, ...]


def effects_of_death(beneficiary_id: UUID, *, died_on: date, on: date) -> tuple[DeathEffect, ...]:
    """Say what recording a death would bring, without writing anything."""
    told = [*_rights(beneficiary_id, died_on), *_claims(beneficiary_id, died_on)]
    if count := cards_in_use(beneficiary_id, on=on):
        told.append(DeathEffect("Cartes", f"{count} carte{'s' if count > 1 else ''} en cours, révoquée{'s' if count > 1 else ''}."))
    account_id = beneficiaries.accounts_of([beneficiary_id]).get(beneficiary_id)
    opened = account(account_id) if account_id else None
    if opened is not None and opened.is_active:
        told.append(DeathEffect("Compte", "Le compte est fermé : personne ne peut plus s’y connecter."))
    told.append(DeathEffect("Courriers", "Plus aucun message, courriel ni courrier ne part. Ce qui attendait d’être envoyé est abandonné."))
    owed = estate_of(beneficiary_id).owed
    if owed:
        told.append(DeathEffect("Succession", f"{owed} accordés ne sont pas encore payés : ils sont dus aux héritiers."))
    return tuple(told)


def _rights(beneficiary_id: UUID, died_on: date) -> Iterable[DeathEffect]:
    held = beneficiaries.affiliations_with_rights(beneficiary_id, on=died_on)
    names = {member.id: member.name for member in bodies_on(died_on, member_ids={each.member_id for each in held})}
    for each in held:
        yield DeathEffect("Droits", f"{names.get(each.member_id, '')} : l’emploi et les droits s’arrêtent le {died_on:%d/%m/%Y} au soir.")
    if not held:
        yield DeathEffect("Droits", f"Aucun droit n’était ouvert le {died_on:%d/%m/%Y}.")


def _claims(beneficiary_id: UUID, died_on: date) -> Iterable[DeathEffect]:
    shown = [[claim for claim in claims if not claim.is_confidential] for claims in claims_at_death(beneficiary_id, died_on=died_on)]
    ending, going_on = shown
    if ending:
        yield DeathEffect("Demandes", f"Closes par le décès : {_listed(ending)}.")
    if going_on:
        yield DeathEffect("Demandes", f"Pour un enfant, elles continuent jusqu’au 31/12/{died_on.year} : {_listed(going_on)}.")


def _listed(rows: Iterable[Any]) -> str:
    return ", ".join(row.reference for row in rows)


def digest_of(effects: Iterable[DeathEffect]) -> str:
    """Sum effects up, to know whether they would still be the same."""
    return sha256("\n".join(f"{effect.about}|{effect.sentence}" for effect in effects).encode()).hexdigest()


def estate_of(beneficiary_id: UUID) -> Estate:
    """Read what is owed to the heirs of a person, in two queries."""
    unpaid = tuple(orders().filter(beneficiary_id=beneficiary_id).exclude(state=PaymentOrderState.SETTLED))
    return Estate(sum((row.cents for row in unpaid), ZERO), unpaid, tuple(open_claims_of(beneficiary_id)))


def death_files(*, actor: Actor, text: str = "", state: str = "") -> QuerySet[Death]:
    """Give the deaths that an actor may see, the last first, to sort and to page; rows carry `family_name`, `given_name`, `search_name`."""
    identity = latest_identity(OuterRef("beneficiary_id"))
    rows = Death.objects.filter(deaths_visible_to(actor)).select_related("beneficiary")
    rows = rows.annotate(**{name: Subquery(identity.values(name)[:1]) for name in ("family_name", "given_name", "search_name")})
    if text.strip():
        rows = rows.filter(Q(search_name__contains=normalise(text)) | Q(beneficiary__reference__iexact=text.strip()))
    if state in {"open", "closed"}:
        rows = rows.filter(state="applied", closed_on__isnull=state == "open")
    elif state:
        rows = rows.filter(state=state)
    return rows.order_by("-died_on", "-pk")


def file_state(death: Death) -> str:
    """Name the state of a file of heirs, a key of `FILE_STATES`."""
    if death.state == "applied":
        return "open" if death.closed_on is None else "closed"
    return death.state


def death_of(beneficiary_id: UUID) -> Death | None:
    """Give the death on record of a person, or the one that waits to be checked."""
    rows = Death.objects.filter(beneficiary_id=beneficiary_id, state__in=["drafted", "applied"])
    return rows.order_by("-drafted_at", "-pk").first()


def death_visible_to(death_id: UUID, actor: Actor) -> Death | None:
    """Give a death to who may see it, and nothing to anyone else."""
    return death_files(actor=actor).filter(pk=death_id).first()

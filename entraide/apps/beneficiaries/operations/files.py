"""Acts on a person's file: family, tax line, bank details."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts import operations as accounts
from entraide.apps.accounts.actor import Actor
from entraide.apps.accounts.queries import account, code_state
from entraide.apps.accounts.refusals import ActivationRefused
from entraide.apps.audit.operations import record
from entraide.apps.beneficiaries.models import BankDetails, Beneficiary, Dependant, DependantIdentity, Kinship, TaxLine
from entraide.apps.beneficiaries.policies import require_own_or_staff
from entraide.apps.beneficiaries.queries import activation_facts
from entraide.apps.notifications.operations import send_email
from entraide.core.money import Money
from entraide.core.rules.known import Proof
from entraide.core.sepa.iban import read_iban
from entraide.integrations.keyring import keyring
from entraide.orm.keys import uuid7


@dataclass(frozen=True, slots=True)
class NewDependant:
    """What is typed of a dependant; `disability_rate` in per cent, None when not known."""

    kind: str
    given_name: str
    family_name: str
    born_on: date
    custody: str = "full"
    disability_rate: int | None = None


@transaction.atomic
def add_dependant(*, beneficiary_id: UUID, dependant: NewDependant, actor: Actor, at: datetime, on: date) -> UUID:
    """Add a spouse or a child to a household from today on; a child is known from birth, so that earlier events of this year count."""
    require_own_or_staff(actor, beneficiary_id)
    act, since = uuid7(), dependant.born_on if dependant.kind == "child" else on
    row = Dependant.objects.create(created_at=at)
    common = {"dependant": row, "since": since, "recorded_at": at, "recorded_by": act}
    DependantIdentity.objects.create(
        **common,
        family_name=dependant.family_name,
        given_name=dependant.given_name,
        born_on=dependant.born_on,
        disability_rate=dependant.disability_rate,
    )
    Kinship.objects.create(**common, beneficiary_id=beneficiary_id, kind=dependant.kind, custody=dependant.custody)
    subject = ("beneficiary", beneficiary_id)
    record("beneficiaries.dependant_added", actor=actor, subject=subject, at=at, on=on, payload={"dependant": row.pk})
    return row.pk


@transaction.atomic
def end_kinship(*, beneficiary_id: UUID, dependant_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Take a dependant out of a household from today on; what was decided before stays."""
    require_own_or_staff(actor, beneficiary_id)
    act = uuid7()
    held = Kinship.objects.select_for_update().in_force_on(on).get(beneficiary_id=beneficiary_id, dependant_id=dependant_id)
    Kinship.objects.filter(pk=held.pk).update(superseded_at=at, superseded_by=act)
    if held.since < on:
        Kinship.objects.create(
            beneficiary_id=beneficiary_id,
            dependant_id=dependant_id,
            kind=held.kind,
            custody=held.custody,
            since=held.since,
            until=on,
            recorded_at=at,
            recorded_by=act,
        )
    subject = ("beneficiary", beneficiary_id)
    record("beneficiaries.dependant_removed", actor=actor, subject=subject, at=at, on=on, payload={"dependant": dependant_id})


@dataclass(frozen=True, slots=True)
class CheckedTaxLine:
    """Line 14 of the notice of a year, and how it was checked: declared, notice or imported."""

    notice_year: int
    line_14: Money
    proof: str


@transaction.atomic
def record_tax_line(*, beneficiary_id: UUID, line: CheckedTaxLine, actor: Actor, at: datetime, on: date) -> UUID:
    """Keep line 14 of a notice; the amount held before for that year is superseded."""
    require_own_or_staff(actor, beneficiary_id)
    Beneficiary.objects.select_for_update().get(pk=beneficiary_id)
    held = TaxLine.objects.filter(beneficiary_id=beneficiary_id, notice_year=line.notice_year, superseded_at__isnull=True)
    held.update(superseded_at=at)
    row = TaxLine.objects.create(
        beneficiary_id=beneficiary_id,
        notice_year=line.notice_year,
        line_14=line.line_14,
        proof=line.proof,
        checked_by=actor.account_id,
        checked_on=on,
        recorded_at=at,
    )
    payload = {"year": line.notice_year, "line_14": line.line_14.cents, "proof": line.proof}
    record("beneficiaries.tax_line_recorded", actor=actor, subject=("beneficiary", beneficiary_id), at=at, on=on, payload=payload)
    return row.pk


@dataclass(frozen=True, slots=True)
class NewBankDetails:
    """What is typed of an account: the IBAN with or without spaces, the holder's name as the bank writes it."""

    iban: str
    holder: str
    bic: str = ""


@transaction.atomic
def change_bank_details(*, beneficiary_id: UUID, details: NewBankDetails, actor: Actor, at: datetime, on: date) -> UUID:
    """Pay a person elsewhere from now on; what the bank returned waits for this.

    :raises InvalidIban: if the IBAN fails its key.
    """
    require_own_or_staff(actor, beneficiary_id)
    iban = read_iban(details.iban)
    Beneficiary.objects.select_for_update().get(pk=beneficiary_id)
    BankDetails.objects.filter(beneficiary_id=beneficiary_id, superseded_at__isnull=True).update(superseded_at=at)
    key = uuid7()
    BankDetails.objects.create(
        id=key,
        beneficiary_id=beneficiary_id,
        holder=details.holder[:70],
        iban_sealed=seal_iban(key, iban),
        iban_hash=keyring().hashed(iban, about="iban"),
        iban_ending=iban[-4:],
        bic=details.bic,
        recorded_at=at,
    )
    payload = {"ending": iban[-4:]}
    record("beneficiaries.bank_details_changed", actor=actor, subject=("beneficiary", beneficiary_id), at=at, on=on, payload=payload)
    return key


def seal_iban(key: UUID, iban: str) -> bytes:
    """Encrypt an IBAN for the bank details of that key."""
    return keyring().encrypt(iban.encode(), about=f"iban of {key}")


def open_iban(key: UUID, sealed: bytes) -> str:
    """Decrypt the IBAN of bank details.

    :raises KeyLost: if its key is lost.
    """
    return keyring().decrypt(sealed, about=f"iban of {key}").decode()


@transaction.atomic
def confirm_dependant(*, dependant_id: UUID, proof: Proof, actor: Actor, at: datetime, on: date) -> None:
    """Note who checked a dependant's identity, and from which paper; nothing if it was checked already."""
    held = DependantIdentity.objects.select_for_update().in_force_on(on).get(dependant_id=dependant_id)
    if held.proved_by:
        return
    act = uuid7()
    DependantIdentity.objects.filter(pk=held.pk).update(superseded_at=at, superseded_by=act)
    held.pk, held.recorded_at, held.recorded_by, held.superseded_at, held.superseded_by = uuid7(), at, act, None, None
    held.proved_by, held.proved_from, held.proved_on = proof.by, proof.source, proof.on
    held.save(force_insert=True)
    payload = {"from": proof.source}
    record("beneficiaries.dependant_confirmed", actor=actor, subject=("dependant", dependant_id), at=at, on=on, payload=payload)


@dataclass(frozen=True, slots=True)
class ActivationAnswers:
    """What a person types to open their account.

    `private_fact` is the end of their IBAN, or line 14 of their notice where no IBAN is held.
    """

    code: str
    born_on: date
    private_fact: str = ""


def confirm_activation(*, answers: ActivationAnswers, network: str, at: datetime, on: date) -> None:
    """Check a code and what confirms it, before an address and a password are asked.

    The same answer after the same number of queries, whether the code exists or not. `network` is the visitor's address.

    :raises TooManyAttempts: if this code or this network failed too often.
    :raises ActivationRefused: if the code is not alive or the answers are not those of its person.
    """
    accounts.require_few_attempts("activation", code=answers.code, network=network, at=at)
    with transaction.atomic():
        state = code_state(answers.code, at=at)
        facts = activation_facts(state.subject_id, on=on)
        is_right = state.is_alive and facts.account_id is None and facts.agree_with(answers.born_on, answers.private_fact)
        if not is_right:
            accounts.fail_code(answers.code, network=network, at=at)
    if not is_right:
        raise ActivationRefused


def activate_account(*, answers: ActivationAnswers, email: str, password: str, network: str, at: datetime, on: date) -> UUID:
    """Open a person's account with the code they received; give the account's key.

    The same request sent twice opens it once, and succeeds twice.

    :raises TooManyAttempts: if this code or this network failed too often.
    :raises ActivationRefused: if the code is not alive or the answers are not those of its person.
    :raises AddressTaken: if the address already opens an account; the code stays alive.
    """
    accounts.require_few_attempts("activation", code=answers.code, network=network, at=at)
    opened = _already_opened(answers, email, password, at, on)
    if opened is not None:
        return opened
    confirm_activation(answers=answers, network=network, at=at, on=on)
    with transaction.atomic():
        state = code_state(answers.code, at=at)
        facts = activation_facts(state.subject_id, on=on)
        account_id = accounts.activate(code=answers.code, name=facts.name, email=email, password=password, at=at, on=on)
        Beneficiary.objects.filter(pk=state.subject_id).update(account_id=account_id)
        send_email(key=f"activated:{account_id}", recipient=email, subject="Votre compte est ouvert", body=ACTIVATED_BODY, at=at)
    return account_id


ACTIVATED_BODY = """Bonjour,

Votre compte est ouvert avec cette adresse électronique. Vous pouvez vous connecter avec le mot de passe que vous avez choisi.

Vous n'avez rien demandé ? Prévenez votre association : quelqu'un a utilisé votre code d'activation ou s'est trompé d'adresse.
"""


@transaction.atomic
def _already_opened(answers: ActivationAnswers, email: str, password: str, at: datetime, on: date) -> UUID | None:
    """Give the account that this very request has opened already: same code, same answers, same address, same password."""
    state = code_state(answers.code, at=at)
    facts = activation_facts(state.subject_id, on=on)
    if not state.is_used or facts.account_id is None or not facts.agree_with(answers.born_on, answers.private_fact):
        return None
    held = account(facts.account_id)
    is_same = held is not None and held.email == email.strip().casefold() and held.check_password(password)
    return facts.account_id if is_same else None


@transaction.atomic
def rewrap_ibans(*, actor: Actor, at: datetime, on: date) -> int:
    """Encrypt again, with the key in use, every IBAN that an older key closed; give how many."""
    ring, count = keyring(), 0
    for details in BankDetails.objects.order_by("pk").iterator():
        if not ring.is_current(details.iban_sealed):
            details.iban_sealed = seal_iban(details.pk, open_iban(details.pk, details.iban_sealed))
            details.save(update_fields=["iban_sealed"])
            count += 1
    if count:
        record("beneficiaries.ibans_rewrapped", actor=actor, subject=("keyring", uuid7()), at=at, on=on, payload={"count": count})
    return count

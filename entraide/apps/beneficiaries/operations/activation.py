"""Open a person's account by a code that only they can confirm."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts import operations as accounts
from entraide.apps.accounts.actor import Actor
from entraide.apps.accounts.queries import CodeState, account, code_state
from entraide.apps.accounts.refusals import ActivationRefused
from entraide.apps.beneficiaries.models import Beneficiary
from entraide.apps.beneficiaries.queries import ActivationFacts, activation_facts, died_on, person
from entraide.apps.beneficiaries.refusals import AccountAlreadyOpen, NoAddress, PersonHasDied
from entraide.apps.notifications.operations import send_email
from entraide.orm.keys import uuid7


@transaction.atomic
def hand_out_code(*, beneficiary_id: UUID, channel: str, site: str, actor: Actor, at: datetime, on: date) -> str:
    """Make the code that opens a person's account; give it to be printed, or send it to the address on file and give nothing.

    `channel` is email, letter or handed_over; `site` is the address at which the code is typed. The codes made before die.

    :raises NotAdministrator: if the actor may not have codes made.
    :raises AccountAlreadyOpen: if the person has an account.
    :raises NoAddress: if there is no address to send it to.
    :raises PersonHasDied: if the death of the person is on record.
    """
    found, death = person(beneficiary_id, on=on), died_on(beneficiary_id)
    if death is not None:
        raise PersonHasDied(name=found.name, on=f"{death:%d/%m/%Y}")
    if Beneficiary.objects.filter(pk=beneficiary_id, account__isnull=False).exists():
        raise AccountAlreadyOpen
    if channel == "email" and not found.email:
        raise NoAddress
    code = accounts.issue_activation_code(subject_id=beneficiary_id, channel=channel, actor=actor, at=at, on=on)
    if channel != "email":
        return code
    body = CODE_BODY.format(name=found.name, code=code, site=site)
    send_email(key=f"code:{uuid7()}", recipient=found.email, subject="Votre code d’activation", body=body, at=at)
    return ""


CODE_BODY = """Bonjour {name},

Votre collectivité vous ouvre des droits à l'action sociale. Pour ouvrir votre compte, écrivez ce code :

    {code}

à cette adresse : {site}

Il sert une fois, pendant 30 jours. Ne le donnez à personne.
"""


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
        is_right = state.is_alive and facts.account_id is None and _confirms(answers, facts, state)
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


def _confirms(answers: ActivationAnswers, facts: ActivationFacts, state: CodeState) -> bool:
    return facts.agree_with(answers.born_on, answers.private_fact, channel=state.channel)


@transaction.atomic
def _already_opened(answers: ActivationAnswers, email: str, password: str, at: datetime, on: date) -> UUID | None:
    """Give the account that this very request has opened already: same code, same answers, same address, same password."""
    state = code_state(answers.code, at=at)
    facts = activation_facts(state.subject_id, on=on)
    if not state.is_used or facts.account_id is None or not _confirms(answers, facts, state):
        return None
    held = account(facts.account_id)
    is_same = held is not None and held.email == email.strip().casefold() and held.check_password(password)
    return facts.account_id if is_same else None

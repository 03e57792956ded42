"""Accounts, staff roles, activation codes."""

import hashlib
from datetime import timedelta

import factory
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from entraide.apps.accounts.models import Account, ActivationCode, Attempt, StaffRole
from entraide.apps.accounts.roles import Role
from entraide.orm.keys import uuid7
from tests.factories.base import NOW, THEN, FactFactory, RowFactory


PASSWORD = "une phrase assez longue"


class AccountFactory(RowFactory):
    """Someone who signs in with `PASSWORD`; `with_second_factor=True` adds a TOTP."""

    class Meta:
        model = Account

    email = factory.Sequence(lambda n: f"personne{n}@entraide.example")
    name = factory.Sequence(lambda n: f"Personne {n}")
    created_at = THEN

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        account = model_class(*args, **kwargs)
        account.set_password(PASSWORD)
        account.save(force_insert=True)
        return account

    @factory.post_generation
    def with_second_factor(self, create, extracted, **kwargs):
        """Add a TOTP and its recovery codes: the TOTP is what opens the door to staff."""
        if extracted:
            TOTP.activate(self, generate_totp_secret())
            RecoveryCodes.activate(self)


def has_second_factor(account: Account) -> bool:
    """Tell whether an account has a TOTP."""
    return Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).exists()


class StaffRoleFactory(FactFactory):
    """A staff role, held since long ago."""

    class Meta:
        model = StaffRole

    account = factory.SubFactory(AccountFactory, with_second_factor=True)
    role = Role.CLAIMS_OFFICER


class ActivationCodeFactory(RowFactory):
    """A code handed out today, good for a month; give `code_hash` to use it."""

    class Meta:
        model = ActivationCode

    subject_id = factory.LazyFunction(uuid7)
    code_hash = factory.Sequence(lambda n: hashlib.sha256(f"code {n}".encode()).hexdigest())
    channel = "email"
    issued_at = NOW
    expires_at = factory.LazyAttribute(lambda code: code.issued_at + timedelta(days=30))


class AttemptFactory(RowFactory):
    """One try at a guarded door."""

    class Meta:
        model = Attempt

    door = "activation"
    key = factory.Sequence(lambda n: hashlib.sha256(f"attempt {n}".encode()).hexdigest())
    at = NOW

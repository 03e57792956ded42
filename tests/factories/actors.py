"""People ready to act: an actor of each role, and a client signed in as that role with the second factor passed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest
from django.test import Client

from entraide.apps.accounts.actor import SESSION_KEY, Actor, Hat
from entraide.apps.accounts.models import Account
from entraide.apps.accounts.roles import DELEGATE_ROLES, STAFF_ROLES, Role
from entraide.apps.beneficiaries.models import Beneficiary
from entraide.apps.members.models import Member
from entraide.config.actor import hats_of
from tests.factories.accounts import AccountFactory, StaffRoleFactory
from tests.factories.base import TODAY
from tests.factories.beneficiaries import BeneficiaryFactory
from tests.factories.members import MemberFactory
from tests.factories.network import MandateFactory


@dataclass(frozen=True)
class Person:
    """Someone with an account and one role: their member (mandates) or their own file (beneficiaries), and their actor."""

    account: Account
    hat: Hat
    actor: Actor
    member: Member | None = None
    beneficiary: Beneficiary | None = None


def person(role: Role, *, member: Member | None = None, beneficiary: Beneficiary | None = None, account: Account | None = None) -> Person:
    """Write the rows that give someone a role.

    A correspondent or a delegate acts for `member` (a new one by default); a beneficiary has the file `beneficiary` (a new one,
    on the staff of `member`, by default); any other role also has that file when `beneficiary` is given.
    """
    account = account or AccountFactory(with_second_factor=role in STAFF_ROLES)
    if role in STAFF_ROLES:
        StaffRoleFactory(account=account, role=role)
    elif role == Role.CORRESPONDENT or role in DELEGATE_ROLES:
        member = member or MemberFactory()
        MandateFactory(account=account, member=member, kind=role)
    else:
        member = member or (None if beneficiary else MemberFactory())
        beneficiary = beneficiary or BeneficiaryFactory(affiliation__member=member)
    if beneficiary is not None:
        Beneficiary.objects.filter(pk=beneficiary.pk).update(account=account)
        beneficiary.account = account
    beneficiary_id = beneficiary.pk if beneficiary else None
    hats = hats_of(account.pk, beneficiary_id=beneficiary_id, on=TODAY)
    hat = next(hat for hat in hats if hat.role == role)
    actor = Actor(kind="person", account_id=account.pk, name=account.name, hat=hat, hats=hats, beneficiary_id=beneficiary_id)
    return Person(account, hat, actor, member, beneficiary)


def actor(role: Role, **kwargs: Any) -> Actor:
    """Give just the actor of `person(role, …)`."""
    return person(role, **kwargs).actor


class SignedInClient(Client):
    """A test client that knows who it is signed in as."""

    person: Person


def signed_in(someone: Person) -> SignedInClient:
    """Sign a person in under their role, with password and second factor shown a moment ago."""
    client = SignedInClient()
    client.person = someone
    client.force_login(someone.account)
    request = HttpRequest()
    request.session, request.user = client.session, someone.account
    request.session[SESSION_KEY] = someone.hat.key
    record_authentication(request, someone.account, method="password", email=someone.account.email)
    if someone.hat.role in STAFF_ROLES:
        record_authentication(request, someone.account, method="mfa", type="totp")
    request.session.save()
    return client


@pytest.fixture
def client_as(db: None) -> Callable[..., SignedInClient]:
    """Give a function that signs somebody in: `client_as(Role.CLAIMS_OFFICER)`, `client_as(Role.CORRESPONDENT, member=reims)`."""

    def sign_in(role: Role, **kwargs: Any) -> SignedInClient:
        return signed_in(person(role, **kwargs))

    return sign_in

"""The actor of a request: who is signed in, which hats they hold, which one they wear."""

from datetime import date

from django.http import HttpRequest

from entraide.apps.accounts import queries as accounts
from entraide.apps.accounts.actor import ANONYMOUS, SESSION_KEY, Actor, Hat
from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries import queries as beneficiaries
from entraide.apps.network import queries as network


def actor_of(request: HttpRequest, *, on: date) -> Actor:
    """Build the actor of a request: the hats of the day, the one chosen in the session or the first."""
    user = request.user
    if not user.is_authenticated:
        return ANONYMOUS
    beneficiary_id = beneficiaries.beneficiary_of_account(user.pk)
    hats = hats_of(user.pk, beneficiary_id=beneficiary_id, on=on)
    chosen = request.session.get(SESSION_KEY)
    hat = next((hat for hat in hats if hat.key == chosen), hats[0] if hats else None)
    return Actor(kind="person", account_id=user.pk, name=user.name, hat=hat, hats=hats, beneficiary_id=beneficiary_id)


def hats_of(account_id, *, beneficiary_id, on: date) -> tuple[Hat, ...]:
    """List the hats of an account on a day: staff roles first, then mandates, then the person's own file."""
    staff = [Hat(role) for role in accounts.staff_roles_of(account_id, on=on)]
    mandates = [Hat(Role(kind), member_id, name) for kind, member_id, name in network.mandates_of(account_id, on=on)]
    own = [Hat(Role.BENEFICIARY)] if beneficiary_id else []
    return (*staff, *mandates, *own)

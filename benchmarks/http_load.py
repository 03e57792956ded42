"""A world with a hundred thousand open claims, and people signed in, for the measure of pages: `bench_http` starts a server on it."""

import json
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import connection
from django.http import HttpRequest

from benchmarks.claims_load import AT_A_TIME, BENEFIT, EVENT, NOW, THEN, TODAY, WHEN, actor_of, people
from benchmarks.databases import write_rows
from entraide.apps.accounts import actor
from entraide.apps.accounts.actor import system_actor
from entraide.apps.accounts.models import Account, StaffRole
from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.models import Affiliation, Beneficiary, Identity
from entraide.apps.beneficiaries.operations.files import NewDependant, add_dependant
from entraide.apps.catalogue.queries import revisions_of
from entraide.apps.claims.models import Claim
from entraide.apps.claims.operations import entering
from entraide.config.publishing import publish_folder
from entraide.core.reference import make_reference, number_of
from entraide.orm.keys import uuid7
from entraide.population.synthetic.illustrated import illustrated


OPEN, FILED = 100_000, 400
BENEFITS = ("prestation-annuelle-retraites", "rentree-scolaire-enfant", "accueil-de-loisirs", "enfant-handicape", "etudes-superieures")
COLUMNS = (
    *("id", "reference", "beneficiary", "benefit_code", "revision", "member", "state", "answers", "event_on", "started_at", "filed_at"),
    *("filed_on", "complete_on", "due_on", "committee"),
)


def opened(keys: Sequence[tuple[UUID, UUID]]) -> None:
    """Write the open claims, one a person in turns, over the benefits, the states and two months of terms."""
    member = Affiliation.objects.order_by("pk").values_list("member_id", flat=True)[0]
    revisions = {code: revisions_of(code)[-1].id for code in BENEFITS}

    def row(place: int) -> tuple[object, ...]:
        key, code = uuid7(), BENEFITS[place % len(BENEFITS)]
        filed = TODAY - timedelta(days=place % 60)
        held = (keys[place % len(keys)][0], code, revisions[code], member, "submitted", {}, filed, THEN, NOW, filed, filed)
        return (key, make_reference("D", number_of(key)), *held, filed + timedelta(days=21), "Nord-Est")

    write_rows(Claim, COLUMNS, (row(place) for place in range(OPEN)))


def family() -> Account:
    """Enter an agent with a spouse and three children, of whom one is alternately here; give the account."""
    account = Account.objects.create(email="famille@exemple.fr", name="Amina Nom", created_at=THEN)
    opener = Beneficiary.objects.create(reference="BFAMILLE", account=account, created_at=THEN)
    known = {"beneficiary": opener, "since": TODAY - timedelta(days=2_000), "recorded_at": THEN}
    Identity.objects.create(**known, family_name="Nom", given_name="Amina", born_on=date(1985, 1, 1))
    member = Affiliation.objects.order_by("pk").values_list("member_id", flat=True)[0]
    Affiliation.objects.create(**known, member_id=member, status="active", is_principal=True)
    people = (
        ("spouse", "Karim", 1984, "full"),
        ("child", "Léa", 2010, "full"),
        ("child", "Noé", 2016, "alternating"),
        ("child", "Zoé", 2021, "full"),
    )
    for kind, name, year, custody in people:
        dependant = NewDependant(kind, name, "Nom", date(year, 3, 1), custody, union="marriage" if kind == "spouse" else "")
        add_dependant(beneficiary_id=opener.pk, dependant=dependant, actor=actor_of(account.pk, Role.BENEFICIARY, opener.pk), **WHEN)
    return account


def signed_in(account: Account, role: Role, *, with_code: bool = False) -> str:
    """Open a session for somebody under a role, and give its key."""
    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(account.pk), account.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[actor.SESSION_KEY] = f"{role}:"
    request = HttpRequest()
    request.session, request.user = session, account
    record_authentication(request, account, method="password", email=account.email)
    if with_code:
        record_authentication(request, account, method="mfa", type="totp")
    session.save()
    return str(session.session_key)


def main() -> None:
    """Prepare the world, and write to the file that is named what the measure asks for: sessions, and drafts to file."""
    call_command("keyring", "init", verbosity=0)
    call_command("migrate", verbosity=0, interactive=False)
    publish_folder(settings.CATALOGUE, actor=system_actor("bench"), at=THEN, on=TODAY, as_published=illustrated)
    keys = people()
    opened(keys)
    officer = Account.objects.create(email="camille@entraide.example", name="Camille", created_at=THEN)
    Authenticator.objects.create(user=officer, type=Authenticator.Type.TOTP, data={"secret": "bench"})
    StaffRole.objects.create(account=officer, role=Role.CLAIMS_OFFICER, since=TODAY - timedelta(days=900), recorded_at=THEN)
    filing = []
    for key, account in keys[-FILED:]:
        person = actor_of(account, Role.BENEFICIARY, key)
        new = entering.NewClaim(key, BENEFIT, None, {EVENT: TODAY})
        filing.append([str(entering.enter(claim=new, actor=person, **WHEN)), signed_in(Account.objects.get(pk=account), Role.BENEFICIARY)])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    reader = signed_in(family(), Role.BENEFICIARY)
    found = {"officer": signed_in(officer, Role.CLAIMS_OFFICER, with_code=True), "person": reader, "filing": filing}
    Path(sys.argv[-1]).write_text(json.dumps(found))
    assert len(keys) > AT_A_TIME

"""The national call on one database, measured in a process of its own, which prints its figures as JSON: `bench_contributions` starts it.

The limit is the copy of exactly the rows that the call leaves, into the same tables with the same indexes and rules: see `twins`.
"""

import json
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from benchmarks.databases import rows_wanted, write_rows
from benchmarks.twins import timed, twin_of
from entraide.apps.accounts.actor import system_actor
from entraide.apps.accounts.models import Account
from entraide.apps.beneficiaries.models import Affiliation, Beneficiary, Identity
from entraide.apps.contributions.models import CallCampaign
from entraide.apps.contributions.operations.campaigns import continue_campaign
from entraide.apps.contributions.operations.launching import CampaignPlan, open_campaign
from entraide.apps.members.models import Establishment, Member, MemberName, Membership
from entraide.apps.network.models import Mandate
from entraide.apps.parameters.operations import import_parameters
from entraide.integrations.rule_files import read_parameters
from entraide.orm.keys import uuid7


ROWS = rows_wanted(1_000_000)
# The mean of the association: a million persons for 21,300 members.
STAFF = 47
LARGE = 8_000
TURNS = 40
TABLES = (
    *("contributions_callcampaign", "contributions_contributionline", "contributions_personline", "ledger_journalentry"),
    *("contributions_documentseries", "contributions_calldocument", "contributions_documentpart"),
)
YEAR = 2024
AT, ON = datetime(YEAR, 1, 15, 9, tzinfo=UTC), date(YEAR, 1, 31)
THEN, LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC), date(2020, 1, 1)
ACT = {"actor": system_actor("bench"), "at": AT, "on": ON}
# One person in twenty leaves in the summer, one in twenty is retired.
EVERY = 20


def register() -> UUID:
    """Enter the members with their name, contract and billed establishment, then their people; give the key of the large one."""
    sizes = [LARGE, *[STAFF] * max((ROWS - LARGE) // STAFF, 1)]
    keys = [uuid7() for _ in sizes]
    known = (THEN, LONG_AGO)
    write_rows(Member, ("id", "siren", "kind", "created_at"), ((key, f"{n:09d}", "commune", THEN) for n, key in enumerate(keys, 1)))
    write_rows(
        MemberName,
        ("id", "member", "name", "search_name", "recorded_at", "since"),
        ((uuid7(), key, f"Commune {n}", f"commune {n}", *known) for n, key in enumerate(keys)),
    )
    write_rows(Membership, ("id", "member", "scope", "recorded_at", "since"), ((uuid7(), key, "full", *known) for key in keys))
    write_rows(
        Establishment,
        ("id", "member", "siret", "is_billed", "recorded_at", "since"),
        ((uuid7(), key, f"{n:09d}00011", True, *known) for n, key in enumerate(keys, 1)),
    )
    people = [(uuid7(), member) for member, size in zip(keys, sizes, strict=True) for _ in range(size)]
    write_rows(Beneficiary, ("id", "reference", "created_at"), ((key, f"B{n:07d}", THEN) for n, (key, _) in enumerate(people)))
    write_rows(
        Identity,
        ("id", "beneficiary", "family_name", "given_name", "search_name", "born_on", "recorded_at", "since"),
        ((uuid7(), key, f"Nom{n}", "Zoé", f"nom{n} zoe", date(1980, 1, 1), *known) for n, (key, _) in enumerate(people)),
    )
    write_rows(
        Affiliation,
        ("id", "beneficiary", "member", "status", "since", "until", "rights_until", "is_principal", "recorded_at"),
        _affiliations(people),
    )
    return keys[0]


def _affiliations(people: list[tuple[UUID, UUID]]) -> Iterator[tuple[object, ...]]:
    for n, (person, member) in zip(count(), people, strict=False):
        leaves = n % EVERY == 0
        span = (LONG_AGO, date(YEAR, 7, 1) if leaves else None, date(YEAR + 1, 1, 1) if leaves else None)
        yield (uuid7(), person, member, "retiree" if n % EVERY == 1 else "active", *span, True, THEN)


def analyse() -> None:
    """Let the database count its rows, as it does by itself once they have been there for a while."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def called() -> None:
    """Call everybody.

    :raises RuntimeError: if somebody was left out.
    """
    key = open_campaign(plan=CampaignPlan(YEAR, "call", ON, date(YEAR, 3, 1)), **ACT)
    while continue_campaign(campaign_id=key, **ACT):
        pass
    campaign = CallCampaign.objects.get()
    if campaign.refused or campaign.state != "done":
        raise RuntimeError(f"{len(campaign.refused)} members were left out")


def page_p95(member_id: UUID) -> float:
    """Measure in milliseconds the page of one member's call, at the first page and at the last, and searched by name."""
    account = Account.objects.create(id=uuid7(), email="sylvie@collectivite.example", name="Sylvie", created_at=THEN)
    values = {"member_id": member_id, "account": account, "kind": "correspondent", "since": LONG_AGO, "recorded_at": THEN}
    Mandate.objects.create(id=uuid7(), **values)
    client = Client(headers={"host": "localhost"})
    client.force_login(account)
    url = reverse("correspondent:contribution_people", args=[YEAR])
    asked = ({}, {"page": LARGE // 50}, {"q": "nom12"}, {"tri": "-montant"})
    spent = [_milliseconds(client, url, asked[turn % len(asked)]) for turn in range(TURNS + len(asked))][len(asked) :]
    return sorted(spent)[int(len(spent) * 0.95)]


def _milliseconds(client: Client, url: str, data: dict[str, object]) -> float:
    begun = time.perf_counter()
    response = client.get(url, data)
    spent = (time.perf_counter() - begun) * 1000
    if response.status_code != 200:
        raise RuntimeError(f"{url} answers {response.status_code}")
    return spent


def main() -> None:
    """Prepare, call, copy, open the large member's page; print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        settings.VAR, settings.ENTRAIDE_KEYRING = Path(folder), Path(folder) / "keyring.json"
        call_command("keyring", "init", verbosity=0)
        call_command("migrate", verbosity=0, interactive=False)
        import_parameters(book=read_parameters(settings.CATALOGUE)[0], actor=ACT["actor"], at=THEN, on=ON)
        large = register()
        analyse()
        twin = twin_of(TABLES)
        load = timed(called)
        copy = twin.copied_in(Path(folder))
        twin.forget()
        analyse()
        print(json.dumps({"call": load, "copy": copy, "page": page_p95(large)}))

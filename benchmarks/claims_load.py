"""Claims entered, submitted with a document and decided, one after the other, measured in a process of its own: `bench_claims` starts it.

Each goes through the operations of the product, then others through a lean transaction written by hand (`benchmarks.peers.lean_claims`).
The product's mails are handed to the worker's queue as in a web process, and counted; nothing is sent.
"""

import json
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks.databases import rows_wanted, write_rows
from benchmarks.peers.lean_claims import lean_claim
from entraide.apps.accounts.actor import Actor, Hat, system_actor
from entraide.apps.accounts.models import Account
from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.models import Affiliation, Beneficiary, Identity
from entraide.apps.claims.models import Claim, Decision
from entraide.apps.claims.operations import checking, deciding, entering, filing
from entraide.apps.documents.models import Document
from entraide.apps.members.models import Member
from entraide.config.publishing import publish_folder
from entraide.orm.keys import uuid7
from entraide.population.synthetic.illustrated import illustrated


ROWS = rows_wanted(10_000)
# Half of the persons claim through the product, half through the lean transaction, in turns.
AT_A_TIME = 100
BENEFIT, EVENT, PAPER = "prestation-annuelle-retraites", "year_claimed_on", "tax_notice"
THEN, LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC), date(2020, 1, 1)
NOW, TODAY = datetime(2024, 10, 15, 9, tzinfo=UTC), date(2024, 10, 15)
WHEN = {"at": NOW, "on": TODAY}
DOCUMENT = UUID(int=1 << 100)


def people() -> list[tuple[UUID, UUID]]:
    """Enter one member and its retirees, each with an account; give their keys, each with the account's."""
    member = uuid7()
    keys = [(uuid7(), uuid7()) for _ in range(2 * ROWS)]
    known = (THEN, LONG_AGO)
    write_rows(Member, ("id", "siren", "kind", "department", "created_at"), [(member, "200000001", "commune", "51", THEN)])
    accounts = ((account, f"p{n}@exemple.fr", f"Zoé Nom{n}", THEN) for n, (_, account) in enumerate(keys))
    write_rows(Account, ("id", "email", "name", "created_at"), accounts)
    openers = ((key, f"B{n:07d}", account, THEN) for n, (key, account) in enumerate(keys))
    write_rows(Beneficiary, ("id", "reference", "account", "created_at"), openers)
    write_rows(
        Identity,
        ("id", "beneficiary", "family_name", "given_name", "search_name", "born_on", "recorded_at", "since"),
        ((uuid7(), key, f"Nom{n}", "Zoé", f"nom{n} zoe", date(1955, 1, 1), *known) for n, (key, _) in enumerate(keys)),
    )
    write_rows(
        Affiliation,
        ("id", "beneficiary", "member", "status", "since", "is_principal", "recorded_at"),
        ((uuid7(), key, member, "retiree", LONG_AGO, True, THEN) for key, _ in keys),
    )
    paper = (DOCUMENT, "supporting", "avis.pdf", "application/pdf", 1, "0", "avis.sealed", b"0", THEN)
    columns = ["id", "kind", "name", "media_type", "size", "fingerprint", "storage_name", "wrapped_key", "added_at"]
    write_rows(Document, columns, [paper])
    return keys


def actor_of(account_id: UUID, role: Role, beneficiary_id: UUID | None = None) -> Actor:
    """Make the actor of somebody under one role."""
    return Actor("person", account_id, "Bench", Hat(role), (Hat(role),), beneficiary_id)


def claim(key: UUID, account: UUID, officer: Actor) -> None:
    """Have one claim entered, submitted with its document, taken and decided, as the product does."""
    person = actor_of(account, Role.BENEFICIARY, key)
    new = entering.NewClaim(key, BENEFIT, None, {EVENT: TODAY}, ((PAPER, DOCUMENT),))
    claim_id = entering.enter(claim=new, actor=person, **WHEN)
    filing.file(claim_id=claim_id, actor=person, **WHEN)
    checking.take(claim_id=claim_id, actor=officer, **WHEN)
    deciding.decide_claim(claim_id=claim_id, verdict=deciding.Verdict("grant"), actor=officer, **WHEN)


def measured() -> dict[str, float]:
    """Let as many claims go each way, some hundred at a time in turns; count the trips of one.

    :raises RuntimeError: if one was not granted, or the two ways do not leave as many decisions.
    """
    keys = people()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    officer_account = uuid7()
    write_rows(Account, ("id", "email", "name", "created_at"), [(officer_account, "officer@exemple.fr", "Camille", THEN)])
    officer = actor_of(officer_account, Role.CLAIMS_OFFICER)
    ways: dict[str, Callable[[UUID, UUID], None]] = {
        "product": lambda key, account: claim(key, account, officer),
        "lean": lambda key, account: lean_claim(key, benefit=BENEFIT, document=DOCUMENT, at=NOW, on=TODAY),
    }
    turn = iter(keys)
    for way in ways.values():
        # What a process reads once is read.
        way(*next(turn))
    trips = {name: _trips(way, next(turn)) for name, way in ways.items()}
    spent = dict.fromkeys(ways, 0.0)
    done = 0
    while done + AT_A_TIME <= ROWS - 2:
        for name, way in ways.items():
            spent[name] += _timed(way, [next(turn) for _ in range(AT_A_TIME)])
        done += AT_A_TIME
    granted = Decision.objects.filter(outcome="granted").count()
    if granted != 2 * done + 4 or Claim.objects.exclude(state="granted").exists():
        raise RuntimeError(f"{granted} claims were granted of {2 * done + 4}")
    return {f"{name} seconds": seconds / done for name, seconds in spent.items()} | {f"{name} trips": each for name, each in trips.items()}


def _trips(way: Callable[[UUID, UUID], None], keys: tuple[UUID, UUID]) -> int:
    with CaptureQueriesContext(connection) as asked:
        way(*keys)
    return len(asked)


def _timed(way: Callable[[UUID, UUID], None], keys: list[tuple[UUID, UUID]]) -> float:
    begun = time.perf_counter()
    for each in keys:
        way(*each)
    return time.perf_counter() - begun


@contextmanager
def prepared() -> Iterator[None]:
    """Make a world: keys, tables, the catalogue with amounts made up where no source gives one."""
    with tempfile.TemporaryDirectory() as folder:
        settings.VAR, settings.ENTRAIDE_KEYRING = Path(folder), Path(folder) / "keyring.json"
        call_command("keyring", "init", verbosity=0)
        call_command("migrate", verbosity=0, interactive=False)
        publish_folder(settings.CATALOGUE, actor=system_actor("bench"), at=THEN, on=TODAY, as_published=illustrated)
        yield


def main() -> None:
    """Measure, and print the figures."""
    with prepared():
        print(json.dumps(measured()))

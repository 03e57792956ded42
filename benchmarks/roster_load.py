"""The lists of many members on one database, measured in a process of its own, which prints its figures as JSON: `bench_roster` starts it.

The limit is the copy of exactly the rows that the load leaves, into the same tables with the same indexes and rules, in a twin of the
database as it was before: COPY on PostgreSQL, `executemany` on SQLite.
"""

import json
import os
import resource
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.management import call_command

from benchmarks.twins import timed, twin_of
from entraide.apps.accounts.actor import system_actor
from entraide.apps.beneficiaries.operations.roster_bulk import ManyApplied, ManyList, apply_many
from entraide.apps.beneficiaries.operations.rosters import SentList, preview
from entraide.apps.members.models import Member, MemberName, Membership
from entraide.core.roster.values import RosterLine, Status
from entraide.orm.keys import uuid7


ROWS = int(os.environ.get("ENTRAIDE_BENCH_ROWS", "1000000"))
AGENTS = 1_450
PREVIEWED = 10_000
TABLES = (
    *("beneficiaries_beneficiary", "beneficiaries_rosterimport", "beneficiaries_identity", "beneficiaries_affiliation"),
    *("audit_auditentry", "audit_auditpayload"),
)
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
GIVEN = ("Zoé", "Amina", "Paul", "Louise", "Karim", "Jeanne", "Hugo", "Inès")
SERVICES = ("Voirie", "Parcs et jardins", "État civil", "Restauration scolaire")
YEAR = 2024
ACT = {"actor": system_actor("bench"), "at": datetime(YEAR, 1, 15, 9, tzinfo=UTC), "on": date(YEAR, 1, 15)}
HEADER = "Matricule;Nom;Prénom;Date de naissance;Courriel;Statut;Date d’arrivée;Service"


def name_of(number: int) -> str:
    """Make a family name for a number, that no other number has, far from its neighbours."""
    return "".join(LETTERS[number // 26**power % 26] * 2 for power in range(4, -1, -1)).capitalize()


def line_of(number: int, line_number: int, *, service: str = "") -> RosterLine:
    """Make one line of a list."""
    return RosterLine(
        line_number,
        name_of(number),
        GIVEN[number % len(GIVEN)],
        date(1960, 1, 1) + timedelta(days=number * 37 % 7_300),
        Status.ACTIVE,
        date(2000, 1, 1) + timedelta(days=number * 11 % 8_000),
        matricule=f"{number:07d}",
        email=f"agent{number}@collectivite.example",
        service=service or SERVICES[number % len(SERVICES)],
    )


MAKING = [0.0]
"""The seconds spent making lines: they stand for the reading of files, which is no part of the load."""


def lists_of(members: list[UUID], *, changed: int = 0) -> Iterator[ManyList]:
    """Make the list of each member; of `changed`, one line in so many says another service."""
    for place, member_id in enumerate(members):
        begun = time.perf_counter()
        numbers = range(place * AGENTS, min((place + 1) * AGENTS, ROWS))
        lines = [
            line_of(number, line_number, service="Médiathèque" if changed and number % changed == 0 else "")
            for line_number, number in enumerate(numbers, 2)
        ]
        MAKING[0] += time.perf_counter() - begun
        yield ManyList(member_id, YEAR, lines)


def loaded_in(lists: Iterator[ManyList]) -> float:
    """Measure the load of lists, without the making of their lines."""
    MAKING[0] = 0.0
    spent = timed(lambda: applied(lists))
    return spent - MAKING[0]


def written(lines: list[RosterLine]) -> bytes:
    """Write a list as the file that a member sends."""
    rows = (
        f"{line.matricule};{line.family_name};{line.given_name};{line.born_on:%d/%m/%Y};{line.email};actif;{line.since:%d/%m/%Y};{line.service}"
        for line in lines
    )
    return "\n".join([HEADER, *rows]).encode()


def register() -> list[UUID]:
    """Enter the members whose lists come."""
    keys = [uuid7() for _ in range(-(-ROWS // AGENTS))]
    enter({key: f"{place:09d}" for place, key in enumerate(keys)})
    return keys


def enter(members: dict[UUID, str]) -> None:
    """Enter members by their SIREN, with a name and a contract: no other body sends a list."""
    act = {"since": date(2000, 1, 1), "recorded_at": ACT["at"], "recorded_by": uuid7()}
    rows = [Member(id=key, siren=siren, kind="commune", created_at=ACT["at"]) for key, siren in members.items()]
    Member.objects.bulk_create(rows, batch_size=1_000)
    MemberName.objects.bulk_create((MemberName(member_id=key, name=siren, **act) for key, siren in members.items()), batch_size=1_000)
    Membership.objects.bulk_create((Membership(member_id=key, scope="full", **act) for key in members), batch_size=1_000)


def applied(lists: Iterator[ManyList]) -> ManyApplied:
    """Apply lists and make sure that all of them were.

    :raises RuntimeError: if one of them was left for a person.
    """
    done = apply_many(lists=lists, **ACT)
    if done.left_waiting:
        raise RuntimeError(f"{done.left_waiting} lists were left waiting")
    return done


def previewed_in() -> float:
    """Measure the preview of a list of ten thousand agents, one in a hundred changed, from the bytes of its file."""
    key = uuid7()
    enter({key: "999999999"})
    numbers = range(5_000_000, 5_000_000 + PREVIEWED)
    applied(iter([ManyList(key, YEAR, [line_of(number, place) for place, number in enumerate(numbers, 2)])]))
    changed = [line_of(number, place, service="Médiathèque" if number % 100 == 0 else "") for place, number in enumerate(numbers, 2)]
    sent = SentList(written(changed), "liste.csv", YEAR)
    return timed(lambda: preview(member_id=key, sent=sent, **ACT))


def main() -> None:
    """Prepare, load, copy, load again, look at one list; print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        settings.VAR, settings.ENTRAIDE_KEYRING = Path(folder), Path(folder) / "keyring.json"
        call_command("keyring", "init", verbosity=0)
        call_command("migrate", verbosity=0, interactive=False)
        members = register()
        twin = twin_of(TABLES)
        load = loaded_in(lists_of(members))
        megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        copy = twin.copied_in(Path(folder))
        again = loaded_in(lists_of(members, changed=100))
        figures = {"load": load, "copy": copy, "again": again, "preview": previewed_in(), "megabytes": megabytes}
        twin.forget()
    print(json.dumps(figures))

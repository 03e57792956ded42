"""The world as opening records: the same five files by which a real association takes over from its present system.

Two things have no place in them and are told to the platform afterwards: tax lines, and the disability rates and alternating custody of
children.
"""

import csv
from collections.abc import Iterable
from datetime import date, timedelta
from io import StringIO

from entraide.core.money import Money
from entraide.population.demonstration.world import Mandate, Role, World


Cell = str | int | date | Money | None

MEMBERS = (
    "siren",
    "name",
    "kind",
    "department",
    "commune_code",
    "member_since",
    "correspondent_family_name",
    "correspondent_given_name",
    "correspondent_email",
)
BENEFICIARIES = (
    "member_siren",
    "external_id",
    "family_name",
    "given_name",
    "born_on",
    "civil_sex",
    "status",
    "since",
    "until",
    "email",
    "matricule",
    "service",
    "iban",
    "bic",
)
DEPENDANTS = ("beneficiary_external_id", "external_id", "kind", "family_name", "given_name", "born_on", "since")
CONTRIBUTIONS = ("member_siren", "year", "kind", "label", "heads", "on", "amount")
BENEFITS = ("beneficiary_external_id", "member_siren", "benefit", "dependant_external_id", "settled_on", "amount", "external_id")


def world_to_opening_files(world: World) -> dict[str, bytes]:
    """Write the world as opening records, by file name: UTF-8, commas, days as 2024-10-15, euros with two decimals.

    The contributions of the running year are left out: the platform calls them. An affiliation's end is written as the last day of
    presence; references of the world are the keys of the former system.
    """
    return {
        "members.csv": _file(MEMBERS, _members(world)),
        "beneficiaries.csv": _file(BENEFICIARIES, _beneficiaries(world)),
        "dependants.csv": _file(DEPENDANTS, _dependants(world)),
        "contributions.csv": _file(
            CONTRIBUTIONS,
            (
                (line.siren, line.year, line.kind, f"{line.label} ({line.note})", line.heads, line.on, line.amount)
                for line in world.contribution_lines
                if line.year < world.on.year
            ),
        ),
        "benefits.csv": _file(
            BENEFITS,
            (
                (record.person, record.siren, record.benefit, record.dependant, record.settled_on, record.amount, record.reference)
                for record in world.benefit_records
            ),
        ),
    }


def _members(world: World) -> Iterable[tuple[Cell, ...]]:
    correspondents: dict[str, Mandate] = {mandate.siren: mandate for mandate in world.mandates if mandate.role is Role.CORRESPONDENT}
    for member in world.members:
        correspondent = correspondents[member.siren]
        yield (
            member.siren,
            member.name,
            member.kind,
            member.department,
            member.insee_code if member.kind == "commune" else "",
            member.joined_on,
            correspondent.family_name,
            correspondent.given_name,
            correspondent.email,
        )


def _beneficiaries(world: World) -> Iterable[tuple[Cell, ...]]:
    accounts = {detail.person: detail for detail in world.bank_details}
    for person in world.persons:
        account = accounts.get(person.reference)
        yield (
            person.siren,
            person.reference,
            person.family_name,
            person.given_name,
            person.born_on,
            person.sex,
            person.status,
            person.since,
            person.until - timedelta(days=1) if person.until else None,
            person.email,
            person.staff_number,
            person.service,
            account.iban if account else "",
            account.bic if account else "",
        )


def _dependants(world: World) -> Iterable[tuple[Cell, ...]]:
    for one in world.dependants:
        yield (one.person, one.reference, one.kind, one.family_name, one.given_name, one.born_on, one.since)


def _file(header: tuple[str, ...], rows: Iterable[tuple[Cell, ...]]) -> bytes:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([_written(cell) for cell in row] for row in rows)
    return text.getvalue().encode()


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    return str(cell.euros) if isinstance(cell, Money) else str(cell)

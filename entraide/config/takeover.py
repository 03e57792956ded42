"""Take over an association's records: files read together, then every app's own part in one transaction."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts import operations as accounts
from entraide.apps.accounts.actor import Actor
from entraide.apps.accounts.queries import account_by_email
from entraide.apps.beneficiaries.operations.opening import Details, import_dependants, import_people
from entraide.apps.claims.operations.opening import import_benefits
from entraide.apps.contributions.operations.imports import import_lines
from entraide.apps.members.operations.opening import import_members
from entraide.apps.members.queries import members_by_siren
from entraide.apps.network.operations import Attached, Holder, import_committees, import_mandates
from entraide.core.opening.reading import parse_opening
from entraide.core.opening.sentences import sentence_of
from entraide.core.opening.values import OpeningMember, OpeningRecords
from entraide.core.tabular.table import Table
from entraide.integrations.reference_data import committee_departments
from entraide.integrations.spreadsheets.reading import read_table
from entraide.integrations.spreadsheets.refusals import TAKEOVER_LIMITS, UnreadableFile
from entraide.orm.keys import uuid7


@dataclass(frozen=True, slots=True)
class Act:
    """The import as an act: its key, who does it and when; `is_synthetic` marks the persons of a demonstration."""

    actor: Actor
    at: datetime
    on: date
    is_synthetic: bool = False
    id: UUID = field(default_factory=uuid7)

    @property
    def told(self) -> dict[str, object]:
        """What every operation is told of the act."""
        return {"import_id": self.id, "actor": self.actor, "at": self.at, "on": self.on}


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of the records: its code, its sentence, and where it stands (file, line), empty for the folder as a whole."""

    code: str
    sentence: str
    where: str


def read_folder(folder: Path, *, on: date, benefit_codes: Collection[str] | None) -> tuple[OpeningRecords, tuple[Fault, ...]]:
    """Read every file of a folder as opening records; all the faults of all the files at once."""
    contents = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file() and not path.name.startswith(".")}
    return read_files(contents, on=on, benefit_codes=benefit_codes)


def read_files(
    contents: Mapping[str, bytes], *, on: date, benefit_codes: Collection[str] | None
) -> tuple[OpeningRecords, tuple[Fault, ...]]:
    """Read files by name as opening records; XLSX stands for the CSV of the same name."""
    tables: dict[str, Table] = {}
    unreadable: dict[str, Fault] = {}
    for name, content in contents.items():
        known_as = f"{name[:-5]}.csv" if name.endswith(".xlsx") else name
        try:
            tables[known_as] = read_table(content, name, limits=TAKEOVER_LIMITS)
        except UnreadableFile as refusal:
            unreadable[known_as] = Fault(refusal.code, f"{name} : {refusal}", name)
    records, findings = parse_opening(tables, on=on, benefit_codes=benefit_codes, unreadable=unreadable)
    return records, (*unreadable.values(), *(Fault(finding.code, sentence_of(finding), finding.where) for finding in findings))


def take_over(records: OpeningRecords, *, act: Act, details: Mapping[str, Details] | None = None) -> dict[str, int]:
    """Import records that were found without fault; nothing of them is kept if one part fails. Give how many of each were new."""
    with transaction.atomic():
        committees = [Attached(row.department, row.committee, _attestation(row.is_attested)) for row in committee_departments().values()]
        import_committees(rows=committees, **act.told)
        counts = {"members": import_members(rows=records.members, **act.told)}
        counts["correspondents"] = _correspondents(records.members, act)
        counts |= import_people(rows=records.beneficiaries, is_synthetic=act.is_synthetic, **act.told)
        counts["dependants"] = import_dependants(rows=records.dependants, details=details or {}, **act.told)
        counts["contribution_lines"] = import_lines(rows=records.contributions, **act.told)
        counts["benefits"] = import_benefits(rows=records.benefits, **act.told)
    return counts


def _attestation(is_attested: bool) -> str:
    return "source" if is_attested else "illustrative"


def _correspondents(rows: Collection[OpeningMember], act: Act) -> int:
    """Give each correspondent an account that they open by a link, and their mandate."""
    member_ids = members_by_siren()
    holders = [
        Holder(member_ids[row.siren], "correspondent", _account(row, act), row.member_since) for row in rows if row.correspondent_email
    ]
    return import_mandates(holders=holders, **act.told)


def _account(row: OpeningMember, act: Act) -> UUID:
    held = account_by_email(row.correspondent_email)
    if held is not None:
        return held.pk
    name = f"{row.correspondent_given_name} {row.correspondent_family_name}"
    return accounts.create_account(email=row.correspondent_email, name=name, actor=act.actor, at=act.at, on=act.on)

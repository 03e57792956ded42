"""What only several lines together can show: doubles, persons who differ, keys that lead nowhere."""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from entraide.core.names import normalise
from entraide.core.opening.values import OpeningBeneficiary, OpeningBenefit, OpeningDependant, OpeningRecords
from entraide.core.refusals import Finding
from entraide.core.tabular.cells import shown


def cross_checks(records: OpeningRecords, benefit_codes: Collection[str] | None, faulty: Collection[str] = ()) -> Iterator[Finding]:
    """Find doubles and broken references, file by file.

    A file named in `faulty` has lines that could not be read: what refers to it is not judged, it would be told twice.
    """
    yield from _twice("members.csv", records.members, lambda row: (row.siren,))
    yield from _twice("beneficiaries.csv", records.beneficiaries, lambda row: (row.external_id, row.member_siren))
    yield from _same_person("beneficiaries.csv", records.beneficiaries)
    yield from _same_account(records.beneficiaries)
    yield from _twice("dependants.csv", records.dependants, _dependant_key)
    yield from _same_person("dependants.csv", (row for row in records.dependants if row.external_id))
    yield from _twice(
        "contributions.csv",
        records.contributions,
        lambda row: (row.member_siren, row.year, row.kind, normalise(row.label), row.on, row.amount),
    )
    yield from _twice("benefits.csv", records.benefits, _benefit_key)
    if "members.csv" not in faulty:
        yield from _members_named(records)
    if "beneficiaries.csv" not in faulty:
        yield from _persons_named(records)
    if "dependants.csv" not in faulty:
        yield from _dependants_named(records)
    if benefit_codes is not None:
        unknown = (row for row in records.benefits if row.benefit not in benefit_codes)
        yield from (_finding("opening.unknown_benefit", "benefits.csv", row, column="benefit", value=shown(row.benefit)) for row in unknown)


def _dependant_key(row: OpeningDependant) -> tuple[Any, ...]:
    if row.external_id:
        return row.beneficiary_external_id, row.external_id
    return row.beneficiary_external_id, normalise(row.family_name), normalise(row.given_name), row.born_on


def _benefit_key(row: OpeningBenefit) -> tuple[Any, ...]:
    if row.external_id:
        return (row.external_id,)
    return row.beneficiary_external_id, row.benefit, row.dependant_external_id, row.settled_on, row.amount


def _twice(file: str, rows: Iterable[Any], key: Callable[[Any], tuple[Any, ...]]) -> Iterator[Finding]:
    seen: dict[tuple[Any, ...], int] = {}
    for row in rows:
        found = key(row)
        first = seen.setdefault(found, row.line_number)
        if first != row.line_number:
            yield _finding("opening.twice", file, row, first=first, key=", ".join(str(part) for part in found if part != ""))


def _same_person(file: str, rows: Iterable[OpeningBeneficiary | OpeningDependant]) -> Iterator[Finding]:
    seen: dict[str, OpeningBeneficiary | OpeningDependant] = {}
    for row in rows:
        first = seen.setdefault(row.external_id, row)
        if _identity(first) != _identity(row):
            yield _finding("opening.differs", file, row, first=first.line_number, key=row.external_id)


def _identity(row: OpeningBeneficiary | OpeningDependant) -> tuple[Any, ...]:
    return normalise(row.family_name), normalise(row.given_name), row.born_on


def _same_account(rows: Iterable[OpeningBeneficiary]) -> Iterator[Finding]:
    seen: dict[str, OpeningBeneficiary] = {}
    for row in rows:
        if row.iban:
            first = seen.setdefault(row.external_id, row)
            if first.iban != row.iban:
                yield _finding("opening.account_differs", "beneficiaries.csv", row, first=first.line_number, key=row.external_id)


def _members_named(records: OpeningRecords) -> Iterator[Finding]:
    sirens = {row.siren for row in records.members}
    for file, rows in (("beneficiaries.csv", records.beneficiaries), ("contributions.csv", records.contributions)):
        for row in rows:
            if row.member_siren not in sirens:
                yield _finding("opening.unknown_member", file, row, column="member_siren", value=row.member_siren)


def _persons_named(records: OpeningRecords) -> Iterator[Finding]:
    members: dict[str, set[str]] = {}
    for person in records.beneficiaries:
        members.setdefault(person.external_id, set()).add(person.member_siren)
    for dependant in records.dependants:
        if dependant.beneficiary_external_id not in members:
            yield _unknown_beneficiary("dependants.csv", dependant)
    for benefit in records.benefits:
        if benefit.beneficiary_external_id in members:
            yield from _member_of(benefit, members[benefit.beneficiary_external_id])
        else:
            yield _unknown_beneficiary("benefits.csv", benefit)


def _dependants_named(records: OpeningRecords) -> Iterator[Finding]:
    families = {(row.beneficiary_external_id, row.external_id) for row in records.dependants}
    for row in records.benefits:
        if row.dependant_external_id and (row.beneficiary_external_id, row.dependant_external_id) not in families:
            column = "dependant_external_id"
            yield _finding("opening.unknown_dependant", "benefits.csv", row, column=column, value=row.dependant_external_id)


def _member_of(row: OpeningBenefit, sirens: Collection[str]) -> Iterator[Finding]:
    if row.member_siren and row.member_siren not in sirens:
        yield _finding("opening.not_on_staff", "benefits.csv", row, column="member_siren", value=row.member_siren)
    elif not row.member_siren and len(sirens) > 1:
        yield _finding("opening.which_member", "benefits.csv", row, column="member_siren")


def _unknown_beneficiary(file: str, row: OpeningDependant | OpeningBenefit) -> Finding:
    return _finding("opening.unknown_beneficiary", file, row, column="beneficiary_external_id", value=row.beneficiary_external_id)


def _finding(code: str, file: str, row: Any, **params: Any) -> Finding:
    return Finding(code, f"{file}, ligne {row.line_number}", {"line": row.line_number, **params})

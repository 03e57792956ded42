"""The five files of opening records: their columns, and how a line of each becomes a row."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from entraide.core.opening.values import (
    ContributionKind,
    DependantKind,
    OpeningBeneficiary,
    OpeningBenefit,
    OpeningContribution,
    OpeningDependant,
    OpeningMember,
)
from entraide.core.roster.values import CivilSex, Status
from entraide.core.sepa.text import is_writable
from entraide.core.structure.values import BodyKind
from entraide.core.tabular.cells import (
    CellFault,
    read_account,
    read_amount,
    read_bic,
    read_date,
    read_email,
    read_identifier,
    read_last_day,
    read_name,
    read_siren,
    read_text,
    read_whole,
    shown,
)
from entraide.core.tabular.lines import LineReader, read_word


FIRST_YEAR = 1950


@dataclass(frozen=True, slots=True)
class FileFormat:
    """One file: its columns (True: the cell must be filled), whether it must be there, and how a line is built from its cells.

    `checks` looks at a row whose cells are all readable; it adds its findings to the reader, `on` is the day of the takeover.
    """

    name: str
    columns: Mapping[str, bool]
    readers: Mapping[str, Callable[[str], Any]]
    build: Callable[..., Any]
    checks: Callable[[LineReader, Any, date], None]
    is_required: bool = False


def read_code(value: str, *, pattern: str, example: str) -> str:
    """Read a code of a known shape.

    :raises CellFault: if it has another shape.
    """
    text = value.strip().upper()
    if not re.fullmatch(pattern, text, re.ASCII):
        raise CellFault("opening.bad_code", value=shown(text), example=example)
    return text


def _words(**words: Any) -> Callable[[str], Any]:
    return partial(read_word, words=words, expected=", ".join(words))


def _read_benefit(value: str) -> str:
    return read_code(value, pattern=r"[A-Z0-9][A-Z0-9_-]{0,79}", example="accueil-de-loisirs").lower()


_READERS: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys(("siren", "member_siren"), read_siren),
    **dict.fromkeys(("name", "label"), read_text),
    **dict.fromkeys(("family_name", "given_name", "correspondent_family_name", "correspondent_given_name"), read_name),
    **dict.fromkeys(("born_on", "since", "member_since", "on", "settled_on"), read_date),
    **dict.fromkeys(("email", "correspondent_email"), read_email),
    **dict.fromkeys(("external_id", "beneficiary_external_id", "dependant_external_id"), read_identifier),
    "until": read_last_day,
    "department": partial(read_code, pattern=r"\d{2}|2[AB]|9\d{2}", example="51, 2A ou 974"),
    "commune_code": partial(read_code, pattern=r"\d[\dAB]\d{3}", example="51454"),
    "civil_sex": partial(read_word, words={"f": CivilSex.FEMALE, "m": CivilSex.MALE}, expected="F, M"),
    "status": _words(active=Status.ACTIVE, retiree=Status.RETIREE, apprentice=Status.APPRENTICE),
    "iban": read_account,
    "bic": read_bic,
    "matricule": partial(read_text, longest=40),
    "service": partial(read_text, longest=120),
    "year": partial(read_whole, lowest=FIRST_YEAR, highest=2999),
    "heads": partial(read_whole, lowest=0, highest=9_999_999),
    "amount": read_amount,
    "benefit": _read_benefit,
}


def _check_member(reader: LineReader, row: OpeningMember, on: date) -> None:
    _not_after(reader, "member_since", row.member_since, on)


def _check_beneficiary(reader: LineReader, row: OpeningBeneficiary, on: date) -> None:
    _not_after(reader, "born_on", row.born_on, on)
    if row.since < row.born_on:
        reader.fault("opening.before_birth", "since", born_on=f"{row.born_on:%d/%m/%Y}")
    if row.until is not None and row.until <= row.since:
        reader.fault("opening.ends_before", "until", since=f"{row.since:%d/%m/%Y}")
    # The account is taken over under the person's own name.
    if row.iban and not is_writable(f"{row.given_name} {row.family_name}"):
        reader.fault("opening.unwritable_holder", "family_name", value=shown(f"{row.given_name} {row.family_name}"))


def _check_dependant(reader: LineReader, row: OpeningDependant, on: date) -> None:
    _not_after(reader, "born_on", row.born_on, on)
    if row.since < row.born_on:
        reader.fault("opening.before_birth", "since", born_on=f"{row.born_on:%d/%m/%Y}")


def _check_contribution(reader: LineReader, row: OpeningContribution, on: date) -> None:
    _not_after(reader, "on", row.on, on)
    if row.kind is ContributionKind.CALL and row.amount.cents < 0:
        reader.fault("opening.negative", "amount", amount=str(row.amount))


def _check_benefit(reader: LineReader, row: OpeningBenefit, on: date) -> None:
    _not_after(reader, "settled_on", row.settled_on, on)
    if row.amount.cents <= 0:
        reader.fault("opening.not_positive", "amount", amount=str(row.amount))


def _not_after(reader: LineReader, column: str, day: date, on: date) -> None:
    if day > on:
        reader.fault("opening.in_the_future", column, value=f"{day:%d/%m/%Y}", on=f"{on:%d/%m/%Y}")


def _format(
    name: str, columns: str, build: Callable[..., Any], checks: Callable[[LineReader, Any, date], None], **kinds: Callable[[str], Any]
) -> FileFormat:
    """Declare a file by its columns in order; "*" marks the cells that must be filled."""
    named = {column.rstrip("*"): column.endswith("*") for column in columns.split()}
    readers = {column: kinds.get(column) or _READERS[column] for column in named}
    return FileFormat(name, named, readers, build, checks, is_required=name in ("members.csv", "beneficiaries.csv"))


FORMATS: tuple[FileFormat, ...] = (
    _format(
        "members.csv",
        "siren* name* kind* department* commune_code member_since* correspondent_family_name correspondent_given_name correspondent_email",
        OpeningMember,
        _check_member,
        kind=_words(**{kind.value: kind for kind in BodyKind}),
    ),
    _format(
        "beneficiaries.csv",
        "member_siren* external_id* family_name* given_name* born_on* civil_sex status* since* until email matricule service iban bic",
        OpeningBeneficiary,
        _check_beneficiary,
    ),
    _format(
        "dependants.csv",
        "beneficiary_external_id* external_id kind* family_name* given_name* born_on* since*",
        OpeningDependant,
        _check_dependant,
        kind=_words(spouse=DependantKind.SPOUSE, child=DependantKind.CHILD),
    ),
    _format(
        "contributions.csv",
        "member_siren* year* kind* label* heads on* amount*",
        OpeningContribution,
        _check_contribution,
        kind=_words(call=ContributionKind.CALL, adjustment=ContributionKind.ADJUSTMENT),
    ),
    _format(
        "benefits.csv",
        "beneficiary_external_id* member_siren benefit* dependant_external_id settled_on* amount* external_id",
        OpeningBenefit,
        _check_benefit,
    ),
)

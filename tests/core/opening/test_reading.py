"""Opening records read together, their totals and their faults."""

from datetime import date

import pytest

from entraide.core.money import Money
from entraide.core.opening.formats import FORMATS
from entraide.core.opening.reading import parse_opening
from entraide.core.opening.sentences import REFUSALS, sentence_of
from entraide.core.opening.values import ContributionKind, DependantKind, YearTotal, year_totals
from entraide.core.roster.values import CivilSex, Status
from entraide.core.structure.values import BodyKind
from entraide.core.tabular.table import Row, Table


ON = date(2024, 10, 15)
CU, REIMS = "200067213", "215104548"
FILES = {
    "members.csv": [
        {"siren": "200 067 213", "name": "Grand Reims", "kind": "epci", "department": "51", "member_since": "2017-01-01",
         "correspondent_family_name": "Roy", "correspondent_given_name": "Anne", "correspondent_email": "anne.roy@ville.example"},
        {"siren": REIMS, "name": "Commune", "kind": "commune", "department": "51", "commune_code": "51454", "member_since": "01/01/2017"},
    ],
    "beneficiaries.csv": [
        {"member_siren": CU, "external_id": "B1", "family_name": "Müller", "given_name": "Zoé", "born_on": "12/03/1985", "civil_sex": "F",
         "status": "active", "since": "01/01/2015", "email": "zoe@ville.example", "iban": "FR76 3000 6000 0112 3456 7890 189",
         "bic": "AGRIFRPP", "matricule": "00042", "service": "Voirie"},
        {"member_siren": REIMS, "external_id": "B1", "family_name": "MULLER", "given_name": "Zoe", "born_on": "12/03/1985",
         "status": "active", "since": "01/01/2020", "until": "31/12/2023"},
        {"member_siren": CU, "external_id": "B2", "family_name": "Petit", "given_name": "Paul", "born_on": "01/01/1950",
         "status": "retiree", "since": "01/01/2017"},
    ],
    "dependants.csv": [
        {"beneficiary_external_id": "B1", "external_id": "D1", "kind": "child", "family_name": "Müller", "given_name": "Lina",
         "born_on": "01/06/2015", "since": "01/06/2015"},
        {"beneficiary_external_id": "B2", "kind": "spouse", "family_name": "Petit", "given_name": "Jeanne",
         "born_on": "01/06/1951", "since": "01/06/1975"},
    ],
    "contributions.csv": [
        {"member_siren": CU, "year": "2022", "kind": "call", "label": "Appel", "heads": "1440", "on": "15/01/2022", "amount": "305000,00"},
        {"member_siren": CU, "year": "2022", "kind": "adjustment", "label": "Arrivées", "on": "15/12/2022", "amount": "3212.74"},
        {"member_siren": CU, "year": "2024", "kind": "adjustment", "label": "Avoir", "on": "15/01/2024", "amount": "-217,00"},
    ],
    "benefits.csv": [
        {"beneficiary_external_id": "B1", "member_siren": CU, "benefit": "Accueil-de-loisirs", "dependant_external_id": "D1",
         "settled_on": "22/09/2022", "amount": "45"},
        {"beneficiary_external_id": "B2", "benefit": "noel", "settled_on": "10/12/2022", "amount": "20,50"},
        {"beneficiary_external_id": "B2", "benefit": "noel", "settled_on": "10/12/2022", "amount": "20,50", "external_id": "P-2"},
    ],
}  # fmt: skip


def table(rows: list[dict[str, str]]) -> Table:
    header = tuple(dict.fromkeys(column for row in rows for column in row))
    return Table(header, tuple(Row(number, tuple(row.get(column, "") for column in header)) for number, row in enumerate(rows, 2)))


def with_change(file: str | None = None, line: int = 2, **cells: str) -> dict[str, Table]:
    files = {name: [dict(row) for row in rows] for name, rows in FILES.items()}
    if file:
        files[file][line - 2].update(cells)
    return {name: table(rows) for name, rows in files.items()}


def faults(tables: dict[str, Table], **more) -> list[tuple[str, str]]:
    _, findings = parse_opening(tables, on=ON, **more)
    for finding in findings:
        assert "{" not in sentence_of(finding)
    return [(finding.code, finding.where) for finding in findings]


def test_good_records_are_read_with_exact_amounts_and_typed_values():
    records, findings = parse_opening(with_change(), on=ON, benefit_codes={"accueil-de-loisirs", "noel"})
    assert findings == ()
    member, person, second = records.members[0], records.beneficiaries[0], records.beneficiaries[1]
    assert (member.siren, member.kind, member.commune_code, member.correspondent_given_name) == (CU, BodyKind.EPCI, "", "Anne")
    assert (person.status, person.civil_sex, person.iban, person.until) == (
        Status.ACTIVE,
        CivilSex.FEMALE,
        "FR7630006000011234567890189",
        None,
    )
    assert (second.until, second.civil_sex, second.iban) == (date(2024, 1, 1), None, "")
    assert [row.kind for row in records.dependants] == [DependantKind.CHILD, DependantKind.SPOUSE]
    assert [(row.kind, row.heads, row.amount) for row in records.contributions] == [
        (ContributionKind.CALL, 1440, Money(30_500_000)),
        (ContributionKind.ADJUSTMENT, None, Money(321_274)),
        (ContributionKind.ADJUSTMENT, None, Money(-21_700)),
    ]
    assert (records.benefits[0].benefit, records.benefits[0].amount) == ("accueil-de-loisirs", Money(4_500))


@pytest.mark.parametrize("written", ["31/12/2999", "31/12/9999", "9999-12-31"])
def test_an_end_that_is_not_foreseen_is_read_as_no_end(written):
    records, findings = parse_opening(
        with_change("beneficiaries.csv", 3, until=written), on=ON, benefit_codes={"accueil-de-loisirs", "noel"}
    )
    assert (findings, records.beneficiaries[1].until) == ((), None)


def test_the_records_are_added_up_by_civil_year():
    records, _ = parse_opening(with_change(), on=ON)
    assert year_totals(records) == (
        YearTotal(2022, Money(30_821_274), Money(8_600), 3, 2),
        YearTotal(2024, Money(-21_700), Money(0), 0, 0),
    )


def test_an_iban_is_never_shown_with_its_row():
    records, _ = parse_opening(with_change(), on=ON)
    assert "FR76" not in repr(records)


@pytest.mark.parametrize(
    ("file", "line", "cells", "code"),
    [
        ("members.csv", 3, {"siren": "215104549"}, "tabular.siren_key"),
        ("members.csv", 2, {"kind": "planète"}, "tabular.unknown_word"),
        ("members.csv", 2, {"department": "Marne"}, "opening.bad_code"),
        ("members.csv", 3, {"commune_code": "5145"}, "opening.bad_code"),
        ("members.csv", 2, {"member_since": "01/01/2025"}, "opening.in_the_future"),
        ("beneficiaries.csv", 2, {"iban": "FR7630006000011234567890188"}, "tabular.bad_iban"),
        ("beneficiaries.csv", 2, {"bic": "X"}, "tabular.bad_bic"),
        ("beneficiaries.csv", 2, {"given_name": "Иван", "family_name": "Петров"}, "opening.unwritable_holder"),
        ("beneficiaries.csv", 2, {"born_on": "32/01/1985"}, "tabular.no_such_day"),
        ("beneficiaries.csv", 4, {"born_on": "16/10/2024", "since": "17/10/2024"}, "opening.in_the_future"),
        ("beneficiaries.csv", 4, {"since": "01/01/1949"}, "opening.before_birth"),
        ("beneficiaries.csv", 3, {"until": "31/12/2019"}, "opening.ends_before"),
        ("beneficiaries.csv", 4, {"status": ""}, "tabular.blank"),
        ("beneficiaries.csv", 3, {"member_siren": CU}, "opening.twice"),
        ("beneficiaries.csv", 3, {"given_name": "Anne"}, "opening.differs"),
        ("beneficiaries.csv", 3, {"iban": "FR1420041010050500013M02606"}, "opening.account_differs"),
        ("beneficiaries.csv", 4, {"member_siren": "552100554"}, "opening.unknown_member"),
        ("dependants.csv", 3, {"beneficiary_external_id": "B9"}, "opening.unknown_beneficiary"),
        ("dependants.csv", 2, {"since": "01/06/2014"}, "opening.before_birth"),
        ("dependants.csv", 2, {"kind": "chat"}, "tabular.unknown_word"),
        ("contributions.csv", 2, {"amount": "305000,0"}, "tabular.bad_amount"),
        ("contributions.csv", 2, {"amount": "-1,00"}, "opening.negative"),
        ("contributions.csv", 2, {"year": "22"}, "tabular.bad_number"),
        ("contributions.csv", 3, {"on": "16/10/2024"}, "opening.in_the_future"),
        ("contributions.csv", 2, {"member_siren": "552100554"}, "opening.unknown_member"),
        ("benefits.csv", 2, {"amount": "0"}, "opening.not_positive"),
        ("benefits.csv", 2, {"settled_on": "16/10/2024"}, "opening.in_the_future"),
        ("benefits.csv", 2, {"benefit": "accueil de loisirs"}, "opening.bad_code"),
        ("benefits.csv", 2, {"benefit": "inconnue"}, "opening.unknown_benefit"),
        ("benefits.csv", 2, {"member_siren": ""}, "opening.which_member"),
        ("benefits.csv", 3, {"member_siren": REIMS}, "opening.not_on_staff"),
        ("benefits.csv", 2, {"dependant_external_id": "D9"}, "opening.unknown_dependant"),
        ("benefits.csv", 3, {"dependant_external_id": "D1"}, "opening.unknown_dependant"),
        ("benefits.csv", 2, {"beneficiary_external_id": "B9", "dependant_external_id": ""}, "opening.unknown_beneficiary"),
        ("benefits.csv", 4, {"external_id": ""}, "opening.twice"),
    ],
)
def test_one_fault_is_told_once_with_its_file_and_line(file, line, cells, code):
    assert faults(with_change(file, line, **cells), benefit_codes={"accueil-de-loisirs", "noel"}) == [(code, f"{file}, ligne {line}")]


def test_a_member_given_twice_is_told_and_so_is_what_named_the_one_it_replaced():
    assert faults(with_change("members.csv", 3, siren=CU)) == [
        ("opening.twice", "members.csv, ligne 3"),
        ("opening.unknown_member", "beneficiaries.csv, ligne 3"),
    ]


def test_a_dependant_without_a_key_is_known_by_name_and_birth():
    tables = with_change()
    rows = tables["dependants.csv"].rows
    doubled = (*rows, Row(9, rows[1].cells))
    assert faults({**tables, "dependants.csv": Table(tables["dependants.csv"].header, doubled)}) == [
        ("opening.twice", "dependants.csv, ligne 9")
    ]


def test_a_child_of_two_agents_has_two_lines_with_one_key():
    files = [*FILES["dependants.csv"], {**FILES["dependants.csv"][0], "beneficiary_external_id": "B2"}]
    assert faults({**with_change(), "dependants.csv": table(files)}) == []
    files[-1]["given_name"] = "Adam"
    assert faults({**with_change(), "dependants.csv": table(files)}) == [("opening.differs", "dependants.csv, ligne 4")]


def test_faults_of_all_files_are_told_at_once():
    tables = with_change("members.csv", 2, kind="x")
    tables["benefits.csv"] = with_change("benefits.csv", 2, amount="x")["benefits.csv"]
    assert [code for code, _ in faults(tables)] == ["tabular.unknown_word", "tabular.bad_amount"]


def test_missing_and_unknown_files_and_columns_are_named():
    assert faults({}) == [("opening.missing_file", ""), ("opening.missing_file", "")]
    extra = {**with_change(), "membres.csv": Table(("a",), ())}
    assert faults(extra) == [("opening.unknown_file", "")]
    rows = [{**FILES["members.csv"][0], "e-mail": "x"}]
    del rows[0]["department"]
    found = faults({**with_change(), "members.csv": table(rows)})
    assert found == [("opening.missing_column", "members.csv"), ("opening.unknown_column", "members.csv")]


def test_only_members_and_beneficiaries_are_compulsory():
    tables = with_change()
    assert faults({name: tables[name] for name in ("members.csv", "beneficiaries.csv")}) == []


def test_every_column_of_every_file_is_documented_by_the_table_of_formats():
    assert [one.name for one in FORMATS] == ["members.csv", "beneficiaries.csv", "dependants.csv", "contributions.csv", "benefits.csv"]
    assert all(set(one.readers) == set(one.columns) for one in FORMATS)
    assert all(code.startswith("opening.") for code in REFUSALS)

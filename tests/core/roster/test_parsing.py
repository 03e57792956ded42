"""What a nominative list may hold, and how each fault is told."""

from datetime import date

import pytest

from entraide.core.eligibility.values import Contract, Position
from entraide.core.refusals import Finding
from entraide.core.roster.columns import COLUMNS, ColumnMap, can_be_named, map_columns
from entraide.core.roster.parsing import parse_rows
from entraide.core.roster.sentences import REFUSALS, sentence_of
from entraide.core.roster.values import CivilSex, RosterLine, Status
from entraide.core.tabular.table import Row, Table


HEADER = (
    *("Matricule", "Nom", "Prénom", "Date de naissance", "Sexe", "Courriel", "Statut", "Date d'arrivée", "Date de départ", "Service"),
    *("Contrat", "Fin de contrat", "Position", "Quotité"),
)
GOOD = (
    *("00042", "Müller", "Zoé", "12/03/1985", "Mme", "Zoe@Ville.example", "Active", "01/01/2015", "", "Voirie"),
    *("CDD", "31/12/2025", "En activité", "80 %"),
)


def parsed(*rows: tuple[str, ...], header: tuple[str, ...] = HEADER, year: int = 2024):
    columns, findings = map_columns(header)
    assert not findings
    return parse_rows(Table(header, tuple(Row(number, row) for number, row in enumerate(rows, 2))), columns, year)


def changed(**cells: str) -> tuple[str, ...]:
    names = dict(zip([column.key for column in COLUMNS], range(len(COLUMNS)), strict=True))
    row = list(GOOD)
    for key, value in cells.items():
        row[names[key]] = value
    return tuple(row)


def codes(*rows: tuple[str, ...], year: int = 2024) -> list[str]:
    return [finding.code for finding in parsed(*rows, year=year)[1]]


def test_a_full_line_is_read_with_all_its_columns():
    (one,), findings = parsed(GOOD)
    assert not findings
    assert one == RosterLine(
        2,
        "Müller",
        "Zoé",
        date(1985, 3, 12),
        Status.ACTIVE,
        date(2015, 1, 1),
        None,
        "00042",
        CivilSex.FEMALE,
        "zoe@ville.example",
        "Voirie",
        Contract.FIXED_TERM,
        date(2026, 1, 1),
        Position.IN_SERVICE,
        80,
    )


def test_five_columns_are_enough():
    (one,), findings = parsed(
        ("Durand", "Léa", "1985-03-12", "retraitée", "2015-01-01"), header=("NOM", "PRENOM", "né(e) le", "Situation", "Date d’entrée")
    )
    assert not findings
    assert (one.status, one.matricule, one.email, one.until, one.civil_sex) == (Status.RETIREE, "", "", None, None)


def test_a_departure_is_the_last_day_of_presence_and_a_far_one_means_none():
    assert parsed(changed(until="30/06/2024"))[0][0].until == date(2024, 7, 1)
    assert parsed(changed(until="31/12/2999"))[0][0].until is None
    assert parsed(changed(until="9999-12-31"))[0][0].until is None


@pytest.mark.parametrize(
    ("word", "status"),
    [("Titulaire", Status.ACTIVE), ("RETRAITÉ(E)", Status.RETIREE), ("Apprentie", Status.APPRENTICE), ("alternant", Status.APPRENTICE)],
)
def test_the_status_is_read_under_its_usual_words(word, status):
    assert parsed(changed(status=word))[0][0].status is status


def test_dates_are_read_in_the_french_and_the_iso_order():
    for text in ("12/03/1985", "12-3-1985", "12.03.1985", "1985-03-12", "1985-03-12 00:00:00", "1985-03-12T00:00:00"):
        assert parsed(changed(born_on=text))[0][0].born_on == date(1985, 3, 12)


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"born_on": "12/03/85"}, "tabular.bad_date"),
        ({"born_on": "31118"}, "tabular.bad_date"),
        ({"born_on": "31/02/1985"}, "tabular.no_such_day"),
        ({"born_on": "01/01/0000"}, "tabular.no_such_day"),
        ({"born_on": "01/01/1900"}, "roster.impossible_birth"),
        ({"born_on": "01/01/2031"}, "roster.impossible_birth"),
        ({"born_on": "01/01/2005"}, "roster.arrived_too_young"),
        ({"born_on": ""}, "tabular.blank"),
        ({"status": "élu"}, "tabular.unknown_word"),
        ({"status": " "}, "tabular.blank"),
        ({"civil_sex": "X"}, "tabular.unknown_word"),
        ({"email": "zoe@ville"}, "tabular.bad_email"),
        ({"family_name": "Mül\x00ler"}, "tabular.invisible_character"),
        ({"family_name": "Mül\u202eler"}, "tabular.invisible_character"),
        ({"given_name": "Z" * 10_000}, "tabular.too_long"),
        ({"given_name": "12345"}, "tabular.bad_name"),
        ({"given_name": "-"}, "tabular.bad_name"),
        ({"service": "V" * 500}, "tabular.too_long"),
        ({"contract": "bénévole"}, "tabular.unknown_word"),
        ({"position": "en l’air"}, "tabular.unknown_word"),
        ({"contract_until": "31/12/2014"}, "roster.contract_before_arrival"),
        ({"time_share": "120 %"}, "roster.bad_time_share"),
        ({"time_share": "peu"}, "roster.bad_time_share"),
        ({"since": "01/01/2025"}, "roster.arrival_after_year"),
        ({"until": "31/12/2014"}, "roster.departure_before_arrival"),
        ({"until": "31/12/2022"}, "roster.departed_long_ago"),
    ],
)
def test_each_fault_is_found_with_its_line_and_said_in_a_sentence(cells, code):
    lines, findings = parsed(GOOD[:1] + ("Autre",) + GOOD[2:], changed(matricule="43", **cells))
    assert [one.line_number for one in lines] == [2]
    assert [(finding.code, finding.where, finding.params["line"]) for finding in findings] == [(code, "ligne 3", 3)]
    sentence = sentence_of(findings[0])
    assert sentence.startswith("Ligne 3. ") and "{" not in sentence
    assert "\x00" not in sentence and "\u202e" not in sentence and len(sentence) < 250


def test_all_the_faults_of_a_line_are_told_at_once():
    assert codes(changed(born_on="x", status="x", email="x")) == ["tabular.bad_date", "tabular.unknown_word", "tabular.bad_email"]


def test_the_same_person_twice_is_told_with_both_lines():
    lines, findings = parsed(GOOD, changed(family_name="MULLER", given_name="ZOE", matricule="7"))
    assert [one.line_number for one in lines] == [2]
    assert sentence_of(findings[0]).startswith("Ligne 3. ZOE MULLER est déjà à la ligne 2")


def test_the_same_person_twice_is_told_even_when_the_first_line_has_another_fault():
    assert codes(changed(email="x"), GOOD) == ["tabular.bad_email", "roster.same_person_twice"]


def test_a_payroll_number_given_twice_is_refused():
    lines, findings = parsed(GOOD, changed(given_name="Paul", matricule="42"), changed(given_name="Anne", matricule=""))
    assert [one.line_number for one in lines] == [2, 4]
    assert [finding.code for finding in findings] == ["roster.same_matricule_twice"]
    assert "ligne 2" in sentence_of(findings[0])


def test_a_departure_of_the_year_before_may_still_be_told():
    assert codes(changed(until="15/12/2023")) == []


def test_missing_columns_are_named_with_what_was_found():
    columns, findings = map_columns(["Nom", "Âge", ""])
    assert [finding.params["column"] for finding in findings] == ["Prénom", "Date de naissance", "Statut", "Date d’arrivée"]
    assert sentence_of(findings[0]) == "Ligne 1. Il manque la colonne « Prénom ». Titres trouvés : Nom, Âge."
    assert columns.ignored == ("Âge",)
    assert "aucun titre" in sentence_of(map_columns([""])[1][0])


def test_two_titles_for_one_column_are_refused():
    _, findings = map_columns([*HEADER, "Date d'embauche"])
    assert [finding.code for finding in findings] == ["roster.column_twice"]
    assert "« Date d'arrivée » et « Date d'embauche »" in sentence_of(findings[0])


def test_a_birth_name_beside_the_name_in_use_is_left_aside():
    columns, findings = map_columns(["Nom de naissance", "Nom d'usage", "Prénom", "Naissance", "Statut", "Arrivée", "Civilité"])
    assert not findings
    assert (columns.places["family_name"], columns.places["civil_sex"]) == (1, 6)
    assert columns.ignored == ("Nom de naissance",)
    alone, _ = map_columns(["Nom de naissance", "Prénom"])
    assert alone.places["family_name"] == 0


def test_no_two_columns_claim_the_same_title():
    names = [name for column in COLUMNS for name in (*column.synonyms, *column.fallbacks)]
    assert len(names) == len(set(names))
    assert all(map_columns([name])[0].places for name in names)


def test_a_finding_without_a_line_is_said_without_one():
    assert sentence_of(Finding("tabular.blank", params={"column": "Nom"})) == "Nom : la cellule est vide, elle doit être remplie."
    assert all(code.startswith("roster.") for code in REFUSALS)


def test_an_empty_table_gives_nothing():
    assert parse_rows(Table((), ()), ColumnMap({}, ()), 2024) == ((), ())


@pytest.mark.parametrize(
    ("status", "contract"), [("CDD", Contract.FIXED_TERM), ("titulaire", Contract.PERMANENT), ("CDI", Contract.OPEN_ENDED), ("actif", None)]
)
def test_a_status_may_say_the_contract_where_no_column_does(status, contract):
    assert parsed(changed(status=status, contract=""))[0][0].contract is contract
    assert parsed(changed(status=status, contract="apprentissage"))[0][0].contract is Contract.APPRENTICESHIP


def test_a_position_that_stands_for_the_status_is_read_as_both():
    columns, findings = map_columns(["Nom", "Prénom", "Né le", "Position", "Arrivée"])
    assert (findings, columns.places["status"], columns.places["position"]) == ((), 3, 3)


STRANGE = ["Patronyme", "Petit nom", "Né", "Rôle", "Début", "Fin", "Observations"]
SAID = {"PATRONYME": "family_name", "Petit nom": "given_name", "Né": "born_on", "rôle": "status", "Début": "since", "Observations": ""}


def test_what_someone_said_of_strange_titles_is_used_and_forgives_case():
    columns, findings = map_columns(STRANGE, SAID)
    assert not findings
    assert dict(columns.places) == {"family_name": 0, "given_name": 1, "born_on": 2, "status": 3, "since": 4}
    assert columns.ignored == ("Fin", "Observations")


def test_what_someone_said_settles_two_titles_for_one_column():
    header = [*HEADER, "Date d'embauche"]
    columns, findings = map_columns(header, {"Date d'embauche": "since"})
    assert (findings, columns.places["since"]) == ((), len(HEADER))
    assert map_columns(header, {"Date d'embauche": ""})[0].places["since"] == HEADER.index("Date d'arrivée")
    assert map_columns(header, {"Date d'embauche": "since", "Date d'arrivée": "since"})[1]


def test_a_title_that_someone_said_not_to_read_is_not_read():
    assert "email" not in map_columns(HEADER, {"Courriel": ""})[0].places


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("80 %", 80),
        ("80", 80),
        ("0,8", 80),
        ("0.5", 50),
        ("1", 100),
        ("28/35", 80),
        ("17,5 / 35", 50),
        ("Temps complet", 100),
        ("mi-temps", 50),
    ],
)
def test_a_time_share_is_read_under_its_usual_writings(text, percent):
    assert parsed(changed(time_share=text))[0][0].time_share == percent


def test_titles_may_be_named_where_they_differ_and_are_enough():
    assert can_be_named(STRANGE)
    assert not can_be_named(["Nom", "nom", "a", "b", "c"])
    assert not can_be_named(["Nom", "Statut", "", " "])


@pytest.mark.parametrize(
    ("status", "position"),
    [
        ("Disponibilité", Position.AVAILABILITY),
        ("En activité", Position.IN_SERVICE),
        ("Congé parental", Position.UNPAID_LEAVE),
        ("actif", None),
        ("retraité", None),
    ],
)
def test_a_status_may_say_the_position_where_no_column_does(status, position):
    assert parsed(changed(status=status, position=""))[0][0].position is position
    assert parsed(changed(status=status, position="détaché"))[0][0].position is Position.SECONDED_IN

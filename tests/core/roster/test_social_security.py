"""No social security number is ever taken in, however it is written; what only looks like one is."""

import pytest

from entraide.core.roster.sentences import sentence_of
from entraide.core.roster.social_security import cells_refused, columns_refused, is_social_security_number
from entraide.core.tabular.table import Row, Table


@pytest.mark.parametrize(
    "written",
    [
        "285035110012313",
        "2850351100123",
        "2 85 03 51 100 123 13",
        "2.85.03.51.100.123",
        "2-85-03-51-100-123-13",
        "Ferrand (285035110012313)",
        "NIR 285032a10012313",
        "1 62 07 2B 033 004",
        "285035110012399",
        "185505110012339",
        "185502A10012330",
    ],
)
def test_a_number_is_found_however_it_is_written(written):
    assert is_social_security_number(written)


@pytest.mark.parametrize(
    "written",
    [
        *("", "00042", "0000000001234", "33612345678", "21510039700014", "2024-09-01 12:30:00"),
        *("FR76 3000 4000 0312 3456 7890 143", "185505110012311", "185505110012", "1855051100123", "185500A10012311", "28503511001231300"),
    ],
)
def test_what_only_looks_like_one_is_taken(written):
    assert not is_social_security_number(written)


def test_columns_are_named_by_their_title_or_by_what_they_hold():
    header = ("Matricule", "Nom", "N° de Sécurité Sociale", "", "NIR")
    rows = (Row(2, ("00042", "Müller", "", "2850351100123", "")),)
    said = [sentence_of(finding) for finding in columns_refused(Table(header, rows))]
    assert [sentence.partition(" contient")[0] for sentence in said] == [
        "La colonne « N° de Sécurité Sociale »",
        "La colonne numéro 4",
        "La colonne « NIR »",
    ]
    assert all("retirez cette colonne" in sentence for sentence in said)


def test_a_file_without_titles_is_refused_without_quoting_the_number():
    (found,) = columns_refused(Table(("Müller", "285035110012313"), ()))
    assert "285035110012313" not in sentence_of(found)


def test_a_form_says_in_which_field_it_was_typed():
    (found,) = cells_refused(Table(("Matricule", "Service"), (Row(1, ("285035110012313", "Voirie")),)))
    assert sentence_of(found).startswith("Matricule : c’est un numéro de sécurité sociale.")

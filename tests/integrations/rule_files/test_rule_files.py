"""The catalogue as files: canonical text, places of faults, and files made to harm."""

from pathlib import Path

import pytest

from entraide.core.rules import say_fault
from entraide.core.rules.language.parameters import TIER_1_AT_MOST, TIER_2_AT_MOST
from entraide.integrations.rule_files import format_benefit, load, read_catalogue, read_parameters
from tests.scenarios.reading import ROOT, parameters


CATALOGUE = ROOT / "catalogue"
FILES = sorted(file for file in CATALOGUE.glob("*.yaml") if file.name != "parameters.yaml")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_file_of_the_catalogue_is_in_canonical_form(file: Path) -> None:
    text, findings = format_benefit(file, parameters().specs)
    assert findings == ()
    assert text == file.read_text("utf-8")
    assert f"benefit: {file.stem}\n" in text


def test_the_thresholds_of_the_tiers_are_marked_as_made_up() -> None:
    for key in (TIER_1_AT_MOST, TIER_2_AT_MOST):
        assert {dated.confidence for dated in parameters().timelines[key]} == {"illustrative"}


def written(folder: Path, text: str | bytes, name: str = "essai.yaml") -> Path:
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def faults_of(file: Path) -> list[str]:
    _, faults = load(file)
    return [say_fault(finding) for finding in faults.found]


def test_words_stay_words_and_dates_stay_texts(tmp_path: Path) -> None:
    document, faults = load(written(tmp_path, 'a: 2024-09-01\non: yes\n19: 1.5\nb: "12"\nc: 12\nd: true\ne: no\n'))
    assert faults.found == []
    assert document == {"a": "2024-09-01", "on": "yes", "19": "1.5", "b": "12", "c": 12, "d": True, "e": "no"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"\xff\xfe", "essai.yaml:1:1 : Le fichier n’est pas un texte en UTF-8."),
        ("a: [1, 2\n", "essai.yaml:2:1 : Le fichier ne se lit pas"),
        ("a: &x 1\nb: *x\n", "essai.yaml:1:4 : Les renvois (& et *) sont refusés"),
        ("a: 1\na: 2\n", "essai.yaml:2:1 : « a » est écrit deux fois."),
        ("? [a, b]\n: 1\n", "essai.yaml:1:3 : « {…} » n’est pas une valeur"),
        (
            "a: !!python/object/apply:os.system [ls]\n",
            "essai.yaml:1:1 : « tag:yaml.org,2002:python/object/apply:os.system » n’est pas une valeur",
        ),
        ("a: !!float 1\n", "essai.yaml:1:1 : « tag:yaml.org,2002:float » n’est pas une valeur"),
        ("- a\n", "essai.yaml:1:1 : Des lignes « clé : valeur » sont attendues ici."),
        ("", "essai.yaml:1:1 : Des lignes « clé : valeur » sont attendues ici."),
        ("a: 1\n---\nb: 2\n", "essai.yaml:2:1 : Le fichier ne se lit pas"),
        ("a: " + "[" * 40 + "]" * 40, "essai.yaml:1:33 : Le fichier est imbriqué sur plus de 30 niveaux."),
        ("a: " + "[" * 20_000, "essai.yaml:1:33 : Le fichier est imbriqué sur plus de 30 niveaux."),
        ("# " + "x" * 200_001, "essai.yaml:1:1 : Le fichier dépasse 200000 octets."),
        ("a: \x00", "essai.yaml:1:4 : Le fichier ne se lit pas"),
    ],
)
def test_a_file_made_to_harm_is_refused_with_its_place(tmp_path: Path, text: str | bytes, said: str) -> None:
    file = written(tmp_path, text)
    assert faults_of(file)[0].startswith(said)


def test_a_missing_file_or_folder_is_a_finding(tmp_path: Path) -> None:
    assert faults_of(tmp_path / "absent.yaml") == ["absent.yaml:1:1 : Le fichier n’existe pas."]
    assert faults_of(tmp_path)[0].endswith(
        ":1:1 : Le fichier ne peut pas être ouvert : vérifiez que c’est un fichier, et que vous pouvez le lire."
    )
    assert [finding.code for finding in read_parameters(tmp_path / "absent")[1]] == ["rules.folder_not_found"]
    assert [finding.code for finding in read_catalogue(tmp_path)[1]] == ["rules.file_not_found"]


def test_a_fault_of_a_rule_is_told_with_its_line_and_its_column(tmp_path: Path) -> None:
    good = (CATALOGUE / "accueil-de-loisirs.yaml").read_text("utf-8")
    file = written(tmp_path, good.replace("{at_most: 12}", "{at_most: 12 EUR}", 1))
    text, findings = format_benefit(file, parameters().specs)
    line = next(rank for rank, line in enumerate(good.splitlines(), 1) if "{at_most: 12}" in line)
    assert text == ""
    said = f"essai.yaml:{line}:33 : On ne peut pas mêler des années et des euros : écrivez un nombre sans unité, par exemple « 12 »."
    assert [say_fault(finding) for finding in findings] == [said]


def test_a_catalogue_tells_all_its_faults_and_keeps_what_is_sound(tmp_path: Path) -> None:
    written(tmp_path, (CATALOGUE / "parameters.yaml").read_text("utf-8"), "parameters.yaml")
    for name in ("medaille", "coupon-sport"):
        written(tmp_path, (CATALOGUE / f"{name}.yaml").read_text("utf-8"), f"{name}.yaml")
    written(tmp_path, (CATALOGUE / "medaille.yaml").read_text("utf-8"), "twice.yaml")
    written(tmp_path, "nonsense", "nonsense.yaml")
    revisions, findings = read_catalogue(tmp_path)
    assert {revision.code for revision in revisions} == {"medaille", "coupon-sport"}
    assert [finding.code for finding in findings] == ["rules.not_a_mapping", "rules.benefit_twice", "rules.benefit_file_name"]


def test_keys_of_scales_and_texts_like_numbers_are_written_so_that_they_read_the_same(tmp_path: Path) -> None:
    source = (CATALOGUE / "rentree-scolaire-beneficiaire.yaml").read_text("utf-8").replace("theme: Études", 'theme: "2024"')
    text, findings = format_benefit(written(tmp_path, source), parameters().specs)
    assert findings == ()
    assert "theme: '2024'\n" in text
    assert "        19:\n" in text

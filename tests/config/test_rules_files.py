"""`entraide rules check`, `format` and `show`: every fault with its place, one way to write, a benefit said in sentences."""

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from entraide.config.rules.decisions import decide_situation, decision_text
from entraide.config.rules.plain import decision_json
from entraide.config.rules.revisions import revision_text
from entraide.core.rules.households.situations import Situation
from tests.scenarios.reading import ROOT, catalogue, parameters, revisions_of


CATALOGUE = ROOT / "catalogue"
LOANED = "pret-de-materiel"
SOUND = """\
# Sources : délibération d’essai.
benefit: pret-de-materiel
name: Prêt de matériel
theme: Loisirs
summary: Une aide pour la location d’un instrument.
subject: self
event: event_on
reads_parameters_on: event
audience: [active]
paid_by: transfer
facts:
  rental_months:
    kind: count
    label: le nombre de mois de location
    question: Pendant combien de mois louez-vous l’instrument ?
    unit: mois
    between: [0, 12]
    proved_by: [invoice]
revisions:
  - since: 2020-01-01
    source: Délibération d’essai
    confidence: H
    conditions:
      length:
        rental_months: {at_least: 3}
    amount:
      times: [10 EUR, rental_months]
    round: half_up
    late_notice_is_paid_back: false
    deadline: {months: 6, after: event}
    documents:
      - kind: invoice
        label: Facture de location
        proves: [event_on, rental_months]
    cases:
      - title: Quatre mois
        filed_on: 2024-02-01
        facts: {event_on: 2024-01-15, rental_months: 4}
        expect: {granted: 40 EUR}
"""

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Write one sound benefit that reads no parameter."""
    path = tmp_path / f"{LOANED}.yaml"
    path.write_text(SOUND, "utf-8")
    return path


def test_a_sound_file_is_counted(run: Run, file: Path) -> None:
    assert run("check", file) == (0, "1 fiche, 1 révision, 1 cas : aucune faute.\n", "")
    assert run("check", file, file.parent)[:2] == (0, "1 fiche, 1 révision, 1 cas : aucune faute.\n")


def test_every_fault_is_told_at_once_with_its_place(run: Run, file: Path) -> None:
    broken = SOUND.replace("question: Pendant", "qestion: Pendant").replace("confidence: H", "confidence: Z").replace("4}", "2}")
    file.write_text(broken, "utf-8")
    status, out, err = run("check", file)
    assert status == 1
    lines = out.splitlines()
    assert lines == sorted(lines, key=lambda line: [int(part) for part in line.split(":")[1:3]])
    assert any(line.startswith(f"{file}:12:3 : Le fait « rental_months » n’a pas de question") for line in lines)
    assert any(line.startswith(f"{file}:15:5 : « qestion »") for line in lines)
    assert any(line.startswith(f"{file}:22:5 : « Z » n’est pas possible ici : H, M, L, I, illustrative.") for line in lines)
    assert err == f"1 fiche, 0 révision, 0 cas : {len(lines)} fautes.\n"


def test_a_golden_case_that_fails_stands_at_its_title(run: Run, file: Path) -> None:
    file.write_text(SOUND.replace("granted: 40 EUR", "granted: 41 EUR"), "utf-8")
    said = "Le cas « Quatre mois » n’a pas la réponse attendue : montant : 41,00\xa0€ attendu, 40,00\xa0€ trouvé."
    assert run("check", file) == (1, f"{file}:36:9 : {said}\n", "1 fiche, 1 révision, 1 cas : 1 faute.\n")


def test_a_case_of_a_second_revision_written_first_keeps_its_place(run: Run, file: Path) -> None:
    head, first = SOUND.split("  - since: 2020-01-01\n")
    late = f"  - since: 2023-01-01\n{first.replace('granted: 40 EUR', 'granted: 41 EUR')}"
    file.write_text(f"{head}{late}  - since: 2020-01-01\n{first}", "utf-8")
    status, out, _ = run("check", file)
    assert status == 1
    assert out.startswith(f"{file}:36:9 : Le cas « Quatre mois »")


def test_parameters_are_those_of_the_folder_or_of_the_catalogue_named(run: Run, file: Path) -> None:
    tiered = SOUND.replace("times: [10 EUR, rental_months]", "by_tier: {1: 40 EUR, 2: 30 EUR, 3: 20 EUR}")
    tiered = tiered.replace("rental_months: 4}", "rental_months: 4, tax_line_14: 0 EUR}")
    tiered = tiered.replace("rental_months]", "rental_months, tax_line_14, has_two_notices, partner_tax_line_14]")
    file.write_text(tiered, "utf-8")
    assert "Le paramètre « tax_tier_1_at_most » n’existe pas" in run("check", file)[1]
    assert run("check", file, "--catalogue", CATALOGUE)[0] == 0
    (file.parent / "parameters.yaml").write_text("parameters: {a: {kind: money}}\n", "utf-8")
    assert f"{file.parent}/parameters.yaml:1:14 : Il manque « label »." in run("check", file)[1]
    assert f"{file.parent}/parameters.yaml:1:14 : Il manque « label »." in run("check", file.parent / "parameters.yaml")[1]
    assert run("check", file, "--catalogue", file.parent / "absent")[1].startswith(f"{file.parent}/absent/parameters.yaml : Le dossier")


def test_what_is_no_catalogue_is_told(run: Run, tmp_path: Path) -> None:
    assert run("check", tmp_path)[1] == f"{tmp_path} : Le dossier ne contient aucune fiche : un fichier .yaml par prestation est attendu.\n"
    assert run("check", tmp_path / "absent.yaml")[1] == f"{tmp_path}/absent.yaml:1:1 : Le fichier n’existe pas.\n"
    (tmp_path / "bombe.yaml").write_text("a: &a [1]\nb: [*a, *a]\n", "utf-8")
    assert run("check", tmp_path)[1] == f"{tmp_path}/bombe.yaml:1:4 : Les renvois (& et *) sont refusés : répétez la valeur.\n"


def test_two_files_of_one_benefit_are_told_apart(run: Run, file: Path) -> None:
    (file.parent / "z.yaml").write_text(SOUND, "utf-8")
    said = f"{file.parent}/z.yaml:1:1 : La prestation « {LOANED} » est déjà décrite dans un autre fichier.\n"
    name = f"{file.parent}/z.yaml:2:1 : Un fichier a le nom de sa prestation : appelez-le « {LOANED}.yaml », ou écrivez « benefit: z ».\n"
    assert run("check", file.parent)[1] == said + name


def test_a_file_is_put_in_canonical_form_once(run: Run, file: Path) -> None:
    file.write_text(SOUND.replace("unit: mois", "unit:   'mois'"), "utf-8")
    status, out, err = run("format", "--check", file)
    assert (status, out) == (1, "")
    assert err == f"à mettre en forme : {file}\n1 fichier à mettre en forme, 0 déjà en forme.\n"
    assert run("format", file) == (0, f"mis en forme : {file}\n1 fichier mis en forme, 0 déjà en forme.\n", "")
    assert file.read_text("utf-8") == SOUND
    assert run("format", "--check", file) == (0, "0 fichier à mettre en forme, 1 déjà en forme.\n", "")


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("theme: Loisirs", "thème: Loisirs"),
        ("theme: Loisirs", "theme: Loisirs  # pourquoi pas"),
    ],
)
def test_a_file_with_faults_or_comments_inside_is_left_alone(run: Run, file: Path, broken: str, said: str) -> None:
    text = SOUND.replace(broken, said).replace("unit: mois", "unit:   mois")
    file.write_text(text, "utf-8")
    status, out, err = run("format", file)
    assert status == 1
    assert out.startswith(f"{file}:4:")
    assert err == f"laissé tel quel, il y a des fautes : {file}\n0 fichier mis en forme, 0 déjà en forme, 1 avec des fautes.\n"
    assert file.read_text("utf-8") == text


def test_a_sign_inside_a_text_is_no_comment(run: Run, file: Path) -> None:
    file.write_text(SOUND.replace("theme: Loisirs", "theme: 'Loisirs # deux'").replace("essai.\n", "essai.\n# Seconde ligne.\n"), "utf-8")
    assert run("format", "--check", file)[0] == 0


def test_a_benefit_is_said_in_sentences(run: Run, file: Path) -> None:
    status, out, _ = run("show", LOANED, "--on", "2024-10-15", "--catalogue", file.parent)
    assert status == 0
    assert max(map(len, out.splitlines())) <= 100
    for said in (
        "Prêt de matériel (pret-de-materiel)",
        "Révision      depuis le 01/01/2020 ; c’est la première, c’est la dernière",
        "Pour qui      agent en activité ; pour le bénéficiaire",
        "Conditions    Le nombre de mois de location est de 3 mois au moins",
        "Montant       10,00\xa0€ × le nombre de mois de location",
        "Événement     la date de l’événement",
        "Paiement      par virement",
        "Plafonds      aucun",
        "Délai         6 mois après l’événement ; pour un événement du 15/10/2024, jusqu’au 15/04/2025",
        "Pièces        Facture de location ; prouve la date de l’événement, le nombre de mois de location",
        "Questions     Pendant combien de mois louez-vous l’instrument ? (le nombre de mois de location)",
        "Source        Délibération d’essai (lu sur une page officielle)",
        "Cas vérifiés  1 cas",
    ):
        assert said in out


def test_a_revision_of_the_catalogue_says_its_neighbours_its_ceilings_and_what_no_source_says(run: Run) -> None:
    _, out, _ = run("show", "accueil-de-loisirs", "--on", "2022-05-01")
    assert "du 20/12/2021 au 31/12/2022 inclus ; la précédente commence le 01/01/2019, la suivante" in out
    assert "1 demande par personne concernée, par année civile, les factures de la période" in out
    assert "Sans source   1. Le jour où le délai" in out
    assert "tranche 1 : 1\u202f200,00\xa0€ depuis le 01/01/2019" in re.sub(r" *\n *", " ", out)


@pytest.mark.parametrize("code", sorted({revision.code for revision in catalogue()}))
def test_every_benefit_of_the_catalogue_is_said_and_decided_within_100_columns(code: str) -> None:
    revisions = revisions_of(code)
    for revision in revisions:
        assert max(map(len, revision_text(revisions, revision, parameters(), revision.since).splitlines())) <= 100
    cases = [(Situation(case.facts, case.bills, case.used), case.filed_on) for revision in revisions for case in revision.cases]
    first = max(date(2024, 10, 15), revisions[0].since)
    for situation, filed_on in [(Situation(), first), *cases]:
        decided = decide_situation(revisions, situation, parameters(), filed_on)
        if decided is not None:
            assert max(map(len, decision_text(decided).splitlines())) <= 100
            assert json.loads(json.dumps(decision_json(decided)))["status"] == decided.outcome.status


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("show", "accueil-de-loisir", "--on", "2024-10-15"), "vouliez-vous écrire « accueil-de-loisirs » ?"),
        (("show", "zzz", "--on", "2024-10-15"), "Aucune prestation n’a le code « zzz »."),
        (("show", "accueil-de-loisirs", "--on", "2014-10-15"), "sa première révision commence le 01/01/2019."),
        (("show", "accueil-de-loisirs", "--on", "2024-02-30"), "--on : « 2024-02-30 » n’est pas un jour ; écrivez par exemple 2024-09-01."),
        (("show", "accueil-de-loisirs", "--on", "demain"), "--on : « demain » n’est pas un jour"),
        (("show", "accueil-de-loisirs", "--on", "0003-01-01"), "« 0003-01-01 » est trop loin ; écrivez un jour de 1900 à 2100."),
        (("show", "accueil-de-loisirs"), "Il manque --on. L’aide : entraide rules show --help"),
        (("show", "accueil-de-loisirs", "--on"), "--on : une valeur est attendue."),
        (("show", "accueil-de-loisirs", "--on", "2024-10-15", "--catalogue", "nulle-part"), "nulle-part : Le dossier n’existe pas."),
        (("chek",), "« chek » n’est pas possible ; vouliez-vous dire « check » ?"),
        (("zzz",), "« zzz » n’est pas possible ; écrivez check, format"),
        ((), "Il manque check|format"),
        (("check",), "Il manque PATH."),
        (("check", "a.yaml", "--foo"), "« --foo » n’est pas attendu ici."),
        (("format", "a.yaml", "--check=oui"), "--check : « oui » n’est pas attendu : cette option ne prend pas de valeur."),
    ],
)
def test_a_line_that_cannot_be_read_is_told_in_french_with_status_2(run: Run, words: tuple[str, ...], said: str) -> None:
    status, out, err = run(*words)
    assert (status, out) == (2, "")
    assert said in err


def test_the_faults_of_a_benefit_are_told_when_it_is_shown_and_those_of_others_are_not(run: Run, file: Path) -> None:
    (file.parent / "autre.yaml").write_text("benefit: autre\n", "utf-8")
    assert run("show", LOANED, "--on", "2024-10-15", "--catalogue", file.parent)[0] == 0
    status, _, err = run("show", "autre", "--on", "2024-10-15", "--catalogue", file.parent)
    assert (status, err) == (2, f"{file.parent}/autre.yaml:1:1 : Il manque « revisions ».\n")

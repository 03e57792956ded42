"""`entraide catalogue import` publishes a folder whole or not at all, and alters nothing that is published."""

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

from entraide.apps.catalogue.models import BenefitRevision
from entraide.apps.catalogue.queries import catalogue, revisions_of
from entraide.apps.catalogue.refusals import SupersededRevision
from entraide.apps.parameters.models import ParameterValue
from entraide.core.rules import revision_for
from entraide.ui.refusals import say
from tests.factories.base import TODAY


pytestmark = pytest.mark.django_db
SUMMARY = "Une aide par enfant et par an"


@pytest.fixture
def folder(tmp_path):
    """A folder of one benefit and the parameters."""
    for name in ("parameters.yaml", "accueil-de-loisirs.yaml"):
        shutil.copy(settings.CATALOGUE / name, tmp_path)
    return tmp_path


def publish(folder: Path, *arguments: str) -> str:
    out = StringIO()
    call_command("catalogue", "import", str(folder), *arguments, stdout=out)
    return out.getvalue()


def rewrite(folder: Path, old: str, new: str) -> None:
    file = folder / "accueil-de-loisirs.yaml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def rows():
    return list(BenefitRevision.objects.order_by("pk").values_list("pk", "digest", "definition"))


def test_a_folder_is_published_once_and_a_second_import_finds_nothing_new(folder):
    assert "3 révisions publiées, 0 déjà en place" in publish(folder)
    before = rows()
    assert "0 révision publiée, 3 déjà en place ; 0 valeur de paramètre." in publish(folder)
    assert rows() == before


def test_a_dry_run_says_what_would_be_published_and_keeps_nothing(folder):
    said = publish(folder, "--dry-run")
    assert "3 révisions à publier" in said and "Rien n’a été gardé." in said
    assert not BenefitRevision.objects.exists() and not ParameterValue.objects.exists()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("capped_at: expense", "capped_at: expanse", "accueil-de-loisirs.yaml:"),
        ("expect: {granted: 120 EUR}", "expect: {granted: 119 EUR}", "119"),
        ("paid_by: transfer\n", "", "paid_by"),
    ],
    ids=["a word that is none", "a golden case that fails", "a word that is missing"],
)
def test_a_folder_with_a_fault_publishes_nothing_and_every_fault_is_told(folder, old, new, told):
    shutil.copy(settings.CATALOGUE / "etudes-superieures.yaml", folder)
    rewrite(folder, old, new)
    with pytest.raises(CommandError) as refused:
        publish(folder)
    assert told in str(refused.value) and "Rien n’est publié." in str(refused.value)
    assert not BenefitRevision.objects.exists() and not ParameterValue.objects.exists()


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(CommandError, match="Rien n’est publié"):
        publish(tmp_path / "nowhere")


def test_a_correction_is_another_row_and_the_one_before_is_left_as_it_was(folder):
    publish(folder)
    before = rows()
    rewrite(folder, SUMMARY, "Une aide corrigée par enfant et par an")
    assert "3 révisions publiées" in publish(folder)
    assert [row for row in rows() if row in before] == before and len(rows()) == 6
    latest = revision_for([each.revision for each in revisions_of("accueil-de-loisirs")], event_on=TODAY, filed_on=TODAY)
    assert latest.summary.startswith("Une aide corrigée")


def test_a_version_that_was_corrected_is_not_published_again_in_silence(folder):
    publish(folder)
    rewrite(folder, SUMMARY, "Une aide corrigée par enfant et par an")
    publish(folder)
    rewrite(folder, "Une aide corrigée par enfant et par an", SUMMARY)
    with pytest.raises(SupersededRevision) as refused:
        publish(folder)
    assert "a été corrigée depuis" in say(refused.value)
    assert len(rows()) == 6


def test_a_benefit_that_leaves_the_folder_stays_in_force_and_is_named(folder):
    shutil.copy(settings.CATALOGUE / "etudes-superieures.yaml", folder)
    publish(folder)
    (folder / "etudes-superieures.yaml").unlink()
    assert "Toujours en vigueur, bien qu’absentes du dossier : etudes-superieures." in publish(folder)
    assert "etudes-superieures" in catalogue()


def test_golden_cases_are_no_part_of_what_is_published(folder):
    publish(folder)
    before = rows()
    rewrite(folder, "title: Enfant de 12 ans dans l’année, tranche 1", "title: Un autre titre")
    assert "0 révision publiée" in publish(folder)
    assert rows() == before

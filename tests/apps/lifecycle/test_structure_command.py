"""`entraide structure` lists the changes prepared on screen, shows one, applies it, undoes it."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from entraide.apps.lifecycle.models import StructureAct
from entraide.apps.lifecycle.operations import structure as operations
from entraide.core.structure.values import Body, EventKind
from tests.apps.lifecycle.structures import applied, body_of, commune, drafted, event, today_of
from tests.factories.base import TODAY
from tests.factories.beneficiaries import BeneficiaryFactory
from tests.factories.members import siren


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_rates")]

NEW = siren(95_000)
ACT = today_of(TODAY)


@pytest.fixture
def adour():
    return commune(1, "Adour")


@pytest.fixture
def key(adour):
    bresle = commune(2, "Bresle", membership=None)
    BeneficiaryFactory.create_batch(3, affiliation__member=adour)
    bodies = [Body(NEW, "Adour-et-Bresle", code="15001")]
    return str(drafted(event(EventKind.NEW_COMMUNE, date(2024, 7, 1), [adour, bresle], bodies), **ACT))


def run(*words):
    output = StringIO()
    call_command("structure", *words, stdout=output)
    return output.getvalue().replace("\u202f", " ").replace("\xa0", " ")


def test_changes_are_listed_with_the_key_that_names_them(key):
    assert run("list") == f"{key}  01/07/2024  à vérifier  commune nouvelle : Adour-et-Bresle\n"


def test_a_change_is_shown_in_words_and_as_data(key):
    told = run("show", key)
    for words in ("3 agents : Adour → Adour-et-Bresle", "droits de 3 (Adour) : sans interruption", "651,00 €", "déplacées : 0"):
        assert words in told
    assert "à renseigner pour Adour-et-Bresle : l'établissement facturé" in told
    assert json.loads(run("show", key, "--json"))["moves"][0]["heads"] == 3


def test_a_change_is_applied_and_undone(key):
    assert run("apply", key) == "Appliqué.\n"
    assert StructureAct.objects.get(pk=key).state == "applied"
    assert "3 agents" in run("show", key)
    assert run("undo", key) == "Annulé : tout est comme avant.\n"


def test_a_preview_that_changed_is_told(key, adour):
    BeneficiaryFactory(affiliation__member=adour)
    assert "La situation a changé" in run("show", key)


def test_what_cannot_be_done_is_said(key, adour):
    for wrong in ("x", "01900000-0000-7000-8000-000000000000"):
        with pytest.raises(CommandError, match="Aucun changement n'a cette clé"):
            run("show", wrong)
    applied(event(EventKind.RENAMING, date(2024, 9, 1), [adour], [body_of(adour, "Autre", "15001")]), **ACT)
    for act in ("show", "apply"):
        with pytest.raises(CommandError, match="a déjà changé"):
            run(act, key)
    operations.set_aside(act_id=key, **ACT)
    with pytest.raises(CommandError, match="abandonné"):
        run("show", key)

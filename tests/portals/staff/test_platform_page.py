"""The administrator sees what the installation lacks to receive files."""

import pytest

from entraide.apps.accounts.roles import Role
from tests.factories.actors import person, signed_in
from tests.factories.documents import DocumentFactory
from tests.integrations.uploads.daemon import clamd
from tests.integrations.uploads.reader import reader_in


pytestmark = pytest.mark.django_db


def page():
    return signed_in(person(Role.ADMINISTRATOR)).get("/equipe/plateforme/").content.decode()


def test_what_is_missing_is_said_with_what_follows():
    DocumentFactory(kind="supporting")
    shown = page()
    assert "aucun virus n’est cherché" in shown and "Installez tesseract" in shown and "1 à lire" in shown


def test_what_is_there_is_said_with_its_version(settings, tmp_path):
    settings.ENTRAIDE_TESSERACT = reader_in(tmp_path)
    with clamd() as settings.ENTRAIDE_CLAMAV:
        shown = page()
    assert "ClamAV 1.4.6" in shown and "sont lues sur ce serveur" in shown and "À jour" in shown


def test_an_antivirus_that_is_named_and_silent_is_told(settings):
    settings.ENTRAIDE_CLAMAV = "127.0.0.1:1"
    assert "Aucune pièce n’est acceptée" in page()

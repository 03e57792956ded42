"""The real catalogue, published; and benefits of a test's own, written as files are."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.conf import settings

from entraide.apps.accounts.actor import system_actor
from entraide.apps.catalogue.operations import import_revisions
from entraide.apps.parameters.operations import import_parameters
from entraide.core.rules import Revision
from entraide.integrations.rule_files import read_benefit, read_catalogue, read_parameters
from tests.factories.base import THEN, TODAY


@pytest.fixture
def published_catalogue(db: None) -> None:
    """Publish every benefit and parameter of `catalogue/`, as an installation does at its start."""
    revisions, faults = read_catalogue(settings.CATALOGUE)
    book, parameter_faults = read_parameters(settings.CATALOGUE)
    assert not faults and not parameter_faults
    actor = system_actor("suite")
    import_parameters(book=book, actor=actor, at=THEN, on=TODAY)
    import_revisions(revisions=revisions, actor=actor, at=THEN, on=TODAY)


def publish_benefit(text: str) -> tuple[Revision, ...]:
    """Publish a benefit written in the language of the catalogue, beside the parameters of `catalogue/`."""
    book, _ = read_parameters(settings.CATALOGUE)
    with TemporaryDirectory() as folder:
        file = Path(folder, "benefit.yaml")
        file.write_text(text, "utf-8")
        revisions, faults = read_benefit(file, book.specs)
    assert revisions and not faults, faults
    import_revisions(revisions=revisions, actor=system_actor("suite"), at=THEN, on=TODAY)
    return revisions

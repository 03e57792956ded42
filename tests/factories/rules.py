"""The real catalogue, published."""

import pytest
from django.conf import settings

from entraide.apps.accounts.actor import system_actor
from entraide.apps.catalogue.operations import import_revisions
from entraide.apps.parameters.operations import import_parameters
from entraide.integrations.rule_files import read_catalogue, read_parameters
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

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


@pytest.fixture
def published_rates(db: None) -> None:
    """Publish the parameters of `catalogue/` alone: the tariff of contributions is among them."""
    book, faults = read_parameters(settings.CATALOGUE)
    assert not faults
    import_parameters(book=book, actor=system_actor("suite"), at=THEN, on=TODAY)


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


ONE_RIGHT_A_CHILD = """\
benefit: accueil-de-loisirs
name: Accueil de loisirs
theme: Enfance
summary: Une aide par enfant et par an, la même en garde alternée.
subject: child
event: stay_ended_on
reads_parameters_on: event
audience: [active, apprentice, retiree]
paid_by: transfer
revisions:
  - since: 2023-01-01
    source: Texte d’essai
    confidence: M
    conditions:
      age_limit:
        age_in_civil_year: {at_most: 12}
    amount:
      by_tier: {1: 120 EUR, 2: 100 EUR, 3: 80 EUR}
      when_withheld: {tier: 3}
      capped_at: expense
    ceilings:
      - {key: accueil-de-loisirs, per: subject, over: civil_year, claims: 1}
    deadline: {months: 6, after: event}
    documents:
      - {kind: invoice, label: Facture acquittée, proves: [expense, stay_ended_on]}
      - {kind: tax_notice, label: Avis d’impôt, proves: [tax_line_14], optional: true}
"""


@pytest.fixture
def one_right_a_child(published_catalogue: None) -> None:
    """Have leisure care count once for a child, whichever household claims, as benefits that split nothing do."""
    publish_benefit(ONE_RIGHT_A_CHILD)


SPLIT_RIGHT = (
    ONE_RIGHT_A_CHILD.replace("la même en garde alternée", "partagée en garde alternée")
    .replace(
        """      by_tier: {1: 120 EUR, 2: 100 EUR, 3: 80 EUR}
      when_withheld: {tier: 3}
      capped_at: expense
""",
        """      times:
        - {by_tier: {1: 120 EUR, 2: 100 EUR, 3: 80 EUR}, when_withheld: {tier: 3}}
        - {match: custody, cases: {full: 100 %, alternating: 50 %}}
      capped_at: expense
""",
    )
    .replace(
        "      - {key: accueil-de-loisirs, per: subject, over: civil_year, claims: 1}\n",
        """      - {key: accueil-de-loisirs, per: subject_of_beneficiary, over: civil_year, claims: 1}
      - {key: accueil-de-loisirs-enfant, per: subject, over: civil_year, amount: 120 EUR}
""",
    )
)

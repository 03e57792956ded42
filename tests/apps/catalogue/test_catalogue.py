"""Published revisions are frozen; an import adds what is new and never alters what is published."""

from dataclasses import replace
from datetime import date

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from entraide.apps.accounts.actor import system_actor
from entraide.apps.catalogue.models import BenefitRevision
from entraide.apps.catalogue.operations import import_revisions
from entraide.apps.catalogue.queries import catalogue, chosen, revision, revisions_of
from entraide.apps.parameters.models import ParameterValue
from entraide.apps.parameters.operations import import_parameters
from entraide.apps.parameters.queries import parameter_book
from entraide.core.money import Money
from entraide.core.rules import ParameterBook
from entraide.core.timeline import Dated, Timeline
from entraide.integrations.rule_files import read_catalogue, read_parameters
from tests.factories.base import NOW, TODAY


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_catalogue")]
ACT = {"actor": system_actor("suite"), "at": NOW, "on": TODAY}


def test_an_import_run_again_publishes_nothing():
    revisions, _ = read_catalogue(settings.CATALOGUE)
    assert import_revisions(revisions=revisions, **ACT) == 0
    assert import_parameters(book=read_parameters(settings.CATALOGUE)[0], **ACT) == 0


def test_what_is_published_reads_back_equal_to_its_file_in_its_order_but_for_its_golden_cases():
    revisions, _ = read_catalogue(settings.CATALOGUE)
    published = {each.revision.digest: each.revision for benefit in catalogue().values() for each in benefit}
    for each in revisions:
        assert published[each.digest] == replace(each, cases=())


def test_a_published_row_cannot_be_altered():
    with pytest.raises(IntegrityError), transaction.atomic():
        BenefitRevision.objects.update(name="autre")


def test_a_correction_is_a_later_revision_of_the_same_day_and_the_earlier_one_stays_readable():
    before = revisions_of("accueil-de-loisirs")[-1]
    corrected = replace(before.revision, summary="Une aide corrigée.")
    assert import_revisions(revisions=[corrected], **ACT) == 1
    assert revisions_of("accueil-de-loisirs")[-1].revision.summary == "Une aide corrigée."
    assert revision(before.id).revision == before.revision


@pytest.mark.parametrize(("day", "since"), [(date(2022, 12, 31), date(2021, 12, 20)), (date(2023, 1, 1), date(2023, 1, 1))])
def test_the_day_of_the_event_chooses_the_revision(day, since):
    found = chosen(revisions_of("accueil-de-loisirs"), event_on=day, filed_on=TODAY)
    assert found.revision.since == since


def test_before_the_first_revision_there_is_none():
    assert chosen(revisions_of("rentree-scolaire-beneficiaire"), event_on=date(2023, 9, 4), filed_on=TODAY) is None


def test_a_corrected_parameter_supersedes_the_value_and_a_replay_still_reads_the_old_one():
    book = parameter_book()
    key = "tax_tier_1_at_most"
    dated = book.timelines[key].items[0]
    changed = Timeline((Dated(dated.since, Money.of(1300), dated.source, dated.confidence),), book.timelines[key].checked_until)
    assert import_parameters(book=ParameterBook({key: book.specs[key]}, {key: changed}), **ACT) == 1
    assert parameter_book().timelines[key].items[0].value == Money.of(1300)
    earlier = ParameterValue.objects.filter(key=key, superseded_at__isnull=False).get().recorded_at
    assert parameter_book(known_at=earlier).timelines[key].items[0].value == dated.value

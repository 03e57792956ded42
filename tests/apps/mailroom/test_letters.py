"""Who has no e-mail of their own is written to by post: once, grouped, never after a death."""

from datetime import timedelta
from uuid import uuid4

import pypdfium2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from entraide.apps.accounts.roles import Role
from entraide.apps.mailroom.operations.letters import post_letters, print_letters
from entraide.apps.mailroom.queries.letters import BY_HAND, addressed, printed_run, without_address
from entraide.apps.mailroom.refusals import AlreadyPosted, NothingToPrint, NotYours
from entraide.apps.notifications.models import PostalLetter, PrintRun
from entraide.apps.notifications.operations import MOST_PERSONS, Letter, lift_silence, silence, tell, tell_many
from entraide.apps.notifications.queries import letters_of, waiting_letters
from tests.factories.actors import person, signed_in
from tests.factories.base import NOW, TODAY
from tests.factories.beneficiaries import BeneficiaryFactory
from tests.factories.letters import PostalLetterFactory
from tests.factories.members import EstablishmentFactory, MemberFactory


pytestmark = pytest.mark.django_db
WHEN = {"at": NOW, "on": TODAY}


@pytest.fixture
def officer():
    return person(Role.CLAIMS_OFFICER).actor


def told(key, **whom):
    return Letter(key, "Votre demande est accordée", "Un virement part.", **whom)


def run_by(officer):
    run_id = uuid4()
    print_letters(run_id=run_id, actor=officer, **WHEN)
    return run_id


def test_who_has_no_email_of_their_own_is_written_to_by_post_once_whatever_is_asked():
    who = BeneficiaryFactory().pk
    tell(told("one", beneficiary_id=who), **WHEN)
    tell(told("one", beneficiary_id=who), **WHEN)
    letter = PostalLetter.objects.get()
    assert (letter.beneficiary_id, letter.subject, letter.body) == (who, "Votre demande est accordée", "Un virement part.")


def test_who_has_an_email_who_is_no_beneficiary_and_who_is_told_by_campaign_are_not():
    who = BeneficiaryFactory().pk
    tell(told("mail", beneficiary_id=who, email="camille@example.fr"), **WHEN)
    tell(told("staff", account_id=uuid4()), **WHEN)
    tell_many([told("campaign", beneficiary_id=who)], **WHEN)
    assert not PostalLetter.objects.exists()


def test_nothing_is_printed_for_the_dead_even_what_was_gathered_and_is_not_posted_yet(officer):
    one, other, act = BeneficiaryFactory().pk, BeneficiaryFactory().pk, uuid4()
    for who in (one, other):
        tell(told(f"first:{who}", beneficiary_id=who), **WHEN)
    run_id = run_by(officer)
    tell(told("waiting", beneficiary_id=one), **WHEN)
    silence(beneficiary_id=one, recipients=[], act_id=act, at=NOW)
    tell(told("after", beneficiary_id=one), **WHEN)
    assert [row.beneficiary_id for row in letters_of(run_id)] == [other]
    assert not waiting_letters().exists()
    lift_silence(act_id=act)
    assert (waiting_letters().count(), letters_of(run_id).count()) == (1, 2)


def test_what_was_posted_before_a_death_stays_as_it_was(officer):
    who = BeneficiaryFactory().pk
    tell(told("one", beneficiary_id=who), **WHEN)
    run_id = run_by(officer)
    post_letters(run_id=run_id, actor=officer, **WHEN)
    silence(beneficiary_id=who, recipients=[], act_id=uuid4(), at=NOW)
    assert letters_of(run_id).count() == 1


def test_a_letter_is_gathered_once_and_a_second_click_gives_the_same_run(officer):
    PostalLetterFactory.create_batch(3)
    run_id = run_by(officer)
    assert print_letters(run_id=run_id, actor=officer, **WHEN) == 3
    with pytest.raises(NothingToPrint):
        run_by(officer)
    assert (PrintRun.objects.count(), letters_of(run_id).count()) == (1, 3)


def test_a_run_is_posted_once(officer):
    PostalLetterFactory()
    run_id = run_by(officer)
    post_letters(run_id=run_id, actor=officer, **WHEN)
    with pytest.raises(AlreadyPosted):
        post_letters(run_id=run_id, actor=officer, **WHEN)
    assert PrintRun.objects.get().posted_on == TODAY


def test_a_run_holds_what_a_printer_takes_and_all_the_letters_of_a_person(officer, monkeypatch):
    monkeypatch.setattr("entraide.apps.notifications.operations.MOST_PERSONS", 2)
    first, second, third = (uuid4() for _ in range(3))
    for place, who in enumerate([first, second, third, first]):
        PostalLetterFactory(beneficiary_id=who, written_at=NOW + timedelta(minutes=place))
    assert {row.beneficiary_id for row in letters_of(run_by(officer))} == {first, second}
    assert {row.beneficiary_id for row in letters_of(run_by(officer))} == {third}
    assert MOST_PERSONS == 500


@pytest.mark.parametrize("role", [Role.CONTACT_AGENT, Role.CORRESPONDENT, Role.ACCOUNTANT_PREPARES])
def test_who_does_not_print_letters_gathers_none(role):
    PostalLetterFactory()
    with pytest.raises(NotYours):
        print_letters(run_id=uuid4(), actor=person(role).actor, **WHEN)
    assert waiting_letters().count() == 1


def test_a_run_is_addressed_in_as_many_queries_for_ten_persons_as_for_two(officer):
    def asked(count):
        for _ in range(count):
            PostalLetterFactory(beneficiary_id=BeneficiaryFactory().pk)
        run_id = run_by(officer)
        with CaptureQueriesContext(connection) as read:
            assert len(addressed(run_id, on=TODAY)) == count
        return len(read)

    assert asked(2) == asked(10)


def test_a_screen_says_of_a_run_what_was_printed_though_somebody_has_a_member_since():
    office = MemberFactory()
    EstablishmentFactory(member=office, postcode="13000", city="Marseille", is_billed=True)
    PostalLetterFactory(beneficiary_id=BeneficiaryFactory(affiliation__member=office, affiliation__since=TODAY).pk)
    officer = person(Role.CLAIMS_OFFICER)
    run_id = run_by(officer.actor)
    PrintRun.objects.update(made_on=TODAY - timedelta(days=1))
    assert without_address(run_id, on=TODAY) == []
    assert len(signed_in(officer).get(reverse("staff:print_run", args=[run_id])).context["lost"]) == 1


def test_letters_go_by_postcode_then_member_then_person_each_on_its_own_sheet(officer):
    south, north = (MemberFactory() for _ in range(2))
    EstablishmentFactory(member=south, postcode="13000", city="Marseille", is_billed=True)
    EstablishmentFactory(member=north, postcode="02000", city="Laon", is_billed=True)
    people = [BeneficiaryFactory(affiliation__member=member) for member in (south, north, south)]
    for who in (*people, people[0]):
        PostalLetterFactory(beneficiary_id=who.pk)
    gone = PostalLetterFactory().beneficiary_id
    run_id = run_by(officer)
    found = addressed(run_id, on=TODAY)
    assert [each.postcode for each in found] == ["02000", "13000", "13000", ""]
    assert (found[0].lines[0], found[0].lines[-1], found[-1].beneficiary_id) == (BY_HAND, "02000 Laon", gone)
    assert sorted(len(each.letters) for each in found) == [1, 1, 1, 2]
    printed = pypdfium2.PdfDocument(printed_run(run_id, on=TODAY))
    texts = [printed[number].get_textpage().get_text_bounded() for number in range(len(printed))]
    assert [found[number].name in texts[2 * number] for number in range(3)] == [True] * 3
    assert printed_run(run_id, on=TODAY) == printed_run(run_id, on=TODAY)


def test_a_letter_greets_is_signed_and_names_no_address_for_contributions(officer, settings):
    PostalLetterFactory(beneficiary_id=BeneficiaryFactory().pk, subject="Votre demande", body="Un virement part.")
    shown = pypdfium2.PdfDocument(printed_run(run_by(officer), on=TODAY))[0].get_textpage().get_text_bounded()
    said, sender = shown.replace("\r", "").split("Madame, Monsieur,")[1], settings.ENTRAIDE_ISSUER
    assert said.index("Un virement part.") < said.index(sender["name"]) < said.index("Vous recevez ce courrier")
    assert sender["email"] not in shown

"""A refusal names what is still possible for the same event: a benefit that the rules do not refuse, and no other."""

from datetime import date

import pytest
from django.urls import reverse

from entraide.apps.accounts.roles import Role
from entraide.apps.claims.models import Claim
from entraide.apps.claims.operations import checking, filing
from entraide.apps.claims.queries.alternatives import possible_in_words, still_possible
from entraide.apps.notifications.models import Message
from tests.factories import families
from tests.factories.actors import person, signed_in
from tests.factories.base import TODAY
from tests.factories.thread import AT


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_catalogue")]
SCHOOL, STUDIES = "rentree-scolaire-enfant", "Études supérieures"
TERM = date(2024, 9, 2)


def refused(home):
    """Claim the aid for pupils for a child, and have it refused."""
    officer, when = person(Role.CLAIMS_OFFICER), {"actor": home.actor, **AT}
    families.proved(home.child)
    claim_id = filing.start(beneficiary_id=home.opener.beneficiary.pk, benefit_code=SCHOOL, dependant_id=home.child, **when)
    filing.answer(claim_id=claim_id, answers={"term_started_on": TERM, "tax_line_14": None}, **when)
    filing.attach(claim_id=claim_id, requirement="school_certificate", document_id=families.kept(home.actor), **when)
    filing.file(claim_id=claim_id, **when)
    checking.take(claim_id=claim_id, actor=officer.actor, **AT)
    claim = Claim.objects.get(pk=claim_id)
    families.accept_all(claim, officer)
    return families.decide(claim, officer, "refuse", note="Voir la règle.")


def names_for(claim):
    return [each.revision.name for each in still_possible(claim, on=TODAY)]


def test_a_student_refused_as_a_pupil_is_told_of_the_aid_for_students():
    home = families.family(born_on=date(2004, 5, 6))
    claim = refused(home)
    assert names_for(claim) == [STUDIES]
    page = signed_in(home.opener).get(reverse("beneficiary:claim", args=[claim.pk])).content.decode()
    assert reverse("beneficiary:benefit", args=["etudes-superieures"]) in page
    told = Message.objects.get(beneficiary_id=home.opener.beneficiary.pk, subject__endswith="est refusée").body
    assert f"est refusée. Pour le même événement, vous pouvez demander : « {STUDIES} », depuis « Mes droits »." in told


def test_nothing_is_named_that_the_rules_refuse_too():
    assert names_for(refused(families.family(born_on=date(2017, 5, 6)))) == []


def test_what_was_granted_calls_for_nothing_else():
    home, officer = families.family(), person(Role.CLAIMS_OFFICER)
    claim = families.decide(families.checked(home, officer), officer)
    assert names_for(claim) == []
    assert possible_in_words([]) == ""

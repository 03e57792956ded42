"""A spouse who comes after a line 14 was checked is not known by it; nobody reads a custody of a spouse."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.operations.files import CheckedTaxLine, NewDependant, add_dependant, record_tax_line
from entraide.apps.beneficiaries.queries import household
from entraide.apps.claims.models import Claim
from entraide.apps.claims.operations import filing
from entraide.apps.claims.queries.drafts import draft_of
from entraide.core.money import Money
from entraide.portals.staff.forms.desk import ONE_NOTICE, ReadingForm
from tests.factories import families
from tests.factories.actors import person, signed_in
from tests.factories.base import TODAY
from tests.factories.thread import AT, BENEFIT


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_catalogue")]
STAY = {"stay_ended_on": families.STAY, "expense": Money.of(300)}
SPOUSE = NewDependant("spouse", "Sam", "Martin", date(1982, 1, 1), "alternating")


@pytest.fixture
def home():
    return families.family()


def drafted(home, **answers):
    owner = home.opener.beneficiary.pk
    key = filing.start(beneficiary_id=owner, benefit_code=BENEFIT, dependant_id=home.child, actor=home.actor, **AT)
    filing.answer(claim_id=key, answers=STAY | answers, actor=home.actor, **AT)
    return draft_of(Claim.objects.get(pk=key), on=TODAY)


@pytest.mark.parametrize("before", [timedelta(minutes=5), timedelta(days=30)])
def test_a_line_checked_before_the_spouse_came_leaves_the_second_notice_to_ask_and_to_read(home, before):
    owner, line = home.opener.beneficiary.pk, CheckedTaxLine(2023, Money.of(800), "notice")
    when = {"at": AT["at"] - before, "on": TODAY - timedelta(days=before.days)}
    record_tax_line(beneficiary_id=owner, line=line, actor=person(Role.CLAIMS_OFFICER).actor, **when)
    add_dependant(beneficiary_id=owner, dependant=SPOUSE, actor=home.actor, **AT)
    assert drafted(home).unanswered == ("has_two_notices",)
    assert drafted(home, has_two_notices=True).unanswered == ("partner_tax_line_14",)
    draft = drafted(home, has_two_notices=False)
    assert not draft.unanswered and "tax_notice" in {each.kind for each in draft.requirements}


def test_a_spouse_has_no_custody(home):
    sent = {"kind": "spouse", "given_name": "Sam", "family_name": "Martin", "custody": "alternating"}
    sent |= {"born_on_day": "1", "born_on_month": "1", "born_on_year": "1982"}
    page = signed_in(home.opener).post(reverse("beneficiary:add_dependant"), sent, follow=True).content.decode()
    assert "Conjoint ·" in page and ", en garde alternée" not in page


def test_the_operation_reads_no_custody_of_a_spouse(home):
    add_dependant(beneficiary_id=home.opener.beneficiary.pk, dependant=SPOUSE, actor=home.actor, **AT)
    assert {each.kind: each.custody for each in household(home.opener.beneficiary.pk, on=TODAY)}["spouse"] == "full"


def test_the_desk_refuses_a_partner_s_line_where_one_notice_is_said_and_keeps_what_was_typed(home):
    specs = drafted(home).assessment.published.revision.specs
    read = [specs[name] for name in ("has_two_notices", "partner_tax_line_14")]
    form = ReadingForm({"has_two_notices": "False", "partner_tax_line_14": "9000"}, specs=read, facts={})
    assert form.errors == {"partner_tax_line_14": [ONE_NOTICE]} and form["partner_tax_line_14"].value() == "9000"


def test_a_question_that_wants_an_answer_or_the_box_is_not_called_optional(home):
    page = signed_in(home.opener).get(reverse("beneficiary:questions", args=[drafted(home).claim.pk])).content.decode()
    assert "Je ne fournirai pas ce document" in page and "(facultatif)" not in page


def test_a_right_that_depends_on_an_answer_is_said_to_be_perhaps_on_its_own_page_too(home):
    page = signed_in(home.opener).get(reverse("beneficiary:benefit", args=["enfant-handicape"])).content.decode()
    assert "Peut-être pour vous" in page and "Vous pouvez recevoir" not in page

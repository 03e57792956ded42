"""A draft keeps each answer as it is given, asks nothing twice, shows only the pages it needs, and loses nothing of what was typed."""

from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from entraide.apps.audit.models import AuditEntry
from entraide.apps.beneficiaries.operations.files import NewDependant, add_dependant
from entraide.apps.catalogue.queries import catalogue
from entraide.apps.claims import refusals
from entraide.apps.claims.models import Claim
from entraide.apps.claims.operations import filing
from entraide.apps.claims.operations.entering import NewClaim, enter
from entraide.apps.claims.queries.assessments import is_claimable
from entraide.apps.claims.queries.drafts import draft_of
from entraide.core.money import Money
from entraide.core.rules import Subject
from entraide.core.workflow.claims import ClaimState
from tests.factories import families
from tests.factories.actors import signed_in
from tests.factories.base import TODAY
from tests.factories.rules import publish_benefit
from tests.factories.thread import AT, BENEFIT


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_catalogue")]
RIGHT = {"stay_ended_on_day": "23", "stay_ended_on_month": "8", "stay_ended_on_year": "2024", "expense": "300", "tax_line_14": "800"}


@pytest.fixture
def home():
    return families.family()


@pytest.fixture
def client(home):
    return signed_in(home.opener)


@pytest.fixture
def claim(home):
    key = filing.start(beneficiary_id=home.opener.beneficiary.pk, benefit_code=BENEFIT, dependant_id=home.child, actor=home.actor, **AT)
    return Claim.objects.get(pk=key)


def read(client, name, *args, **data):
    answer = client.get(reverse(f"beneficiary:{name}", args=args), data, follow=True)
    return answer.content.decode().replace("\xa0", " ").replace("\u202f", " ")


def send(client, claim, **typed):
    return client.post(reverse("beneficiary:questions", args=[claim.pk]), typed)


def kept(claim):
    return Claim.objects.get(pk=claim.pk).answers


def start(client, home, **typed):
    return client.post(reverse("beneficiary:start"), {"benefit": BENEFIT, "subject": str(home.child)} | typed)


def test_one_answer_is_kept_as_soon_as_it_is_given_and_the_estimate_follows(client, claim):
    answer = send(client, claim, expense="50,00", changed="expense")
    assert kept(claim) == {"expense": {"value": 5000}}
    assert answer.status_code == 200 and "50,00" in answer.content.decode().replace("\xa0", " ")
    assert "<form" not in answer.content.decode()


def test_an_answer_that_is_none_is_kept_and_said_at_once(client, claim):
    page = send(client, claim, expense="beaucoup", changed="expense").content.decode()
    assert "Gardé tel quel, mais : Écrivez un montant en euros" in page
    assert kept(claim) == {"expense": {"typed": "beaucoup"}}


def test_the_answer_that_changed_is_kept_alone_so_that_a_second_tab_overwrites_nothing(client, claim):
    send(client, claim, expense="50,00", changed="expense")
    send(client, claim, **RIGHT | {"expense": "12"}, changed="stay_ended_on_year")
    assert kept(claim) == {"expense": {"value": 5000}, "stay_ended_on": {"value": "2024-08-23"}}


def test_a_date_that_is_not_whole_yet_is_kept_in_its_parts(client, claim):
    send(client, claim, stay_ended_on_day="23", stay_ended_on_month="", stay_ended_on_year="", changed="stay_ended_on_day")
    assert kept(claim) == {"stay_ended_on": {"typed": ["23", "", ""]}}
    assert 'value="23"' in read(client, "questions", claim.pk)


@pytest.mark.parametrize("typed", ["beaucoup", "1\u202e23", "9" * 10_000, "x" * 10_000, "-4"])
def test_what_is_no_answer_is_kept_as_it_was_typed_and_never_taken_for_one(client, claim, typed):
    page = send(client, claim, **RIGHT | {"expense": typed}).content.decode()
    assert typed in page
    assert kept(claim)["expense"] == {"typed": typed}
    assert typed in read(client, "questions", claim.pk)
    assert client.get(reverse("beneficiary:papers", args=[claim.pk])).status_code == 302


@pytest.mark.parametrize("year", ["1900", "2018"])
def test_a_day_before_the_first_rule_is_refused_where_it_is_typed_and_never_locks_the_draft(client, claim, year):
    typed = RIGHT | {"stay_ended_on_year": year}
    assert "à partir du 1er\xa0janvier 2019" in send(client, claim, **typed, changed="stay_ended_on_year").content.decode()
    page = send(client, claim, **typed).content.decode()
    assert "à partir du 1er\xa0janvier 2019" in page and f'value="{year}"' in page
    assert kept(claim)["stay_ended_on"] == {"typed": ["23", "8", year]}
    assert send(client, claim, **RIGHT).url == reverse("beneficiary:papers", args=[claim.pk])


def test_a_draft_that_holds_a_day_before_the_first_rule_opens_and_asks_it_again(client, claim):
    Claim.objects.filter(pk=claim.pk).update(answers={"stay_ended_on": {"value": "1900-08-23"}, "expense": {"value": 30000}})
    page = read(client, "questions", claim.pk)
    assert 'value="1900"' in page and "Quelques questions" in page
    assert send(client, claim, **RIGHT).url == reverse("beneficiary:papers", args=[claim.pk])


def test_a_day_before_the_first_rule_is_refused_to_whoever_enters_it(home, claim):
    day = {"stay_ended_on": date(1900, 8, 23)}
    with pytest.raises(refusals.BeforeTheRules):
        filing.answer(claim_id=claim.pk, answers=day, actor=home.actor, **AT)
    with pytest.raises(refusals.BeforeTheRules):
        enter(claim=NewClaim(home.opener.beneficiary.pk, BENEFIT, home.child, answers=day), actor=home.actor, **AT)


def test_a_birth_before_the_first_rule_has_a_page_and_is_not_filed(home, client):
    publish_benefit(BIRTH)
    child = families.proved(families.child_of(home.opener, given_name="Ana", born_on=date(2005, 5, 3)))
    client.post(reverse("beneficiary:start"), {"benefit": "prime-de-naissance", "subject": str(child)})
    claim = Claim.objects.get()
    assert "Vérifiez vos réponses" in read(client, "check", claim.pk)
    sent = client.post(reverse("beneficiary:check", args=[claim.pk]), follow=True).content.decode()
    assert "Aucune demande n’est possible ici" in sent
    assert Claim.objects.get().state == ClaimState.DRAFT


def test_a_right_answer_takes_the_place_of_what_was_typed(client, claim):
    send(client, claim, **RIGHT | {"expense": "beaucoup"})
    assert send(client, claim, **RIGHT).url == reverse("beneficiary:papers", args=[claim.pk])
    assert kept(claim)["expense"] == {"value": 30000}


def test_a_page_sent_empty_asks_again_and_keeps_nothing(client, claim):
    assert "Indiquez la date" in client.post(reverse("beneficiary:questions", args=[claim.pk])).content.decode()
    assert kept(claim) == {}


def test_an_answer_that_changes_nothing_is_not_written_again(client, claim):
    send(client, claim, **RIGHT)
    written = AuditEntry.objects.count()
    send(client, claim, **RIGHT)
    assert AuditEntry.objects.count() == written


def test_what_is_known_is_shown_with_who_said_it_and_where_to_say_that_it_is_wrong(client, claim):
    page = read(client, "questions", claim.pk)
    assert "Ce que nous savons déjà" in page
    assert "D’après vous, pas encore vérifié" in page
    assert "C’est faux ?" in page and reverse("beneficiary:household") in page


def test_each_answer_may_be_changed_from_the_page_that_checks_them(client, home):
    claim_id = families.drafted(home)
    page = read(client, "check", claim_id)
    assert f"{reverse('beneficiary:questions', args=[claim_id])}#id_expense" in page
    assert "Et ensuite" in page and "virée sur le compte terminé par" in page


def test_a_draft_that_lacks_nothing_goes_to_the_page_that_checks_it(client, home):
    claim_id = families.drafted(home)
    claim = Claim.objects.get(pk=claim_id)
    assert send(client, claim, **RIGHT).url == reverse("beneficiary:check", args=[claim_id])
    assert client.get(reverse("beneficiary:claim", args=[claim_id])).url == reverse("beneficiary:check", args=[claim_id])


def test_the_estimate_is_on_each_page_of_a_draft(client, home):
    claim_id = families.drafted(home)
    for page in ("questions", "papers", "check"):
        assert 'id="estimation"' in read(client, page, claim_id)
    assert "à confirmer sur pièces" in read(client, "check", claim_id)


def test_a_second_click_goes_on_with_the_draft_that_the_first_opened(client, home, claim):
    assert start(client, home).url == reverse("beneficiary:questions", args=[claim.pk])
    assert Claim.objects.get().pk == claim.pk


def test_the_draft_goes_on_or_begins_again_as_the_person_chooses(client, home, claim):
    send(client, claim, **RIGHT)
    asked = start(client, home)
    assert asked.url.startswith(reverse("beneficiary:already", args=[BENEFIT]))
    assert Claim.objects.get().pk == claim.pk
    begun = start(client, home, another="yes")
    new = Claim.objects.get(state=ClaimState.DRAFT)
    assert new.pk != claim.pk and new.answers == {}
    assert begun.url == reverse("beneficiary:questions", args=[new.pk])
    assert Claim.objects.get(pk=claim.pk).state == ClaimState.CANCELLED


def test_a_claim_that_was_filed_is_shown_before_another_is_begun(client, home):
    filed = families.filed(home)
    page = client.post(reverse("beneficiary:start"), {"benefit": BENEFIT, "subject": str(home.child)}, follow=True).content.decode()
    assert "Vous avez déjà une demande" in page and reverse("beneficiary:claim", args=[filed.pk]) in page
    assert Claim.objects.count() == 1
    start(client, home, another="yes")
    assert Claim.objects.filter(state=ClaimState.DRAFT).count() == 1


def test_the_claims_of_another_child_or_of_another_home_are_not_told(client, home):
    other = families.family()
    theirs = families.filed(other)
    answer = client.get(reverse("beneficiary:already", args=[BENEFIT]), {"pour": str(other.child)})
    assert answer.status_code == 302 and str(theirs.pk) not in answer.url
    refused = client.post(reverse("beneficiary:start"), {"benefit": BENEFIT, "subject": str(other.child)}, follow=True)
    assert "ne figure pas dans votre foyer" in refused.content.decode()
    assert not Claim.objects.filter(beneficiary=home.opener.beneficiary).exists()


def test_whom_a_claim_is_for_is_a_key_or_nothing(client):
    assert client.get(reverse("beneficiary:already", args=[BENEFIT]), {"pour": "lina"}).status_code == 404
    assert client.get(reverse("beneficiary:already", args=["inconnue"])).status_code == 404


def test_after_filing_the_back_button_shows_the_claim_and_takes_no_answer(client, home):
    claim = families.filed(home)
    for page in ("questions", "papers", "check"):
        assert client.get(reverse(f"beneficiary:{page}", args=[claim.pk])).url == reverse("beneficiary:claim", args=[claim.pk])
    send(client, claim, expense="1", changed="expense")
    assert Claim.objects.get(pk=claim.pk).answers["expense"] == {"value": Money.of(300).cents}
    client.post(reverse("beneficiary:check", args=[claim.pk]))
    assert Claim.objects.get(pk=claim.pk).filed_on == date(2024, 10, 15)


BIRTH = """\
benefit: prime-de-naissance
name: Prime de naissance
theme: Famille
summary: Une aide à la naissance de chaque enfant.
subject: child
event: born_on
reads_parameters_on: event
audience: [active, apprentice, retiree]
paid_by: transfer
revisions:
  - since: 2010-01-01
    source: Texte d’essai
    confidence: M
    amount: 230 EUR
    deadline: {months: 120, after: event}
    documents:
      - {kind: birth_certificate, label: Acte de naissance, proves: [born_on]}
"""


def test_where_all_is_known_no_question_is_asked_and_the_birth_is_the_event(client, home):
    publish_benefit(BIRTH)
    begun = client.post(reverse("beneficiary:start"), {"benefit": "prime-de-naissance", "subject": str(home.child)})
    claim = Claim.objects.get()
    assert begun.url == reverse("beneficiary:papers", args=[claim.pk])
    assert "étape 1 sur 2" in read(client, "papers", claim.pk)
    filing.attach(claim_id=claim.pk, requirement="birth_certificate", document_id=families.kept(home.actor), actor=home.actor, **AT)
    client.post(reverse("beneficiary:check", args=[claim.pk]))
    claim.refresh_from_db()
    assert (claim.state, claim.event_on) == (ClaimState.SUBMITTED, date(2016, 3, 2))


def test_where_nothing_is_asked_nor_awaited_one_page_is_all(client, home):
    publish_benefit(BIRTH)
    families.proved(home.child)
    begun = client.post(reverse("beneficiary:start"), {"benefit": "prime-de-naissance", "subject": str(home.child)})
    claim = Claim.objects.get()
    assert begun.url == reverse("beneficiary:check", args=[claim.pk])
    assert "étape" not in read(client, "check", claim.pk)


def test_what_rests_on_no_paper_is_not_said_to_be_confirmed_by_one(client, home):
    publish_benefit(BIRTH)
    child = families.proved(families.child_of(home.opener, given_name="Ana", born_on=date(2024, 5, 3)))
    client.post(reverse("beneficiary:start"), {"benefit": "prime-de-naissance", "subject": str(child)})
    page = read(client, "check", Claim.objects.get().pk)
    assert "230,00 €" in page and "sur pièces" not in page


def test_one_form_serves_every_benefit_that_may_be_claimed(client, home):
    spouse = NewDependant("spouse", "Dominique", "Durand", date(1985, 5, 5))
    partner = add_dependant(beneficiary_id=home.opener.beneficiary.pk, dependant=spouse, actor=home.actor, **AT)
    subjects = {Subject.CHILD: home.child, Subject.SPOUSE: partner}
    asked = {}
    for code, published in catalogue().items():
        revision = published[-1].revision
        if not is_claimable(revision):
            continue
        start(client, home, benefit=code, subject=str(subjects.get(revision.subject, "")))
        claim = Claim.objects.get(benefit_code=code)
        draft = draft_of(claim, on=TODAY)
        page = read(client, draft.next_page, claim.pk)
        assert 'id="estimation"' in page and revision.name in unescape(page), code
        assert all(f'name="{name}' in page for name in draft.questions), code
        assert not {*draft.questions} & {*draft.known}, code
        asked[code] = len(draft.questions)
    assert len(asked) >= 5 and max(asked.values()) <= 4, asked

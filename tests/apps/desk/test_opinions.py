"""Opinions asked of experts, who see the pages chosen for them and nothing else; and notes."""

from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from django.urls import reverse

from entraide.apps.accounts.roles import Role
from entraide.apps.claims.models import ClaimDocument
from entraide.apps.claims.operations import deciding
from entraide.apps.desk.models import Note, Opinion
from entraide.apps.desk.operations import notes, opinions
from entraide.apps.desk.queries.notes import notes_on
from entraide.apps.desk.queries.opinions import asked_of, experts, opinion_of, shown_paper, shown_papers
from entraide.apps.desk.refusals import AdviceWanted, NotAnExpert, NoteWanted, NotOfTheDesk, OpinionIsOver, QuestionWanted
from entraide.apps.notifications.models import Message
from tests.factories import families
from tests.factories.actors import person, signed_in
from tests.factories.base import TODAY
from tests.factories.documents import DocumentFactory
from tests.factories.thread import AT


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_catalogue")]
WORDS = "Ce devis est-il celui d’un fauteuil de série ?"


def three_pages():
    paper, out = pikepdf.new(), BytesIO()
    for width in (300, 400, 500):
        paper.add_blank_page(page_size=(width, 600))
    paper.save(out)
    return out.getvalue()


@pytest.fixture
def officer():
    return person(Role.CLAIMS_OFFICER)


@pytest.fixture
def expert():
    return person(Role.EXPERT)


@pytest.fixture
def home():
    return families.family()


@pytest.fixture
def claim(home, officer):
    return families.checked(home, officer)


@pytest.fixture
def paper(claim, home):
    """A paper of three pages, whose second alone matters."""
    document = DocumentFactory(name="secret-du-dossier.pdf", content=three_pages(), pages=3)
    return ClaimDocument.objects.create(claim=claim, requirement="other", document=document, state="accepted", added_at=AT["at"])


def asked(claim, officer, expert, pages, *, words=WORDS, due_on=TODAY + timedelta(days=14)):
    question = opinions.Question(expert.account.pk, words, pages, due_on)
    return opinions.ask_opinion(claim_id=claim.pk, question=question, actor=officer.actor, **AT)


def given(opinion_id, expert, advice="favourable", answer="Oui, d’après le modèle."):
    opinions.give_opinion(opinion_id=opinion_id, advice=advice, answer=answer, actor=expert.actor, **AT)


def pages_url(opinion_id, paper_id):
    return reverse("staff:opinion_pages", args=[opinion_id, paper_id])


def invoice_of(claim):
    return families.paper_of(claim, "invoice")


class TestAsking:
    def test_an_expert_is_told_that_something_waits_and_nothing_of_whom(self, claim, officer, expert, home):
        asked(claim, officer, expert, {invoice_of(claim).pk: [1]})
        told = Message.objects.get(account_id=expert.account.pk)
        assert claim.reference not in told.body and families.family_name_of(home.opener) not in told.body
        assert [row.question for row in asked_of(expert.actor)] == [WORDS]
        assert experts(on=TODAY) == [(expert.account.pk, expert.account.name)]

    def test_a_question_needs_words_a_page_that_is_there_and_a_day_to_come(self, claim, officer, expert):
        good = {invoice_of(claim).pk: [1]}
        other = invoice_of(families.filed(families.family()))
        for pages, more in (
            ({}, {}),
            ({invoice_of(claim).pk: [2]}, {}),
            ({invoice_of(claim).pk: [0]}, {}),
            ({other.pk: [1]}, {}),
            (good, {"words": " "}),
            (good, {"due_on": TODAY - timedelta(days=1)}),
        ):
            with pytest.raises(QuestionWanted):
                asked(claim, officer, expert, pages, **more)
        assert not Opinion.objects.exists()

    def test_only_an_expert_who_is_not_of_the_household_is_asked_and_only_the_desk_asks(self, claim, officer, expert, home):
        pages = {invoice_of(claim).pk: [1]}
        kin = person(Role.EXPERT, beneficiary=home.opener.beneficiary)
        for nobody in (officer, kin):
            with pytest.raises(NotAnExpert):
                asked(claim, officer, nobody, pages)
        for stranger in (expert, person(Role.CONTACT_AGENT)):
            with pytest.raises(NotOfTheDesk):
                asked(claim, stranger, expert, pages)

    def test_nothing_is_asked_of_a_claim_that_is_decided(self, claim, officer, expert):
        deciding.decide_claim(claim_id=claim.pk, verdict=deciding.Verdict("grant"), actor=officer.actor, **AT)
        with pytest.raises(OpinionIsOver):
            asked(claim, officer, expert, {invoice_of(claim).pk: [1]})


class TestPages:
    def test_the_expert_receives_the_page_chosen_cut_out_of_its_paper_and_not_its_name(self, claim, officer, expert, paper):
        key = asked(claim, officer, expert, {paper.pk: [2]})
        answer = signed_in(expert).get(pages_url(key, paper.pk))
        with pikepdf.open(BytesIO(answer.content)) as sent:
            assert [int(page.mediabox[2]) for page in sent.pages] == [400]
        assert "secret" not in answer["Content-Disposition"]
        assert answer["Content-Security-Policy"].startswith("default-src 'none'")
        page = signed_in(expert).get(reverse("staff:opinion", args=[key])).content.decode()
        assert WORDS in page and claim.reference not in page and "secret" not in page

    def test_another_expert_another_paper_and_every_other_role_get_nothing(self, claim, officer, expert):
        key, paper = asked(claim, officer, expert, {invoice_of(claim).pk: [1]}), invoice_of(claim)
        stranger = signed_in(person(Role.EXPERT))
        assert stranger.get(reverse("staff:opinion", args=[key])).status_code == 404
        assert stranger.post(reverse("staff:opinion", args=[key]), {"advice": "favourable", "answer": "Oui."}).status_code == 404
        assert stranger.get(pages_url(key, paper.pk)).status_code == 404
        mine = signed_in(expert)
        assert mine.get(pages_url(key, paper.pk)).status_code == 200
        assert mine.get(pages_url(key, families.paper_of(claim, "tax_notice").pk)).status_code == 404
        assert mine.get(reverse("staff:claim", args=[claim.pk])).status_code == 403
        assert mine.get(reverse("staff:paper_file", args=[paper.pk])).status_code == 403

    def test_once_called_off_the_expert_sees_nothing_of_it(self, claim, officer, expert):
        key, paper = asked(claim, officer, expert, {invoice_of(claim).pk: [1]}), invoice_of(claim)
        opinions.cancel_opinion(claim_id=claim.pk, opinion_id=key, actor=officer.actor, **AT)
        mine = signed_in(expert)
        assert mine.get(reverse("staff:opinion", args=[key])).status_code == mine.get(pages_url(key, paper.pk)).status_code == 404
        assert asked_of(expert.actor) == []
        with pytest.raises(OpinionIsOver):
            opinions.cancel_opinion(claim_id=claim.pk, opinion_id=key, actor=officer.actor, **AT)
        with pytest.raises(OpinionIsOver):
            given(key, expert)

    @pytest.mark.parametrize("end", ["given", "decided"])
    def test_pages_are_shown_no_longer_than_the_opinion_is_awaited(self, claim, officer, expert, end):
        key, paper = asked(claim, officer, expert, {invoice_of(claim).pk: [1]}), invoice_of(claim)
        if end == "given":
            given(key, expert)
        else:
            deciding.decide_claim(claim_id=claim.pk, verdict=deciding.Verdict("grant"), actor=officer.actor, **AT)
        assert shown_paper(key, paper_id=paper.pk, actor=expert.actor) is None
        assert shown_papers(opinion_of(key, expert.actor)) == []
        assert signed_in(expert).get(reverse("staff:opinion", args=[key])).status_code == 200

    def test_a_paper_that_no_longer_opens_is_not_found(self, claim, officer, expert):
        broken = families.kept(officer.actor, content=b"%PDF-1.7 broken", media_type="application/pdf")
        paper = ClaimDocument.objects.create(claim=claim, requirement="other", document_id=broken, state="accepted", added_at=AT["at"])
        key = asked(claim, officer, expert, {paper.pk: [1]})
        assert signed_in(expert).get(pages_url(key, paper.pk)).status_code == 404

    def test_a_claim_that_became_confidential_shows_nothing(self, claim, officer, expert):
        key = asked(claim, officer, expert, {invoice_of(claim).pk: [1]})
        type(claim).objects.filter(pk=claim.pk).update(is_confidential=True)
        assert opinion_of(key, expert.actor) is None


class TestAnswer:
    def test_the_advice_stands_in_the_file_and_the_officer_still_decides(self, claim, officer, expert):
        key = asked(claim, officer, expert, {invoice_of(claim).pk: [1]})
        sent = signed_in(expert).post(reverse("staff:opinion", args=[key]), {"advice": "unfavourable", "answer": "Hors du devis type."})
        assert sent["Location"] == reverse("staff:opinions")
        page = signed_in(officer).get(reverse("staff:claim", args=[claim.pk])).content.decode()
        assert "Hors du devis type." in page and "défavorable" in page
        deciding.decide_claim(claim_id=claim.pk, verdict=deciding.Verdict("grant"), actor=officer.actor, **AT)

    def test_it_is_given_once_with_a_verdict_and_words_which_are_kept_when_one_lacks(self, claim, officer, expert):
        key = asked(claim, officer, expert, {invoice_of(claim).pk: [1]})
        refused = signed_in(expert).post(reverse("staff:opinion", args=[key]), {"answer": "Je ne sais pas encore."})
        assert refused.status_code == 422 and "Je ne sais pas encore." in refused.content.decode()
        for advice, answer in (("maybe", "Oui."), ("favourable", " ")):
            with pytest.raises(AdviceWanted):
                given(key, expert, advice, answer)
        with pytest.raises(NotOfTheDesk):
            given(key, person(Role.EXPERT))
        given(key, expert)
        with pytest.raises(OpinionIsOver):
            given(key, expert)

    @pytest.mark.parametrize("end", ["given", "called off"])
    def test_words_sent_too_late_are_shown_back_and_said_not_to_be_passed_on(self, claim, officer, expert, end):
        key = asked(claim, officer, expert, {invoice_of(claim).pk: [1]})
        if end == "given":
            given(key, expert)
        else:
            opinions.cancel_opinion(claim_id=claim.pk, opinion_id=key, actor=officer.actor, **AT)
        sent = {"advice": "favourable", "answer": "Mes secondes lignes."}
        for late, status in ((sent, 409), (sent | {"advice": ""}, 422)):
            shown = signed_in(expert).post(reverse("staff:opinion", args=[key]), late)
            page = shown.content.decode()
            assert shown.status_code == status and "Mes secondes lignes." in page and "n’est pas transmis" in page


class TestNotes:
    def test_a_note_stays_with_the_file_for_the_colleagues_and_not_for_the_person(self, claim, officer, home):
        notes.write_note(claim_id=claim.pk, text=" Vu au téléphone. ", actor=officer.actor, **AT)
        assert [(note.text, author) for note, author in notes_on(claim.pk)] == [("Vu au téléphone.", officer.account.name)]
        assert "Vu au téléphone." in signed_in(officer).get(reverse("staff:claim", args=[claim.pk])).content.decode()
        assert "Vu au téléphone." not in signed_in(home.opener).get(reverse("beneficiary:claim", args=[claim.pk])).content.decode()

    def test_an_empty_or_endless_note_is_refused_and_only_the_desk_writes(self, claim, officer, expert):
        for text in (" ", "a" * (notes.LONGEST + 1)):
            with pytest.raises(NoteWanted):
                notes.write_note(claim_id=claim.pk, text=text, actor=officer.actor, **AT)
        with pytest.raises(NotOfTheDesk):
            notes.write_note(claim_id=claim.pk, text="Vu.", actor=expert.actor, **AT)
        assert not Note.objects.exists()

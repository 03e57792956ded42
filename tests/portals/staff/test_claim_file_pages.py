"""One file at the desk beside its decision: what the machine read, hints with both papers, papers asked for, words written, keys."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from entraide.apps.accounts.roles import Role
from entraide.apps.claims.models import Claim, ClaimDocument, ClaimMessage
from entraide.apps.claims.operations import deciding, thread
from entraide.apps.desk.models import Note, Opinion
from entraide.core.money import Money
from tests.factories import families
from tests.factories.actors import person, signed_in
from tests.factories.base import NOW, TODAY
from tests.factories.documents import read_by_machine
from tests.factories.thread import AT


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_catalogue")]


@pytest.fixture
def officer():
    return person(Role.CLAIMS_OFFICER)


@pytest.fixture
def desk(officer):
    return signed_in(officer)


@pytest.fixture
def home():
    return families.family()


def url(name, *args):
    return reverse(f"staff:{name}", args=args)


def text_of(response):
    return response.content.decode().replace("\xa0", " ")


def view_of(response, claim, kind="invoice"):
    key = families.paper_of(claim, kind).pk
    return next(paper for paper in response.context["papers"] if paper.id == key)


class TestReadings:
    def test_what_the_machine_found_stands_beside_what_was_declared_and_enter_is_offered_where_all_was_found(self, desk, officer, home):
        claim = families.taken(home, officer)
        read_by_machine(families.paper_of(claim, "invoice"), amounts=[Money.of(300)], days=[families.STAY])
        response = desk.get(url("claim", claim.pk))
        paper = view_of(response, claim)
        assert [status.label for _, status in paper.compared] == ["lu sur la pièce"] * 2 and paper.is_confirmed
        assert "data-enter" in text_of(response) and "n° F117" in text_of(response)

    def test_a_value_that_the_machine_did_not_find_is_said_and_enter_is_not_offered(self, desk, officer, home):
        claim = families.taken(home, officer)
        read_by_machine(families.paper_of(claim, "invoice"), amounts=[Money.of(30)], days=[families.STAY])
        response = desk.get(url("claim", claim.pk))
        assert not view_of(response, claim).is_confirmed
        assert "la machine ne l’y trouve pas" in text_of(response) and "data-enter" not in text_of(response)

    def test_nothing_is_said_of_a_paper_that_no_machine_has_read(self, desk, officer, home):
        claim = families.taken(home, officer)
        paper = view_of(desk.get(url("claim", claim.pk)), claim)
        assert (paper.compared, paper.bill, paper.is_confirmed) == ((), "", False)

    def test_what_the_machine_read_proves_nothing(self, desk, officer, home):
        claim = families.taken(home, officer)
        for paper in claim.documents.all():
            read_by_machine(paper, amounts=[Money.of(300), families.TIER_1], days=[families.STAY])
        grant = next(act for act in desk.get(url("claim", claim.pk)).context["acts"] if act.name == "grant")
        assert not grant.is_open


class TestHints:
    def test_the_same_bill_of_another_family_is_a_hint_that_shows_both_papers_and_keeps_nothing_from_a_grant(self, desk, officer, home):
        claim, other = families.checked(home, officer), families.filed(families.family())
        again = families.taken(families.family(), officer)
        for each in (other, again):
            read_by_machine(families.paper_of(each, "invoice"), amounts=[Money.of(300)], days=[families.STAY])
        response = desk.get(url("claim", again.pk))
        hints = view_of(response, again).hints
        words, address = next(hint for hint in hints if other.reference in hint[0])
        assert f"demande {other.reference} d’une autre famille" in words
        both = desk.get(address)
        assert other.reference in text_of(both) and again.reference in text_of(both)
        assert not view_of(response, again).is_confirmed
        deciding.decide_claim(claim_id=claim.pk, verdict=deciding.Verdict("grant"), actor=officer.actor, **AT)

    def test_a_paper_that_its_family_joined_again_is_no_hint_and_a_confidential_claim_gives_none(self, desk, officer, home):
        claim = families.taken(home, officer)
        hidden = families.filed(families.family())
        Claim.objects.filter(pk=hidden.pk).update(is_confidential=True)
        response = desk.get(url("claim", claim.pk))
        assert view_of(response, claim).hints == ()
        mine, theirs = families.paper_of(claim, "invoice"), families.paper_of(hidden, "invoice")
        assert desk.get(url("papers_compared", mine.pk, theirs.pk)).status_code == 404

    def test_a_file_sent_twice_in_the_same_claim_is_no_hint(self, desk, officer, home):
        claim = families.taken(home, officer)
        twin = families.kept(home.actor)
        ClaimDocument.objects.create(claim=claim, requirement="invoice", document_id=twin, state="received", added_at=NOW)
        assert all(paper.hints == () for paper in desk.get(url("claim", claim.pk)).context["papers"])


class TestAsking:
    def test_a_paper_is_asked_sent_by_the_person_and_checked_at_the_desk(self, desk, officer, home):
        claim = families.taken(home, officer)
        told = {"demander-kind": "other", "demander-words": "Envoyez l’attestation de la CAF."}
        assert desk.post(url("claim_ask", claim.pk), told)["Location"] == url("claim", claim.pk)
        paper = claim.documents.get(state="asked")
        assert "Envoyez l’attestation de la CAF." in text_of(desk.get(url("claim", claim.pk)))
        own = signed_in(home.opener)
        page = text_of(own.get(reverse("beneficiary:claim", args=[claim.pk])))
        assert "Une pièce est demandée" in page and "14 novembre 2024" in page
        address = reverse("beneficiary:correct_paper", args=[claim.pk, paper.pk])
        photo = SimpleUploadedFile("caf.jpg", families.photo(), "image/jpeg")
        assert own.post(address, {"file": photo}).status_code == 302
        assert "Autre pièce" in text_of(desk.get(url("claim", claim.pk)))
        assert desk.post(url("paper_accept", paper.pk)).status_code == 302
        paper.refresh_from_db()
        assert paper.state == "accepted"

    def test_what_was_typed_is_kept_when_the_kind_lacks(self, desk, officer, home):
        claim = families.taken(home, officer)
        refused = desk.post(url("claim_ask", claim.pk), {"demander-kind": "", "demander-words": "L’attestation de la CAF."})
        assert refused.status_code == 422 and "L’attestation de la CAF." in text_of(refused)

    def test_nothing_can_be_asked_of_a_claim_that_nobody_took(self, desk, home):
        claim = families.filed(home)
        assert "Demander une pièce" not in text_of(desk.get(url("claim", claim.pk)))
        refused = desk.post(url("claim_ask", claim.pk), {"demander-kind": "other", "demander-words": "L’attestation."})
        assert refused.status_code == 409


class TestWords:
    def test_the_desk_answers_a_message_with_a_file_that_it_need_not_check(self, desk, officer, home):
        claim = families.taken(home, officer)
        thread.write(claim_id=claim.pk, text="Quand serai-je payé ?", actor=home.actor, **AT)
        page = text_of(desk.get(url("claim", claim.pk)))
        assert "Quand serai-je payé ?" in page and "à lire" in page
        letter = SimpleUploadedFile("lettre.jpg", families.photo("red"), "image/jpeg")
        desk.post(url("claim_write", claim.pk), {"ecrire-text": "Dans le mois.", "ecrire-file": letter})
        assert not ClaimMessage.objects.filter(is_from_person=True, read_at__isnull=True).exists()
        assert claim.documents.get(requirement="message").state == "accepted"
        assert "Dans le mois." in text_of(signed_in(home.opener).get(reverse("beneficiary:claim", args=[claim.pk])))

    def test_a_message_is_marked_as_read_by_a_button_and_not_by_looking(self, desk, officer, home):
        claim = families.taken(home, officer)
        thread.write(claim_id=claim.pk, text="Merci.", actor=home.actor, **AT)
        desk.get(url("claim", claim.pk))
        assert ClaimMessage.objects.get().read_at is None
        desk.post(url("claim_read", claim.pk))
        assert ClaimMessage.objects.get().read_at is not None

    def test_a_file_that_is_no_document_leaves_the_message_as_it_was_typed(self, desk, officer, home):
        claim = families.taken(home, officer)
        odd = SimpleUploadedFile("lettre.exe", b"MZ", "application/octet-stream")
        refused = desk.post(url("claim_write", claim.pk), {"ecrire-text": "Voici la lettre.", "ecrire-file": odd})
        assert refused.status_code == 409 and "Voici la lettre." in text_of(refused)
        assert not ClaimMessage.objects.exists()

    def test_a_note_is_written_also_once_the_claim_is_decided(self, desk, officer, home):
        claim = families.granted(home, officer)
        desk.post(url("claim_note", claim.pk), {"noter-text": "Rappelée le 12."})
        assert Note.objects.get().text == "Rappelée le 12."
        assert "Rappelée le 12." in text_of(desk.get(url("claim", claim.pk)))

    def test_an_opinion_is_asked_of_an_expert_with_the_pages_that_were_ticked_and_called_off(self, desk, officer, home):
        expert, claim = person(Role.EXPERT), families.taken(home, officer)
        paper = families.paper_of(claim, "invoice")
        typed = {"avis-expert": str(expert.account.pk), "avis-question": "Est-ce un centre agréé ?", "avis-due_on": "2024-10-30"}
        refused = desk.post(url("claim_opinion", claim.pk), typed)
        assert refused.status_code == 422 and "Est-ce un centre agréé ?" in text_of(refused)
        assert desk.post(url("claim_opinion", claim.pk), typed | {f"avis-{paper.pk}": ["1"]}).status_code == 302
        opinion = Opinion.objects.get()
        assert (opinion.pages, opinion.due_on) == ({str(paper.pk): [1]}, TODAY + timedelta(days=15))
        assert "Est-ce un centre agréé ?" in text_of(desk.get(url("claim", claim.pk)))
        assert desk.post(url("claim_opinion_cancel", claim.pk, opinion.pk)).status_code == 302
        assert desk.post(url("claim_opinion_cancel", claim.pk, opinion.pk)).status_code == 409


class TestKeys:
    def test_every_act_of_a_file_has_its_key(self, desk, officer, home):
        person(Role.EXPERT)
        thread.write(claim_id=(claim := families.taken(home, officer)).pk, text="Bonjour.", actor=home.actor, **AT)
        families.filed(families.family())
        page = text_of(desk.get(url("claim", claim.pk)))
        for key in ("j", "q", "v", "c", "r", "s", "p", "m", "l", "e", "n", "?", "1", "2", "3"):
            assert f'data-key="{key}"' in page, key

    def test_the_file_before_is_the_one_that_was_just_decided_and_nobody_goes_back_to_what_they_may_not_see(self, desk, officer, home):
        decided, hidden, current = families.granted(home, officer), families.filed(families.family()), families.filed(families.family())
        Claim.objects.filter(pk=hidden.pk).update(is_confidential=True)
        here = url("claim", current.pk)
        assert desk.get(here, {"apres": decided.pk}).context["before_url"] == url("claim", decided.pk)
        assert desk.get(here, {"apres": hidden.pk}).context["before_url"] == desk.get(here, {"apres": "x"}).context["before_url"] == ""


class TestTwoTabs:
    @pytest.mark.parametrize("act", ["grant", "refuse", "close"])
    def test_what_was_typed_about_a_claim_that_somebody_decided_meanwhile_is_shown_with_the_reason(self, desk, officer, home, act):
        claim = families.granted(home, officer)
        data = {f"{act}-key": "0192a1b0-0000-7000-8000-000000000001", f"{act}-note": "La facture est de 2023."}
        refused = desk.post(url(f"claim_{act}", claim.pk), data)
        assert refused.status_code == 409
        assert "La facture est de 2023." in text_of(refused) and "Ce n’est pas possible" in text_of(refused)

    def test_how_a_claim_was_decided_is_said_where_no_officer_decided_it_alone(self, desk, officer, home):
        claim = families.checked(home, officer)
        deciding.decide_claim(claim_id=claim.pk, verdict=deciding.Verdict("grant", way="together"), actor=officer.actor, **AT)
        assert "Comment elle a été décidée : avec d’autres, par un gestionnaire." in text_of(desk.get(url("claim", claim.pk)))

    def test_an_officer_reads_the_file_of_their_own_household_and_acts_on_nothing(self, home):
        own = person(Role.CLAIMS_OFFICER, beneficiary=home.opener.beneficiary)
        claim = families.filed(home)
        page = signed_in(own).get(url("claim", claim.pk))
        assert not [act for act in page.context["acts"] if act.is_open]
        told = {"demander-kind": "other", "demander-words": "Rien."}
        assert signed_in(own).post(url("claim_ask", claim.pk), told).status_code == 409

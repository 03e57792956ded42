"""The claims officer's desk through its screens: the queue, one file, every act, and what it refuses."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.models import Identity
from entraide.apps.claims.models import Claim, ClaimDocument, Decision
from entraide.apps.claims.operations import checking, filing
from entraide.apps.desk.queries.bulk import foreseen
from entraide.apps.payments.models import PaymentOrder
from entraide.core.money import Money
from entraide.core.workflow.engine import TransitionRefused
from entraide.portals.staff.forms.automations import LookForm
from entraide.portals.staff.forms.complaints import ReplyForm
from entraide.ui.components.fields import is_optional
from entraide.ui.refusals import say
from tests.factories import families
from tests.factories.actors import person, signed_in
from tests.factories.base import TODAY
from tests.factories.thread import AT
from tests.harness.budgets import assert_query_budget


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


def url(name, claim):
    return reverse(f"staff:{name}", args=[claim.pk])


def page_of(response):
    return response.content.decode()


def grant_data(response, **typed):
    """Fill the grant form of a page as the browser would."""
    form = next(act.form for act in response.context["acts"] if act.name == "grant")
    return {form.add_prefix("key"): str(form["key"].value())} | {form.add_prefix(name): value for name, value in typed.items()}


def read_data(response, place=0, **typed):
    """Fill the reading form of a paper as the browser would."""
    form = response.context["papers"][place].reading
    values = {name: form[name].value() for name in form.fields}
    shown = {name: form.fields[name].widget.format_value(value) if name not in typed else typed[name] for name, value in values.items()}
    return {form.add_prefix(name): value for name, value in shown.items()}


class TestQueue:
    def test_the_nearest_to_its_term_comes_first_then_the_oldest(self, desk):
        claims = [families.filed(families.family()) for _ in range(3)]
        Claim.objects.filter(pk=claims[2].pk).update(due_on=TODAY + timedelta(days=2))
        rows = desk.get(reverse("staff:claims")).context["table"].rows
        assert [row[0].note for row in rows] == [claims[2].reference, claims[0].reference, claims[1].reference]

    @pytest.mark.parametrize("shelf", ["to_take", "mine", "awaiting", "decided"])
    def test_each_shelf_holds_its_claims_and_the_counts_agree(self, desk, officer, shelf):
        waiting = families.filed(families.family())
        mine = families.taken(families.family(), officer)
        sent_back = families.taken(families.family(), officer)
        correction = checking.Correction("illegible", "Refaites la photo.")
        checking.ask_correction(
            claim_document_id=families.paper_of(sent_back, "invoice").pk, correction=correction, actor=officer.actor, **AT
        )
        done = families.granted(families.family(), officer)
        expected = {"to_take": waiting, "mine": mine, "awaiting": sent_back, "decided": done}[shelf]
        response = desk.get(reverse("staff:claims"), {"etat": shelf})
        assert [row[0].note for row in response.context["table"].rows] == [expected.reference]
        counts = response.context["counts"]
        assert (counts.to_take, counts.mine, counts.awaiting, counts.decided, counts.late) == (1, 1, 1, 1, 0)

    def test_a_claim_is_found_by_the_beginning_of_its_opener_s_name_and_by_its_reference(self, desk, home):
        claim = families.filed(home)
        families.filed(families.family())
        name = Identity.objects.get(beneficiary=home.opener.beneficiary).family_name
        for text in (claim.reference, claim.reference.lower(), name, name.upper()):
            rows = desk.get(reverse("staff:claims"), {"q": text}).context["table"].rows
            assert claim.reference in [row[0].note for row in rows]
        assert desk.get(reverse("staff:claims"), {"q": "Personne de ce nom"}).context["table"].rows == []

    def test_the_list_is_sorted_as_asked_and_filtered_by_benefit(self, desk, home):
        families.filed(home)
        for tri in ("term", "-term", "filed", "-filed", "benefit", "-benefit", "nonsense"):
            assert desk.get(reverse("staff:claims"), {"tri": tri, "prestation": "accueil-de-loisirs"}).status_code == 200

    def test_the_list_downloads_with_all_its_pages(self, desk):
        claims = [families.filed(families.family()) for _ in range(26)]
        assert len(desk.get(reverse("staff:claims")).context["table"].rows) == 25
        csv = desk.get(reverse("staff:claims"), {"format": "csv"})
        assert csv.content.decode().count("\r\n") == 27
        assert all(claim.reference in csv.content.decode() for claim in claims)
        assert desk.get(reverse("staff:claims"), {"format": "xlsx"}).content.startswith(b"PK")

    def test_an_empty_queue_says_what_will_be_there(self, desk):
        assert "Aucune demande ici" in page_of(desk.get(reverse("staff:claims")))

    def test_the_queue_asks_as_many_queries_for_one_row_as_for_twenty(self, desk):
        assert_query_budget(desk, reverse("staff:claims"), lambda count: [families.filed(families.family()) for _ in range(count)])

    def test_drafts_and_confidential_claims_never_appear(self, desk, home):
        families.drafted(home)
        hidden = families.filed(families.family())
        Claim.objects.filter(pk=hidden.pk).update(is_confidential=True)
        response = desk.get(reverse("staff:claims"))
        assert response.context["table"].rows == []
        assert response.context["counts"].to_take == 0
        assert desk.get(url("claim", hidden)).status_code == 404
        assert desk.post(url("claim_take", hidden)).status_code == 404
        paper = families.paper_of(hidden, "invoice")
        assert desk.get(reverse("staff:paper_file", args=[paper.pk])).status_code == 404


class TestFile:
    def test_a_file_shows_papers_readings_rules_and_acts(self, desk, home):
        claim = families.filed(home)
        page = page_of(desk.get(url("claim", claim)))
        for words in (
            "Prendre en charge",
            "Ce que disent les règles",
            "120,00",
            "Facture acquittée",
            "dans le délai",
            "1 demande par enfant et par foyer, par année civile",
        ):
            assert words in page

    def test_what_came_in_time_on_paper_is_not_said_to_be_late_however_late_it_was_entered(self, desk, officer, home):
        claim = families.taken(home, officer)
        Claim.objects.filter(pk=claim.pk).update(filed_on=TODAY.replace(year=TODAY.year + 1), channel="paper", received_on=TODAY)
        page = page_of(desk.get(url("claim", claim)))
        assert "dans le délai" in page and "Hors délai" not in page
        Claim.objects.filter(pk=claim.pk).update(channel="online", received_on=None)
        assert "Hors délai" in page_of(desk.get(url("claim", claim)))

    def test_a_grant_is_closed_alike_on_the_page_at_the_act_and_in_a_lot_while_something_is_only_declared(self, desk, officer, home):
        claim = families.taken(home, officer)
        closed = next(act for act in desk.get(url("claim", claim)).context["acts"] if act.name == "grant").closed_because
        assert closed.startswith("Avant d’accorder, vérifiez : ")
        with pytest.raises(TransitionRefused) as refused:
            families.decide(claim, officer)
        (tried,) = foreseen([claim.pk], "grant", actor=officer.actor, on=TODAY)
        assert say(refused.value) == tried.why_not == closed

    def test_the_page_of_a_file_asks_a_fixed_number_of_queries(self, desk, home):
        claim = families.filed(home)
        assert_query_budget(desk, url("claim", claim), lambda count: [families.filed(families.family()) for _ in range(count)], at_most=50)

    def test_a_photo_is_shown_in_a_sandbox_and_a_pdf_in_the_viewer_of_the_browser(self, desk, officer, home):
        claim = families.taken(home, officer)
        photo = desk.get(reverse("staff:paper_file", args=[families.paper_of(claim, "invoice").pk]))
        assert photo["Content-Disposition"].startswith("inline")
        assert photo["Content-Type"] == "image/jpeg"
        assert "sandbox" in photo["Content-Security-Policy"] and "'none'" in photo["Content-Security-Policy"]
        assert photo["X-Content-Type-Options"] == "nosniff"
        pdf = families.kept(home.actor, name="livret.pdf", content=b"%PDF-1.7", media_type="application/pdf")
        row = ClaimDocument.objects.create(claim=claim, requirement="invoice", document_id=pdf, state="received", added_at=AT["at"])
        shown = desk.get(reverse("staff:paper_file", args=[row.pk]))
        assert shown["Content-Disposition"].startswith("inline")
        assert shown["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'self'"
        other = families.kept(home.actor, name="livret.odt", content=b"PK", media_type="application/vnd.oasis.opendocument.text")
        odd = ClaimDocument.objects.create(claim=claim, requirement="invoice", document_id=other, state="received", added_at=AT["at"])
        download = desk.get(reverse("staff:paper_file", args=[odd.pk]))
        assert download["Content-Disposition"].startswith("attachment")
        assert download["Content-Type"] == "application/octet-stream"

    def test_the_next_file_is_loaded_before_it_is_asked_for(self, desk):
        first, second = (families.filed(families.family()) for _ in range(2))
        assert f'<link rel="prefetch" href="{url("claim", second)}">' in page_of(desk.get(url("claim", first)))

    def test_every_act_has_its_key(self, desk, officer, home):
        claim = families.checked(home, officer)
        page = page_of(desk.get(url("claim", claim)))
        for key in "qars":
            assert f'data-key="{key}"' in page
        received = page_of(desk.get(url("claim", families.taken(families.family(), officer))))
        for key in "vc":
            assert f'data-key="{key}"' in received

    def test_a_file_of_the_officer_s_own_household_is_shown_closed_and_refused(self, home):
        own = person(Role.CLAIMS_OFFICER, beneficiary=home.opener.beneficiary)
        claim = families.filed(home)
        client = signed_in(own)
        assert "Vous ne pouvez pas instruire votre propre demande." in page_of(client.get(url("claim", claim)))
        assert client.post(url("claim_take", claim)).status_code == 409
        claim.refresh_from_db()
        assert claim.state == "submitted"

    def test_an_officer_does_not_check_the_papers_of_their_own_household(self, home, officer):
        own = person(Role.CLAIMS_OFFICER, beneficiary=home.opener.beneficiary)
        claim = families.taken(home, officer)
        paper = families.paper_of(claim, "invoice")
        client = signed_in(own)
        assert client.get(url("claim", claim)).context["papers"][0].reading is None
        data = {f"lu-{paper.pk.hex[-8:]}-expense": "300", f"lu-{paper.pk.hex[-8:]}-stay_ended_on": "2024-08-23"}
        assert client.post(reverse("staff:paper_accept", args=[paper.pk]), data).status_code == 409
        paper.refresh_from_db()
        assert paper.state == "received"


class TestPapers:
    def test_a_reading_is_filled_with_what_was_declared_and_may_correct_it(self, desk, officer, home):
        claim = families.taken(home, officer)
        response = desk.get(url("claim", claim))
        place = next(i for i, paper in enumerate(response.context["papers"]) if "Facture" in paper.label)
        data = read_data(response, place, expense="90")
        assert "300" in str(response.context["papers"][place].reading["expense"])
        paper = families.paper_of(claim, "invoice")
        assert desk.post(reverse("staff:paper_accept", args=[paper.pk]), data).status_code == 302
        rules = desk.get(url("claim", claim)).context["rules"]
        assert rules.amount == Money.of(90)
        assert rules.cuts

    @pytest.mark.parametrize("typed", ["trois cents", "99999999999"])
    def test_an_impossible_reading_keeps_what_was_typed(self, desk, officer, home, typed):
        claim = families.taken(home, officer)
        response = desk.get(url("claim", claim))
        place = next(i for i, paper in enumerate(response.context["papers"]) if "Facture" in paper.label)
        paper = families.paper_of(claim, "invoice")
        answer = desk.post(reverse("staff:paper_accept", args=[paper.pk]), read_data(response, place, expense=typed))
        assert answer.status_code == 422
        assert typed in page_of(answer)
        paper.refresh_from_db()
        assert paper.state == "received"

    def test_what_is_needed_in_some_cases_is_not_said_to_be_optional(self, desk, officer, home):
        person(Role.EXPERT)
        claim = families.checked(home, officer)
        page = desk.get(reverse("staff:claim", args=[claim.pk]))
        forms = {act.name: act.form for act in page.context["acts"]}
        assert forms["refuse"].fields["note"].required and "la personne lira pourquoi vous la refusez" in page.content.decode()
        opinion = next(act.form for act in page.context["beside"] if act.name == "opinion")
        complaint = ReplyForm()
        for bound in (forms["refuse"]["note"], opinion[str(opinion.papers[0].id)], complaint["what"], LookForm()["cause"]):
            assert not is_optional(bound), bound.label
        assert is_optional(forms["grant"]["note"]) and is_optional(complaint["note"])

    def test_a_correction_asks_its_reason_and_sends_on_to_the_next_file(self, desk, officer, home):
        claim = families.taken(home, officer)
        other = families.filed(families.family())
        for paper in ("family_record", "tax_notice"):
            checking.accept_paper(claim_document_id=families.paper_of(claim, paper).pk, values={}, actor=officer.actor, **AT)
        paper = families.paper_of(claim, "invoice")
        prefix, address = f"corriger-{paper.pk.hex[-8:]}", reverse("staff:paper_correct", args=[paper.pk])
        refused = desk.post(address, {f"{prefix}-reason": "", f"{prefix}-note": "Envoyez les dates."})
        assert refused.status_code == 422
        assert "Envoyez les dates." in page_of(refused)
        sent = desk.post(address, {f"{prefix}-reason": "incomplete", f"{prefix}-note": "Envoyez les dates."})
        assert sent["Location"] == f"{url('claim', other)}?apres={claim.pk}"
        claim.refresh_from_db()
        assert claim.state == "awaiting_correction"
        covers = [reverse("staff:covers", args=[each.pk]) for each in (claim, other)]
        assert [cover in page_of(desk.get(url("claim", each))) for cover, each in zip(covers, (claim, other), strict=True)] == [True, False]
        again = desk.post(address, {f"{prefix}-reason": "incomplete", f"{prefix}-note": "Encore."})
        assert again.status_code == 409
        assert "déjà été traitée" in page_of(again)

    def test_a_paper_read_by_mistake_is_read_again(self, desk, officer, home):
        claim = families.checked(home, officer)
        response = desk.get(url("claim", claim))
        place = next(i for i, paper in enumerate(response.context["papers"]) if "Facture" in paper.label)
        paper = families.paper_of(claim, "invoice")
        assert desk.post(reverse("staff:paper_accept", args=[paper.pk]), read_data(response, place, expense="50")).status_code == 302
        assert desk.get(url("claim", claim)).context["rules"].amount == Money.of(50)


class TestDeciding:
    def test_a_grant_goes_to_the_next_file_and_says_what_follows(self, desk, officer, home):
        claim, other = families.checked(home, officer), families.filed(families.family())
        response = desk.post(url("claim_grant", claim), grant_data(desk.get(url("claim", claim))), follow=True)
        assert response.redirect_chain == [(f"{url('claim', other)}?apres={claim.pk}", 302)]
        assert response.context["before_url"] == url("claim", claim)
        assert f"Demande {claim.reference} accordée" in page_of(response)
        assert "prochain lot de virements" in page_of(response)
        assert Decision.objects.get(claim=claim).cents == Money.of(120)

    def test_the_last_grant_goes_back_to_the_queue(self, desk, officer, home):
        claim = families.checked(home, officer)
        response = desk.post(url("claim_grant", claim), grant_data(desk.get(url("claim", claim))))
        assert response["Location"] == reverse("staff:claims")

    def test_nothing_is_granted_beyond_the_rules(self, desk, officer, home):
        claim = families.checked(home, officer)
        data = grant_data(desk.get(url("claim", claim)), amount="120,01", note="Un geste.")
        response = desk.post(url("claim_grant", claim), data)
        assert response.status_code == 409
        page = page_of(response)
        assert "ne peut pas dépasser" in page and "120,01" in page and "Un geste." in page
        assert not Decision.objects.filter(claim=claim).exists()

    def test_less_is_granted_with_words_only(self, desk, officer, home):
        claim = families.checked(home, officer)
        silent = desk.post(url("claim_grant", claim), grant_data(desk.get(url("claim", claim)), amount="100"))
        assert silent.status_code == 409
        assert "Indiquez la raison" in page_of(silent)
        desk.post(url("claim_grant", claim), grant_data(silent, amount="100", note="Une partie est déjà aidée."))
        assert Decision.objects.get(claim=claim).cents == Money.of(100)

    def test_nothing_is_granted_past_its_deadline(self, desk, officer, home):
        late = families.Typed(stay_ended_on=TODAY - timedelta(days=250))
        claim = families.checked(home, officer, late)
        page = desk.get(url("claim", claim))
        closed = next(act for act in page.context["acts"] if act.name == "grant")
        assert "date limite" in closed.closed_because
        assert page.context["rules"].is_late
        response = desk.post(url("claim_grant", claim), {"grant-key": str(uuid4())})
        assert response.status_code == 409
        assert not PaymentOrder.objects.exists()

    def test_nothing_is_granted_on_what_is_only_declared(self, desk, officer, home):
        claim = families.taken(home, officer)
        closed = next(act for act in desk.get(url("claim", claim)).context["acts"] if act.name == "grant")
        assert closed.closed_because.startswith("Avant d’accorder, vérifiez")
        assert desk.post(url("claim_grant", claim), {"grant-key": str(uuid4())}).status_code == 409

    def test_a_double_click_decides_once_and_says_the_same(self, desk, officer, home):
        claim = families.checked(home, officer)
        data = grant_data(desk.get(url("claim", claim)))
        answers = [desk.post(url("claim_grant", claim), data) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [302, 302]
        assert Decision.objects.filter(claim=claim).count() == 1
        assert PaymentOrder.objects.filter(cause_id=claim.pk).count() == 1

    def test_two_officers_decide_once(self, desk, officer, home):
        claim = families.checked(home, officer)
        colleague = signed_in(person(Role.CLAIMS_OFFICER))
        mine, theirs = (grant_data(client.get(url("claim", claim))) for client in (desk, colleague))
        assert desk.post(url("claim_grant", claim), mine).status_code == 302
        answer = colleague.post(url("claim_grant", claim), theirs)
        assert answer.status_code == 409
        assert "l’état a changé" in page_of(answer) and "Rechargez" not in page_of(answer)
        back = colleague.get(url("claim_grant", claim))
        assert (back.status_code, back["Location"]) == (302, url("claim", claim))
        assert PaymentOrder.objects.filter(cause_id=claim.pk).count() == 1

    def test_a_replayed_request_of_another_act_tells_the_decision_that_stands(self, desk, officer, home):
        claim = families.checked(home, officer)
        data = grant_data(desk.get(url("claim", claim)))
        desk.post(url("claim_grant", claim), data)
        replayed = {"refuse-key": data["grant-key"], "refuse-note": "Non."}
        assert "accordée" in page_of(desk.post(url("claim_refuse", claim), replayed, follow=True))
        assert Decision.objects.get(claim=claim).outcome == "granted"

    def test_a_key_used_for_one_claim_does_not_answer_for_another(self, desk, officer, home):
        one, other = families.checked(home, officer), families.checked(families.family(), officer)
        data = grant_data(desk.get(url("claim", one)))
        desk.post(url("claim_grant", one), data)
        desk.post(url("claim_grant", other), data)
        assert Decision.objects.get(claim=other).outcome == "granted"

    def test_a_decision_without_its_key_is_not_made(self, desk, officer, home):
        claim = families.checked(home, officer)
        for key in ("", "not-a-key"):
            assert desk.post(url("claim_grant", claim), {"grant-key": key}).status_code == 422
        assert not Decision.objects.exists()

    def test_a_refusal_needs_its_reason_and_keeps_the_words(self, desk, officer, home):
        claim = families.checked(home, officer)
        key = str(uuid4())
        assert desk.post(url("claim_refuse", claim), {"refuse-key": key, "refuse-note": " "}).status_code == 409
        desk.post(url("claim_refuse", claim), {"refuse-key": key, "refuse-note": "La facture est celle d’un autre enfant."})
        assert Decision.objects.get(claim=claim).outcome == "refused"
        page = page_of(desk.get(url("claim", claim)))
        assert "La facture est celle d’un autre enfant." in page

    def test_a_closing_needs_its_reason(self, desk, home):
        claim = families.filed(home)
        key = str(uuid4())
        assert desk.post(url("claim_close", claim), {"close-key": key, "close-note": ""}).status_code == 422
        desk.post(url("claim_close", claim), {"close-key": key, "close-note": "Déposée deux fois."})
        claim.refresh_from_db()
        assert claim.state == "closed"

    def test_a_decided_file_shows_its_decision_its_payment_and_no_act(self, desk, officer, home):
        claim = families.granted(home, officer)
        response = desk.get(url("claim", claim))
        assert response.context["acts"] == []
        page = page_of(response)
        for words in ("Accordée le", "à payer", "Pourquoi", "Demande accordée"):
            assert words in page

    def test_the_desk_explains_each_condition_in_the_third_person(self, desk, officer, home):
        page = page_of(desk.get(url("claim", families.taken(home, officer))))
        assert "déclaré par la personne" in page
        assert "déclaré par vous" not in page

    def test_a_withdrawn_claim_can_no_longer_be_taken(self, desk, home):
        claim = families.filed(home)
        filing.withdraw(claim_id=claim.pk, actor=home.actor, **AT)
        assert desk.post(url("claim_take", claim)).status_code == 409

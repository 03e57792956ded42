"""The queue through its screens: filters that combine, views that are kept, decisions together, the work of each and its sharing out."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.db import connection
from django.urls import reverse

from entraide.apps.accounts.actor import system_actor
from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries import queries as beneficiaries
from entraide.apps.catalogue.models import BenefitRevision
from entraide.apps.claims.models import Claim, Decision
from entraide.apps.claims.operations.deciding import Verdict, decide_claim
from entraide.apps.desk.models import Absence, BulkDecision, DeskSeat, SavedView, SecondLook
from entraide.apps.desk.operations.bulk import UNDO_MINUTES
from entraide.ui.components import date_fr
from tests.factories import families
from tests.factories.actors import person, signed_in
from tests.factories.base import TODAY
from tests.factories.claims import ClaimFactory
from tests.factories.desk import AbsenceFactory, BulkDecisionFactory, DeskSeatFactory, PlannedDecisionFactory, SavedViewFactory
from tests.factories.network import CommitteeDepartmentFactory
from tests.factories.thread import AT, BENEFIT
from tests.harness.budgets import assert_query_budget


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_catalogue")]
QUEUE, VIEWS, TOGETHER, CONFIRM = (reverse(f"staff:{name}") for name in ("claims", "desk_views", "together", "together_confirm"))
WORKLOAD, SHARING = reverse("staff:workload"), reverse("staff:sharing")


@pytest.fixture
def officer():
    return person(Role.CLAIMS_OFFICER)


@pytest.fixture
def desk(officer):
    return signed_in(officer)


@pytest.fixture
def manager():
    return signed_in(person(Role.CLAIMS_MANAGER))


@pytest.fixture
def branches():
    CommitteeDepartmentFactory(department="51", committee="Nord-Est")
    CommitteeDepartmentFactory(department="33", committee="Sud-Ouest")


def claim_of(**columns):
    """Write a claim that waits for leisure care, or for what is said."""
    revision = BenefitRevision.objects.filter(benefit__code=BENEFIT).order_by("-since")[0]
    return ClaimFactory(**{"revision": revision} | columns)


def text(response):
    return " ".join(response.content.decode().replace("\xa0", " ").replace("\u202f", " ").split())


def shared_out(manager, asked):
    """Share out what the page shows."""
    seen = manager.get(f"{SHARING}?{urlencode(asked)}").context["seen"]
    return manager.post(SHARING, asked | {"vu": seen}, follow=True)


def shown(client, **query):
    """Give the references on the queue."""
    return {row[0].note for row in client.get(QUEUE, query).context["table"].rows}


class TestFilters:
    @pytest.mark.parametrize(
        "query, columns",
        [
            ({"antenne": "Nord-Est"}, {"committee": "Nord-Est"}),
            ({"canal": "paper"}, {"channel": "paper"}),
            ({"risque": "late"}, {"due_on": TODAY - timedelta(days=1)}),
            ({"risque": "soon"}, {"due_on": TODAY + timedelta(days=3)}),
            ({"risque": "week"}, {"due_on": TODAY + timedelta(days=4)}),
            ({"anciennete": "month"}, {"filed_on": TODAY - timedelta(days=7)}),
            ({"anciennete": "older"}, {"filed_on": TODAY - timedelta(days=30)}),
            ({"prestation": "aide-au-permis"}, {"benefit_code": "aide-au-permis"}),
        ],
    )
    @pytest.mark.usefixtures("branches")
    def test_each_filter_keeps_what_it_names_and_is_counted(self, desk, query, columns):
        found = claim_of(**columns)
        claim_of(due_on=TODAY + timedelta(days=20))
        assert shown(desk, **query) == {found.reference}
        assert shown(desk) > {found.reference}
        context = desk.get(QUEUE, query).context
        assert (context["page"].paginator.count, context["counts"].found) == (1, 1)

    @pytest.mark.usefixtures("branches")
    def test_filters_combine_in_the_address(self, desk, officer):
        kept = {"committee": "Nord-Est", "channel": "paper", "state": "in_review", "taken_by": officer.account.pk}
        found = claim_of(**kept)
        for column, other in {"committee": "Sud-Ouest", "channel": "online", "taken_by": person(Role.CLAIMS_OFFICER).account.pk}.items():
            claim_of(**kept | {column: other})
        assert shown(desk, antenne="Nord-Est", canal="paper", gestionnaire="moi", etat="mine") == {found.reference}
        assert shown(desk, antenne="Nord-Est", canal="paper", gestionnaire=str(officer.account.pk)) == {found.reference}

    def test_the_risks_of_a_search_are_counted_beside_the_one_that_is_shown(self, desk):
        for days in (-2, -1, 0, 3, 7, 8):
            claim_of(due_on=TODAY + timedelta(days=days))
        claim_of(due_on=TODAY - timedelta(days=5), state="awaiting_correction")
        counts = desk.get(QUEUE, {"risque": "late"}).context["counts"]
        assert (counts.found, counts.late, counts.soon, counts.week, counts.later) == (2, 2, 2, 1, 1)

    @pytest.mark.usefixtures("branches")
    def test_an_officer_of_one_branch_begins_with_it_and_sees_all_when_they_ask(self, desk, officer):
        own, other = claim_of(committee="Nord-Est"), claim_of(committee="Sud-Ouest")
        DeskSeatFactory(account=officer.account, committee="Nord-Est")
        assert shown(desk) == {own.reference}
        assert shown(desk, antenne="toutes") == {own.reference, other.reference}
        assert shown(desk, antenne="Sud-Ouest") == {other.reference}
        DeskSeatFactory(account=officer.account, committee="Sud-Ouest")
        assert shown(desk) == {own.reference, other.reference}

    def test_what_somebody_away_holds_is_to_be_taken(self, desk):
        away = person(Role.CLAIMS_OFFICER)
        held = claim_of(state="in_review", taken_by=away.account.pk)
        assert shown(desk, etat="to_take") == set()
        AbsenceFactory(account=away.account)
        assert shown(desk, etat="to_take") == {held.reference}
        assert "absent : à reprendre" in text(desk.get(QUEUE))

    def test_what_somebody_away_holds_is_taken_again_on_its_page(self, desk, officer):
        away = person(Role.CLAIMS_OFFICER)
        held = families.taken(families.family(), away)
        page, take = reverse("staff:claim", args=[held.pk]), reverse("staff:claim_take", args=[held.pk])
        assert "Parlez-en avant de décider" in text(desk.get(page)) and "Reprendre ce dossier" not in text(desk.get(page))
        assert desk.post(take).status_code == 409
        AbsenceFactory(account=away.account)
        assert "Reprendre ce dossier" in text(desk.get(page))
        assert desk.post(take).status_code == 302
        assert Claim.objects.get(pk=held.pk).taken_by == officer.account.pk
        assert "Reprendre ce dossier" not in text(desk.get(page))

    def test_a_search_that_is_cut_says_so(self, desk, monkeypatch):
        monkeypatch.setattr("entraide.apps.claims.queries.desk.MAX_FOUND", 1)
        claim_of(beneficiary__identity__family_name="Martin")
        assert "Nom trop répandu" not in text(desk.get(QUEUE, {"q": "martin"}))
        claim_of(beneficiary__identity__family_name="Martin")
        assert "Plus de 1 personnes" in text(desk.get(QUEUE, {"q": "martin"}))

    def test_a_fault_in_the_address_filters_nothing(self, desk):
        found = claim_of()
        for query in ({"risque": "x"}, {"antenne": "x"}, {"gestionnaire": "x"}, {"canal": "x"}, {"anciennete": "2"}):
            assert shown(desk, **query) == {found.reference}

    def test_the_export_says_branch_and_channel_and_neutralises_formulas(self, desk):
        claim_of(committee="=cmd", channel="paper")
        said = desk.get(QUEUE, {"format": "csv"}).content.decode()
        assert "papier" in said
        assert "=cmd" in said and ";=cmd" not in said and ",=cmd" not in said

    def test_a_longer_queue_asks_no_more_of_the_database(self, desk):
        AbsenceFactory(account=person(Role.CLAIMS_OFFICER).account)
        at_most = 15 if connection.vendor == "postgresql" else 21
        assert_query_budget(desk, QUEUE, lambda count: [PlannedDecisionFactory(claim=claim_of()) for _ in range(count)], at_most=at_most)

    def test_where_many_wait_the_numbers_of_the_last_seconds_serve_again_and_say_their_moment(self, desk, officer, monkeypatch):
        monkeypatch.setattr("entraide.apps.claims.queries.desk.COUNTED_EACH_TIME", 1)
        claim_of(), claim_of()
        assert "Comptées à" in text(desk.get(QUEUE))
        late = claim_of(due_on=TODAY - timedelta(days=1))
        page = desk.get(QUEUE)
        assert (page.context["counts"].open, page.context["counts"].late) == (2, 0)
        assert late.reference in {row[0].note for row in page.context["table"].rows}
        assert desk.get(QUEUE, {"risque": "late"}).context["counts"].found == 1
        cache.clear()
        assert desk.get(QUEUE).context["counts"].late == 1

    def test_each_officer_counts_their_own_files(self, desk, officer, monkeypatch):
        monkeypatch.setattr("entraide.apps.claims.queries.desk.COUNTED_EACH_TIME", 0)
        claim_of(state="in_review", taken_by=officer.account.pk)
        assert desk.get(QUEUE).context["counts"].mine == 1
        assert signed_in(person(Role.CLAIMS_OFFICER)).get(QUEUE).context["counts"].mine == 0

    def test_a_queue_that_is_soon_counted_is_counted_each_time(self, desk):
        claim_of()
        assert "Comptées à" not in text(desk.get(QUEUE))
        claim_of()
        assert desk.get(QUEUE).context["counts"].open == 2

    def test_a_decided_file_says_the_day_it_was_decided_and_by_whom_or_how(self, desk, officer):
        granted = families.granted(families.family(), officer)
        closed = families.taken(families.family(), officer)
        in_silence = Verdict("close", note="La facture n’est pas venue.", way="unanswered")
        decide_claim(claim_id=closed.pk, verdict=in_silence, actor=system_actor("schedule"), **AT)
        rows = {row[0].note: row for row in desk.get(QUEUE, {"etat": "decided"}).context["table"].rows}
        assert rows[granted.reference][-1].note == rows[closed.reference][-1].note == date_fr(TODAY)
        assert rows[granted.reference][2].note == f"par {officer.account.name}"
        assert rows[closed.reference][2].note == "à l’échéance, faute de réponse"
        exported = desk.get(QUEUE, {"etat": "decided", "format": "csv"}).content.decode()
        assert "faute de réponse" in next(line for line in exported.splitlines() if closed.reference in line)


class TestViews:
    def test_a_search_is_kept_by_name_opened_downloaded_renamed_and_dropped(self, desk):
        late, _ = claim_of(due_on=TODAY - timedelta(days=1)), claim_of()
        response = desk.post(VIEWS, {"name": "En retard", "query": "risque=late&page=3&tri=filed"}, follow=True)
        assert "enregistrée" in text(response) and {row[0].note for row in response.context["table"].rows} == {late.reference}
        view = SavedView.objects.get()
        assert sorted(view.query.split("&")) == ["risque=late", "tri=filed"]
        assert desk.get(response.context["views"][0].csv).content.decode().count("\r\n") == 2
        desk.post(reverse("staff:desk_view_rename", args=[view.pk]), {"name": "Urgences"})
        assert "Urgences" in text(desk.get(VIEWS))
        desk.post(reverse("staff:desk_view_drop", args=[view.pk]))
        assert not SavedView.objects.exists()

    def test_a_name_is_used_once_and_what_was_typed_stays(self, desk, officer):
        SavedViewFactory(account=officer.account, name="Urgences")
        response = desk.post(VIEWS, {"name": "Urgences", "query": "risque=late"})
        assert response.status_code == 422
        assert "déjà une vue de ce nom" in text(response) and "risque=late" in text(response)
        assert desk.post(VIEWS, {"name": "", "query": ""}).status_code == 422
        assert SavedView.objects.count() == 1

    def test_nobody_sees_or_changes_another_s_view(self, desk):
        other = SavedViewFactory(name="La vue d’une autre")
        assert "La vue d’une autre" not in text(desk.get(VIEWS)) + text(desk.get(QUEUE))
        assert desk.post(reverse("staff:desk_view_drop", args=[other.pk])).status_code == 404
        assert SavedView.objects.count() == 1


class TestTogether:
    def test_what_is_ticked_is_tried_then_planned_then_withdrawn(self, desk, officer):
        good, unread = families.checked(families.family(), officer), families.filed(families.family())
        said = text(desk.post(TOGETHER, {"demande": [good.pk, unread.pk, "nonsense"], "act": "grant"}))
        assert "120,00 €" in said and "1 demande restera" in said and not BulkDecision.objects.exists()
        response = desk.post(CONFIRM, {"demande": [good.pk], "act": "grant", "note": ""}, follow=True)
        assert f"pendant {UNDO_MINUTES} minutes" in text(response) and "Annuler ces décisions" in text(response)
        assert "décision groupée prévue" in text(desk.get(QUEUE)) and not Decision.objects.exists()
        bulk = BulkDecision.objects.get()
        desk.post(reverse("staff:bulk_withdraw", args=[bulk.pk]))
        assert "annulées" in text(desk.get(reverse("staff:bulk_decisions")))
        assert "décision groupée prévue" not in text(desk.get(QUEUE))

    def test_a_refusal_without_words_is_asked_for_them_and_the_ticks_stay(self, desk, officer):
        claim = families.checked(families.family(), officer)
        for url, status, words in ((TOGETHER, 200, "Chacune lira cette raison"), (CONFIRM, 422, "chaque personne la lira")):
            response = desk.post(url, {"demande": [claim.pk], "act": "refuse", "note": ""})
            assert response.status_code == status
            assert words in text(response) and str(claim.pk) in text(response) and "facultatif" not in text(response)
        desk.post(CONFIRM, {"demande": [claim.pk], "act": "refuse", "note": "Hors délai."})
        assert BulkDecision.objects.get().note == "Hors délai."

    def test_what_is_refused_against_the_rules_is_said_before(self, desk, officer):
        granted, late = families.checked(families.family(), officer), claim_of()
        said = text(desk.post(TOGETHER, {"demande": [granted.pk, late.pk], "act": "refuse"}))
        assert "1 demande est accordée par les règles" in said and "Les règles accordent 120,00 €" in said
        assert "contre les règles" not in text(desk.post(TOGETHER, {"demande": [granted.pk], "act": "grant"})).lower()

    def test_each_file_planned_is_named_with_its_benefit_and_the_amount_foreseen(self, desk, officer):
        home = families.family()
        claim = families.checked(home, officer)
        page = text(desk.post(CONFIRM, {"demande": [claim.pk], "act": "grant"}, follow=True))
        name = beneficiaries.person(home.opener.beneficiary.pk, on=TODAY).name
        assert all(words in page for words in (name, "Accueil de loisirs", claim.reference, "120,00 €"))

    def test_the_bar_of_what_is_ticked_stands_by_the_table_with_its_decision(self, desk):
        claim_of()
        page = text(desk.get(QUEUE))
        assert page.index("</table>") < page.index('id="ensemble"') < page.index("Enregistrer cette recherche")
        assert "Demandes choisies" in page and page.count("<textarea") == 0

    def test_the_first_line_stands_above_what_is_not_search_nor_state(self, desk):
        claim_of(due_on=TODAY - timedelta(days=1))
        page = text(desk.get(QUEUE, {"risque": "late"}))
        assert page.count("<details") == page.count("</details>") and '<details class="e-details e-filters__wide"> <summary>' in page
        assert page.index("Plus de critères") < page.index('name="antenne"') and "e-chip--late" in page
        assert page.index("</table>") < page.index("Mes absences")

    def test_nothing_ticked_goes_back_to_the_queue_with_a_sentence(self, desk):
        assert "Cochez d’abord" in text(desk.post(TOGETHER, {"act": "grant"}, follow=True))

    def test_a_claim_planned_meanwhile_is_said_and_nothing_is_planned(self, desk, officer):
        claim = families.checked(families.family(), officer)
        PlannedDecisionFactory(claim=claim)
        response = desk.post(CONFIRM, {"demande": [claim.pk], "act": "grant"})
        assert response.status_code == 409 and "déjà dans une autre décision groupée" in text(response)
        assert BulkDecision.objects.count() == 1

    def test_a_planned_claim_has_no_box_and_is_not_decided_by_hand(self, desk, officer):
        claim = families.checked(families.family(), officer)
        form = next(act.form for act in desk.get(reverse("staff:claim", args=[claim.pk])).context["acts"] if act.name == "grant")
        PlannedDecisionFactory(claim=claim, bulk__asked_by=officer.account.pk)
        assert str(claim.pk) in text(desk.get(QUEUE)) and 'type="checkbox" name="demande"' not in text(desk.get(QUEUE))
        assert "Une décision groupée est prévue" in text(desk.get(reverse("staff:claim", args=[claim.pk])))
        response = desk.post(reverse("staff:claim_grant", args=[claim.pk]), {form.add_prefix("key"): str(form["key"].value())})
        assert response.status_code == 409 and "Annulez-la avant de décider" in text(response)
        assert not Decision.objects.exists()

    def test_the_whole_page_is_ticked_without_a_script(self, desk):
        claim_of()
        assert " checked" not in text(desk.get(QUEUE)).split("e-tick", 1)[1].split(">", 3)[1]
        assert " checked" in text(desk.get(QUEUE, {"cocher": "page"})).split("e-tick", 1)[1]

    def test_who_is_in_charge_reads_the_queue_and_is_led_to_no_file_that_they_may_not_open(self, manager, desk):
        claim = claim_of()
        address = reverse("staff:claim", args=[claim.pk])
        assert [address in seen.get(QUEUE).content.decode() for seen in (manager, desk)] == [False, True]
        assert claim.reference in text(manager.get(QUEUE))

    def test_who_is_in_charge_ticks_nothing(self, manager):
        claim_of()
        assert "Décider ensemble" not in text(manager.get(QUEUE))

    def test_the_decisions_of_another_are_not_found(self, desk):
        other = BulkDecisionFactory()
        assert desk.get(reverse("staff:bulk_decision", args=[other.pk])).status_code == 404
        assert desk.post(reverse("staff:bulk_withdraw", args=[other.pk])).status_code == 404

    def test_longer_lists_ask_no_more_of_the_database(self, desk, officer):
        bulk = BulkDecisionFactory(asked_by=officer.account.pk)
        page = reverse("staff:bulk_decision", args=[bulk.pk])
        assert_query_budget(desk, page, lambda count: [PlannedDecisionFactory(bulk=bulk, claim=claim_of()) for _ in range(count)])


class TestPeople:
    @pytest.mark.usefixtures("branches")
    def test_each_branch_and_officer_stands_with_what_they_have_to_do(self, manager, officer):
        claim_of(committee="Nord-Est", due_on=TODAY - timedelta(days=1))
        claim_of(committee="Nord-Est", state="in_review", taken_by=officer.account.pk)
        Claim.objects.filter(pk=families.granted(families.family(), officer).pk).update(filed_on=TODAY - timedelta(days=4))
        context = manager.get(WORKLOAD).context
        nord = next(row for row in context["branches"].rows if getattr(row[0], "text", "") == "Nord-Est")
        assert nord[1:5] == (1, 2, 1, 1)
        (row,) = context["officers"].rows
        assert row[2:7] == (1, 1, 0, 1, "4 j")

    @pytest.mark.usefixtures("branches")
    def test_who_is_in_charge_says_for_which_branches_an_officer_works(self, manager, officer):
        page = reverse("staff:officer", args=[officer.account.pk])
        manager.post(reverse("staff:officer_seats", args=[officer.account.pk]), {"branches": ["Nord-Est", "Sud-Ouest"]})
        assert "Nord-Est, Sud-Ouest" in text(manager.get(page))
        manager.post(reverse("staff:officer_seats", args=[officer.account.pk]), {"branches": ["Sud-Ouest"]})
        assert [row.committee for row in DeskSeat.objects.all()] == ["Sud-Ouest"]

    def test_an_officer_says_when_they_are_away_and_comes_back_early(self, desk, officer):
        own, new = reverse("staff:officer", args=[officer.account.pk]), reverse("staff:absence_new", args=[officer.account.pk])
        assert desk.post(new, {"since": "", "last": ""}).status_code == 422
        wrong = desk.post(new, {"since": str(TODAY), "last": str(TODAY - timedelta(days=1))})
        assert wrong.status_code == 409 and "doit suivre le premier" in text(wrong)
        desk.post(new, {"since": str(TODAY), "last": str(TODAY + timedelta(days=2))})
        assert Absence.objects.get().until == TODAY + timedelta(days=3)
        assert "Absent, de retour le 18 octobre 2024" in text(desk.get(own))
        desk.post(reverse("staff:absence_end", args=[officer.account.pk, Absence.objects.get().pk]))
        assert "Présent" in text(desk.get(own)) and not Absence.objects.exists()

    def test_absences_that_touch_are_one_and_the_day_back_is_the_true_one(self, desk, manager, officer):
        own, new = reverse("staff:officer", args=[officer.account.pk]), reverse("staff:absence_new", args=[officer.account.pk])
        for first, last in ((0, 7), (5, 10), (11, 12), (20, 21)):
            desk.post(new, {"since": str(TODAY + timedelta(days=first)), "last": str(TODAY + timedelta(days=last))})
        for page in (desk.get(own), manager.get(WORKLOAD)):
            assert "de retour le 28 octobre 2024" in text(page)
        assert [row.until - row.since for row in Absence.objects.order_by("since")] == [timedelta(days=13), timedelta(days=2)]

    def test_two_absences_written_at_once_say_the_later_day_back(self, desk, officer):
        AbsenceFactory(account=officer.account)
        AbsenceFactory(account=officer.account, since=TODAY + timedelta(days=7), until=TODAY + timedelta(days=9))
        AbsenceFactory(account=officer.account, since=TODAY + timedelta(days=1), until=TODAY + timedelta(days=2))
        assert "Absent, de retour le 24 octobre 2024" in text(desk.get(reverse("staff:officer", args=[officer.account.pk])))

    def test_an_officer_reaches_nobody_else_s_page(self, desk):
        other = person(Role.CLAIMS_OFFICER).account.pk
        assert desk.get(reverse("staff:officer", args=[other])).status_code == 404
        assert desk.post(reverse("staff:absence_new", args=[other]), {"since": str(TODAY), "last": str(TODAY)}).status_code == 404
        assert not Absence.objects.exists()

    @pytest.mark.usefixtures("branches")
    def test_the_oldest_are_shared_out_in_turn_among_those_present_of_the_branch(self, manager):
        first, second, away, elsewhere = (person(Role.CLAIMS_OFFICER) for _ in range(4))
        AbsenceFactory(account=away.account)
        DeskSeatFactory(account=elsewhere.account, committee="Sud-Ouest")
        held = claim_of(committee="Nord-Est", state="in_review", taken_by=away.account.pk)
        for _ in range(3):
            claim_of(committee="Nord-Est")
        claim_of(committee="Sud-Ouest")
        PlannedDecisionFactory(claim=claim_of(committee="Nord-Est"))
        asked = {"antenne": "Nord-Est", "nombre": "10"}
        said = text(manager.get(f"{SHARING}?{urlencode(asked)}"))
        assert "4 demandes seront confiées" in said and not Claim.objects.filter(taken_by=first.account.pk).exists()
        assert "Dont 1 demande reprise à" in said
        assert "Réparties : 4" in text(shared_out(manager, asked))
        counts = {who: Claim.objects.filter(taken_by=who.account.pk, state="in_review").count() for who in (first, second)}
        assert set(counts.values()) == {2} and Claim.objects.get(pk=held.pk).taken_by in {first.account.pk, second.account.pk}
        assert Claim.objects.filter(state="submitted").count() == 2

    def test_claims_go_to_who_has_fewest_in_hand(self, manager):
        busy, idle = person(Role.CLAIMS_OFFICER), person(Role.CLAIMS_OFFICER)
        for someone, held in ((busy, 5), (idle, 2)):
            for _ in range(held):
                claim_of(state="in_review", taken_by=someone.account.pk)
        for _ in range(5):
            claim_of()
        shared_out(manager, {"antenne": "", "nombre": "5"})
        counts = {who: Claim.objects.filter(taken_by=who.account.pk, state="in_review").count() for who in (busy, idle)}
        assert counts == {busy: 6, idle: 6}

    def test_a_sharing_sent_again_from_the_page_before_hands_nothing_over(self, manager):
        officer = person(Role.CLAIMS_OFFICER)
        for _ in range(6):
            claim_of()
        asked = {"antenne": "", "nombre": "3"}
        sent = asked | {"vu": manager.get(f"{SHARING}?{urlencode(asked)}").context["seen"]}
        assert "Réparties : 3" in text(manager.post(SHARING, sent, follow=True))
        again = manager.post(SHARING, sent)
        assert again.status_code == 409 and "rien n’a été confié" in text(again) and "3 demandes seront confiées" in text(again)
        assert Claim.objects.filter(taken_by=officer.account.pk).count() == 3

    def test_where_nobody_is_here_it_is_said_and_nothing_moves(self, manager):
        claim = claim_of()
        response = manager.post(SHARING, {"antenne": "", "nombre": "5"})
        assert response.status_code == 409 and "rien n’a été réparti" in text(response)
        assert Claim.objects.get(pk=claim.pk).state == "submitted"

    def test_nobody_is_handed_their_own_household_s_claim(self, manager):
        home = families.family()
        claim = families.filed(home)
        concerned, other = person(Role.CLAIMS_OFFICER, beneficiary=home.opener.beneficiary), person(Role.CLAIMS_OFFICER)
        claim_of(state="in_review", taken_by=other.account.pk)
        shared_out(manager, {"antenne": "", "nombre": "1"})
        assert Claim.objects.get(pk=claim.pk).taken_by == other.account.pk != concerned.account.pk

    def test_a_larger_team_asks_no_more_of_the_database(self, manager):
        assert_query_budget(manager, WORKLOAD, lambda count: [person(Role.CLAIMS_OFFICER) for _ in range(count)])


class TestSecondLooks:
    def test_a_sample_of_what_officers_decide_is_looked_at_again_once(self, officer, manager):
        manager.post(reverse("staff:second_looks_sample"), {"rate": "100"})
        desk, claim = signed_in(officer), families.checked(families.family(), officer)
        form = next(act.form for act in desk.get(reverse("staff:claim", args=[claim.pk])).context["acts"] if act.name == "grant")
        for _ in range(2):
            desk.post(reverse("staff:claim_grant", args=[claim.pk]), {form.add_prefix("key"): str(form["key"].value())})
        look = SecondLook.objects.get()
        assert (look.drawn_from, look.officer_id, look.decision.claim_id) == ("officer", officer.account.pk, claim.pk)
        assert "Rien à relire" in text(desk.get(reverse("staff:second_looks")))
        assert claim.reference in text(signed_in(person(Role.CLAIMS_OFFICER)).get(reverse("staff:second_looks")))

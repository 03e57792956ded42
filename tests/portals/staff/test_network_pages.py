"""The network for the staff: committees, delegations and their bureaux, vacancies, mandates handed over, campaigns of designation."""

from datetime import timedelta

import pytest
from django.urls import reverse

from entraide.apps.accounts.models import Account
from entraide.apps.accounts.roles import Role
from entraide.apps.network.models import BureauSeat, Designation, DesignationCampaign
from entraide.apps.network.queries import holders_of
from entraide.apps.notifications.models import Outgoing
from entraide.integrations.spreadsheets.reading import read_table
from tests.factories.accounts import AccountFactory, StaffRoleFactory
from tests.factories.base import NOW, TODAY
from tests.factories.members import MemberFactory
from tests.factories.network import (
    BureauSeatFactory,
    CommitteeDepartmentFactory,
    DesignationCampaignFactory,
    DesignationFactory,
    MandateFactory,
)
from tests.harness.budgets import assert_query_budget


pytestmark = pytest.mark.django_db
NETWORK, VACANCIES, CAMPAIGNS = (reverse(f"staff:{name}") for name in ("network", "vacancies", "campaigns"))
MARNE = reverse("staff:delegation", args=["51"])


@pytest.fixture
def laure(client_as):
    return client_as(Role.DEVELOPMENT_OFFICER)


@pytest.fixture
def marne():
    CommitteeDepartmentFactory(department="35", committee="Ouest")
    return CommitteeDepartmentFactory(department="51", committee="Nord-Est")


def text(response):
    return " ".join(response.content.decode().replace("\xa0", " ").replace("\u202f", " ").split())


def plain(rows):
    return [[getattr(cell, "text", getattr(cell, "label", cell)) for cell in row] for row in rows]


# Committees and delegations.


def test_committees_lead_to_delegations_and_these_to_their_bureau(laure, marne):
    MandateFactory(member__department="51")
    MemberFactory(department="51")
    shown = laure.get(NETWORK)
    assert plain(shown.context["committees"].rows) == [["Nord-Est", 1, 2, 5, "0 sur 1"]]
    assert plain(shown.context["table"].rows) == [["Marne (51)", "Nord-Est", 2, 1, 2, 2, 0, "À former"]]
    assert 'href="/equipe/reseau/delegations/51/"' in text(shown)
    assert "la plupart" not in text(shown) and "illustratifs" in text(shown)


def test_delegations_are_narrowed_sorted_and_downloaded(laure, marne):
    for department in ("51", "35"):
        MemberFactory(department=department)
    assert [row[0] for row in plain(laure.get(NETWORK, {"committee": "Ouest"}).context["table"].rows)] == ["Ille-et-Vilaine (35)"]
    CommitteeDepartmentFactory(department="08", committee="Nord-Est")
    assert len(laure.get(NETWORK, {"show": "all"}).context["table"].rows) == 3
    assert len(laure.get(NETWORK, {"show": "lacking"}).context["table"].rows) == 2
    names = [row[0] for row in plain(laure.get(NETWORK, {"tri": "-name"}).context["table"].rows)]
    assert names == ["Marne (51)", "Ille-et-Vilaine (35)"]
    assert len(read_table(laure.get(NETWORK, {"format": "xlsx"}).content, "f.xlsx").rows) == 2


def test_an_empty_network_says_so(laure):
    shown = text(laure.get(NETWORK))
    assert "Aucune délégation ne répond" in shown and "n’est pas encore chargée" in shown


def test_the_queries_of_the_network_do_not_follow_its_delegations(laure):
    def make(count):
        for _ in range(count):
            department = CommitteeDepartmentFactory().department
            BureauSeatFactory(department=department)
            MandateFactory(member__department=department)

    assert_query_budget(laure, NETWORK, make)


# Bureaux.


def test_a_bureau_says_what_it_lacks_and_is_given_a_seat(laure, marne):
    account = MandateFactory(kind="delegate_elected", member__department="51", account__name="Alix Renard").account
    assert "Le bureau est à former" in text(laure.get(MARNE))
    given = laure.post(
        reverse("staff:bureau_seat", args=["51"]), {"delegate": f"{account.pk}:elected", "function": "president"}, follow=True
    )
    assert "Le siège est donné" in text(given)
    shown = text(given)
    assert "Alix Renard" in shown and "Vice-présidence : personne ne tient cette fonction." in shown and "à égalité" in shown
    left = laure.post(reverse("staff:bureau_leave", args=["51", BureauSeat.objects.get().pk]), follow=True)
    assert "Le siège est libre" in text(left) and "Personne ne siège encore" in text(left)


def test_a_function_already_held_is_refused_and_what_was_chosen_is_kept(laure, marne):
    BureauSeatFactory(department="51")
    account = MandateFactory(kind="delegate_staff", member__department="51").account
    refused = laure.post(reverse("staff:bureau_seat", args=["51"]), {"delegate": f"{account.pk}:staff", "function": "president"})
    assert (refused.status_code, "Cette fonction est déjà tenue" in text(refused)) == (422, True)
    assert f'value="{account.pk}:staff" selected' in text(refused)


@pytest.mark.parametrize("delegate", ["", "nobody", "01900000-0000-7000-8000-000000000000:elected"])
def test_a_seat_wants_a_delegate_of_the_list(laure, marne, delegate):
    refused = laure.post(reverse("staff:bureau_seat", args=["51"]), {"delegate": delegate, "function": "member"})
    assert refused.status_code == 422 and "Choisissez un délégué" in text(refused)
    assert not BureauSeat.objects.exists()


def test_whoever_lost_their_mandate_is_marked(laure, marne):
    BureauSeatFactory(department="51", account__name="Ancien Élu")
    shown = text(laure.get(MARNE))
    assert "Sans mandat" in shown and "Ancien Élu n’a plus de mandat de délégué" in shown


def test_a_department_that_does_not_exist_is_not_found(laure):
    assert laure.get(reverse("staff:delegation", args=["999"])).status_code == 404
    assert laure.post(reverse("staff:bureau_seat", args=["999"])).status_code == 404


def test_the_direction_reads_a_bureau_and_changes_nothing(client_as, marne):
    BureauSeatFactory(department="51")
    shown = text(client_as(Role.DIRECTOR).get(MARNE))
    assert "Libérer" not in shown and "Donner un siège" not in shown


# Vacancies.


def test_vacancies_are_listed_narrowed_and_downloaded(laure, marne):
    reims = MemberFactory(named__name="Reims", department="51")
    MandateFactory(member=reims)
    MemberFactory(named__name="Rennes", department="35")
    assert plain(laure.get(VACANCIES).context["table"].rows)[0][0::1][:1] == ["Reims"]
    assert plain(laure.get(VACANCIES).context["table"].rows)[0][-3:] == ["Oui", "Personne", "Personne"]
    assert [row[0] for row in plain(laure.get(VACANCIES, {"missing": "correspondent"}).context["table"].rows)] == ["Rennes"]
    assert [row[0] for row in plain(laure.get(VACANCIES, {"committee": "Ouest"}).context["table"].rows)] == ["Rennes"]
    assert [row[0] for row in plain(laure.get(VACANCIES, {"tri": "-name"}).context["table"].rows)] == ["Rennes", "Reims"]
    for kind in ("csv", "xlsx"):
        assert len(read_table(laure.get(VACANCIES, {"format": kind}).content, f"f.{kind}").rows) == 2
    assert "Aucun" not in text(laure.get(VACANCIES))


def test_a_network_without_vacancy_says_so(laure):
    assert "Chaque adhérent a son correspondant" in text(laure.get(VACANCIES))


def test_the_queries_of_vacancies_do_not_follow_the_members(laure):
    assert_query_budget(laure, VACANCIES, lambda count: MemberFactory.create_batch(count))


# Handing over.


def passing(mandate):
    return reverse("staff:mandate_pass", args=[mandate.member_id, mandate.kind])


def test_a_mandate_is_handed_over_and_the_new_person_is_invited(laure):
    mandate = MandateFactory(account__name="Sylvie Marchand")
    assert "Le mandat de Sylvie Marchand se termine aujourd’hui" in text(laure.get(passing(mandate)))
    done = laure.post(passing(mandate), {"name": "Noé Petit", "email": "noe.petit@exemple.fr"}, follow=True)
    assert "Le mandat est passé à Noé Petit" in text(done) and "Un lien est parti à noe.petit@exemple.fr" in text(done)
    account = Account.objects.get(email="noe.petit@exemple.fr")
    assert holders_of(mandate.member_id, on=TODAY) == [("correspondent", account.pk)]
    assert Outgoing.objects.get().recipient == "noe.petit@exemple.fr"


def test_whoever_has_an_account_is_sent_nothing(laure):
    mandate, other = MandateFactory(), AccountFactory(email="noe.petit@exemple.fr")
    laure.post(passing(mandate), {"name": "Noé Petit", "email": "noe.petit@exemple.fr"})
    assert holders_of(mandate.member_id, on=TODAY) == [("correspondent", other.pk)]
    assert not Outgoing.objects.exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": "", "email": "a@exemple.fr"}, "Indiquez le nom"),
        ({"name": "Noé", "email": "noe"}, "Écrivez une adresse complète"),
        ({"name": "Sylvie", "email": "sylvie@exemple.fr"}, "Cette personne tient déjà ce mandat"),
    ],
)
def test_a_bad_successor_is_said_and_what_was_typed_is_kept(laure, typed, said):
    mandate = MandateFactory(account__email="sylvie@exemple.fr")
    refused = laure.post(passing(mandate), typed)
    assert (refused.status_code, said in text(refused)) == (422, True)
    assert f'value="{typed["email"]}"' in text(refused)
    assert holders_of(mandate.member_id, on=TODAY) == [("correspondent", mandate.account_id)]


def test_a_mandate_that_nobody_holds_has_nothing_to_pass(laure):
    member = MemberFactory()
    url = reverse("staff:mandate_pass", args=[member.pk, "delegate_staff"])
    assert "Il n’y a rien à passer" in text(laure.get(url))
    assert laure.post(url, {"name": "Noé", "email": "noe@exemple.fr"}).status_code == 422
    assert laure.get(reverse("staff:mandate_pass", args=[member.pk, "treasurer"])).status_code == 404


# Campaigns.


def opening(**values):
    typed = {"title": "Désignations de 2024", "due_on": TODAY + timedelta(days=60), "mandates_on": TODAY + timedelta(days=90)}
    return typed | values


def test_a_campaign_is_opened_followed_answered_confirmed_and_closed(laure, marne):
    member = MemberFactory(named__name="Reims", department="51")
    assert "Aucune campagne" in text(laure.get(CAMPAIGNS))
    opened = laure.post(reverse("staff:campaign_open"), opening(), follow=True)
    assert "La campagne est ouverte" in text(opened)
    campaign = DesignationCampaign.objects.get()
    elected, staff = Designation.objects.filter(member=member).order_by("college")
    url = reverse("staff:designation", args=[elected.pk])
    answered = laure.post(url, {"name": "Alix Renard", "email": "alix@exemple.fr", "act_on": TODAY, "act_number": "24-51"}, follow=True)
    assert "La désignation est reçue" in text(answered) and "24-51" in text(answered)
    closing = reverse("staff:campaign_close", args=[campaign.pk])
    assert "Des désignations reçues attendent encore : 1" in text(laure.post(closing, follow=True))
    confirmed = laure.post(reverse("staff:designation_confirm", args=[elected.pk]), follow=True)
    assert "Le mandat d’Alix Renard est donné pour six ans" in text(confirmed) and "Un lien est parti" in text(confirmed)
    assert "Personne n’est encore désigné ici" in text(laure.post(reverse("staff:designation_confirm", args=[staff.pk]), follow=True))
    progress = laure.get(reverse("staff:campaign", args=[campaign.pk])).context
    assert plain(progress["committees"].rows) == [["Nord-Est", 1, 0, 1, "50 %"]]
    assert plain(progress["departments"].rows) == [["Marne (51)", 1, 0, 1, "50 %"]]
    assert "La campagne est close" in text(laure.post(closing, follow=True))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"title": ""}, "Donnez un nom"),
        ({"due_on": TODAY - timedelta(days=1)}, "Ces dates se croisent"),
        ({"mandates_on": TODAY + timedelta(days=1)}, "Ces dates se croisent"),
        ({"mandates_on": "9999-12-31"}, "à plus de cinq ans"),
        ({"due_on": "demain"}, "Cette date n’existe pas"),
    ],
)
def test_a_bad_campaign_is_said_and_opens_nothing(laure, typed, said):
    refused = laure.post(reverse("staff:campaign_open"), opening(**typed))
    assert (refused.status_code, said in text(refused)) == (422, True)
    assert "Désignations de 2024" in text(refused) or not typed.get("title", "x")
    assert not DesignationCampaign.objects.exists()


def test_no_second_campaign_is_offered_while_one_runs(laure):
    DesignationCampaignFactory()
    assert "Ouvrir une campagne" not in text(laure.get(CAMPAIGNS))
    assert "est en cours. Clôturez-la" in text(laure.post(reverse("staff:campaign_open"), opening()))


def test_members_are_reminded_and_told_how_many_have_nobody(laure):
    campaign = DesignationCampaignFactory()
    MandateFactory(member=DesignationFactory(campaign=campaign).member)
    DesignationFactory(campaign=campaign)
    url = reverse("staff:campaign_remind", args=[campaign.pk])
    assert "1 adhérent relancé. 1 adhérent n’a pas de correspondant" in text(laure.post(url, follow=True))
    assert "pas de correspondant" in text(laure.post(url, follow=True))


def test_designations_are_narrowed_and_downloaded(laure):
    campaign = DesignationCampaignFactory()
    DesignationFactory(campaign=campaign, member__named__name="Reims")
    DesignationFactory(campaign=campaign, state="received", name="Alix", member__named__name="Rennes")
    url = reverse("staff:campaign", args=[campaign.pk])
    assert [row[0] for row in plain(laure.get(url, {"state": "received"}).context["table"].rows)] == ["Rennes"]
    assert [row[0] for row in plain(laure.get(url, {"text": "reims"}).context["table"].rows)] == ["Reims"]
    assert [row[0] for row in plain(laure.get(url, {"tri": "-name"}).context["table"].rows)] == ["Rennes", "Reims"]
    assert len(read_table(laure.get(url, {"format": "xlsx"}).content, "f.xlsx").rows) == 2


def test_the_queries_of_a_campaign_do_not_follow_its_designations(laure):
    campaign = DesignationCampaignFactory()
    url = reverse("staff:campaign", args=[campaign.pk])
    assert_query_budget(laure, url, lambda count: DesignationFactory.create_batch(count, campaign=campaign))


@pytest.mark.parametrize("name", ["campaign", "designation"])
def test_what_does_not_exist_is_not_found(laure, name):
    assert laure.get(reverse(f"staff:{name}", args=["01900000-0000-7000-8000-000000000000"])).status_code == 404


def test_a_delegate_without_address_or_dated_tomorrow_is_refused_and_kept(laure):
    designation = DesignationFactory()
    url = reverse("staff:designation", args=[designation.pk])
    for typed, said in (
        ({"name": "Alix", "email": ""}, "Indiquez l’adresse"),
        ({"name": "Alix", "email": "a@exemple.fr", "act_on": TODAY + timedelta(days=1)}, "daté d’un jour à venir"),
    ):
        refused = laure.post(url, typed)
        assert (refused.status_code, said in text(refused), 'value="Alix"' in text(refused)) == (422, True, True)
    assert Designation.objects.get().state == "awaited"


def test_a_closed_campaign_is_read_and_takes_no_answer(laure):
    designation = DesignationFactory(campaign__closed_at=NOW)
    shown = text(laure.get(reverse("staff:campaign", args=[designation.campaign_id])))
    assert "Cette campagne est close" in shown and "Relancer" not in shown
    url = reverse("staff:designation", args=[designation.pk])
    assert "Enregistrer" not in text(laure.get(url))
    assert "Cette campagne est close" in text(laure.post(url, {"name": "Alix", "email": "a@exemple.fr"}))


def test_answers_that_name_their_act_are_confirmed_together(laure):
    campaign = DesignationCampaignFactory()
    answer = {"campaign": campaign, "state": "received", "act_on": TODAY, "act_number": "24-51"}
    for rank in range(3):
        DesignationFactory(**answer, name=f"Délégué {rank}", email=f"delegue{rank}@exemple.fr")
    DesignationFactory(**(answer | {"act_number": ""}), name="Sans acte", email="sans@exemple.fr")
    url = reverse("staff:campaign_confirm", args=[campaign.pk])
    assert "3 désignations confirmées." in text(laure.post(url, follow=True))
    assert list(Designation.objects.filter(state="received").values_list("name", flat=True)) == ["Sans acte"]
    assert Outgoing.objects.count() == 3
    assert "0 désignation confirmée." in text(laure.post(url, follow=True))


def test_nothing_of_a_closed_campaign_is_confirmed(laure):
    closed = DesignationFactory(campaign__closed_at=NOW, state="received", email="a@exemple.fr", act_on=TODAY, act_number="24-51")
    url = reverse("staff:campaign_confirm", args=[closed.campaign_id])
    assert "Cette campagne est close" in text(laure.post(url, follow=True))
    assert Designation.objects.get().state == "received"


def test_one_answer_that_is_refused_keeps_no_other_from_being_confirmed(laure):
    answer = {"campaign": DesignationCampaignFactory(), "state": "received", "act_on": TODAY, "act_number": "24-51"}
    staff = StaffRoleFactory(role=Role.DIRECTOR).account
    DesignationFactory(**answer, name="De la Maison", email=staff.email, member__named__name="Reims", received_at=NOW)
    DesignationFactory(**answer, name="Alix Renard", email="alix@exemple.fr", received_at=NOW + timedelta(hours=1))
    shown = text(laure.post(reverse("staff:campaign_confirm", args=[answer["campaign"].pk]), follow=True))
    assert "Reims, De la Maison : Cette adresse est celle d’une personne de l’association" in shown and "1 désignation confirmée." in shown


def test_members_that_entered_since_are_counted_and_asked(laure):
    campaign = DesignationCampaignFactory()
    url = reverse("staff:campaign", args=[campaign.pk])
    assert "pas encore invité" not in text(laure.get(url))
    MemberFactory(named__name="Bourg-Neuf")
    assert "1 adhérent n’est pas encore invité" in text(laure.get(url))
    asked = text(laure.post(reverse("staff:campaign_ask", args=[campaign.pk]), follow=True))
    assert "sont invités à désigner" in asked and "Bourg-Neuf" in asked and "pas encore invité" not in asked


def test_the_designation_of_a_body_that_ended_says_so_and_takes_no_answer(laure):
    gone = DesignationFactory(member__named__name="Vieux-Bourg", member__named__until=TODAY)
    url = reverse("staff:designation", args=[gone.pk])
    shown = text(laure.get(url))
    assert "Vieux-Bourg" in shown and "Cette collectivité n’est plus invitée" in shown and "Enregistrer" not in shown
    assert "n’est plus invitée à désigner" in text(laure.post(url, {"name": "Alix", "email": "a@exemple.fr"}))


def test_a_mandate_of_a_body_that_is_gone_is_not_passed_on(laure):
    held = MandateFactory(member__named__name="Vieux-Bourg", member__named__until=TODAY)
    shown = laure.get(reverse("staff:mandate_pass", args=[held.member_id, "correspondent"]), follow=True)
    assert "donnez le mandat chez celle qui lui a succédé" in text(shown) and "Vieux-Bourg" in text(shown)

"""A list without the model's titles, and a staff without a file: columns named once, a form kept page after page, one word."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from entraide.apps.accounts.roles import Role
from entraide.apps.audit.models import AuditEntry
from entraide.apps.beneficiaries.models import Affiliation, Identity, RosterChange, RosterImport, RosterMapping
from tests.apps.beneficiaries.rosters import HEADER, current_view, held, staff, with_rates, written
from tests.factories.actors import person, signed_in
from tests.factories.base import NOW, TODAY
from tests.factories.beneficiaries import AffiliationFactory, IdentityFactory, RosterCampaignFactory, RosterReminderFactory
from tests.factories.members import MemberFactory


pytestmark = pytest.mark.django_db
STRANGE = "N° paie;Patronyme;Petit nom;Né;S;Adresse;Rôle;Début;Fin;Bureau"


@pytest.fixture
def reims():
    return MemberFactory(named__name="Reims")


@pytest.fixture
def client(reims):
    return signed_in(person(Role.CORRESPONDENT, member=reims))


def text(response):
    return response.content.decode().replace("\xa0", " ").replace("\u202f", " ")


def send(client, content, name="liste.csv"):
    return client.post(reverse("correspondent:roster"), {"file": SimpleUploadedFile(name, content), "year": TODAY.year}, follow=True)


def the_list():
    return RosterImport.objects.order_by("-pk").first()


# Columns


def strange(lines):
    return written(lines).replace(HEADER.encode(), STRANGE.encode())


SAID = {"matricule": "0", "family_name": "1", "given_name": "2", "born_on": "3", "status": "6", "since": "7", "until": "8", "service": "9"}


def name_columns(client, **said):
    return client.post(reverse("correspondent:roster_columns", args=[the_list().pk]), SAID | said, follow=True)


def test_strange_titles_are_asked_once_and_understood_ever_after(client, reims):
    asked = text(send(client, strange(staff(3))))
    assert "quelle colonne donne" in asked
    assert "Patronyme (par exemple Aaaaaabbb" in asked
    assert not Affiliation.objects.filter(member=reims).exists()
    assert "3 arrivées" in text(name_columns(client))
    client.post(reverse("correspondent:roster_apply", args=[the_list().pk]))
    assert Affiliation.objects.current().filter(member=reims, service="Voirie").count() == 3
    assert "3 inchangés" in text(send(client, strange(staff(3))))
    assert RosterMapping.objects.get().columns["Adresse"] == ""


def test_a_column_that_must_be_there_is_asked_for_and_what_was_chosen_is_kept(client):
    send(client, strange(staff(2)))
    refused = client.post(reverse("correspondent:roster_columns", args=[the_list().pk]), SAID | {"born_on": ""})
    assert refused.status_code == 422
    assert "Choisissez la colonne de votre fichier qui le donne" in text(refused)
    assert '<option value="1" selected>Patronyme' in text(refused)
    assert not RosterMapping.objects.exists()


def test_one_title_is_not_two_columns(client):
    send(client, strange(staff(2)))
    assert "Cette colonne est déjà choisie plus haut" in text(name_columns(client, email="2"))


def test_an_ambiguous_title_is_asked_for(client):
    header = HEADER.replace("Service", "Date d'entrée")
    content = written([replace(line, service="01/01/2015") for line in staff(2)]).replace(HEADER.encode(), header.encode())
    assert "quelle colonne donne" in text(send(client, content))


def test_columns_are_named_again_from_the_list_that_waits(client):
    send(client, written(staff(2)))
    shown = text(client.get(reverse("correspondent:roster_columns", args=[the_list().pk])))
    assert '<option value="9" selected>Service' in shown
    name_columns(client, service="")
    assert the_list().state == "previewed"
    client.post(reverse("correspondent:roster_apply", args=[the_list().pk]))
    assert not Affiliation.objects.filter(service="Voirie").exists()


def test_a_wrong_reading_of_columns_is_corrected_from_its_faults_and_never_remembered(client):
    send(client, strange(staff(2)))
    wrong = name_columns(client, born_on="7", since="3")
    assert wrong.status_code == 422
    assert reverse("correspondent:roster_preview", args=[the_list().pk]) in text(wrong)
    shown = text(client.get(reverse("correspondent:roster_columns", args=[the_list().pk])))
    assert f'<option value="7" selected>{STRANGE.split(";")[7]}' in shown
    assert "2 arrivées" in text(name_columns(client))
    assert not RosterMapping.objects.exists()
    client.post(reverse("correspondent:roster_apply", args=[the_list().pk]))
    assert RosterMapping.objects.get().columns[STRANGE.split(";")[3]] == "born_on"


def test_a_remembered_reading_that_no_longer_fits_is_one_link_from_being_said_again(client):
    send(client, strange(staff(2)))
    name_columns(client)
    client.post(reverse("correspondent:roster_apply", args=[the_list().pk]))
    titles = STRANGE.split(";")
    titles[3], titles[7] = titles[7], titles[3]
    refused = send(client, written(staff(2)).replace(HEADER.encode(), ";".join(titles).encode()))
    assert "Voir et changer la lecture des colonnes" in text(refused)
    assert "2 inchangés" in text(name_columns(client))


def test_a_fault_on_few_lines_is_no_matter_of_columns(client):
    refused = send(client, written(staff(3)).replace(b"01/01/2015", b"hier", 1))
    assert "Voir et changer la lecture des colonnes" not in text(refused)
    assert not RosterImport.objects.exists()


def test_a_list_whose_columns_are_asked_waits_and_may_be_given_up(client):
    send(client, strange(staff(2)))
    assert "Dire ses colonnes" in text(client.get(reverse("correspondent:roster")))
    client.post(reverse("correspondent:roster_set_aside", args=[the_list().pk]))
    assert the_list().state == "set_aside"
    assert client.get(reverse("correspondent:roster_columns", args=[the_list().pk])).status_code == 302


# What is said beside


def test_the_contribution_is_estimated_before_and_after(client, reims):
    with_rates()
    held(reims, staff(6))
    arriving = [replace(line, arrived_on=date(2024, 7, 1)) for line in staff(2, first=40)]
    shown = text(send(client, written([*staff(6), *arriving])))
    assert "Effet estimé sur votre cotisation" in shown
    assert "1 302,00 €" in shown
    assert "+ 218,18 €" in shown


def test_without_a_rate_it_is_said_that_nothing_is_estimated(client, reims):
    assert "Aucun tarif n’est connu pour 2024" in text(send(client, written(staff(1))))


def test_a_short_contract_is_warned_of(client):
    content = "Nom;Prénom;Né le;Statut;Arrivée;Fin de contrat\nPetit;Zoé;01/01/1980;CDD;01/09/2024;30/11/2024".encode()
    assert "il en faut 181, soit six mois" in text(send(client, content))


@pytest.fixture
def shared(reims):
    other = MemberFactory(named__name="Épernay")
    one = staff(1)[0]
    known = held(other, [one])[1]
    return one, known


def test_someone_inscribed_by_another_employer_is_told_without_naming_it(client, shared):
    shown = text(send(client, written([shared[0]])))
    assert "Cette personne est déjà connue de l’association : elle garde son dossier." in shown
    assert "Elle a un autre employeur : c’est possible, dites lequel est principal." in shown
    assert "Épernay" not in shown


@pytest.mark.parametrize(("answer", "is_principal"), [("principal", True), ("second", False), (None, False)])
def test_the_principal_employer_is_the_one_that_is_said(client, reims, shared, answer, is_principal):
    send(client, written([shared[0]]))
    if answer:
        client.post(reverse("correspondent:roster_answer", args=[the_list().pk]), {"principal_1": answer})
    client.post(reverse("correspondent:roster_apply", args=[the_list().pk]))
    assert Affiliation.objects.current().get(member=reims).is_principal is is_principal


# The form


def page_of(people, **changes):
    """Fill in the form: everyone is still there, but those of `changes`, by number."""
    fields = {"then": "end"}
    for number, who in people.items():
        line = staff(1, first=number)[0]
        told = {"act": "still", "family_name": line.name, "status": "actif", "service": "Voirie", "position": "en activité"}
        fields |= {f"{who.pk.hex}-{name}": value for name, value in (told | changes.get(f"n{number}", {})).items()}
    return fields


def fill(client, people, page=1, **changes):
    return client.post(f"{reverse('correspondent:roster_form')}?page={page}", page_of(people, **changes), follow=True)


AGENT = {
    "family_name": "Petit",
    "given_name": "Amina",
    "born_on_day": "3",
    "born_on_month": "5",
    "born_on_year": "1990",
    "since": "2024-09-01",
    "status": "actif",
    "contract": "CDI",
    "position": "en activité",
    "time_share": "80",
}


def test_nine_agents_are_told_one_by_one_applied_and_undone(client, reims):
    people = held(reims, staff(9))
    before = current_view()
    client.post(reverse("correspondent:roster_form_add"), AGENT)
    shown = fill(client, people, n2={"act": "left", "left_on": "2024-09-30"}, n3={"act": "changed", "service": "Parcs", "time_share": "50"})
    assert "1 arrivée, 1 départ, 1 changement, 7 inchangés" in text(shown)
    assert "service : Voirie devient Parcs ; temps de travail : 50 %" in text(shown)
    assert "Amina Petit (03/05/1990) arrive le 01/09/2024 : actif, contrat à durée indéterminée, à 80 %" in text(shown)
    assert current_view() == before
    client.post(reverse("correspondent:roster_apply", args=[the_list().pk]), {"confirmed": "on"})
    assert (the_list().state, the_list().draft) == ("applied", None)
    assert Identity.objects.current().filter(family_name="Petit").count() == 1
    assert Affiliation.objects.current().get(beneficiary=people[2]).until == date(2024, 10, 1)
    client.post(reverse("correspondent:roster_undo", args=[the_list().pk]))
    assert current_view() == before


def test_a_page_is_kept_and_taken_up_later(client, reims):
    people = held(reims, staff(3))
    fill(client, people, then={}, n1={"act": "changed", "service": "Parcs"})
    client.post(reverse("correspondent:roster_form"), page_of(people, n1={"act": "changed", "service": "Parcs"}) | {"then": "later"})
    shown = text(client.get(reverse("correspondent:roster_form")))
    assert 'value="Parcs"' in shown
    assert the_list().draft["people"] == {str(people[1].pk): {"service": "Parcs"}}
    assert "reprenez-le" in text(client.get(reverse("correspondent:roster")))


def test_a_form_looked_at_may_be_changed_again(client, reims):
    people = held(reims, staff(3))
    fill(client, people, n1={"act": "changed", "service": "Parcs"})
    assert "Revenir au formulaire" in text(client.get(reverse("correspondent:roster_preview", args=[the_list().pk])))
    assert "rien à changer" not in text(fill(client, people, n1={"act": "changed", "service": "Eaux"}))
    assert RosterChange.objects.get().sentence.endswith("service : Voirie devient Eaux.")
    assert RosterImport.objects.count() == 1


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"act": "left"}, "Indiquez son dernier jour de présence"),
        ({"act": "left", "left_on": "2014-06-30"}, "vient avant l’arrivée"),
        ({"act": "left", "left_on": "31/31/31"}, "date"),
        ({"act": "changed"}, "Dites ce qui change"),
        ({"act": "changed", "family_name": "P3tit"}, "n’est pas un nom"),
        ({"act": "changed", "contract": "CDD", "contract_until": "2014-12-31"}, "Vérifiez les deux dates"),
        ({"act": "dance"}, "Sélectionnez un choix valide"),
    ],
)
def test_what_cannot_be_is_said_beside_the_person_and_nothing_of_the_page_is_kept(client, reims, told, said):
    people = held(reims, staff(2))
    refused = fill(client, people, n1=told, n2={"act": "changed", "service": "Parcs"})
    assert refused.status_code == 422
    assert said in text(refused)
    assert 'value="Parcs"' in text(refused)
    assert not RosterImport.objects.exists()


def test_an_agent_who_is_there_already_is_not_added(client, reims):
    held(reims, [replace(staff(1)[0], family_name="Petit", given_name="Amina", born_on=date(1990, 5, 3))])
    shown = client.post(reverse("correspondent:roster_form_add"), AGENT)
    assert shown.status_code == 422
    assert "Amina Petit est déjà dans votre personnel" in text(shown)


def test_an_agent_is_added_once_and_taken_off(client):
    client.post(reverse("correspondent:roster_form_add"), AGENT)
    assert "est déjà dans votre personnel" in text(client.post(reverse("correspondent:roster_form_add"), AGENT))
    assert "Amina Petit" in text(client.get(reverse("correspondent:roster_form")))
    assert "retiré" in text(client.post(reverse("correspondent:roster_form_drop"), {"place": "0"}, follow=True))
    assert the_list().draft["added"] == []
    client.post(reverse("correspondent:roster_form_drop"), {"place": "²"})


@pytest.mark.parametrize(
    ("field", "value", "said"), [("since", "2025-03-01", "vient après l’année 2024"), ("born_on_year", "2020", "impossible")]
)
def test_an_agent_who_cannot_be_is_told_beside_the_field(client, field, value, said):
    shown = client.post(reverse("correspondent:roster_form_add"), AGENT | {field: value})
    assert shown.status_code == 422
    assert said in text(shown)
    assert not RosterImport.objects.exists()


def test_a_doubt_about_an_added_agent_never_makes_the_other_leave(client, reims):
    people = held(reims, [replace(staff(1)[0], family_name="Petit", given_name="Aminah", born_on=date(1990, 5, 3))])
    client.post(reverse("correspondent:roster_form_add"), AGENT)
    fields = page_of(people) | {f"{people[1].pk.hex}-family_name": "Petit"}
    assert "1 doute à régler" in text(client.post(reverse("correspondent:roster_form"), fields, follow=True))
    client.post(reverse("correspondent:roster_answer", args=[the_list().pk]), {"doubt_1": "other"})
    client.post(reverse("correspondent:roster_apply", args=[the_list().pk]))
    assert Affiliation.objects.current().filter(member=reims, until__isnull=True).count() == 2


def test_forty_persons_at_most_stand_on_a_page(client, reims):
    held(reims, staff(45))
    shown = text(client.get(reverse("correspondent:roster_form")))
    assert "page 1 sur 2" in shown
    assert shown.count('role="radiogroup"') <= 40 or shown.count("who-") == 80
    assert "Page suivante" in shown


def test_a_form_is_shown_in_as_many_statements_whatever_the_staff(client, reims):
    counted = []
    for first, count in ((1, 1), (2, 20)):
        held(reims, staff(count, first=first))
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("correspondent:roster_form"))
        counted.append(len(captured))
    assert counted[0] == counted[1]


def test_a_file_that_is_sent_sets_the_form_aside(client, reims):
    people = held(reims, staff(2))
    client.post(reverse("correspondent:roster_form"), page_of(people) | {"then": "later"})
    begun = the_list()
    send(client, written(staff(2)))
    begun.refresh_from_db()
    assert (begun.state, begun.draft) == ("set_aside", None)


# One word, and what is awaited


def test_nothing_has_changed_is_said_in_one_act_and_taken_back_in_one(client, reims):
    held(reims, staff(4))
    before = current_view()
    shown = text(client.post(reverse("correspondent:roster_unchanged"), follow=True))
    assert "votre personnel est confirmé pour 2024" in shown
    assert "4 inchangés" in shown
    assert AuditEntry.objects.filter(verb="beneficiaries.roster_confirmed").count() == 1
    assert "Rien ne vous attend" in text(client.get(reverse("correspondent:home")))
    client.post(reverse("correspondent:roster_undo", args=[the_list().pk]))
    assert (the_list().state, current_view()) == ("undone", before)


def test_home_says_what_is_awaited_and_until_when(client, reims):
    campaign = RosterCampaignFactory(year=2024, opened_on=TODAY, due_on=date(2024, 12, 1), opened_at=NOW)
    RosterReminderFactory(campaign=campaign, member=reims, sent_on=TODAY)
    shown = text(client.get(reverse("correspondent:home")))
    assert "Votre liste du personnel est attendue" in shown
    assert "1er décembre 2024 inclus" in shown
    client.post(reverse("correspondent:roster_unchanged"))
    assert "est attendue" not in text(client.get(reverse("correspondent:home")))


def test_the_form_is_for_the_year_that_is_awaited(client, reims):
    RosterReminderFactory(campaign=RosterCampaignFactory(year=2025, due_on=date(2025, 1, 31)), member=reims)
    client.post(reverse("correspondent:roster_unchanged"))
    assert the_list().year == 2025


def test_a_person_of_another_staff_is_not_of_the_form(client, reims):
    stranger = held(MemberFactory(), staff(1))[1]
    assert IdentityFactory._meta.model.objects.filter(beneficiary=stranger).exists()
    client.post(reverse("correspondent:roster_form"), page_of({1: stranger}, n1={"act": "left", "left_on": "2024-09-30"}))
    assert the_list().draft["people"] == {}
    assert not AffiliationFactory._meta.model.objects.current().filter(until__isnull=False).exists()

"""What a development officer writes of a body: each act on its page, each refusal on its field with all that was typed."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from entraide.apps.accounts.roles import Role
from entraide.apps.members.models import Contact, Establishment, Member, Membership
from entraide.apps.members.queries import attached_to, billed_establishment, contracts_of, member_by_siren, member_on
from tests.factories.base import TODAY
from tests.factories.families import photo
from tests.factories.members import ContactFactory, EstablishmentFactory, MemberFactory, MembershipFactory


pytestmark = pytest.mark.django_db


@pytest.fixture
def laure(client_as):
    return client_as(Role.DEVELOPMENT_OFFICER)


@pytest.fixture
def reims():
    return MemberFactory(named__name="CU du Grand Reims", kind="epci", siren="200067213", membership=None)


@pytest.fixture
def member():
    return MemberFactory(named__name="Épernay", siren="215102302", membership__since=date(2022, 1, 1))


def text(response):
    return response.content.decode().replace("\xa0", " ").replace("\u202f", " ")


def sent(client, name, args, /, **typed):
    return client.post(reverse(f"staff:{name}", args=args), typed, follow=True)


def refused(client, name, args, /, **typed):
    """Give the faults by field, once sure that the form came back with what was typed and that nothing was written."""
    before = [model.objects.count() for model in (Member, Membership, Establishment, Contact)]
    response = client.post(reverse(f"staff:{name}", args=args), typed)
    assert response.status_code == 422
    assert [model.objects.count() for model in (Member, Membership, Establishment, Contact)] == before
    form = response.context["form"]
    assert {key: form[key].value() for key in typed if key in form.fields} == typed
    return {key: list(faults) for key, faults in form.errors.items()}


BODY = {"siren": "200 067 213", "name": "CU du Grand Reims", "kind": "epci", "department": "51", "code": "", "since": "2017-01-01"}


def test_a_body_is_put_on_the_register(laure):
    response = sent(laure, "body_new", [], **BODY)
    key = member_by_siren("200067213")
    assert response.redirect_chain == [(reverse("staff:member", args=[key]), 302)]
    assert "L’organisme est au registre" in text(response) and "Pas adhérent aujourd’hui" in text(response)


def test_a_siren_whose_key_is_wrong_is_told_and_what_was_typed_stays(laure, reims):
    assert refused(laure, "body_new", [], **BODY | {"siren": "200067214", "department": "Marne"}) == {
        "department": ["Écrivez le numéro du département, par exemple 51, 2A ou 974."]
    }
    assert refused(laure, "body_new", [], **BODY | {"siren": "200067214"})["siren"] == [
        "Ce SIREN est faux : sa clé ne correspond pas. Vérifiez ses neuf chiffres."
    ]
    assert "déjà au registre, sous le nom « CU du Grand Reims »" in refused(laure, "body_new", [], **BODY)["siren"][0]


CONTRACT = {
    "since": "2025-01-01",
    "scope": "full",
    "service": "",
    "structure": "",
    "payer": "",
    "deliberated_on": "",
    "deliberation_number": "",
}


def test_a_contract_is_opened_with_its_deliberation(laure, reims):
    paper = SimpleUploadedFile("deliberation.jpg", photo(), "image/jpeg")
    typed = CONTRACT | {"deliberated_on": "2024-09-30", "deliberation_number": "2024-112", "deliberation": paper}
    shown = text(sent(laure, "membership_new", [reims.pk], **typed))
    assert "L’adhésion est ouverte" in shown and "2024-112 du 30 septembre 2024" in shown
    (contract,) = contracts_of(reims.pk, on=TODAY)
    file = laure.get(reverse("staff:membership_deliberation", args=[reims.pk, contract.id]))
    assert (file.status_code, file["Content-Disposition"]) == (200, 'attachment; filename="deliberation.jpg"')
    other = reverse("staff:membership_deliberation", args=[MemberFactory().pk, contract.id])
    assert laure.get(other).status_code == 404


def test_an_entry_on_15_march_is_told_on_its_field(laure, reims):
    assert refused(laure, "membership_new", [reims.pk], **CONTRACT | {"since": "2025-03-15"}) == {
        "since": [
            "Une adhésion commence un 1er janvier ou un 1er septembre ; le 15/03/2025 n’en est pas un. La prochaine date possible est le "
            "01/09/2025."
        ]
    }


def test_a_file_that_is_no_document_is_refused_and_asked_again(laure, reims):
    response = sent(
        laure, "membership_new", [reims.pk], **CONTRACT | {"deliberation": SimpleUploadedFile("a.pdf", b"no pdf", "application/pdf")}
    )
    assert response.status_code == 422
    assert "Choisissez à nouveau le fichier" in text(response)
    assert Membership.objects.count() == 0


def test_two_memberships_that_cross_are_told(laure, member):
    assert "Une adhésion court déjà depuis le 01/01/2022" in refused(laure, "membership_new", [member.pk], **CONTRACT)["since"][0]


def test_an_intermediary_that_is_itself_paid_for_is_told(laure, reims):
    amicale = MemberFactory(named__name="Amicale de la Marne", membership__payer=MemberFactory())
    told = refused(laure, "membership_new", [reims.pk], **CONTRACT | {"payer": "amicale de la marne"})
    assert told == {"payer": ["Un autre organisme paie déjà pour Amicale de la Marne. Choisissez un intermédiaire qui paie pour lui-même."]}
    assert amicale.names.get().name in told["payer"][0]


def test_a_body_is_named_by_what_the_register_knows_of_it(laure, reims):
    for name in ("Amicale du Nord", "Amicale du Sud"):
        MemberFactory(named__name=name, membership=None)
    several = refused(laure, "membership_new", [reims.pk], **CONTRACT | {"payer": "amicale"})["payer"][0]
    assert "Plusieurs organismes répondent à « amicale »" in several and "Amicale du Nord (" in several
    nobody = refused(laure, "membership_new", [reims.pk], **CONTRACT | {"payer": "Personne"})["payer"][0]
    assert "« Personne » n’est pas au registre" in nobody
    sent(laure, "membership_new", [reims.pk], **CONTRACT | {"payer": "Amicale du Nord"})
    assert contracts_of(reims.pk, on=TODAY)[0].payer.name == "Amicale du Nord"


def test_a_partial_contract_says_what_it_covers(laure, reims):
    ended = {"named__since": date(2000, 1, 1), "named__until": date(2017, 1, 1)}
    MemberFactory(named__name="CC de la Vesle", siren="245100300", membership=None, **ended)
    told = refused(laure, "membership_new", [reims.pk], **CONTRACT | {"scope": "partial"})
    assert "Une adhésion partielle dit qui elle couvre" in told["scope"][0]
    typed = CONTRACT | {"scope": "partial", "retirees": "on", "service": "Piscine\n\n Crèche ", "structure": "CC de la Vesle"}
    assert "pas au registre" in refused(laure, "membership_new", [reims.pk], **CONTRACT | {"payer": "CC de la Vesle"})["payer"][0]
    shown = text(sent(laure, "membership_new", [reims.pk], **typed))
    assert "une partie du personnel : retraités, service Piscine, service Crèche, venus de CC de la Vesle" in shown


def test_terms_are_changed_from_a_day_on(laure, member):
    page = text(laure.get(reverse("staff:membership_change", args=[member.pk])))
    assert "Aujourd’hui : tout le personnel" in page
    shown = text(sent(laure, "membership_change", [member.pk], **CONTRACT | {"scope": "territorial"}))
    assert "Les termes de l’adhésion sont changés" in shown
    assert [contract.scope for contract in contracts_of(member.pk, on=TODAY)] == ["territorial", "full"]


def test_the_form_of_a_change_begins_with_what_holds(laure, reims):
    amicale = MemberFactory(named__name="Amicale", membership=None)
    MembershipFactory(member=reims, payer=amicale, scope="partial", covers=[{"kind": "service", "name": "Piscine"}, {"kind": "retirees"}])
    initial = laure.get(reverse("staff:membership_change", args=[reims.pk])).context["form"].initial
    assert (initial["scope"], initial["service"], initial["retirees"], initial["payer"]) == ("partial", "Piscine", True, amicale.siren)


def test_nothing_is_changed_where_no_contract_runs(laure, reims):
    assert refused(laure, "membership_change", [reims.pk], **CONTRACT) == {
        "__all__": ["Aucune adhésion ne court ce jour-là. Ouvrez-en une d’abord."]
    }


def test_a_notice_is_recorded_then_withdrawn(laure, member):
    shown = text(sent(laure, "membership_notice", [member.pk], notice_on="2024-09-20", year="2024"))
    assert "Le préavis est enregistré" in shown and "Sort le 31 décembre 2024" in shown and "préavis reçu le 20 septembre 2024" in shown
    again = text(sent(laure, "membership_withdraw_notice", [member.pk]))
    assert "Le préavis est retiré" in again and "Adhérent depuis le 1er janvier 2022" in again
    assert "Aucun préavis n’est enregistré" in text(sent(laure, "membership_withdraw_notice", [member.pk]))


def test_a_notice_after_the_day_and_a_late_one_are_told_on_their_fields(laure, member):
    assert (
        "Indiquez le jour où nous l’avons reçu"
        in refused(laure, "membership_notice", [member.pk], notice_on="2024-10-16", year="2025")["notice_on"][0]
    )
    late = refused(laure, "membership_notice", [member.pk], notice_on="2024-10-15", year="2024")
    assert late["year"][0].endswith("Reçu le 15/10/2024, il met fin à l’adhésion le 31/12/2025 au plus tôt.")


def test_a_contract_to_come_is_cancelled(laure, reims):
    shown = text(sent(laure, "membership_new", [reims.pk], **CONTRACT))
    assert "Annuler l’adhésion à venir" in shown and "Ouvrir une adhésion" not in shown
    shown = text(sent(laure, "membership_cancel", [reims.pk]))
    assert "L’adhésion à venir est annulée" in shown and "n’a jamais adhéré" in shown and "Ouvrir une adhésion" in shown


def test_a_contract_is_closed_without_notice_and_opened_anew(laure, member):
    assert refused(laure, "membership_close", [member.pk], year="2024", reason="").keys() == {"reason"}
    shown = text(sent(laure, "membership_close", [member.pk], year="2024", reason="dissolution"))
    assert "L’adhésion est close" in shown and "Ouvrir la suivante" in shown
    sent(laure, "membership_new", [member.pk], **CONTRACT)
    assert len(contracts_of(member.pk, on=TODAY)) == 2


ESTABLISHMENT = {
    "siret": "200 067 213 00013",
    "name": "Budget principal",
    "service_code": "RH",
    "engagement_number": "",
    "since": "2024-10-15",
}


def test_an_establishment_is_recorded_corrected_and_ended(laure, reims):
    shown = text(sent(laure, "establishment_new", [reims.pk], **ESTABLISHMENT, is_billed="on"))
    assert "20006721300013" in shown and "Facturé" in shown and "Code service : RH" in shown
    held = billed_establishment(reims.pk, on=TODAY)
    page = laure.get(reverse("staff:establishment", args=[reims.pk, held.pk]))
    assert page.context["form"].initial["siret"] == "20006721300013"
    sent(laure, "establishment", [reims.pk, held.pk], **ESTABLISHMENT | {"service_code": "FIN"}, is_billed="on")
    assert billed_establishment(reims.pk, on=TODAY).service_code == "FIN"
    assert laure.get(reverse("staff:establishment", args=[reims.pk, held.pk])).status_code == 404
    assert "est fermé aujourd’hui" in text(sent(laure, "establishment_end", [reims.pk, billed_establishment(reims.pk, on=TODAY).pk]))
    assert "a été changée ou retirée entre-temps" in text(sent(laure, "establishment_end", [reims.pk, held.pk]))


@pytest.mark.parametrize(
    ("siret", "sentence"),
    [
        ("20006721300014", "Ce SIRET est faux : sa clé ne correspond pas"),
        ("21510454800015", "Ce SIRET commence par 215104548 : il n’est pas de cet organisme"),
        ("2000672130001", "Un SIRET compte quatorze chiffres ; celui-ci a 13 signes"),
    ],
)
def test_a_siret_that_cannot_be_is_told(laure, reims, siret, sentence):
    assert sentence in refused(laure, "establishment_new", [reims.pk], **ESTABLISHMENT | {"siret": siret})["siret"][0]


CONTACT = {"name": "Zoé Martin", "function": "Paie", "email": "zoe@exemple.fr", "phone": "01 99 00 12 34"}


def test_a_contact_is_added_corrected_and_taken_off(laure, reims):
    shown = text(sent(laure, "contact_new", [reims.pk], **CONTACT))
    assert "Zoé Martin" in shown and "01 99 00 12 34" in shown
    held = Contact.objects.get()
    sent(laure, "contact", [reims.pk, held.pk], **CONTACT | {"function": "DRH"})
    changed = Contact.objects.current().get()
    assert changed.function == "DRH"
    assert "Le contact est retiré" in text(sent(laure, "contact_end", [reims.pk, changed.pk]))
    assert laure.get(reverse("staff:contact", args=[reims.pk, held.pk])).status_code == 404


def test_a_contact_that_cannot_be_reached_is_told(laure, reims):
    told = refused(laure, "contact_new", [reims.pk], **CONTACT | {"email": "", "phone": ""})
    assert told == {"email": ["Indiquez au moins une adresse électronique ou un numéro de téléphone."]}
    assert refused(laure, "contact_new", [reims.pk], **CONTACT | {"phone": "demain"}).keys() == {"phone"}


def test_a_body_is_attached_to_another(laure, reims, member):
    shown = text(sent(laure, "body_attach", [member.pk], kind="epci", parent="200067213", since="2024-01-01"))
    assert "Le rattachement est enregistré" in shown and "membre de l’EPCI" in shown
    assert [view.id for view in attached_to(reims.pk, on=TODAY)] == [member.pk]
    told = refused(laure, "body_attach", [reims.pk], kind="epci", parent=member.siren, since="2024-01-01")
    assert told == {"parent": ["Seule une commune est membre d’un EPCI, et d’un EPCI seulement."]}


def test_links_of_a_page_lead_where_its_reader_may_go(client_as, member):
    url, history = reverse("staff:member", args=[member.pk]), reverse("staff:structure_history", args=[member.pk])
    for role, is_shown in ((Role.DIRECTOR, True), (Role.DEVELOPMENT_OFFICER, True), (Role.CONTACT_AGENT, False)):
        client = client_as(role)
        assert (history in text(client.get(url))) is is_shown
        assert (client.get(history).status_code == 200) is is_shown


def test_the_direction_reads_and_writes_nothing(client_as, member):
    director = client_as(Role.DIRECTOR)
    EstablishmentFactory(member=member)
    ContactFactory(member=member)
    shown = text(director.get(reverse("staff:member", args=[member.pk])))
    assert member_on(member.pk, on=TODAY).name in shown
    for words in ("Changer les termes", "Enregistrer un établissement", "Ajouter un contact", "Modifier", "Rattacher"):
        assert words not in shown


def test_a_refusal_keeps_a_name_as_it_is_written(laure):
    late = MemberFactory(named__name="Tinqueux", named__since=date(2024, 6, 1), membership=None)
    shown = text(laure.post(reverse("staff:membership_new", args=[late.pk]), CONTRACT | {"since": "2023-09-01"}))
    assert "« Tinqueux » n’existe pas le 01/09/2023" in shown and "tinqueux" not in shown


@pytest.mark.parametrize("name", ["membership_new", "establishment_new", "contact_new", "body_attach"])
def test_no_back_dated_act_reaches_a_body_that_is_gone(laure, reims, name):
    gone = MemberFactory(named__name="Aubière", named__until=date(2024, 1, 1), siren="216300145", membership=None, kind="commune")
    typed = {
        "membership_new": CONTRACT | {"since": "2023-01-01"},
        "establishment_new": {"siret": "21630014500011", "since": "2023-01-01"},
        "contact_new": {"name": "Ada", "email": "ada@exemple.fr"},
        "body_attach": {"parent": reims.siren, "kind": "epci", "since": "2023-01-01"},
    }[name]
    response = laure.post(reverse(f"staff:{name}", args=[gone.pk]), typed)
    assert response.status_code == 422
    assert "« Aubière » n’existe que jusqu’au 31/12/2023 : rien ne s’y ajoute plus" in text(response)

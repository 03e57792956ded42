"""Changes of structure for who develops the network: prepared step by step, looked at, settled, applied, undone."""

from datetime import date

import pytest
from django.urls import reverse

from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.models import Affiliation
from entraide.apps.lifecycle.models import StructureAct
from entraide.apps.members.models import Member, Membership
from entraide.apps.network.models import Mandate
from entraide.core.structure.values import Body, EventKind
from entraide.integrations.spreadsheets.reading import read_table
from entraide.orm.acts import Stamp, ended, rewrite
from entraide.orm.keys import uuid7
from tests.apps.lifecycle.structures import applied, body_of, commune, drafted, event, today_of
from tests.factories.base import NOW, TODAY
from tests.factories.beneficiaries import BeneficiaryFactory
from tests.factories.claims import ClaimFactory
from tests.factories.members import (
    AttachmentFactory,
    ContactFactory,
    EstablishmentFactory,
    MemberFactory,
    MemberNameFactory,
    SuccessionFactory,
    siren,
)
from tests.factories.network import MandateFactory
from tests.harness.budgets import assert_query_budget


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_rates")]

DAY = date(2024, 7, 1)
NEW = siren(95_000)
ACT = today_of(TODAY)


@pytest.fixture
def laure(client_as):
    return client_as(Role.DEVELOPMENT_OFFICER)


@pytest.fixture
def adour():
    return commune(1, "Adour")


@pytest.fixture
def bresle():
    return commune(2, "Bresle")


def text(response):
    return response.content.decode().replace("\xa0", " ").replace("\u202f", " ").replace("&#x27;", "'")


def merger(*bodies):
    return event(EventKind.NEW_COMMUNE, DAY, list(bodies), [Body(NEW, "Adour-et-Bresle", code="15001")])


def agents(member, count=1, **values):
    return BeneficiaryFactory.create_batch(
        count, affiliation__member=member, **{f"affiliation__{name}": one for name, one in values.items()}
    )


def follow(client, url, **typed):
    """Post an answer and come to the next page."""
    return client.post(url, typed, follow=True)


def here(response):
    return response.redirect_chain[-1][0] if response.redirect_chain else response.request["PATH_INFO"]


def test_a_merger_is_prepared_one_question_at_a_time(laure, adour, bresle):
    page = follow(laure, reverse("staff:structure_new"), kind="new_commune")
    assert "Quand, et selon quel texte ?" in text(page)
    page = follow(laure, here(page), on_day="1", on_month="7", on_year="2024", source="Arrêté n° 12")
    assert "Quelles communes se réunissent ?" in text(page)
    page = follow(laure, here(page), q="adour")
    assert "1 organisme choisi" in text(page)
    page = follow(laure, here(page), q=bresle.siren)
    assert [one.label for one in page.context["chosen"]] == ["Adour", "Bresle"]
    page = laure.get(page.context["next"])
    assert "L’un d’eux continue d’exister" in text(page)
    page = follow(
        laure,
        page.request["PATH_INFO"] + "?" + page.request["QUERY_STRING"],
        siren=NEW,
        name="Adour-et-Bresle",
        kind="commune",
        code="15001",
    )
    shown = text(page)
    for words in ("Adour et Bresle deviennent Adour-et-Bresle", "1er juillet 2024", "Arrêté n° 12", "15001"):
        assert words in shown
    assert not StructureAct.objects.exists()
    page = follow(laure, here(page))
    assert "voici ce qu’il ferait" in text(page)
    act = StructureAct.objects.get()
    assert (act.kind, act.state, act.effective_on) == ("new_commune", "drafted", DAY)


def test_bodies_are_chosen_among_those_found_and_taken_away_again(laure, adour, bresle):
    commune(3, "Adour-sur-Mer")
    url = reverse("staff:structure_before") + "?nature=merger&jour=2024-07-01"
    page = laure.post(url, {"q": "adour"})
    assert [one.label for one in page.context["results"]] == ["Adour", "Adour-sur-Mer"]
    page = laure.get(page.context["results"][0].url)
    assert [one.label for one in page.context["chosen"]] == ["Adour"]
    assert not page.context["next"]
    assert not laure.get(page.context["chosen"][0].url).context["chosen"]
    assert "Aucun autre organisme trouvé" in text(laure.post(url, {"q": "introuvable"}))
    assert "Écrivez un nom" in text(laure.post(url, {"q": ""}))


def test_a_merger_may_leave_one_of_them_standing(laure, adour, bresle):
    url = reverse("staff:structure_after") + f"?nature=merger&jour=2024-07-01&texte=A&avant={adour.siren}&avant={bresle.siren}"
    page = laure.get(laure.get(url).context["results"][0].url)
    assert "Bresle rejoint Adour" in text(page)


def test_a_re_establishment_offers_what_was_merged_earlier(laure, adour, bresle):
    applied(merger(adour, bresle), **ACT)
    query = f"?nature=re_establishment&jour=2024-09-01&texte=A&avant={NEW}"
    page = laure.get(reverse("staff:structure_after") + query)
    assert [one.label for one in page.context["results"]] == ["Adour-et-Bresle", "Adour", "Bresle"]
    page = laure.get(page.context["results"][1].url)
    page = laure.get(page.context["results"][1].url)
    assert [one.label for one in page.context["chosen"]] == ["Adour", "Bresle"]
    page = laure.get(page.context["next"])
    assert "Adour-et-Bresle redevient Adour et Bresle" in text(page)
    assert "Rétablissement" in text(follow(laure, page.request["PATH_INFO"] + "?" + page.request["QUERY_STRING"]))


def test_a_service_and_then_its_receiver_are_chosen(laure, adour, bresle):
    query = f"?nature=service_transfer&jour=2024-07-01&texte=A&avant={adour.siren}"
    assert "Aucun agent de cet organisme n’a de service connu" in text(laure.get(reverse("staff:structure_after") + query))
    agents(adour, service="Eau")
    page = follow(laure, reverse("staff:structure_after") + query, service="Eau")
    assert "Quel organisme reçoit le service ?" in text(page)
    page = follow(laure, here(page), q="Bresle")
    assert "Le service « Eau » passe d’Adour à Bresle" in text(page)


def test_only_an_epci_is_joined(laure, adour):
    MemberFactory(named__name="Adour Agglo", kind="epci")
    query = f"?nature=extension&jour=2024-07-01&texte=A&avant={adour.siren}"
    page = follow(laure, reverse("staff:structure_after") + query, q="adour")
    assert "Adour rejoint Adour Agglo" in text(page)


def test_a_new_name_is_asked_of_a_body_that_is_renamed(laure, adour):
    query = f"?nature=renaming&jour=2024-07-01&texte=A&avant={adour.siren}"
    page = laure.get(reverse("staff:structure_after") + query)
    assert f'value="{adour.siren}"' in text(page)
    typed = {"siren": adour.siren, "name": "Adour-la-Jolie", "kind": "commune", "code": "15001"}
    assert "Adour devient Adour-la-Jolie" in text(follow(laure, reverse("staff:structure_after") + query, **typed))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"siren": "123"}, "SIREN"),
        ({"siren": "123456789"}, "SIREN"),
        ({"code": "1"}, "Un code INSEE compte cinq caractères"),
        ({"name": ""}, "Indiquez le nom"),
    ],
)
def test_a_wrong_answer_is_said_and_kept(laure, adour, bresle, typed, said):
    url = reverse("staff:structure_after") + f"?nature=merger&jour=2024-07-01&texte=A&avant={adour.siren}&avant={bresle.siren}"
    page = laure.post(url, {"siren": NEW, "name": "Nouvelle", "kind": "commune", "code": "15001"} | typed)
    assert (page.status_code, said in text(page)) == (422, True)
    assert "15001" in text(page) or "code" in typed


def test_an_impossible_change_says_each_reason_and_keeps_the_answers(laure, adour):
    query = f"?nature=merger&jour=2024-07-01&texte=A&avant={adour.siren}&apres={adour.siren}~Adour~15001~commune~15"
    page = laure.post(reverse("staff:structure_check") + query)
    assert (page.status_code, "ne peut pas fusionner avec elle-même" in text(page)) == (422, True)
    late = laure.post(reverse("staff:structure_check") + query.replace("2024-07-01", "2021-07-01"))
    assert "L’année 2021 est close" in text(late)
    assert not StructureAct.objects.exists()


@pytest.mark.parametrize("query", ["", "?nature=merger", "?nature=x&jour=y", "?nature=merger&jour=2024-07-01&avant=abc&apres=1~2"])
def test_an_address_that_was_cut_leads_back_to_the_question_that_misses(laure, query):
    for step in ("structure_after", "structure_check"):
        assert laure.get(reverse(f"staff:{step}") + query, follow=True).status_code == 200


def test_the_preview_says_in_plain_words_what_would_happen(laure, adour, bresle):
    EstablishmentFactory(member=adour)
    MandateFactory(member=adour, account__name="Sylvie Marchand")
    ClaimFactory(beneficiary=agents(adour, 3)[0], member=adour)
    agents(bresle, 2, status="retiree")
    key = drafted(merger(adour, bresle), **ACT)
    shown = text(laure.get(reverse("staff:structure", args=[key])))
    for words in (
        "Adour et Bresle cessent d’exister ce jour-là.",
        "Adour-et-Bresle existe à partir de ce jour.",
        "Sans interruption",
        "Tout le personnel",
        "Cotisation 2024 (estimation)",
        "Cotisation 2025 (estimation, tarif à confirmer)",
        "933,00 €",
        "Sylvie Marchand",
        "à titre provisoire",
        "À désigner pour Adour-et-Bresle : délégué des élus et délégué des agents",
        ["1", "demande déplacée"][1],
        "Ce qui ne pourra plus être annulé",
    ):
        assert words in shown, words


def test_a_change_is_applied_then_undone(laure, adour, bresle):
    agents(adour, 2)
    key = drafted(merger(adour, bresle), **ACT)
    page = follow(laure, reverse("staff:structure_apply", args=[key]))
    assert "Le changement est appliqué" in text(page)
    assert "Ce changement est appliqué" in text(page)
    assert Affiliation.objects.current().filter(member__siren=NEW).count() == 2
    assert "Ce changement est appliqué" in text(follow(laure, reverse("staff:structure_apply", args=[key])))
    page = follow(laure, reverse("staff:structure_undo", args=[key]))
    assert "Ce changement a été annulé" in text(page)
    assert not Affiliation.objects.current().filter(member__siren=NEW).exists()


def test_a_page_sent_twice_or_come_back_to_prepares_one_change(laure, adour, bresle):
    query = f"?nature=merger&jour=2024-07-01&texte=A&avant={adour.siren}&avant={bresle.siren}&apres={adour.siren}~Adour~15001~commune~15"
    pages = [follow(laure, reverse("staff:structure_check") + query) for _ in range(3)]
    assert len({here(page) for page in pages}) == StructureAct.objects.count() == 1


def test_what_ends_what_goes_on_and_what_is_to_be_filled_in_is_told_before_and_after(laure, adour, bresle):
    place = EstablishmentFactory(member=adour, service_code="RH-7", engagement_number="EJ-12")
    ContactFactory(member=bresle, name="Ada Lovelace")
    key = drafted(merger(adour, bresle), **ACT)
    shown = text(laure.get(reverse("staff:structure", args=[key])))
    for words in (place.siret, "RH-7", "EJ-12", "Prend fin", "Ada Lovelace", "À renseigner pour Adour-et-Bresle : l’établissement facturé"):
        assert words in shown, words
    page = follow(laure, reverse("staff:structure_apply", args=[key]))
    new = Member.objects.get(siren=NEW)
    entry = reverse("staff:establishment_new", args=[new.pk])
    assert page.context["to_fill"] == [("Adour-et-Bresle : établissement facturé", entry)]
    assert laure.get(reverse("staff:member", args=[new.pk])).context["to_fill"] == [("établissement facturé", entry)]
    rows = laure.get(reverse("staff:member_directory"), {"show": "sans-facturation"}).context["table"].rows
    assert [row[-1].text for row in rows if row[0].text == "Adour-et-Bresle"] == ["Établissement facturé"]


def test_a_change_of_name_shows_both_names_and_how_many_papers_change(laure, adour):
    agents(adour, 3)
    key = drafted(event(EventKind.RENAMING, DAY, [adour], [body_of(adour, "Adour-la-Jolie", "15001")]), **ACT)
    url = reverse("staff:structure", args=[key])
    for _ in range(2):
        page = laure.get(url)
        assert page.context["title"] == "Adour devient Adour-la-Jolie"
        assert page.context["renaming"].rows == [("Nom", "Adour", "Adour-la-Jolie")]
        assert "3 personnes verront le nouveau nom sur leurs attestations" in text(page)
        assert "Personne n’est concerné" not in text(page)
        follow(laure, reverse("staff:structure_apply", args=[key]))


def test_a_change_of_code_is_told_beside_the_name(laure, adour):
    key = drafted(event(EventKind.RENAMING, DAY, [adour], [body_of(adour, "Adour", "15901")]), **ACT)
    rows = laure.get(reverse("staff:structure", args=[key])).context["renaming"].rows
    assert rows[1] == ("Code INSEE", "15001", "15901")


def test_a_departure_that_was_announced_is_told_and_not_called_for_the_year_after(laure, adour, bresle):
    terms = {"until": date(2025, 1, 1), "notice_on": date(2024, 5, 1)}
    rewrite([Membership.objects.current().get(member=adour)], Stamp(uuid7(), ACT["at"]), **terms)
    agents(adour)
    shown = laure.get(reverse("staff:structure", args=[drafted(merger(adour, bresle), **ACT)]))
    assert "La sortie d’Adour, prévue le 31 décembre 2024, devient sans objet" in text(shown)
    assert [row[1].cents for row in shown.context["costs"][-1].rows if row[0] == "Adour-et-Bresle"] == [0]


def test_the_correspondent_of_the_body_that_absorbs_is_offered_first(laure, adour, bresle):
    own = MandateFactory(member=adour, account__name="Ada Petit").account
    other = MandateFactory(member=bresle, account__name="Bob Grand").account
    absorbs = event(EventKind.MERGER, DAY, [adour, bresle], [body_of(adour, "Adour", "15001")])
    key = drafted(absorbs, **ACT)
    field = laure.get(reverse("staff:structure", args=[key])).context["form"]["correspondent"]
    assert (field.value(), field.field.choices) == (str(own.pk), [(str(own.pk), "Ada Petit, Adour"), (str(other.pk), "Bob Grand, Bresle")])
    shown = text(follow(laure, reverse("staff:structure_settle", args=[key]), correspondent=str(other.pk)))
    assert "Bob Grand continue comme correspondant d’Adour" in shown


def test_without_membership_nobody_goes_on_as_correspondent_and_the_preview_says_so(laure, adour, bresle):
    holder = MandateFactory(member=adour, account__name="Ada Petit").account
    key = drafted(merger(adour, bresle), **ACT)
    assert "Ada Petit continue comme correspondant" in text(laure.get(reverse("staff:structure", args=[key])))
    shown = text(follow(laure, reverse("staff:structure_settle", args=[key]), membership="none", correspondent=str(holder.pk)))
    assert "Sans adhésion, personne n’agit plus" in shown and "À désigner pour" not in shown
    follow(laure, reverse("staff:structure_apply", args=[key]))
    assert not Mandate.objects.current().filter(member__siren=NEW).exists()


def test_services_are_settled_and_the_preview_follows(laure, adour, bresle):
    agents(adour, 4, service="Eau")
    agents(adour, 2, service="Voirie")
    split = event(EventKind.SPLIT, DAY, [adour], [body_of(adour, "Adour", "15001"), Body(NEW, "Haut-Adour", code="15099")])
    key = drafted(split, **ACT)
    page = laure.get(reverse("staff:structure", args=[key]))
    assert "Eau (4)" in text(page)
    page = follow(laure, reverse("staff:structure_settle", args=[key]), service_0=NEW, rest=adour.siren, membership="full")
    assert "l’aperçu en tient compte" in text(page)
    assert StructureAct.objects.get(pk=key).choices == {"services": {"Eau": NEW}, "rest": adour.siren, "membership": "full"}
    wrong = laure.post(reverse("staff:structure_settle", args=[key]), {"service_0": "ailleurs"})
    assert wrong.status_code == 422
    follow(laure, reverse("staff:structure_apply", args=[key]))
    assert Affiliation.objects.current().filter(member__siren=NEW).count() == 4


def test_a_preview_that_changed_is_told_and_saved_before_it_is_applied(laure, adour, bresle):
    key = drafted(merger(adour, bresle), **ACT)
    agents(adour)
    url = reverse("staff:structure", args=[key])
    assert "La situation a changé" in text(laure.get(url))
    assert "rien n’a été appliqué" in text(follow(laure, reverse("staff:structure_apply", args=[key])))
    follow(laure, reverse("staff:structure_settle", args=[key]))
    assert "Ce changement est appliqué" in text(follow(laure, reverse("staff:structure_apply", args=[key])))


def test_a_change_that_is_no_longer_possible_says_why(laure, adour, bresle):
    key = drafted(merger(adour, bresle), **ACT)
    applied(event(EventKind.RENAMING, date(2024, 9, 1), [adour], [body_of(adour, "Adour-la-Jolie", "15001")]), **ACT)
    shown = text(laure.get(reverse("staff:structure", args=[key])))
    assert "a déjà changé le 01/09/2024" in shown
    assert "a déjà changé le 01/09/2024" in text(follow(laure, reverse("staff:structure_apply", args=[key])))
    assert "a été abandonné" in text(follow(laure, reverse("staff:structure_set_aside", args=[key])))


def test_a_change_to_come_waits_for_its_day(laure, adour, bresle):
    soon = event(EventKind.NEW_COMMUNE, date(2025, 1, 1), [adour, bresle], [Body(NEW, "Adour-et-Bresle", code="15001")])
    shown = text(laure.get(reverse("staff:structure", args=[drafted(soon, **ACT)])))
    assert "prend effet le 01/01/2025" in shown
    assert "Appliquer ce changement" not in shown


def test_changes_are_found_sorted_and_downloaded(laure, adour, bresle):
    applied(merger(adour, bresle), **ACT)
    drafted(
        event(EventKind.RENAMING, date(2024, 9, 1), [commune(4, "Dronne")], [Body(siren(90_004), "Dronne-la-Belle", code="15004")]), **ACT
    )
    url = reverse("staff:structures")

    def titles(**query):
        return [row[0].text for row in laure.get(url, query).context["table"].rows]

    both = ["Dronne devient Dronne-la-Belle", "Adour et Bresle deviennent Adour-et-Bresle"]
    assert titles() == both
    assert titles(tri="day") == both[::-1]
    assert titles(q="bresle") == titles(q=NEW[:6]) == titles(kind="new_commune") == titles(state="applied") == both[1:]
    assert titles(q="personne") == []
    for kind in ("csv", "xlsx"):
        rows = read_table(laure.get(url, {"format": kind}).content, f"f.{kind}").rows
        assert len(rows) == 2


def test_the_queries_of_the_list_do_not_follow_the_changes(laure):
    numbers = iter(range(100))

    def make(count):
        for _ in range(count):
            body = commune(next(numbers) + 100, "Commune")
            drafted(event(EventKind.RENAMING, DAY, [body], [Body(body.siren, "Autre", code=body.codes.get().code)]), **ACT)

    assert_query_budget(laure, reverse("staff:structures"), make)


def test_the_queries_of_a_preview_do_not_follow_the_staff(laure, adour, bresle):
    AttachmentFactory(member=adour)
    key = drafted(merger(adour, bresle), **ACT)
    assert_query_budget(laure, reverse("staff:structure", args=[key]), lambda count: agents(adour, count), at_most=40)


def test_the_direction_reads_and_changes_nothing(client_as, adour, bresle):
    key = drafted(merger(adour, bresle), **ACT)
    director = client_as(Role.DIRECTOR)
    assert "Préparer un changement" not in text(director.get(reverse("staff:structures")))
    shown = director.get(reverse("staff:structure", args=[key]))
    assert shown.status_code == 200
    assert "Appliquer ce changement" not in text(shown)
    assert director.post(reverse("staff:structure_apply", args=[key])).status_code == 403


def test_a_change_that_does_not_exist_is_not_found(laure):
    assert laure.get(reverse("staff:structure", args=["01900000-0000-7000-8000-000000000000"])).status_code == 404


def test_a_body_shows_its_years_under_the_old_perimeter_and_the_new_one(laure, adour, bresle):
    agents(adour, 3)
    agents(bresle, 2)
    applied(merger(adour, bresle), **ACT)
    new = Member.objects.get(siren=NEW)
    agents(new, since=date(2024, 9, 1))
    url = reverse("staff:structure_history", args=[new.pk])
    shown = laure.get(url)
    assert "Adour, Bresle" in text(shown)
    assert [row[1] for row in shown.context["table"].rows[:2]] == [6, 5]
    assert [row[0].text for row in shown.context["acts"].rows] == ["Adour et Bresle deviennent Adour-et-Bresle"]
    old = laure.get(url, {"perimetre": "ancien"})
    assert [row[1] for row in old.context["table"].rows[:2]] == [6, 0]
    assert "chaque organisme garde ses propres années" in text(old)
    addresses = [reverse("staff:structure_history", args=[one.pk]) for one in (adour, bresle)]
    assert old.context["others"] == list(zip(("Adour", "Bresle"), addresses, strict=True))
    assert [row[1] for row in laure.get(old.context["others"][0][1], {"perimetre": "ancien"}).context["table"].rows[:2]] == [3, 3]
    assert laure.get(reverse("staff:structure_history", args=["01900000-0000-7000-8000-000000000000"])).status_code == 404


def test_the_correspondent_who_is_proposed_is_the_one_already_chosen_in_the_form(laure, adour, bresle):
    agents(bresle, 2)
    MandateFactory(member=adour, account__name="Ada Petit")
    MandateFactory(member=bresle, account__name="Bob Grand")
    url = reverse("staff:structure", args=[drafted(merger(adour, bresle), **ACT)])
    shown = laure.get(url)
    assert "Bob Grand continue comme correspondant" in text(shown)
    field = shown.context["form"]["correspondent"]
    assert dict(field.field.choices)[field.value()] == "Bob Grand, Bresle"


def test_one_person_is_sent_elsewhere_by_reference(laure, adour):
    person, other = agents(adour, 2, service="Eau")
    split = event(EventKind.SPLIT, DAY, [adour], [body_of(adour, "Adour", "15001"), Body(NEW, "Haut-Adour", code="15099")])
    key = drafted(split, **ACT)
    url = reverse("staff:structure_settle", args=[key])
    page = follow(laure, url, person=person.reference, person_to=NEW)
    assert f"{person.reference} va à Haut-Adour" in text(page)
    wrong = laure.post(url, {"person": "B-inconnue", "person_to": NEW})
    assert (wrong.status_code, "n’a cette référence" in text(wrong), "B-inconnue" in text(wrong)) == (422, True, True)
    follow(laure, reverse("staff:structure_apply", args=[key]))
    present = Affiliation.objects.in_force_on(DAY)
    assert [present.get(beneficiary=one).member.siren for one in (person, other)] == [NEW, adour.siren]


def test_a_person_sent_elsewhere_may_go_with_the_others_again(laure, adour):
    (person,) = agents(adour)
    split = event(EventKind.SPLIT, DAY, [adour], [body_of(adour, "Adour", "15001"), Body(NEW, "Haut-Adour", code="15099")])
    key = drafted(split, **ACT)
    for destination in (NEW, ""):
        follow(laure, reverse("staff:structure_settle", args=[key]), person=person.reference, person_to=destination)
    assert "persons" not in StructureAct.objects.get(pk=key).choices


def test_a_body_that_is_chosen_already_is_said_to_be(laure, adour):
    url = reverse("staff:structure_before") + f"?nature=merger&jour=2024-07-01&avant={adour.siren}"
    shown = text(laure.post(url, {"q": "adour"}))
    assert "Déjà choisi" in shown and "Aucun autre organisme trouvé" not in shown


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        (
            "apres=123456789~Faux~15001~commune~15",
            "« 123456789 » n’est pas un SIREN : sa clé ne correspond pas. Vérifiez celui de « Faux ».",
        ),
        (f"apres={NEW}~~15001~commune~15", f"Indiquez le nom de l’organisme de SIREN {NEW}."),
        (f"apres={NEW}~Neuve~99999~commune~99", "« 99999 » n’est pas le code INSEE d’une commune. Vérifiez celui de « Neuve »."),
    ],
)
def test_what_the_form_would_refuse_is_refused_by_its_address_too(laure, adour, bresle, answers, sentence):
    sides = f"avant={adour.siren}&avant={bresle.siren}"
    page = laure.post(reverse("staff:structure_check") + f"?nature=new_commune&jour=2024-07-01&texte=x&{sides}&{answers}")
    assert sentence in text(page)
    assert not StructureAct.objects.exists()


def test_a_service_in_which_nobody_works_is_not_transferred(laure, adour, bresle):
    agents(adour, service="Crèche")
    answers = f"?nature=service_transfer&jour=2024-07-01&texte=x&avant={adour.siren}&apres={bresle.siren}~Bresle~~commune~51"
    refused = text(laure.post(reverse("staff:structure_check") + answers + "&service=Piscine"))
    assert "Aucun agent de « Adour » n’est au service « Piscine » ce jour-là" in refused
    assert not StructureAct.objects.exists()
    follow(laure, reverse("staff:structure_check") + answers + "&service=Cr%C3%A8che")
    assert StructureAct.objects.count() == 1


def test_the_history_is_titled_by_the_name_of_the_day_and_says_the_successions_of_public_lists(laure, adour):
    gone = MemberFactory(named__name="Vieille-Adour", named__since=date(2010, 1, 1), named__until=date(2019, 1, 1), membership=None)
    SuccessionFactory(predecessor=gone, successor=adour, since=date(2019, 1, 1))
    ended(list(adour.names.current()), date(2026, 1, 1), act=Stamp(uuid7(), NOW))
    MemberNameFactory(member=adour, name="Adour-la-Neuve", since=date(2026, 1, 1))
    response = laure.get(reverse("staff:structure_history", args=[adour.pk]))
    assert response.context["name"] == "Adour"
    shown = text(response)
    assert "Organismes repris par celui-ci" in shown and "Vieille-Adour" in shown
    assert "Aucun changement de structure ne concerne" not in shown


def test_the_figures_of_a_change_count_only_who_is_concerned(laure, adour, bresle):
    agents(adour, 3)
    agents(bresle, 2)
    draft = drafted(event(EventKind.MERGER, DAY, [adour, bresle], [body_of(adour, "Adour", "15001")]), **ACT)
    tiles = [label.replace("\xa0", " ") for _, label in laure.get(reverse("staff:structure", args=[draft])).context["tiles"]]
    values = [value for value, _ in laure.get(reverse("staff:structure", args=[draft])).context["tiles"]]
    assert (values[0], values[1], tiles[1]) == ("2", "2", "gardent leurs droits sans interruption")


def test_a_mandate_confirmed_for_a_later_day_is_named_in_the_preview_and_kept_among_the_past_ones(laure, adour, bresle):
    later = MandateFactory(member=adour, kind="delegate_elected", since=date(2025, 1, 1), account__name="Paul Martin")
    MandateFactory(member=adour, kind="delegate_staff", since=date(2024, 8, 1))
    draft = drafted(merger(adour, bresle), **ACT)
    address = reverse("staff:structure", args=[draft])
    for url in (address, reverse("staff:structure_apply", args=[draft])):
        shown = text(laure.get(url) if url == address else laure.post(url, follow=True))
        assert "Paul Martin" in shown and "confirmé à partir du 1er janvier 2025, ne commencera pas" in shown
    response = laure.get(reverse("staff:member", args=[adour.pk]))
    assert [row[0].status for row in response.context["past"].rows] == [None, None]
    past = text(response)
    assert "Mandats passés" in past and "Paul Martin (confirmé, n’a pas commencé)" in past
    laure.post(reverse("staff:structure_undo", args=[draft]))
    assert Mandate.objects.current().get(member=adour, kind="delegate_elected").account == later.account
    assert "n’a pas commencé" not in text(laure.get(reverse("staff:member", args=[adour.pk])))


def test_a_change_is_not_prepared_for_decades_ahead(laure, adour, bresle):
    answers = f"?nature=merger&jour=2999-07-01&texte=x&avant={adour.siren}&avant={bresle.siren}&apres={adour.siren}~Adour~15001~commune~15"
    assert "Le 01/07/2999 est trop loin : choisissez un jour jusqu’au 15/10/2029" in text(
        laure.post(reverse("staff:structure_check") + answers)
    )
    assert not StructureAct.objects.exists()

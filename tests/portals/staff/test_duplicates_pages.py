"""Duplicates on screen: listed with evidence, compared, told apart, joined, made two again."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.models import Beneficiary, Distinct
from entraide.apps.beneficiaries.queries.person_merges import facts_of
from entraide.apps.lifecycle.models import Lookalike, PersonMerge
from entraide.apps.lifecycle.operations.duplicates import search_duplicates
from entraide.apps.lifecycle.queries.person_merges import Preview
from entraide.orm.keys import uuid7
from entraide.portals.staff.presentation.duplicates import principals_in_words
from tests.factories.actors import actor, person, signed_in
from tests.factories.base import LONG_AGO, NOW
from tests.factories.beneficiaries import (
    AffiliationFactory,
    BankDetailsFactory,
    BeneficiaryFactory,
    DependantFactory,
    KinshipFactory,
    TaxLineFactory,
    iban,
)
from tests.factories.lifecycle import LookalikeFactory, PersonMergeFactory
from tests.factories.members import MemberFactory
from tests.factories.thread import AT
from tests.harness.budgets import assert_query_budget


pytestmark = pytest.mark.django_db
LIST, MADE = "staff:duplicates", "staff:merges"


@pytest.fixture
def officer(client_as):
    return client_as(Role.CLAIMS_OFFICER)


def someone(family="Lefèvre", given="Amina", **kwargs):
    return BeneficiaryFactory(identity__family_name=family, identity__given_name=given, **kwargs)


def pair_of(one, other):
    return reverse("staff:duplicate", args=[one.pk, other.pk])


def text(client, url, **data):
    response = client.get(url, data)
    assert response.status_code == 200
    return response.content.decode()


def prepared(client, kept, absorbed):
    """Choose which row stays, and give the address of the preview."""
    response = client.post(pair_of(kept, absorbed), {"keep": str(kept.pk)})
    assert response.status_code == 302
    return response.url


def test_the_list_shows_pairs_with_their_evidence_and_leads_to_both(officer):
    empty = text(officer, reverse(LIST))
    assert "Aucun doublon n’est connu" in empty
    one, other = someone(), someone()
    search_duplicates(actor=actor(Role.CLAIMS_OFFICER), **AT)
    page = text(officer, reverse(LIST))
    first, second = sorted((one, other), key=lambda row: row.pk)
    for words in (
        one.reference,
        other.reference,
        "presque certain",
        "mêmes noms, même naissance",
        pair_of(first, second),
        "Dernière recherche le 15",
    ):
        assert words in page


def test_the_list_is_filtered_sorted_and_downloaded(officer):
    LookalikeFactory(first_name="Zweig Anne", kinds="|iban|", rank=250)
    LookalikeFactory(first_name="Abel Rose", likeness="sure", rank=310)
    assert "Abel Rose" not in text(officer, reverse(LIST), kind="iban")
    assert "Zweig Anne" not in text(officer, reverse(LIST), likeness="sure")
    assert "Abel Rose" not in text(officer, reverse(LIST), q="zwei")
    assert "Aucune paire ne répond" in text(officer, reverse(LIST), q="personne")
    by_name = text(officer, reverse(LIST), tri="-name")
    assert by_name.index("Zweig Anne") < by_name.index("Abel Rose")
    for kind in ("csv", "xlsx"):
        assert officer.get(reverse(LIST), {"format": kind}).status_code == 200
    assert "Mêmes nom et prénom" in officer.get(reverse(LIST), {"format": "csv"}).getvalue().decode("utf-8-sig")


def test_children_entered_twice_lead_an_officer_to_their_household(officer, client_as):
    home = someone()
    LookalikeFactory(household_id=home.pk, first_name="Lou Lefèvre", second_name="Lou Lefèvre")
    link = reverse("staff:person", args=[home.pk])
    assert "Lou Lefèvre" not in text(officer, reverse(LIST))
    assert link in text(officer, reverse(LIST), who="children")
    admin = text(client_as(Role.ADMINISTRATOR), reverse(LIST), who="children")
    assert "Lou Lefèvre" in admin
    assert link not in admin


def test_lists_ask_as_many_queries_for_one_row_as_for_twenty(officer):
    def pairs(count):
        for _ in range(count):
            first, second = sorted((someone().pk, someone().pk))
            LookalikeFactory(first_id=first, second_id=second)

    assert_query_budget(officer, reverse(LIST), pairs)
    assert_query_budget(officer, reverse(MADE), lambda count: [PersonMergeFactory() for _ in range(count)])


def test_the_comparison_asks_a_fixed_number_of_queries(officer):
    one, other = someone(), someone()

    def rows(count):
        for number in range(count):
            AffiliationFactory(beneficiary=one, is_principal=False)
            KinshipFactory(beneficiary=other)
            TaxLineFactory(beneficiary=one, notice_year=1990 + number + count)

    assert_query_budget(officer, pair_of(one, other), rows, at_most=45)


def test_a_search_is_handed_to_the_worker(officer):
    someone(), someone()
    response = officer.post(reverse("staff:duplicates_search"), follow=True)
    assert "La recherche est lancée" in response.content.decode()
    assert Lookalike.objects.count() == 1


def test_the_preview_of_a_merge_names_the_principal_employer_before_and_after():
    def of(member, **values):
        return facts_of(BeneficiaryFactory(affiliation__member=member, **{f"affiliation__{key}": one for key, one in values.items()}).pk)

    reims, tours = MemberFactory(), MemberFactory()
    names = {reims.pk: "Reims", tours.pk: "Tours"}
    kept, absorbed, gone = of(reims, is_principal=False), of(tours), of(reims, until=date(2023, 1, 1))
    said = [principals_in_words(Preview(one, absorbed, ({}, {}), ()), names) for one in (kept, gone, absorbed)]
    assert said[0] == "L’employeur principal reste Reims, sauf si vous répondez ci-dessous que c’est Tours."
    assert said[1:] == ["L’employeur principal, aucun avant, sera Tours.", "L’employeur principal reste Tours."]
    assert principals_in_words(Preview(gone, gone, ({}, {}), ()), names) == ""


def test_two_rows_stand_side_by_side_with_amounts_for_the_officer_alone(officer, client_as):
    one, other = someone(), someone("Lefebvre")
    TaxLineFactory(beneficiary=one)
    BankDetailsFactory(beneficiary=one, iban_text=iban(7))
    url = pair_of(one, other)
    page, admin = text(officer, url), text(client_as(Role.ADMINISTRATOR), url)
    for words in (one.reference, other.reference, "Amina Lefebvre", iban(7)[-4:], "agent en activité", "indice fort", "presque pareil"):
        assert words in page
        assert words in admin
    assert "950,00" in page
    assert "950,00" not in admin


def test_rows_that_have_nothing_in_common_are_compared_all_the_same(officer):
    assert "Rien, aujourd’hui" in text(officer, pair_of(someone(), someone("Marchand", "Paul")))
    nobody = reverse("staff:duplicate", args=[someone().pk, uuid7()])
    assert officer.get(nobody).status_code == 404


def test_two_persons_are_told_apart(officer):
    one, other = someone(), someone()
    search_duplicates(actor=actor(Role.CLAIMS_OFFICER), **AT)
    response = officer.post(reverse("staff:duplicate_apart", args=[one.pk, other.pk]), follow=True)
    assert "ce sont deux personnes" in response.content.decode()
    assert Distinct.objects.count() == 1
    assert not Lookalike.objects.exists()
    same = officer.post(reverse("staff:duplicate_apart", args=[one.pk, one.pk]), follow=True)
    assert "Les deux fiches sont la même" in same.content.decode()


def test_which_row_stays_must_be_chosen_and_a_refusal_is_said_on_the_form(officer):
    one, other = someone(), someone()
    for data in ({}, {"keep": "neither"}):
        response = officer.post(pair_of(one, other), data)
        assert response.status_code == 422
        assert "Choisissez" in response.content.decode()
    dead = someone(identity__died_on=NOW.date())
    refused = officer.post(pair_of(one, dead), {"keep": str(one.pk)})
    assert refused.status_code == 422
    assert "décès" in refused.content.decode()
    assert officer.post(pair_of(one, one), {"keep": str(one.pk)}).status_code == 422


def test_a_preview_asks_what_differs_then_joins_and_is_undone(officer):
    reims = MemberFactory()
    kept, absorbed = someone(affiliation__member=reims), someone("Lefèvre-Marchand", affiliation__member=reims)
    child = DependantFactory()
    KinshipFactory(beneficiary=kept, dependant=child)
    KinshipFactory(beneficiary=absorbed, dependant=child, custody="alternating")
    KinshipFactory(beneficiary=absorbed, kind="spouse")
    KinshipFactory(beneficiary=kept, kind="spouse")
    TaxLineFactory(beneficiary=kept)
    TaxLineFactory(beneficiary=absorbed, line_14=TaxLineFactory.line_14 + TaxLineFactory.line_14)
    for number, row in enumerate((kept, absorbed)):
        BankDetailsFactory(beneficiary=row, iban_text=iban(number + 3))
        person(Role.BENEFICIARY, beneficiary=row)
    url = prepared(officer, kept, absorbed)
    page = text(officer, url)
    for words in (
        "L’identité",
        "L’emploi chez",
        "Le compte bancaire",
        "Le compte de connexion",
        "Le conjoint",
        "avis 2024",
        "Ce qui lie Lou",
    ):
        assert words in page
    half = officer.post(url, {"fact_0": "absorbed"})
    assert half.status_code == 422
    assert "Dites laquelle des deux fiches a raison" in half.content.decode()
    assert PersonMerge.objects.get().state == "drafted"
    facts = len(half.context["form"].fields)
    done = officer.post(url, {f"fact_{place}": "absorbed" for place in range(facts)}, follow=True)
    assert "n’en font plus qu’une" in done.content.decode()
    for words in ("Amina Lefèvre-Marchand", f"L’identité : fiche {absorbed.reference}"):
        assert words in done.content.decode()
    assert Beneficiary.objects.get(pk=absorbed.pk).absorbed_into_id == kept.pk
    assert officer.post(url, {}).status_code == 200
    undone = officer.post(reverse("staff:merge_undo", args=[PersonMerge.objects.get().pk]), follow=True)
    assert "La réunion est annulée" in undone.content.decode()
    assert Beneficiary.objects.get(pk=absorbed.pk).absorbed_into_id is None


def test_rows_that_agree_are_joined_by_one_button(officer):
    reims = MemberFactory()
    same = {"affiliation__member": reims, "affiliation__staff_number": "7", "identity__email": "amina@exemple.fr"}
    kept, absorbed = someone(**same), someone(**same)
    url = prepared(officer, kept, absorbed)
    assert "ne se contredisent en rien" in text(officer, url)
    assert "n’en font plus qu’une" in officer.post(url, {}, follow=True).content.decode()


def test_a_row_that_changed_since_the_preview_is_shown_anew_with_what_was_typed(officer):
    kept, absorbed = someone(), someone()
    url = prepared(officer, kept, absorbed)
    answers = {f"fact_{place}": "kept" for place in range(len(officer.get(url).context["form"].fields))}
    TaxLineFactory(beneficiary=absorbed)
    stale = officer.post(url, answers)
    assert stale.status_code == 422
    assert "regardez le nouvel aperçu" in stale.content.decode()
    assert "n’en font plus qu’une" in officer.post(url, answers, follow=True).content.decode()


def test_a_joining_that_has_become_impossible_can_only_be_given_up(officer):
    kept, absorbed = someone(), someone()
    url = prepared(officer, kept, absorbed)
    absorbed.identities.update(superseded_at=NOW)
    response = officer.get(url)
    assert response.status_code == 409
    assert "Réunion impossible" in response.content.decode()
    aside = officer.post(reverse("staff:merge_set_aside", args=[PersonMerge.objects.get().pk]), follow=True)
    assert "rien n’a changé" in aside.content.decode()
    assert "abandonnée" in text(officer, url)


def test_an_undoing_that_is_refused_says_why(officer):
    kept, absorbed = someone(), someone()
    url = prepared(officer, kept, absorbed)
    fields = officer.get(url).context["form"].fields
    officer.post(url, dict.fromkeys(fields, "kept"))
    TaxLineFactory(beneficiary=kept, recorded_at=PersonMerge.objects.get().applied_at + timedelta(minutes=1))
    response = officer.post(reverse("staff:merge_undo", args=[PersonMerge.objects.get().pk]), follow=True)
    assert "ne peut plus être annulée : un impôt" in response.content.decode()


def test_the_joinings_are_listed_filtered_and_downloaded(officer):
    made = PersonMergeFactory(state="applied", applied_at=NOW, applied_by=uuid7(), moved={"distinct": []})
    PersonMergeFactory(state="set_aside")
    page = text(officer, reverse(MADE))
    assert made.absorbed.reference in page
    assert PersonMerge.objects.filter(state="set_aside").get().absorbed.reference not in page
    assert made.absorbed.reference not in text(officer, reverse(MADE), state="undone")
    assert made.kept.reference in officer.get(reverse(MADE), {"format": "csv"}).getvalue().decode("utf-8-sig")
    assert officer.get(reverse("staff:merge", args=[uuid7()])).status_code == 404


def test_an_officer_does_not_join_their_own_file():
    own = someone()
    officer = signed_in(person(Role.CLAIMS_OFFICER, beneficiary=own))
    response = officer.post(pair_of(own, someone()), {"keep": str(own.pk)})
    assert response.status_code == 422
    assert "la vôtre" in response.content.decode()


def test_very_long_names_and_many_employers_hold_on_the_page(officer):
    one = someone("De " + "Montmorency-" * 7 + "Laval", "Marie-Charlotte " * 4)
    for _ in range(12):
        AffiliationFactory(beneficiary=one, is_principal=False, since=LONG_AGO)
    assert "Montmorency" in text(officer, pair_of(one, someone()))


def test_what_was_moved_is_counted_without_telling_of_what_is_confidential(officer):
    claims = {"claims.Claim.beneficiary": [["a", "b", "c"]], "notifications.Message.beneficiary_id": [["a", "b", "c"]]}
    merge = PersonMergeFactory(state="applied", applied_at=NOW, moved=claims | {"beneficiaries.Card.beneficiary": [["a", "b", "c"]] * 2})
    page = text(officer, reverse("staff:merge", args=[merge.pk]))
    assert "2 cartes" in page
    PersonMerge.objects.filter(pk=merge.pk).update(moved={"beneficiaries.Card.beneficiary": [["a", "b", "c"]]})
    assert "<li>1 carte</li>" in text(officer, reverse("staff:merge", args=[merge.pk]))
    assert "1 demande" not in page
    assert "1 message" not in page

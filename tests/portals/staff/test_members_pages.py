"""Members for who develops the network: found, sorted, downloaded; their mandates given and ended."""

from datetime import date

import pytest
from django.urls import reverse

from entraide.apps.accounts.roles import Role
from entraide.apps.members.queries.gaps import gaps_of
from entraide.apps.network.queries import holders_of
from entraide.integrations.spreadsheets.reading import read_table
from tests.factories.accounts import AccountFactory
from tests.factories.base import TODAY
from tests.factories.beneficiaries import BeneficiaryFactory, RosterImportFactory
from tests.factories.members import ContactFactory, EstablishmentFactory, MemberFactory, MembershipFactory, SuccessionFactory
from tests.factories.network import CommitteeDepartmentFactory, MandateFactory
from tests.harness.budgets import assert_query_budget


pytestmark = pytest.mark.django_db


@pytest.fixture
def laure(client_as):
    return client_as(Role.DEVELOPMENT_OFFICER)


@pytest.fixture
def reims():
    CommitteeDepartmentFactory(department="51", committee="Grand Est")
    return MemberFactory(named__name="CU du Grand Reims", kind="epci", department="51", siren="200067213")


def text(response):
    return response.content.decode().replace("\xa0", " ").replace("\u202f", " ")


def listed(client, **query):
    table = client.get(reverse("staff:member_directory"), query).context["table"]
    return [row[0].text for row in table.rows]


def test_members_are_found_sorted_and_narrowed(laure, reims):
    MemberFactory(named__name="Épernay", department="51")
    MemberFactory(named__name="Lyon", department="69")
    assert listed(laure) == ["CU du Grand Reims", "Épernay", "Lyon"]
    assert listed(laure, tri="-name") == ["Lyon", "Épernay", "CU du Grand Reims"]
    assert listed(laure, q="epern") == ["Épernay"]
    assert listed(laure, q="200 067") == ["CU du Grand Reims"]
    assert listed(laure, kind="epci") == ["CU du Grand Reims"]
    assert listed(laure, department="69") == ["Lyon"]
    assert listed(laure, tri="nonsense") == ["CU du Grand Reims", "Épernay", "Lyon"]
    shown = laure.get(reverse("staff:member_directory"), {"q": "epern", "department": "51"})
    assert [active.label for active in shown.context["active"]] == ["« epern »", "Département 51"]


def test_members_are_narrowed_by_their_committee_and_their_contract(laure, reims):
    amicale = MemberFactory(named__name="Amicale de la Marne", kind="association", membership=None, department="69")
    MemberFactory(named__name="Payée", membership__payer=amicale, department="69")
    MemberFactory(named__name="Sortante", membership__until=date(2025, 1, 1), department="69")
    EstablishmentFactory(member=reims)
    assert listed(laure, committee="Grand Est") == ["CU du Grand Reims"]
    assert listed(laure, payer=str(amicale.pk)) == ["Payée"]
    assert listed(laure, show="sortants") == listed(laure, show="sans-facturation") == ["Sortante"]
    assert listed(laure, scope="partial") == []
    assert listed(laure, payer="nobody", committee="Nulle part") == ["CU du Grand Reims", "Payée", "Sortante"]
    shown = text(laure.get(reverse("staff:member_directory")))
    assert "payée par Amicale de la Marne" in shown and "Sort le 31 décembre 2024" in shown


def test_the_register_lists_every_body_that_exists(laure, reims):
    MemberFactory(named__name="Épernay", membership=None)
    MemberFactory(named__name="Disparue", named__since=date(2010, 1, 1), named__until=date(2020, 1, 1), membership=None)
    rows = laure.get(reverse("staff:register")).context["table"].rows
    assert [(row[0].text, row[-1]) for row in rows] == [("CU du Grand Reims", date(2020, 1, 1)), ("Épernay", None)]
    found = laure.get(reverse("staff:register"), {"q": "épernay", "kind": "commune", "tri": "-siren"})
    assert [row[0].text for row in found.context["table"].rows] == ["Épernay"]
    assert "N’existent plus" in text(laure.get(reverse("staff:register"), {"q": "disparue"}))
    content = laure.get(reverse("staff:register"), {"format": "xlsx"}).content
    assert len(read_table(content, "f.xlsx").rows) == 2


def test_each_member_shows_its_people_and_its_last_list(laure, reims):
    BeneficiaryFactory.create_batch(3, affiliation__member=reims)
    RosterImportFactory(member=reims, state="applied", on=date(2024, 2, 1))
    assert laure.get(reverse("staff:member_directory")).context["table"].rows[0][-3:-1] == (3, date(2024, 2, 1))


def test_what_misses_of_a_member_is_told_in_the_list_and_on_its_page_with_the_way_to_it(laure, client_as, reims):
    url = reverse("staff:member", args=[reims.pk])
    entries = [reverse(f"staff:{name}", args=[reims.pk]) for name in ("establishment_new", "contact_new")]
    cell = laure.get(reverse("staff:member_directory")).context["table"].rows[0][-1]
    assert (cell.text, cell.url) == ("Établissement facturé et contact", f"{url}#a-renseigner")
    assert laure.get(url).context["to_fill"] == list(zip(("établissement facturé", "contact"), entries, strict=True))
    reader = text(client_as(Role.DIRECTOR).get(url))
    assert "Établissement facturé" in reader
    assert entries[0] not in reader
    assert [row[0].text for row in laure.get(reverse("staff:member_directory"), {"show": "sans-contact"}).context["table"].rows] == [
        "CU du Grand Reims"
    ]
    EstablishmentFactory(member=reims)
    ContactFactory(member=reims)
    assert laure.get(reverse("staff:member_directory")).context["table"].rows[0][-1] is None
    assert 'id="a-renseigner"' not in text(laure.get(url))


def test_who_is_paid_for_by_another_misses_no_establishment(laure, reims):
    ContactFactory(member=reims)
    paid = MemberFactory(named__name="Payée", membership__payer=reims)
    ContactFactory(member=paid)
    assert gaps_of([reims.pk, paid.pk], on=TODAY) == {reims.pk: ("billing",)}
    assert laure.get(reverse("staff:member", args=[paid.pk])).context["to_fill"] == []


def test_a_body_that_is_gone_says_what_it_became_and_offers_nothing(laure, reims):
    gone = MemberFactory(named__name="Ancienne", named__until=date(2024, 7, 1), membership__until=date(2024, 7, 1))
    SuccessionFactory(predecessor=gone, successor=reims, since=date(2024, 7, 1))
    page = laure.get(reverse("staff:member", args=[gone.pk]))
    shown = text(page)
    assert "n’existe plus depuis le 1er juillet 2024" in shown
    assert reverse("staff:member", args=[reims.pk]) in shown
    for words in (
        "Ouvrir une adhésion",
        "Ajouter un contact",
        "Enregistrer un établissement",
        "Donner un mandat",
        "Rattacher",
        "À renseigner",
    ):
        assert words not in shown, words
    typed = {"name": "Ada", "email": "ada@exemple.fr"}
    assert "n’existe que jusqu’au" in text(laure.post(reverse("staff:contact_new", args=[gone.pk]), typed))


def test_a_body_to_come_says_from_which_day(laure):
    soon = MemberFactory(named__name="Nouvelle", named__since=date(2025, 1, 1), membership=None)
    assert "existera à partir du 1er janvier 2025" in text(laure.get(reverse("staff:member", args=[soon.pk])))


def test_the_list_is_downloaded_whole(laure, reims):
    MemberFactory.create_batch(60)
    for kind in ("csv", "xlsx"):
        content = laure.get(reverse("staff:member_directory"), {"format": kind}).content
        assert len(read_table(content, f"f.{kind}").rows) == 61


def test_the_queries_of_the_list_do_not_follow_the_members(laure):
    assert_query_budget(laure, reverse("staff:member_directory"), lambda n: BeneficiaryFactory.create_batch(n))


def test_the_queries_of_the_register_do_not_follow_its_bodies(laure):
    assert_query_budget(laure, reverse("staff:register"), lambda n: MemberFactory.create_batch(n, membership=None))


def test_the_queries_of_a_page_do_not_follow_what_it_tells(laure, reims):
    numbers = iter(range(40))

    def make(count):
        for number in [next(numbers) for _ in range(count)]:
            EstablishmentFactory(member=reims, is_billed=False)
            ContactFactory(member=reims)
            SuccessionFactory(predecessor=MemberFactory(named__since=date(2010, 1, 1), named__until=date(2019, 1, 1)), successor=reims)
            MembershipFactory(member=MemberFactory(membership=None), payer=reims)
            span = {"since": date(1970 + number, 1, 1), "until": date(1971 + number, 1, 1)}
            MembershipFactory(
                member=reims, payer=MemberFactory(), covers=[{"kind": "structure", "member": str(MemberFactory().pk)}], **span
            )

    assert_query_budget(laure, reverse("staff:member", args=[reims.pk]), make, at_most=26)


@pytest.mark.parametrize(
    ("page", "typed", "target"), [("register", "q", "member"), ("member_directory", "q", "member"), ("prospects", "text", "portfolio_body")]
)
def test_the_siren_of_a_body_that_is_gone_leads_to_the_one_that_took_it_over(laure, page, typed, target):
    gone = MemberFactory(named__name="Vieux-Bourg", named__until=date(2024, 1, 1), membership=None)
    heir = MemberFactory(named__name="Bourg-Neuf")
    SuccessionFactory(predecessor=gone, successor=heir, since=date(2024, 1, 1))
    shown = text(laure.get(reverse(f"staff:{page}"), {typed: gone.siren}))
    address = reverse(f"staff:{target}", args=[heir.pk])
    assert "Vieux-Bourg" in shown and f'repris par <a href="{address}">Bourg-Neuf</a> ({heir.siren})' in shown


def test_a_body_that_is_gone_keeps_its_page(laure):
    gone = MemberFactory(named__name="Vieux-Bourg", named__since=date(2010, 1, 1), named__until=date(2016, 1, 1), membership=None)
    SuccessionFactory(predecessor=gone, successor=MemberFactory(named__name="Bourg-Neuf"))
    shown = text(laure.get(reverse("staff:member", args=[gone.pk])))
    assert "Vieux-Bourg" in shown and "N’existe plus" in shown and "Bourg-Neuf" in shown
    assert "Cet organisme n’a jamais adhéré" in shown and "Aucun établissement" not in shown and "Aucun contact" not in shown


def test_a_member_tells_its_names_memberships_mandates_and_counts(laure, reims):
    MandateFactory(member=reims, account__name="Sylvie Marchand")
    MandateFactory(member=reims, account__name="Ancienne Déléguée", kind="delegate_staff", until=date(2023, 1, 1))
    BeneficiaryFactory.create_batch(2, affiliation__member=reims)
    shown = text(laure.get(reverse("staff:member", args=[reims.pk])))
    for words in ("CU du Grand Reims", "200067213", "Grand Est", "tout le personnel", "Sylvie Marchand", "Ancienne Déléguée"):
        assert words in shown
    assert "Personne ne tient ce mandat" in shown


def test_a_mandate_that_runs_to_a_known_day_is_not_past_and_one_to_come_is_told_apart(laure, reims):
    end = date(2030, 1, 1)
    MandateFactory(member=reims, account__name="En Cours", kind="delegate_elected", until=end)
    MandateFactory(member=reims, account__name="À Venir", kind="delegate_elected", since=end)
    MandateFactory(member=reims, account__name="Ancien", kind="delegate_staff", until=TODAY)
    context = laure.get(reverse("staff:member", args=[reims.pk])).context
    assert [row[0].text for row in context["past"].rows] == ["Délégué des agents : Ancien"]
    assert [row[0].text for row in context["to_come"].rows] == ["Délégué des élus : À Venir"]


def test_a_body_without_contract_is_offered_no_mandate_and_says_why(laure):
    body = MemberFactory(named__name="Celles", membership__until=TODAY)
    MandateFactory(member=body)
    url = reverse("staff:member", args=[body.pk])
    shown = text(laure.get(url))
    assert "Donner un mandat" not in shown and "Passer à une autre personne" not in shown and "Terminer" in shown
    AccountFactory(email="sylvie@exemple.fr")
    assert "n’adhère pas" in text(laure.post(url, {"kind": "delegate_staff", "email": "sylvie@exemple.fr"}))


def test_an_administrator_ends_a_mandate(client_as, reims):
    MandateFactory(member=reims)
    ending = reverse("staff:member_end_mandate", args=[reims.pk])
    assert client_as(Role.ADMINISTRATOR).post(ending, {"kind": "correspondent"}).status_code == 302
    assert holders_of(reims.pk, on=TODAY) == []


def test_a_mandate_that_is_vacant_is_proposed_first_and_none_where_all_are_held(laure, reims):
    MandateFactory(member=reims)
    url = reverse("staff:member", args=[reims.pk])
    assert '<option value="delegate_elected" selected>' in text(laure.get(url))
    for kind in ("delegate_elected", "delegate_staff"):
        MandateFactory(member=reims, kind=kind)
    shown = text(laure.get(url))
    assert "Donner un mandat" not in shown and "Passer à une autre personne" in shown


def test_a_mandate_is_given_then_ended(laure, reims):
    holder = AccountFactory(email="sylvie@exemple.fr")
    url = reverse("staff:member", args=[reims.pk])
    assert "Le mandat est donné" in text(laure.post(url, {"kind": "correspondent", "email": "Sylvie@Exemple.fr"}, follow=True))
    assert holders_of(reims.pk, on=TODAY) == [("correspondent", holder.pk)]
    refused = laure.post(url, {"kind": "correspondent", "email": "sylvie@exemple.fr"})
    assert (refused.status_code, "Ce mandat est déjà tenu" in text(refused)) == (422, True)
    ending = reverse("staff:member_end_mandate", args=[reims.pk])
    assert "Le mandat est terminé" in text(laure.post(ending, {"kind": "correspondent"}, follow=True))
    assert "Personne ne tient ce mandat aujourd’hui" in text(laure.post(ending, {"kind": "correspondent"}, follow=True))
    assert holders_of(reims.pk, on=TODAY) == []


def test_a_mandate_wants_an_account_that_exists(laure, reims):
    refused = laure.post(reverse("staff:member", args=[reims.pk]), {"kind": "correspondent", "email": "personne@exemple.fr"})
    assert "Aucun compte n’a cette adresse" in text(refused)
    assert 'value="personne@exemple.fr"' in text(refused)


def test_the_direction_reads_a_member_and_gives_no_mandate(client_as, reims):
    director, url = client_as(Role.DIRECTOR), reverse("staff:member", args=[reims.pk])
    AccountFactory(email="sylvie@exemple.fr")
    assert "Donner un mandat" not in text(director.get(url))
    director.post(url, {"kind": "correspondent", "email": "sylvie@exemple.fr"})
    assert holders_of(reims.pk, on=TODAY) == []


def test_a_member_that_does_not_exist_is_not_found(laure):
    missing = reverse("staff:member", args=["01900000-0000-7000-8000-000000000000"])
    assert laure.get(missing).status_code == 404

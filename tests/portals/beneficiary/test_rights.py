"""« Mes droits » stays clear and quick with the whole catalogue; each benefit says how it is obtained, and who opens the right."""

from datetime import date

import pytest
from django.db import connection
from django.urls import reverse

from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.models import Kinship
from entraide.apps.beneficiaries.operations.files import NewDependant, add_dependant
from entraide.apps.claims.models import Claim
from entraide.core.rules import Deadline, DeadlineStart
from entraide.portals.beneficiary.offers import delay_in_words
from tests.factories import families
from tests.factories.actors import person, signed_in
from tests.factories.base import NOW, TODAY
from tests.factories.rules import ONE_RIGHT_A_CHILD, SPLIT_RIGHT, publish_benefit
from tests.factories.thread import AT, BENEFIT
from tests.harness.budgets import queries_of


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_catalogue")]
RIGHTS = "beneficiary:entitlements"
PAID_BY = {
    "voucher": "chèques ou coupons",
    "cheque": "par lettre-chèque",
    "supplier_order": "sur commande",
    "loan": "prêt à rembourser",
}


@pytest.fixture
def home():
    return families.family()


@pytest.fixture
def client(home):
    return signed_in(home.opener)


def read(client, name=RIGHTS, *args, **data):
    """Read a page, its spaces made plain."""
    return client.get(reverse(name, args=args), data).content.decode().replace("\xa0", " ").replace("\u202f", " ")


def shelves(client, **data):
    return client.get(reverse(RIGHTS), data).context["shelves"]


def other_benefit(code, **words):
    """Publish another benefit for a child, like leisure care but for some words."""
    text = ONE_RIGHT_A_CHILD.replace("accueil-de-loisirs", code).replace("name: Accueil de loisirs", f"name: {code.capitalize()}")
    for old, new in words.items():
        text = text.replace(f"{old}: {WORDS[old]}", f"{old}: {new}")
    publish_benefit(text)


WORDS = {"paid_by": "transfer", "theme": "Enfance", "subject": "child"}


class TestShelves:
    def test_what_can_be_claimed_comes_first_and_each_benefit_stands_on_one_shelf(self, client):
        laid = shelves(client)
        assert BENEFIT in {offer.code for offer in laid.sure}
        codes = [offer.code for offer in (*laid.sure, *laid.perhaps)] + [code for _, rows in laid.themes for code, _, _ in rows]
        codes += [each.code for each in laid.closed] + [code for code, _, _ in laid.other_parent]
        assert len(codes) == len(set(codes)) == laid.count
        page = read(client)
        assert page.index("À demander en ligne") < page.index("Auprès de l’association") < page.index("Pas pour vous en ce moment")
        assert f"{laid.others_count} aides auprès de l’association" in page

    @pytest.mark.parametrize(("paid_by", "told"), PAID_BY.items())
    def test_what_no_transfer_pays_is_shown_with_how_it_is_obtained_and_cannot_be_claimed(self, client, home, paid_by, told):
        other_benefit("essai", paid_by=paid_by)
        assert told in {how for _, rows in shelves(client).themes for code, _, how in rows if code == "essai"}
        page = read(client, "beneficiary:benefit", "essai")
        assert "Comment l’obtenir" in page and "Faire une demande" not in page
        client.post(reverse("beneficiary:start"), {"benefit": "essai", "subject": str(home.child)})
        assert not Claim.objects.exists()

    def test_an_amount_that_nobody_knows_is_said_so(self, client):
        page = read(client, "beneficiary:benefit", "noel-des-enfants")
        assert "Le montant n’est pas connu" in page and "Faire une demande" not in page

    def test_the_postage_that_the_person_bears_is_told_and_the_taxation_is_for_the_staff(self, client):
        publish_benefit(
            ONE_RIGHT_A_CHILD.replace("accueil-de-loisirs", "essai").replace(
                "paid_by: transfer", "paid_by: voucher\npostage: 2.14 EUR\ntaxation: {regime: exempt}"
            )
        )
        page = read(client, "beneficiary:benefit", "essai")
        assert "Frais d’envoi à votre charge : 2,14 €" in page and "imposable" not in page

    def test_a_confidential_aid_is_shown_to_everyone_and_asked_of_the_social_service(self, client):
        publish_benefit(
            ONE_RIGHT_A_CHILD.replace("accueil-de-loisirs", "essai")
            .replace("subject: child", "subject: household")
            .replace("paid_by: transfer", "paid_by: transfer\nconfidential: true")
        )
        assert "en toute confidentialité" in {how for _, rows in shelves(client).themes for code, _, how in rows if code == "essai"}
        assert "service social" in read(client, "beneficiary:benefit", "essai")
        client.post(reverse("beneficiary:start"), {"benefit": "essai"})
        assert not Claim.objects.exists()

    def test_a_local_complement_is_kept_and_never_offered_shown_nor_claimed(self, client, home):
        publish_benefit(
            ONE_RIGHT_A_CHILD.replace("accueil-de-loisirs", "complement").replace(
                "paid_by: transfer", "paid_by: transfer\non_top_of: accueil-de-loisirs"
            )
        )
        assert "complement" not in read(client)
        assert client.get(reverse("beneficiary:benefit", args=["complement"])).status_code == 404
        client.post(reverse("beneficiary:start"), {"benefit": "complement", "subject": str(home.child)})
        assert not Claim.objects.exists()

    def test_what_is_closed_says_why_for_each_person(self, client, home):
        families.child_of(home.opener, given_name="Tom", born_on=date(1997, 1, 1))
        families.child_of(home.opener, given_name="Ana", born_on=date(2004, 1, 1))
        (offer,) = [offer for offer in shelves(client).sure if offer.code == BENEFIT]
        assert [who for who, _, _ in offer.lines] == ["Ana", "Lou"] and offer.not_for == "Tom"
        page = read(client)
        assert "Pas pour Tom en ce moment" in page and ", selon le taux de handicap" in page

    def test_a_household_without_children_reads_that_some_aids_are_for_them(self):
        alone = families.family()
        Kinship.objects.filter(dependant_id=alone.child).delete()
        client = signed_in(alone.opener)
        assert BENEFIT in {each.code for each in shelves(client).for_nobody}
        assert "que votre foyer ne compte pas" in read(client)
        assert "Cette aide concerne vos enfants" in read(client, "beneficiary:benefit", BENEFIT)


class TestSearching:
    def test_a_word_is_found_in_a_name_a_summary_or_a_theme_accents_forgiven(self, client):
        laid = shelves(client, q="ACCUEIL loisir")
        assert [offer.code for offer in laid.sure] == [BENEFIT]
        assert shelves(client, q="enfance").sure and not shelves(client, q="zzz").count
        page = read(client, q="zzz")
        assert "Aucune aide ne répond à cette recherche." in page and "Voir tous mes droits" in page and "0 aide" not in page
        assert shelves(client, q="accueils de loisirs").sure

    def test_a_theme_keeps_its_benefits_only(self, client):
        laid = shelves(client, theme="Enfance")
        assert laid.sure and {label.rpartition(" (")[0] for label, _ in laid.themes} <= {"Enfance"}

    def test_a_person_of_the_household_keeps_what_is_for_them(self, client, home):
        noe = families.child_of(home.opener, given_name="Noé")
        laid = shelves(client, pour=str(noe))
        assert {who for offer in laid.sure for who, _, _ in offer.lines} == {"Noé"}
        assert BENEFIT not in {offer.code for offer in shelves(client, pour="vous").sure}

    def test_a_filter_that_is_no_choice_filters_nothing(self, client):
        assert shelves(client, pour="nobody", theme="nowhere").count == shelves(client).count


class TestHome:
    def test_who_has_children_and_no_right_left_is_not_told_to_add_them(self, client, home):
        families.filed(home)
        families.end_rights(home, on=TODAY)
        page = read(client, "beneficiary:home")
        assert "Aucun autre droit ouvert aujourd’hui" in page and "ajoutez" not in page.lower()
        Kinship.objects.update(superseded_at=NOW)
        assert "Si vous avez des enfants, ajoutez-les" in read(client, "beneficiary:home")


class TestBudget:
    # What is asked together is one trip on PostgreSQL, and as many as there are statements on SQLite, which lies in the process.
    @pytest.mark.parametrize(
        ("name", "args", "trips", "statements"),
        [(RIGHTS, (), 8, 16), ("beneficiary:home", (), 15, 23), ("beneficiary:benefit", (BENEFIT,), 14, 25)],
    )
    def test_four_children_ask_no_more_queries_than_one(self, client, home, name, args, trips, statements):
        url = reverse(name, args=args)
        queries_of(client, url)
        one = queries_of(client, url)
        for number in range(3):
            families.child_of(home.opener, given_name=f"Enfant {number}")
        assert len(queries_of(client, url)) == len(one) <= (trips if connection.vendor == "postgresql" else statements)

    def test_more_benefits_ask_no_more_queries(self, client):
        queries_of(client, reverse(RIGHTS))
        before = queries_of(client, reverse(RIGHTS))
        for number in range(5):
            other_benefit(f"essai-{number}")
        read(client)
        assert len(queries_of(client, reverse(RIGHTS))) == len(before)

    def test_the_household_page_asks_as_much_for_four_children_as_for_one(self, client, home):
        url = reverse("beneficiary:household")
        one = queries_of(client, url)
        for number in range(3):
            families.child_of(home.opener, given_name=f"Enfant {number}")
        assert len(queries_of(client, url)) == len(one) <= 25


class TestTwoParents:
    @pytest.fixture
    def parents(self):
        """Two beneficiaries who have entered the same child; the first opens the right."""
        found = []
        for _ in range(2):
            there = families.family(born_on=date(2012, 1, 1))
            child = families.proved(families.child_of(there.opener, given_name="Zoé", family_name="Ferrand"))
            found.append(families.Family(there.opener, child))
        return found

    def test_the_other_parent_reads_it_on_every_page_with_what_to_do(self, parents):
        client = signed_in(parents[1].opener)
        assert BENEFIT in {offer.code for offer in shelves(client).sure}
        page = read(client, "beneficiary:benefit", BENEFIT)
        assert page.count("Ouvert par l’autre parent") == 1 and "Mon foyer" in page
        Kinship.objects.filter(beneficiary=parents[1].opener.beneficiary).exclude(dependant_id=parents[1].child).delete()
        laid = shelves(client)
        assert (BENEFIT, "Accueil de loisirs", "Zoé") in laid.other_parent
        (licence,) = [each for each in laid.closed if each.code == "permis-de-conduire-enfant"]
        assert "l’âge" in licence.reasons[0][1]
        assert "Ouvert par l’autre parent" in read(client)

    def test_the_opener_reads_that_they_open_the_right(self, parents):
        client = signed_in(parents[0].opener)
        assert "c’est vous qui ouvrez le droit" in read(client, "beneficiary:benefit", BENEFIT)
        page = read(client, "beneficiary:household")
        assert "Aujourd’hui, c’est vous." in page and "Qui ouvre le droit pour cet enfant ?" in page

    def test_nothing_of_the_other_parent_is_told(self, parents):
        first, second = (families.family_name_of(each.opener) for each in parents)
        pages = [read(signed_in(parents[1].opener), name, *args) for name, args in PAGES]
        assert all(first not in page and parents[0].opener.beneficiary.reference not in page for page in pages)
        assert any(second in page for page in pages)

    def test_the_choice_is_one_post_and_both_pages_follow(self, parents):
        clients = [signed_in(each.opener) for each in parents]
        urls = [reverse("beneficiary:name_opener", args=[each.child]) for each in parents]
        names = [f"droit-{each.child.hex[-8:]}-named" for each in parents]
        page = clients[1].post(urls[1], {names[1]: "self"}, follow=True).content.decode()
        assert "Votre choix est enregistré pour Zoé" in page and "en attente de l’accord de l’autre parent" in page
        page = clients[0].post(urls[0], {names[0]: "other"}, follow=True).content.decode()
        assert "Aujourd’hui, c’est l’autre parent." in page and "Les parents ont désigné" in page
        assert "Aujourd’hui, c’est vous." in read(clients[1], "beneficiary:household")
        clients[1].post(urls[1], {names[1]: "nobody"})
        assert "L’autre parent vous laisse ouvrir le droit." in read(clients[1], "beneficiary:household")
        clients[0].post(urls[0], {names[0]: "nobody"})
        assert "Aujourd’hui, c’est l’autre parent." in read(clients[1], "beneficiary:household")

    def test_a_stranger_who_enters_a_child_is_told_nothing_of_its_parents(self):
        home = families.family(custody="alternating")
        families.granted(home, person(Role.CLAIMS_OFFICER))
        name, stranger = families.family_name_of(home.opener), families.family(born_on=date(2012, 1, 1))
        families.child_of(stranger.opener, family_name=name, custody="alternating")
        pages = [read(signed_in(stranger.opener), page, *args) for page, args in PAGES]
        assert all("autre parent" not in page and "bénéficiaire, et" not in page for page in pages)

    def test_an_empty_choice_changes_nothing_and_asks_again(self, parents):
        client, child = signed_in(parents[1].opener), parents[1].child
        for name in ("beneficiary:name_opener", "beneficiary:change_custody"):
            assert "Zoé" in client.post(reverse(name, args=[child]), follow=True).content.decode()
        assert list(Kinship.objects.filter(dependant_id=child).values_list("opener_named", "custody")) == [("", "full")]

    def test_a_child_who_lives_with_each_in_turn_is_claimed_for_by_both(self, parents):
        publish_benefit(SPLIT_RIGHT)
        client, child = signed_in(parents[1].opener), parents[1].child
        sent = {f"garde-{child.hex[-8:]}-custody": "alternating"}
        page = client.post(reverse("beneficiary:change_custody", args=[child]), sent, follow=True).content.decode()
        assert "La garde de Zoé est enregistrée" in page and "chacun demande sa part" in page
        assert "chacun fait sa demande" in read(client, "beneficiary:benefit", BENEFIT)

    def test_a_spouse_has_no_custody_to_change(self, home):
        spouse = NewDependant("spouse", "Sam", "Martin", date(1982, 1, 1))
        key = add_dependant(beneficiary_id=home.opener.beneficiary.pk, dependant=spouse, actor=home.actor, **AT)
        assert signed_in(home.opener).post(reverse("beneficiary:change_custody", args=[key])).status_code == 404


PAGES = (("beneficiary:household", ()), (RIGHTS, ()), ("beneficiary:benefit", (BENEFIT,)))


@pytest.mark.parametrize(
    ("deadline", "said"),
    [
        (Deadline(6), "À demander dans les 6 mois qui suivent."),
        (Deadline(0, DeadlineStart.CIVIL_YEAR_END), "À demander avant la fin de l’année."),
        (Deadline(3, DeadlineStart.CIVIL_YEAR_END), "À demander dans les 3 mois après la fin de l’année."),
    ],
)
def test_a_delay_is_said_as_people_say_it(deadline, said):
    assert delay_in_words(deadline) == said

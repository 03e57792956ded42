"""The correspondent's pages: their own member's staff, what it told us of it, and nothing else."""

import csv
import io
import re
from datetime import date

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from entraide.apps.accounts.models import ActivationCode
from entraide.apps.accounts.roles import Role
from entraide.apps.contributions.models import ContributionLine
from entraide.core.money import Money
from entraide.integrations.spreadsheets.reading import read_table
from tests.apps.beneficiaries.rosters import AT, Line, applied, held, staff, written
from tests.factories.accounts import AccountFactory
from tests.factories.actors import person, signed_in
from tests.factories.base import TODAY
from tests.factories.beneficiaries import AffiliationFactory, BeneficiaryFactory, KinshipFactory, RosterImportFactory, TaxLineFactory
from tests.factories.claims import ClaimFactory
from tests.factories.figures import ContributionLineFactory
from tests.factories.members import MemberFactory
from tests.harness.budgets import assert_query_budget, queries_of


pytestmark = pytest.mark.django_db


@pytest.fixture
def reims():
    return MemberFactory(named__name="CU du Grand Reims")


@pytest.fixture
def sylvie(reims):
    return person(Role.CORRESPONDENT, member=reims)


@pytest.fixture
def client(sylvie):
    return signed_in(sylvie)


def text(response):
    return response.content.decode().replace("\xa0", " ").replace("\u202f", " ")


def page(client, name, *args, **query):
    response = client.get(reverse(f"correspondent:{name}", args=args), query)
    assert response.status_code == 200
    return text(response)


# Home


def test_a_member_without_any_list_is_asked_for_one(client):
    shown = page(client, "home")
    assert "Envoyez votre liste du personnel pour cette année" in shown
    assert "Aucune liste n’a encore été appliquée" in shown


def test_the_year_is_seen_at_a_glance(client, reims, sylvie):
    applied(reims, [*staff(11), Line(50, status="retiree", born_on=date(1955, 1, 1))], sylvie.actor)
    ContributionLineFactory(member=reims, year=2024, cents=Money(250_000), on=date(2024, 1, 15), origin="imported")
    ContributionLineFactory(year=2024, cents=Money(999_900), on=date(2024, 1, 15))
    shown = page(client, "home")
    assert "Rien ne vous attend" in shown
    assert "11 agents, 1 retraité" in shown
    assert "2 500,00 €" in shown
    assert "dernière liste appliquée, pour 2024" in shown


def test_last_year_s_list_is_not_this_year_s(client, reims):
    RosterImportFactory(member=reims, year=2023, state="applied", applied_at=AT["at"], applied_on=TODAY)
    assert "La dernière liste appliquée est celle de 2023" in page(client, "home")


def test_a_list_that_waits_is_named_first(client, reims):
    RosterImportFactory(member=reims, arrival_count=12, departure_count=3, unchanged_count=1471)
    shown = page(client, "home")
    assert "Une liste attend que vous la vérifiiez" in shown
    assert "12 arrivées, 3 départs, 1 471 inchangés" in shown


# My staff


def test_someone_is_found_by_the_beginning_of_a_name_accents_forgiven(client, reims):
    held(reims, [Line(1, family_name="Lefèvre", given_name="Éloïse"), Line(2, family_name="Martin", given_name="Zoé")])
    assert "Lefèvre Éloïse" in page(client, "agents", q="lefevre")
    assert "Lefèvre Éloïse" in page(client, "agents", q="ELOI lef")
    assert "Martin" not in page(client, "agents", q="eloise")
    assert "Personne ne répond à cette recherche" in page(client, "agents", q="dupond")


def test_the_staff_is_narrowed_to_what_is_looked_for(client, reims):
    people = held(
        reims, [Line(1, family_name="Ouvert"), Line(2, family_name="Fermé"), Line(3, family_name="Parti", left_on=date(2024, 5, 31))]
    )
    people[1].account = AccountFactory()
    people[1].save(update_fields=["account"])
    held(reims, [Line(4, family_name="Retraité", status="retiree")])
    names = {"Ouvert", "Fermé", "Parti", "Retraité"}
    for state, kept in {"activated": {"Ouvert"}, "to_activate": names - {"Ouvert"}, "leaving": {"Parti"}, "retiree": {"Retraité"}}.items():
        shown = page(client, "agents", state=state)
        assert {name for name in names if f"{name} Zoé" in shown} == kept


def test_the_staff_is_sorted_as_asked(client, reims):
    held(reims, [Line(1, arrived_on=date(2020, 1, 1)), Line(2, arrived_on=date(2010, 1, 1))])
    oldest_first = page(client, "agents", tri="since")
    assert oldest_first.index("2010") < oldest_first.index("2020")
    assert page(client, "agents", tri="nonsense")


def test_someone_s_page_says_what_the_employer_told_and_nothing_else(client, reims):
    line = Line(1, family_name="Lefèvre", email="secret@exemple.fr", left_on=date(2024, 5, 31), service="Voirie")
    someone = held(reims, [line])[1]
    child = KinshipFactory(beneficiary=someone, dependant__identity__given_name="Petitloup")
    TaxLineFactory(beneficiary=someone, line_14=Money(123_456))
    ClaimFactory(beneficiary=someone, member=reims)
    shown = page(client, "agent", someone.pk)
    assert "Voirie" in shown
    assert "31 mai 2024" in shown
    assert "Ouverts jusqu’au 31 décembre 2024 inclus" in shown
    assert "À activer" in shown
    for hidden in ("Petitloup", "1 234", "Demande", "secret@exemple.fr", str(child.pk)):
        assert hidden not in shown


def test_the_activation_code_is_printed_once_for_a_sealed_letter(client, reims):
    someone = held(reims, [Line(1, family_name="Lefèvre")])[1]
    url = reverse("correspondent:agent_code", args=[someone.pk])
    letter = client.post(url, {"channel": "handed_over"})
    assert "Votre code d’activation" in text(letter)
    assert "Lefèvre" in text(letter)
    assert "no-store" in letter.headers["Cache-Control"]
    code = ActivationCode.objects.get()
    assert (code.subject_id, code.channel) == (someone.pk, "handed_over")
    assert code.code_hash not in text(letter)


def test_the_activation_code_is_sent_to_the_address_on_file(client, reims):
    someone = held(reims, [Line(1, email="zoe@exemple.fr")])[1]
    client.post(reverse("correspondent:agent_code", args=[someone.pk]), {"channel": "email"})
    assert mail.outbox[0].to == ["zoe@exemple.fr"]


@pytest.mark.parametrize("channel", ["", "letter", "pigeon"])
def test_a_code_is_handed_over_in_no_other_way(client, reims, channel):
    someone = held(reims, [Line(1)])[1]
    client.post(reverse("correspondent:agent_code", args=[someone.pk]), {"channel": channel})
    assert not ActivationCode.objects.exists()


def test_no_code_is_made_for_who_has_an_account(client, reims):
    someone = held(reims, [Line(1)])[1]
    someone.account = AccountFactory()
    someone.save(update_fields=["account"])
    assert "Son compte est ouvert" in page(client, "agent", someone.pk)
    refused = client.post(reverse("correspondent:agent_code", args=[someone.pk]), {"channel": "handed_over"}, follow=True)
    assert "Cette personne a déjà un compte" in text(refused)
    assert not ActivationCode.objects.exists()


# Nobody else's


# The menu of roles is a form, whose token is drawn anew on each page.
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')


def queries_and_answer(client, url):
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url)
    return len(captured.captured_queries), response.status_code, TOKEN.sub(b"", response.content)


@pytest.mark.parametrize(("name", "make"), [("agent", BeneficiaryFactory), ("roster_preview", RosterImportFactory)])
def test_another_member_s_is_answered_as_what_does_not_exist(client, name, make):
    foreign = make()
    missing = reverse(f"correspondent:{name}", args=["01900000-0000-7000-8000-000000000000"])
    queries_and_answer(client, missing)
    assert queries_and_answer(client, reverse(f"correspondent:{name}", args=[foreign.pk])) == queries_and_answer(client, missing)
    assert queries_and_answer(client, missing)[1] == 404


def test_no_act_reaches_another_member_s(client):
    foreign, stranger = RosterImportFactory(), BeneficiaryFactory()
    for act in ("answer", "apply", "set_aside", "undo"):
        assert client.post(reverse(f"correspondent:roster_{act}", args=[foreign.pk])).status_code == 404
    assert client.post(reverse("correspondent:agent_code", args=[stranger.pk]), {"channel": "handed_over"}).status_code == 404
    foreign.refresh_from_db()
    assert foreign.state == "previewed"


def test_someone_who_left_and_whose_rights_are_over_is_on_the_staff_no_more(client, reims):
    gone = held(reims, [Line(1, left_on=date(2023, 5, 31))])[1]
    assert client.get(reverse("correspondent:agent", args=[gone.pk])).status_code == 404


def test_an_agent_without_rights_is_on_the_list_and_is_said_to_have_none(client, reims):
    short = {"contract": "fixed_term", "contract_until": date(2024, 11, 1), "since": date(2024, 9, 2)}
    people = {
        "Pas de droits avec ce contrat": AffiliationFactory(member=reims, rights_until=date(2024, 9, 2), **short),
        "Ouverts jusqu’au 31 décembre 2025 inclus": AffiliationFactory(member=reims, rights_until=date(2026, 1, 1)),
        "Ouverts": AffiliationFactory(member=reims),
    }
    listed = page(client, "agents")
    for said, row in people.items():
        assert reverse("correspondent:agent", args=[row.beneficiary_id]) in listed
        assert said in page(client, "agent", row.beneficiary_id)


# Downloads


def rows_of(response):
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return [list(row.cells) for row in read_table(content, "f.csv").rows]


def test_the_staff_is_downloaded_under_the_titles_of_the_list(client, reims):
    held(reims, staff(2))
    held(MemberFactory(), [Line(9, family_name="Ailleurs")])
    url = reverse("correspondent:staff_file")
    for kind in ("csv", "xlsx"):
        rows = rows_of(client.get(url, {"format": kind}))
        assert [row[:3] for row in rows] == [["00001", "Aaaaaabbb", "Zoé"], ["00002", "Aaaaaaccc", "Zoé"]]


def test_a_cell_that_a_spreadsheet_would_run_is_made_text(client, reims):
    held(reims, [Line(1, service="=cmd|calc")])
    lines = client.get(reverse("correspondent:staff_file")).content.decode()
    assert ";'=cmd|calc" in lines


def test_the_staff_as_downloaded_may_be_sent_back_and_changes_nothing(client, reims, sylvie):
    held(reims, [*staff(3), Line(7, status="retiree"), Line(8, status="apprentice"), Line(9, left_on=date(2024, 5, 31))])
    for kind in ("csv", "xlsx"):
        content = client.get(reverse("correspondent:staff_file"), {"format": kind}).content
        response = sending(client, content, name=f"personnel.{kind}", follow=True)
        assert "6 inchangés" in text(response)
        assert response.context["page"].paginator.count == 0


def test_the_model_has_the_titles_and_no_line(client):
    content = client.get(reverse("correspondent:model_file")).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content), delimiter=";"))
    assert [row[:4] for row in rows] == [["Matricule", "Nom", "Prénom", "Date de naissance"]]


def test_the_lines_of_a_year_s_call_add_up(client, reims):
    ContributionLineFactory(member=reims, year=2024, label="Actifs", cents=Money(200_000), on=date(2024, 1, 15))
    ContributionLineFactory(member=reims, year=2024, label="Régul", kind="adjustment", cents=Money(-5_000), on=date(2024, 6, 1))
    ContributionLineFactory(member=reims, year=2023, label="Année passée", cents=Money(1_000), on=date(2023, 1, 15))
    shown = page(client, "contribution")
    assert "Actifs" in shown
    assert "1 950,00 €" in shown
    assert "Année passée" not in shown
    assert "Année passée" in page(client, "contribution", annee="2023")
    assert "Actifs" in page(client, "contribution", annee="1990")
    assert len(rows_of(client.get(reverse("correspondent:contributions_file")))) == ContributionLine.objects.count()


def test_a_year_without_call_says_so(client):
    assert "Rien n’a encore été appelé pour 2024" in page(client, "contribution")


# As many queries for one as for twenty


@pytest.mark.parametrize("name", ["home", "agents", "contribution", "downloads", "staff_file"])
def test_the_queries_of_a_page_do_not_follow_its_people(client, reims, name):
    numbers = iter(range(1, 100))
    assert_query_budget(client, reverse(f"correspondent:{name}"), lambda n: held(reims, [Line(next(numbers)) for _ in range(n)]))


def test_the_queries_of_the_lists_sent_do_not_follow_their_number(client, reims):
    assert_query_budget(
        client,
        reverse("correspondent:roster"),
        lambda n: RosterImportFactory.create_batch(n, member=reims, sent_by=client.person.account.pk),
    )


def test_the_queries_of_a_preview_do_not_follow_its_lines(client, reims):
    counts = []
    for lines in (staff(1), staff(20)):
        preview = sending(client, written(lines))
        counts.append(len(queries_of(client, preview.headers["Location"])))
    assert counts[0] == counts[1] <= 25


def sending(client, content, name="liste.csv", year=TODAY.year, **kwargs):
    file = io.BytesIO(content)
    file.name = name
    return client.post(reverse("correspondent:roster"), {"file": file, "year": year}, **kwargs)


def test_who_wears_another_hat_opens_nothing():
    assert signed_in(person(Role.BENEFICIARY)).get(reverse("correspondent:home")).status_code == 403

"""The desk of notices: one after the other by keyboard, each fault said, the second of two officers told."""

import re

import pytest
from django.urls import reverse

from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.models import TaxCampaign, TaxLine, TaxNotice
from entraide.apps.beneficiaries.operations.tax_notices import SentNotice, check_notice, send_notice
from entraide.apps.documents.models import Document
from entraide.core.money import Money
from tests.apps.beneficiaries.test_tax_notices import reading_of, sent_by
from tests.factories.actors import person, signed_in
from tests.factories.base import NOW, TODAY
from tests.factories.beneficiaries import KinshipFactory, TaxLineFactory, TaxNoticeFactory
from tests.factories.thread import AT, filed_by, paper_from
from tests.harness.budgets import assert_query_budget


pytestmark = pytest.mark.django_db
LIST, START = "/equipe/avis/", "/equipe/avis/commencer/"


@pytest.fixture
def camille(client_as):
    return client_as(Role.CLAIMS_OFFICER)


@pytest.fixture
def notice(db):
    return sent_by(person(Role.BENEFICIARY))


def url(name, notice):
    return reverse(f"staff:notice{name}", args=[notice.pk])


def typed(notice, line="800", **more):
    return {"notice_year": "2023", "line_14": line, "seen": str(notice.document_id), **more}


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_the_first_notice_is_taken_and_each_check_leads_to_the_next(camille):
    notices = [sent_by(person(Role.BENEFICIARY)) for _ in range(3)]
    assert camille.post(START).headers["Location"] == url("", notices[0])
    page = camille.get(url("", notices[0]))
    assert 'value="2023" selected' in page.content.decode() and "autofocus" in page.content.decode()
    answer = camille.post(url("_check", notices[0]), typed(notices[0], "1 250,00"))
    assert answer.headers["Location"] == url("", notices[1])
    assert TaxLine.objects.get().line_14 == Money.of(1250)
    assert "vérifié : 1" in text_of(camille.get(url("", notices[1])))
    assert camille.post(url("_skip", notices[1])).headers["Location"] == url("", notices[2])
    back = camille.post(url("_send_back", notices[2]), {"reason": "illegible", "seen": str(notices[2].document_id)})
    assert back.headers["Location"] == url("", notices[1])
    camille.post(url("_check", notices[1]), typed(notices[1]))
    assert camille.post(START).headers["Location"] == LIST
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"line_14": ""}, "Indiquez le montant de la ligne 14, 0 s’il n’y a pas d’impôt."),
        ({"line_14": "beaucoup"}, "Écrivez un montant en euros"),
        ({"line_14": "-5"}, "Le montant ne peut pas être négatif."),
        ({"line_14": "999999999"}, "Ce montant n’est pas plausible pour une ligne 14."),
        ({"notice_year": "1999"}, "Choisissez une année dont l’avis sert encore."),
    ],
)
def test_each_fault_is_said_once_and_what_was_typed_is_kept(camille, notice, data, sentence):
    answer = camille.post(url("_check", notice), typed(notice, "812", **data) if "line_14" not in data else typed(notice) | data)
    assert answer.status_code == 422 and sentence in text_of(answer)
    assert f'value="{data.get("line_14", "812")}"' in answer.content.decode() or not data.get("line_14", "812")
    assert TaxNotice.objects.get().state == "sent" and not TaxLine.objects.exists() and Document.objects.count() == 1


def test_two_notices_want_two_lines(camille):
    notice = sent_by(person(Role.BENEFICIARY), partner=True)
    assert text_of(camille.get(url("", notice))).count("Avis du conjoint") >= 1
    answer = camille.post(url("_check", notice), typed(notice))
    assert "indiquez aussi la ligne 14 du conjoint" in text_of(answer)
    both = ",".join(map(str, reading_of(notice).document_ids))
    camille.post(url("_check", notice), typed(notice, partner_line_14="450", seen=both))
    assert TaxLine.objects.get().partner_line_14 == Money.of(450)


def test_the_second_officer_is_told_and_goes_on_to_the_next(camille, notice):
    other = sent_by(person(Role.BENEFICIARY))
    julien = person(Role.CLAIMS_OFFICER)
    check_notice(notice_id=notice.pk, reading=reading_of(notice), actor=julien.actor, **AT)
    answer = camille.post(url("_check", notice), typed(notice), follow=True)
    assert answer.redirect_chain[-1][0] == url("", other)
    assert f"{julien.account.name} s’est occupé de cet avis" in text_of(answer)
    settled = text_of(camille.get(url("", notice)))
    assert "Cet avis est déjà réglé" in settled and julien.account.name in settled
    assert camille.get(url("_file", notice)).status_code == 404


def test_an_open_notice_says_who_else_is_reading_it(camille, notice):
    julien = signed_in(person(Role.CLAIMS_OFFICER))
    julien.post(START)
    assert f"{julien.person.account.name} lit cet avis en ce moment" in text_of(camille.get(url("", notice)))
    assert camille.post(START).headers["Location"] == LIST


def test_a_notice_goes_back_for_a_reason_that_somebody_chose(camille, notice):
    assert "checked" not in camille.get(url("", notice)).content.decode()
    answer = camille.post(url("_send_back", notice), {"seen": str(notice.document_id)})
    assert answer.status_code == 422 and "Choisissez ce qui ne va pas." in text_of(answer)


def test_a_file_that_was_replaced_is_shown_before_it_is_checked(camille, notice):
    seen = typed(notice, "777")
    someone = TaxNotice.objects.get().beneficiary
    owner = person(Role.BENEFICIARY, beneficiary=someone)
    send_notice(beneficiary_id=someone.pk, sent=SentNotice(2023, paper_from(owner.actor)), actor=owner.actor, **AT)
    answer = camille.post(url("_check", notice), seen)
    assert answer.status_code == 409 and "vient d’envoyer un autre fichier" in text_of(answer) and 'value="777"' in answer.content.decode()
    assert not TaxLine.objects.exists()
    back = camille.post(url("_send_back", notice), {"reason": "illegible", "seen": seen["seen"]})
    assert back.status_code == 409
    assert camille.post(url("_send_back", notice), {"reason": "", "seen": "x"}).status_code == 422


def test_the_effect_is_shown_before_anything_is_written(camille, published_catalogue):
    someone = person(Role.BENEFICIARY)
    claim = filed_by(someone)
    notice = sent_by(someone)
    asked = camille.post(url("_effect", notice), typed(notice, "9000"), headers={"HX-Request": "true"})
    assert "Tranche 3 en 2024" in text_of(asked) and claim.reference in text_of(asked) and "<html" not in asked.content.decode()
    whole = camille.post(url("_effect", notice), typed(notice, "800"))
    assert "Tranche 1 en 2024" in text_of(whole) and "<html" in whole.content.decode()
    assert camille.post(url("_effect", notice), typed(notice, "")).status_code == 422
    assert "s’affichent ici" in text_of(camille.post(url("_effect", notice), typed(notice, ""), headers={"HX-Request": "true"}))
    assert not TaxLine.objects.exists() and TaxNotice.objects.get().state == "sent"


def test_a_file_is_shown_to_the_desk_alone_and_kept_by_no_browser(camille, notice):
    answer = camille.get(url("_file", notice))
    assert answer.headers["Cache-Control"] == "private, no-store" and answer.headers["Content-Disposition"].startswith("inline")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    Document.objects.all().delete()
    TaxNotice.objects.update(document=None)
    assert camille.get(url("_file", notice)).status_code == 404


def test_an_officer_never_sees_the_notice_of_their_own_file(client_as):
    someone = person(Role.BENEFICIARY)
    notice = sent_by(someone)
    twice = client_as(Role.CLAIMS_OFFICER, beneficiary=someone.beneficiary)
    assert twice.get(url("", notice)).status_code == 404 and twice.get(url("_file", notice)).status_code == 404
    assert "Aucun avis ici" in text_of(twice.get(LIST))


def test_the_list_is_filtered_sorted_and_downloaded(camille, notice):
    TaxNoticeFactory(notice_year=2024)
    name = notice.beneficiary.identities.get().family_name
    assert name in text_of(camille.get(LIST)) and name in text_of(camille.get(LIST, {"q": name, "tri": "-sent"}))
    assert "Aucun avis ne répond" in text_of(camille.get(LIST, {"q": "personne de ce nom"}))
    assert name not in text_of(camille.get(LIST, {"etat": "asked", "annee": "2024"}))
    csv = camille.get(LIST, {"format": "csv"}).content.decode()
    assert name in csv and "2023" in csv
    assert camille.get(LIST, {"format": "xlsx"}).content.startswith(b"PK")


@pytest.mark.parametrize("shelf", ["to_check", "sent_back", "checked", "asked"])
def test_the_list_costs_the_same_for_one_notice_as_for_twenty(camille, shelf):
    state = {"to_check": "sent"}.get(shelf, shelf)
    settled = {} if state in {"asked", "sent"} else {"decided_at": NOW, "decided_on": TODAY, "decided_by": camille.person.account.pk}

    def make(count):
        for _ in range(count):
            TaxNoticeFactory(state=state, sent_at=NOW, **settled)

    assert_query_budget(camille, f"{LIST}?etat={shelf}", make)


def test_the_desk_costs_the_same_however_long_the_queue(camille, notice):
    assert_query_budget(camille, url("", notice), lambda count: [sent_by(person(Role.BENEFICIARY)) for _ in range(count)])


def test_a_correction_shows_its_effect_then_supersedes_and_names_who_read_what(camille, published_catalogue):
    line = TaxLineFactory(notice_year=2023, line_14=Money.of(800), checked_by=camille.person.account.pk)
    here = reverse("staff:person_tax", args=[line.beneficiary_id])
    shown = text_of(camille.get(here))
    assert "lu sur l’avis" in shown and camille.person.account.name in shown and "Tranche 1 en 2024" in shown
    data = {"notice_year": "2023", "line_14": "2000", "act": "effect"}
    assert "Tranche 2 en 2024" in text_of(camille.post(here, data)) and TaxLine.objects.count() == 1
    assert camille.post(here, data | {"act": "correct"}).status_code == 302
    assert [each.line_14 for each in TaxLine.objects.order_by("recorded_at", "pk")] == [Money.of(800), Money.of(2000)]
    assert "remplacée" in text_of(camille.get(here))
    wrong = camille.post(here, data | {"line_14": "x", "act": "correct"})
    assert wrong.status_code == 422 and TaxLine.objects.count() == 2
    assert camille.get(reverse("staff:person_tax", args=["00000000-0000-7000-8000-000000000000"])).status_code == 404


def test_the_campaign_is_opened_followed_and_reminded_from_its_page(camille, published_catalogue):
    here, remind = reverse("staff:tax_campaign"), reverse("staff:tax_campaign_remind")
    kinship = KinshipFactory()
    assert "Aucune campagne ouverte" in text_of(camille.get(here))
    assert "Aucune campagne n’est ouverte" in text_of(camille.post(remind, follow=True))
    assert camille.post(here, {"notice_year": "2019"}).status_code == 422
    assert "est ouverte. Chaque personne concernée" in text_of(camille.post(here, {"notice_year": "2024"}, follow=True))
    assert TaxNotice.objects.get().beneficiary_id == kinship.beneficiary_id
    assert "0 avis" in text_of(camille.get(here)) or "0 sur 1" in text_of(camille.get(here)) or "1" in text_of(camille.get(here))
    TaxNotice.objects.update(asked_on="2024-09-01")
    assert "Relancer 1 personne" in text_of(camille.get(here))
    assert "Relance envoyée à 1 personne." in text_of(camille.post(remind, follow=True))
    assert "Personne n’est à relancer" in text_of(camille.get(here))
    assert "2024" in camille.get(here, {"format": "csv"}).content.decode()


def test_the_campaigns_page_costs_the_same_for_one_person_as_for_twenty(camille, published_catalogue):
    TaxCampaign.objects.create(notice_year=2024, opened_on="2024-09-01", opened_at=NOW)
    assert_query_budget(camille, reverse("staff:tax_campaign"), lambda count: [KinshipFactory() for _ in range(count)], at_most=40)

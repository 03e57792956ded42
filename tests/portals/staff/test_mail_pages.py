"""The mail room on screen: scans, pages to sort, envelopes, letters, and a claim entered for somebody."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from entraide.apps.accounts.roles import Role
from entraide.apps.claims.models import Claim
from entraide.apps.claims.operations import filing
from entraide.apps.claims.queries.drafts import draft_of
from entraide.apps.mailroom.models import PostBatch, PostItem
from entraide.apps.mailroom.queries.envelopes import word_of
from entraide.apps.mailroom.translation import cover_for
from entraide.apps.notifications.models import PrintRun
from entraide.core.reference import make_reference
from entraide.portals.staff.views import keying
from entraide.ui.components import date_fr
from tests.apps.mailroom.test_scanning import lacking, page, scan, sheet
from tests.factories import families
from tests.factories.actors import person, signed_in
from tests.factories.base import TODAY
from tests.factories.beneficiaries import BeneficiaryFactory
from tests.factories.documents import DocumentFactory
from tests.factories.letters import PostalLetterFactory
from tests.factories.mailroom import EnvelopeFactory, EnvelopeFileFactory, PostBatchFactory, PostItemFactory
from tests.factories.thread import AT, BENEFIT, PAPERS


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_catalogue")]
RECEIVED = TODAY - timedelta(days=3)
TYPED = {"stay_ended_on_day": "23", "stay_ended_on_month": "8", "stay_ended_on_year": "2024", "expense": "300", "tax_line_14": "800"}


@pytest.fixture
def officer():
    return signed_in(person(Role.CLAIMS_OFFICER))


@pytest.fixture
def home():
    return families.family()


def text_of(response):
    return response.content.decode()


def pdf(content, name="courrier.pdf"):
    return SimpleUploadedFile(name, content, "application/pdf")


def chosen(client, home, code=BENEFIT):
    """Give the number that the form has for a benefit and the child."""
    form = client.get(reverse("staff:keying_new", args=[home.opener.beneficiary.pk])).context["form"]
    return next(rank for rank, each in enumerate(form.offered) if (each.benefit_code, each.dependant_id) == (code, home.child))


def begun(client, home, **typed):
    url = reverse("staff:keying_new", args=[home.opener.beneficiary.pk])
    sent = {"what": chosen(client, home), "channel": "paper", "received_on": RECEIVED.isoformat()} | typed
    return client.post(url, sent)


def test_an_officer_enters_a_paper_claim_on_one_page_and_it_is_filed(officer, home):
    response = begun(officer, home)
    claim = Claim.objects.get()
    url = reverse("staff:keying", args=[claim.pk])
    assert response["Location"] == url
    officer.post(url, {"act": "answers", **TYPED})
    for kind in PAPERS:
        sent = SimpleUploadedFile(f"{kind}.jpg", families.photo(), "image/jpeg")
        assert officer.post(url, TYPED | {"act": kind, f"{kind}-file": sent}).status_code == 302
    shown = officer.get(url)
    assert (shown.context["draft"].unanswered, shown.context["draft"].missing) == ((), ())
    assert "Déposer la demande" in text_of(shown)
    assert officer.post(url, TYPED | {"act": "file"})["Location"] == reverse("staff:person", args=[claim.beneficiary_id])
    claim.refresh_from_db()
    assert (claim.state, claim.channel, claim.received_on, claim.filed_on) == ("submitted", "paper", RECEIVED, TODAY)


def test_no_button_of_the_page_of_entry_loses_what_was_typed_for_another(officer, home):
    begun(officer, home)
    claim = Claim.objects.get()
    url = reverse("staff:keying", args=[claim.pk])
    officer.post(url, TYPED | {"act": "answers"})
    first, *others = PAPERS
    files = {f"{kind}-file": SimpleUploadedFile(f"{kind}.jpg", families.photo(), "image/jpeg") for kind in others}
    sent = SimpleUploadedFile("premier.jpg", families.photo(), "image/jpeg")
    # One « Joindre » takes the answer that was typed above it, and the files that were chosen beside it.
    assert officer.post(url, TYPED | files | {"act": first, f"{first}-file": sent, "expense": "177"}).status_code == 302
    shown = officer.get(url)
    assert 'value="177' in text_of(shown) and shown.context["draft"].missing == ()
    wrong = officer.post(url, TYPED | {"act": "file", "expense": "beaucoup"})
    assert wrong.status_code == 422 and "beaucoup" in text_of(wrong) and Claim.objects.get().state == "draft"
    officer.post(url, TYPED | {"act": "file", "expense": "188"})
    assert Claim.objects.get().state == "submitted"
    assert claim.facts.get(name="expense").value == 18800


def test_a_paper_joined_first_leaves_the_questions_open_without_a_fault(officer, home):
    begun(officer, home)
    url = reverse("staff:keying", args=[Claim.objects.get().pk])
    sent = SimpleUploadedFile("facture.jpg", families.photo(), "image/jpeg")
    assert officer.post(url, {"act": "invoice", "invoice-file": sent}).status_code == 302
    again = SimpleUploadedFile("livret.jpg", families.photo(), "image/jpeg")
    wrong = officer.post(url, {"act": "family_record", "family_record-file": again, "expense": "beaucoup"})
    assert wrong.status_code == 422 and "beaucoup" in text_of(wrong) and "Jointe : livret.jpg" in text_of(wrong)


def test_a_paper_claim_is_dated_by_its_receipt_for_the_person_and_on_the_desk(officer, home):
    claim = families.filed(home)
    Claim.objects.filter(pk=claim.pk).update(channel="paper", received_on=RECEIVED)
    on_desk = text_of(officer.get(reverse("staff:claim", args=[claim.pk])))
    assert f"Reçue le {date_fr(RECEIVED)} (papier), enregistrée le {date_fr(TODAY)}" in on_desk
    own = signed_in(home.opener)
    step = own.get(reverse("beneficiary:claim", args=[claim.pk])).context["steps"][0]
    assert (step.label, step.on) == ("Demande reçue par courrier", RECEIVED)
    assert f"Reçue le {date_fr(RECEIVED)}" in text_of(own.get(reverse("beneficiary:claims")))


def test_what_was_typed_wrong_is_kept_and_said(officer, home):
    begun(officer, home)
    url = reverse("staff:keying", args=[Claim.objects.get().pk])
    response = officer.post(url, {"act": "answers", "expense": "beaucoup", "stay_ended_on_day": "23"})
    assert response.status_code == 422
    assert "beaucoup" in text_of(response)
    assert officer.post(url, {"act": "file"}).status_code == 422
    assert "manque" in text_of(officer.post(url, TYPED | {"act": "file"}, follow=True))
    assert Claim.objects.get().state == "draft"


def test_what_is_filed_while_it_is_being_sent_again_is_said(officer, home, monkeypatch):
    begun(officer, home)
    claim = Claim.objects.get()
    url = reverse("staff:keying", args=[claim.pk])
    officer.post(url, TYPED | {"act": "answers"})
    for kind in PAPERS:
        filing.attach(claim_id=claim.pk, requirement=kind, document_id=families.kept(home.actor), actor=home.actor, **AT)

    def filed_meanwhile(claim, *, on):
        draft = draft_of(claim, on=on)
        filing.file(claim_id=claim.pk, actor=home.actor, **AT)
        return draft

    monkeypatch.setattr(keying, "draft_of", filed_meanwhile)
    answer = officer.post(url, TYPED | {"act": "answers", "expense": "177"}, follow=True)
    assert answer.redirect_chain and "elle ne peut plus être modifiée ici" in text_of(answer)


def test_whoever_enters_a_claim_sees_what_it_may_come_to_and_why_it_may_be_refused(officer, home):
    begun(officer, home)
    url = reverse("staff:keying", args=[Claim.objects.get().pk])
    day = {"stay_ended_on_day": "23", "stay_ended_on_month": "8", "stay_ended_on_year": "2024"}
    officer.post(url, {"act": "answers", **day, "expense": "300", "tax_line_14": "800"})
    assert "120,00" in text_of(officer.get(url)) and "D’après ces réponses" not in text_of(officer.get(url))
    assert reverse("staff:keying_new", args=[home.opener.beneficiary.pk]) in text_of(officer.get(url))
    officer.post(url, {"act": "answers", **day, "stay_ended_on_year": "2022", "expense": "300"})
    shown = text_of(officer.get(url))
    assert "D’après ces réponses" in shown and "pas de droit" in shown


def test_a_day_before_the_first_rule_never_locks_what_is_being_entered(officer, home):
    begun(officer, home)
    url = reverse("staff:keying", args=[Claim.objects.get().pk])
    day = {"stay_ended_on_day": "23", "stay_ended_on_month": "8", "stay_ended_on_year": "1900"}
    shown = officer.post(url, {"act": "answers", **day, "expense": "300"})
    assert shown.status_code == 422 and "à partir du 1er\xa0janvier 2019" in text_of(shown)
    assert officer.get(url).status_code == 200


def test_what_is_filed_already_is_said_in_the_list_of_what_may_be_entered(officer, home):
    url = reverse("staff:keying_new", args=[home.opener.beneficiary.pk])
    assert "déjà demandée cette année" not in text_of(officer.get(url))
    families.filed(home)
    assert text_of(officer.get(url)).count("(déjà demandée cette année)") == 1


def test_a_day_of_receipt_without_rights_is_refused_where_it_is_typed(officer, home):
    response = begun(officer, home, received_on="1900-01-01")
    assert response.status_code == 422 and "Vérifiez le jour où le dossier a été reçu" in text_of(response)
    assert 'value="1900-01-01"' in text_of(response) and not Claim.objects.exists()


@pytest.mark.parametrize(
    ("typed", "sentence"), [({"received_on": ""}, "aujourd’hui au plus tard"), ({"what": ""}, "Choisissez la prestation")]
)
def test_what_lacks_to_begin_is_said(officer, home, typed, sentence):
    response = begun(officer, home, **typed)
    assert response.status_code == 422
    assert sentence in text_of(response)
    assert not Claim.objects.exists()


def test_the_contact_centre_keys_calls_alone(home):
    agent = signed_in(person(Role.CONTACT_AGENT))
    assert "Dossier complet reçu le" not in text_of(agent.get(reverse("staff:keying_new", args=[home.opener.beneficiary.pk])))
    begun(agent, home)
    assert (Claim.objects.get().channel, Claim.objects.get().received_on) == ("phone", None)


@pytest.mark.parametrize(("channel", "keyed_by", "status"), [("phone", "own", 200), ("phone", "other", 404), ("paper", "own", 404)])
def test_the_contact_centre_reads_the_calls_that_it_took_itself(home, channel, keyed_by, status):
    agent = person(Role.CONTACT_AGENT)
    claim_id = families.drafted(home)
    Claim.objects.get(pk=claim_id).documents.filter(requirement="invoice").delete()
    keyer = agent if keyed_by == "own" else person(Role.CONTACT_AGENT)
    Claim.objects.filter(pk=claim_id).update(channel=channel, keyed_by=keyer.account.pk)
    client = signed_in(agent)
    assert client.get(reverse("staff:covers", args=[claim_id])).status_code == status
    shown = client.get(reverse("staff:keying", args=[claim_id]))
    assert (shown.status_code, str(families.TIER_1.cents // 100) in text_of(shown)) == ((200, True) if status == 200 else (302, False))


def test_a_draft_that_nobody_began_to_enter_is_not_shown(officer, home):
    claim_id = families.drafted(home)
    assert officer.get(reverse("staff:keying", args=[claim_id])).status_code == 302


def test_a_scan_is_taken_in_and_parted_and_the_rest_is_sorted_on_screen(officer, django_capture_on_commit_callbacks):
    claim, other = lacking("invoice"), lacking("invoice")
    content = scan(sheet(cover_for(claim.reference, "invoice")), page("a"), sheet(cover_for("D-0000-0000-0", "invoice")), page("b"))
    with django_capture_on_commit_callbacks(execute=True):
        officer.post(reverse("staff:mail"), {"file": pdf(content), "received_on": RECEIVED.isoformat()})
    claim.refresh_from_db()
    assert (claim.state, claim.received_on) == ("submitted", RECEIVED)
    listed = text_of(officer.get(reverse("staff:mail")))
    assert "aucune demande ne porte cette référence" in listed
    item = PostItem.objects.get(state="to_sort")
    url = reverse("staff:mail_item", args=[item.pk]) + f"?demande={other.reference.lower()}"
    shown = text_of(officer.get(url))
    assert reverse("staff:mail_page", args=[item.pk, 3]) in shown
    assert officer.get(reverse("staff:mail_page", args=[item.pk, 4]))["Content-Type"] == "image/jpeg"
    assert officer.post(url, {"requirement": "invoice", "first": 4, "last": 4}).status_code == 302
    other.refresh_from_db()
    assert (other.state, other.received_on) == ("submitted", RECEIVED)
    left = PostItem.objects.get(state="to_sort")
    officer.post(reverse("staff:mail_aside", args=[left.pk]))
    assert "Rien n’est à rattacher." in text_of(officer.get(reverse("staff:mail")))


def test_a_scan_is_asked_for_as_a_pdf_and_never_as_a_photo(officer):
    shown = text_of(officer.get(reverse("staff:mail")))
    assert "Choisissez le PDF" in shown and "Prenez une photo" not in shown and 'accept="application/pdf"' in shown


@pytest.mark.parametrize(
    ("content", "received_on", "sentence"),
    [
        (b"%PDF-1.7 broken", RECEIVED, "abîmé"),
        (families.photo(), RECEIVED, "un seul PDF"),
        (scan(page()), TODAY + timedelta(days=1), "aujourd’hui au plus tard"),
    ],
)
def test_a_scan_that_cannot_be_taken_is_said_and_nothing_is_kept(officer, content, received_on, sentence):
    name = "page.jpg" if content == families.photo() else "courrier.pdf"
    response = officer.post(reverse("staff:mail"), {"file": pdf(content, name), "received_on": received_on.isoformat()})
    assert response.status_code == 422
    assert sentence in text_of(response)
    assert not PostBatch.objects.exists()


def test_pages_for_a_claim_that_is_over_or_unknown_are_not_sorted(officer, home):
    item = PostItemFactory()
    url = reverse("staff:mail_item", args=[item.pk])
    assert "vérifiez chaque caractère" in text_of(officer.get(url, {"demande": "D-1"}))
    assert "ne porte cette référence" in text_of(officer.get(url, {"demande": make_reference("D", 7)}))
    over = families.decide(families.checked(home, person(Role.CLAIMS_OFFICER)), person(Role.CLAIMS_OFFICER))
    assert "n’attend plus de pièce" in text_of(officer.get(url, {"demande": over.reference}))


def test_an_envelope_is_opened_by_post_and_entered_as_of_its_deposit(officer, home):
    sealed = EnvelopeFactory(beneficiary=home.opener.beneficiary, deposited_on=RECEIVED)
    file = EnvelopeFileFactory(envelope=sealed, document__kind="supporting", document__media_type="image/jpeg", document__name="papier.jpg")
    url, file_url = reverse("staff:envelope", args=[sealed.pk]), reverse("staff:envelope_file", args=[sealed.pk, file.pk])
    assert "papier.jpg" not in text_of(officer.get(url))
    assert officer.get(file_url).status_code == 404
    officer.post(reverse("staff:envelope_open", args=[sealed.pk]))
    assert "papier.jpg" in text_of(officer.get(url))
    assert officer.get(file_url).status_code == 200
    new = reverse("staff:keying_new", args=[home.opener.beneficiary.pk]) + f"?enveloppe={sealed.pk}"
    officer.post(new, {"what": chosen(officer, home)})
    claim = Claim.objects.get()
    assert (claim.channel, claim.received_on) == ("envelope", RECEIVED)
    keying = reverse("staff:keying", args=[claim.pk])
    officer.post(keying, {"act": "answers", "stay_ended_on_day": "23", "stay_ended_on_month": "8", "stay_ended_on_year": "2024"})
    kind = officer.get(keying).context["papers"][0][0].kind
    officer.post(keying, {"act": kind, f"{kind}-held": str(file.document_id)})
    assert claim.documents.get(requirement=kind).document_id == file.document_id
    sealed.refresh_from_db()
    assert sealed.claim_id == claim.pk


@pytest.mark.parametrize(
    ("row", "said"), [({"set_aside_on": TODAY, "opened_at": families.NOW}, "a déjà été traitée"), ({}, "Ouvrez-la d’abord")]
)
def test_no_claim_is_dated_by_an_envelope_that_is_settled_or_sealed(officer, home, row, said):
    sealed = EnvelopeFactory(beneficiary=home.opener.beneficiary, deposited_on=RECEIVED, **row)
    new = reverse("staff:keying_new", args=[home.opener.beneficiary.pk]) + f"?enveloppe={sealed.pk}"
    refused = officer.post(new, {"what": chosen(officer, home)})
    assert refused.status_code == 422 and said in text_of(refused)
    assert not Claim.objects.exists()


@pytest.mark.parametrize(("word", "said"), [("redemander", "à compléter"), ("classer", "décidé")])
def test_an_envelope_is_asked_again_or_set_aside_once(officer, word, said):
    sealed = EnvelopeFactory()
    url = reverse("staff:envelope_settle", args=[sealed.pk, word])
    assert officer.post(url)["Location"] == reverse("staff:envelopes")
    assert officer.post(url)["Location"] == reverse("staff:envelope", args=[sealed.pk])
    sealed.refresh_from_db()
    assert word_of(sealed) == said
    assert officer.post(reverse("staff:envelope_settle", args=[sealed.pk, "autre"])).status_code == 404


def test_the_file_of_an_envelope_that_would_run_is_downloaded(officer):
    sealed = EnvelopeFactory(opened_at=families.NOW)
    file = EnvelopeFileFactory(envelope=sealed, document__media_type="application/pdf")
    answer = officer.get(reverse("staff:envelope_file", args=[sealed.pk, file.pk]))
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")


def test_letters_are_printed_in_a_run_once_and_noted_as_posted(officer):
    PostalLetterFactory(beneficiary_id=BeneficiaryFactory().pk)
    url, key = reverse("staff:letters"), uuid4()
    assert "lettre attend," in text_of(officer.get(url))
    run_url = reverse("staff:print_run", args=[key])
    assert [officer.post(url, {"key": key})["Location"] for _ in range(2)] == [run_url, run_url]
    assert PrintRun.objects.count() == 1
    assert officer.get(reverse("staff:print_run_file", args=[key])).content.startswith(b"%PDF")
    officer.post(reverse("staff:print_run_posted", args=[key]))
    assert "Postée le" in text_of(officer.get(run_url))
    assert officer.post(url, {"key": uuid4()})["Location"] == url
    assert officer.post(url, {"key": "rien"})["Location"] == url


def test_a_person_prints_the_sheets_of_their_own_draft_alone():
    claim = lacking("invoice")
    url = reverse("beneficiary:covers", args=[claim.pk])
    assert signed_in(person(Role.BENEFICIARY)).get(url).status_code == 404
    owner = families.family()
    own = Claim.objects.get(pk=families.drafted(owner))
    own.documents.filter(requirement="invoice").delete()
    client = signed_in(owner.opener)
    assert client.get(reverse("beneficiary:covers", args=[own.pk])).content.startswith(b"%PDF")
    assert reverse("beneficiary:covers", args=[own.pk]) in text_of(client.get(reverse("beneficiary:papers", args=[own.pk])))


def test_a_receipt_is_printed_for_the_member_alone_and_says_nothing_of_what_followed():
    who = person(Role.CORRESPONDENT)
    beneficiary = BeneficiaryFactory(affiliation__member=who.member)
    sealed = EnvelopeFactory(member=who.member, beneficiary=beneficiary)
    url = reverse("correspondent:envelope_receipt", args=[sealed.pk])
    before = signed_in(who).get(url).content
    sealed.set_aside_on = TODAY
    sealed.save(update_fields=["set_aside_on"])
    assert signed_in(who).get(url).content == before
    assert signed_in(person(Role.CORRESPONDENT)).get(url).status_code == 404


def test_what_the_bar_no_longer_holds_is_one_press_away(officer):
    found = text_of(officer.get(reverse("staff:people")))
    assert reverse("staff:duplicates") in found
    assert reverse("staff:deaths") in found
    assert reverse("staff:duplicates") not in text_of(signed_in(person(Role.CONTACT_AGENT)).get(reverse("staff:people")))
    assert reverse("staff:letters") in text_of(signed_in(person(Role.CLAIMS_MANAGER)).get(reverse("staff:workload")))


def test_the_list_of_scans_says_which_are_still_read(officer):
    PostBatchFactory(document=DocumentFactory())
    assert "en cours de lecture" in text_of(officer.get(reverse("staff:mail")))

"""The papers of a draft: a doubt is told at once, one sent before is joined again at one press, « Mes pièces » says what is held."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from entraide.apps.accounts.roles import Role
from entraide.apps.claims.models import Claim, ClaimDocument
from entraide.apps.claims.operations import filing
from entraide.apps.claims.operations.checking import Correction, ask_correction
from entraide.core.money import Money
from tests.factories import families
from tests.factories.actors import person, signed_in
from tests.factories.documents import read_by_machine
from tests.factories.thread import AT, BENEFIT
from tests.harness.budgets import queries_of


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_catalogue")]


def picture(size=(1200, 1600), *, is_blank=False) -> SimpleUploadedFile:
    content = BytesIO()
    image = Image.new("RGB", size, "white") if is_blank else Image.effect_noise(size, 80).convert("RGB")
    image.save(content, "JPEG")
    return SimpleUploadedFile("facture.jpg", content.getvalue(), "image/jpeg")


@pytest.fixture
def home():
    return families.family()


@pytest.fixture
def client(home):
    return signed_in(home.opener)


def drafted(home, child):
    """Start a second claim and answer it; no paper is joined."""
    key = filing.start(beneficiary_id=home.opener.beneficiary.pk, benefit_code=BENEFIT, dependant_id=child, actor=home.actor, **AT)
    answers = {"stay_ended_on": date(2024, 7, 5), "expense": Money.of(200), "tax_line_14": Money.of(800)}
    filing.answer(claim_id=key, answers=answers, actor=home.actor, **AT)
    return key


def papers(client, claim_id, **typed):
    url = reverse("beneficiary:papers", args=[claim_id])
    answer = client.post(url, typed, follow=True) if typed else client.get(url)
    return answer.content.decode().replace("\xa0", " ")


def joined(claim_id):
    return list(ClaimDocument.objects.filter(claim_id=claim_id).order_by("pk"))


def test_what_is_to_be_said_of_a_paper_is_told_at_once_until_the_person_keeps_it(client, home):
    key = drafted(home, home.child)
    page = papers(client, key, requirement="invoice", **{"invoice-file": picture(is_blank=True)})
    assert "L’image semble vide" in page and "Reprendre la photo" in page and "La garder" in page
    assert "Reprendre la photo" in papers(client, key)
    (paper,) = joined(key)
    kept = papers(client, key, keep=str(paper.pk))
    assert "Reprendre la photo" not in kept and joined(key) == [paper]


def test_the_one_paper_that_is_still_missing_is_named_where_the_page_cannot_go_on(client, home):
    key = drafted(home, home.child)
    for kind in ("tax_notice", "family_record"):
        filing.attach(claim_id=key, requirement=kind, document_id=families.kept(home.actor), actor=home.actor, **AT)
    page = papers(client, key)
    assert "Il manque encore : facture acquittée de l’accueil de loisirs" in page and "Joignez tout pour continuer" in page
    assert "Il manque encore" not in papers(client, key, requirement="invoice", **{"invoice-file": picture()})


def test_a_file_that_was_chosen_leaves_with_whatever_button_is_pressed(client, home):
    key = families.drafted(home)
    before = len(joined(key))
    page = papers(client, key)
    assert page.count('form="pieces"') >= 4 and "Continuer" in page
    page = papers(client, key, next="check", **{"invoice-file": picture()})
    assert len(joined(key)) == before + 1 and "Vérifiez vos réponses" in page
    assert "Vérifiez vos réponses" in papers(client, key, next="check")


def test_a_file_that_is_doubted_or_refused_is_seen_before_going_on(client, home):
    key = families.drafted(home)
    assert "L’image semble vide" in papers(client, key, next="check", **{"invoice-file": picture(is_blank=True)})
    wrong = SimpleUploadedFile("facture.exe", b"MZ\x90", "image/jpeg")
    page = papers(client, key, next="check", **{"invoice-file": wrong})
    assert "<h1>Vos pièces</h1>" in page and "e-error" in page


def test_the_same_file_joined_twice_to_a_claim_is_told_at_once(client, home):
    key = drafted(home, home.child)
    twice = [picture(), picture()]
    twice[1] = SimpleUploadedFile("encore.jpg", twice[0].read(), "image/jpeg")
    twice[0].seek(0)
    assert "déjà joint" not in papers(client, key, requirement="invoice", **{"invoice-file": twice[0]})
    assert "Ce fichier est déjà joint à cette demande (« facture.jpg »)" in papers(
        client, key, requirement="invoice", **{"invoice-file": twice[1]}
    )


def test_a_paper_removed_in_another_tab_leads_back_to_the_papers(client, home):
    key = drafted(home, home.child)
    papers(client, key, requirement="invoice", **{"invoice-file": picture()})
    (paper,) = joined(key)
    for _ in range(2):
        answer = client.post(reverse("beneficiary:remove_paper", args=[key, paper.pk]), follow=True)
    assert "Cette pièce est déjà retirée" in answer.content.decode()
    assert answer.request["PATH_INFO"] == reverse("beneficiary:papers", args=[key])


def test_what_is_to_be_said_of_a_photo_stands_with_it_and_the_photo_is_seen(client, home):
    key = drafted(home, home.child)
    page = papers(client, key, requirement="invoice", **{"invoice-file": picture(is_blank=True)})
    (paper,) = joined(key)
    row = page[page.index('<li class="e-document"') : page.index("</li>", page.index('<li class="e-document"'))]
    assert "L’image semble vide" in row
    assert f'<img class="e-document__picture" src="{reverse("beneficiary:paper", args=[key, paper.pk])}"' in row


def with_bill(home, key, name="facture.jpg"):
    filing.attach(claim_id=key, requirement="invoice", document_id=families.kept(home.actor, name=name), actor=home.actor, **AT)
    return joined(key)[-1]


def test_what_is_read_on_a_paper_is_offered_where_it_is_not_what_was_answered_and_fills_the_answer(client, home):
    key = drafted(home, home.child)
    read_by_machine(with_bill(home, key), amounts=[Money.of("128.40")], days=[date(2024, 7, 12)])
    page = papers(client, key)
    assert "nous lisons <strong>128,40 €</strong>. Vous avez répondu : 200,00 €" in page
    assert "nous lisons <strong>12/07/2024</strong>" in page
    page = papers(client, key, read="expense=12840")
    assert Claim.objects.get(pk=key).answers["expense"] == {"value": 12840}
    assert "128,40 €</strong>. Vous" not in page and "12/07/2024</strong>" in page


def test_what_is_read_is_not_offered_where_the_paper_says_what_was_answered(client, home):
    key = drafted(home, home.child)
    read_by_machine(with_bill(home, key), amounts=[Money.of(230), Money.of(200)], days=[date(2030, 7, 12)])
    assert "nous lisons" not in papers(client, key)


def test_two_bills_are_what_was_answered_where_they_make_it_together(client, home):
    key = drafted(home, home.child)
    for amount in (120, 80):
        read_by_machine(with_bill(home, key), amounts=[Money.of(amount)])
    assert "nous lisons" not in papers(client, key)


def test_two_bills_are_set_against_the_answer_by_their_sum_alone_and_their_days_are_not(client, home):
    key = drafted(home, home.child)
    for name, amount, day in (("juillet.jpg", "128.40", 12), ("mercredis.jpg", 45, 3)):
        read_by_machine(with_bill(home, key, name), amounts=[Money.of(amount)], days=[date(2024, 7, day)], number=name)
    page = papers(client, key)
    assert "« juillet.jpg », « mercredis.jpg » : nous lisons <strong>173,40 €</strong> en tout. Vous avez répondu : 200,00 €" in page
    assert page.count("nous lisons") == 1
    assert "nous lisons" not in papers(client, key, read="expense=17340")
    # The same bill joined once more adds nothing.
    read_by_machine(with_bill(home, key, "encore.jpg"), amounts=[Money.of(45)], days=[date(2024, 7, 3)], number="mercredis.jpg")
    assert "nous lisons" not in papers(client, key)


def test_what_is_read_is_not_offered_until_every_bill_is_read_nor_where_two_bear_one_number(client, home):
    key = drafted(home, home.child)
    read_by_machine(with_bill(home, key), amounts=[Money.of("128.40")])
    second = with_bill(home, key)
    assert "nous lisons" not in papers(client, key)
    read_by_machine(second, amounts=[Money.of(45)])
    assert "nous lisons" not in papers(client, key)


def test_what_is_read_stands_with_its_paper_and_after_the_answers_that_are_checked(client, home):
    key = families.drafted(home)
    (bill,) = (paper for paper in joined(key) if paper.requirement == "invoice")
    read_by_machine(bill, amounts=[Money.of("128.40")])
    page = papers(client, key)
    assert page.index('id="piece-invoice"') < page.index("« invoice.jpg » : nous lisons") < page.index("Ajouter une autre page")
    checked = papers(client, key, next="check")
    assert checked.index("Vos réponses</h2>") < checked.index("« invoice.jpg » : nous lisons")


def test_a_photo_taken_again_takes_the_place_of_the_first(client, home):
    key = drafted(home, home.child)
    papers(client, key, requirement="invoice", **{"invoice-file": picture(is_blank=True)})
    (paper,) = joined(key)
    client.post(reverse("beneficiary:remove_paper", args=[key, paper.pk]))
    page = papers(client, key, requirement="invoice", **{"invoice-file": picture()})
    assert "Reprendre la photo" not in page and len(joined(key)) == 1


def test_a_paper_found_good_before_is_joined_again_at_one_press(client, home):
    families.checked(home, person(Role.CLAIMS_OFFICER))
    key = drafted(home, families.child_of(home.opener, given_name="Noé"))
    page = papers(client, key)
    assert "Vous nous l’avez déjà envoyée le 15 octobre 2024" in page and "Reprendre celle-ci" in page
    held = ClaimDocument.objects.get(requirement="family_record")
    page = papers(client, key, again=str(held.pk))
    (paper,) = joined(key)
    assert paper.document_id == held.document_id and "Reprendre celle-ci" not in page


def test_a_paper_of_somebody_else_or_of_another_kind_is_never_joined_again(client, home):
    other = families.family()
    families.checked(other, person(Role.CLAIMS_OFFICER))
    families.checked(home, person(Role.CLAIMS_OFFICER))
    key = drafted(home, families.child_of(home.opener, given_name="Noé"))
    for paper in ClaimDocument.objects.exclude(requirement="family_record", claim__beneficiary=home.opener.beneficiary).order_by("pk"):
        papers(client, key, again=str(paper.pk))
    papers(client, key, again="x")
    assert joined(key) == []


def test_a_notice_of_another_year_is_said_to_serve_no_more(client, home):
    families.checked(home, person(Role.CLAIMS_OFFICER))
    key = filing.start(
        beneficiary_id=home.opener.beneficiary.pk,
        benefit_code=BENEFIT,
        dependant_id=families.child_of(home.opener, given_name="Noé"),
        actor=home.actor,
        **AT,
    )
    answers = {"stay_ended_on": date(2023, 12, 20), "expense": Money.of(200), "tax_line_14": Money.of(800)}
    filing.answer(claim_id=key, answers=answers, actor=home.actor, **AT)
    assert "ne sert plus pour cette demande" in papers(client, key)


def test_mes_pieces_says_what_is_held_who_found_it_good_and_until_when(client, home):
    page = client.get(reverse("beneficiary:wallet")).content.decode()
    assert "Aucune pièce pour l’instant" in page
    officer = person(Role.CLAIMS_OFFICER)
    claim = families.checked(home, officer)
    page = client.get(reverse("beneficiary:wallet")).content.decode().replace("\xa0", " ")
    assert f"Vérifiée par {officer.account.name}" in page and claim.reference in page
    assert "Sert sans limite de durée" in page and "jusqu’au 31 décembre 2024 inclus" in page and "Ne sert que pour cette demande" in page


def test_the_pages_of_papers_cost_the_same_queries_whatever_they_hold(client, home):
    claim = families.checked(home, person(Role.CLAIMS_OFFICER))
    key = drafted(home, families.child_of(home.opener, given_name="Noé"))
    filing.attach(claim_id=key, requirement="invoice", document_id=families.kept(home.actor), actor=home.actor, **AT)
    pages = [reverse("beneficiary:wallet"), reverse("beneficiary:papers", args=[key]), reverse("beneficiary:claim", args=[claim.pk])]
    for page in pages:
        client.get(page)
    before = [len(queries_of(client, page)) for page in pages]
    for number in range(12):
        document_id = families.kept(home.actor, name=f"{number}.jpg")
        for claim_id in (claim.pk, key):
            ClaimDocument.objects.create(
                claim_id=claim_id, requirement="invoice", document_id=document_id, state="received", added_at=AT["at"]
            )
    assert [len(queries_of(client, page)) for page in pages] == before
    assert max(before) <= 40


def test_a_person_who_is_known_and_a_file_that_is_complete_are_shown_one_page(client, home):
    families.checked(home, person(Role.CLAIMS_OFFICER))
    key = drafted(home, home.child)
    filing.attach(claim_id=key, requirement="invoice", document_id=families.kept(home.actor), actor=home.actor, **AT)
    answer = client.get(reverse("beneficiary:claim", args=[key]))
    assert answer.url == reverse("beneficiary:check", args=[key])
    client.post(answer.url)
    assert Claim.objects.get(pk=key).filed_on == date(2024, 10, 15)


def test_a_file_sent_for_a_paper_that_another_tab_has_sent_is_kept_out_and_said(client, home):
    officer = person(Role.CLAIMS_OFFICER)
    claim = families.taken(home, officer)
    paper = families.paper_of(claim, "invoice")
    ask_correction(claim_document_id=paper.pk, correction=Correction("illegible", "Reprenez-la à plat."), actor=officer.actor, **AT)
    url = reverse("beneficiary:correct_paper", args=[claim.pk, paper.pk])
    first, second = (SimpleUploadedFile(name, families.photo(), "image/jpeg") for name in ("premier.jpg", "second.jpg"))
    said = "le fichier que vous venez d’envoyer n’est pas gardé"
    assert said not in client.post(url, {"file": first}, follow=True).content.decode()
    assert said in client.post(url, {"file": second}, follow=True).content.decode()
    assert not claim.documents.filter(document__name="second.jpg").exists()
    assert said not in client.get(url, follow=True).content.decode()

"""The desk in a real browser: every act by keyboard, the next file loaded before it is asked for, no accessibility fault in any state."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page, expect, sync_playwright

from entraide.apps.accounts.roles import Role
from entraide.apps.claims.models import Decision
from entraide.apps.claims.operations import thread, waiting
from entraide.apps.desk.operations import notes, opinions
from entraide.core.money import Money
from tests.factories import families
from tests.factories.actors import person, signed_in
from tests.factories.base import TODAY
from tests.factories.documents import read_by_machine
from tests.factories.thread import AT


CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.money,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("published_catalogue"),
]
Visit = Callable[..., Any]


@pytest.fixture
def officer():
    return person(Role.CLAIMS_OFFICER)


@pytest.fixture
def visit(live_server: Any, officer: Any) -> Iterator[Visit]:
    """Open a page as the officer, or as `who`; the browser lives in a thread of its own, away from the database."""

    def act(session: str, width: int, path: str, look: Callable[[Page], Any]) -> Any:
        cookie = {"name": "sessionid", "value": session, "url": live_server.url}
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            context = browser.new_context(viewport={"width": width, "height": 900})
            context.add_cookies([cookie])  # type: ignore[list-item]
            page = context.new_page()
            told: list[str] = []
            page.on("console", lambda message: told.append(message.text))
            page.on("pageerror", lambda error: told.append(str(error)))
            page.goto(f"{live_server.url}{path}", wait_until="networkidle")
            found = look(page)
            browser.close()
        assert [each for each in told if "409" not in each and "422" not in each] == []
        return found

    with ThreadPoolExecutor(1) as thread:

        def visited(width: int, path: str, look: Callable[[Page], Any], *, who: Any = officer) -> Any:
            return thread.submit(act, signed_in(who).cookies["sessionid"].value, width, path, look).result()

        yield visited


def faults_of(page: Page) -> list[Any]:
    """List the accessibility faults of a page, and what is wider than the screen."""
    violations = Axe().run(page).response["violations"]
    width = page.evaluate("() => [document.documentElement.scrollWidth, window.innerWidth]")
    return [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in violations] + ([width] if width[0] > width[1] else [])


def test_a_file_is_taken_checked_and_granted_by_keyboard_and_the_next_one_opens(visit, officer):
    claim, other = (families.filed(families.family()) for _ in range(2))

    def work(page):
        press = page.locator("body").press
        press("t")
        expect(page.get_by_text("Vous instruisez maintenant")).to_be_visible()
        for left in (2, 1, 0):
            press("v")
            expect(page.get_by_role("button", name="Vérifié")).to_have_count(left)
        press("a")
        expect(page.get_by_text(f"Demande {claim.reference} accordée")).to_be_visible()
        reached = page.url
        press("k")
        expect(page.get_by_text("Décision", exact=True)).to_be_visible()
        return [reached.split("?")[0], page.url]

    next_file, back = visit(1440, reverse("staff:claim", args=[claim.pk]), work)
    assert next_file.endswith(reverse("staff:claim", args=[other.pk])) and back.endswith(reverse("staff:claim", args=[claim.pk]))
    assert Decision.objects.get(claim=claim).decided_by == officer.account.pk


def test_a_correction_and_a_refusal_open_by_key_with_the_focus_in_their_first_field(visit, officer):
    claim = families.taken(families.family(), officer)

    def work(page):
        page.locator("body").press("c")
        expect(page.get_by_label("Ce qui ne va pas").first).to_be_focused()
        page.locator("main").focus()
        page.keyboard.press("r")
        expect(page.locator("#id_refuse-note")).to_be_focused()

    visit(1440, reverse("staff:claim", args=[claim.pk]), work)


def test_a_correction_is_asked_over_the_whole_width_of_its_paper(visit, officer):
    claim = families.taken(families.family(), officer)
    paper = families.paper_of(claim, "invoice")

    def widths(page):
        card = page.locator("article", has=page.locator(f"form[action*='{paper.pk}/corriger/']"))
        card.locator("summary").first.click()
        card.get_by_role("button", name="Demander cette correction").click()
        alert = page.locator(".e-desk").get_by_role("alert")
        expect(alert).to_be_in_viewport()
        return alert.bounding_box()["width"], page.locator("#pieces article").first.bounding_box()["width"]

    alert, card = visit(1280, reverse("staff:claim", args=[claim.pk]), widths)
    assert alert > 0.75 * card


def test_the_next_file_is_fetched_while_this_one_is_read(visit):
    claim, other = (families.filed(families.family()) for _ in range(2))

    def fetched(page):
        page.wait_for_timeout(500)
        return page.evaluate("() => performance.getEntriesByType('resource').map((entry) => entry.name)")

    names = visit(1440, reverse("staff:claim", args=[claim.pk]), fetched)
    assert any(name.endswith(reverse("staff:claim", args=[other.pk])) for name in names)


def test_enter_checks_a_paper_on_which_the_machine_found_everything_and_every_fold_opens_by_its_key(visit, officer):
    person(Role.EXPERT)
    claim = families.taken(families.family(), officer)
    read_by_machine(families.paper_of(claim, "invoice"), amounts=[Money.of(300)], days=[families.STAY])

    def work(page):
        for key, field in (("p", "#id_demander-kind"), ("m", "#id_ecrire-text"), ("e", "#id_avis-expert"), ("n", "#id_noter-text")):
            page.locator("main").focus()
            page.keyboard.press(key)
            expect(page.locator(field)).to_be_focused()
        page.locator("main").focus()
        page.keyboard.press("?")
        expect(page.get_by_text("ouvrir cette aide")).to_be_visible()
        page.reload()
        page.keyboard.press("Enter")
        expect(page.get_by_text("Pièce vérifiée :")).to_be_visible()
        page.keyboard.press("Enter")
        page.wait_for_timeout(500)
        return page.get_by_role("button", name="Vérifié").count()

    assert visit(1440, reverse("staff:claim", args=[claim.pk]), work) == 2


@pytest.mark.parametrize("width", [390, 1440])
def test_no_accessibility_rule_is_broken_where_much_is_said_of_a_file_nor_where_an_expert_is_asked(visit, officer, width):
    expert, home = person(Role.EXPERT), families.family()
    claim, other = families.taken(home, officer), families.taken(families.family(), officer)
    for each in (claim, other):
        read_by_machine(families.paper_of(each, "invoice"), amounts=[Money.of(300)], days=[families.STAY])
    mine, theirs = (families.paper_of(each, "invoice") for each in (claim, other))
    question = opinions.Question(expert.account.pk, "Est-ce un centre agréé ?", {mine.pk: [1]}, TODAY)
    opinion = opinions.ask_opinion(claim_id=claim.pk, question=question, actor=officer.actor, **AT)
    notes.write_note(claim_id=claim.pk, text="Vu au téléphone.", actor=officer.actor, **AT)
    thread.write(claim_id=claim.pk, text="Bonjour.", documents=[families.kept(home.actor)], actor=home.actor, **AT)
    waiting.ask_paper(claim_id=claim.pk, wanted=waiting.WantedPaper("other", "L’attestation."), actor=officer.actor, **AT)

    def look(page):
        page.evaluate("() => document.querySelectorAll('main details').forEach((each) => { each.open = true; })")
        return faults_of(page)

    assert visit(width, reverse("staff:claim", args=[claim.pk]), look) == []
    assert visit(width, reverse("staff:papers_compared", args=[mine.pk, theirs.pk]), look) == []
    assert visit(width, reverse("staff:opinion", args=[opinion]), look, who=expert) == []
    assert visit(width, reverse("staff:opinions"), look, who=expert) == []
    own = reverse("beneficiary:claim", args=[claim.pk])
    assert visit(width, own, look, who=home.opener) == []


@pytest.mark.parametrize("width", [390, 1440])
def test_no_accessibility_rule_is_broken_in_any_is_broken_in_any_state_of_the_desk(visit, officer, width):
    claims = {
        "waiting": families.filed(families.family()),
        "taken": families.taken(families.family(), officer),
        "checked": families.checked(families.family(), officer),
        "decided": families.granted(families.family(), officer),
    }
    paths = [reverse("staff:claims"), *(reverse("staff:claim", args=[claim.pk]) for claim in claims.values())]

    def look(page):
        base, found = page.url.split("/equipe")[0], []
        for path in paths:
            page.goto(base + path, wait_until="networkidle")
            page.evaluate("() => document.querySelectorAll('main details').forEach((each) => { each.open = true; })")
            found += [(path, fault) for fault in faults_of(page)]
        return found

    assert visit(width, reverse("staff:claims"), look) == []


@pytest.mark.parametrize("width", [390, 1440])
def test_a_refused_decision_breaks_no_accessibility_rule_and_shows_what_was_typed(visit, officer, width):
    claim = families.checked(families.family(), officer)

    def look(page):
        page.get_by_text("Accorder moins, ou ajouter un mot").click()
        page.locator("#id_grant-amount").fill("120,01")
        page.get_by_role("button", name="Accorder").click()
        page.get_by_text("ne peut pas dépasser").first.wait_for()
        assert page.locator("#id_grant-amount").input_value() == "120,01"
        return faults_of(page)

    assert visit(width, reverse("staff:claim", args=[claim.pk]), look) == []

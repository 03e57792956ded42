"""The queue and the pages around it in a real browser: by keyboard, on two widths, without an accessibility fault in any state."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from entraide.apps.accounts.roles import Role
from entraide.apps.desk.models import BulkDecision
from tests.factories import families
from tests.factories.actors import person
from tests.factories.base import NOW, TODAY
from tests.factories.desk import AbsenceFactory, BulkDecisionFactory, DeskSeatFactory, PlannedDecisionFactory, SavedViewFactory
from tests.factories.network import CommitteeDepartmentFactory
from tests.portals.staff.test_claims_browser import Visit, faults_of, officer, visit


__all__ = ["officer", "visit"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("published_catalogue")]
WIDTHS = (390, 1280)
LONG = "Une vue dont le nom est aussi long que le champ le permet !!"


def test_claims_are_chosen_and_decided_together_by_keyboard(visit: Visit, officer):
    first, second = families.checked(families.family(), officer), families.checked(families.family(), officer)

    def work(page):
        bar = page.locator("#decider-ensemble")
        assert bar.evaluate("bar => getComputedStyle(bar).position") == "static"
        for key in ("j", "x", "j", "x"):
            page.keyboard.press(key)
        expect(bar.get_by_text("Demandes choisies")).to_be_visible()
        assert bar.evaluate("bar => getComputedStyle(bar).position") == "sticky"
        page.keyboard.press("e")
        expect(page.get_by_role("heading", name="Décider ensemble")).to_be_visible()
        expect(page.get_by_text("240,00")).to_be_visible()
        page.keyboard.press("g")
        expect(page.get_by_text("Vous pouvez encore annuler")).to_be_visible()
        page.keyboard.press("u")
        expect(page.get_by_text("Annulé : rien n’a été décidé")).to_be_visible()

    visit(1280, reverse("staff:claims"), work)
    assert {row.claim_id for row in BulkDecision.objects.get().files.order_by("pk")} == {first.pk, second.pk}


@pytest.mark.parametrize(("width", "top", "height"), [(390, 480, 160), (1280, 470, 65)])
def test_the_first_line_of_the_queue_stands_high_and_each_line_is_low(visit: Visit, officer, width, top, height):
    families.taken(families.family(), officer)
    box = visit(width, reverse("staff:claims"), lambda page: page.locator("tbody tr").first.bounding_box())
    assert box["y"] < top and box["height"] < height


def world(officer):
    """Write what the pages may show: a planned claim, one that is late, a view with a long name, branches, somebody away."""
    for department, committee in (("51", "Grand Est, Bourgogne-Franche-Comté"), ("33", "Nouvelle-Aquitaine")):
        CommitteeDepartmentFactory(department=department, committee=committee)
    colleague = person(Role.CLAIMS_OFFICER)
    DeskSeatFactory(account=colleague.account, committee="Nouvelle-Aquitaine")
    AbsenceFactory(account=colleague.account)
    AbsenceFactory(account=officer.account, since=TODAY + timedelta(days=10), until=TODAY + timedelta(days=20))
    bulk = BulkDecisionFactory(asked_by=officer.account.pk, act="refuse", note="La structure n’est pas agréée.")
    for home in (families.family(), families.family()):
        PlannedDecisionFactory(bulk=bulk, claim=families.filed(home))
    held = families.taken(families.family(), colleague)
    refused = BulkDecisionFactory(asked_by=officer.account.pk, done_at=NOW)
    PlannedDecisionFactory(bulk=refused, claim=held, state="refused", sentence="Cette demande n’attend pas de décision.")
    SavedViewFactory(account=officer.account, name=LONG, query="risque=late&antenne=toutes")
    families.checked(families.family(), officer)
    return bulk, refused


@pytest.mark.parametrize("width", WIDTHS)
def test_the_officer_s_pages_have_no_accessibility_fault_empty_full_or_in_error(visit: Visit, officer, width):
    queue, views = reverse("staff:claims"), reverse("staff:desk_views")
    for path in (queue, views, reverse("staff:bulk_decisions")):
        assert visit(width, path, faults_of) == []
    bulk, refused = world(officer)
    own = reverse("staff:officer", args=[officer.account.pk])
    for path in (
        queue,
        f"{queue}?cocher=page&canal=online&anciennete=week",
        f"{queue}?q=personne",
        views,
        reverse("staff:bulk_decisions"),
        reverse("staff:bulk_decision", args=[bulk.pk]),
        reverse("staff:bulk_decision", args=[refused.pk]),
        own,
    ):
        assert visit(width, path, faults_of) == [], path

    def without_words(page):
        page.get_by_label("Décision", exact=True).select_option("refuse")
        page.get_by_role("button", name="Décider ensemble").click()
        expect(page.get_by_role("heading", name="Décider ensemble")).to_be_visible()
        return faults_of(page)

    def without_days(page):
        page.get_by_role("button", name="Déclarer cette absence").click()
        expect(page.get_by_text("Indiquez le premier jour").first).to_be_visible()
        return faults_of(page)

    assert visit(width, f"{queue}?cocher=page", without_words) == []
    assert visit(width, own, without_days) == []


class TestInCharge:
    @pytest.fixture
    def officer(self):
        return person(Role.CLAIMS_MANAGER)

    @pytest.mark.parametrize("width", WIDTHS)
    def test_the_pages_of_who_is_in_charge_have_no_accessibility_fault(self, visit: Visit, officer, width):
        workload, sharing = reverse("staff:workload"), reverse("staff:sharing")
        assert visit(width, workload, faults_of) == []
        one = person(Role.CLAIMS_OFFICER)
        world(one)
        for path in (
            workload,
            f"{sharing}?antenne=&nombre=5",
            f"{sharing}?nombre=",
            f"{sharing}?antenne=Nouvelle-Aquitaine&nombre=5",
            reverse("staff:officer", args=[one.account.pk]),
            reverse("staff:claims"),
        ):
            assert visit(width, path, faults_of) == [], path

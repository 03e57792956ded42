"""The mail room in a real browser: no accessibility fault, and nothing wider than the window, on a phone and on a desk."""

import os
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from entraide.apps.accounts.roles import Role
from entraide.apps.claims.models import Claim
from entraide.apps.claims.operations.entering import NewClaim
from entraide.apps.claims.operations.keying import Arrival, key
from tests.factories import families
from tests.factories.actors import person
from tests.factories.base import NOW, TODAY
from tests.factories.letters import PostalLetterFactory, PrintRunFactory
from tests.factories.mailroom import EnvelopeFactory, EnvelopeFileFactory, PostItemFactory
from tests.factories.thread import AT, BENEFIT
from tests.portals.staff.test_claims_browser import Visit, faults_of, visit


pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("published_catalogue")]
__all__ = ["visit"]


@pytest.fixture
def officer() -> Any:
    return person(Role.CLAIMS_OFFICER)


def sound(name: str, width: int) -> Any:
    """Look for faults, and keep a picture where the environment names a folder."""

    def look(page: Page) -> list[Any]:
        folder = os.environ.get("ENTRAIDE_PICTURES")
        if folder:
            page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
        return faults_of(page)

    return look


@pytest.mark.parametrize("width", [390, 1280])
def test_the_mail_room_is_sound_on_a_phone_and_on_a_desk(visit: Visit, officer: Any, width: int) -> None:
    home = families.family()
    new = NewClaim(home.opener.beneficiary.pk, BENEFIT, home.child)
    claim_id = key(claim=new, arrival=Arrival("paper", TODAY), actor=officer.actor, **AT)
    item = PostItemFactory()
    sealed = EnvelopeFileFactory(envelope__beneficiary=home.opener.beneficiary, envelope__opened_at=NOW).envelope
    EnvelopeFactory(beneficiary=home.opener.beneficiary)
    run = PostalLetterFactory(beneficiary_id=home.opener.beneficiary.pk, run=PrintRunFactory()).run
    PostalLetterFactory(beneficiary_id=home.opener.beneficiary.pk)
    reference = Claim.objects.get(pk=claim_id).reference
    pages = {
        "mail": reverse("staff:mail"),
        "item": reverse("staff:mail_item", args=[item.pk]) + f"?demande={reference}",
        "envelopes": reverse("staff:envelopes"),
        "envelope": reverse("staff:envelope", args=[sealed.pk]),
        "letters": reverse("staff:letters"),
        "run": reverse("staff:print_run", args=[run.pk]),
        "new": reverse("staff:keying_new", args=[home.opener.beneficiary.pk]),
        "keying": reverse("staff:keying", args=[claim_id]),
    }
    found = {name: visit(width, path, sound(name, width)) for name, path in pages.items()}
    assert found == dict.fromkeys(pages, [])

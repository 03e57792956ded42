"""Each person of the demonstration opens whatever a link leads to: all of it answers, reads well on every screen, and tells no secret."""

import re
from collections import Counter, deque
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import urldefrag, urlsplit

import pytest

from tests.browser.people import Visitor
from tests.browser.sheets import people
from tests.browser.soundness import (
    CLAIM_AMOUNT,
    FORBIDDEN_TO_EMPLOYERS,
    faults_of_access,
    faults_of_shape,
    too_wide_when_narrow,
)


pytestmark = pytest.mark.browser
PAGES_OF_ONE_SHAPE = 2
AT_MOST = 60
EMPLOYERS = ("/collectivite/", "/delegue/")
LINKS = "each => each.map(one => one.href)"
FILES = re.compile(
    r"/fichier/|/fichiers/[^/]+/$|/avis-demandes/[^/]+/pages/[^/]+/$|/courrier/pages/[^/]+/\d+/$|/enveloppes/[^/]+/recu/$|/journal/fichiers/\d+/|/pieces/[^/]+/$|/lots/[^/]+/fichier/|[?&]format=|^\S+/(?:personnel|modele|cotisations|bilan|telecharger)/|/sante/|robots.txt|/carte/(?:cles|annulees)/"
)
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
KEYS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/catalogue/)[a-z-]{8,}|(?<=/droits/)[a-z-]{8,}|(?<=/journal/)[\w-]+")

BENEFICIARIES = ("nadia.ferrand", "thomas.lemaire", "lucas.moreau", "ines.benali", "monique.girard", "karine.fournier")
EMPLOYERS_PEOPLE = ("sylvie.marchand", "claire.fontaine", "hamid.bouzid", "bernard.collin")
DESKS = ("camille.roux", "marc.vidal", "helene.brun", "sophie.lambert", "elodie.masson")
OFFICES = ("antoine.verdier", "laure.perrin", "philippe.delorme", "yann.prigent", "julien.faure", "nathalie.girard", "pierre.lefort")


@dataclass
class Walk:
    """What was seen of a site, by everybody: the shapes of addresses that axe has read, and the faults found."""

    read: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)

    def through(self, visitor: Visitor, start: str) -> int:
        """Follow every link from an address, a few of each shape; give how many pages were opened."""
        waiting, seen, opened, known = deque([start]), {start}, Counter(), frozenset(self.read)
        while waiting and opened.total() < AT_MOST:
            address = waiting.popleft()
            shape = shape_of(address)
            if opened[shape] >= (1 if shape in known else PAGES_OF_ONE_SHAPE):
                continue
            opened[shape] += 1
            for link in self.look(visitor, address, shape):
                if link not in seen:
                    seen.add(link)
                    waiting.append(link)
        return opened.total()

    def look(self, visitor: Visitor, address: str, shape: str) -> list[str]:
        """Open one address, note what is wrong with its page, and give the links that it holds."""
        page, host = visitor.page, urlsplit(visitor.site.url).netloc
        if FILES.search(address):
            answer = page.request.get(address)
            self.note(address, [] if answer.ok else [f"status {answer.status}"])
            return []
        answer = page.goto(address)
        self.note(address, [] if answer.ok else [f"status {answer.status}"])
        self.note(address, [*faults_of_shape(page), *too_wide_when_narrow(page), *told_to_employers(page, address)])
        if shape not in self.read:
            self.read.add(shape)
            for size in (PHONE, DESKTOP):
                page.set_viewport_size(size)
                self.note(f"{address} at {size['width']} px", faults_of_access(page))
        links = page.locator("a[href]").evaluate_all(LINKS)
        return [urldefrag(link).url for link in links if urlsplit(link).netloc == host]

    def note(self, address: str, faults: list[str]) -> None:
        """Keep faults with their address."""
        self.faults += [f"{address}: {fault}" for fault in faults]


def shape_of(address: str) -> str:
    """Give an address without what tells one object from another, nor how a list is searched and sorted."""
    parts = urlsplit(address)
    return KEYS.sub("*", parts.path) + ("?" if parts.query else "")


@lru_cache(maxsize=1)
def dependants() -> frozenset[str]:
    """Name those whom agents have declared and who are on no list themselves, in both orders."""
    world = people()
    staff = {f"{one.given_name} {one.family_name}" for one in world.persons}
    names = {f"{one.given_name} {one.family_name}" for one in world.dependants} - staff
    return frozenset(name for name in names if len(name) > 8)


def told_to_employers(page, address: str) -> list[str]:
    """List what the page of an employer's person tells and should not."""
    if not urlsplit(address).path.startswith(EMPLOYERS):
        return []
    text = " ".join((page.locator("body").text_content() or "").split())
    told = [words for words in (*FORBIDDEN_TO_EMPLOYERS, *dependants()) if words in text]
    return [f"tells an employer « {words} »" for words in [*told, *CLAIM_AMOUNT.findall(text)]]


def walked(visit, names, *, second_factor=False) -> Walk:
    """Have each person walk through the site, under each of their roles."""
    walk = Walk()
    for name in names:
        visitor = visit("desktop").sign_in(f"{name}@exemple.fr", second_factor=second_factor)
        for hat in visitor.hats() or [""]:
            if hat:
                visitor.go("/compte/securite/").put_on(hat)
            assert walk.through(visitor, visitor.page.url) > 3, f"{name} {hat}"
        walk.note(name, visitor.troubles)
        visitor.page.context.close()
    return walk


def test_whoever_has_no_account_reads_every_public_page(visit):
    walk = Walk()
    assert walk.through(visit("desktop"), f"{visit('desktop').site.url}/") > 5
    assert not walk.faults, "\n".join(walk.faults)


@pytest.mark.parametrize("names", [BENEFICIARIES, EMPLOYERS_PEOPLE], ids=["beneficiaries", "employers"])
def test_every_link_of_a_member_s_people_leads_to_a_sound_page_that_tells_no_secret(visit, names):
    faults = walked(visit, names).faults
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("names", [DESKS, OFFICES], ids=["desks", "offices"])
def test_every_link_of_the_staff_leads_to_a_sound_page(visit, names):
    faults = walked(visit, names, second_factor=True).faults
    assert not faults, "\n".join(faults)

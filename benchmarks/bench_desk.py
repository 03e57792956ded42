"""The usual file at the desk, by keyboard: two papers, one value that the machine did not find, a grant; acts, and seconds by a model.

What is measured is the machine: from each key to the page ready for the next one. The officer is a model, and is said to be one.
"""

import os
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, sync_playwright

from benchmarks.figure import Figure
from tests.browser.chromium import launched, settings
from tests.browser.people import Visitor
from tests.browser.site import Site, build, serving


FILES = 10
CAMILLE = "camille.roux@exemple.fr"
MOST_KEYS, MOST_SECONDS = 6, 15.0
# The keystroke-level model (Card, Moran and Newell, « The Keystroke-Level Model for User Performance Time », 1980): a key of an
# average typist, and one preparation of the mind before each act. Finding a value on a paper is not in that model: a guess, the one
# of the desk of notices, to be measured with people.
KEY_S, MIND_S, SEARCH_S = 0.28, 1.35, 4.0
# Take; the invoice, on which the machine found every value; the notice, whose one value is looked for; grant.
ACTS = ("t", "Enter", "v", "Enter")

# Another page, with its pictures.
READY = """() => !window.gone && performance.getEntriesByType("navigation")[0].loadEventEnd > 0"""
SEND = """
from datetime import date, timedelta
from entraide.apps.accounts.actor import system_actor
from entraide.apps.claims.operations import filing
from entraide.apps.documents.operations import NewFile, keep, read
from entraide.core.money import Money
from entraide.ui import clock
from tests.factories import families
from tests.integrations.uploads.honest import text
from tests.integrations.uploads.samples import pdf
when = {"at": clock.now(), "on": clock.today()}
def kept(actor, name, *lines):
    key = keep(file=NewFile(pdf(change=text(*lines)), name, "application/pdf", "supporting"), actor=actor, **when)
    read(document_id=key, actor=system_actor("measure"), **when)
    return key
for number in range(COUNT):
    home = families.family()
    families.proved(home.child)
    opener, actor = home.opener.beneficiary.pk, home.actor
    key = filing.start(beneficiary_id=opener, benefit_code=families.BENEFIT, dependant_id=home.child, actor=actor, **when)
    ended_on, spent = date(2024, 7, 8) + timedelta(days=number), Money.of(210 + 7 * number)
    answers = {"stay_ended_on": ended_on, "expense": spent, "tax_line_14": Money.of(700 + number)}
    filing.answer(claim_id=key, answers=answers, actor=actor, **when)
    told = (f"Facture n. F{number:04}", f"Fin du sejour : {ended_on:%d/%m/%Y}", f"Total a payer : {spent.cents // 100},00 EUR")
    bill = kept(actor, "facture.pdf", "Centre de loisirs des " + "Tilleuls " * (number % 3 + 1), *told)
    notice = kept(actor, "avis.pdf", f"Reference de l'avis : 2451{number:05}", f"Revenu fiscal : {21_000 + 31 * number} EUR", "14  impot")
    for kind, document_id in (("invoice", bill), ("tax_notice", notice)):
        filing.attach(claim_id=key, requirement=kind, document_id=document_id, actor=actor, **when)
    filing.file(claim_id=key, actor=actor, **when)
    print("FILE", key)
"""


def run() -> list[Figure]:
    """Decide some files, print what was counted and the model, and give the two figures."""
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder), "")
        with serving(Path(folder), "") as site:
            waits = decided(site, filed(site, FILES))
    wait = median(sum(each) for each in waits)
    modelled = SEARCH_S + len(ACTS) * (MIND_S + KEY_S) + wait
    print(f"{FILES} files: two papers, one value to look for, a grant: {len(ACTS)} keys each ({', '.join(ACTS)}), no mouse.")
    print(f"Machine, measured: {wait:.2f} s a file (median), {max(map(sum, waits)):.2f} s at most.")
    print(
        f"Model of an officer, not a measure: {SEARCH_S} s to find the value (assumed) + {len(ACTS)} x {MIND_S} s to prepare and verify"
        f" + {len(ACTS)} x {KEY_S} s of keys + {wait:.2f} s of machine = {modelled:.1f} s."
    )
    print(f"{os.cpu_count()} cores; load {os.getloadavg()[0]:.1f}.")
    return [
        Figure("the usual file at the desk, keys", len(ACTS), "keys", "most", MOST_KEYS, 1.0),
        Figure("the usual file at the desk, modelled", round(modelled, 1), "s", "most", MOST_SECONDS, 1.0),
    ]


def filed(site: Site, count: int) -> list[str]:
    """File usual claims, their bills read by the machine; give their keys."""
    told = site.entraide("shell", "-c", SEND.replace("COUNT", str(count)))
    return [line.split()[1] for line in told.splitlines() if line.startswith("FILE ")]


def decided(site: Site, keys: Sequence[str]) -> list[list[float]]:
    """Decide each file by keyboard; give the waits after each key."""
    with sync_playwright() as playwright, launched(playwright) as browser:
        page = browser.new_context(**settings(site.url, "desktop")).new_page()
        officer = Visitor(page, site, "desktop").sign_in(CAMILLE, second_factor=True)
        waits = []
        for key in keys:
            page.goto(f"/equipe/demandes/{key}/")
            waits.append([wait_after(page, act) for act in ACTS])
            officer.reads("accordée")
        return waits


def wait_after(page: Page, key: str) -> float:
    """Press a key; give the seconds until the page that it leads to is there, with its pictures."""
    page.evaluate("() => { window.gone = true; }")
    began = time.perf_counter()
    page.keyboard.press(key)
    page.wait_for_function(READY)
    return time.perf_counter() - began

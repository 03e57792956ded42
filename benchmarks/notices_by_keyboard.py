"""The desk of notices by keyboard: sixty notices through a real browser, and how many an hour that makes for an officer, by a model.

Run alone: `python -m benchmarks.notices_by_keyboard`. What is measured is the machine: from the last key to the next notice ready for
its first. The officer is a model, and is said to be one.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

from playwright.sync_api import Page, sync_playwright

from tests.browser.chromium import launched, settings
from tests.browser.people import Visitor
from tests.browser.site import Site, build, serving


NOTICES = 60
SENT_BACK_EVERY = 10
CAMILLE = "camille.roux@exemple.fr"
# The keystroke-level model (Card, Moran and Newell, « The Keystroke-Level Model for User Performance Time », 1980): a key of an
# average typist, and one preparation of the mind. Finding line 14 on the page is not in that model: a guess, to be measured with people.
KEY_S, MIND_S, SEARCH_S = 0.28, 1.35, 4.0
TARGET_AN_HOUR = 300

# Another page, its scripts read, its first field under the hands; or the list, where none waits.
READY = """before => location.href !== before && performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd > 0
    && (document.activeElement.name === "line_14" || location.pathname === "/equipe/avis/")"""
SEND = """
from io import BytesIO
import pikepdf
from PIL import Image, ImageDraw
from entraide.apps.accounts.actor import system_actor
from entraide.apps.beneficiaries.models import Beneficiary
from entraide.apps.beneficiaries.operations.tax_notices import SentNotice, send_notice
from entraide.apps.documents.operations import NewFile, keep
from entraide.ui import clock
when = {"actor": system_actor("measure"), "at": clock.now(), "on": clock.today()}
def photo(number):
    sheet, out = Image.new("RGB", (1700, 2400), "white"), BytesIO()
    ImageDraw.Draw(sheet).text((120, 900), f"14   Impot sur le revenu net   {number}", fill="black", font_size=60)
    sheet.save(out, "JPEG", quality=80)
    return NewFile(out.getvalue(), "avis.jpg", "image/jpeg", "tax_notice")
def pdf(number):
    paper, out = pikepdf.new(), BytesIO()
    paper.add_blank_page()
    paper.save(out)
    return NewFile(out.getvalue(), "avis.pdf", "application/pdf", "tax_notice")
for number, person in enumerate(Beneficiary.objects.filter(account__isnull=True).order_by("pk")[:COUNT]):
    key = keep(file=(pdf if number % 2 else photo)(number), **when)
    send_notice(beneficiary_id=person.pk, sent=SentNotice(2024, key), **when)
"""


def main() -> int:
    """Measure, print, and give 1 where the modelled rate is under the target."""
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder), "")
        with serving(Path(folder), "") as site:
            site.entraide("shell", "-c", SEND.replace("COUNT", str(NOTICES)))
            return told(*measured(site))


def measured(site: Site) -> tuple[list[float], int, float]:
    """Go through every notice by keyboard; give each wait for the next one, the keys pressed, the seconds in all."""
    with sync_playwright() as playwright, launched(playwright) as browser:
        page = browser.new_context(**settings(site.url, "desktop")).new_page()
        Visitor(page, site, "desktop").sign_in(CAMILLE, second_factor=True).go("/equipe/avis/")
        began, waits, keys = time.perf_counter(), [], 1
        waits.append(wait_after(page, "o"))
        for number in range(NOTICES):
            typed = ["r", "ArrowDown"] if number % SENT_BACK_EVERY == SENT_BACK_EVERY - 1 else list(f"{400 + 37 * number}")
            for key in typed:
                page.keyboard.press(key)
            waits.append(wait_after(page, "Enter"))
            keys += len(typed) + 1
        return waits, keys, time.perf_counter() - began


def wait_after(page: Page, key: str) -> float:
    """Press a key that leads to the next notice; give the seconds until its field takes keys, or until the list says that none waits."""
    before, began = page.url, time.perf_counter()
    page.keyboard.press(key)
    page.wait_for_function(READY, arg=before)
    return time.perf_counter() - began


def told(waits: list[float], keys: int, seconds: float) -> int:
    """Print the figures and the model."""
    each, wait, slow = keys / NOTICES, median(waits), quantiles(waits, n=20)[-1]
    modelled = SEARCH_S + 2 * MIND_S + each * KEY_S + wait
    rate, back = 3600 / modelled, NOTICES // SENT_BACK_EVERY
    print(f"{NOTICES} notices, {NOTICES - back} checked and {back} sent back, half of them PDF: {keys} keys, no mouse.")
    print(f"Measured: {seconds:.1f} s of machine in all; next notice ready in {wait:.2f} s (median), {slow:.2f} s (p95).")
    print(f"Model of an officer, not a measure: {SEARCH_S:.1f} s to find line 14 (assumed) + 2 x {MIND_S} s to prepare and verify")
    print(f"  + {each:.1f} keys x {KEY_S} s + {wait:.2f} s of machine = {modelled:.1f} s a notice.")
    print(f"So {rate:.0f} notices an hour, by this model; the target is {TARGET_AN_HOUR}.")
    cores, load = os.cpu_count(), subprocess.run(["uptime"], capture_output=True, text=True, check=False).stdout.strip()
    print(f"{cores} cores; {load}")
    return 0 if rate >= TARGET_AN_HOUR else 1


if __name__ == "__main__":
    sys.exit(main())

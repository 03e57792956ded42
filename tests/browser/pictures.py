"""Write the pictures of the main screens and of a letter, on a phone and on a desk: `python -m tests.browser.pictures docs/screens`."""

import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, ViewportSize, sync_playwright

from tests.browser.chromium import SIZES, launched, settings
from tests.browser.journeys import LEISURE, STAY_ENDED_ON, open_file, prepare_batch, preview_merger, send_notice, send_roster
from tests.browser.people import Visitor, photograph
from tests.browser.sheets import invoice
from tests.browser.site import Site, build, serving


HIGHEST = {"phone": 1700, "desktop": 1300}
HEAVIEST = 200_000
# Fewer colours until a picture weighs little enough: the screens are flat.
PALETTES = (192, 96, 48, 24)


def cast(browser: Browser, site: Site) -> Callable[..., Visitor]:
    """Give who signs people in; who came in once stays."""

    @cache
    def someone(name: str, *, second_factor: bool = False) -> Visitor:
        context = browser.new_context(**settings(site.url, "desktop"))
        visitor = Visitor(context.new_page(), site, "desktop")
        return visitor.sign_in(f"{name}@exemple.fr", second_factor=second_factor)

    return someone


def screens(someone: Callable[..., Visitor]) -> Iterator[tuple[str, Visitor]]:
    """Open the main screens one after the other, in the order of the thread."""
    yield from claims(someone)
    yield from register(someone)
    yield from contributions(someone)
    yield from desk(someone)


def claims(someone: Callable[..., Visitor]) -> Iterator[tuple[str, Visitor]]:
    """A list, a claim from its questions to its payment, and what it comes to."""
    yield "1-liste", send_roster(someone("sylvie.marchand"))
    nadia = someone("nadia.ferrand")
    yield "2-droits", nadia.go("/moi/droits/").reads("Accueil de loisirs")
    nadia.go(f"/moi/droits/{LEISURE}/").press("Faire une demande", within=nadia.part("Lina Ferrand"))
    nadia.fill_date("Quel jour l’accueil", STAY_ENDED_ON).fill("Combien avez-vous payé", "186,00").page.keyboard.press("Tab")
    yield "2-questions", nadia.reads("Réponse gardée")
    nadia.press("Enregistrer et continuer")
    yield "2-pieces", nadia.hand_in(invoice(), "Facture acquittée").reads("facture.jpg")
    yield "2-verifier", nadia.press("Continuer").reads("Vérifiez vos réponses")
    nadia.press("Envoyer ma demande").reads("est envoyée")
    camille = someone("camille.roux", second_factor=True)
    yield "3-file", camille.reads("Demandes à traiter")
    yield "3-dossier", open_file(camille, "Nadia Ferrand").press("Prendre en charge").reads("Vous instruisez")
    yield "4-lot", prepare_batch(someone("marc.vidal", second_factor=True))
    karine = someone("karine.fournier").press("Mes demandes")
    yield "5-decision", karine.press("Accueil de loisirs").reads("Accordée")
    yield "5-pourquoi", karine.press("Pourquoi ce montant ?")
    yield "6-bilan", someone("bernard.collin").reads("Bilan de ma collectivité")
    yield "6-tableau-de-bord", someone("philippe.delorme", second_factor=True).reads("Tableau de bord")


def register(someone: Callable[..., Visitor]) -> Iterator[tuple[str, Visitor]]:
    """A merger, a household, a tax notice."""
    yield "7-changement", preview_merger(someone("laure.perrin", second_factor=True))
    yield "8-foyer", send_notice(someone("nadia.ferrand"), "Avis 2024").go("/moi/foyer/").reads("Lina")
    camille = someone("camille.roux", second_factor=True)
    yield "8-avis", camille.go("/equipe/avis/").press("Vérifier le premier").reads("Avis de la personne")


def contributions(someone: Callable[..., Visitor]) -> Iterator[tuple[str, Visitor]]:
    """A call as its member reads it, and as it is made."""
    sylvie, marc = someone("sylvie.marchand"), someone("marc.vidal", second_factor=True)
    yield "9-cotisation", sylvie.go("/collectivite/cotisation/").reads("cotisation")
    yield "9-personnes", sylvie.go("/collectivite/cotisation/2024/personnes/").reads("2024")
    yield "9-campagne", marc.go("/equipe/cotisations/").press("2024").reads("2024")
    yield "9-contestations", marc.go("/equipe/cotisations/contestations/").reads("contest")


def desk(someone: Callable[..., Visitor]) -> Iterator[tuple[str, Visitor]]:
    """How claims are worked on: without a human act, by whom, from the post."""
    nathalie, camille = (someone(name, second_factor=True) for name in ("nathalie.girard", "camille.roux"))
    yield "10-automatismes", nathalie.go("/equipe/automatismes/").reads("Décisions sans intervention")
    yield "10-charge", nathalie.go("/equipe/instruction/").reads("Instruction")
    yield "10-courrier", camille.go("/equipe/courrier/").reads("Courrier")
    pierre = someone("pierre.lefort", second_factor=True)
    yield "10-avis", pierre.go("/equipe/avis-demandes/").press("Le centre n’est pas").reads("Votre avis")
    sophie = someone("sophie.lambert", second_factor=True)
    yield "10-reclamation", sophie.go("/equipe/reclamations/").press("Monique Girard").reads("Ce qu’elle a changé")


def letter(officer: Visitor) -> bytes:
    """Print what waits to be posted, and give its PDF."""
    officer.go("/equipe/courrier/impressions/").press("Préparer l’impression").reads("Impression du")
    return officer.download("Télécharger le PDF")


def draw_letter(content: bytes, path: Path, shape: ViewportSize, *, at_most: int) -> None:
    """Draw the first sheet of a letter as wide as a screen."""
    sheet = pypdfium2.PdfDocument(content)[0]
    drawn = sheet.render(scale=shape["width"] / sheet.get_width()).to_pil()
    drawn.crop((0, 0, shape["width"], min(drawn.height, at_most))).save(path)


def lighten(path: Path) -> None:
    """Write a picture again with a palette small enough for it to weigh little, and say how much.

    :raises ValueError: if it still weighs too much.
    """
    picture = Image.open(path).convert("RGB")
    for colours in PALETTES:
        picture.quantize(colours, dither=Image.Dither.NONE).save(path, optimize=True)
        if path.stat().st_size <= HEAVIEST:
            print(path.name, path.stat().st_size)
            return
    raise ValueError(f"{path} weighs {path.stat().st_size} bytes")


def main(folder: Path) -> None:
    """Build a demonstration, open its screens, and write their pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as var, sync_playwright() as playwright, launched(playwright) as browser:
        build(Path(var), "")
        with serving(Path(var), "") as site:
            someone = cast(browser, site)
            for name, visitor in screens(someone):
                for size, shape in SIZES.items():
                    path = folder / f"{name}-{shape['width']}.png"
                    photograph(visitor.page, path, shape, at_most=HIGHEST[size])
                    lighten(path)
            content = letter(someone("camille.roux", second_factor=True))
            for size, shape in SIZES.items():
                path = folder / f"11-lettre-{shape['width']}.png"
                draw_letter(content, path, shape, at_most=HIGHEST[size])
                lighten(path)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

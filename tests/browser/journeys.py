"""What people of several stories do in the same way: file for a child, hand a file to the desk, check a paper and grant."""

from datetime import date

from playwright.sync_api import FilePayload

from tests.browser.people import Visitor
from tests.browser.sheets import invoice, paper, roster, spreadsheet


LEISURE = "accueil-de-loisirs"
STAY_ENDED_ON = date(2024, 7, 19)


def file_for_leisure(parent: Visitor, child: str, *, paid: str = "186,00", photo: FilePayload | None = None) -> Visitor:
    """File for the leisure centre of a child; the association knows the family and the tax notice already."""
    parent.go(f"/moi/droits/{LEISURE}/").press("Faire une demande", within=parent.part(child)).reads("Quelques questions")
    parent.fill_date("Quel jour l’accueil", STAY_ENDED_ON).fill("Combien avez-vous payé", paid).press("Enregistrer et continuer")
    parent.hand_in(photo or invoice(), "Facture acquittée").press("Continuer").reads("Vérifiez vos réponses")
    return parent.press("Envoyer ma demande").reads("est envoyée")


def open_file(officer: Visitor, name: str, *, shelf: str = "À traiter") -> Visitor:
    """Find somebody's claim on a shelf of the queue and open it."""
    officer.go("/equipe/demandes/").fill("Nom ou référence", name)
    officer.page.get_by_role("combobox", name="État").select_option(label=shelf)
    officer.press("Chercher")
    officer.page.locator("main table").get_by_role("link", name=name).first.click()
    return officer.reads("À traiter ensuite")


def check_first_paper(officer: Visitor) -> Visitor:
    """Find the first paper good, with the values that the person declared."""
    officer.page.locator("#pieces").get_by_role("button", name="Vérifié").first.click()
    return officer.reads("Pièce vérifiée")


def grant(officer: Visitor, name: str) -> Visitor:
    """Take somebody's claim, check its papers, grant it."""
    open_file(officer, name).press("Prendre en charge").reads("Vous instruisez maintenant")
    check_first_paper(officer)
    officer.page.locator("#actes").get_by_role("button", name="Accorder").first.click()
    return officer.reads("partiront avec le prochain lot de virements")


def journal_agrees(accountant: Visitor) -> Visitor:
    """Read on the page of the journal that it says what the payments say."""
    return accountant.go("/equipe/journal/").reads("Le journal et les paiements disent la même chose")


def prepare_batch(accountant: Visitor) -> Visitor:
    """Prepare a batch of all that is ready."""
    accountant.go("/equipe/paiements/").press("Préparer le lot")
    return accountant.reads("Le lot est préparé. Une autre personne doit maintenant le valider.")


def release_batch(accountant: Visitor) -> bytes:
    """Release the batch that waits, fetch its file for the bank, and note that it was handed over."""
    accountant.go("/equipe/paiements/").reads("À valider").press("Lot ").press("Valider le lot").reads("Le lot est validé")
    message = accountant.download("Télécharger le fichier pour la banque")
    accountant.press("Marquer comme transmis").reads("Le lot est marqué comme transmis")
    return message


def read_statement(accountant: Visitor, statement: bytes) -> Visitor:
    """Have the bank's statement read."""
    accountant.go("/equipe/releves/").hand_in({"name": "releve.xml", "mimeType": "application/xml", "buffer": statement})
    return accountant.reads("Relevé lu")


def send_roster(correspondent: Visitor, file: FilePayload | None = None) -> Visitor:
    """Send a list of the staff: that of the demonstration, or another."""
    correspondent.go("/collectivite/liste/").hand_in(file or spreadsheet("liste.csv", roster()))
    return correspondent.reads("Ce que votre liste va changer")


def publish(director: Visitor) -> Visitor:
    """Publish the provisional table of the running year."""
    director.go("/equipe/tableau-de-bord/").press("Publier le tableau provisoire")
    return director.reads("Ils lisent le tableau de 2024 arrêté au 15 octobre 2024")


def send_notice(person: Visitor, title: str, *, partner: bool = False) -> Visitor:
    """Send a tax notice of 2024, and the partner's where there is one."""
    page = person.go("/moi/foyer/").press("Envoyer ou suivre mon avis").reads("Mon avis d’impôt").page
    if partner:
        person.choose("Deux avis")
        page.locator("input[name=partner_file]").set_input_files(paper(f"{title} du conjoint"))
    elif page.locator("input[name=two_notices]").count():
        person.choose("Un seul avis")
    page.get_by_label("Année de l’avis").select_option("2024")
    page.locator("input[name=file]").set_input_files(paper(title))
    return person.press("Envoyer mon avis").reads("Votre avis est envoyé", "reçu, à vérifier par nous")


def preview_merger(officer: Visitor) -> Visitor:
    """Prepare the commune nouvelle of two members of the demonstration, and look at what it would do."""
    after = "200000172~Val de Vesle~51250~commune~51"
    said = f"nature=new_commune&jour=2025-01-01&texte=Arrêté préfectoral&avant=215102328&avant=215103649&apres={after}"
    officer.go(f"/equipe/structures/nouveau/verifier/?{said}").reads("Vérifiez vos réponses")
    return officer.press("Voir ce que cela ferait").reads("Val de Vesle")

"""The way in, through a browser: a code, a forgotten password, a second factor, an administrator who gives a role."""

from datetime import date

import pytest


pytestmark = pytest.mark.browser

PASSWORD = "un chat sur le toit"
ADMINISTRATOR = "yann.prigent@exemple.fr"


@pytest.mark.parametrize("javascript", [True, False], ids=["with_javascript", "without_javascript"])
def test_a_person_opens_their_account_on_a_phone(visit, javascript):
    david = visit("phone", javascript=javascript)
    sound = david.finds_it_sound if javascript else lambda: david
    david.go("/").reads("L’action sociale de votre collectivité").picture("home")
    sound()
    david.press("Activer mon compte").fill("Votre code d’activation", "ACDE-FG0").press("Continuer").reads("ne contient jamais 0")
    sound()
    david.fill("Votre code d’activation", david.site.activation_code.lower()).press("Continuer")
    david.reads("Confirmez que c’est vous")
    sound()
    david.fill_date("Votre date de naissance", date(1978, 8, 16)).press("Continuer").reads("ne permettent pas d’activer un compte")
    sound()
    david.fill_date("Votre date de naissance", date(1978, 8, 15)).press("Continuer").reads("Comment vous connecterez-vous ?")
    sound()
    david.fill("Votre adresse électronique", ADMINISTRATOR).fill("Votre mot de passe", PASSWORD)
    david.fill("Le même mot de passe", PASSWORD).press("Ouvrir mon compte").reads("ouvre déjà un compte")
    sound()
    david.fill("Votre adresse électronique", "david@maison.example").fill("Votre mot de passe", PASSWORD)
    david.fill("Le même mot de passe", PASSWORD).press("Ouvrir mon compte").reads("Votre compte est ouvert", "david@maison.example")
    sound()
    david.press("Se connecter").fill("Adresse électronique", "david@maison.example").fill("Mot de passe", PASSWORD)
    david.press("Se connecter").does_not_read("ne convient pas")


def test_a_forgotten_password_is_chosen_again_by_the_link_of_a_message(visit):
    nadia = visit("phone")
    nadia.go("/compte/connexion/").finds_it_sound().picture("sign-in")
    nadia.press("Mot de passe oublié").finds_it_sound()
    nadia.fill("Adresse électronique", "nadia.ferrand@exemple.fr").press("Recevoir le lien").reads("Si cette adresse ouvre un compte")
    nadia.finds_it_sound()
    # The worker of a demonstration delivers; here the command does its part.
    nadia.site.entraide("db_worker", "--batch", "--queue-name", "*")
    nadia.go("/demonstration/messages/").finds_it_sound().press("/compte/mot-de-passe/nouveau/")
    nadia.finds_it_sound().fill("Nouveau mot de passe", PASSWORD).fill("Le même mot de passe", PASSWORD)
    nadia.press("Enregistrer ce mot de passe").reads("Votre mot de passe est enregistré").finds_it_sound()
    nadia.sign_in("nadia.ferrand@exemple.fr", password=PASSWORD)


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_an_administrator_gives_a_role_and_finds_it_in_the_trail(visit, size):
    yann = visit(size).sign_in(ADMINISTRATOR, second_factor=True)
    yann.go("/equipe/comptes/").reads("Comptes et rôles").finds_it_sound().picture("accounts")
    yann.fill("Nom ou adresse", "personne de ce nom").press("Chercher").reads("Aucun compte ne répond").finds_it_sound()
    yann.fill("Nom ou adresse", "Sophie Lamb").press("Chercher").press("Sophie Lambert").finds_it_sound().picture("account")
    yann.page.get_by_label("Rôle, à partir d’aujourd’hui").select_option("director")
    yann.press("Donner ce rôle").reads("Rôle donné : Direction").finds_it_sound()
    yann.go("/equipe/audit/").reads("Rôle donné", "Yann Prigent").finds_it_sound().picture("trail")
    yann.go("/equipe/activations/?q=petit").reads("David Petit").finds_it_sound()
    yann.press("Imprimer le courrier").reads("Votre code d’activation").finds_it_sound().picture("letter")
    yann.go("/compte/securite/").reads("En place").finds_it_sound()
    yann.go("/accessibilite/").finds_it_sound().go("/mentions/").finds_it_sound()

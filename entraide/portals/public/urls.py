"""The addresses of the public portal."""

from django.urls import path

from entraide.portals.public.views import activation, benefits, cards, certificates, demonstration, home, pages, roles


app_name = "public"
urlpatterns = [
    path("", home.home, name="home"),
    path("activer/", activation.code, name="activation_code"),
    path("activer/confirmer/", activation.confirm, name="activation_confirm"),
    path("activer/adresse/", activation.address, name="activation_address"),
    path("activer/fait/", activation.done, name="activation_done"),
    path("certificat/", certificates.certificate, name="certificate"),
    path("certificat/recu/", certificates.sent, name="certificate_sent"),
    path("changer-de-role/", roles.switch_hat, name="switch_hat"),
    path("prestations/", benefits.benefits, name="benefits"),
    path("prestations/<slug:code>/", benefits.benefit, name="benefit"),
    path("carte/", cards.home, name="card_home"),
    path("carte/cles/", cards.keys, name="card_keys"),
    path("carte/annulees/", cards.revoked, name="card_revoked"),
    path("carte/hors-ligne/", cards.offline, name="card_offline"),
    path("carte/hors-ligne/fichier/", cards.offline_file, name="card_offline_file"),
    path("carte/<str:token>/", cards.check, name="card_check"),
    path("accessibilite/", pages.accessibility, name="accessibility"),
    path("mentions/", pages.legal, name="legal"),
    path("sante/", pages.health, name="health"),
    path("robots.txt", pages.robots, name="robots"),
    path("demonstration/messages/", demonstration.sent_messages, name="sent_messages"),
]

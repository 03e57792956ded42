"""The addresses of the public portal."""

from django.urls import path

from entraide.portals.public.views import activation, benefits, demonstration, home, pages, roles


app_name = "public"
urlpatterns = [
    path("", home.home, name="home"),
    path("activer/", activation.code, name="activation_code"),
    path("activer/confirmer/", activation.confirm, name="activation_confirm"),
    path("activer/adresse/", activation.address, name="activation_address"),
    path("activer/fait/", activation.done, name="activation_done"),
    path("changer-de-role/", roles.switch_hat, name="switch_hat"),
    path("prestations/", benefits.benefits, name="benefits"),
    path("prestations/<slug:code>/", benefits.benefit, name="benefit"),
    path("accessibilite/", pages.accessibility, name="accessibility"),
    path("mentions/", pages.legal, name="legal"),
    path("sante/", pages.health, name="health"),
    path("robots.txt", pages.robots, name="robots"),
    path("demonstration/messages/", demonstration.sent_messages, name="sent_messages"),
]

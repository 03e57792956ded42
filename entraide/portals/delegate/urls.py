"""The addresses of the delegate portal."""

from django.urls import path

from entraide.portals.delegate.views import home, mandate


app_name = "delegate"
urlpatterns = [
    path("", home.home, name="home"),
    path("mandat/", mandate.mandate, name="mandate"),
    path("bilan/", home.export, name="export"),
]

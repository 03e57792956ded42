"""The addresses of every portal."""

from django.urls import include, path


urlpatterns = [
    path("compte/", include("entraide.config.account_urls")),
    path("ui/", include("entraide.ui.urls")),
    path("moi/", include("entraide.portals.beneficiary.urls")),
    path("collectivite/", include("entraide.portals.correspondent.urls")),
    path("delegue/", include("entraide.portals.delegate.urls")),
    path("equipe/", include("entraide.portals.staff.urls")),
    path("", include("entraide.portals.public.urls")),
]

handler400 = "entraide.ui.views.bad_request"
handler403 = "entraide.ui.views.forbidden"
handler404 = "entraide.ui.views.not_found"
handler500 = "entraide.ui.views.server_error"

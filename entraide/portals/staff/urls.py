"""The addresses of the staff portal."""

from django.urls import path

from entraide.portals.staff.views import accounts, activations, audit, home


app_name = "staff"
urlpatterns: list = [
    path("", home.home, name="home"),
    path("comptes/", accounts.account_list, name="accounts"),
    path("comptes/nouveau/", accounts.new_account, name="account_new"),
    path("comptes/<uuid:account_id>/", accounts.account, name="account"),
    path("comptes/<uuid:account_id>/donner-un-role/", accounts.give_role, name="account_give_role"),
    path("comptes/<uuid:account_id>/retirer-un-role/", accounts.end_role, name="account_end_role"),
    path("comptes/<uuid:account_id>/lien/", accounts.send_link, name="account_send_link"),
    path("comptes/<uuid:account_id>/second-facteur/", accounts.reset_second_factor, name="account_reset_second_factor"),
    path("activations/", activations.people, name="activations"),
    path("activations/<uuid:beneficiary_id>/", activations.issue, name="activation_issue"),
    path("audit/", audit.trail, name="audit"),
]

"""The addresses of the staff portal."""

from django.urls import path

from entraide.portals.staff.views import accounts, activations, audit, board, catalogue, claims, documents, home, people


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
    path("demandes/", claims.queue, name="claims"),
    path("demandes/<uuid:claim_id>/", claims.claim, name="claim"),
    path("demandes/<uuid:claim_id>/prendre/", claims.take, name="claim_take"),
    path("demandes/<uuid:claim_id>/accorder/", claims.decide, {"act": "grant"}, name="claim_grant"),
    path("demandes/<uuid:claim_id>/refuser/", claims.decide, {"act": "refuse"}, name="claim_refuse"),
    path("demandes/<uuid:claim_id>/classer/", claims.decide, {"act": "close"}, name="claim_close"),
    path("pieces/<uuid:paper_id>/fichier/", documents.paper_file, name="paper_file"),
    path("pieces/<uuid:paper_id>/verifier/", documents.accept, name="paper_accept"),
    path("pieces/<uuid:paper_id>/corriger/", documents.correct, name="paper_correct"),
    path("personnes/", people.people, name="people"),
    path("personnes/<uuid:beneficiary_id>/", people.person, name="person"),
    path("catalogue/", catalogue.benefits, name="catalogue"),
    path("catalogue/parametres/", catalogue.parameters, name="parameters"),
    path("catalogue/<slug:code>/", catalogue.benefit, name="benefit"),
    path("tableau-de-bord/", board.board, name="board"),
    path("tableau-de-bord/publier/", board.publish_table, name="board_publish"),
]

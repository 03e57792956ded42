"""The addresses of the beneficiary's portal."""

from django.urls import path

from entraide.portals.beneficiary.views import (
    bank,
    cards,
    claims,
    drafts,
    entitlements,
    home,
    household,
    messages,
    notices,
    papers,
    thread,
    unions,
    wallet,
)


app_name = "beneficiary"
urlpatterns = [
    path("", home.home, name="home"),
    path("droits/", entitlements.entitlements, name="entitlements"),
    path("droits/<slug:code>/", entitlements.benefit, name="benefit"),
    path("droits/<slug:code>/deja/", drafts.already, name="already"),
    path("pieces/", wallet.wallet, name="wallet"),
    path("demandes/", claims.claims, name="claims"),
    path("demandes/commencer/", drafts.start, name="start"),
    path("demandes/<uuid:claim_id>/", claims.claim, name="claim"),
    path("demandes/<uuid:claim_id>/pourquoi/", claims.why, name="why"),
    path("demandes/<uuid:claim_id>/retirer/", claims.withdraw, name="withdraw"),
    path("demandes/<uuid:claim_id>/messages/", thread.write, name="write"),
    path("demandes/<uuid:claim_id>/messages/lus/", thread.read, name="read_thread"),
    path("demandes/<uuid:claim_id>/questions/", drafts.questions, name="questions"),
    path("demandes/<uuid:claim_id>/pieces/", papers.papers, name="papers"),
    path("demandes/<uuid:claim_id>/pieces/<uuid:paper_id>/", papers.show, name="paper"),
    path("demandes/<uuid:claim_id>/pieces/<uuid:paper_id>/retirer/", papers.remove, name="remove_paper"),
    path("demandes/<uuid:claim_id>/pieces/<uuid:paper_id>/corriger/", papers.correct, name="correct_paper"),
    path("demandes/<uuid:claim_id>/verifier/", drafts.check, name="check"),
    path("foyer/", household.household, name="household"),
    path("foyer/ajouter/", household.add, name="add_dependant"),
    path("foyer/<uuid:dependant_id>/retirer/", household.remove, name="remove_dependant"),
    path("foyer/<uuid:dependant_id>/ouvrir-le-droit/", household.name, name="name_opener"),
    path("foyer/<uuid:dependant_id>/garde/", household.live, name="change_custody"),
    path("foyer/<uuid:dependant_id>/union/", unions.record, name="record_union"),
    path("foyer/<uuid:dependant_id>/separation/", unions.part, name="separate"),
    path("foyer/<uuid:dependant_id>/certificat/", unions.ask, name="ask_certificate"),
    path("foyer/avis/", notices.tax_notice, name="tax_notice"),
    path("foyer/compte-bancaire/", bank.bank, name="bank"),
    path("cartes/", cards.cards, name="cards"),
    path("cartes/obtenir/", cards.issue, name="card_issue"),
    path("cartes/imprimer/", cards.print_view, name="cards_print"),
    path("cartes/<uuid:card_id>/", cards.card, name="card"),
    path("cartes/<uuid:card_id>/remplacer/", cards.replace, name="card_replace"),
    path("messages/", messages.messages, name="messages"),
    path("messages/lus/", messages.mark_read, name="mark_read"),
]

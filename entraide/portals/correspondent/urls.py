"""The addresses of the correspondent portal."""

from django.urls import path

from entraide.portals.correspondent.views import (
    agents,
    body,
    call_documents,
    contribution,
    delegates,
    downloads,
    envelopes,
    home,
    roster,
    roster_columns,
    roster_form,
)


app_name = "correspondent"
urlpatterns: list = [
    path("", home.home, name="home"),
    path("contacts/", body.contact, name="contact_new"),
    path("contacts/<uuid:contact_id>/", body.contact, name="contact"),
    path("contacts/<uuid:contact_id>/retirer/", body.finish_contact, name="contact_end"),
    path("facturation/", body.references, name="references"),
    path("liste/", roster.send, name="roster"),
    path("liste/formulaire/", roster_form.people, name="roster_form"),
    path("liste/formulaire/ajouter/", roster_form.add, name="roster_form_add"),
    path("liste/formulaire/retirer/", roster_form.drop, name="roster_form_drop"),
    path("liste/rien-na-change/", roster_form.unchanged, name="roster_unchanged"),
    path("liste/<uuid:roster_id>/colonnes/", roster_columns.columns, name="roster_columns"),
    path("liste/<uuid:roster_id>/", roster.preview, name="roster_preview"),
    path("liste/<uuid:roster_id>/doutes/", roster.answer, name="roster_answer"),
    path("liste/<uuid:roster_id>/appliquer/", roster.apply, name="roster_apply"),
    path("liste/<uuid:roster_id>/abandonner/", roster.set_aside, name="roster_set_aside"),
    path("liste/<uuid:roster_id>/annuler/", roster.undo, name="roster_undo"),
    path("agents/", agents.agents, name="agents"),
    path("agents/<uuid:beneficiary_id>/", agents.agent, name="agent"),
    path("agents/<uuid:beneficiary_id>/code/", agents.issue_code, name="agent_code"),
    path("agents/<uuid:beneficiary_id>/enveloppe/", envelopes.seal, name="envelope"),
    path("enveloppes/", envelopes.envelopes, name="envelopes"),
    path("enveloppes/<uuid:envelope_id>/recu/", envelopes.receipt, name="envelope_receipt"),
    path("cotisation/", contribution.contribution, name="contribution"),
    path("cotisation/documents/", call_documents.call_documents, name="call_documents"),
    path("cotisation/documents/<uuid:document_id>/fichier/", call_documents.call_document_file, name="call_document_file"),
    path("cotisation/lettres/<uuid:reminder_id>/fichier/", call_documents.letter_file, name="letter_file"),
    path("cotisation/compte/", call_documents.statement, name="account_statement"),
    path("cotisation/<int:year>/personnes/", contribution.people, name="contribution_people"),
    path("cotisation/lignes/<uuid:line_id>/", contribution.line, name="contribution_line"),
    path("cotisation/lignes/<uuid:line_id>/contestations/<uuid:dispute_id>/retirer/", contribution.withdraw, name="dispute_withdraw"),
    path("documents/", downloads.downloads, name="downloads"),
    path("documents/personnel/", downloads.staff, name="staff_file"),
    path("documents/modele/", downloads.model, name="model_file"),
    path("documents/cotisations/", downloads.contributions, name="contributions_file"),
    path("delegues/", delegates.delegates, name="delegates"),
    path("delegues/<uuid:designation_id>/", delegates.designate, name="designate"),
]

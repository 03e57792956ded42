"""The audit trail, for the administrator: who did what and when, never what it said of a person."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.queries import accounts_by_name, names_of
from entraide.apps.accounts.roles import LABELS, Role
from entraide.apps.audit import queries
from entraide.apps.audit.registry import registered_verbs, sentence_of
from entraide.ui.components import date_fr
from entraide.ui.forms import DayInput
from entraide.ui.lists import FilterForm, page_of
from entraide.ui.values import Cell, Column, Table


KINDS = {"system": "Système", "anonymous": "Personne non connectée", "person": "Compte effacé"}
SUBJECTS = {
    "account": "Compte",
    "activation": "Dossier de bénéficiaire",
    "automation": "Automatisme",
    "bank_line": "Ligne de relevé",
    "bank_lines": "Lignes de relevé",
    "bank_statement": "Relevé de compte",
    "beneficiary": "Dossier de bénéficiaire",
    "bulk_decision": "Décision groupée",
    "call_campaign": "Campagne d’appel",
    "call_document": "Document de cotisation",
    "card_run": "Cartes",
    "claim": "Demande",
    "complaint": "Réclamation",
    "dependant": "Ayant droit",
    "deposit": "Dépôt de documents",
    "designation": "Désignation",
    "designation_campaign": "Campagne de désignation",
    "dispute": "Contestation",
    "document": "Fichier",
    "duplicates": "Recherche de doublons",
    "envelope": "Enveloppe scellée",
    "format_check": "Contrôle de document",
    "keyring": "Trousseau de clés",
    "member": "Adhérent",
    "officer_sample": "Part relue des décisions",
    "opening_import": "Reprise",
    "parameters": "Paramètres",
    "payment_order": "Ordre de paiement",
    "population": "Population synthétique",
    "post_batch": "Lot de courrier",
    "post_item": "Pli",
    "print_run": "Impression de courriers",
    "publication": "Publication d’un tableau",
    "reference_import": "Données de référence",
    "register": "Registre",
    "reminders": "Relances",
    "revision": "Fiche de prestation",
    "roster": "Liste du personnel",
    "roster_campaign": "Campagne des listes",
    "saved_view": "Vue enregistrée",
    "second_look": "Second regard",
    "structure_act": "Changement de structure",
    "targets": "Objectifs",
    "tax_campaign": "Campagne des avis",
    "transfer_batch": "Lot de virements",
}
COLUMNS = (Column("Quand"), Column("Qui"), Column("Quoi"), Column("Sur quoi"))


class TrailFilter(FilterForm):
    """What the trail is searched by."""

    day = forms.DateField(
        label="Jour", required=False, widget=DayInput(), error_messages={"invalid": "Écrivez une date, par exemple 15/10/2024."}
    )
    verb = forms.ChoiceField(label="Acte", required=False)
    who = forms.CharField(label="Par qui (nom ou adresse)", required=False, max_length=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        verbs = sorted(((verb, sentence_of(verb)) for verb in registered_verbs()), key=lambda choice: choice[1])
        self.fields["verb"].choices = [("", "Tous"), *verbs]

    def wanted(self) -> queries.TrailFilter:
        """Read the filters; a fault filters nothing and is shown on its field."""
        typed = self.typed()
        who = typed.get("who", "")
        actor_ids = frozenset(row.pk for row in accounts_by_name(who)) if who else None
        return queries.TrailFilter(typed.get("day"), typed.get("verb", ""), actor_ids)


@for_roles(Role.ADMINISTRATOR)
@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """List what was done, the last act first."""
    form = TrailFilter(request.GET)
    page = page_of(request, queries.trail(form.wanted()))
    names = names_of({entry.actor_id for entry in page if entry.actor_id})
    rows = [
        (
            Cell(entry.at, note=f"journée du {date_fr(entry.on)}"),
            Cell(names.get(entry.actor_id, KINDS.get(entry.actor_kind, entry.actor_kind)), note=role_label(entry.role)),
            sentence_of(entry.verb),
            Cell(SUBJECTS.get(entry.subject_type, entry.subject_type), note=f"…{entry.subject_id.hex[-8:]}"),
        )
        for entry in page
    ]
    table = Table("Actes enregistrés, le dernier d’abord", COLUMNS, rows, empty="Aucun acte ne répond à cette recherche.")
    context = {"page": page, "table": table, "form": form, "active": form.active(reverse("staff:audit"))}
    return render(request, "staff/audit.html", context)


def role_label(role: str) -> str:
    """Say the role under which an act was done, nothing for the system."""
    return LABELS[Role(role)] if role in set(Role) else ""

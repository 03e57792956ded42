"""The catalogue as published: benefits, every revision with its sentences and sources, parameters and what is to confirm."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.catalogue import queries
from entraide.apps.catalogue.policies import READERS
from entraide.apps.parameters.queries import parameter_book
from entraide.core.names import normalise
from entraide.core.rules import STATUSES, PaidBy, Revision
from entraide.portals.staff.presentation.catalogue import (
    EXAMPLE,
    TO_CONFIRM,
    WAYS,
    RevisionView,
    marks_of,
    parameter_view,
    revision_views,
    since_in_words,
)
from entraide.ui import clock
from entraide.ui.lists import FilterForm
from entraide.ui.values import Cell, Column, Crumb, Status, Table, Tone


COLUMNS = (
    Column("Prestation", sort="name"),
    Column("Thème", sort="theme"),
    Column("Versement"),
    Column("Montant"),
    Column("En vigueur depuis", sort="since"),
    Column("Fiches", numeric=True),
)


class BenefitFilter(FilterForm):
    """What the catalogue is searched by."""

    q = forms.CharField(label="Nom", required=False, max_length=100)
    theme = forms.ChoiceField(label="Thème", required=False)
    situation = forms.ChoiceField(
        label="Situation", required=False, choices=[("", "Toutes"), *((code, label.capitalize()) for code, label in STATUSES.items())]
    )
    versement = forms.ChoiceField(
        label="Versement", required=False, choices=[("", "Tous"), *((way.value, said.capitalize()) for way, said in WAYS.items())]
    )

    def __init__(self, *args: Any, themes: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theme"].choices = [("", "Tous"), *((theme, theme) for theme in themes)]


@for_roles(*READERS)
@require_safe
def benefits(request: HttpRequest) -> HttpResponse:
    """List the benefits, by name or by theme."""
    on, book = clock.today(), parameter_book()
    said = {code: revision_views(revisions, book, on=on) for code, revisions in queries.catalogue().items()}
    current = {code: next((view for view in views if view.is_current), views[0]) for code, views in said.items()}
    form = BenefitFilter(request.GET, themes=sorted({view.revision.theme for view in current.values()}, key=normalise))
    typed = form.typed()
    found = [code for code, view in current.items() if matches(view, typed)]
    sort = request.GET.get("tri", "name")
    found.sort(key=lambda code: sort_key(current[code], sort.removeprefix("-")), reverse=sort.startswith("-"))
    rows = [row_of(code, current[code], said[code]) for code in found]
    table = Table("Prestations", COLUMNS, rows, sort=sort, empty="Aucune prestation ne répond à cette recherche.")
    context = {"table": table, "form": form, "count": len(rows), "active": form.active(reverse("staff:catalogue"))}
    return render(request, "staff/catalogue.html", context)


def matches(view: RevisionView, typed: dict[str, Any]) -> bool:
    """Tell whether a benefit answers the search; a fault in it keeps everything."""
    revision = view.revision
    is_named = normalise(typed.get("q", "")) in normalise(revision.name)
    is_open_to = typed.get("situation", revision.audience[0]) in revision.audience
    return is_named and is_open_to and typed.get("theme", revision.theme) == revision.theme and _is_paid(revision, typed)


def _is_paid(revision: Revision, typed: dict[str, Any]) -> bool:
    return typed.get("versement", revision.paid_by.value) == revision.paid_by.value


def sort_key(view: RevisionView, column: str) -> tuple[Any, ...]:
    """Give what a benefit is sorted by, its name by default."""
    name = normalise(view.revision.name)
    return {"theme": (normalise(view.revision.theme), name), "since": (view.since, name)}.get(column, (name,))


def row_of(code: str, view: RevisionView, views: list[RevisionView]) -> tuple[Any, ...]:
    """Write one benefit of the list."""
    revision = view.revision
    name = f"{revision.name} (confidentielle)" if revision.confidential else revision.name
    benefit_cell = Cell(name, reverse("staff:benefit", args=[code]), note=marks_of(views))
    return (benefit_cell, revision.theme, WAYS[revision.paid_by], amount_of(revision), view.since, len(views))


def amount_of(revision: Revision) -> Any:
    """Say whether the amount of a benefit is known."""
    if revision.paid_by is PaidBy.SERVICE:
        return "rien n’est versé"
    return "connu" if revision.is_payable else Status("inconnu : montrée, jamais payée", Tone.NEUTRAL)


@for_roles(*READERS)
@require_safe
def benefit(request: HttpRequest, code: str) -> HttpResponse:
    """Show one benefit: every revision, the latest first."""
    revisions = queries.revisions_of(code)
    if not revisions:
        raise Http404
    views = revision_views(revisions, parameter_book(), on=clock.today())
    latest = next((view for view in views if view.is_current), views[0])
    context = {
        "name": latest.revision.name,
        "summary": latest.revision.summary,
        "theme": latest.revision.theme,
        "revisions": [(view, since_in_words(view)) for view in views],
        "crumbs": [Crumb("Catalogue", reverse("staff:catalogue")), Crumb(latest.revision.name)],
        "to_confirm": TO_CONFIRM,
        "example": EXAMPLE,
    }
    return render(request, "staff/catalogue_benefit.html", context)


@for_roles(*READERS)
@require_safe
def parameters(request: HttpRequest) -> HttpResponse:
    """List the values that the rules read, those past their last check marked."""
    on, book = clock.today(), parameter_book()
    views = [parameter_view(key, book, on=on) for key in sorted(book.specs)]
    columns = [Column("Paramètre"), Column("Valeur aujourd’hui"), Column("Depuis"), Column("Vérifiée jusqu’au"), Column("Source")]
    rows = [
        (
            Cell(view.label, note=earlier_in_words(view)),
            Cell(view.value, status=mark_of(view)),
            view.since,
            view.checked_until,
            view.source,
        )
        for view in views
    ]
    table = Table("Paramètres", columns, rows, empty="Aucun paramètre n’est publié.")
    context = {
        "table": table,
        "unchecked_count": sum(not view.is_checked for view in views),
        "crumbs": [Crumb("Catalogue", reverse("staff:catalogue")), Crumb("Paramètres")],
    }
    return render(request, "staff/catalogue_parameters.html", context)


def mark_of(view: Any) -> Status | None:
    """Mark what is not sure in a value: past its last check first, then made up."""
    if not view.is_checked:
        return TO_CONFIRM
    return EXAMPLE if view.is_example else None


def earlier_in_words(view: Any) -> str:
    """Say the values that held before."""
    return "avant : " + ", ".join(f"{value} (depuis {since:%Y})" for value, since in view.earlier[::-1]) if view.earlier else ""

"""The searches of the queue that an officer keeps by name."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from entraide.apps.accounts.policies import for_roles
from entraide.apps.desk.operations.views import drop_view, keep_view, rename_view
from entraide.apps.desk.policies import KEEPING_VIEWS
from entraide.apps.desk.queries.views import view_of, views_of
from entraide.core.refusals import Refusal
from entraide.portals.staff.forms.queue import QueueFilter, ViewForm
from entraide.portals.staff.presentation.queue import view_links
from entraide.ui import clock
from entraide.ui.acts import tell_act
from entraide.ui.refusals import say


MOST = 500


@for_roles(*KEEPING_VIEWS)
@require_http_methods(["GET", "HEAD", "POST"])
def desk_views(request: HttpRequest) -> HttpResponse:
    """List the views that are kept, and keep the search that is posted."""
    form, query = ViewForm(request.POST or None), cleaned(request.POST.get("query", ""))
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                keep_view(name=form.cleaned_data["name"], query=query, actor=request.actor, at=clock.now(), on=clock.today())
            except Refusal as refusal:
                form.add_error("name", say(refusal))
            else:
                messages.success(request, f"Vue « {form.cleaned_data['name']} » enregistrée : elle vous attend au-dessus de la file.")
                return redirect(f"{reverse('staff:claims')}?{query}")
        status = 422
    context = {"views": view_links(views_of(request.actor)), "form": form, "query": query, "is_keeping": request.method == "POST"}
    return render(request, "staff/desk_views.html", context, status=status)


def cleaned(text: str) -> str:
    """Keep of a query what the queue is searched and sorted by."""
    query = QueryDict(text[: 2 * MOST], mutable=True)
    for name in set(query) - {*QueueFilter.base_fields, "tri"}:
        del query[name]
    return query.urlencode()[:MOST]


@for_roles(*KEEPING_VIEWS)
@require_POST
def desk_view_rename(request: HttpRequest, view_id: UUID) -> HttpResponse:
    """Give a view another name.

    :raises Http404: if there is none.
    """
    _require_own(request, view_id)
    form = ViewForm(request.POST)
    if form.is_valid():
        tell_act(request, rename_view, "Vue renommée.", view_id=view_id, name=form.cleaned_data["name"])
    else:
        messages.error(request, form.errors["name"][0])
    return redirect("staff:desk_views")


@for_roles(*KEEPING_VIEWS)
@require_POST
def desk_view_drop(request: HttpRequest, view_id: UUID) -> HttpResponse:
    """Keep a view no longer.

    :raises Http404: if there is none.
    """
    _require_own(request, view_id)
    tell_act(request, drop_view, "Vue supprimée.", view_id=view_id)
    return redirect("staff:desk_views")


def _require_own(request: HttpRequest, view_id: UUID) -> None:
    if view_of(view_id, request.actor) is None:
        raise Http404

"""What is decided without a human act: by benefit, switched on, stopped, with what second looks found."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.apps.desk.operations.straight_through import USUAL_RECHECK_RATE, automate, stop
from entraide.apps.desk.policies import AUTOMATING
from entraide.apps.desk.queries import automations as queries
from entraide.core.refusals import Refusal
from entraide.portals.staff.forms.automations import AutomateForm, StopForm, in_per_cent
from entraide.portals.staff.presentation.automations import COLUMNS, automation_row, error_sentence, share_of
from entraide.ui import clock
from entraide.ui.acts import tell_act
from entraide.ui.components import date_fr
from entraide.ui.refusals import say
from entraide.ui.values import Table


RUNS = "En marche depuis le {since} : une demande dont tout est prouvé est accordée sans attendre."
BY_HAND = "À la main : chaque demande attend un gestionnaire."


@for_roles(*AUTOMATING)
@require_safe
def automations(request: HttpRequest) -> HttpResponse:
    """List the benefits with what was decided without a human act this year, and what second looks found."""
    on = clock.today()
    rows = queries.overview(on=on)
    ways, looks = queries.added_up(rows)
    can_look = request.actor.has(Role.CLAIMS_MANAGER)
    empty = "Aucune prestation ne peut être demandée en ligne."
    context = {
        "table": Table("Prestations", COLUMNS, [automation_row(row) for row in rows], empty=empty),
        "running": sum(row.running is not None for row in rows),
        "ways": ways,
        "said": f"{share_of(ways.straight, ways.decided) or 'aucune'} des décisions de {on.year}",
        "looks": looks,
        "errors": error_sentence(looks),
        "can_look": can_look,
        "looks_to_do": reverse("staff:second_looks") if can_look else "",
    }
    return render(request, "staff/automations.html", context)


@for_roles(*AUTOMATING)
@require_http_methods(["GET", "HEAD", "POST"])
def automation(request: HttpRequest, code: str) -> HttpResponse:
    """Show one benefit with its history, and switch it on.

    :raises Http404: if no claim can be filed for it and it never was automated.
    """
    on = clock.today()
    row = next((each for each in queries.overview(on=on) if each.code == code), None)
    if row is None:
        raise Http404
    rate = row.running.recheck_rate if row.running else USUAL_RECHECK_RATE
    shown = {"rate": in_per_cent(rate), "seen": row.running.id if row.running else None}
    form = AutomateForm(request.POST or None, initial=shown)
    if request.method == "POST" and form.is_valid():
        wanted = {"recheck_rate": form.cleaned_data["rate"], "seen": form.cleaned_data["seen"]}
        try:
            automate(benefit_code=code, **wanted, actor=request.actor, at=clock.now(), on=on)
        except Refusal as refusal:
            form = AutomateForm({"rate": request.POST["rate"], "seen": shown["seen"]})
            form.add_error(None, say(refusal))
        else:
            messages.success(request, "En marche : les demandes dont tout est prouvé sont décidées sans attendre.")
            return redirect("staff:automation", code)
    context = {
        "row": row,
        "lead": RUNS.format(since=date_fr(row.running.set_at)) if row.running else BY_HAND,
        "form": form,
        "stop_form": StopForm(),
        "errors": error_sentence(row.looks),
        "share": share_of(row.ways.straight, row.ways.decided),
        "history": queries.history_of(code),
        "year_text": f"en {on.year}",
    }
    return render(request, "staff/automation.html", context, status=422 if form.errors else 200)


@for_roles(*AUTOMATING)
@require_POST
def automation_stop(request: HttpRequest, automation_id: UUID) -> HttpResponse:
    """Stop at once.

    :raises Http404: if there is no such automation.
    """
    code = queries.code_of(automation_id)
    if code is None:
        raise Http404
    form = StopForm(request.POST)
    if form.is_valid():
        said = "Arrêté : chaque demande attend désormais un gestionnaire."
        tell_act(request, stop, said, automation_id=automation_id, reason=form.cleaned_data["reason"])
    else:
        messages.error(request, form.errors["reason"][0])
    return redirect("staff:automation", code)

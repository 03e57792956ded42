"""Decisions drawn by lot: their list, and one to look at again."""

from fractions import Fraction
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.apps.claims.queries.decided import reasoning_of
from entraide.apps.desk.operations.second_looks import THOUSAND, VERDICTS, Seen, look, set_officer_rate
from entraide.apps.desk.policies import LOOKING_AGAIN
from entraide.apps.desk.queries import second_looks as queries
from entraide.core.refusals import Refusal
from entraide.portals.staff.forms.automations import LookForm, SampleForm, in_per_cent
from entraide.ui import clock
from entraide.ui.acts import tell_act
from entraide.ui.components import date_fr, euros
from entraide.ui.forms import typed_words
from entraide.ui.lists import page_of
from entraide.ui.refusals import say
from entraide.ui.values import Cell, Column, Table


COLUMNS = (Column("Demande"), Column("Prestation"), Column("Accordé", numeric=True), Column("Décidée le"), Column("Par"))
BY_RULE = "la règle, sans intervention"


@for_roles(*LOOKING_AGAIN)
@require_safe
def second_looks(request: HttpRequest) -> HttpResponse:
    """List what waits to be looked at again, and say how much is drawn."""
    return looks_page(request, SampleForm(initial={"rate": in_per_cent(queries.officer_rate())}))


def looks_page(request: HttpRequest, form: SampleForm) -> HttpResponse:
    """Draw the list, with the share that is drawn as it was typed."""
    page = page_of(request, queries.waiting_looks(request.actor))
    lines = queries.look_lines(page.object_list, actor=request.actor)
    rows = [
        (
            Cell(line.reference, reverse("staff:second_look", args=[line.id])),
            line.benefit_name,
            line.cents,
            line.decided_on,
            line.officer or BY_RULE,
        )
        for line in lines
    ]
    empty = "Rien à relire : aucune décision tirée au sort n’attend."
    context = {
        "page": page,
        "table": Table("Décisions à relire", COLUMNS, rows, empty=empty),
        "share": Fraction(queries.officer_rate(), THOUSAND),
        "form": form,
        "may_change": request.actor.has(Role.CLAIMS_MANAGER),
    }
    return render(request, "staff/second_looks.html", context, status=422 if form.errors else 200)


@for_roles(Role.CLAIMS_MANAGER)
@require_POST
def sample(request: HttpRequest) -> HttpResponse:
    """Say how much of what officers decide is drawn from now on."""
    form = SampleForm(request.POST)
    if not form.is_valid():
        return looks_page(request, form)
    said = "C’est noté : cette part vaut pour les décisions prises à partir de maintenant."
    tell_act(request, set_officer_rate, said, rate=form.cleaned_data["rate"])
    return redirect("staff:second_looks")


@for_roles(*LOOKING_AGAIN)
@require_http_methods(["GET", "HEAD", "POST"])
def second_look(request: HttpRequest, look_id: UUID) -> HttpResponse:
    """Show a decision with all it rests on, and take what the second look says.

    :raises Http404: if there is none, or the actor may not see its claim.
    """
    on, actor = clock.today(), request.actor
    line = queries.look_line(look_id, actor=actor)
    if line is None:
        raise Http404
    form = LookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            look(second_look_id=look_id, seen=Seen(**form.cleaned_data), actor=actor, at=clock.now(), on=on)
        except Refusal as refusal:
            form.add_error(None, say(refusal))
            line = queries.look_line(look_id, actor=actor) or line
        else:
            messages.success(request, "C’est noté. Une décision erronée se corrige en rouvrant la demande.")
            return redirect("staff:second_looks")
    context = {
        "line": line,
        "title": f"{line.benefit_name}, {line.reference}",
        "lead": f"{euros(line.cents)}, décision du {date_fr(line.decided_on)} par {line.officer or BY_RULE}.",
        "is_officer": actor.has(Role.CLAIMS_OFFICER),
        "verdict": VERDICTS.get(line.verdict, ""),
        "form": form,
        "typed": typed_words(form) if line.verdict else [],
        "nodes": reasoning_of(queries.decision_of(look_id), actor=actor),
    }
    return render(request, "staff/second_look.html", context, status=422 if form.errors else 200)

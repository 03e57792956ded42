"""Letters by post: what waits to be printed, the runs, their files, the day on which they were posted."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.mailroom.operations.letters import post_letters, print_letters
from entraide.apps.mailroom.policies import PRINTING
from entraide.apps.mailroom.queries.letters import printed_run, without_address
from entraide.apps.notifications.operations import MOST_PERSONS
from entraide.apps.notifications.queries import letters_of, runs, waiting_letters
from entraide.core.refusals import Refusal
from entraide.ui import clock
from entraide.ui.lists import page_of
from entraide.ui.refusals import say
from entraide.ui.values import Cell, Column, Status, Table, Tone


COLUMNS = (Column("Impression"), Column("Lettres", numeric=True), Column("État"))


@for_roles(*PRINTING)
@require_http_methods(["GET", "HEAD", "POST"])
def letters(request: HttpRequest) -> HttpResponse:
    """Say how many letters wait, put them in a run, list the runs."""
    if request.method == "POST":
        return _gathered(request)
    page = page_of(request, runs())
    waiting = waiting_letters()
    context = {
        "page": page,
        "table": Table("Impressions", COLUMNS, [_row(run) for run in page], empty="Aucune impression n’a été faite."),
        "letter_count": waiting.count(),
        "person_count": waiting.values("beneficiary_id").distinct().count(),
        "most": MOST_PERSONS,
        "key": uuid4(),
    }
    return render(request, "staff/letters.html", context)


def _row(run: Any) -> tuple[Any, ...]:
    state = Status("postée", Tone.SUCCESS) if run.posted_on else Status("à poster", Tone.AWAITING)
    return Cell(f"{run.made_at:%d/%m/%Y à %H:%M}", reverse("staff:print_run", args=[run.pk])), run.count, state


def _gathered(request: HttpRequest) -> HttpResponse:
    """Gather what waits, once for the key that the page carries."""
    try:
        run_id = UUID(request.POST.get("key", ""))
    except ValueError:
        return redirect("staff:letters")
    try:
        print_letters(run_id=run_id, actor=request.actor, at=clock.now(), on=clock.today())
    except Refusal as refused:
        messages.error(request, say(refused))
        return redirect("staff:letters")
    return redirect("staff:print_run", run_id)


def _run_or_404(run_id: UUID) -> Any:
    found = runs().filter(pk=run_id).first()
    if found is None:
        raise Http404
    return found


@for_roles(*PRINTING)
@require_safe
def print_run(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Show a run: its file, to print as often as wanted, and whether it was posted."""
    found = _run_or_404(run_id)
    context = {"run": found, "letter_count": letters_of(run_id).count(), "lost": without_address(run_id, on=found.made_on)}
    return render(request, "staff/print_run.html", context)


@for_roles(*PRINTING)
@require_safe
def run_file(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Print a run."""
    found = _run_or_404(run_id)
    headers = {"Content-Disposition": f'attachment; filename="courriers-{found.made_at:%Y-%m-%d-%H%M}.pdf"'}
    return HttpResponse(printed_run(run_id, on=found.made_on), content_type="application/pdf", headers=headers)


@for_roles(*PRINTING)
@require_POST
def posted(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Note that a run was posted today."""
    found = _run_or_404(run_id)
    try:
        post_letters(run_id=found.pk, actor=request.actor, at=clock.now(), on=clock.today())
    except Refusal as refused:
        messages.error(request, say(refused))
    else:
        messages.success(request, "L’impression est notée comme postée aujourd’hui.")
    return redirect("staff:print_run", run_id)

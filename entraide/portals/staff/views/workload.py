"""Who has how much to do, who is here, and the work shared out."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.apps.claims.queries.delays import FROM_RECEIPT
from entraide.apps.desk.operations.people import declare_absence, end_absence, seat, share_out
from entraide.apps.desk.queries import people as queries
from entraide.core.refusals import Refusal
from entraide.portals.staff.forms.queue import AbsenceForm, SeatForm, ShareForm
from entraide.portals.staff.presentation.workload import BRANCH_COLUMNS, OFFICER_COLUMNS, SHARE_COLUMNS, branch_row, officer_row, share_row
from entraide.ui import clock
from entraide.ui.acts import tell_act
from entraide.ui.refusals import say
from entraide.ui.values import Table


@for_roles(Role.CLAIMS_MANAGER)
@require_safe
def workload(request: HttpRequest) -> HttpResponse:
    """Show what each branch and each officer has to do."""
    on, actor = clock.today(), request.actor
    officers = queries.officers(actor, on=on, with_loads=True)
    looks = queries.looks_by_officer()
    by_branch = queries.branch_loads(actor, on=on)
    context = {
        "branches": Table("Par antenne", BRANCH_COLUMNS, [branch_row(name, load) for name, load in by_branch]),
        "officers": Table(
            "Par gestionnaire",
            OFFICER_COLUMNS,
            [officer_row(each, looks.get(each.account_id, (0, 0))) for each in officers],
            empty="Personne n’a le rôle de gestionnaire des demandes.",
        ),
        "open": sum(load.open for _, load in by_branch),
        "waiting": sum(load.waiting for _, load in by_branch),
        "late": sum(load.late for _, load in by_branch),
        "decided": sum(load.decided for _, load in by_branch),
        "away": sum(each.away_until is not None for each in officers),
        "form": ShareForm(branches=queries.branches()),
        "delay_words": FROM_RECEIPT,
    }
    return render(request, "staff/workload.html", context)


@for_roles(Role.CLAIMS_MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def sharing(request: HttpRequest) -> HttpResponse:
    """Show how the claims that wait longest would be shared out, then hand them over."""
    on, actor, branches = clock.today(), request.actor, queries.branches()
    form = ShareForm(request.POST if request.method == "POST" else request.GET, branches=branches)
    shares, problem = [], ""
    if form.is_valid():
        wanted = {"branch": form.cleaned_data["antenne"], "count": form.cleaned_data["nombre"], "actor": actor, "on": on}
        if request.method == "POST":
            try:
                handed = share_out(seen=request.POST.get("vu", ""), at=clock.now(), **wanted)
            except Refusal as refusal:
                problem = say(refusal)
            else:
                messages.success(request, f"Réparties : {handed}. Chacun les trouve dans « Mes dossiers ».")
                return redirect("staff:workload")
        shares = queries.shares(wanted["branch"], wanted["count"], actor=actor, on=on)
    context = {
        "form": form,
        "problem": problem,
        "total": sum(len(share.claim_ids) for share in shares),
        "taken_back": sum(len(share.taken_back) for share in shares),
        "away": sorted({name for share in shares for name in share.taken_back}),
        "seen": queries.stamp_of(shares),
        "table": Table("Répartition", SHARE_COLUMNS, [share_row(share) for share in shares], empty="Aucun gestionnaire présent."),
        "is_asked": form.is_valid(),
    }
    return render(request, "staff/sharing.html", context, status=422 if form.errors else 409 if problem else 200)


@for_roles(Role.CLAIMS_OFFICER, Role.CLAIMS_MANAGER)
@require_safe
def officer(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Show for whom an officer works, and when they are away."""
    return officer_page(request, account_id)


def officer_page(request: HttpRequest, account_id: UUID, *, bound: dict[str, Any] | None = None, status: int = 200) -> HttpResponse:
    """Draw the page of an officer: their own, or any for who is in charge.

    :raises Http404: if there is no such officer, or the actor may not see them.
    """
    on, actor, bound = clock.today(), request.actor, bound or {}
    found = next((each for each in queries.officers(actor, on=on) if each.account_id == account_id), None)
    is_manager = actor.has(Role.CLAIMS_MANAGER)
    if found is None or not (is_manager or actor.account_id == account_id):
        raise Http404
    context = {
        "officer": found,
        "is_manager": is_manager,
        "is_own": actor.account_id == account_id,
        "absences": queries.absences_to_come([account_id], on=on),
        "absence_form": bound.get("absence") or AbsenceForm(),
        "seat_form": bound.get("seat") or SeatForm(branches=queries.branches(), initial={"branches": found.branches}),
        "today": on,
    }
    return render(request, "staff/officer.html", context, status=status)


@for_roles(Role.CLAIMS_MANAGER)
@require_POST
def seats(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Say for which branches an officer works."""
    form = SeatForm(request.POST, branches=queries.branches())
    if not form.is_valid():
        return officer_page(request, account_id, bound={"seat": form}, status=422)
    officer_or_404(request, account_id)
    tell_act(request, seat, "C’est noté.", account_id=account_id, branches=form.cleaned_data["branches"])
    return redirect("staff:officer", account_id)


def officer_or_404(request: HttpRequest, account_id: UUID) -> None:
    """Stop whoever names nobody of the desk.

    :raises Http404: if the account is no officer's, or another's than the actor's where they are not in charge.
    """
    is_known = any(key == account_id for key, _ in queries.named_officers(on=clock.today()))
    if not is_known or not (request.actor.has(Role.CLAIMS_MANAGER) or request.actor.account_id == account_id):
        raise Http404


@for_roles(Role.CLAIMS_OFFICER, Role.CLAIMS_MANAGER)
@require_POST
def absence_new(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Say when an officer is away."""
    officer_or_404(request, account_id)
    form = AbsenceForm(request.POST)
    if not form.is_valid():
        return officer_page(request, account_id, bound={"absence": form}, status=422)
    days = form.cleaned_data
    try:
        declare_absence(
            account_id=account_id, since=days["since"], last=days["last"], actor=request.actor, at=clock.now(), on=clock.today()
        )
    except Refusal as refusal:
        form.add_error("last", say(refusal))
        return officer_page(request, account_id, bound={"absence": form}, status=409)
    messages.success(request, "Absence notée : pendant ce temps, les dossiers en cours sont proposés aux autres.")
    return redirect("staff:officer", account_id)


@for_roles(Role.CLAIMS_OFFICER, Role.CLAIMS_MANAGER)
@require_POST
def absence_end(request: HttpRequest, account_id: UUID, absence_id: UUID) -> HttpResponse:
    """Say that an officer is back, or will not be away.

    :raises Http404: if there is no such absence of that officer.
    """
    officer_or_404(request, account_id)
    if absence_id not in {key for key, *_ in queries.absences_to_come([account_id], on=clock.today())}:
        raise Http404
    tell_act(request, end_absence, "C’est noté.", absence_id=absence_id)
    return redirect("staff:officer", account_id)

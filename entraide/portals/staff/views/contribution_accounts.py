"""The accounts of members: their list for a year, one of them person by person, its own way to the rate; called or adjusted alone."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.contributions import queries
from entraide.apps.contributions.operations.trajectories import NewTrajectory, check_trajectory, end_trajectory, record_trajectory
from entraide.apps.contributions.policies import READERS, can_account
from entraide.apps.contributions.queries import persons
from entraide.apps.contributions.queries.campaigns import called_by_platform, called_members
from entraide.apps.contributions.queries.estimates import merged_rates, rates_ahead, trajectory_rows
from entraide.apps.contributions.refusals import FloorAboveRate, SourceMissing
from entraide.apps.members.queries import member_on
from entraide.apps.members.queries.perimeters import names_ever
from entraide.apps.payments.policies import ACCOUNTANTS
from entraide.core.contributions.tariff import HeadClass
from entraide.core.contributions.years import adjustable_years, callable_years
from entraide.core.refusals import Refusal
from entraide.portals.staff.forms.contributions import AccountsFilter, PersonsFilter, TrajectoryForm
from entraide.portals.staff.presentation import contributions as told
from entraide.portals.staff.presentation.lists import downloaded, wants_file
from entraide.ui import clock
from entraide.ui.lists import in_order, page_of
from entraide.ui.refusals import say
from entraide.ui.values import Table


@for_roles(*READERS)
@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    """List the accounts of a year, or download the list."""
    form = AccountsFilter(request.GET)
    typed = form.typed()
    years = queries.called_years()
    year = typed.get("annee") or (years[0] if years else clock.today().year)
    named = {"text": "q", "origin": "origine", "is_adjusted": "regularises"}
    wanted = queries.AccountFilter(**{word: typed[name] for word, name in named.items() if name in typed})
    found = queries.accounts(year, on=clock.today(), wanted=wanted)
    rows, sort = in_order(request, found, told.ACCOUNT_SORTS, ties=("name", "siren"))
    if wants_file(request):
        return downloaded(request, f"comptes-{year}", told.ACCOUNT_FILE_COLUMNS, map(told.account_written, rows))
    count, heads, *amounts = queries.accounts_add_up(year, wanted=wanted)
    page = page_of(request, rows, count=count)
    shown = [told.account_row(row, year) for row in page]
    totals = ("Total de la liste", heads, *amounts)
    empty = f"Aucun compte de {year} ne répond à cette recherche."
    context = {
        "year": year,
        "form": form,
        "active": form.active(reverse("staff:contribution_accounts")),
        "page": page,
        "table": Table(f"Comptes de {year}", told.ACCOUNT_COLUMNS, shown, totals=totals, sort=sort or "nom", empty=empty),
    }
    return render(request, "staff/contribution_accounts.html", context)


@for_roles(*READERS)
@require_safe
def account(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Show the account of a member for a year, line by line and person by person; or download the persons.

    :raises Http404: if there is no such body.
    """
    today = clock.today()
    form = PersonsFilter(request.GET)
    typed = form.typed()
    years = sorted({*queries.years_of(member_id), *callable_years(today)}, reverse=True)
    year = typed.get("annee") if typed.get("annee") in years else today.year
    named = {"text": "q", "head_class": "categorie", "reason": "motif"}
    wanted = persons.Narrowing(**{word: typed[name] for word, name in named.items() if name in typed})
    found = persons.person_lines(member_id, year=year, wanted=wanted)
    rows, sort = in_order(request, found, told.PERSON_SORTS, ties=("search_name", "since", "pk"))
    if wants_file(request):
        return downloaded(request, f"personnes-{year}", told.PERSON_FILE_COLUMNS, map(told.person_written, persons.named(rows)))
    page = page_of(request, rows)
    lines = list(queries.lines_of(member_id, year=year))
    context = body_of(member_id) | {
        "year": year,
        "years": years,
        "form": form,
        "active": form.active(f"{reverse('staff:contribution_account', args=[member_id])}"),
        "lines": told.lines_table(lines, queries.called_for(member_id, year=year, as_of=today), year),
        "page": page,
        "table": told.persons_table(persons.named(page), persons.adds_up(found), sort or "nom"),
        "is_callable": not called_members([member_id], year=year) and year in callable_years(today),
        "is_explained": any(line.origin == "platform" and line.kind == "call" and not line.cancelled_by_id for line in lines),
        "is_adjustable": bool(called_by_platform([member_id], year=year)) and year in adjustable_years(today),
        "is_provisional": persons.is_provisional(member_id, year=year),
        "may_account": can_account(request.actor),
    }
    return render(request, "staff/contribution_account.html", context)


def body_of(member_id: UUID) -> dict[str, Any]:
    """Give a body and its name.

    :raises Http404: if there is none.
    """
    found = member_on(member_id, on=clock.today())
    if found is None:
        raise Http404
    return {"member": found, "name": found.name or names_ever([member_id]).get(member_id, found.siren)}


@for_roles(*READERS)
@require_safe
def trajectories(request: HttpRequest) -> HttpResponse:
    """List the members that have a way of their own to the national rate."""
    page = page_of(request, trajectory_rows())
    names = names_ever([row.member_id for row, _ in page])
    rows = [told.trajectory_row(row.member_id, names.get(row.member_id, ""), row, way.arrives_in) for row, way in page]
    empty = "Tous les adhérents paient le tarif national."
    table = Table("Trajectoires en vigueur", told.TRAJECTORY_COLUMNS, rows, empty=empty)
    return render(request, "staff/contribution_trajectories.html", {"page": page, "table": table})


@for_roles(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def trajectory(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Show a member's own way to the rate, preview another, and record it once it was seen."""
    merged = merged_rates(member_id, on=clock.today())
    offered = {head_class.value: rate for head_class, rate in merged.items()} | ({"reason": "merger"} if merged else {})
    form = TrajectoryForm(request.POST or None, initial={"since_year": clock.today().year + 1} | offered)
    context = body_of(member_id) | {"form": form, "steps": None, "may_account": can_account(request.actor), "is_merged": bool(merged)}
    if request.method == "POST" and form.is_valid() and context["may_account"]:
        new = _new(form)
        try:
            steps = check_trajectory(new, at=clock.now(), on=clock.today())
            if request.POST.get("step") == "record":
                record_trajectory(member_id=member_id, new=new, actor=request.actor, at=clock.now(), on=clock.today())
                messages.success(request, "La trajectoire est enregistrée. Ce qui est déjà appelé change par une régularisation.")
                return redirect("staff:contribution_trajectory", member_id)
            context["steps"] = told.steps_table(steps)
        except Refusal as refused:
            form.add_error(_field_of(refused), say(refused))
    held = rates_ahead(member_id)
    context["held"] = told.steps_table(held) if held else None
    return render(request, "staff/contribution_trajectory.html", context, status=422 if form.errors else 200)


def _field_of(refused: Refusal) -> str:
    """Name the field of a way to the rate that a refusal is about."""
    if isinstance(refused, FloorAboveRate):
        return next(each.value for each in HeadClass if each.label == refused.params["head_class"])
    return "source" if isinstance(refused, SourceMissing) else "since_year"


def _new(form: TrajectoryForm) -> NewTrajectory:
    typed = form.cleaned_data
    plain = {name: typed[name] for name in ("since_year", "flat_years", "steps", "reason", "source", "confidence")}
    return NewTrajectory(start=form.start, **plain)


@for_roles(*ACCOUNTANTS)
@require_POST
def trajectory_end(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Bring a member back to the national rate."""
    body_of(member_id)
    try:
        end_trajectory(member_id=member_id, actor=request.actor, at=clock.now(), on=clock.today())
    except Refusal as refused:
        messages.error(request, say(refused))
    else:
        messages.success(request, "L’adhérent paie le tarif national. Ce qui est déjà appelé change par une régularisation.")
    return redirect("staff:contribution_trajectory", member_id)

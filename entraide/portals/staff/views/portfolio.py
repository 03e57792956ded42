"""The branch's portfolio: what awaits me, bodies that might belong, accounts at risk, promises, exchanges, targets."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.members.queries import departments
from entraide.apps.network.queries import committees
from entraide.apps.parameters.queries import tariff
from entraide.apps.portfolio import queries
from entraide.apps.portfolio.operations import Area, set_targets
from entraide.apps.portfolio.policies import KEEPERS
from entraide.core.refusals import Refusal
from entraide.portals.staff.forms.portfolio import ExchangeFilter, PromiseFilter, ProspectFilter, RiskFilter, TargetForm
from entraide.portals.staff.presentation import portfolio as words
from entraide.portals.staff.presentation import risks as risk_words
from entraide.portals.staff.presentation.lists import downloaded, wants_file
from entraide.portals.staff.presentation.network import department_label
from entraide.portals.staff.views.members import gone_found
from entraide.ui import clock
from entraide.ui.lists import in_order, page_of
from entraide.ui.refusals import say
from entraide.ui.values import Table


SHOWN = 8
BODY_SORTS = {"name": "search_name", "kind": "kind", "department": "department", "population": "population", "stage": "stage"}
RISK_SORTS = {"name": "search_name", "department": "department", "joined": "joined_on"}
PROMISE_SORTS = {"name": "member_name", "due": "due_on"}
EXCHANGE_SORTS = {"name": "member_name", "held": "held_on", "kind": "kind"}


@for_roles(*KEEPERS)
@require_safe
def portfolio(request: HttpRequest) -> HttpResponse:
    """Show what awaits: promises due, visits planned, reports to write, accounts at risk with their reasons."""
    today = clock.today()
    seen = {"actor": request.actor, "on": today}
    rates = risk_words.low_use_rates(today)
    promised = queries.promises(**seen)
    planned = queries.exchanges(state="planned", **seen).order_by("held_on", "pk")
    to_tell = queries.exchanges(state="to_tell", **seen)
    at_risk = queries.accounts_at_risk(low_use=list(rates), **seen)
    context = {
        "promises": [(row, words.promise_status(row, today)) for row in words.with_heirs(promised[:SHOWN], today)],
        "promise_count": promised.count(),
        "late_count": queries.promises(state="late", **seen).count(),
        "planned": words.with_heirs(planned[:SHOWN], today),
        "planned_count": planned.count(),
        "to_tell": words.with_heirs(to_tell[:SHOWN], today),
        "to_tell_count": to_tell.count(),
        "risks": Table("Les plus graves d’abord", risk_words.GRAVEST_COLUMNS, risk_words.risk_rows(at_risk[:SHOWN], rates, on=today)),
        "risk_count": at_risk.count(),
        "kinds": dict(words.EXCHANGE_KINDS),
    }
    return render(request, "staff/portfolio.html", context)


@for_roles(*KEEPERS)
@require_safe
def prospects(request: HttpRequest) -> HttpResponse:
    """List the bodies that do not belong, with what they might bring; or download the list."""
    today, rates = clock.today(), tariff()
    form = ProspectFilter(request.GET, departments=departments())
    found = queries.prospects(actor=request.actor, on=today, filters=form.typed())
    found, sort = in_order(request, found, BODY_SORTS)
    if wants_file(request):
        rows = words.prospect_file_rows(found, year=today.year, tariff=rates)
        return downloaded(request, "adherents-possibles", words.PROSPECT_FILE_COLUMNS, rows)
    page = page_of(request, found)
    empty = "Aucun organisme du registre ne répond à ces filtres."
    rows = words.prospect_rows(page, year=today.year, tariff=rates)
    table = Table("Les adhérents possibles", words.PROSPECT_COLUMNS, rows, sort=sort or "-population", empty=empty)
    context = {"form": form, "active": form.active(reverse("staff:prospects")), "page": page, "table": table}
    context["gone"] = gone_found(form.typed().get("text", ""))
    return render(request, "staff/portfolio_prospects.html", context | {"rate": words.rate_sentence(today.year, rates)})


@for_roles(*KEEPERS)
@require_safe
def risks(request: HttpRequest) -> HttpResponse:
    """List the accounts at risk with their reasons; or download the list."""
    today = clock.today()
    rates = risk_words.low_use_rates(today)
    form = RiskFilter(request.GET, departments=departments(), committees=sorted(set(committees().values())))
    found = queries.accounts_at_risk(actor=request.actor, on=today, low_use=list(rates), filters=form.typed())
    found, sort = in_order(request, found, RISK_SORTS)
    if wants_file(request):
        rows = risk_words.risk_rows(found, rates, on=today, plain=True)
        return downloaded(request, "comptes-a-risque", risk_words.RISK_COLUMNS, rows)
    page = page_of(request, found)
    empty = "Aucun compte ne donne ce signal."
    table = Table("Les comptes à risque", risk_words.RISK_COLUMNS, risk_words.risk_rows(page, rates, on=today), sort=sort, empty=empty)
    context = {"form": form, "active": form.active(reverse("staff:risks")), "page": page, "table": table, "year": today.year - 1}
    return render(request, "staff/portfolio_risks.html", context)


@for_roles(*KEEPERS)
@require_safe
def promises(request: HttpRequest) -> HttpResponse:
    """List the promises; or download the list."""
    today, form = clock.today(), PromiseFilter(request.GET)
    typed = form.typed()
    state, is_own = typed.get("state", "open"), bool(typed.get("whose"))
    found = queries.promises(actor=request.actor, on=today, is_own=is_own, state=state)
    found, sort = in_order(request, found, PROMISE_SORTS)
    if wants_file(request):
        return downloaded(request, "promesses", words.PROMISE_COLUMNS, words.promise_rows(found, on=today, plain=True))
    page = page_of(request, found)
    empty = "Aucune promesse ici. Une promesse se note sur la page d’un organisme."
    table = Table("Les promesses", words.PROMISE_COLUMNS, words.promise_rows(page, on=today), sort=sort or "due", empty=empty)
    return _listed(request, "promises", form, (page, table), "promesse,promesses")


@for_roles(*KEEPERS)
@require_safe
def exchanges(request: HttpRequest) -> HttpResponse:
    """List the exchanges; or download the list."""
    today, form = clock.today(), ExchangeFilter(request.GET)
    typed = form.typed()
    words_of = {"state": typed.get("state", ""), "kind": typed.get("kind", ""), "is_own": bool(typed.get("whose"))}
    found, sort = in_order(request, queries.exchanges(actor=request.actor, on=today, **words_of), EXCHANGE_SORTS)
    if wants_file(request):
        return downloaded(request, "echanges", words.EXCHANGE_COLUMNS, words.exchange_rows(found, on=today, plain=True))
    page = page_of(request, found)
    empty = "Aucun échange ici. Un échange se note sur la page d’un organisme."
    table = Table("Les échanges", words.EXCHANGE_COLUMNS, words.exchange_rows(page, on=today), sort=sort or "-held", empty=empty)
    return _listed(request, "exchanges", form, (page, table), "échange,échanges")


LEADS = {
    "promises": ("Promesses", "Ce que l’équipe a promis, à qui et pour quand."),
    "exchanges": ("Échanges", "Visites, réunions, appels et courriers, passés et prévus."),
}


def _listed(request: HttpRequest, name: str, form: Any, shown: tuple[Any, Table], noun: str) -> HttpResponse:
    here = reverse(f"staff:{name}")
    title, lead = LEADS[name]
    context = {"form": form, "active": form.active(here), "page": shown[0], "table": shown[1], "noun": noun}
    return render(request, "staff/portfolio_list.html", context | {"here": here, "heading": title, "lead": lead})


@for_roles(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def targets(request: HttpRequest) -> HttpResponse:
    """Show the targets of a year against what is reached; a POST sets those of an area."""
    today = clock.today()
    years = [today.year + 1, today.year, today.year - 1]
    asked = request.GET.get("annee", "")
    year = int(asked) if asked in map(str, years) else today.year
    form = TargetForm(request.POST or None, areas=areas())
    if request.method == "POST" and form.is_valid() and _set(request, year, form):
        return redirect(f"{reverse('staff:targets')}?annee={year}")
    lines = queries.targets_of(year, actor=request.actor, on=today)
    table = words.target_table(lines, year)
    if wants_file(request):
        return downloaded(request, f"objectifs-{year}", words.TARGET_COLUMNS, table.rows)
    context = {"form": form, "table": table, "year": year, "years": years, "today": today}
    context["chart"] = words.target_chart(lines, year, today)
    context["export_url"] = f"{reverse('staff:targets')}?annee={year}"
    return render(request, "staff/portfolio_targets.html", context, status=422 if form.errors else 200)


def areas() -> list[Any]:
    """List the committees and the delegations as groups of choices."""
    attached = committees()
    named = [(f"c:{name}", f"Comité {name}") for name in sorted(set(attached.values()))]
    return [("Comités régionaux", named), ("Délégations", [(f"d:{code}", department_label(code)) for code in sorted(attached)])]


def _set(request: HttpRequest, year: int, form: TargetForm) -> bool:
    kind, name = form.cleaned_data["area"].split(":", 1)
    area = Area(committee=name) if kind == "c" else Area(department=name)
    values = form.values()
    if not values:
        form.add_error(None, "Écrivez au moins un objectif.")
        return False
    try:
        set_targets(year=year, area=area, values=values, actor=request.actor, at=clock.now(), on=clock.today())
    except Refusal as refused:
        form.add_error("area", say(refused))
        return False
    messages.success(request, f"Les objectifs {year} sont enregistrés.")
    return True

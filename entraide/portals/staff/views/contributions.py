"""Campaigns of contributions: opened, followed, stopped, resumed; the rates they reckon at; a quote for who thinks of joining."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.apps.contributions.operations.campaigns import continue_campaign, resume_campaign, stop_campaign
from entraide.apps.contributions.operations.launching import CampaignPlan, open_campaign
from entraide.apps.contributions.policies import can_account
from entraide.apps.contributions.queries import campaigns as queries
from entraide.apps.contributions.queries.disputes import waiting_count
from entraide.apps.contributions.queries.documents import waiting_groups
from entraide.apps.contributions.queries.receipts import waiting_lines
from entraide.apps.contributions.refusals import CampaignOver
from entraide.apps.contributions.tasks import go_on_later
from entraide.apps.parameters.queries import tariff
from entraide.apps.payments.policies import ACCOUNTANTS
from entraide.core.contributions.quote import quote
from entraide.core.contributions.tariff import HeadClass, Tariff
from entraide.core.contributions.trajectory import Trajectory
from entraide.core.refusals import Refusal
from entraide.portals.staff.forms.contributions import CampaignForm, QuoteForm
from entraide.portals.staff.presentation import contributions as told
from entraide.portals.staff.presentation.lists import downloaded, wants_file
from entraide.ui import clock
from entraide.ui.acts import tell_act
from entraide.ui.lists import page_of
from entraide.ui.refusals import say
from entraide.ui.values import Table


READERS = (*ACCOUNTANTS, Role.DIRECTOR)
# How often the page of a campaign that runs is drawn again, in seconds.
REFRESH = 5
# Whether the lists of all members are to be read: some tenths of a second for a million persons.
LISTS = "listes"


@for_roles(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """Show what the accounts of members wait for, the campaigns, and open one."""
    form = CampaignForm(request.POST or None, today=clock.today())
    if request.method == "POST" and form.is_valid() and can_account(request.actor):
        try:
            key = open_campaign(plan=CampaignPlan(**form.cleaned_data), actor=request.actor, at=clock.now(), on=clock.today())
        except Refusal as refused:
            form.add_error("kind", say(refused))
        else:
            go_on_later(key, on=clock.today())
            messages.success(request, "La campagne est ouverte. Elle avance toute seule : vous pouvez quitter cette page.")
            return redirect("staff:call_campaign", key)
    year = clock.today().year
    context = {
        "form": form,
        "may_account": can_account(request.actor),
        "table": told.campaigns_table(page := page_of(request, queries.campaigns())),
        "page": page,
        "year": year,
        "is_called": queries.call_of(year) is not None,
        "outlook": queries.outlook_of(year, known_at=clock.now()) if request.GET.get(LISTS) else None,
        "counts": {"disputes": waiting_count(), "documents": waiting_groups().count(), "receipts": waiting_lines().count()},
    }
    return render(request, "staff/contributions.html", context, status=422 if form.errors else 200)


@for_roles(*READERS)
@require_safe
def campaign(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """Show how far a campaign is, whom it left out and why; or download these.

    :raises Http404: if there is none.
    """
    found = queries.campaign(campaign_id)
    if found is None:
        raise Http404
    left_out = queries.left_out(found)
    if wants_file(request):
        return downloaded(request, f"laisses-de-cote-{found.year}", told.LEFT_OUT_COLUMNS, told.left_out_written(left_out))
    page = page_of(request, left_out)
    empty = "Personne n’a été laissé de côté." if found.state == "done" else "Personne n’a été laissé de côté jusqu’ici."
    context = {
        "campaign": found,
        "kind": told.KINDS[found.kind],
        "state": told.STATES[found.state],
        "page": page,
        "table": Table("Laissés de côté", told.LEFT_OUT_COLUMNS, told.left_out_rows(page), empty=empty),
        # Read through every list: when it is asked for.
        "changed": queries.lists_changed(found) if request.GET.get(LISTS) else None,
        "may_account": can_account(request.actor),
        "refresh": REFRESH if found.state == "running" else 0,
    }
    return render(request, "staff/call_campaign.html", context)


@for_roles(*ACCOUNTANTS)
@require_POST
def stop(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """Stop a campaign between two batches."""
    _require(campaign_id)
    tell_act(request, stop_campaign, "La campagne est arrêtée. Ce qui est appelé reste appelé.", campaign_id=campaign_id)
    return redirect("staff:call_campaign", campaign_id)


@for_roles(*ACCOUNTANTS)
@require_POST
def resume(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """Let a campaign go on where it stopped; its next batch is done at once, so that what stopped it is said."""
    _require(campaign_id)
    told_of = {"campaign_id": campaign_id, "actor": request.actor, "at": clock.now(), "on": clock.today()}
    try:
        resume_campaign(**told_of)
        continue_campaign(**told_of)
    except Refusal as refused:
        messages.error(request, say(refused))
        if (found := queries.campaign(campaign_id)) and found.state == "running" and not isinstance(refused, CampaignOver):
            stop_campaign(**told_of)
    else:
        messages.success(request, "La campagne reprend après le dernier adhérent fait.")
        go_on_later(campaign_id, on=clock.today())
    return redirect("staff:call_campaign", campaign_id)


def _require(campaign_id: UUID) -> None:
    if queries.campaign(campaign_id) is None:
        raise Http404


@for_roles(*READERS)
@require_safe
def rates(request: HttpRequest) -> HttpResponse:
    """Show every rate with its source."""
    return render(request, "staff/contribution_rates.html", {"tables": told.rate_tables(tariff())})


@for_roles(*READERS, Role.DEVELOPMENT_OFFICER)
@require_safe
def quotes(request: HttpRequest) -> HttpResponse:
    """Reckon what a body that thinks of joining would pay; nothing is kept."""
    form = QuoteForm(request.GET or None, today=clock.today())
    context: dict[str, Any] = {"form": form, "table": None}
    if form.is_bound and form.is_valid():
        try:
            context["table"] = told.quote_table(quoted(form.cleaned_data, tariff()))
        except Refusal as refused:
            form.add_error("since", say(refused))
    return render(request, "staff/contribution_quote.html", context, status=422 if form.errors else 200)


def quoted(typed: dict[str, Any], rates_known: Tariff) -> Any:
    """Give the quote that a form asks for.

    :raises RateMissing: if the rate of a year is not known.
    """
    since: date = typed["since"]
    way = None
    if typed["floor"] is not None:
        start = {HeadClass.ACTIVE: typed["floor"]}
        way = Trajectory(since.year, start, typed["flat_years"] or 0, typed["steps"] or 1, "plancher proposé")
    heads = {HeadClass.ACTIVE: typed["active"] or 0, HeadClass.RETIREE: typed["retiree"] or 0}
    return quote(heads, since=since, years=typed["years"], tariff=rates_known, trajectory=way)

"""Campaigns of contributions: opened, followed, stopped, resumed; the rates they reckon at; a quote for who thinks of joining."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.apps.contributions.operations.campaigns import continue_campaign, resume_campaign, stop_campaign
from entraide.apps.contributions.operations.cancelling import preview_cancellation
from entraide.apps.contributions.operations.launching import (
    CANCELLABLE,
    CampaignPlan,
    drop_campaign,
    launch_campaign,
    open_campaign,
    open_cancellation,
)
from entraide.apps.contributions.operations.trajectories import check_floor
from entraide.apps.contributions.policies import READERS, can_account
from entraide.apps.contributions.queries import campaigns as queries
from entraide.apps.contributions.queries.disputes import waiting_count
from entraide.apps.contributions.queries.documents import waiting_groups
from entraide.apps.contributions.queries.receipts import waiting_lines
from entraide.apps.contributions.refusals import CampaignOver, FloorAboveRate
from entraide.apps.contributions.tasks import go_on_later
from entraide.apps.parameters.queries import tariff
from entraide.apps.payments.policies import ACCOUNTANTS
from entraide.core.contributions.quote import quote
from entraide.core.contributions.tariff import HeadClass, Tariff
from entraide.core.contributions.trajectory import Trajectory, steps_of
from entraide.core.money import Money
from entraide.core.refusals import Refusal
from entraide.portals.staff.forms.contributions import AcceptForm, CampaignForm, CancelForm, QuoteForm
from entraide.portals.staff.presentation import contribution_campaigns as shown
from entraide.portals.staff.presentation import contributions as told
from entraide.portals.staff.presentation.lists import downloaded, wants_file
from entraide.ui import clock
from entraide.ui.acts import tell_act
from entraide.ui.lists import page_of
from entraide.ui.refusals import say
from entraide.ui.values import Table


# How often the page of a campaign that runs is drawn again, in seconds.
REFRESH = 5
# Whether the lists of all members are to be read: some tenths of a second for a million persons.
LISTS = "listes"
# Whether what cancelling the campaign would give back is to be reckoned.
CANCELLATION = "annulation"
# Which field a refusal is about.
FIELDS = {
    "contributions.issued_in_future": "issued_on",
    "contributions.issued_too_early": "issued_on",
    "contributions.issued_before_last": "issued_on",
    "contributions.due_before_issued": "due_on",
    "contributions.due_too_far": "due_on",
    "contributions.year_not_open": "year",
    "contributions.year_closed": "year",
    "contributions.year_lapsed": "year",
}


@for_roles(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """Show what the accounts of members wait for, the campaigns, and prepare one."""
    form = CampaignForm(request.POST or None, today=clock.today())
    if request.method == "POST" and form.is_valid() and can_account(request.actor):
        plan = CampaignPlan(**form.cleaned_data)
        try:
            key = open_campaign(plan=plan, actor=request.actor, at=clock.now(), on=clock.today(), is_prepared=True)
        except Refusal as refused:
            form.add_error(FIELDS.get(refused.code, "kind"), say(refused))
        else:
            go_on_later(key, on=clock.today())
            messages.success(
                request, "La campagne se prépare : rien n’est écrit. Vous verrez ici ce qu’elle ferait, puis vous la lancerez."
            )
            return redirect("staff:call_campaign", key)
    year = clock.today().year
    context = {
        "form": form,
        "may_account": can_account(request.actor),
        "table": shown.campaigns_table(page := page_of(request, queries.campaigns())),
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
    """Show what a campaign would do, how far it is, whom it left out and why; or download these.

    :raises Http404: if there is none.
    """
    found = _required(campaign_id)
    left_out = queries.left_out(found)
    if wants_file(request):
        return downloaded(request, f"laisses-de-cote-{found.year}", shown.LEFT_OUT_COLUMNS, shown.left_out_written(left_out))
    return _shown(request, found, left_out)


def _shown(request: HttpRequest, found: Any, left_out: list[queries.LeftOut], *, faulty: forms.Form | None = None) -> HttpResponse:
    page = page_of(request, left_out)
    empty = "Personne ne serait laissé de côté." if found.state == "ready" else "Personne n’a été laissé de côté."
    rates = tariff(known_at=found.known_at)
    is_provisional = found.kind == "call" and bool(rates.unconfirmed(found.year))
    parts = {key: (heads, Money(cents)) for key, (heads, cents) in found.breakdown.items()}
    # Reads every call of the campaign with its documents: when it is asked for.
    wants_cancellation = bool(request.GET.get(CANCELLATION)) or isinstance(faulty, CancelForm)
    cancellation = preview_cancellation(found, at=clock.now()) if wants_cancellation and found.kind == "call" else None
    context = {
        "campaign": found,
        "kind": shown.KINDS[found.kind],
        "state": shown.state_of(found),
        "done": shown.done_of(found)[0],
        "fault": shown.fault_of(found),
        "unconfirmed": shown.unconfirmed_text(rates, found.year) if is_provisional else "",
        "breakdown": shown.breakdown_table(found.kind, parts, rates, found.year) if found.state == "ready" else None,
        "days": queries.days_of(found),
        "days_to_pay": shown.days_to_pay(found) if found.state in ("reckoning", "ready") else "",
        "page": page,
        "table": Table("Laissés de côté", shown.LEFT_OUT_COLUMNS, shown.left_out_rows(page), empty=empty),
        # Read through every list: when it is asked for.
        "changed": queries.lists_changed(found) if request.GET.get(LISTS) else None,
        "may_account": can_account(request.actor),
        "launch_form": faulty if isinstance(faulty, AcceptForm) else AcceptForm(is_provisional=is_provisional),
        "cancel_form": faulty if isinstance(faulty, CancelForm) else CancelForm(),
        "may_cancel": found.kind == "call" and found.state in CANCELLABLE and queries.calls_of(found).exists(),
        "cancellation": cancellation,
        "staying": shown.staying_words(cancellation.staying) if cancellation else [],
        "refresh": REFRESH if found.state in ("reckoning", "running") and not found.fault else 0,
    }
    return render(request, "staff/call_campaign.html", context, status=422 if faulty else 200)


@for_roles(*ACCOUNTANTS)
@require_POST
def launch(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """Launch a campaign once its preparation was seen."""
    found = _required(campaign_id)
    is_provisional = found.kind == "call" and bool(tariff(known_at=found.known_at).unconfirmed(found.year))
    form = AcceptForm(request.POST, is_provisional=is_provisional)
    if not form.is_valid():
        return _shown(request, found, queries.left_out(found), faulty=form)
    accepts = form.cleaned_data.get("accepts_provisional", False)
    act = {"actor": request.actor, "at": clock.now(), "on": clock.today()}
    try:
        launch_campaign(campaign_id=campaign_id, accepts_provisional=accepts, **act)
    except Refusal as refused:
        messages.error(request, say(refused))
    else:
        go_on_later(campaign_id, on=clock.today())
        messages.success(request, "La campagne est lancée. Elle avance toute seule : vous pouvez quitter cette page.")
    return redirect("staff:call_campaign", campaign_id)


@for_roles(*ACCOUNTANTS)
@require_POST
def drop(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """Give up a campaign that was never launched; a second click finds it gone already."""
    if queries.campaign(campaign_id) is None:
        return redirect("staff:contributions")
    tell_act(request, drop_campaign, "La campagne est abandonnée : rien n’a été écrit.", campaign_id=campaign_id)
    return redirect("staff:contributions")


@for_roles(*ACCOUNTANTS)
@require_POST
def cancel(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """Take back every call that a campaign made and that nothing holds."""
    found = _required(campaign_id)
    form = CancelForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, queries.left_out(found), faulty=form)
    act = {"actor": request.actor, "at": clock.now(), "on": clock.today()}
    try:
        key = open_cancellation(campaign_id=campaign_id, reason=form.cleaned_data["reason"], **act)
    except Refusal as refused:
        messages.error(request, say(refused))
        return redirect("staff:call_campaign", campaign_id)
    go_on_later(key, on=clock.today())
    messages.success(request, "L’annulation avance toute seule : vous pouvez quitter cette page.")
    return redirect("staff:call_campaign", key)


@for_roles(*ACCOUNTANTS)
@require_POST
def stop(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """Stop a campaign between two batches."""
    _required(campaign_id)
    tell_act(request, stop_campaign, "La campagne est arrêtée. Ce qui est appelé reste appelé.", campaign_id=campaign_id)
    return redirect("staff:call_campaign", campaign_id)


@for_roles(*ACCOUNTANTS)
@require_POST
def resume(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """Let a campaign go on where it stopped; its next batch is done at once, so that what stopped it is said."""
    _required(campaign_id)
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


def _required(campaign_id: UUID) -> Any:
    found = queries.campaign(campaign_id)
    if found is None:
        raise Http404
    return found


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
            found = quoted(form.cleaned_data, tariff())
            context |= {"table": told.quote_table(found), "is_confirmed": all(line.is_confirmed for line in found.lines)}
        except Refusal as refused:
            form.add_error("floor" if isinstance(refused, FloorAboveRate) else "since", say(refused))
    return render(request, "staff/contribution_quote.html", context, status=422 if form.errors else 200)


def quoted(typed: dict[str, Any], rates_known: Tariff) -> Any:
    """Give the quote that a form asks for.

    :raises RateMissing: if the rate of a year is not known.
    :raises FloorTooEarly: if its floor begins in a year whose accounts are closed.
    :raises FloorAboveRate: if its floor costs more than the national rate.
    """
    since: date = typed["since"]
    way = None
    if typed["floor"] is not None:
        start = {HeadClass.ACTIVE: typed["floor"]}
        way = Trajectory(since.year, start, typed["flat_years"] or 0, typed["steps"] or 1, "plancher proposé")
        check_floor(steps_of(way, tariff=rates_known), on=clock.today())
    heads = {HeadClass.ACTIVE: typed["active"] or 0, HeadClass.RETIREE: typed["retiree"] or 0}
    return quote(heads, since=since, years=typed["years"], tariff=rates_known, trajectory=way)

"""The January campaign of lists: opened, followed by department, its silent members asked again."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.operations.roster_campaigns import open_roster_campaign, remind_roster_campaign
from entraide.apps.beneficiaries.policies import can_run_roster_campaign
from entraide.apps.beneficiaries.queries import roster_campaigns as queries
from entraide.core.refusals import Refusal
from entraide.portals.staff.forms.roster_campaigns import AskedFilter, CampaignForm
from entraide.portals.staff.presentation.lists import downloaded, wants_file
from entraide.ui import clock
from entraide.ui.components.texts import accord, number, percent
from entraide.ui.lists import in_order, page_of
from entraide.ui.refusals import say
from entraide.ui.values import Cell, Column, Status, Table, Tone


ANSWERED = Status("A répondu", Tone.SUCCESS, "check")
BEGUN = Status("A commencé", Tone.PROGRESS, "pencil")
SILENT = Status("N’a rien envoyé", Tone.NEUTRAL, "hourglass")
SORTS = {"name": "search_name", "siren": "siren", "department": "department", "answered": "answered_on", "reminded": "reminded_on"}
MEMBER_COLUMNS = (
    Column("Adhérent", sort="name"),
    Column("SIREN", sort="siren"),
    Column("Département", sort="department"),
    Column("Réponse"),
    Column("Répondu le", sort="answered"),
    Column("Relancé le", sort="reminded"),
    Column("Relances", numeric=True),
)
PROGRESS_COLUMNS = (
    Column("Département"),
    Column("Comité régional"),
    Column("Demandées", numeric=True),
    Column("Reçues", numeric=True),
    Column("Commencées", numeric=True),
    Column("Attendues", numeric=True),
    Column("Part reçue", numeric=True),
)


@for_roles(Role.DEVELOPMENT_OFFICER, Role.DIRECTOR)
@require_http_methods(["GET", "HEAD", "POST"])
def lists(request: HttpRequest) -> HttpResponse:
    """Show a campaign: how far each department has come, and every member asked; a POST opens the one of a year."""
    form = CampaignForm(request.POST or None, today=clock.today())
    if request.method == "POST" and form.is_valid() and _opened(request, form):
        return redirect(f"{reverse('staff:roster_campaign')}?annee={form.cleaned_data['year']}")
    found = queries.roster_campaigns()
    years = {str(campaign.year): campaign for campaign in found}
    campaign = years.get(request.GET.get("annee", "")) or next(iter(found), None)
    context: dict[str, Any] = {"form": form, "may_run": can_run_roster_campaign(request.actor), "campaign": campaign, "campaigns": found}
    if campaign is not None:
        progress = queries.roster_progress(campaign, on=clock.today())
        asked = AskedFilter(request.GET, departments=[row.department for row in progress])
        members, sort = _asked(request, campaign, asked)
        if wants_file(request):
            return downloaded(request, f"listes-{campaign.year}", MEMBER_COLUMNS, (_row(member) for member in members))
        page = page_of(request, members)
        context |= _figures(progress) | {
            "filter": asked,
            "active": asked.active(reverse("staff:roster_campaign")),
            "page": page,
            "table": _members_table(page, sort),
        }
    return render(request, "staff/roster_campaign.html", context, status=422 if form.errors else 200)


def _opened(request: HttpRequest, form: CampaignForm) -> bool:
    act = {"actor": request.actor, "at": clock.now(), "on": clock.today()}
    try:
        open_roster_campaign(**form.cleaned_data, **act)
    except Refusal as refused:
        messages.error(request, say(refused))
        form.add_error("due_on", say(refused))
        return False
    messages.success(request, "La campagne est ouverte : chaque correspondant reçoit un courriel et la voit sur sa page d’accueil.")
    return True


def _asked(request: HttpRequest, campaign: Any, form: AskedFilter) -> tuple[Any, str]:
    typed = form.typed()
    words = {"text": typed.get("q", ""), "department": typed.get("department", ""), "state": typed.get("state", "")}
    found = queries.asked_members(campaign, actor=request.actor, on=clock.today(), **words)
    return in_order(request, found, SORTS, ties=("search_name", "siren"))


def _state(member: Any) -> Status:
    if member.answered_on:
        return ANSWERED
    return BEGUN if member.has_begun else SILENT


def _row(member: Any) -> tuple[Any, ...]:
    told = (member.answered_on, member.reminded_on, member.reminder_count or 0)
    return (member.current_name or member.siren, member.siren, member.department, _state(member).label, *told)


def _members_table(members: Iterable[Any], sort: str) -> Table:
    rows = [
        (Cell(name, reverse("staff:member", args=[member.pk])), siren, department, _state(member), *told)
        for member in members
        for name, siren, department, _, *told in [_row(member)]
    ]
    empty = "Aucun adhérent ne répond à cette recherche."
    return Table("Les adhérents à qui la liste est demandée", MEMBER_COLUMNS, rows, sort=sort or "name", empty=empty)


def _figures(progress: Iterable[queries.RosterProgress]) -> dict[str, Any]:
    rows = list(progress)
    asked, answered, begun = (sum(getattr(row, name) for row in rows) for name in ("asked", "answered", "begun"))
    shown = [
        (row.department or "Sans", row.committee or None, row.asked, row.answered, row.begun, row.silent, _share(row.answered, row.asked))
        for row in rows
    ]
    totals = ("Total", "", number(asked), number(answered), number(begun), number(asked - answered), _share(answered, asked))
    empty = "Aucun adhérent n’a été appelé."
    table = Table("Avancement par département", PROGRESS_COLUMNS, shown, totals=totals if len(rows) > 1 else (), empty=empty)
    return {"progress": table, "asked": asked, "answered": answered, "begun": begun, "silent": asked - answered}


def _share(part: int, whole: int) -> str:
    return percent(Fraction(part, whole) if whole else None, 0)


@for_roles(Role.DEVELOPMENT_OFFICER)
@require_POST
def remind(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """Ask again those who have not answered.

    :raises Http404: if there is no such campaign.
    """
    campaign = queries.roster_campaign(campaign_id)
    if campaign is None:
        raise Http404
    count = remind_roster_campaign(campaign_id=campaign_id, actor=request.actor, at=clock.now(), on=clock.today())
    if count:
        messages.success(request, f"{accord(count, 'adhérent relancé,adhérents relancés')}.")
    else:
        messages.info(request, "Il n’y a plus personne à relancer aujourd’hui : tous ont répondu, ou ont déjà reçu un message ce jour.")
    return redirect(f"{reverse('staff:roster_campaign')}?annee={campaign.year}")

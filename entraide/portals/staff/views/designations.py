"""Campaigns of designation: opened, followed by committee and department, members reminded, answers received and confirmed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.apps.members.queries import departments
from entraide.apps.network import operations, queries
from entraide.apps.network.operations import CampaignPlan, Nominee
from entraide.apps.network.policies import READERS, can_keep_mandates
from entraide.core.names import of_name
from entraide.core.network.bureau import College
from entraide.core.refusals import Refusal
from entraide.portals.staff.forms.network import CampaignForm, DesignationFilter, NomineeForm
from entraide.portals.staff.invitations import send_invitation
from entraide.portals.staff.presentation import network as words
from entraide.portals.staff.presentation.lists import downloaded, wants_file
from entraide.ui import clock
from entraide.ui.acts import tell_act
from entraide.ui.components import accord
from entraide.ui.lists import in_order, page_of
from entraide.ui.refusals import say
from entraide.ui.values import Cell, Column, Status, Table, Tone


SORTS = {
    "name": "member_name",
    "department": "member__department",
    "college": "college",
    "state": "state",
    "delegate": "name",
    "act": "act_on",
    "reminded": "reminded_on",
}
AT_ONCE = 100
LEFT = "Celles qui restent n’ont pas d’acte daté et numéroté, ou attendent un nouveau passage."
EMPTY = "Aucune désignation ne répond à ces filtres."
NOBODY = "Aucun adhérent n’était concerné à l’ouverture."
CAMPAIGN_COLUMNS = (Column("Campagne"), Column("Ouverte le"), Column("À répondre avant le"), Column("Mandats à partir du"), Column("État"))


@for_roles(*READERS)
@require_safe
def campaigns(request: HttpRequest) -> HttpResponse:
    """List the campaigns; where none runs, one may be opened."""
    return _campaigns(request, CampaignForm(today=clock.today()))


@for_roles(Role.DEVELOPMENT_OFFICER)
@require_POST
def open_campaign(request: HttpRequest) -> HttpResponse:
    """Open a campaign."""
    form = CampaignForm(request.POST, today=clock.today())
    if form.is_valid():
        plan = CampaignPlan(**form.cleaned_data)
        try:
            key = operations.open_designation_campaign(plan=plan, actor=request.actor, at=clock.now(), on=clock.today())
        except Refusal as refused:
            form.add_error("due_on", say(refused))
        else:
            messages.success(request, "La campagne est ouverte. Chaque correspondant la trouve sur sa page d’accueil.")
            return redirect("staff:campaign", key)
    return _campaigns(request, form)


def _campaigns(request: HttpRequest, form: CampaignForm) -> HttpResponse:
    found = queries.campaigns()
    rows = [
        (
            Cell(each.title, reverse("staff:campaign", args=[each.pk])),
            each.opened_on,
            each.due_on,
            each.mandates_on,
            Status("Close", Tone.NEUTRAL, "lock") if each.closed_at else Status("En cours", Tone.PROGRESS, "clock"),
        )
        for each in found
    ]
    is_running = any(each.closed_at is None for each in found)
    table = Table("Les campagnes de désignation", CAMPAIGN_COLUMNS, rows, empty="Aucune campagne n’a encore été ouverte.")
    context = {"table": table, "form": form, "may_open": can_keep_mandates(request.actor) and not is_running}
    return render(request, "staff/designation_campaigns.html", context, status=422 if form.errors else 200)


@for_roles(*READERS)
@require_safe
def campaign(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """Show how far a campaign has come, and its designations; or download these."""
    found = _found(campaign_id)
    form = DesignationFilter(request.GET, departments=departments())
    today = clock.today()
    rows = queries.designations_of(found, actor=request.actor, on=today, filters=form.typed())
    rows, sort = in_order(request, rows, SORTS)
    if wants_file(request):
        return downloaded(request, "designations", words.DESIGNATION_COLUMNS, words.designation_rows(rows, plain=True))
    page = page_of(request, rows)
    here = reverse("staff:campaign", args=[campaign_id])
    progress = queries.progress_of(found, on=today)
    may_keep = can_keep_mandates(request.actor) and found.closed_at is None
    committees = queries.by_committee(progress)
    context = {
        "campaign": found,
        "form": form,
        "active": form.active(here),
        "page": page,
        "table": Table("Les désignations", words.DESIGNATION_COLUMNS, words.designation_rows(page), sort=sort or "name", empty=EMPTY),
        "committees": Table("Par comité régional", words.PROGRESS_COLUMNS, words.progress_rows(committees), empty=NOBODY),
        "departments": Table("Par département", _by_department(), words.progress_rows(progress), empty=NOBODY),
        "here": here,
        **{state: sum(getattr(row, state) for row in progress) for state in ("awaited", "received", "confirmed", "answered", "total")},
        "may_keep": may_keep,
        "newcomers": len(queries.not_asked_yet(found, on=today)) if may_keep else 0,
    }
    return render(request, "staff/designation_campaign.html", context)


def _by_department() -> tuple[Column, ...]:
    return (Column("Département"), *words.PROGRESS_COLUMNS[1:])


def _found(campaign_id: UUID) -> Any:
    """Give a campaign.

    :raises Http404: if there is none.
    """
    found = queries.campaign(campaign_id)
    if found is None:
        raise Http404
    return found


@for_roles(Role.DEVELOPMENT_OFFICER)
@require_POST
def ask(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """Ask the members that the campaign has not asked yet."""
    _found(campaign_id)
    tell_act(request, operations.ask_newcomers, "Les nouveaux adhérents sont invités à désigner leurs délégués.", campaign_id=campaign_id)
    return redirect("staff:campaign", campaign_id)


@for_roles(Role.DEVELOPMENT_OFFICER)
@require_POST
def remind(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """Write to the correspondents of the members that have not answered."""
    _found(campaign_id)
    try:
        told = operations.remind(campaign_id=campaign_id, actor=request.actor, at=clock.now(), on=clock.today())
    except Refusal as refused:
        messages.error(request, say(refused))
    else:
        said = f"{accord(told.written, 'adhérent relancé,adhérents relancés')}."
        left = accord(told.without_correspondent, "adhérent n’a,adhérents n’ont")
        messages.success(request, f"{said} {left} pas de correspondant à qui écrire." if told.without_correspondent else said)
    return redirect("staff:campaign", campaign_id)


@for_roles(Role.DEVELOPMENT_OFFICER)
@require_POST
def close(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """Close a campaign."""
    _found(campaign_id)
    said = "La campagne est close. Les adhérents qui n’ont pas répondu gardent leurs délégués."
    tell_act(request, operations.close_campaign, said, campaign_id=campaign_id)
    return redirect("staff:campaign", campaign_id)


@for_roles(Role.DEVELOPMENT_OFFICER)
@require_POST
def confirm_dated(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """Confirm the answers that name their act, a hundred at a time; the others are looked at one by one."""
    done, refused = 0, ""
    for each in queries.dated_answers(_found(campaign_id), on=clock.today(), limit=AT_ONCE):
        try:
            _confirmed(request, each)
        except Refusal as refusal:
            refused = refused or f"{each.member_name}, {each.name} : {say(refusal)}"
        else:
            done += 1
    if refused:
        messages.error(request, refused)
    if done or not refused:
        messages.success(request, f"{accord(done, 'désignation confirmée,désignations confirmées')}. {LEFT}")
    return redirect(f"{reverse('staff:campaign', args=[campaign_id])}?state=received")


def _confirmed(request: HttpRequest, found: Any) -> bool:
    """Confirm one designation; tell whether its delegate was invited."""
    act = {"actor": request.actor, "at": clock.now(), "on": clock.today()}
    invited = operations.confirm_designation(designation_id=found.pk, **act)
    if invited.is_new:
        send_invitation(request, found.email)
    return invited.is_new


@for_roles(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def designation(request: HttpRequest, designation_id: UUID) -> HttpResponse:
    """Show one designation; a POST notes whom the member names."""
    found = _designation(request, designation_id)
    fields = {name: getattr(found, name) for name in ("name", "email", "act_on", "act_number")}
    form = NomineeForm(request.POST or None, initial=fields)
    if request.method == "POST" and form.is_valid():
        act = {"actor": request.actor, "at": clock.now(), "on": clock.today()}
        try:
            operations.receive_designation(designation_id=designation_id, nominee=Nominee(**form.cleaned_data), **act)
        except Refusal as refused:
            form.add_error(None, say(refused))
        else:
            messages.success(request, "La désignation est reçue. Il reste à la confirmer.")
            return redirect("staff:designation", designation_id)
    is_open = found.campaign.closed_at is None and found.state != "confirmed"
    is_asked = queries.is_asked(found, on=clock.today())
    context = {
        "found": found,
        "is_asked": is_asked,
        "college": College(found.college).label,
        "state": words.STATES[found.state],
        "form": form,
        "may_write": is_open and is_asked and can_keep_mandates(request.actor),
    }
    return render(request, "staff/designation.html", context, status=422 if form.errors else 200)


def _designation(request: HttpRequest, designation_id: UUID) -> Any:
    """Give a designation that the actor may see.

    :raises Http404: if there is none.
    """
    found = queries.designation(designation_id, actor=request.actor, on=clock.today())
    if found is None:
        raise Http404
    return found


@for_roles(Role.DEVELOPMENT_OFFICER)
@require_POST
def confirm(request: HttpRequest, designation_id: UUID) -> HttpResponse:
    """Give the mandate that a member decided, then go on to the next ones."""
    found = _designation(request, designation_id)
    try:
        is_invited = _confirmed(request, found)
    except Refusal as refused:
        messages.error(request, say(refused))
        return redirect("staff:designation", designation_id)
    said = f"Le mandat {of_name(found.name)} est donné pour six ans."
    if is_invited:
        said = f"{said} Un lien est parti à {found.email} pour choisir un mot de passe."
    messages.success(request, said)
    return redirect(f"{reverse('staff:campaign', args=[found.campaign_id])}?state=received")

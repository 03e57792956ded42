"""The nominative list: sent, looked at, settled, applied, undone."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.queries import names_of
from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.operations import rosters as operations
from entraide.apps.beneficiaries.operations.roster_columns import keep_unread
from entraide.apps.beneficiaries.queries import rosters as queries
from entraide.apps.beneficiaries.queries.roster_campaigns import year_asked
from entraide.apps.beneficiaries.queries.roster_draft import drafted_roster
from entraide.apps.beneficiaries.refusals import ColumnsToName, RemovesTooMany, RosterFaults
from entraide.core.refusals import Refusal
from entraide.integrations.spreadsheets.refusals import UnreadableFile
from entraide.portals.correspondent.forms import ApplyForm, DoubtsForm, PrincipalForm, RosterForm
from entraide.portals.correspondent.presentation import (
    FAULTS_SHOWN,
    HEADINGS,
    KINDS,
    STATES,
    changes_table,
    columns_told,
    compared,
    effect_of,
    faults_table,
    rosters_table,
    summary_sentence,
    tiles,
)
from entraide.ui import clock
from entraide.ui.acts import tell_act
from entraide.ui.components.texts import accord
from entraide.ui.lists import page_of
from entraide.ui.refusals import say
from entraide.ui.values import ActiveFilter


SENT_PER_PAGE = 10
CHANGES_PER_PAGE = 50
DOUBTS_PER_PAGE = 20


@for_roles(Role.CORRESPONDENT)
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest) -> HttpResponse:
    """Send a list: it is checked whole, and nothing changes before it has been looked at."""
    form = RosterForm(request.POST or None, request.FILES or None, today=clock.today())
    if request.method != "POST":
        return sending(request, form)
    faults: RosterFaults | None = None
    if form.is_valid():
        try:
            return _sent(request, form)
        except RosterFaults as refused:
            faults = refused
        except Refusal as refused:
            form.add_error("file", str(refused) if isinstance(refused, UnreadableFile) else say(refused))
    return sending(request, form, faults, status=422)


def _sent(request: HttpRequest, form: RosterForm) -> HttpResponse:
    """Check the file that was sent and show what it would change, or ask first what its titles are.

    :raises UnreadableFile: if it cannot be read.
    :raises RosterFaults: if its lines have faults.
    """
    file = form.cleaned_data["file"]
    sent = operations.SentList(file.read(), file.name, form.cleaned_data["year"])
    act = {"member_id": request.actor.member_id, "sent": sent, "actor": request.actor, "at": clock.now(), "on": clock.today()}
    try:
        return redirect("correspondent:roster_preview", operations.preview(**act))
    except ColumnsToName:
        return redirect("correspondent:roster_columns", keep_unread(**act))
    except RosterFaults as refused:
        # A title may be what is misread: the file waits, so that one link leads to them.
        if refused.can_be_named:
            keep_unread(**act)
        raise


def ways(member_id: UUID) -> dict[str, Any]:
    """Say how a member answers without a file: the form it has begun, how many persons it would confirm, and for which year."""
    today = clock.today()
    return {
        "draft": drafted_roster(member_id),
        "people": queries.listed_count(member_id, on=today),
        "year_asked": year_asked(member_id, today),
    }


def sending(request: HttpRequest, form: RosterForm, refused: RosterFaults | None = None, *, status: int = 200) -> HttpResponse:
    """Show the page of lists: the form to send one, the faults of the one just read, those sent before."""
    findings = refused.findings if refused else ()
    page = page_of(request, queries.rosters_of(request.actor.member_id), size=SENT_PER_PAGE)
    names = names_of({roster.sent_by for roster in page})
    context = {
        "form": form,
        "page": page,
        "table": rosters_table(page, names),
        "waiting": queries.waiting_roster(request.actor.member_id),
        "columns": columns_told(),
        **ways(request.actor.member_id),
        "faults": faults_table(findings) if findings else None,
        "faults_title": f"Ce fichier contient {accord(len(findings), 'erreur,erreurs')}",
        "more_faults": max(len(findings) - FAULTS_SHOWN, 0),
        "may_name_columns": refused is not None and refused.can_be_named,
    }
    return render(request, "correspondent/roster.html", context, status=status)


@for_roles(Role.CORRESPONDENT)
@require_safe
def preview(request: HttpRequest, roster_id: UUID) -> HttpResponse:
    """Show what a list would bring, or what it brought."""
    roster = own_roster(request, roster_id)
    if roster.state == "unread":
        return redirect("correspondent:roster_columns", roster_id)
    if roster.state == "draft":
        return redirect("correspondent:roster_form")
    return _looked_at(request, roster)


def own_roster(request: HttpRequest, roster_id: UUID) -> Any:
    """Give a list of the correspondent's own member.

    :raises Http404: if there is none under that key; another member's is none.
    """
    found = queries.roster(roster_id, member_id=request.actor.member_id)
    if found is None:
        raise Http404
    return found


def _looked_at(request: HttpRequest, roster: Any, *, ask: bool = False, status: int = 200) -> HttpResponse:
    kind = request.GET.get("genre", "")
    kind = kind if kind in KINDS else ""
    page = page_of(request, queries.changes_of(roster.pk, kind=kind), size=CHANGES_PER_PAGE)
    doubts = list(queries.changes_of(roster.pk, kind="doubt"))
    here, waits = reverse("correspondent:roster_preview", args=[roster.pk]), roster.state == "previewed"
    context = {
        "roster": roster,
        "state": STATES[roster.state],
        "heading": HEADINGS[roster.state],
        "summary": summary_sentence(roster),
        "is_empty": not queries.changes_of(roster.pk).exists(),
        "tiles": tiles(roster, here, has_open_doubts=waits and any(not doubt.choice for doubt in doubts)),
        "apply_form": ApplyForm(),
        "asks_confirmation": ask or queries.asks_confirmation(roster, doubts=doubts),
        "can_undo": _can_undo(roster),
        "waits": waits,
        "page": page,
        "table": changes_table(page, is_form=roster.source == "form"),
        "kind": kind,
        "active": [ActiveFilter(KINDS[kind].label, f"{here}#detail")] if kind else [],
        "sender": names_of({roster.sent_by}).get(roster.sent_by, "Entraide"),
        "effect": effect_of(roster),
        "may_name_columns": waits and roster.source == "file",
        "is_form": waits and roster.source == "form",
        **_doubts(roster, doubts),
        **_principals(roster),
    }
    return render(request, "correspondent/roster_preview.html", context, status=status)


def _doubts(roster: Any, doubts: list[Any]) -> dict[str, Any]:
    """Ask of the doubts that have no answer yet, or let the answers be changed once each has one."""
    left = [doubt for doubt in doubts if not doubt.choice]
    asked = (left or doubts)[:DOUBTS_PER_PAGE] if roster.state == "previewed" else []
    form = DoubtsForm(doubts=asked)
    return {
        "doubts": [(doubt, compared(doubt), form[f"doubt_{doubt.position}"]) for doubt in asked],
        "left_count": len(left),
        "doubt_count": len(doubts),
    }


def _principals(roster: Any) -> dict[str, Any]:
    """Ask which employer counts, of the arrivals whom another one inscribes too."""
    asked = list(queries.asked_principal(roster.pk)[:DOUBTS_PER_PAGE]) if roster.state == "previewed" else []
    form = PrincipalForm(arrivals=asked)
    return {"principals": [(arrival, form[f"principal_{arrival.position}"]) for arrival in asked]}


def _can_undo(roster: Any) -> bool:
    if roster.state != "applied":
        return False
    last = queries.last_applied_roster(roster.member_id)
    return last is not None and last.pk == roster.pk


@for_roles(Role.CORRESPONDENT)
@require_POST
def answer(request: HttpRequest, roster_id: UUID) -> HttpResponse:
    """Keep the answers given to doubts, and to which employer counts."""
    own_roster(request, roster_id)
    doubts, arrivals = list(queries.changes_of(roster_id, kind="doubt")), list(queries.asked_principal(roster_id))
    forms = [DoubtsForm(request.POST, doubts=doubts), PrincipalForm(request.POST, arrivals=arrivals)]
    choices = {position: choice for form in forms if form.is_valid() for position, choice in form.choices().items()}
    if not all(form.is_valid() for form in forms) or not choices:
        messages.error(request, "Choisissez une réponse pour au moins une personne.")
        return redirect("correspondent:roster_preview", roster_id)
    return _acted(request, operations.answer_doubts, roster_id, "Vos réponses sont enregistrées.", choices=choices)


@for_roles(Role.CORRESPONDENT)
@require_POST
def apply(request: HttpRequest, roster_id: UUID) -> HttpResponse:
    """Apply a list; where it removes much of the staff, ask first whether it is whole."""
    roster = own_roster(request, roster_id)
    form = ApplyForm(request.POST)
    confirmed = form.is_valid() and form.cleaned_data["confirmed"]
    said = "Votre liste est appliquée. Les nouveaux agents peuvent recevoir leur code d’activation."
    try:
        operations.apply(roster_id=roster_id, confirmed=confirmed, actor=request.actor, at=clock.now(), on=clock.today())
    except RemovesTooMany as refused:
        messages.error(request, say(refused))
        return _looked_at(request, roster, ask=True, status=422)
    except Refusal as refused:
        messages.error(request, say(refused))
    else:
        messages.success(request, said)
    return redirect("correspondent:roster_preview", roster_id)


@for_roles(Role.CORRESPONDENT)
@require_POST
def set_aside(request: HttpRequest, roster_id: UUID) -> HttpResponse:
    """Give a list up."""
    return _acted(request, operations.set_aside, roster_id, "Cette liste est abandonnée : rien n’a été changé.")


@for_roles(Role.CORRESPONDENT)
@require_POST
def undo(request: HttpRequest, roster_id: UUID) -> HttpResponse:
    """Undo the last list."""
    return _acted(
        request, operations.undo, roster_id, "Cette liste est annulée : votre personnel est de nouveau ce qu’il était avant elle."
    )


def _acted(request: HttpRequest, act: Any, roster_id: UUID, said: str, **values: Any) -> HttpResponse:
    """Do one act on a list and come back to it, saying what was done or why not."""
    own_roster(request, roster_id)
    tell_act(request, act, said, roster_id=roster_id, **values)
    return redirect("correspondent:roster_preview", roster_id)

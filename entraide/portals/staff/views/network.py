"""The network: committees and their delegations, bureaux, members for whom nobody acts, mandates handed over."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.queries import names_of
from entraide.apps.accounts.roles import Role
from entraide.apps.members.queries import departments, member_on
from entraide.apps.network import queries
from entraide.apps.network.operations import NewSeat, Successor, give_seat, hand_over, leave_seat
from entraide.apps.network.policies import READERS, can_keep_mandates
from entraide.apps.network.refusals import BodyGone
from entraide.core.network.bureau import College
from entraide.core.network.mandates import MandateKind
from entraide.core.refusals import Refusal
from entraide.integrations.reference_data import department_names
from entraide.portals.staff.forms.network import DelegationFilter, SeatForm, SuccessorForm, VacancyFilter
from entraide.portals.staff.invitations import send_invitation
from entraide.portals.staff.presentation import network as words
from entraide.portals.staff.presentation.lists import downloaded, wants_file
from entraide.ui import clock
from entraide.ui.acts import tell_act
from entraide.ui.lists import in_order, page_of
from entraide.ui.refusals import say
from entraide.ui.values import Table


VACANCY_SORTS = {"name": "search_name", "siren": "siren", "department": "department", "joined": "joined_on"}


@for_roles(*READERS)
@require_safe
def network(request: HttpRequest) -> HttpResponse:
    """Show the committees, then the delegations that the filters keep, or download these."""
    today = clock.today()
    committees = queries.committees()
    lacking = queries.lacking_by_department(actor=request.actor, on=today)
    every = words.delegations(committees, lacking, queries.bureaus(on=today))
    form = DelegationFilter(request.GET, committees=sorted(set(committees.values())))
    kept, sort = _sorted(request, _kept(every, form.typed()))
    if wants_file(request):
        return downloaded(request, "delegations", words.DELEGATION_COLUMNS, words.delegation_rows(kept, plain=True))
    page = page_of(request, kept)
    empty = "Aucune délégation ne répond à ces filtres."
    table = Table("Les délégations", words.DELEGATION_COLUMNS, words.delegation_rows(page), sort=sort, empty=empty)
    context = {
        "form": form,
        "active": form.active(reverse("staff:network")),
        "committees": words.committee_table([each for each in every if each.is_alive]),
        "page": page,
        "table": table,
        "vacancy_count": sum(each.vacancy_count for each in every),
        "alive_count": sum(each.is_alive for each in every),
        "right_count": sum(not each.finding_count for each in every if each.is_alive),
        "member_count": sum(each.lacking.member_count for each in every),
        "campaign": queries.running_campaign(),
    }
    return render(request, "staff/network.html", context)


def _kept(every: list[words.Delegation], typed: dict[str, Any]) -> list[words.Delegation]:
    shown = {"all": lambda each: True, "lacking": lambda each: each.is_alive and (each.vacancy_count or each.finding_count)}
    keeps = shown.get(typed.get("show", ""), lambda each: each.is_alive)
    return [each for each in every if keeps(each) and typed.get("committee", each.committee) == each.committee]


def _sorted(request: HttpRequest, kept: list[words.Delegation]) -> tuple[list[words.Delegation], str]:
    asked = request.GET.get("tri", "")
    key = words.DELEGATION_SORTS.get(asked.removeprefix("-"))
    return (sorted(kept, key=key, reverse=asked.startswith("-")), asked) if key else (kept, "committee")


@for_roles(*READERS)
@require_safe
def delegation(request: HttpRequest, department: str) -> HttpResponse:
    """Show a delegation: its bureau, and what keeps it from being as it must."""
    return _delegation(request, department, None)


@for_roles(Role.DEVELOPMENT_OFFICER)
@require_POST
def seat(request: HttpRequest, department: str) -> HttpResponse:
    """Give a seat in the bureau of a delegation."""
    form = SeatForm(request.POST, delegates=_delegates(_known(department)))
    if form.is_valid():
        account, college = form.cleaned_data["delegate"].split(":")
        given = NewSeat(department, UUID(account), college, form.cleaned_data["function"])
        try:
            give_seat(seat=given, actor=request.actor, at=clock.now(), on=clock.today())
        except Refusal as refused:
            form.add_error("delegate", say(refused))
        else:
            messages.success(request, "Le siège est donné. La personne le voit dans « Mon mandat ».")
            return redirect("staff:delegation", department)
    return _delegation(request, department, form)


@for_roles(Role.DEVELOPMENT_OFFICER)
@require_POST
def leave(request: HttpRequest, department: str, seat_id: UUID) -> HttpResponse:
    """End a seat today."""
    tell_act(request, leave_seat, "Le siège est libre à partir d’aujourd’hui.", seat_id=seat_id)
    return redirect("staff:delegation", department)


def _known(department: str) -> str:
    if department not in department_names():
        raise Http404
    return department


def _delegates(department: str) -> list[tuple[str, str]]:
    found = queries.delegates_in(department, on=clock.today())
    names = names_of({account for account, _ in found})
    choices = [(f"{account}:{college}", f"{names[account]}, collège des {College(college).label}") for account, college in found]
    return sorted(choices, key=lambda choice: choice[1])


def _delegation(request: HttpRequest, department: str, form: SeatForm | None) -> HttpResponse:
    today, code = clock.today(), _known(department)
    bureau = queries.bureau_of(code, on=today)
    lacking = queries.lacking_by_department(actor=request.actor, on=today).get(code)
    delegates, committee = _delegates(code), queries.committee_of(code)
    form = form or SeatForm(delegates=delegates)
    context = {
        "department": code,
        "name": words.department_label(code),
        "lead": f"Comité {committee}" if committee else words.NO_COMMITTEE,
        "seats": words.seat_table(bureau),
        "findings": words.finding_sentences(bureau),
        "member_count": lacking.member_count if lacking else 0,
        "vacancy_count": sum(lacking.without.values()) if lacking else 0,
        "delegate_count": len(delegates),
        "form": form,
        "may_keep": can_keep_mandates(request.actor),
    }
    return render(request, "staff/network_delegation.html", context, status=422 if form.errors else 200)


@for_roles(*READERS)
@require_safe
def vacancies(request: HttpRequest) -> HttpResponse:
    """List the members without correspondent, or without one of their two delegates; or download the list."""
    committees = sorted(set(queries.committees().values()))
    form = VacancyFilter(request.GET, committees=committees, departments=departments())
    found = queries.vacancies(actor=request.actor, on=clock.today(), filters=form.typed())
    found, sort = in_order(request, found, VACANCY_SORTS)
    if wants_file(request):
        return downloaded(request, "mandats-vacants", words.VACANCY_COLUMNS, words.vacancy_rows(found, plain=True))
    page = page_of(request, found)
    empty = "Chaque adhérent a son correspondant et ses deux délégués."
    table = Table("Les mandats vacants", words.VACANCY_COLUMNS, words.vacancy_rows(page), sort=sort or "name", empty=empty)
    context = {"form": form, "active": form.active(reverse("staff:vacancies")), "page": page, "table": table}
    return render(request, "staff/network_vacancies.html", context)


@for_roles(Role.DEVELOPMENT_OFFICER, Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def pass_mandate(request: HttpRequest, member_id: UUID, kind: str) -> HttpResponse:
    """Hand a mandate over to another person, today."""
    today = clock.today()
    member = member_on(member_id, on=today)
    if member is None or kind not in set(MandateKind):
        raise Http404
    if not member.name:
        messages.error(request, say(BodyGone()))
        return redirect("staff:member", member_id)
    form = SuccessorForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _handed(request, member_id, kind, form):
        return redirect("staff:member", member_id)
    held = dict(queries.holders_of(member_id, on=today)).get(kind)
    holder = names_of({held}).get(held, "") if held else ""
    context = {"member": member, "kind": kind, "label": capfirst(MandateKind(kind).label), "holder": holder, "form": form, "today": today}
    return render(request, "staff/network_pass.html", context, status=422 if form.errors else 200)


def _handed(request: HttpRequest, member_id: UUID, kind: str, form: SuccessorForm) -> bool:
    typed = form.cleaned_data
    to = Successor(typed["email"], typed["name"])
    try:
        invited = hand_over(member_id=member_id, kind=kind, to=to, actor=request.actor, at=clock.now(), on=clock.today())
    except Refusal as refused:
        form.add_error("email", say(refused))
        return False
    said = f"Le mandat est passé à {typed['name']}."
    if invited.is_new:
        send_invitation(request, typed["email"])
        said = f"{said} Un lien est parti à {typed['email']} pour choisir un mot de passe."
    messages.success(request, said)
    return True

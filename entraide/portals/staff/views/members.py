"""Members, for who develops the network: found, counted, their mandates given and ended."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.queries import account_by_email, names_of
from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.queries.rosters import counts_by_member, last_applied_on, staff_counts
from entraide.apps.members import queries
from entraide.apps.network.operations import end_mandate, give_mandate
from entraide.apps.network.policies import can_keep_mandates
from entraide.apps.network.queries import committee_of, holders_of, mandates_for
from entraide.core.refusals import Refusal
from entraide.portals.staff.forms.members import KINDS, MANDATES, MandateForm, MemberFilter
from entraide.portals.staff.presentation.lists import downloaded, wants_file
from entraide.ui import clock
from entraide.ui.acts import tell_act
from entraide.ui.lists import in_order, page_of
from entraide.ui.refusals import say
from entraide.ui.values import Cell, Column, Status, Table, Tone


SORTS = {"name": "search_name", "siren": "siren", "kind": "kind", "department": "department", "joined": "joined_on"}
COLUMNS = (
    Column("Adhérent", sort="name"),
    Column("SIREN", sort="siren"),
    Column("Nature", sort="kind"),
    Column("Département", sort="department"),
    Column("Adhère depuis", sort="joined"),
    Column("Bénéficiaires", numeric=True),
    Column("Dernière liste"),
)
SCOPES = {"full": "tout le personnel", "partial": "une partie du personnel"}


@for_roles(Role.DEVELOPMENT_OFFICER, Role.DIRECTOR)
@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """List the members, or download the list."""
    form = MemberFilter(request.GET, departments=queries.departments())
    typed = form.typed()
    words = {"text": typed.get("q", ""), "kind": typed.get("kind", ""), "department": typed.get("department", "")}
    found, sort = in_order(request, queries.member_list(actor=request.actor, on=clock.today(), **words), SORTS)
    if wants_file(request):
        return downloaded(request, "annuaire-des-adherents", COLUMNS, rows_of(list(found)))
    page = page_of(request, found)
    rows = [(Cell(row[0], reverse("staff:member", args=[member.pk])), *row[1:]) for member, row in zip(page, rows_of(page), strict=True)]
    table = Table("Les adhérents", COLUMNS, rows, sort=sort or "name", empty="Aucun adhérent ne répond à cette recherche.")
    context = {"page": page, "table": table, "form": form, "active": form.active(reverse("staff:member_directory"))}
    return render(request, "staff/members_directory.html", context)


def rows_of(found: Iterable[Any]) -> list[tuple[Any, ...]]:
    """Write members as rows, with the counts of all of them in one query and their last lists in another."""
    found = list(found)
    keys = [member.pk for member in found]
    counts, lists, kinds = counts_by_member(keys, on=clock.today()), last_applied_on(keys), dict(KINDS)
    return [
        (
            member.current_name or member.siren,
            member.siren,
            kinds[member.kind],
            member.department,
            member.joined_on,
            counts.get(member.pk, 0),
            lists.get(member.pk),
        )
        for member in found
    ]


@for_roles(Role.DEVELOPMENT_OFFICER, Role.DIRECTOR)
@require_http_methods(["GET", "HEAD", "POST"])
def member(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Show one member; a POST gives a mandate."""
    found = _found(request, member_id)
    form = MandateForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _given(request, member_id, form):
        messages.success(request, "Le mandat est donné. La personne le trouve à sa prochaine page.")
        return redirect("staff:member", member_id)
    return render(request, "staff/members_one.html", context_of(request, found, form), status=422 if form.errors else 200)


def _found(request: HttpRequest, member_id: UUID) -> Any:
    """Give a member that the actor may see.

    :raises Http404: if there is none.
    """
    found = queries.member_list(actor=request.actor, on=clock.today()).filter(pk=member_id).first()
    if found is None:
        raise Http404
    return found


def _given(request: HttpRequest, member_id: UUID, form: MandateForm) -> bool:
    holder = account_by_email(form.cleaned_data["email"])
    if holder is None:
        form.add_error("email", "Aucun compte n’a cette adresse. Demandez à l’administrateur de le créer.")
        return False
    kind, act = form.cleaned_data["kind"], {"actor": request.actor, "at": clock.now(), "on": clock.today()}
    try:
        give_mandate(member_id=member_id, kind=kind, account_id=holder.pk, **act)
    except Refusal as refused:
        form.add_error("kind", say(refused))
        return False
    return True


def context_of(request: HttpRequest, found: Any, form: MandateForm) -> dict[str, Any]:
    """Put together what is shown of a member."""
    today = clock.today()
    mandates = list(mandates_for(found.pk, actor=request.actor))
    holders = dict(holders_of(found.pk, on=today))
    names = names_of({mandate.account_id for mandate in mandates})
    return {
        "member": found,
        "name": found.current_name or found.siren,
        "kind": dict(KINDS)[found.kind],
        "committee": committee_of(found.department),
        "counts": staff_counts(found.pk, on=today),
        "last_list": last_applied_on([found.pk]).get(found.pk),
        "names": spans_table("Noms", ((row.name, row) for row in queries.name_history(found.pk)), today),
        "memberships": spans_table("Adhésion", ((SCOPES[row.scope], row) for row in queries.membership_history(found.pk)), today),
        "mandates": [(kind, label, names[holders[kind]] if kind in holders else "") for kind, label in MANDATES],
        "past": spans_table(
            "Mandats passés", ((f"{dict(MANDATES)[row.kind]} : {names[row.account_id]}", row) for row in mandates if row.until), today
        ),
        "form": form,
        "may_keep_mandates": can_keep_mandates(request.actor),
    }


def spans_table(caption: str, rows: Iterable[tuple[str, Any]], today: date) -> Table:
    """List dated facts, the one in force marked."""
    shown = [
        (
            Cell(
                text, status=Status("En vigueur", Tone.SUCCESS) if row.since <= today and (row.until is None or row.until > today) else None
            ),
            row.since,
            row.until - timedelta(days=1) if row.until else None,
        )
        for text, row in rows
    ]
    return Table(
        caption, (Column("Ce qui est dit"), Column("Depuis le"), Column("Dernier jour")), shown, empty="Rien n’est connu à ce jour."
    )


@for_roles(Role.DEVELOPMENT_OFFICER)
@require_POST
def finish_mandate(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """End a mandate today."""
    _found(request, member_id)
    tell_act(request, end_mandate, "Le mandat est terminé aujourd’hui.", member_id=member_id, kind=request.POST.get("kind", ""))
    return redirect("staff:member", member_id)

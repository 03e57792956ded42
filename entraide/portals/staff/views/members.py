"""Members and bodies of the register: found, counted, told in all their parts; their mandates given and ended."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.queries import account_by_email, names_of
from entraide.apps.accounts.roles import COLLEAGUES, Role
from entraide.apps.beneficiaries.queries.rosters import counts_by_member, last_applied_on, staff_counts
from entraide.apps.documents.queries import content_of, documents
from entraide.apps.members import queries
from entraide.apps.members.policies import can_keep_register
from entraide.apps.members.queries.gaps import gaps_of, missing
from entraide.apps.members.queries.successions import heirs_of
from entraide.apps.network.operations import end_mandate, give_mandate
from entraide.apps.network.policies import can_keep_mandates
from entraide.apps.network.queries import committee_of, committees, holders_of, mandates_for, may_be_acted_for, never_begun
from entraide.core.refusals import Refusal
from entraide.portals.staff.forms.members import MANDATES, MandateForm
from entraide.portals.staff.forms.register import MemberFilter, RegisterFilter
from entraide.portals.staff.presentation import members as shown
from entraide.portals.staff.presentation.lists import downloaded, wants_file
from entraide.ui import clock
from entraide.ui.acts import tell_act
from entraide.ui.components.texts import accord
from entraide.ui.files import file_response
from entraide.ui.lists import in_order, page_of
from entraide.ui.refusals import say
from entraide.ui.values import Cell, Table


# Bodies that are gone are shown under a search only, the first few.
GONE = 20
SORTS = {
    "name": "search_name",
    "siren": "siren",
    "code": "code",
    "kind": "kind",
    "department": "department",
    "joined": "joined_on",
    "scope": "scope",
}


@for_roles(*COLLEAGUES)
@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """List the members of today, or download the list."""
    today = clock.today()
    form = MemberFilter(request.GET, departments=queries.departments(), committees=committees(), on=today)
    found = queries.member_list(actor=request.actor, on=today, **form.words, also=form.also)
    found, sort = in_order(request, found, SORTS)
    if wants_file(request):
        return downloaded(request, "adherents", shown.MEMBER_EXPORT, shown.exported_members(*_beside(found)))
    page = page_of(request, found)
    empty = "Aucun adhérent ne répond à cette recherche."
    table = Table("Les adhérents", shown.MEMBER_COLUMNS, shown.member_rows(*_beside(page)), sort=sort or "name", empty=empty)
    context = {"page": page, "table": table, "form": form, "active": form.active(reverse("staff:member_directory"))}
    return render(request, "staff/members_directory.html", context | {"gone": gone_found(form.words["text"])})


def gone_found(text: str) -> list[tuple[queries.MemberView, Sequence[queries.MemberView]]]:
    """Find the bodies that are gone and that a person means, each with those that stand in its place."""
    found = queries.gone_bodies_found(text, on=clock.today(), limit=GONE)
    heirs = heirs_of([body.id for body in found], on=clock.today())
    return [(body, heirs.get(body.id, ())) for body in found]


def _beside(found: Iterable[Any]) -> tuple[list[Any], shown.Beside]:
    """Give members with what lists show besides: who pays for them, their people, their last lists, what they lack; a query each."""
    found, today = list(found), clock.today()
    keys = [member.pk for member in found]
    payers = queries.bodies_on(today, member_ids={member.payer_key for member in found if member.payer_key})
    names = {view.id: view.name or view.siren for view in payers}
    return found, shown.Beside(names, counts_by_member(keys, on=today), last_applied_on(keys), gaps_of(keys, on=today))


@for_roles(*COLLEAGUES)
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """List the bodies of the register, members or not, or download the list."""
    today = clock.today()
    form = RegisterFilter(request.GET, departments=queries.departments())
    found, sort = in_order(request, queries.register_list(actor=request.actor, on=today, **form.words), SORTS)
    if wants_file(request):
        return downloaded(request, "registre", shown.REGISTER_COLUMNS, shown.register_rows(found))
    page = page_of(request, found)
    rows = [
        (Cell(row[0], reverse("staff:member", args=[body.pk])), *row[1:]) for body, row in zip(page, shown.register_rows(page), strict=True)
    ]
    gone = gone_found(form.words["text"])
    advice = "" if gone else " Vérifiez l’orthographe, ou inscrivez-le au registre."
    empty = f"Aucun organisme d’aujourd’hui ne répond à cette recherche.{advice}"
    context = {
        "page": page,
        "table": Table("Le registre", shown.REGISTER_COLUMNS, rows, sort=sort or "name", empty=empty),
        "gone": gone,
        "form": form,
        "active": form.active(reverse("staff:register")),
        "may_keep_register": can_keep_register(request.actor),
    }
    return render(request, "staff/members_register.html", context)


@for_roles(*COLLEAGUES)
@require_http_methods(["GET", "HEAD", "POST"])
def member(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Show one body of the register; a POST gives a mandate."""
    found = found_body(request, member_id)
    form = MandateForm(request.POST or None)
    if request.method == "POST" and found.current_name and form.is_valid() and _given(request, member_id, form):
        messages.success(request, "Le mandat est donné. La personne le trouve à sa prochaine page.")
        return redirect("staff:member", member_id)
    context = identity_of(found) | membership_of(request, found) | mandates_of(request, found)
    form.initial["kind"] = next((kind for kind, _, holder in context["mandates"] if not holder), "")
    context |= {"form": form, "may_read_history": request.actor.has(Role.DEVELOPMENT_OFFICER, Role.DIRECTOR)}
    return render(request, "staff/members_one.html", context, status=422 if form.errors else 200)


def found_body(request: HttpRequest, member_id: UUID) -> Any:
    """Give a body that the actor may see.

    :raises Http404: if there is none.
    """
    found = queries.body_for(member_id, actor=request.actor, on=clock.today())
    if found is None:
        raise Http404
    return found


def name_of(found: Any) -> str:
    """Name a body as it is, or was last, called."""
    last = None if found.current_name else queries.name_history(found.pk).first()
    return found.current_name or (last.name if last else found.siren)


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


def identity_of(found: Any) -> dict[str, Any]:
    """Tell who a body is, was and depends on, and its figures."""
    today = clock.today()
    lineage, attached = queries.lineage_of(found.pk, on=today), queries.attached_to(found.pk, on=today)
    return {
        "member": found,
        "name": name_of(found),
        "kind": queries.KIND_LABELS[found.kind],
        "standing": shown.standing(found, today),
        "gone": None if found.current_name else shown.gone(lineage, queries.name_history(found.pk).first(), today),
        "department": shown.department_label(found.department),
        "committee": committee_of(found.department),
        "tiles": shown.tiles_of(staff_counts(found.pk, on=today)),
        "last_list": last_applied_on([found.pk]).get(found.pk),
        "names": shown.spans_table("Noms", ((row.name, row) for row in queries.name_history(found.pk)), today, heading="Nom"),
        "codes": shown.spans_table("Codes INSEE", ((row.code, row) for row in queries.code_history(found.pk)), today, heading="Code"),
        "attached": attached,
        "attached_label": accord(len(attached), "organisme rattaché,organismes rattachés"),
        "ties": shown.ties_tables(lineage, today),
    }


def membership_of(request: HttpRequest, found: Any) -> dict[str, Any]:
    """Tell the contracts of a body, for whom it pays, where it is billed, whom to call."""
    today = clock.today()
    # A body that is gone is read, and nothing of it is changed any more.
    may_keep = can_keep_register(request.actor) and bool(found.current_name)
    paid_for = queries.paid_for_by(found.pk, on=today)
    contracts = queries.contracts_of(found.pk, on=today)
    running = next((each for each in contracts if each.is_running), None)
    places, people = list(queries.establishments_of(found.pk, on=today)), list(queries.contacts_of(found.pk, on=today))
    has_billing = any(one.is_billed for one in places) or bool(running and running.payer)
    lacking = missing(has_billing=has_billing, has_contact=bool(people)) if running else ()
    return {
        "contracts": shown.contracts_table(contracts, found.pk),
        "running": running,
        "is_one_to_come": any(each.since > today for each in contracts) and (running is None or running.notice_on is not None),
        "paid_for": paid_for,
        "paid_for_label": f"Paie pour {accord(len(paid_for), 'organisme,organismes')}",
        "establishments": [(one, reverse("staff:establishment", args=[found.pk, one.pk]) if may_keep else "") for one in places],
        "contacts": [(one, reverse("staff:contact", args=[found.pk, one.pk]) if may_keep else "") for one in people],
        "may_keep_register": may_keep,
        "to_fill": shown.gaps_to_fill(found.pk, lacking),
    }


def mandates_of(request: HttpRequest, found: Any) -> dict[str, Any]:
    """Tell who acts for a body, and who did."""
    today = clock.today()
    mandates = list(mandates_for(found.pk, actor=request.actor))
    last = None if found.current_name else queries.name_history(found.pk).first()
    lost = list(never_begun(found.pk, actor=request.actor, end=last.until)) if last and last.until else []
    holders = dict(holders_of(found.pk, on=today))
    names = names_of({mandate.account_id for mandate in (*mandates, *lost)})
    may_pass = can_keep_mandates(request.actor) and may_be_acted_for(found.pk, on=today)
    told = [(f"{dict(MANDATES)[row.kind]} : {names[row.account_id]}", row) for row in mandates]
    past = [(text, row) for text, row in told if row.until and row.until <= today]
    past += [(f"{dict(MANDATES)[row.kind]} : {names[row.account_id]} (confirmé, n’a pas commencé)", row) for row in lost]
    return {
        "mandates": [(kind, label, names[holders[kind]] if kind in holders else "") for kind, label in MANDATES],
        "past": shown.spans_table("Mandats passés", past, today),
        "to_come": shown.spans_table("Mandats à venir", ((text, row) for text, row in told if row.since > today), today),
        "may_keep_mandates": can_keep_mandates(request.actor) and bool(found.current_name),
        "may_pass_mandates": may_pass,
        "may_give_mandates": may_pass and len(holders) < len(MANDATES),
    }


@for_roles(Role.DEVELOPMENT_OFFICER, Role.ADMINISTRATOR)
@require_POST
def finish_mandate(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """End a mandate today."""
    found_body(request, member_id)
    tell_act(request, end_mandate, "Le mandat est terminé aujourd’hui.", member_id=member_id, kind=request.POST.get("kind", ""))
    return redirect("staff:member", member_id)


@for_roles(*COLLEAGUES)
@require_safe
def deliberation(request: HttpRequest, member_id: UUID, membership_id: UUID) -> HttpResponse:
    """Send the file of the deliberation that a contract rests on; nothing in it may run."""
    found_body(request, member_id)
    return _sent(member_id, membership_id)


def _sent(member_id: UUID, membership_id: UUID) -> HttpResponse:
    """Send a deliberation as a file to keep.

    :raises Http404: if there is none.
    """
    key = queries.deliberation_of(member_id, membership_id=membership_id)
    if key is None:
        raise Http404
    return file_response(content_of(key), name=documents([key])[key].name, media_type="application/octet-stream")

"""The desk of notices: one after the other, the file beside three fields, the next one at once."""

from datetime import date
from typing import Any
from uuid import UUID

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.queries import names_of
from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries import queries as beneficiaries
from entraide.apps.beneficiaries.operations import tax_notices as acts
from entraide.apps.beneficiaries.queries import TaxLineView
from entraide.apps.beneficiaries.queries import tax_notices as notices
from entraide.apps.beneficiaries.refusals import NoticeReplaced
from entraide.apps.documents.queries import content_of, documents
from entraide.core.refusals import Refusal
from entraide.integrations.spreadsheets.downloads import spreadsheet
from entraide.portals.staff.forms.notices import SHELVES, NoticeForm, NoticeListFilter, SendBackForm
from entraide.portals.staff.presentation.lists import wants_file
from entraide.portals.staff.presentation.notices import (
    COLUMNS,
    KEYS,
    STATES,
    cells_of,
    effect_view,
    files_on_desk,
    notice_rows,
    plain_cells,
)
from entraide.ui import clock
from entraide.ui.files import IMAGES, file_response
from entraide.ui.lists import page_of
from entraide.ui.refusals import say
from entraide.ui.values import Table


EXPORT_COLUMNS = ("Personne", "Référence", "Année de l’avis", "État", "Raison", "Envoyé le", "Vérifié ou renvoyé par")
EMPTY = "Aucun avis ne répond à cette recherche."
PDF = "application/pdf"


@for_roles(Role.CLAIMS_OFFICER)
@require_safe
def notice_list(request: HttpRequest) -> HttpResponse:
    """List what waits, the oldest first, or download the list."""
    on, actor = clock.today(), request.actor
    form = NoticeListFilter(request.GET, years=notices.notice_years(on))
    sort = request.GET.get("tri", "")
    wanted = form.wanted(sort=sort)
    found = notices.notice_list(wanted, actor=actor, on=on)
    if wants_file(request):
        rows = [plain_cells(line) for line in notice_rows(found, on=on)]
        return spreadsheet("avis", EXPORT_COLUMNS, rows, kind=request.GET["format"])
    page = page_of(request, found)
    counts = notices.notice_counts(actor=actor, on=on)
    rows = [cells_of(line) for line in notice_rows(page, on=on)]
    context = {
        "page": page,
        "table": Table(SHELVES[wanted.shelf], COLUMNS, rows, sort=sort, empty=EMPTY),
        "form": form,
        "counts": counts,
        "is_filtered": bool(wanted.text or wanted.year),
        "active": form.active(reverse("staff:notices")),
    }
    return render(request, "staff/notices.html", context)


@for_roles(Role.CLAIMS_OFFICER)
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Take the oldest notice that lies on nobody else's desk."""
    return onward(request)


def onward(request: HttpRequest, *, but: UUID | None = None) -> HttpResponse:
    """Go to the next notice, or back to the list when none waits."""
    following = acts.hold_next_notice(actor=request.actor, at=clock.now(), but=but)
    if following is None:
        messages.info(request, "Aucun autre avis n’attend : les autres sont vérifiés, ou sur le bureau de vos collègues.")
        return redirect("staff:notices")
    return redirect("staff:notice", following)


def found_notice(request: HttpRequest, notice_id: UUID) -> notices.TaxNotice:
    """Give a notice that the officer may settle.

    :raises Http404: if there is none.
    """
    found = notices.notice_on_desk(notice_id, actor=request.actor)
    if found is None:
        raise Http404
    return found


@for_roles(Role.CLAIMS_OFFICER)
@csp_update({"frame-src": [SELF]})
@require_safe
def notice(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Show one notice beside the three fields."""
    return desk_page(request, found_notice(request, notice_id))


def desk_page(request: HttpRequest, found: notices.TaxNotice, *, status: int = 200, **more: Any) -> HttpResponse:
    """Draw the desk; `more` holds the forms that came back with what was typed, a problem, an effect."""
    on, at = clock.today(), clock.now()
    rows = on_desk(found)
    held_by_other = found.held_by not in (None, request.actor.account_id) and found.held_at > at - notices.HELD_FOR
    names = names_of({key for key in (found.held_by, found.decided_by) if key})
    context = {
        "notice": found,
        "state": STATES[found.state],
        "person": beneficiaries.people([found.beneficiary_id], on=on).get(found.beneficiary_id),
        "spouse": next((each for each in beneficiaries.household(found.beneficiary_id, on=on) if each.kind == "spouse"), None),
        "files": files_on_desk(rows),
        "form": line_form(found, rows, on=on),
        "back_form": SendBackForm(initial={"seen": seen(rows)}),
        "counts": notices.notice_counts(actor=request.actor, on=on),
        "held_by": names.get(found.held_by, "") if held_by_other else "",
        "decided_by": names.get(found.decided_by, ""),
        "keys": KEYS,
        "problem": "",
        "effect": None,
    }
    return render(request, "staff/notice.html", context | more, status=status)


def on_desk(found: notices.TaxNotice) -> list[notices.TaxNotice]:
    """Give a notice and the partner's that waits with it."""
    twin = notices.partner_notice(found)
    return [found, *([twin] if twin is not None and twin.state == "sent" else [])]


def seen(rows: list[notices.TaxNotice]) -> str:
    """Name the files that are on the desk."""
    return ",".join(str(row.document_id) for row in rows if row.document_id)


def line_form(found: notices.TaxNotice, rows: list[notices.TaxNotice], *, on: date, data: Any = None) -> NoticeForm:
    """Make the form of a notice, its year prefilled."""
    options = {"years": notices.notice_years(on), "wants_partner": len(rows) > 1}
    return NoticeForm(data, initial={"notice_year": found.notice_year, "seen": seen(rows)}, **options)


@for_roles(Role.CLAIMS_OFFICER)
@csp_update({"frame-src": [SELF]})
@require_POST
def check(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Write what was read, destroy the notice, go on to the next one."""
    found, on = found_notice(request, notice_id), clock.today()
    form = line_form(found, on_desk(found), on=on, data=request.POST)
    if not form.is_valid():
        return desk_page(request, found, form=form, status=422)
    typed = form.cleaned_data
    reading = acts.Reading(form.document_ids, typed["notice_year"], typed["line_14"], typed["partner_line_14"])
    try:
        acts.check_notice(notice_id=notice_id, reading=reading, actor=request.actor, at=clock.now(), on=on)
    except NoticeReplaced as refused:
        return replaced(request, found, refused)
    except Refusal as refused:
        messages.error(request, say(refused))
        return onward(request, but=notice_id)
    messages.success(
        request, f"Avis {typed['notice_year']} de {name_of(found, on=on)} vérifié : {typed['line_14']}. Le document est détruit."
    )
    return onward(request)


def replaced(request: HttpRequest, found: notices.TaxNotice, refused: Refusal) -> HttpResponse:
    """Show the file that the person has sent since, with what was typed."""
    found.refresh_from_db()
    rows = on_desk(found)
    data = {**request.POST.dict(), "seen": seen(rows)} if "line_14" in request.POST else None
    form = line_form(found, rows, on=clock.today(), data=data)
    return desk_page(request, found, form=form, problem=say(refused), status=409)


def name_of(found: notices.TaxNotice, *, on: date) -> str:
    """Name the person of a notice."""
    held = beneficiaries.people([found.beneficiary_id], on=on).get(found.beneficiary_id)
    return held.name if held else found.beneficiary.reference


@for_roles(Role.CLAIMS_OFFICER)
@csp_update({"frame-src": [SELF]})
@require_POST
def send_back(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Ask for the notice again, destroy it, go on to the next one."""
    found, on = found_notice(request, notice_id), clock.today()
    form = SendBackForm(request.POST)
    if not form.is_valid():
        return desk_page(request, found, back_form=form, status=422)
    told = {"reason": form.cleaned_data["reason"], "document_ids": form.document_ids}
    try:
        acts.send_back(notice_id=notice_id, **told, actor=request.actor, at=clock.now(), on=on)
    except NoticeReplaced as refused:
        return replaced(request, found, refused)
    except Refusal as refused:
        messages.error(request, say(refused))
        return onward(request, but=notice_id)
    messages.success(request, f"Avis de {name_of(found, on=on)} à renvoyer : la personne est prévenue, le document est détruit.")
    return onward(request)


@for_roles(Role.CLAIMS_OFFICER)
@require_POST
def skip(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Leave a notice for later and go on to the next one."""
    found_notice(request, notice_id)
    return onward(request, but=notice_id)


@for_roles(Role.CLAIMS_OFFICER)
@csp_update({"frame-src": [SELF]})
@require_POST
def effect(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Say what the line that is typed would change; nothing is written."""
    found, on = found_notice(request, notice_id), clock.today()
    form = line_form(found, on_desk(found), on=on, data=request.POST)
    shown = None
    if form.is_valid():
        shown = effect_view(found.beneficiary_id, typed_line(form.cleaned_data, on=on), actor=request.actor, on=on)
    if request.htmx:
        return render(request, "staff/notice_effect.html", {"effect": shown})
    return desk_page(request, found, form=form, effect=shown, status=200 if shown else 422)


def typed_line(typed: dict[str, Any], *, on: date) -> TaxLineView:
    """Read what is typed as a line that an officer has checked."""
    return TaxLineView(typed["notice_year"], typed["line_14"], "notice", on, clock.now(), typed["partner_line_14"])


@for_roles(Role.CLAIMS_OFFICER)
@xframe_options_sameorigin
@require_safe
def notice_file(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Send the file of a notice: an image or a PDF is shown in the page, and nothing of it is kept by the browser."""
    document_id = notices.notice_file(notice_id, actor=request.actor)
    if document_id is None:
        raise Http404
    document = documents([document_id])[document_id]
    response = file_response(content_of(document_id), name=document.name, media_type=document.media_type, shown={*IMAGES, PDF})
    # Chromium opens a PDF in a viewer of its own, which a sandbox would keep shut: what a PDF may run was taken out at the door.
    shut = "" if document.media_type == PDF else "; sandbox"
    response["Content-Security-Policy"] = f"default-src 'none'; frame-ancestors 'self'{shut}"
    return response

"""The mail room: scans of the post, and the pages that a person must sort."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.apps.claims.queries.posted import claim_typed, papers_to_add
from entraide.apps.documents.operations import receive
from entraide.apps.mailroom.operations.scanning import BATCH_LIMITS, take_in
from entraide.apps.mailroom.operations.sorting import Destination, set_item_aside, sort_item
from entraide.apps.mailroom.queries.envelopes import waiting_envelopes
from entraide.apps.mailroom.queries.post import batches, image_of, post_item, to_sort
from entraide.apps.mailroom.tasks import split_later
from entraide.apps.notifications.queries import waiting_letters
from entraide.core.refusals import Refusal
from entraide.integrations.uploads.pages import PagesUnreadable
from entraide.portals.staff.forms.mail import DestinationForm, ReferenceForm, ScanForm
from entraide.ui import clock
from entraide.ui.files import IMAGES, file_response
from entraide.ui.lists import page_of
from entraide.ui.refusals import say
from entraide.ui.values import Cell, Column, Status, Table, Tone


BATCHES = (
    Column("Arrivé le"),
    Column("Pages", numeric=True),
    Column("Rattachés", numeric=True),
    Column("À rattacher", numeric=True),
    Column("État"),
)
ITEMS = (Column("Pages"), Column("Arrivées le"), Column("Pourquoi"))


@for_roles(Role.CLAIMS_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def mail(request: HttpRequest) -> HttpResponse:
    """Take in a scan; show what is to sort first, then the last scans."""
    on = clock.today()
    form = ScanForm(request.POST or None, request.FILES or None, initial={"received_on": on})
    if request.method == "POST" and form.is_valid() and _taken_in(request, form):
        messages.success(request, "Le courrier est reçu. Ses pages se répartissent : revenez dans une minute.")
        return redirect("staff:mail")
    page = page_of(request, batches())
    context = {
        "form": form,
        "page": page,
        "batches": Table("Courriers numérisés", BATCHES, [_batch_row(row) for row in page], empty="Aucun courrier n’a été numérisé."),
        "items": Table("À rattacher", ITEMS, [_item_row(row) for row in to_sort()[:100]], empty="Rien n’est à rattacher."),
        "envelope_count": waiting_envelopes().count(),
        "letter_count": waiting_letters().count(),
    }
    return render(request, "staff/mail.html", context, status=422 if form.errors else 200)


def _taken_in(request: HttpRequest, form: ScanForm) -> bool:
    """Inspect and keep a scan, and have its pages parted behind; a refusal stays in the form."""
    when = {"actor": request.actor, "at": clock.now(), "on": clock.today()}
    try:
        file = receive(sent=form.cleaned_data["file"], kind="post", limits=BATCH_LIMITS).file
        batch_id = take_in(file=file, received_on=form.cleaned_data["received_on"], **when)
    except Refusal as refused:
        form.add_error("received_on" if refused.code == "mailroom.not_yet_received" else "file", say(refused))
        return False
    split_later(batch_id)
    return True


def _batch_row(row: Any) -> tuple[Any, ...]:
    state = Status("réparti", Tone.SUCCESS) if row.split_at else Status("en cours de lecture", Tone.PROGRESS)
    return row.received_on, row.page_count, row.filed_count, row.to_sort_count, state


def _item_row(row: Any) -> tuple[Any, ...]:
    return Cell(_span(row), reverse("staff:mail_item", args=[row.pk])), row.batch.received_on, row.get_reason_display()


def _span(row: Any) -> str:
    return f"Page {row.first_page}" if row.first_page == row.last_page else f"Pages {row.first_page} à {row.last_page}"


def _item_or_404(request: HttpRequest, item_id: UUID) -> Any:
    found = post_item(item_id, request.actor)
    if found is None:
        raise Http404
    return found


@for_roles(Role.CLAIMS_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Show pages beside what is done with them: first which claim, then which paper."""
    found = _item_or_404(request, item_id)
    asked = ReferenceForm(request.GET if "demande" in request.GET else None)
    claim = claim_typed(asked.cleaned_data["demande"], request.actor) if asked.is_bound and asked.is_valid() else None
    if asked.is_bound and asked.is_valid() and claim is None:
        asked.add_error("demande", "Aucune demande ouverte à votre service ne porte cette référence.")
    papers = papers_to_add(claim, on=clock.today()) if claim else []
    first = found.first_page + bool(found.cover and found.last_page > found.first_page)
    where = DestinationForm(request.POST or None, papers=papers, initial={"first": first, "last": found.last_page})
    if request.method == "POST" and claim is not None and where.is_valid():
        answer = _sorted(request, found, claim, where)
        if answer is not None:
            return answer
    numbers = range(found.first_page, found.last_page + 1)[:30] if found.batch.document_id else ()
    context = {
        "item": found,
        "span": _span(found),
        "pages": [(number, reverse("staff:mail_page", args=[found.pk, number])) for number in numbers],
        "asked": asked,
        "claim": claim,
        "papers": papers,
        "where": where,
    }
    return render(request, "staff/mail_item.html", context, status=422 if where.errors else 200)


def _sorted(request: HttpRequest, found: Any, claim: Any, form: DestinationForm) -> HttpResponse | None:
    to = Destination(claim.pk, form.cleaned_data["requirement"], form.cleaned_data["first"], form.cleaned_data["last"])
    try:
        left = sort_item(item_id=found.pk, destination=to, actor=request.actor, at=clock.now(), on=clock.today())
    except Refusal as refused:
        form.add_error(None, say(refused))
        return None
    messages.success(request, f"Ces pages sont jointes à la demande {claim.reference}.")
    return redirect("staff:mail_item", left) if left else redirect("staff:mail")


@for_roles(Role.CLAIMS_OFFICER)
@require_POST
def set_aside(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Set pages aside that go to no claim."""
    found = _item_or_404(request, item_id)
    try:
        set_item_aside(item_id=found.pk, actor=request.actor, at=clock.now(), on=clock.today())
    except Refusal as refused:
        messages.error(request, say(refused))
    else:
        messages.success(request, "Ces pages sont écartées.")
    return redirect("staff:mail")


@for_roles(Role.CLAIMS_OFFICER)
@require_safe
def page_image(request: HttpRequest, item_id: UUID, number: int) -> HttpResponse:
    """Draw one page: an image that we made, in which nothing runs."""
    try:
        content = image_of(_item_or_404(request, item_id), number)
    except PagesUnreadable as error:
        raise Http404 from error
    if content is None:
        raise Http404
    return file_response(content, name=f"page-{number}.jpg", media_type="image/jpeg", shown=IMAGES)

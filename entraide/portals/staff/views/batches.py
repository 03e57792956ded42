"""Batches of transfers: one person prepares, another releases; the file goes to the bank."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.apps.payments import queries
from entraide.apps.payments.operations import batching
from entraide.apps.payments.policies import ACCOUNTANTS
from entraide.core.workflow.payments import TransferBatchState
from entraide.portals.staff.forms.payments import TransferFilter
from entraide.portals.staff.presentation import lists
from entraide.portals.staff.presentation import payments as told
from entraide.ui import clock
from entraide.ui.acts import tell_act
from entraide.ui.lists import in_order, page_of
from entraide.ui.refusals import say
from entraide.ui.values import Table


SORTS = {"titulaire": "bank_details__holder", "etat": "state", "montant": "cents"}
BATCH_SORTS = {"execution": "execution_on", "total": "total"}


@for_roles(*ACCOUNTANTS)
@require_safe
def batches(request: HttpRequest) -> HttpResponse:
    """List every batch, with who prepared and who released it."""
    found, sort = in_order(request, queries.batches(), BATCH_SORTS)
    page = page_of(request, found)
    table = Table(
        "Lots de virements",
        told.BATCH_COLUMNS,
        told.batch_rows(list(page), request.actor),
        sort=sort,
        empty="Aucun lot n’a encore été préparé.",
    )
    return render(request, "staff/batches.html", {"page": page, "table": table})


def found_batch(batch_id: UUID) -> Any:
    """Give the batch of an address.

    :raises Http404: if there is none.
    """
    found = queries.batch(batch_id)
    if found is None:
        raise Http404
    return found


def wanted(batch_id: UUID, form: TransferFilter) -> QuerySet[Any]:
    """Give the transfers that the filters keep."""
    typed = form.typed()
    found = queries.transfers_of(batch_id)
    if text := typed.get("q", "").strip():
        found = found.filter(Q(bank_details__holder__icontains=text) | Q(order__label__icontains=text))
    return found.filter(state=typed["etat"]) if "etat" in typed else found


@for_roles(*ACCOUNTANTS)
@require_safe
def batch(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Show a batch: its transfers, who prepared and released it, what can be done now; or download its list."""
    held, form = found_batch(batch_id), TransferFilter(request.GET)
    found, sort = in_order(request, wanted(batch_id, form), SORTS)
    if lists.wants_file(request):
        return lists.downloaded(request, f"lot-{held.reference}", told.TRANSFER_COLUMNS, (told.transfer_line(row) for row in found))
    page = page_of(request, found)
    count, amount = queries.adds_up(found)
    table = Table(
        "Virements du lot",
        told.TRANSFER_COLUMNS,
        [told.transfer_row(row) for row in page],
        totals=(f"Total de la liste ({count})", "", "", "", "", amount),
        sort=sort,
        empty="Aucun virement ne répond à cette recherche.",
    )
    names = told.authors_of([held])
    context = {
        "batch": held,
        "status": told.batch_status(held, request.actor),
        "acts": told.batch_acts(held, names),
        "transmitted_by": names.get(held.transmitted_by, ""),
        "cancelled_by": names.get(held.cancelled_by, ""),
        "is_cancelled": held.state == TransferBatchState.CANCELLED,
        "may": queries.acts_on(held, actor=request.actor, on=clock.today()),
        "may_download": held.document_id is not None and request.actor.has(Role.ACCOUNTANT_RELEASES),
        "changed": queries.accounts_changed(batch_id) if held.state == TransferBatchState.PREPARED else 0,
        "page": page,
        "table": table,
        "form": form,
        "active": form.active(reverse("staff:batch", args=[batch_id])),
    }
    return render(request, "staff/batch.html", context | {"closed": closed_reasons(context["may"])})


def closed_reasons(may: dict[str, Any]) -> list[str]:
    """Say why an act that this person's role has cannot be done now."""
    return [say(finding) for finding in may.values() if finding is not None]


def acted(request: HttpRequest, batch_id: UUID, act: Any, said: str) -> HttpResponse:
    """Do one act on a batch and come back to it, saying what was done or why not."""
    found_batch(batch_id)
    tell_act(request, act, said, batch_id=batch_id)
    return redirect("staff:batch", batch_id)


@for_roles(Role.ACCOUNTANT_RELEASES)
@require_POST
def release(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Release a batch that another person prepared."""
    said = "Le lot est validé. Téléchargez son fichier, déposez-le à la banque, puis marquez-le comme transmis."
    return acted(request, batch_id, batching.release_batch, said)


@for_roles(Role.ACCOUNTANT_RELEASES)
@require_POST
def transmit(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Note that the file was handed to the bank."""
    return acted(request, batch_id, batching.mark_transmitted, "Le lot est marqué comme transmis. Le prochain relevé dira ce qui est payé.")


@for_roles(*ACCOUNTANTS)
@require_POST
def cancel(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Give a batch up before it is released."""
    return acted(request, batch_id, batching.cancel_batch, "Le lot est annulé : ses paiements sont de nouveau à payer.")


@for_roles(Role.ACCOUNTANT_RELEASES)
@require_safe
@never_cache
def file(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Give the file of a released batch, always the same bytes.

    :raises Http404: if it has none yet.
    """
    held = found_batch(batch_id)
    content = queries.file_of(held)
    if content is None:
        raise Http404
    disposition = f'attachment; filename="virements-{held.reference}.xml"'
    return HttpResponse(content, content_type="application/xml", headers={"Content-Disposition": disposition})

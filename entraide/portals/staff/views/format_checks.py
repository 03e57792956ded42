"""What the rules of the electronic invoice say of the file of a document: checked on demand, downloaded."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.contributions.operations.format_checks import check_document
from entraide.apps.contributions.queries.format_checks import last_check, report_of
from entraide.apps.payments.policies import ACCOUNTANTS
from entraide.portals.staff.views.call_documents import found_document
from entraide.ui.acts import tell_act


@for_roles(*ACCOUNTANTS)
@require_POST
def check(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Check the file of a document now."""
    found_document(document_id)
    tell_act(request, check_document, "Le fichier est contrôlé.", document_id=document_id)
    return redirect("staff:call_document", document_id)


@for_roles(*ACCOUNTANTS)
@require_safe
def report(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Download the report of the last check.

    :raises Http404: if the document was never checked.
    """
    found = last_check(document_id)
    if found is None:
        raise Http404
    disposition = f'attachment; filename="controle-{found.document.number}.txt"'
    return HttpResponse(report_of(found), content_type="text/plain; charset=utf-8", headers={"Content-Disposition": disposition})

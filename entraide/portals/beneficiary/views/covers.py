"""Cover sheets for those who would rather post their papers: printed here, they find the claim by themselves."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.apps.claims.queries.files import claim_visible_to
from entraide.apps.claims.queries.lists import benefit_names
from entraide.apps.mailroom.queries.post import cover_sheets
from entraide.ui import clock


@for_roles(Role.BENEFICIARY)
@require_safe
def covers(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    """Print a cover sheet for each paper that the claim still lacks.

    :raises Http404: if the claim is not theirs.
    """
    claim, on = claim_visible_to(claim_id, request.actor), clock.today()
    if claim is None:
        raise Http404
    content = cover_sheets(claim, benefit=benefit_names([claim])[claim.benefit_code], on=on)
    if content is None:
        messages.info(request, "Votre demande n’attend aucune pièce : il n’y a rien à envoyer par courrier.")
        return redirect("beneficiary:claim", claim_id)
    headers = {"Content-Disposition": f'attachment; filename="feuilles-{claim.reference}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)

"""« Réclamations »: say that something is wrong, and read the answer."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.apps.claims.queries.lists import claims_of
from entraide.apps.recourse.operations.complaints import DAYS_TO_ANSWER, Said, receive
from entraide.apps.recourse.queries.complaints import complaints_of
from entraide.core.refusals import Refusal
from entraide.core.workflow.claims import ClaimState
from entraide.portals.beneficiary.forms.complaints import ComplaintForm
from entraide.ui import clock
from entraide.ui.refusals import say


@for_roles(Role.BENEFICIARY)
@require_http_methods(["GET", "HEAD", "POST"])
def complaints(request: HttpRequest) -> HttpResponse:
    """Take a complaint, and show those made before with their answers."""
    on, beneficiary_id = clock.today(), request.actor.beneficiary_id
    lines = [each for each in claims_of(beneficiary_id, actor=request.actor, on=on) if each.state != ClaimState.DRAFT]
    choices = [(str(each.claim.pk), f"{each.benefit_name}, {each.claim.reference}") for each in lines]
    form = ComplaintForm(request.POST or None, claims=choices, initial={"claim": request.GET.get("demande", "")})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        said = Said(typed["cause"], typed["words"], claim_id=UUID(typed["claim"]) if typed["claim"] else None)
        try:
            receive(beneficiary_id=beneficiary_id, said=said, actor=request.actor, at=clock.now(), on=on)
        except Refusal as refused:
            form.add_error(None, say(refused))
        else:
            messages.success(request, f"Votre réclamation est enregistrée. Nous vous répondrons ici sous {DAYS_TO_ANSWER} jours.")
            return redirect("beneficiary:complaints")
    context = {"form": form, "complaints": complaints_of(beneficiary_id), "days": DAYS_TO_ANSWER}
    return render(request, "beneficiary/complaints.html", context, status=422 if form.errors else 200)

"""Where the person is paid; a returned transfer leaves again to the new account."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries import queries as beneficiaries
from entraide.apps.beneficiaries.operations.files import NewBankDetails
from entraide.apps.payments.operations import ordering
from entraide.core.refusals import Refusal
from entraide.core.sepa.text import UnwritableText
from entraide.portals.beneficiary.forms.household import BankForm
from entraide.ui import clock
from entraide.ui.refusals import say


@for_roles(Role.BENEFICIARY)
@require_http_methods(["GET", "HEAD", "POST"])
def bank(request: HttpRequest) -> HttpResponse:
    """Change the account that the person is paid to."""
    own = request.actor.beneficiary_id
    form = BankForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        details = NewBankDetails(form.cleaned_data["iban"], form.cleaned_data["holder"])
        try:
            reissued = ordering.replace_bank_details(
                beneficiary_id=own, details=details, actor=request.actor, at=clock.now(), on=clock.today()
            )
        except Refusal as refused:
            form.add_error("holder" if isinstance(refused, UnwritableText) else "iban", say(refused))
        else:
            follow = " Le virement retourné va repartir vers ce compte." if reissued else ""
            messages.success(request, f"Votre nouveau compte est enregistré.{follow}")
            return redirect("beneficiary:household")
    held = beneficiaries.bank_details([own]).get(own)
    return render(request, "beneficiary/bank.html", {"form": form, "bank": held})

"""« Mon foyer »: what binds a couple, their separation, and the link by which a grown child sends a certificate."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries import queries as beneficiaries
from entraide.apps.beneficiaries.operations.certificates import ask_certificate
from entraide.apps.beneficiaries.operations.unions import record_union, separate
from entraide.apps.beneficiaries.queries import DependantView
from entraide.core.names import of_name
from entraide.core.refusals import Refusal
from entraide.portals.beneficiary.forms.household import SeparationForm, UnionForm
from entraide.ui import clock
from entraide.ui.refusals import say


def _relative_or_404(request: HttpRequest, dependant_id: UUID, *, kind: str) -> DependantView:
    family = beneficiaries.household(request.actor.beneficiary_id, on=clock.today())
    found = next((each for each in family if each.id == dependant_id and each.kind == kind), None)
    if found is None:
        raise Http404
    return found


def _now(request: HttpRequest) -> dict[str, Any]:
    on: date = clock.today()
    return {"beneficiary_id": request.actor.beneficiary_id, "actor": request.actor, "at": clock.now(), "on": on}


@for_roles(Role.BENEFICIARY)
@require_POST
def record(request: HttpRequest, dependant_id: UUID) -> HttpResponse:
    """Say what binds the couple from today on."""
    spouse = _relative_or_404(request, dependant_id, kind="spouse")
    form = UnionForm(request.POST, prefix=f"union-{spouse.id.hex[-8:]}")
    if not form.is_valid():
        messages.error(request, "Choisissez : mariage, PACS ou concubinage.")
        return redirect("beneficiary:household")
    record_union(dependant_id=spouse.id, union=form.cleaned_data["union"], **_now(request))
    messages.success(request, "C’est enregistré. Le justificatif sera demandé à la prochaine demande qui en dépend.")
    return redirect("beneficiary:household")


@for_roles(Role.BENEFICIARY)
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest, dependant_id: UUID) -> HttpResponse:
    """Say what a separation changes, ask its day, and end the union."""
    spouse = _relative_or_404(request, dependant_id, kind="spouse")
    form = SeparationForm(request.POST if request.method == "POST" else None, initial={"separated_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            separate(dependant_id=spouse.id, separated_on=form.cleaned_data["separated_on"], **_now(request))
        except Refusal as refusal:
            form.add_error("separated_on", say(refusal))
        else:
            messages.success(request, f"C’est enregistré : {spouse.given_name} ne fait plus partie de votre foyer.")
            return redirect("beneficiary:household")
    return render(request, "beneficiary/separation.html", {"spouse": spouse, "form": form})


@for_roles(Role.BENEFICIARY)
@never_cache
@require_POST
def ask(request: HttpRequest, dependant_id: UUID) -> HttpResponse:
    """Make the link by which a grown child sends a certificate, for the claim that asks for it or for the household; shown once."""
    child = _relative_or_404(request, dependant_id, kind="child")
    try:
        code = ask_certificate(dependant_id=child.id, claim_id=_claim_id(request), **_now(request))
    except Refusal as refusal:
        messages.error(request, say(refusal))
        return redirect("beneficiary:household")
    link = request.build_absolute_uri(f"{reverse('public:certificate')}?code={code}")
    return render(
        request, "beneficiary/certificate_link.html", {"child": child, "whose": of_name(child.given_name), "code": code, "link": link}
    )


def _claim_id(request: HttpRequest) -> UUID | None:
    """Read the claim that asks; one that is not the person's own is looked for again when the certificate comes, and not found."""
    try:
        return UUID(request.POST.get("claim", ""))
    except ValueError:
        return None

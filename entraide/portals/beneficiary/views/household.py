"""« Mon foyer »: who is in it, what is known, where money is paid."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries import queries as beneficiaries
from entraide.apps.beneficiaries.operations.files import NewDependant, add_dependant, end_kinship
from entraide.apps.members import queries as members
from entraide.core.refusals import Refusal
from entraide.core.rules import STATUSES
from entraide.portals.beneficiary.forms import DependantForm
from entraide.ui import clock
from entraide.ui.refusals import say


@for_roles(Role.BENEFICIARY)
@require_safe
def household(request: HttpRequest) -> HttpResponse:
    """Show what the association holds of the person: their own data, and who gave it."""
    today, own = clock.today(), request.actor.beneficiary_id
    affiliations = beneficiaries.affiliations_with_rights(own, on=today)
    known = {member.id: member for member in members.members_on(today, member_ids={each.member_id for each in affiliations})}
    context = {
        "person": beneficiaries.person(own, on=today),
        "family": beneficiaries.household(own, on=today),
        "affiliations": [(each, known[each.member_id], STATUSES[each.status]) for each in affiliations],
        "bank": beneficiaries.bank_details([own]).get(own),
        "tax_lines": sorted(beneficiaries.tax_lines(own).values(), key=lambda line: -line.notice_year)[:2],
    }
    return render(request, "beneficiary/household.html", context)


@for_roles(Role.BENEFICIARY)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Add a child or a spouse."""
    today = clock.today()
    person = beneficiaries.person(request.actor.beneficiary_id, on=today)
    form = DependantForm(request.POST or None, today=today, parent_born_on=person.born_on)
    if request.method == "POST" and form.is_valid():
        typed = {name: form.cleaned_data[name] for name in ("kind", "given_name", "family_name", "born_on")}
        dependant = NewDependant(**typed, custody=form.cleaned_data["custody"] or "full")
        own = request.actor.beneficiary_id
        known = {each.id for each in beneficiaries.household(own, on=today)}
        try:
            added = add_dependant(beneficiary_id=own, dependant=dependant, actor=request.actor, at=clock.now(), on=today)
        except Refusal as refused:
            form.add_error(None, say(refused))
        else:
            is_known = (
                "fait déjà partie de votre foyer : rien n’a été changé" if added in known else "fait maintenant partie de votre foyer"
            )
            messages.success(request, f"{dependant.given_name} {is_known}. Voyez ce qui lui est ouvert.")
            return redirect("beneficiary:household")
    return render(request, "beneficiary/add_dependant.html", {"form": form})


@for_roles(Role.BENEFICIARY)
@require_POST
def remove(request: HttpRequest, dependant_id: UUID) -> HttpResponse:
    """Take somebody out of the household from today on; what was decided before stays."""
    own, today = request.actor.beneficiary_id, clock.today()
    leaving = next((each for each in beneficiaries.household(own, on=today) if each.id == dependant_id), None)
    if leaving is None:
        raise Http404
    end_kinship(beneficiary_id=own, dependant_id=dependant_id, actor=request.actor, at=clock.now(), on=today)
    messages.success(request, f"{leaving.given_name} ne fait plus partie de votre foyer. Vos demandes déjà déposées continuent.")
    return redirect("beneficiary:household")

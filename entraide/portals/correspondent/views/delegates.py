"""Who represents the member, and the delegates that it names when a campaign asks for them."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.queries import names_of
from entraide.apps.accounts.roles import Role
from entraide.apps.members.queries import member_on
from entraide.apps.network import queries
from entraide.apps.network.operations import Nominee, receive_designation
from entraide.core.network.bureau import College
from entraide.core.refusals import Refusal
from entraide.ui import clock
from entraide.ui.forms import AddressField, DayInput
from entraide.ui.refusals import say
from entraide.ui.values import Status, Task, Tone


COLLEGES = {str(college): f"Délégué des {college.label}" for college in College}
WHO = {
    "elected": "Un élu de votre organe délibérant. Il parle au nom de l’employeur.",
    "staff": "Un agent en activité ou un retraité. Il parle au nom du personnel.",
}
STATES = {
    "awaited": Status("À désigner", Tone.AWAITING, "user-plus"),
    "received": Status("Envoyée, en attente de confirmation", Tone.PROGRESS, "hourglass"),
    "confirmed": Status("Confirmée", Tone.SUCCESS, "check"),
}


class NomineeForm(forms.Form):
    """The delegate of one college, and the act that names them."""

    name = forms.CharField(
        label="Prénom et nom du délégué",
        max_length=120,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": "Indiquez le nom du délégué.", "max_length": "Un nom compte 120 caractères au plus."},
    )
    email = AddressField(
        label="Son adresse électronique",
        help_text="Elle lui sert à ouvrir son espace. Préférez une adresse personnelle à celle d’un service.",
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
    act_on = forms.DateField(
        label="Date de la délibération ou de l’arrêté",
        required=False,
        widget=DayInput(),
        help_text="Laissez vide si l’acte n’est pas encore pris.",
        error_messages={"invalid": "Cette date n’existe pas. Choisissez-la dans le calendrier."},
    )
    act_number = forms.CharField(
        label="Numéro de l’acte",
        required=False,
        max_length=60,
        error_messages={"max_length": "Un numéro compte 60 caractères au plus."},
    )


@for_roles(Role.CORRESPONDENT)
@require_safe
def delegates(request: HttpRequest) -> HttpResponse:
    """Show who represents the member today, and what a campaign asks."""
    today, member_id = clock.today(), request.actor.member_id
    holders = dict(queries.holders_of(member_id, on=today))
    names = names_of(set(holders.values()))
    asked = queries.designations_asked(member_id, actor=request.actor, on=today)
    tasks = [
        Task(COLLEGES[each.college], STATES[each.state], _url(each), each.name if each.state != "awaited" else WHO[each.college])
        for each in asked
    ]
    present = [(label, names.get(holders.get(f"delegate_{college}"), "")) for college, label in COLLEGES.items()]
    context = {
        "member": member_on(member_id, on=today),
        "campaign": asked[0].campaign if asked else None,
        "is_late": bool(asked) and asked[0].campaign.due_on < today,
        "awaited": sum(each.state == "awaited" for each in asked),
        "tasks": tasks,
        "present": present,
    }
    return render(request, "correspondent/delegates.html", context)


def _url(designation: Any) -> str:
    return "" if designation.state == "confirmed" else reverse("correspondent:designate", args=[designation.pk])


@for_roles(Role.CORRESPONDENT)
@require_http_methods(["GET", "HEAD", "POST"])
def designate(request: HttpRequest, designation_id: UUID) -> HttpResponse:
    """Name the delegate of one college."""
    found = queries.designation(designation_id, actor=request.actor, on=clock.today())
    if found is None:
        raise Http404
    given = {name: getattr(found, name) for name in ("name", "email", "act_on", "act_number")}
    form = NomineeForm(request.POST or None, initial=given)
    if request.method == "POST" and form.is_valid() and _received(request, designation_id, form):
        messages.success(request, "Votre réponse est envoyée. L’association la confirme ; vous pouvez encore la changer d’ici là.")
        return redirect("correspondent:delegates")
    context = {"found": found, "label": COLLEGES[found.college], "who": WHO[found.college], "form": form}
    return render(request, "correspondent/designate.html", context, status=422 if form.errors else 200)


def _received(request: HttpRequest, designation_id: UUID, form: NomineeForm) -> bool:
    act = {"actor": request.actor, "at": clock.now(), "on": clock.today()}
    try:
        receive_designation(designation_id=designation_id, nominee=Nominee(**form.cleaned_data), **act)
    except Refusal as refused:
        form.add_error(None, say(refused))
        return False
    return True

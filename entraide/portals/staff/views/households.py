"""A person's household at the officer's desk: unions and their proof, ties to other files, certificates that grown children sent."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries import queries as beneficiaries
from entraide.apps.beneficiaries.operations.deaths import record_dependant_death
from entraide.apps.beneficiaries.operations.unions import confirm_union, link_dependant, separate, unlink_dependant
from entraide.apps.beneficiaries.policies import can_keep_employment
from entraide.apps.beneficiaries.queries.kinships import (
    UnionView,
    certificate,
    certificates_of,
    files_of_the_same_name,
    own_files_of,
    spouses_in_doubt,
    unions_of,
)
from entraide.apps.documents.queries import content_of, documents
from entraide.core.eligibility.children import standing_of
from entraide.core.rules.language.known import Proof
from entraide.portals.staff.forms.deaths import DeathDayForm
from entraide.portals.staff.forms.households import PartingForm
from entraide.portals.staff.views.employment import person_or_404
from entraide.ui import clock
from entraide.ui.acts import tell_act
from entraide.ui.files import IMAGES, file_response


UNIONS = {"marriage": "mariage", "pacs": "PACS", "cohabitation": "concubinage", "": "union non précisée"}
PAPERS = {"marriage": "acte de mariage", "pacs": "attestation de PACS", "cohabitation": "justificatif de domicile commun"}
PROVED_BY = "Entraide"


@for_roles(Role.CLAIMS_OFFICER)
@require_safe
def household(request: HttpRequest, beneficiary_id: UUID) -> HttpResponse:
    """Show who is in a household, what binds them, and what officers alone know: files of their own, certificates that came."""
    on, person = clock.today(), person_or_404(beneficiary_id)
    family = beneficiaries.household(beneficiary_id, on=on)
    unions, keys = unions_of(beneficiary_id, on=on), [each.id for each in family]
    tied, alike = own_files_of(keys), {key: file for key, file in files_of_the_same_name(keys, on=on).items() if file != beneficiary_id}
    people = beneficiaries.people({*tied.values(), *alike.values()}, on=on)
    certificates = [each for each in certificates_of(beneficiary_id) if each.document_id]
    doubtful = spouses_in_doubt(beneficiary_id, on=on)
    shown = [_shown(each, unions.get(each.id), people.get(tied.get(each.id)), people.get(alike.get(each.id))) for each in family]
    for relative in shown:
        relative["is_in_doubt"] = relative["person"].id in doubtful
        relative["certificates"] = [one for one in certificates if one.dependant_id == relative["person"].id]
    context = {"person": person, "family": shown, "may_act": can_keep_employment(request.actor, beneficiary_id)}
    return render(request, "staff/household.html", context)


def _shown(relative: Any, union: UnionView | None, own_file: Any, alike: Any) -> dict[str, Any]:
    """Put together what the page says of one relative, and whether a button is left."""
    paper = PAPERS.get(union.union, "") if union and not union.proved_by else ""
    candidate = None if own_file else alike
    return {
        "person": relative,
        "union": union,
        "union_label": UNIONS.get(union.union, "") if union else "",
        "paper": paper,
        "standing": standing_of(relative.born_on, clock.today()) if relative.kind == "child" else None,
        "own_file": own_file,
        "alike": candidate,
        "dying": DeathDayForm(prefix=f"deces-{relative.id.hex[-8:]}"),
        "parting": PartingForm(prefix=f"separation-{relative.id.hex[-8:]}") if union else None,
        "is_open": bool(paper or candidate or own_file),
    }


@for_roles(Role.CLAIMS_OFFICER)
@require_POST
def act(request: HttpRequest, beneficiary_id: UUID) -> HttpResponse:
    """Do what the button says: a union checked or ended, a death told, a tie to the own file made or taken back."""
    on = clock.today()
    person_or_404(beneficiary_id)
    family = {str(each.id): each for each in beneficiaries.household(beneficiary_id, on=on)}
    relative = family.get(request.POST.get("dependant", ""))
    if relative is None:
        messages.error(request, "Cette personne ne figure pas dans ce foyer aujourd’hui.")
        return redirect("staff:person_household", beneficiary_id)
    about: dict[str, Any] = {"beneficiary_id": beneficiary_id, "dependant_id": relative.id}
    word = request.POST.get("act", "")
    union = unions_of(beneficiary_id, on=on).get(relative.id)
    alike = files_of_the_same_name([relative.id], on=on).get(relative.id)
    if word == "confirm" and union is not None and union.union in PAPERS:
        tell_act(request, confirm_union, "L’union est vérifiée.", proof=Proof(PROVED_BY, PAPERS[union.union], on), **about)
    elif word == "link" and alike is not None:
        tell_act(request, link_dependant, "Les deux dossiers sont rattachés. Aucun ne montre l’autre.", own_file_id=alike, **about)
    elif word == "died":
        _note_death(request, about)
    elif word == "separated" and union is not None:
        _note_separation(request, about)
    elif word == "unlink":
        tell_act(request, unlink_dependant, "Les deux dossiers ne sont plus rattachés.", **about)
    else:
        messages.error(request, "Ce n’est pas possible pour cette personne : rechargez la page, puis choisissez à nouveau.")
    return redirect("staff:person_household", beneficiary_id)


def _note_death(request: HttpRequest, about: dict[str, Any]) -> None:
    """Write the death of a dependant, or say why not."""
    form = DeathDayForm(request.POST, prefix=f"deces-{about['dependant_id'].hex[-8:]}")
    if form.is_valid():
        said = "Le décès est enregistré : la personne quitte le foyer ce jour-là. Les demandes déposées pour elle continuent."
        tell_act(request, record_dependant_death, said, died_on=form.cleaned_data["died_on"], **about)
    else:
        messages.error(request, "Indiquez la date du décès, par exemple 31/10/2024.")


def _note_separation(request: HttpRequest, about: dict[str, Any]) -> None:
    """End a union on the day that was told, or say why not."""
    form = PartingForm(request.POST, prefix=f"separation-{about['dependant_id'].hex[-8:]}")
    if form.is_valid():
        said = "La séparation est enregistrée : plus aucun des deux ne lit rien de nouveau de l’autre. Les demandes déposées continuent."
        tell_act(request, separate, said, separated_on=form.cleaned_data["separated_on"], **about)
    else:
        messages.error(request, "Indiquez la date de la séparation, par exemple 31/10/2024.")


@for_roles(Role.CLAIMS_OFFICER)
@require_safe
def certificate_file(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Send a certificate that a grown child sent: an image is shown, anything else is downloaded; nothing in it may run."""
    found = certificate(request_id)
    if found is None or found.document_id is None:
        raise Http404
    document = documents([found.document_id])[found.document_id]
    return file_response(content_of(document.id), name=document.name, media_type=document.media_type, shown=IMAGES)

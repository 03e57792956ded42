"""Finding a person: who they are, whether their rights are open, where their claims stand."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from entraide.apps.accounts.actor import Actor
from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries import queries as beneficiaries
from entraide.apps.beneficiaries.queries.search import forgives_typing
from entraide.apps.claims.queries.desk import claims_of_person, opener_of_claim
from entraide.apps.claims.queries.lists import ClaimLine, lines_of
from entraide.apps.members.queries import bodies_on
from entraide.core.reference import check_reference
from entraide.core.rules import STATUSES
from entraide.core.workflow.claims import OPEN_STATES, ClaimState
from entraide.core.workflow.engine import Audience
from entraide.core.workflow.payments import ORDER_LABELS, PaymentOrderState
from entraide.portals.staff.forms.people import PersonSearch
from entraide.portals.staff.presentation.desk import state_of
from entraide.ui import clock
from entraide.ui.components import date_fr
from entraide.ui.values import Cell, Column, Table


LIMIT = 50
KINSHIP = {"child": "enfant", "spouse": "conjoint ou conjointe"}


@for_roles(Role.CONTACT_AGENT, Role.CLAIMS_OFFICER)
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Find people by their names, their birth, their staff number, their reference or that of one of their claims."""
    form, on = PersonSearch(request.GET), clock.today()
    found = found_by(form.text, actor=request.actor, on=on)
    rows = [(Cell(person.name, reverse("staff:person", args=[person.id])), person.reference, person.born_on) for person in found[:LIMIT]]
    columns = [Column("Nom"), Column("Référence"), Column("Né ou née le")]
    table = Table("Les plus proches d’abord", columns, rows, empty=f"Personne ne porte ce nom ni cette référence. {forgiven()}")
    context = {"form": form, "text": form.text, "table": table, "count": len(rows), "has_more": len(found) > LIMIT, "limit": LIMIT}
    context |= {"forgiven": forgiven(), "is_officer": request.actor.has(Role.CLAIMS_OFFICER)}
    return render(request, "staff/people.html", context)


def forgiven() -> str:
    """Say what a search forgives here: typing errors where the database finds them, else only beside a birth."""
    said = "Les accents, les majuscules et l’ordre des mots ne comptent pas."
    if forgives_typing():
        return f"{said} Une faute de frappe est pardonnée."
    return f"{said} Une faute de frappe n’est pardonnée qu’à côté d’une date de naissance : sinon, essayez le début d’un nom."


def found_by(text: str, *, actor: Actor, on: date) -> list[beneficiaries.Person]:
    """List the people that a text may mean, one more than is shown where there are many."""
    if not text:
        return []
    reference = check_reference(text)
    opener = opener_of_claim(reference, actor=actor) if reference else None
    if opener is not None:
        return list(beneficiaries.people([opener], on=on).values())
    return beneficiaries.search(text, on=on, limit=LIMIT + 1)


@for_roles(Role.CONTACT_AGENT, Role.CLAIMS_OFFICER)
@require_safe
def person(request: HttpRequest, beneficiary_id: UUID) -> HttpResponse:
    """Show one person: identity, rights, claims; to the contact centre neither amounts nor motives nor papers."""
    on = clock.today()
    found = beneficiaries.people([beneficiary_id], on=on).get(beneficiary_id)
    if found is None:
        return redirect("staff:person", standing_for(beneficiary_id))
    is_officer = request.actor.has(Role.CLAIMS_OFFICER)
    lines = lines_of(claims_of_person(beneficiary_id, actor=request.actor), beneficiary_id=beneficiary_id, on=on)
    household = beneficiaries.household(beneficiary_id, on=on)
    context = {
        "person": found,
        "rights": rights_of(beneficiary_id, on=on),
        "household": [(each.name, KINSHIP.get(each.kind, each.kind), each.born_on if is_officer else None) for each in household],
        "table": claim_table(lines, is_officer=is_officer),
        "is_officer": is_officer,
    }
    return render(request, "staff/people_person.html", context)


def standing_for(beneficiary_id: UUID) -> UUID:
    """Give the row that stands for a person whose own was joined with it.

    :raises Http404: if there is no such person, or nobody is known under that key.
    """
    stands = beneficiaries.person_and_absorbed(beneficiary_id)[0]
    if stands == beneficiary_id:
        raise Http404
    return stands


def rights_of(beneficiary_id: UUID, *, on: date) -> list[tuple[str, str, str]]:
    """Say the rights open today: the member, the situation, since and until when."""
    affiliations = beneficiaries.affiliations_with_rights(beneficiary_id, on=on)
    names = {member.id: member.name for member in bodies_on(on, member_ids={each.member_id for each in affiliations})}
    return [(names.get(each.member_id, ""), STATUSES.get(each.status, each.status), span_in_words(each)) for each in affiliations]


def span_in_words(affiliation: Any) -> str:
    """Say since when rights are open, and the last day where it is known."""
    since = f"depuis le {date_fr(affiliation.since)}"
    if affiliation.last_day is None:
        return since
    return f"{since}, jusqu’au {date_fr(affiliation.last_day)} inclus"


def claim_table(lines: list[ClaimLine], *, is_officer: bool) -> Table:
    """Draw a person's claims; the officer's lines lead to the file and give the amount."""
    columns = [Column("Demande"), Column("Pour"), Column("Déposée le"), Column("État"), Column("Suite")]
    rows = [
        (
            Cell(line.benefit_name, reverse("staff:claim", args=[line.claim.pk]) if is_officer else "", note=line.claim.reference),
            line.subject.given_name if line.subject else "soi-même",
            line.claim.filed_on,
            state_of(line.state),
            *([line.decision.cents if line.decision and line.decision.outcome == "granted" else None] if is_officer else []),
            what_follows(line),
        )
        for line in lines
    ]
    if is_officer:
        columns.insert(4, Column("Montant", numeric=True))
    return Table("Demandes", columns, rows, empty="Aucune demande déposée.")


def what_follows(line: ClaimLine) -> str:
    """Say what comes next: the answer, the person's correction, the payment; what came back is said in any case."""
    if line.order is not None and (line.state is ClaimState.GRANTED or line.order.state is PaymentOrderState.RETURNED):
        return ORDER_LABELS[Audience.STAFF][line.order.state]
    if line.state is ClaimState.AWAITING_CORRECTION:
        return "une correction est attendue de la personne, dans son espace"
    if line.state in OPEN_STATES and line.claim.due_on:
        return f"réponse prévue avant le {date_fr(line.claim.due_on)}"
    return f"terminée le {date_fr(line.claim.decided_on)}" if line.claim.decided_on else "terminée"

"""« Mon foyer »: who is in it, what is known, where money is paid."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries import queries as beneficiaries
from entraide.apps.beneficiaries.operations.files import NewDependant, add_dependant, end_kinship
from entraide.apps.beneficiaries.operations.kinships import change_custody, name_opener
from entraide.apps.beneficiaries.queries import DependantView, Opening, TaxLineView
from entraide.apps.beneficiaries.queries.kinships import CertificateView, UnionView, certificates_of, unions_of
from entraide.apps.members import queries as members
from entraide.core.eligibility.children import ChildStanding, standing_of
from entraide.core.names import of_name
from entraide.core.refusals import Refusal
from entraide.core.rules import STATUSES
from entraide.portals.beneficiary.forms.household import NOBODY, UNIONS, CustodyForm, DependantForm, OpenerForm, UnionForm
from entraide.portals.beneficiary.views.notices import asked_views
from entraide.ui import clock
from entraide.ui.refusals import say


UNION_LABELS = dict(UNIONS)


@dataclass(frozen=True, slots=True)
class Relative:
    """Somebody of the household; for a child, who opens the right where the other parent is a beneficiary, and the forms about it.

    For a spouse, what binds the couple; for a grown child, what ended with majority, what goes on, and the certificates that came.
    """

    person: DependantView
    opening: Opening | None
    naming: OpenerForm | None
    custody: CustodyForm | None
    union: UnionView | None
    joining: UnionForm | None
    standing: ChildStanding | None
    certificates: tuple[CertificateView, ...]

    @property
    def union_label(self) -> str:
        """Say what binds the couple."""
        return UNION_LABELS.get(self.union.union, "") if self.union else ""


@for_roles(Role.BENEFICIARY)
@require_safe
def household(request: HttpRequest) -> HttpResponse:
    """Show what the association holds of the person: their own data, and who gave it."""
    today, own = clock.today(), request.actor.beneficiary_id
    affiliations = beneficiaries.affiliations_with_rights(own, on=today)
    known = {member.id: member for member in members.bodies_on(today, member_ids={each.member_id for each in affiliations})}
    context = {
        "person": beneficiaries.person(own, on=today),
        "family": (family := _family(own, on=today)),
        "affiliations": [(each, known[each.member_id], STATUSES[each.status]) for each in affiliations],
        "bank": beneficiaries.bank_details([own]).get(own),
        "asked_notices": asked_views(own),
        "tax_lines": _shown_lines(own, family),
    }
    return render(request, "beneficiary/household.html", context)


def _family(own: UUID, *, on: date) -> list[Relative]:
    """Give the household, each child with what binds it to another beneficiary and the forms about it."""
    family = beneficiaries.household(own, on=on)
    twins = beneficiaries.linked_twins_of(each.id for each in family if each.kind == "child")
    openings = beneficiaries.openings_of(own, children=twins, on=on)
    unions = unions_of(own, on=on)
    certificates = certificates_of(own)
    return [
        Relative(each, opening := openings.get(each.id), *_forms(each, opening, on=on), *_ties(each, unions, certificates, on=on))
        for each in family
    ]


def _ties(
    dependant: DependantView, unions: Mapping[UUID, UnionView], certificates: Iterable[CertificateView], *, on: date
) -> tuple[UnionView | None, UnionForm | None, ChildStanding | None, tuple[CertificateView, ...]]:
    """Give the union of a spouse with its form; of a child, where they stand by age, and the certificates that came."""
    if dependant.kind == "spouse":
        union = unions.get(dependant.id)
        form = UnionForm(prefix=f"union-{dependant.id.hex[-8:]}", initial={"union": union.union if union else ""})
        return union, form, None, ()
    came = tuple(each for each in certificates if each.dependant_id == dependant.id and each.sent_on)
    return None, None, standing_of(dependant.born_on, on), came


def _shown_lines(own: UUID, family: Iterable[Relative]) -> list[TaxLineView]:
    """Give the last two lines 14; that of a spouse only while they are of the household, and were when it was checked."""
    since = next((each.person.since for each in family if each.person.kind == "spouse"), None)
    lines = sorted(beneficiaries.tax_lines(own).values(), key=lambda line: -line.notice_year)[:2]
    return [line if since is not None and since <= line.checked_on else replace(line, partner_line_14=None) for line in lines]


def _forms(dependant: DependantView, opening: Opening | None, *, on: date) -> tuple[OpenerForm | None, CustodyForm | None]:
    """Make the forms about a child; custody is a minor's."""
    key = dependant.id.hex[-8:]
    is_minor = dependant.kind == "child" and standing_of(dependant.born_on, on).has_custody
    custody = CustodyForm(prefix=f"garde-{key}", initial={"custody": dependant.custody}) if is_minor else None
    is_shared = opening is not None and opening.is_ours is not None
    return OpenerForm(prefix=f"droit-{key}", initial={"named": opening.named or NOBODY}) if is_shared else None, custody


@for_roles(Role.BENEFICIARY)
@require_POST
def name(request: HttpRequest, dependant_id: UUID) -> HttpResponse:
    """Say which parent opens the rights of a child whose parents are both beneficiaries."""
    child = _child_or_404(request, dependant_id)
    form = OpenerForm(request.POST, prefix=f"droit-{child.id.hex[-8:]}")
    if not form.is_valid():
        messages.error(request, f"Dites qui ouvre le droit pour {child.given_name} : vous, ou l’autre parent.")
        return redirect("beneficiary:household")
    told = {"beneficiary_id": request.actor.beneficiary_id, "dependant_id": child.id, "named": form.word}
    name_opener(**told, actor=request.actor, at=clock.now(), on=clock.today())
    messages.success(request, f"Votre choix est enregistré pour {child.given_name}. Voyez ci-dessous qui ouvre le droit.")
    return redirect("beneficiary:household")


@for_roles(Role.BENEFICIARY)
@require_POST
def live(request: HttpRequest, dependant_id: UUID) -> HttpResponse:
    """Say in whose home a child lives from today on."""
    child = _child_or_404(request, dependant_id)
    form = CustodyForm(request.POST, prefix=f"garde-{child.id.hex[-8:]}")
    if not form.is_valid():
        messages.error(request, f"Dites où vit {child.given_name} : chez vous, ou en garde alternée.")
        return redirect("beneficiary:household")
    told = {"beneficiary_id": request.actor.beneficiary_id, "dependant_id": child.id, "custody": form.cleaned_data["custody"]}
    change_custody(**told, actor=request.actor, at=clock.now(), on=clock.today())
    messages.success(request, f"La garde {of_name(child.given_name)} est enregistrée à partir d’aujourd’hui.")
    return redirect("beneficiary:household")


def _child_or_404(request: HttpRequest, dependant_id: UUID) -> DependantView:
    family = beneficiaries.household(request.actor.beneficiary_id, on=clock.today())
    child = next((each for each in family if each.id == dependant_id and each.kind == "child"), None)
    if child is None:
        raise Http404
    return child


@for_roles(Role.BENEFICIARY)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Add a child or a spouse."""
    today = clock.today()
    person = beneficiaries.person(request.actor.beneficiary_id, on=today)
    form = DependantForm(request.POST or None, today=today, parent_born_on=person.born_on)
    if request.method == "POST" and form.is_valid():
        typed = {name: form.cleaned_data[name] for name in ("kind", "given_name", "family_name", "born_on")}
        dependant = NewDependant(**typed, custody=form.cleaned_data["custody"] or "full", union=form.cleaned_data["union"])
        own = request.actor.beneficiary_id
        known = {each.id: each for each in beneficiaries.household(own, on=today)}
        try:
            added = add_dependant(beneficiary_id=own, dependant=dependant, actor=request.actor, at=clock.now(), on=today)
        except Refusal as refused:
            form.add_error(None, say(refused))
        else:
            if (before := known.get(added)) is None:
                messages.success(request, f"{dependant.given_name} fait maintenant partie de votre foyer. Voyez ce qui lui est ouvert.")
            else:
                _told_again(request, before, form.cleaned_data["custody"])
            return redirect("beneficiary:household")
    return render(request, "beneficiary/add_dependant.html", {"form": form})


def _told_again(request: HttpRequest, held: DependantView, custody: str) -> None:
    """Say that somebody was there already; of a child under age, where they live is kept as it was just said."""
    known = f"{held.given_name} fait déjà partie de votre foyer"
    if held.kind == "child" and custody and custody != held.custody and standing_of(held.born_on, clock.today()).has_custody:
        about = {"beneficiary_id": request.actor.beneficiary_id, "dependant_id": held.id, "custody": custody}
        change_custody(**about, actor=request.actor, at=clock.now(), on=clock.today())
        messages.success(request, f"{known} : sa garde est changée à partir d’aujourd’hui.")
    else:
        messages.info(request, f"{known} : rien n’a été changé.")


@for_roles(Role.BENEFICIARY)
@require_POST
def remove(request: HttpRequest, dependant_id: UUID) -> HttpResponse:
    """Take a child out of the household from today on; what was decided before stays. A spouse has a page of their own."""
    own, today = request.actor.beneficiary_id, clock.today()
    leaving = next((each for each in beneficiaries.household(own, on=today) if each.id == dependant_id and each.kind == "child"), None)
    if leaving is None:
        raise Http404
    end_kinship(beneficiary_id=own, dependant_id=dependant_id, actor=request.actor, at=clock.now(), on=today)
    messages.success(request, f"{leaving.given_name} ne fait plus partie de votre foyer. Vos demandes déjà déposées continuent.")
    return redirect("beneficiary:household")

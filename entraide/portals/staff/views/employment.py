"""A person's employment: what is held, what the rule says of it, and the acts, each previewed before it is done."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.queries import names_of
from entraide.apps.beneficiaries import queries as beneficiaries
from entraide.apps.beneficiaries.operations.employment import change_employment, undo_employment_act
from entraide.apps.beneficiaries.policies import EMPLOYMENT_KEEPERS, EMPLOYMENT_READERS, can_keep_employment
from entraide.apps.beneficiaries.queries.employment import (
    EmploymentView,
    eligibility_of,
    employment_acts_of,
    employments_of,
    standing_acts,
)
from entraide.apps.beneficiaries.queries.employment_effects import Effect, digest_of, effects_of, in_words
from entraide.apps.claims.queries.desk import claims_of_person
from entraide.apps.lifecycle.queries.deaths import death_of
from entraide.apps.members.queries import bodies_on
from entraide.core.eligibility.principal import precedence
from entraide.core.eligibility.rule import EligibilityStatus
from entraide.core.refusals import Refusal
from entraide.core.workflow.claims import OPEN_STATES
from entraide.orm.acts import Stamp
from entraide.orm.keys import uuid7
from entraide.portals.staff.forms.employment import ACTS, EmploymentForm
from entraide.ui import clock
from entraide.ui.acts import tell_act
from entraide.ui.refusals import say
from entraide.ui.values import Cell, Column, Status, Table, Tone


VERDICTS = {
    EligibilityStatus.ELIGIBLE: Status("Droits ouverts", Tone.SUCCESS),
    EligibilityStatus.NOT_ELIGIBLE: Status("Pas de droits", Tone.DANGER),
    EligibilityStatus.UNKNOWN: Status("À vérifier", Tone.WARNING),
}
LEAVINGS = {
    "departure": "départ",
    "transfer": "mutation",
    "retirement": "retraite",
    "death": "décès",
    "structure": "changement de structure",
}
# How many employers an act wants, where it is not one.
EMPLOYERS_WANTED = {"arrivee": 0, "principal": 2}
COLUMNS = (Column("Employeur"), Column("Situation"), Column("Du"), Column("Au"), Column("Droits jusqu’au"))


@for_roles(*EMPLOYMENT_READERS)
@require_safe
def employment(request: HttpRequest, beneficiary_id: UUID) -> HttpResponse:
    """Show a person's presences, past ones too, what the rule of eligibility says today, and what was done."""
    on, person, may_act = clock.today(), person_or_404(beneficiary_id), can_keep_employment(request.actor, beneficiary_id)
    held = employments_of(beneficiary_id)
    acts = list(employment_acts_of(beneficiary_id))
    employers = {each.member_id for each in held if each.until is None or each.until > on}
    standing = standing_acts(beneficiary_id) if may_act else set()
    names = names_of({act.acted_by for act in acts if act.acted_by})
    found = eligibility_of(beneficiary_id, on=on)
    context = {
        "person": person,
        "verdict": VERDICTS[found.status],
        "found": found,
        "table": table_of(held, on=on),
        "death": death_of(beneficiary_id),
        "acts": [(act, names.get(act.acted_by, ""), act.sentence.splitlines(), act.pk in standing) for act in acts],
        "may_act": may_act,
        "kinds": [(word, title) for word, (_, title, _) in ACTS.items() if len(employers) >= EMPLOYERS_WANTED.get(word, 1)],
    }
    return render(request, "staff/employment.html", context)


def person_or_404(beneficiary_id: UUID) -> beneficiaries.Person:
    """Give a person.

    :raises Http404: if nobody is known under that key.
    """
    found = beneficiaries.people([beneficiary_id], on=clock.today()).get(beneficiary_id)
    if found is None:
        raise Http404
    return found


def table_of(held: list[EmploymentView], *, on: date) -> Table:
    """Draw presences, the last first."""
    names, principal = names_on({each.member_id for each in held}, on), _principal(held, on)
    rows = [
        (
            Cell(names[each.member_id], note=_note(each, is_principal=each == principal)),
            in_words(each),
            each.since,
            Cell(f"{last_day(each.until):%d/%m/%Y}", note=LEAVINGS.get(each.leaving, "")) if each.until else None,
            _rights_end(each),
        )
        for each in held
    ]
    return Table("Historique", COLUMNS, rows, empty="Aucun emploi n’est connu.")


def _note(each: EmploymentView, *, is_principal: bool) -> str:
    return ", ".join(word for word in ("employeur principal" if is_principal else "", each.service) if word)


def _principal(held: list[EmploymentView], on: date) -> EmploymentView | None:
    """Give the presence for which a person counts on a day: the one declared, else the oldest open one."""
    present = [each for each in held if each.since <= on and (each.until is None or each.until > on)]
    return min(present, key=precedence, default=None)


def _rights_end(each: EmploymentView) -> date | str:
    """Say the last day of the rights of a presence, that none is known, or that there are none."""
    if each.rights_until is None:
        return "sans fin connue"
    return "aucun droit" if each.rights_until <= each.since else each.rights_until - timedelta(days=1)


def names_on(member_ids: set[UUID], on: date) -> dict[UUID, str]:
    """Give what members are called on a day, their SIREN where they no longer exist."""
    return {member.id: member.name or member.siren for member in bodies_on(on, member_ids=member_ids)}


def last_day(until: date | None) -> date | None:
    """Give the last day of a span."""
    return until - timedelta(days=1) if until else None


@for_roles(*EMPLOYMENT_KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, beneficiary_id: UUID, word: str) -> HttpResponse:
    """Ask what an act needs, show what follows, and do it once it is confirmed."""
    person = person_or_404(beneficiary_id)
    if word not in ACTS:
        raise Http404
    kind, title, lead = ACTS[word]
    form = kind(request.POST or None, employers=employers_of(beneficiary_id), on=clock.today())
    step = request.POST.get("step", "")
    context = {"person": person, "form": form, "title": title, "lead": lead}
    is_valid = request.method == "POST" and form.is_valid()
    if is_valid and step != "edit":
        try:
            effects = shown_effects(request, beneficiary_id, form)
            if step == "confirm":
                return done(request, beneficiary_id, form)
        except Refusal as refusal:
            form.add_error(None, say(refusal))
        else:
            typed = [(name, value) for name, value in request.POST.items() if name not in {"csrfmiddlewaretoken", "step", "seen"}]
            seen = digest_of(tuple(each for each in effects if each.about != "Demandes"))
            return render(request, "staff/employment_preview.html", context | {"effects": grouped(effects), "typed": typed, "seen": seen})
    return render(request, "staff/employment_act.html", context)


def employers_of(beneficiary_id: UUID) -> list[tuple[str, str]]:
    """List where a person works, or will, for them to be chosen from."""
    on = clock.today()
    keys = {each.member_id for each in employments_of(beneficiary_id) if each.until is None or each.until > on}
    return sorted(((str(key), name) for key, name in names_on(keys, on).items()), key=lambda choice: choice[1])


def shown_effects(request: HttpRequest, beneficiary_id: UUID, form: EmploymentForm) -> tuple[Effect, ...]:
    """Say what the act would bring, the claims in progress too.

    :raises Refusal: if the act cannot be.
    """
    effects = effects_of(beneficiary_id, form.order, act=Stamp(uuid7(), clock.now()), on=clock.today())
    waiting = [claim for claim in claims_of_person(beneficiary_id, actor=request.actor) if claim.state in OPEN_STATES]
    if not waiting:
        return effects
    words = ", ".join(claim.reference for claim in waiting)
    return (*effects, Effect("Demandes", f"{words} : en cours, elles continuent et restent comptées à l’employeur de leur dépôt."))


def grouped(effects: tuple[Effect, ...]) -> list[tuple[str, list[str]]]:
    """Put the sentences of each subject together, in their order."""
    subjects = dict.fromkeys(each.about for each in effects)
    return [(about, [each.sentence for each in effects if each.about == about]) for about in subjects]


def done(request: HttpRequest, beneficiary_id: UUID, form: EmploymentForm) -> HttpResponse:
    """Do the act.

    :raises Refusal: if it cannot be, or if its effects are no longer those that were shown.
    """
    now: dict[str, Any] = {"actor": request.actor, "at": clock.now(), "on": clock.today()}
    change_employment(beneficiary_id=beneficiary_id, order=form.order, seen=request.POST.get("seen", "") or "-", **now)
    messages.success(request, "C’est enregistré. L’acte figure dans l’historique : il peut être annulé tant que rien ne repose sur lui.")
    return redirect("staff:employment", beneficiary_id)


@for_roles(*EMPLOYMENT_KEEPERS)
@require_POST
def undo(request: HttpRequest, beneficiary_id: UUID, act_id: UUID) -> HttpResponse:
    """Take an act back."""
    if not employment_acts_of(beneficiary_id).filter(pk=act_id).exists():
        raise Http404
    tell_act(request, undo_employment_act, "L’acte est annulé : l’emploi est comme avant.", act_id=act_id)
    return redirect("staff:employment", beneficiary_id)

"""The claims officer's desk: one file, and the acts on it."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.queries import names_of
from entraide.apps.accounts.roles import Role
from entraide.apps.audit.queries import history_of
from entraide.apps.claims.operations import checking
from entraide.apps.claims.operations.deciding import Verdict
from entraide.apps.claims.queries import desk
from entraide.apps.claims.queries.explanations import BY_THE_PERSON, explained, why
from entraide.apps.claims.queries.files import ClaimFile, file_of, filed_claim
from entraide.apps.claims.queries.lists import latest_decisions
from entraide.apps.claims.queries.payments import standing_orders
from entraide.apps.desk.operations.by_hand import decide_by_hand
from entraide.apps.desk.queries.bulk import planned_for
from entraide.apps.desk.queries.people import absent_on
from entraide.apps.members.queries import member_on
from entraide.apps.recourse.operations.reexaminations import conclude
from entraide.core.money import ZERO
from entraide.core.refusals import Refusal
from entraide.core.workflow.claims import ClaimState
from entraide.core.workflow.engine import Audience, TransitionRefused
from entraide.core.workflow.payments import ORDER_LABELS
from entraide.portals.staff.forms.desk import DECISIONS, DecisionForm
from entraide.portals.staff.presentation.claim_file import beside_acts, beside_papers, said_about
from entraide.portals.staff.presentation.desk import (
    KEYS,
    act_views,
    queue_items,
    rules_view,
    state_of,
    subject_line,
    term_in_words,
)
from entraide.portals.staff.presentation.papers import certificate_links, paper_views
from entraide.ui import clock
from entraide.ui.forms import typed_words
from entraide.ui.refusals import say


@for_roles(Role.CLAIMS_OFFICER)
@require_safe
def claim(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    """Show one file: queue, papers beside what is read on them, what the rules say, acts.

    `apres` names the file that was just decided: the key of the file before leads back to it.
    """
    return claim_page(request, found_file(request, claim_id))


def found_file(request: HttpRequest, claim_id: UUID) -> ClaimFile:
    """Give the file of a claim that the officer may see.

    :raises Http404: if there is none.
    """
    found = filed_claim(claim_id, request.actor)
    if found is None:
        raise Http404
    return file_of(found, actor=request.actor, on=clock.today())


def or_its_file(act: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Take what is posted to an act on a file; its address opened again, as after a refusal, leads to the file."""

    @wraps(act)
    def opened(request: HttpRequest, claim_id: UUID, **kwargs: Any) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return require_POST(act)(request, claim_id=claim_id, **kwargs)
        if filed_claim(claim_id, request.actor) is None:
            raise Http404
        return redirect("staff:claim", claim_id)

    return opened


# A PDF is shown in a frame of the page.
@csp_update({"frame-src": [SELF]})
def claim_page(request: HttpRequest, file: ClaimFile, *, bound: dict | None = None, problem: str = "", status: int = 200) -> HttpResponse:
    """Draw the desk for one file; `bound` holds the forms that came back with what was typed."""
    on, actor, found = clock.today(), request.actor, file.claim
    acts = act_views(file, bound=bound or {})
    can_check = any(act.is_open for act in acts) and found.state in checking.UNDER_REVIEW
    absent = absent_on(on)
    around = desk.around(found, actor=actor, on=on, absent=absent)
    current = next(line for line in around.lines if line.claim.pk == found.pk)
    context = {
        "file": file,
        "person": file.ground.situation.person,
        "line": current,
        "member": member_on(found.member_id, on=on),
        "title": subject_line(current),
        "term": term_in_words(current),
        "state": state_of(current.state),
        "taken_by_other": current.taken_by if found.taken_by not in (None, actor.account_id) else "",
        "holder_is_away": found.state == ClaimState.IN_REVIEW and found.taken_by in absent,
        "queue": queue_items(around.lines, found.pk),
        "before_url": url_before(request, around),
        "after_url": reverse("staff:claim", args=[around.after]) if around.after else "",
        "certificates": certificate_links(each for each in file.certificates if each.claim_id is None),
        "papers": paper_views(file, can_check=can_check, bound=bound or {}, beside=beside_papers(file, actor)),
        "missing": [requirement.label for requirement in file.missing],
        "rules": rules_view(file),
        "acts": acts,
        "problem": problem,
        "keys": KEYS,
        "planned": planned_for(found.pk),
        "decision": decision_view(file),
        "why": why_nodes(file),
        "history": history(found.pk),
        "beside": beside_acts(file, can_check=can_check, bound=bound or {}, on=on),
        "typed": typed_in_vain(file, bound or {}),
        **said_about(file, actor, on=on),
    }
    return render(request, "staff/claim.html", context, status=status)


def url_before(request: HttpRequest, around: desk.Around) -> str:
    """Give the address of the file before: the one that was just decided, where `apres` names one that the officer may see."""
    try:
        decided = UUID(request.GET.get("apres", ""))
    except ValueError:
        decided = None
    if decided is not None and filed_claim(decided, request.actor) is not None:
        return reverse("staff:claim", args=[decided])
    return reverse("staff:claim", args=[around.before]) if around.before else ""


def typed_in_vain(file: ClaimFile, bound: dict) -> list[str]:
    """Give what was typed in forms that the file no longer shows, for it was decided meanwhile: nothing typed is lost."""
    if file.decision is None:
        return []
    return [words for (kind, _), form in bound.items() if kind != "beside" for words in typed_words(form)]


def why_nodes(file: ClaimFile) -> list[Any]:
    """Explain the decision that was made, else what the rules say now."""
    parameters = file.assessment.parameters
    if file.decision is not None:
        return why(file.decision, parameters=parameters, declared=BY_THE_PERSON)
    return explained(file.assessment.outcome.trace, parameters=parameters, declared=BY_THE_PERSON)


def decision_view(file: ClaimFile) -> dict[str, Any] | None:
    """Say what was decided, by whom, and what became of the payment."""
    decision = file.decision
    if decision is None:
        return None
    order = standing_orders([file.claim]).get(file.claim.pk)
    return {
        "label": decision.get_outcome_display().capitalize(),
        "on": decision.decided_on,
        "by": names_of({decision.decided_by}).get(decision.decided_by, ""),
        "way": decision.get_way_display() if decision.way != "officer" else "",
        "amount": decision.cents if decision.outcome == "granted" else None,
        "reasons": [reason["sentence"] for reason in decision.reasons],
        "note": decision.note,
        "payment": ORDER_LABELS[Audience.STAFF][order.state] if order else "",
    }


def history(claim_id: UUID) -> list[tuple[str, str, Any]]:
    """List what was done to a claim: the act, its author, its instant; the last first."""
    acts = history_of(claim_id)
    names = names_of({act.actor_id for act in acts if act.actor_id})
    return [(act.sentence, names.get(act.actor_id, "système"), act.at) for act in reversed(acts)]


@for_roles(Role.CLAIMS_OFFICER)
@or_its_file
def take(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    """Take charge of a file and stay on it."""
    file = found_file(request, claim_id)
    try:
        checking.take(claim_id=claim_id, held_by=absent_on(clock.today()), actor=request.actor, at=clock.now(), on=clock.today())
    except Refusal as refusal:
        return claim_page(request, found_file(request, claim_id), problem=say(refusal), status=409)
    messages.success(request, f"Vous instruisez maintenant la demande {file.claim.reference}.")
    return redirect("staff:claim", claim_id)


@for_roles(Role.CLAIMS_OFFICER)
@or_its_file
def decide(request: HttpRequest, claim_id: UUID, act: str) -> HttpResponse:
    """Grant, refuse or close, then go on to the next file; what was typed stays when the decision is not possible."""
    file = found_file(request, claim_id)
    form = DECISIONS[act](request.POST, act=act)
    if not form.is_valid():
        return claim_page(request, file, bound={("act", act): form}, status=422)
    following = desk.following(file.claim, actor=request.actor, on=clock.today(), absent=absent_on(clock.today()))
    verdict = Verdict(act, form.amount, form.cleaned_data["note"], str(form.cleaned_data["key"]))
    try:
        decide_by_hand(claim_id=claim_id, verdict=verdict, actor=request.actor, at=clock.now(), on=clock.today())
        conclude(claim_id=claim_id, actor=request.actor, at=clock.now(), on=clock.today())
    except Refusal as refusal:
        put_refusal(form, refusal)
        return claim_page(request, found_file(request, claim_id), bound={("act", act): form}, problem=say(refusal), status=409)
    messages.success(request, told(file.claim.reference, latest_decisions([claim_id])[claim_id]))
    return onward(following, after=claim_id)


def put_refusal(form: DecisionForm, refusal: Refusal) -> None:
    """Put a refusal on the field that it speaks of, where it speaks of one."""
    where = refusal.finding.where if isinstance(refusal, TransitionRefused) else ""
    field = {"amount": "amount"}.get(where, "note" if refusal.code == "claims.reason_missing" else None)
    form.add_error(field if field in form.fields else None, say(refusal))


FOLLOWS: dict[str, str] = {
    "granted": "{amount} partiront avec le prochain lot de virements, et la personne est prévenue.",
    "refused": "La personne est prévenue de la raison et de ce qui reste possible.",
    "closed": "La personne est prévenue de la raison ; elle peut déposer une nouvelle demande.",
}


AGAIN: dict[str, str] = {
    "more": "{more} partiront avec le prochain lot de virements, en plus des {before} déjà accordés, et la personne est prévenue.",
    "same": "Le montant ne change pas : rien ne part en plus des {before} déjà accordés, et la personne est prévenue.",
    "less": "{now} en tout : ce montant remplace celui de {before}, qui n’avait pas été versé, et la personne est prévenue.",
    "nothing": "Le paiement de {before} est abandonné, et la personne est prévenue de la raison.",
}


def told(reference: str, decision: Any) -> str:
    """Say what was decided, as it stands, and what follows."""
    return f"Demande {reference} {decision.get_outcome_display()}. {_what_follows(decision)}"


def _what_follows(decision: Any) -> str:
    """Say what leaves and who is told; decided again after a grant, the difference alone leaves."""
    now, before = decision.cents, decision.supersedes.cents if decision.supersedes else ZERO
    if before == ZERO:
        return FOLLOWS[decision.outcome].format(amount=now)
    if now > before:
        return AGAIN["more"].format(more=now - before, before=before)
    return AGAIN["same" if now == before else "less" if now else "nothing"].format(now=now, before=before)


def onward(claim_id: UUID | None, *, after: UUID) -> HttpResponse:
    """Go to a file, from which one may go back to the one that was just worked on, or to the queue when none waits."""
    return redirect("staff:claims") if claim_id is None else redirect(f"{reverse('staff:claim', args=[claim_id])}?apres={after}")

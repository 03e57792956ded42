"""« Mes droits »: what can be claimed first, for how much, until when; the rest by theme; and each benefit as its rule says it."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.apps.catalogue import queries as catalogue
from entraide.apps.claims.queries.assessments import Entitlement, is_claimable, rights_of
from entraide.apps.claims.queries.delays import delay_in_words, delay_of
from entraide.apps.claims.queries.earlier import claims_of_benefit
from entraide.apps.claims.queries.lists import ClaimLine
from entraide.core.rules.deciding.amounts import amount_in_words
from entraide.core.rules.telling.fiche import fiche_of
from entraide.core.workflow.claims import ClaimState
from entraide.portals.beneficiary.offers import Named, RightsFilter, is_open, is_sure, obtained, shelves_of, still_to_know
from entraide.portals.beneficiary.presentation import status_of
from entraide.ui import clock


@for_roles(Role.BENEFICIARY)
@require_safe
def entitlements(request: HttpRequest) -> HttpResponse:
    """List the catalogue for this household: what can be claimed, what depends on an answer, the rest by theme, what is not, and why."""
    today = clock.today()
    rights = rights_of(request.actor.beneficiary_id, on=today)
    form = RightsFilter(request.GET, rights=rights)
    shelves, active = shelves_of(form.kept(rights), on=today), form.active(reverse("beneficiary:entitlements"))
    context = {
        "shelves": shelves,
        "themes": drawn_themes(shelves.themes, is_open=bool(active)),
        "form": form,
        "active": active,
        "has_children": any(each.kind == "child" for each in rights.household),
    }
    return render(request, "beneficiary/entitlements.html", context)


@lru_cache(maxsize=256)
def drawn_themes(themes: tuple[tuple[str, tuple[Named, ...]], ...], *, is_open: bool) -> SafeString:
    """Draw what is obtained otherwise; households see one of a few such lists, which tell nothing of them: each is drawn once a process."""
    return render_to_string("beneficiary/themes.html", {"themes": themes, "is_open": is_open})


@for_roles(Role.BENEFICIARY)
@require_safe
def benefit(request: HttpRequest, code: str) -> HttpResponse:
    """Show a benefit: what it pays, on what conditions, with which papers, until when, and by which source."""
    today = clock.today()
    published = catalogue.chosen(catalogue.revisions_of(code), event_on=today, filed_on=today)
    if published is None or not catalogue.is_offered(published.revision):
        raise Http404
    revision = published.revision
    rights = rights_of(request.actor.beneficiary_id, on=today, code=code)
    held = claims_of_benefit(request.actor.beneficiary_id, benefit_code=code, actor=request.actor, on=today)
    context = {
        "revision": revision,
        "fiche": fiche_of(revision, on=today),
        "obtained": "" if is_claimable(revision) else obtained(revision)[1],
        "lines": [_line(line, held.get(line.subject and line.subject.id, ())) for line in rights.lines],
        "is_for_nobody": bool(rights.for_nobody),
        "delay": delay_in_words(delay_of(code, on=today)) if is_claimable(revision) else "",
    }
    return render(request, "beneficiary/benefit.html", context)


def _line(line: Entitlement, claims: Sequence[ClaimLine]) -> tuple[Any, ...]:
    """Give a right as its page shows it: what it may come to, whether it is open, what it depends on, what was asked, what was begun."""
    to_know = "" if is_sure(line) else still_to_know(line)
    draft = next((each for each in claims if each.state == ClaimState.DRAFT), None)
    return line, amount_in_words(line.outcome), is_open(line), to_know, [(each, status_of(each)) for each in claims], draft

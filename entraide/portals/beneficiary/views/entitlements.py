"""« Mes droits »: what is open, for how much, until when; and each benefit as its rule says it."""

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.apps.catalogue import queries as catalogue
from entraide.apps.claims.queries.assessments import entitlements as entitlements_of
from entraide.apps.claims.queries.assessments import is_claimable
from entraide.core.rules import STATUSES, sentence
from entraide.portals.beneficiary.presentation import amount_in_words, is_open, is_sure, offers_of
from entraide.ui import clock


@for_roles(Role.BENEFICIARY)
@require_safe
def entitlements(request: HttpRequest) -> HttpResponse:
    """List the catalogue for this household: open first, by theme; then what depends on an answer; then what is not, with the reason."""
    today = clock.today()
    lines = entitlements_of(request.actor.beneficiary_id, on=today)
    opened = [line for line in lines if is_open(line)]
    sure = offers_of([line for line in opened if is_sure(line)], on=today)
    context = {
        "themes": [(theme, list(group)) for theme, group in groupby(sure, key=lambda offer: offer.theme)],
        "perhaps": offers_of([line for line in opened if not is_sure(line)], on=today),
        "shown": offers_of([line for line in lines if not is_claimable(line.published.revision) and not line.outcome.reasons], on=today),
        "closed": [(line, line.outcome.reasons[0].sentence) for line in lines if line.outcome.reasons],
    }
    return render(request, "beneficiary/entitlements.html", context)


@for_roles(Role.BENEFICIARY)
@require_safe
def benefit(request: HttpRequest, code: str) -> HttpResponse:
    """Show a benefit: what it pays, on what conditions, with which papers, until when, and by which source."""
    today = clock.today()
    published = catalogue.chosen(catalogue.revisions_of(code), event_on=today, filed_on=today)
    if published is None or published.revision.confidential:
        raise Http404
    revision = published.revision
    lines = [line for line in entitlements_of(request.actor.beneficiary_id, on=today) if line.published.id == published.id]
    context = {
        "revision": revision,
        "is_claimable": is_claimable(revision),
        "audience": [STATUSES[status] for status in revision.audience],
        "conditions": [sentence(condition.term).capitalize() for condition in revision.conditions],
        "amount": sentence(revision.amount).capitalize() if revision.amount is not None else "",
        "lines": [(line, amount_in_words(line.outcome), is_open(line)) for line in lines],
    }
    return render(request, "beneficiary/benefit.html", context)

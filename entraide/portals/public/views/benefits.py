"""The catalogue for everyone: what exists, for whom, how much, until when, by which text; and an estimate that keeps nothing."""

from itertools import groupby
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from entraide.apps.catalogue import queries
from entraide.apps.catalogue.queries import Published
from entraide.apps.claims.queries.assessments import is_claimable
from entraide.apps.claims.queries.delays import delay_in_words, delay_of
from entraide.apps.desk.queries.published import published_rates
from entraide.apps.parameters.queries import parameter_book
from entraide.core.names import normalise
from entraide.core.rules import STATUSES, Revision
from entraide.core.rules.telling.fiche import fiche_of
from entraide.portals.public.estimates import EstimateForm, estimate
from entraide.ui import clock
from entraide.ui.lists import FilterForm
from entraide.ui.values import Crumb


class BenefitFilter(FilterForm):
    """What the catalogue is searched by."""

    q = forms.CharField(label="Mot", required=False, max_length=100)
    theme = forms.ChoiceField(label="Thème", required=False)
    situation = forms.ChoiceField(label="Situation", required=False)

    def __init__(self, *args: Any, themes: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theme"].choices = [("", "Tous"), *((theme, theme) for theme in themes)]
        self.fields["situation"].choices = [("", "Toutes"), *((code, label[:1].upper() + label[1:]) for code, label in STATUSES.items())]


@login_not_required
@require_safe
def benefits(request: HttpRequest) -> HttpResponse:
    """List the benefits in force, by theme."""
    on = clock.today()
    offered = [found.revision for each in queries.catalogue().values() if (found := in_force(each, on)) and is_offered(found.revision)]
    offered.sort(key=lambda revision: (normalise(revision.theme), normalise(revision.name)))
    form = BenefitFilter(request.GET, themes=list(dict.fromkeys(revision.theme for revision in offered)))
    typed = form.typed()
    found = [revision for revision in offered if matches(revision, typed)]
    themes = [(theme, list(group)) for theme, group in groupby(found, key=lambda revision: revision.theme)]
    context = {"themes": themes, "count": len(found), "form": form, "active": form.active(reverse("public:benefits"))}
    return render(request, "public/benefits.html", context)


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def benefit(request: HttpRequest, code: str) -> HttpResponse:
    """Show a benefit, and estimate it from what is typed; nothing of it is kept.

    :raises Http404: if no such benefit is offered.
    """
    on, revisions = clock.today(), queries.revisions_of(code)
    held = in_force(revisions, on)
    if held is None or not is_offered(held.revision):
        raise Http404
    form = EstimateForm(request.POST if request.method == "POST" else None, revision=held.revision)
    given = form.answers() if form.is_bound and (form.is_valid() or form.errors) else {}
    used, said = estimate(revisions, given, parameters=parameter_book(), on=on)
    asked = {*said.missing, *given, *form.errors}
    context = {
        "revision": held.revision,
        "fiche": fiche_of(held.revision, on=on),
        "crumbs": [Crumb("Prestations", reverse("public:benefits")), Crumb(held.revision.name)],
        "form": form,
        "questions": form.questions(asked),
        "estimate": said,
        "is_answered": bool(given),
        "used": used.revision,
        "published": published_rates(code, on=on),
        "delay": delay_in_words(delay_of(code, on=on)) if is_claimable(held.revision) else "",
    }
    return render(request, "public/benefit.html", context, status=422 if form.errors else 200)


def in_force(revisions: list[Published], on: Any) -> Published | None:
    """Give the revision of a benefit that holds on a day; nothing before the first."""
    return max((each for each in revisions if each.revision.since <= on), key=lambda each: each.revision.since, default=None)


def is_offered(revision: Revision) -> bool:
    """Tell whether a benefit is shown to everyone: a local complement is not; who claims a confidential aid is a secret, not the aid."""
    return not revision.on_top_of


def matches(revision: Revision, typed: dict[str, Any]) -> bool:
    """Tell whether a benefit answers the search."""
    is_named = normalise(typed.get("q", "")) in normalise(f"{revision.name} {revision.summary}")
    is_themed = typed.get("theme", revision.theme) == revision.theme
    return is_named and is_themed and typed.get("situation", revision.audience[0]) in revision.audience

"""The desk of disputes: what members say is not right, what their lists say now, and the answer."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.queries import names_of
from entraide.apps.contributions.operations.disputes import Answer, answer_dispute
from entraide.apps.contributions.policies import READERS, can_account
from entraide.apps.contributions.queries import disputes as queries
from entraide.apps.members.queries.perimeters import names_ever
from entraide.core.contributions.tariff import HeadClass
from entraide.core.refusals import Refusal
from entraide.portals.staff.forms.contributions import AnswerForm, DisputesFilter
from entraide.portals.staff.presentation import contributions as told
from entraide.ui import clock
from entraide.ui.lists import page_of
from entraide.ui.refusals import say
from entraide.ui.values import Table


@for_roles(*READERS)
@require_safe
def disputes(request: HttpRequest) -> HttpResponse:
    """List disputes, those that wait unless another state is asked for."""
    state = request.GET.get("etat", "open")
    form = DisputesFilter({"etat": state if state in dict(queries.STATES) or not state else "open"})
    page = page_of(request, queries.disputes(state=form.typed().get("etat", "")))
    names = names_ever({dispute.member_id for dispute in page})
    rows = [told.dispute_row(dispute, names) for dispute in queries.named(page)]
    empty = "Aucune contestation n’attend de réponse." if state == "open" else "Aucune contestation."
    context = {"form": form, "page": page, "table": Table("Contestations", told.DISPUTE_COLUMNS, rows, empty=empty)}
    context["active"] = form.active(reverse("staff:contribution_disputes"))
    return render(request, "staff/contribution_disputes.html", context)


@for_roles(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def dispute(request: HttpRequest, dispute_id: UUID) -> HttpResponse:
    """Show one dispute with its line and what the list says now; take the answer.

    :raises Http404: if there is none.
    """
    found = queries.dispute(dispute_id)
    if found is None:
        raise Http404
    form, refusal = AnswerForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        answer = Answer(form.cleaned_data["verdict"] == "upheld", form.cleaned_data["why"])
        try:
            answer_dispute(dispute_id=dispute_id, answer=answer, actor=request.actor, at=clock.now(), on=clock.today())
        except Refusal as refused:
            found = queries.dispute(dispute_id)
            if may_answer(request, found):
                form.add_error("verdict", say(refused))
            else:
                refusal = say(refused)
        else:
            messages.success(request, "La réponse est enregistrée. L’adhérent la lit dans son espace, et un courriel l’en avertit.")
            return redirect("staff:contribution_disputes")
    line = found.person_line
    change = queries.change_if_upheld(found, known_at=clock.now(), on=clock.today()) if found.state == "open" else None
    context = {
        "dispute": found,
        "state": told.DISPUTES[found.state],
        "name": told.name_of(found),
        "member": names_ever([found.member_id]).get(found.member_id, ""),
        "opened_by": names_of({found.opened_by}).get(found.opened_by, ""),
        "line": line,
        "said": f"{HeadClass(line.head_class).label.capitalize()}, {told.span(line.since, line.until)}, {told.reason_word(line.reason)}",
        "change": told.change_table(change) if change else None,
        "corrected_by": queries.corrected_by(found) if found.state == "open" else None,
        "form": form,
        "refusal": refusal,
        "may_answer": may_answer(request, found),
    }
    return render(request, "staff/contribution_dispute.html", context, status=409 if refusal else 422 if form.errors else 200)


def may_answer(request: HttpRequest, dispute: Any) -> bool:
    """Tell whether a dispute waits for an answer that who asks may give."""
    return dispute.state == "open" and can_account(request.actor)

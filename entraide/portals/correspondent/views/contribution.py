"""What a member is called for: its account by year, each person's line with its reasons, what is disputed, what next year may be."""

from calendar import isleap
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.apps.contributions import queries
from entraide.apps.contributions.operations.disputes import open_dispute, withdraw_dispute
from entraide.apps.contributions.queries import owing, persons
from entraide.apps.contributions.queries.disputes import disputes, named
from entraide.apps.contributions.queries.estimates import called_ahead, estimate_of, rates_ahead
from entraide.apps.contributions.translation import issuer
from entraide.core.refusals import Refusal
from entraide.integrations.spreadsheets.downloads import KINDS, spreadsheet
from entraide.portals.correspondent import contribution_presentation as told
from entraide.portals.correspondent import owing_presentation as owed
from entraide.portals.correspondent.contribution_forms import DisputeForm, PeopleFilter
from entraide.ui import clock
from entraide.ui.acts import tell_act
from entraide.ui.lists import in_order, page_of
from entraide.ui.refusals import say


# Each line is a card on a phone.
PER_PAGE = 25


@for_roles(Role.CORRESPONDENT)
@require_safe
def contribution(request: HttpRequest) -> HttpResponse:
    """Show the account of a year, what it is made of, what is disputed and what next year may come to."""
    today, member_id = clock.today(), request.actor.member_id
    years = sorted({*queries.years_of(member_id), today.year}, reverse=True)
    asked = request.GET.get("annee", "")
    year = int(asked) if asked in map(str, years) else today.year
    lines = list(queries.lines_of(member_id, year=year))
    total = queries.called_for(member_id, year=year, as_of=today)
    classes = persons.by_class(member_id, year=year)
    context = {
        "year": year,
        "years": years,
        "total": total,
        "lines_table": told.account_table(lines, total, year),
        "classes": told.rates_table(classes, persons.sources_of(member_id, year=year)) if classes else None,
        "is_imported": queries.is_imported(lines),
        "is_provisional": persons.is_provisional(member_id, year=year),
        **_owed(member_id, year),
        "disputes": told.disputes_table(named(disputes(member_id=member_id))),
        **_ahead(member_id, today.year),
    }
    return render(request, "correspondent/contribution.html", context)


def _owed(member_id: UUID, year: int) -> dict[str, Any]:
    """Tell what is to pay and how, what was written about it, who pays in the member's place, what waits and why."""
    today = clock.today()
    calls = owing.to_pay(member_id, on=today)
    said = owed.last_letters(owing.letters_to(member_id, on=today), calls)
    said += owed.waiting_said(owing.waiting_for(member_id, on=today), member_id=member_id)
    said += owed.others_said(owing.paid_by_others(member_id, year=year, on=today))
    return {"to_pay": [owed.call_said(one, on=today) for one in calls], "said": said, "email": issuer().email}


def _ahead(member_id: UUID, year: int) -> dict[str, Any]:
    """Tell what next year may come to, and the member's own way to the rate."""
    called = called_ahead(member_id, year=year + 1, as_of=clock.today())
    estimate = None if called else estimate_of(member_id, year=year + 1, known_at=clock.now())
    steps = rates_ahead(member_id)
    return {
        "called_ahead": called,
        "estimate": estimate,
        "estimate_rows": told.estimate_rows(estimate) if estimate else [],
        "steps": told.steps_table(steps) if steps else None,
    }


@for_roles(Role.CORRESPONDENT)
@require_safe
def people(request: HttpRequest, year: int) -> HttpResponse:
    """List what each person costs in a year, or in one line of the account; or download the list."""
    member_id = request.actor.member_id
    form = PeopleFilter(request.GET)
    typed = form.typed()
    line = queries.line_of(member_id, line_id=typed["ligne"]) if "ligne" in typed else None
    named = {"text": "q", "head_class": "categorie", "reason": "motif", "is_partial": "partielle", "is_disputed": "contestees"}
    wanted = persons.Narrowing(**{word: typed[name] for word, name in named.items() if name in typed})
    found = persons.person_lines(member_id, year=year, line_id=typed.get("ligne"), wanted=wanted)
    rows, sort = in_order(request, found, told.PEOPLE_SORTS, ties=("search_name", "since", "pk"))
    if request.GET.get("format") in KINDS:
        sources = persons.sources_of(member_id, year=year)
        written = (told.file_row(row, sources) for row in persons.named(rows))
        columns = [column.label for column in told.FILE_COLUMNS]
        return spreadsheet(f"cotisation-{year}", columns, written, kind=request.GET["format"])
    sums = persons.adds_up(found)
    page = page_of(request, rows, size=PER_PAGE, count=sums.lines)
    here = reverse("correspondent:contribution_people", args=[year])
    context = {
        "year": year,
        "line": line,
        "is_imported": queries.is_imported(queries.lines_of(member_id, year=year)),
        "form": form,
        "active": form.active(here),
        "page": page,
        "table": told.people_table(persons.named(page), sums, sort or "nom", is_searched=bool(typed.keys() - {"ligne"})),
    }
    return render(request, "correspondent/contribution_people.html", context)


@for_roles(Role.CORRESPONDENT)
@require_http_methods(["GET", "HEAD", "POST"])
def line(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """Explain one line, and take what is disputed of it.

    :raises Http404: if there is no such line; another member's is none.
    """
    found = persons.person_line(line_id, member_id=request.actor.member_id)
    if found is None:
        raise Http404
    form, refusal = DisputeForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        act = {"actor": request.actor, "at": clock.now(), "on": clock.today()}
        try:
            open_dispute(person_line_id=line_id, ground=form.cleaned_data["ground"], **act)
        except Refusal as refused:
            refusal = say(refused)
        else:
            messages.success(request, "Votre contestation est envoyée. La réponse sera ici, et vous recevrez un courriel.")
            return redirect("correspondent:contribution_line", line_id)
    held = list(disputes(person_line_id=line_id))
    context = {
        "line": found,
        "name": told.name_of(found),
        "head_class": told.class_word(found.head_class),
        "span": told.span_of(found),
        "reason": told.reason_word(found.reason),
        "year_days": 365 + isleap(found.line.year),
        "source": told.source_text(persons.source_of(found, persons.sources_of(found.line.member_id, year=found.line.year))),
        "disputes": [(dispute, told.DISPUTES[dispute.state]) for dispute in held],
        "may_dispute": found.withdrawn is None and found.withdraws_id is None and all(one.state != "open" for one in held),
        "form": form,
        "refusal": refusal,
        "standing_url": f"{reverse('correspondent:contribution_people', args=[found.line.year])}?{urlencode({'q': told.name_of(found)})}",
    }
    status = 409 if refusal else 422 if form.errors else 200
    return render(request, "correspondent/contribution_line.html", context, status=status)


@for_roles(Role.CORRESPONDENT)
@require_POST
def withdraw(request: HttpRequest, line_id: UUID, dispute_id: UUID) -> HttpResponse:
    """Take a dispute back.

    :raises Http404: if there is no such dispute; another member's is none.
    """
    if not disputes(member_id=request.actor.member_id, person_line_id=line_id).filter(pk=dispute_id).exists():
        raise Http404
    tell_act(request, withdraw_dispute, "Votre contestation est retirée.", dispute_id=dispute_id)
    return redirect("correspondent:contribution_line", line_id)

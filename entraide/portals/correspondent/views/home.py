"""The year of a member at a glance, what awaits its correspondent, and the three acts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.queries import rosters
from entraide.apps.beneficiaries.queries.roster_campaigns import awaited_list
from entraide.apps.contributions.queries import called_for
from entraide.apps.contributions.queries.persons import is_provisional
from entraide.apps.members.queries import member_on
from entraide.apps.network.queries import designations_asked
from entraide.apps.reporting.queries.reviews import review_of
from entraide.portals.correspondent.owing_presentation import awaited
from entraide.portals.correspondent.presentation import summary_sentence, year_tiles
from entraide.portals.correspondent.views.body import own_body
from entraide.ui import clock


@for_roles(Role.CORRESPONDENT)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the year of the organisation."""
    today, member_id = clock.today(), request.actor.member_id
    waiting, last = rosters.waiting_roster(member_id), rosters.last_applied_roster(member_id)
    called = called_for(member_id, year=today.year, as_of=today)
    is_confirmed = not is_provisional(member_id, year=today.year)
    context = {
        "member": member_on(member_id, on=today),
        "year": today.year,
        "tiles": year_tiles(rosters.staff_counts(member_id, on=today), (called, is_confirmed), last, today),
        "waiting": waiting,
        "waiting_summary": summary_sentence(waiting) if waiting else "",
        "last": last,
        "is_list_due": last is None or last.year < today.year,
        "awaited": awaited_list(member_id),
        "review": review_of(member_id),
        "asked": [each for each in designations_asked(member_id, actor=request.actor, on=today) if each.state == "awaited"],
        "dues": awaited(member_id, on=today),
        "own": own_body(request.actor, on=today),
    }
    return render(request, "correspondent/home.html", context)

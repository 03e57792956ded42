"""What a correspondent takes away: the staff as it stands, the model of the list, the lines of the call."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.queries.rosters import staff_counts, staff_of
from entraide.apps.contributions.queries import lines_of, years_of
from entraide.apps.members.queries import member_on
from entraide.core.eligibility.values import Position
from entraide.core.roster.columns import COLUMNS
from entraide.integrations.spreadsheets.downloads import spreadsheet
from entraide.portals.correspondent.presentation import LISTED_STATUSES, last_day
from entraide.ui import clock


CALL_COLUMNS = ("Année", "Date", "Nature", "Libellé", "Effectif", "Montant")
CALL_KINDS = {"call": "appel", "adjustment": "régularisation"}
LISTED_CONTRACTS = {"permanent": "titulaire", "open_ended": "CDI", "fixed_term": "CDD", "apprenticeship": "apprentissage"}


@for_roles(Role.CORRESPONDENT)
@require_safe
def downloads(request: HttpRequest) -> HttpResponse:
    """Show what can be taken away."""
    today, member_id = clock.today(), request.actor.member_id
    context = {"member": member_on(member_id, on=today), "people": staff_counts(member_id, on=today)["people"]}
    return render(request, "correspondent/downloads.html", context)


@for_roles(Role.CORRESPONDENT)
@require_safe
def staff(request: HttpRequest) -> HttpResponse:
    """Download the staff under the titles of the list: corrected, it can be sent back as it is."""
    rows = [listed(row) for row in staff_of(request.actor.member_id, on=clock.today())]
    return _file(request, f"personnel-{clock.today():%Y-%m-%d}", [column.label for column in COLUMNS], rows)


def listed(row: Any) -> list[Any]:
    """Write one person under the titles of the list; sex and address, which the employer need not read here, stay blank."""
    values = {
        "matricule": row.staff_number,
        "family_name": row.family_name,
        "given_name": row.given_name,
        "born_on": row.born_on,
        "status": LISTED_STATUSES[row.status],
        "since": row.arrived_on or row.since,
        "until": last_day(row.until),
        "service": row.service,
        "contract": LISTED_CONTRACTS.get(row.contract),
        "contract_until": last_day(row.contract_until),
        "position": Position(row.position).label,
        "time_share": row.time_share,
    }
    return [values.get(column.key) for column in COLUMNS]


@for_roles(Role.CORRESPONDENT)
@require_safe
def model(request: HttpRequest) -> HttpResponse:
    """Download a list with its titles and no line."""
    return _file(request, "modele-liste-nominative", [column.label for column in COLUMNS], [])


@for_roles(Role.CORRESPONDENT)
@require_safe
def contributions(request: HttpRequest) -> HttpResponse:
    """Download the lines of the account of every year."""
    member_id = request.actor.member_id
    lines = [line for year in years_of(member_id) for line in lines_of(member_id, year=year)]
    rows = [(line.year, line.on, CALL_KINDS[line.kind], line.label, line.head_count, line.cents) for line in lines]
    return _file(request, "appels-de-cotisation", CALL_COLUMNS, rows)


def _file(request: HttpRequest, name: str, columns: Any, rows: Any) -> HttpResponse:
    return spreadsheet(name, columns, rows, kind=request.GET.get("format", "csv"))

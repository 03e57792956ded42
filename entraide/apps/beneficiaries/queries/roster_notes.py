"""What is said beside the entries of a list: what one may fear of a person's rights, and that the association knows them already."""

from datetime import timedelta
from typing import Any

from entraide.apps.beneficiaries.queries.roster_known import Met
from entraide.core.indicators.publications import closing_day
from entraide.core.roster.plan import RosterPlan
from entraide.core.roster.stays import DATED
from entraide.core.roster.warnings import eligibility_warning


# Who the other employer is, and what it said, stays between it and the person.
KNOWN = "Cette personne est déjà connue de l’association : elle garde son dossier."
ELSEWHERE = "Elle a un autre employeur : c’est possible, dites lequel est principal."


CLOSED = "L’année {year} est close : sa cotisation ne change pas, sauf décision de l’association."


def notes_of(plan: RosterPlan, met: Met) -> dict[int, dict[str, Any]]:
    """Give what is said beside the entries of a list, by line: `notes`, and `asks_principal` where two employers inscribe one person."""
    warnings = {entry.line_number: eligibility_warning(entry.line, plan.on) for entry in (*plan.doubts, *plan.arrivals, *plan.changes)}
    closed = _in_closed_years(plan)
    found: dict[int, dict[str, Any]] = {}
    for number in sorted({*warnings, *closed}):
        told = (warnings.get(number, ""), KNOWN * (number in met.known), ELSEWHERE * (number in met.employed), closed.get(number, ""))
        notes = [note for note in told if note]
        if notes:
            found[number] = {"notes": notes} | ({"asks_principal": True} if number in met.employed else {})
    return found


def _in_closed_years(plan: RosterPlan) -> dict[int, str]:
    """Say of each departure of a line, stated or corrected, that its year is closed, where it is; and of each change of a closed list."""
    ends = {entry.line_number: entry.until for entry in plan.departures if entry.line_number is not None}
    ends |= {entry.line_number: entry.line.until for entry in plan.changes if any(field.field == "until" for field in entry.fields)}
    years = {entry.line_number: plan.year for entry in plan.changes if any(field.field in DATED for field in entry.fields)}
    years |= {number: (until - timedelta(days=1)).year for number, until in ends.items() if until is not None}
    return {number: CLOSED.format(year=year) for number, year in years.items() if plan.on > closing_day(year)}

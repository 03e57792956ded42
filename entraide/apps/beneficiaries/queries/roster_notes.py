"""What is said beside the entries of a list: what one may fear of a person's rights, and that the association knows them already."""

from datetime import date
from typing import Any
from uuid import UUID

from entraide.apps.beneficiaries.queries.roster_known import employed_elsewhere, known_elsewhere
from entraide.core.roster.plan import RosterPlan
from entraide.core.roster.warnings import eligibility_warning


# Who the other employer is, and what it said, stays between it and the person.
KNOWN = "Cette personne est déjà connue de l’association : elle garde son dossier."
ELSEWHERE = "Elle a un autre employeur : c’est possible, dites lequel est principal."


def notes_of(plan: RosterPlan, member_id: UUID) -> dict[int, dict[str, Any]]:
    """Give what is said beside the entries of a list, by line: `notes`, and `asks_principal` where two employers inscribe one person."""
    known, elsewhere = _met_elsewhere(plan, member_id, on=plan.on)
    found: dict[int, dict[str, Any]] = {}
    for entry in (*plan.doubts, *plan.arrivals, *plan.changes):
        warning = eligibility_warning(entry.line, plan.on)
        number = entry.line_number
        said = ((warning, bool(warning)), (KNOWN, number in known), (ELSEWHERE, number in elsewhere))
        notes = [sentence for sentence, is_said in said if is_said]
        if notes:
            found[number] = {"notes": notes} | ({"asks_principal": True} if number in elsewhere else {})
    return found


def _met_elsewhere(plan: RosterPlan, member_id: UUID, *, on: date) -> tuple[set[int], set[int]]:
    """Give the lines of the arrivals whom the register knew before this member did, and of those who are on another staff."""
    known = known_elsewhere([arrival.line for arrival in plan.arrivals if arrival.person_id is None], member_id)
    people = {arrival.person_id or known.get(arrival.line_number): arrival.line for arrival in plan.arrivals}
    arrivals = {key: line.since for key, line in people.items() if key is not None}
    elsewhere = employed_elsewhere(arrivals, member_id, on=on)
    return set(known), {people[key].line_number for key in elsewhere}

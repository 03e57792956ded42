"""What is said beside the entries of a list: what one may fear of a person's rights, and that another employer has inscribed them."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Q

from entraide.apps.beneficiaries.models import Affiliation, Identity
from entraide.core.names import normalise
from entraide.core.roster.plan import RosterPlan
from entraide.core.roster.values import RosterLine
from entraide.core.roster.warnings import eligibility_warning
from entraide.orm.acts import parts


# Who the other employer is stays between it and the person.
ELSEWHERE = "Déjà inscrit par un autre employeur : c’est possible, dites lequel est principal."


# Names come back by hundreds of thousands, the same ones again and again.
_folded = lru_cache(maxsize=65_536)(normalise)


def notes_of(plan: RosterPlan, member_id: UUID) -> dict[int, dict[str, Any]]:
    """Give what is said beside the entries of a list, by line: `notes`, and `asks_principal` where two employers inscribe one person."""
    newcomers = [arrival.line for arrival in plan.arrivals if arrival.person_id is None]
    elsewhere = held_elsewhere(newcomers, member_id, on=plan.on)
    found: dict[int, dict[str, Any]] = {}
    for entry in (*plan.doubts, *plan.arrivals, *plan.changes):
        warning = eligibility_warning(entry.line, plan.on)
        is_elsewhere = entry.line_number in elsewhere
        notes = [*([warning] if warning else []), *([ELSEWHERE] if is_elsewhere else [])]
        if notes:
            found[entry.line_number] = {"notes": notes} | ({"asks_principal": True} if is_elsewhere else {})
    return found


def held_elsewhere(lines: Sequence[RosterLine], member_id: UUID, *, on: date) -> set[int]:
    """Give the lines of persons who are on the staff of another member that day, by the same names and birth date."""
    known: dict[UUID, int] = {}
    by_person = {(search_name_of(line), line.born_on): line.line_number for line in lines}
    for part in parts(list(by_person)):
        names = {name for name, _ in part}
        rows = Identity.objects.current().filter(search_name__in=names, born_on__in={day for _, day in part}).order_by("pk")
        for key, name, born_on in rows.values_list("beneficiary_id", "search_name", "born_on"):
            if (name, born_on) in by_person:
                known[key] = by_person[name, born_on]
    found: set[int] = set()
    for part in parts(list(known)):
        rows = Affiliation.objects.current().filter(
            Q(until__isnull=True) | Q(until__gt=on), beneficiary_id__in=part, status__in=("active", "apprentice")
        )
        others = rows.exclude(member_id=member_id).order_by("pk").values_list("beneficiary_id", flat=True)
        found.update(known[key] for key in others)
    return found


def search_name_of(line: RosterLine) -> str:
    """Write the names of a line as identities are searched by."""
    return f"{_folded(line.family_name)} {_folded(line.given_name)}"[:200]

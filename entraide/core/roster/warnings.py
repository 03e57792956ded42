"""What a line lets one fear of a person's rights: said before it is applied, never refused."""

from datetime import date

from entraide.core.eligibility.facts import Employment, PersonFacts
from entraide.core.eligibility.rule import EligibilityStatus, eligibility
from entraide.core.eligibility.values import Position
from entraide.core.roster.values import RosterLine, Status
from entraide.core.timeline import Span


def eligibility_warning(line: RosterLine, on: date) -> str:
    """Say why what a line tells of an employment gives no rights, as far as this employment alone goes; nothing where it may.

    What the line leaves out is not held against it; of a retiree it tells nothing.
    """
    if line.status is Status.RETIREE:
        return ""
    employment = Employment(Span(line.since, line.until), line.contract, line.position or Position.IN_SERVICE, line.contract_until)
    found = eligibility(PersonFacts((employment,)), max(line.since, _last_day_seen(line, on)))
    if found.status is not EligibilityStatus.NOT_ELIGIBLE:
        return ""
    return f"Cette ligne n’ouvre pas de droits. {found.reasons[0].sentence}"


def _last_day_seen(line: RosterLine, on: date) -> date:
    """Look on the day of the list, or on the first day of an employment that is over by then."""
    return line.since if line.until is not None and line.until <= on else on

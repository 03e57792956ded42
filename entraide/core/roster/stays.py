"""What a list makes of a person's presence: one stay per status, contract, position and time share, from arrival to departure."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from entraide.core.eligibility import presence
from entraide.core.eligibility.facts import Designation, Employment, Part, Retirement
from entraide.core.eligibility.rights import rights_end
from entraide.core.eligibility.values import Contract, Position
from entraide.core.roster.plan import Change, Departure
from entraide.core.roster.values import RosterLine, Status, Stay
from entraide.core.timeline import Span


DEPARTURE = "departure"
"""Why a presence ended, when a list says no more."""
CORRECTED = ("service", "matricule")
"""What a list corrects where it is."""
DATED = ("status", "contract", "contract_until", "position", "time_share")
"""What changes from a day: what was before stays, except where nothing was known."""


def stay_of(line: RosterLine) -> Stay:
    """Give the stay of a person who arrives."""
    return Stay(
        line.status,
        line.since,
        line.until,
        line.since,
        line.service,
        line.matricule,
        line.contract,
        line.contract_until,
        line.position or Position.IN_SERVICE,
        line.time_share,
        leaving=DEPARTURE if line.until else "",
    )


def rights_ends(stays: tuple[Stay, ...]) -> tuple[date | None, ...]:
    """Give the first day without the rights of each stay of one presence, by the rule of eligibility; none where no end is known.

    >>> away = Stay(Status.ACTIVE, date(2020, 1, 1), date(2024, 10, 1), date(2020, 1, 1))
    >>> rights_ends((away,))
    (datetime.date(2025, 1, 1),)
    """
    return presence.rights_ends([part_of(stay) for stay in stays])


def part_of(stay: Stay, *, designated_by: Designation = Designation.MEMBER, employer: str = "") -> Part:
    """Read a stay as the rule of eligibility does: a retiree whom a list holds is one whom its sender designates."""
    span = Span(stay.since, stay.until)
    if stay.status is Status.RETIREE:
        return Retirement(span, designated_by, stay.covered_until)
    contract = Contract.APPRENTICESHIP if stay.contract is None and stay.status is Status.APPRENTICE else stay.contract
    return Employment(span, contract, stay.position, stay.contract_until, None, stay.covered_until, employer)


def last_presence(stays: tuple[Stay, ...]) -> tuple[Stay, ...]:
    """Keep the stays of the last arrival, in order."""
    ordered = sorted(stays, key=lambda stay: stay.since)
    return tuple(stay for stay in ordered if stay.arrived_on == ordered[-1].arrived_on)


def changed(stays: tuple[Stay, ...], change: Change, *, on: date) -> tuple[Stay, ...]:
    """Give the stays after a change; what it says of the person's identity is left aside.

    The arrival and the end come first, so that what else is said is said of the last stay that is left. Service and payroll number are
    corrected. An arrival alone is corrected too. A status, a contract, a position, a time share change from `on`, or from the later
    arrival that comes with a status: what was before stays; what was not known is filled in where it is.
    """
    told = {field.field: field.after for field in change.fields}
    line = change.line
    begins_anew = "status" in told and "since" in told and line.since > stays[-1].since
    if "since" in told and not begins_anew:
        stays = _moved(stays, line.since)
    if line.until is not None:
        stays = ended(stays, line.until)
    elif "until" in told:
        stays = (*stays[:-1], replace(stays[-1], until=None, leaving=""))
    last = stays[-1]
    corrected = {field: getattr(line, field) for field in CORRECTED if field in told}
    known = {field: getattr(line, field) for field in DATED if field in told and getattr(last, field) is not None}
    filled = {field: getattr(line, field) for field in DATED if field in told and getattr(last, field) is None}
    if "contract" in told and line.contract is not Contract.FIXED_TERM and line.contract_until is None and last.contract_until is not None:
        known["contract_until"] = None
    stays = (*stays[:-1], replace(last, **corrected, **filled))
    return _from(stays, line.since if begins_anew else on, line, known) if known else stays


def crosses(earlier: Stay, stays: tuple[Stay, ...]) -> bool:
    """Tell whether a stay of an earlier presence lies partly in a presence whose arrival was corrected."""
    return earlier.until is None or earlier.until > stays[0].since


def cut_before(earlier: Stay, stays: tuple[Stay, ...]) -> Stay | None:
    """Give what is left of an earlier stay before a presence that covers the rest of it, or nothing."""
    since = stays[0].since
    return replace(earlier, until=since) if earlier.since < since else None


def ended(stays: tuple[Stay, ...], until: date) -> tuple[Stay, ...]:
    """Give the stays of someone who leaves before `until`, which comes after the arrival."""
    kept = [stay for stay in stays if stay.since < until]
    return (*kept[:-1], replace(kept[-1], until=until, leaving=stays[-1].leaving or DEPARTURE))


def departed(stays: tuple[Stay, ...], departure: Departure) -> tuple[Stay, ...]:
    """Give the stays after a departure."""
    return ended(stays, departure.until)


def rights_after(departure: Departure) -> date | None:
    """Give the first day without rights of a person who leaves, by the rule; nothing where the presence had opened none.

    Of an arrival that the list moves before the departure, no contract is known yet: rights go on to the year's end.
    """
    stays = tuple(stay for stay in last_presence(departure.person.stays) if stay.since < departure.until)
    if not stays:
        return rights_end(departure.until)
    end = rights_ends(departed(stays, departure))[-1]
    return end if end is not None and end > stays[-1].since else None


def _moved(stays: tuple[Stay, ...], since: date) -> tuple[Stay, ...]:
    """Correct the arrival: it covers what it did not, or gives up what came before it."""
    kept = [stay for stay in stays if stay.until is None or stay.until > since] or [stays[-1]]
    return tuple(replace(stay, since=since if place == 0 else stay.since, arrived_on=since) for place, stay in enumerate(kept))


def _from(stays: tuple[Stay, ...], day: date, line: RosterLine, news: Mapping[str, Any]) -> tuple[Stay, ...]:
    """Put what is new on the last stay, from `day` if it had begun before and is not over by then."""
    last = stays[-1]
    if not last.since < day or (last.until is not None and day >= last.until):
        return (*stays[:-1], replace(last, **news))
    return (*stays[:-1], replace(last, until=day, leaving=""), replace(last, **news, since=day, arrived_on=line.since))

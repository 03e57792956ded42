"""What a list makes of a person's presence: one stay per status, contiguous from the arrival to the departure."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from entraide.core.roster.plan import Change, Departure
from entraide.core.roster.values import RosterLine, Status


@dataclass(frozen=True, slots=True)
class Stay:
    """A part of a presence over [since, until) under one status; `arrived_on` is the arrival that lists state."""

    status: Status
    since: date
    until: date | None
    arrived_on: date
    service: str = ""
    matricule: str = ""


def stay_of(line: RosterLine) -> Stay:
    """Give the stay of a person who arrives."""
    return Stay(line.status, line.since, line.until, line.since, line.service, line.matricule)


def rights_end(until: date | None) -> date | None:
    """Give the first day without rights of someone who left before `until`: rights go on to 31 December of the year of departure.

    >>> rights_end(date(2023, 4, 1)), rights_end(date(2024, 1, 1)), rights_end(None)
    (datetime.date(2024, 1, 1), datetime.date(2024, 1, 1), None)
    """
    return None if until is None else date((until - timedelta(days=1)).year + 1, 1, 1)


def rights_ends(stays: tuple[Stay, ...]) -> tuple[date | None, ...]:
    """Give the end of the rights of each stay of one presence: the next one takes them over, the last one ends with the departure."""
    return (*(stay.until for stay in stays[:-1]), rights_end(stays[-1].until))


def last_presence(stays: tuple[Stay, ...]) -> tuple[Stay, ...]:
    """Keep the stays of the last arrival, in order."""
    ordered = sorted(stays, key=lambda stay: stay.since)
    return tuple(stay for stay in ordered if stay.arrived_on == ordered[-1].arrived_on)


def changed(stays: tuple[Stay, ...], change: Change, *, on: date) -> tuple[Stay, ...]:
    """Give the stays after a change that the list brings on day `on`; what it says of the person's identity is left aside.

    Service and payroll number are corrected. An arrival alone is corrected too. A status changes from `on`, or from the later
    arrival that comes with it: what was before stays.
    """
    after = {field.field: field.after for field in change.fields}
    line, last = change.line, stays[-1]
    texts = {field: getattr(line, field) for field in ("service", "matricule") if field in after}
    stays = (*stays[:-1], replace(last, **texts))
    begins_anew = "status" in after and "since" in after and line.since > last.since
    if "since" in after and not begins_anew:
        stays = _moved(stays, line.since)
    if "until" in after:
        stays = (*stays[:-1], replace(stays[-1], until=None))
        stays = stays if line.until is None else ended(stays, line.until)
    if "status" in after:
        stays = _under(stays, line, line.since if begins_anew else on)
    return stays


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
    return (*kept[:-1], replace(kept[-1], until=until))


def departed(stays: tuple[Stay, ...], departure: Departure) -> tuple[Stay, ...]:
    """Give the stays after a departure."""
    return ended(stays, departure.until)


def _moved(stays: tuple[Stay, ...], since: date) -> tuple[Stay, ...]:
    """Correct the arrival: it covers what it did not, or gives up what came before it."""
    kept = [stay for stay in stays if stay.until is None or stay.until > since] or [stays[-1]]
    return tuple(replace(stay, since=since if place == 0 else stay.since, arrived_on=since) for place, stay in enumerate(kept))


def _under(stays: tuple[Stay, ...], line: RosterLine, day: date) -> tuple[Stay, ...]:
    """Put the last stay under the status of the line, from `day` if it had begun before and is not over by then."""
    last = stays[-1]
    end = last.until if line.until is None else line.until
    if not last.since < day or (end is not None and day >= end):
        return (*stays[:-1], replace(last, status=line.status))
    return (*stays[:-1], replace(last, until=day), replace(last, status=line.status, since=day, arrived_on=line.since))

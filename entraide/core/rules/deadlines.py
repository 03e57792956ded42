"""The days of a claim: until when it is accepted, on which day its rule reads parameters, over which days a ceiling counts."""

from collections.abc import Iterable
from datetime import date

from entraide.core.rules.definition import Ceiling, Deadline, DeadlineStart, Period, ReadsOn, Revision
from entraide.core.timeline import Span, add_months, civil_year_of, school_year_of


# Someone whose rights end on 31 December may still file until 31 January: « Rappel : délai de forclusion », cnas.fr.
MONTHS_AFTER_RIGHTS = 1


def last_day(revision: Revision, event_on: date, *, rights_ended_on: date | None = None) -> date | None:
    """Give the last day, included, on which a claim for an event is accepted; nothing where no source says a deadline.

    Rights that have ended (last day `rights_ended_on`) bring it forward, never back.
    """
    if revision.deadline is None:
        return None
    day = last_day_of(revision.deadline, event_on)
    return day if rights_ended_on is None else min(day, add_months(rights_ended_on, MONTHS_AFTER_RIGHTS))


def last_day_of(deadline: Deadline, event_on: date) -> date:
    """Count the months of a deadline, kept within the month's end.

    >>> last_day_of(Deadline(6), date(2022, 3, 31))
    datetime.date(2022, 9, 30)
    """
    start = event_on if deadline.after is DeadlineStart.EVENT else date(event_on.year, 12, 31)
    return add_months(start, deadline.months)


def parameter_day(reads_on: ReadsOn, *, event_on: date, filed_on: date) -> date:
    """Give the day that decides which revision and which parameters hold for a claim, whatever happens later."""
    days = {
        ReadsOn.EVENT: event_on,
        ReadsOn.FILING: filed_on,
        ReadsOn.SCHOOL_YEAR_START: school_year_of(event_on).since,
        ReadsOn.CIVIL_YEAR_START: civil_year_of(event_on).since,
    }
    return days[reads_on]


def revision_for(revisions: Iterable[Revision], *, event_on: date, filed_on: date) -> Revision | None:
    """Choose, among the revisions of one benefit, the last that had started on its own day; nothing before the first."""
    started = [
        revision
        for revision in revisions
        if revision.since <= parameter_day(revision.reads_parameters_on, event_on=event_on, filed_on=filed_on)
    ]
    return max(started, key=lambda revision: revision.since, default=None)


def ceiling_span(ceiling: Ceiling, event_on: date) -> Span | None:
    """Give the days of event over which what was used counts against a ceiling; nothing for a whole life.

    For rolling years: from the day that makes the former grant exactly `years` old (excluded) to the event's own day.
    """
    tomorrow = date.fromordinal(event_on.toordinal() + 1)
    if ceiling.period is Period.ROLLING_YEARS:
        return Span(date.fromordinal(add_months(event_on, -12 * ceiling.years).toordinal() + 1), tomorrow)
    if ceiling.period is Period.EVENT:
        return Span(event_on, tomorrow)
    if ceiling.period is Period.CIVIL_YEAR:
        return civil_year_of(event_on)
    return school_year_of(event_on) if ceiling.period is Period.SCHOOL_YEAR else None

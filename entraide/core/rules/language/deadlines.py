"""The days of a claim: until when it is accepted, on which day its rule reads parameters, over which days a ceiling counts."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from entraide.core.rules.language.choices import DeadlineStart, Period, ReadsOn
from entraide.core.rules.language.definition import Ceiling, Deadline, Revision
from entraide.core.rules.language.facts import FIRST_DAY
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


@lru_cache(maxsize=4096)
def first_day(deadline: Deadline, filed_on: date) -> date:
    """Give the first event day that may still be claimed on `filed_on`: the reading of `last_day_of` the other way round.

    >>> first_day(Deadline(6), date(2022, 9, 30))
    datetime.date(2022, 3, 30)
    """
    if deadline.after is DeadlineStart.CIVIL_YEAR_END:
        year = add_months(filed_on, -deadline.months).year
        return next(start for start in (date(year - 1, 1, 1), date(year, 1, 1)) if last_day_of(deadline, start) >= filed_on)
    near = add_months(filed_on, -deadline.months).toordinal()
    return next(day for day in map(date.fromordinal, range(near - 3, near + 4)) if last_day_of(deadline, day) >= filed_on)


def claimable_days(revision: Revision, filed_on: date, rights: tuple[date | None, date | None]) -> tuple[date, date]:
    """Bound the events that a claim may be for: past, in time, under this revision, within the rights (their first and last day)."""
    starts = [rights[0] or date.min] if revision.reads_parameters_on is ReadsOn.FILING else [rights[0] or date.min, revision.since]
    if revision.deadline is not None:
        starts.append(first_day(revision.deadline, filed_on))
    last = filed_on if rights[1] is None else min(filed_on, rights[1])
    return min(max(*starts, FIRST_DAY), last), last


def parameter_day(reads_on: ReadsOn, *, event_on: date, filed_on: date) -> date:
    """Give the day that decides which revision and which parameters hold for a claim, whatever happens later."""
    if reads_on is ReadsOn.EVENT:
        return event_on
    if reads_on is ReadsOn.FILING:
        return filed_on
    year = school_year_of(event_on) if reads_on is ReadsOn.SCHOOL_YEAR_START else civil_year_of(event_on)
    return year.since


def revision_for(revisions: Iterable[Revision], *, event_on: date, filed_on: date) -> Revision | None:
    """Choose, among the revisions of one benefit, the last that had started on its own day; nothing before the first."""
    started = [
        revision
        for revision in revisions
        if revision.since <= parameter_day(revision.reads_parameters_on, event_on=event_on, filed_on=filed_on)
    ]
    return max(started, key=lambda revision: revision.since, default=None)


def first_event_day(revisions: Iterable[Revision], *, filed_on: date) -> date | None:
    """Give the first event day for which a benefit has a revision, claimed on `filed_on`; nothing where it has none."""
    return min((day for day in (_read_since(revision, filed_on) for revision in revisions) if day), default=None)


def _read_since(revision: Revision, filed_on: date) -> date | None:
    if revision.reads_parameters_on is ReadsOn.FILING:
        return FIRST_DAY if revision.since <= filed_on else None
    if revision.reads_parameters_on is ReadsOn.EVENT:
        return revision.since
    year_of = school_year_of if revision.reads_parameters_on is ReadsOn.SCHOOL_YEAR_START else civil_year_of
    begun = year_of(revision.since).since
    # A year is read on its first day: one that had begun before the revision is none of its own.
    return begun if begun == revision.since else year_of(add_months(revision.since, 12)).since


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

"""Facts hold over a span; a correction adds and closes; undoing an act gives back what was seen before, and hides neither act."""

from datetime import date, timedelta

import pytest

from entraide.apps.members.models import MemberName
from entraide.orm.keys import uuid7
from tests.factories.base import NOW, THEN, TODAY
from tests.factories.members import MemberFactory, MemberNameFactory


pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return MemberFactory(named=None)


def seen(member, day: date) -> list[str]:
    return sorted(MemberName.objects.in_force_on(day).filter(member=member).order_by("since").values_list("name", flat=True))


def timeline(member) -> list[tuple[str, date, date | None]]:
    rows = MemberName.objects.current().filter(member=member).order_by("since")
    return [(row.name, row.since, row.until) for row in rows]


def test_a_fact_holds_from_its_first_day_to_the_day_before_its_end(member):
    MemberNameFactory(member=member, name="Reims Métropole", since=date(2013, 1, 1), until=date(2017, 1, 1))
    MemberNameFactory(member=member, name="Grand Reims", since=date(2017, 1, 1))
    assert seen(member, date(2012, 12, 31)) == []
    assert seen(member, date(2013, 1, 1)) == ["Reims Métropole"]
    assert seen(member, date(2016, 12, 31)) == ["Reims Métropole"]
    assert seen(member, date(2017, 1, 1)) == ["Grand Reims"]
    assert seen(member, date(2099, 1, 1)) == ["Grand Reims"]


def test_a_fact_that_was_superseded_is_seen_no_more(member):
    MemberNameFactory(member=member, name="Rheims", superseded_at=NOW)
    MemberNameFactory(member=member, name="Reims")
    assert seen(member, TODAY) == ["Reims"]
    assert MemberName.objects.filter(member=member).count() == 2


def rename(member, name: str, since: date, *, at):
    """Correct a timeline as an act does: close the row in force, write its beginning again, add the new one."""
    act = uuid7()
    held = MemberName.objects.in_force_on(since).get(member=member)
    MemberName.objects.filter(pk=held.pk).update(superseded_at=at, superseded_by=act)
    MemberNameFactory(member=member, name=held.name, since=held.since, until=since, recorded_at=at, recorded_by=act)
    MemberNameFactory(member=member, name=name, since=since, until=held.until, recorded_at=at, recorded_by=act)
    return act


def undo(act, *, at):
    """Undo an act as `ValidTime` says: supersede the rows that it recorded, write again those that it superseded."""
    undoing = uuid7()
    MemberName.objects.filter(recorded_by=act, superseded_at__isnull=True).update(superseded_at=at, superseded_by=undoing)
    for row in MemberName.objects.filter(superseded_by=act).order_by("since"):
        row.pk, row.recorded_at, row.recorded_by, row.superseded_at, row.superseded_by = uuid7(), at, undoing, None, None
        row.save(force_insert=True)
    return undoing


def test_undoing_an_act_makes_every_current_view_equal_and_keeps_both_acts(member):
    MemberNameFactory(member=member, name="Reims Métropole", since=date(2013, 1, 1))
    before = timeline(member)
    act = rename(member, "Grand Reims", date(2017, 1, 1), at=THEN)
    assert timeline(member) == [
        ("Reims Métropole", date(2013, 1, 1), date(2017, 1, 1)),
        ("Grand Reims", date(2017, 1, 1), None),
    ]
    undoing = undo(act, at=NOW)
    assert timeline(member) == before
    assert [seen(member, day) for day in (date(2012, 1, 1), date(2014, 1, 1), TODAY)] == [[], ["Reims Métropole"], ["Reims Métropole"]]
    assert MemberName.objects.filter(recorded_by=act).count() == 2
    assert MemberName.objects.filter(superseded_by=undoing).count() == 2
    assert MemberName.objects.filter(superseded_by=act).count() == 1


def test_an_undoing_may_itself_be_undone(member):
    MemberNameFactory(member=member, name="Reims Métropole", since=date(2013, 1, 1))
    act = rename(member, "Grand Reims", date(2017, 1, 1), at=THEN)
    after = timeline(member)
    undo(undo(act, at=NOW), at=NOW + timedelta(hours=1))
    assert timeline(member) == after

"""The list of accounts names each member as it is called today, and its totals are those of its rows."""

from datetime import timedelta

import pytest

from entraide.apps.contributions import queries
from entraide.apps.contributions.queries import AccountFilter
from entraide.core.money import Money, total
from tests.factories.base import NOW, TODAY
from tests.factories.figures import ContributionLineFactory
from tests.factories.members import MemberFactory, MemberNameFactory


pytestmark = pytest.mark.django_db


def line(member, cents, kind="call", **said):
    return ContributionLineFactory(member=member, cents=Money(cents), kind=kind, year=2024, on=TODAY, **said)


def test_each_member_is_one_row_under_the_name_of_the_day():
    renamed, gone = MemberFactory(named__name="Ancien nom", named__until=TODAY), MemberFactory(named__name="Partie", named__until=TODAY)
    MemberNameFactory(member=renamed, name="Nouveau nom", since=TODAY)
    MemberNameFactory(member=renamed, name="Erreur", since=TODAY - timedelta(days=9), superseded_at=NOW)
    for member in (renamed, gone):
        line(member, 1_000, head_count=2)
        line(member, -100, kind="adjustment", head_count=None)
    rows = {row["member_id"]: row for row in queries.accounts(2024, on=TODAY)}
    assert (rows[renamed.pk]["name"], rows[gone.pk]["name"]) == ("Nouveau nom", gone.siren)
    assert [(row["heads"], row["called"], row["adjusted"], row["total"]) for row in rows.values()] == [
        (2, Money(1_000), Money(-100), Money(900))
    ] * 2


@pytest.mark.parametrize(
    "wanted", [AccountFilter(), AccountFilter(is_adjusted=True), AccountFilter(text="reims"), AccountFilter(origin="imported")]
)
def test_totals_are_those_of_the_rows_whatever_the_filter(wanted):
    for name, origin in (("Ville de Reims", "platform"), ("Fismes", "platform"), ("Gueux", "imported")):
        member = MemberFactory(named__name=name)
        line(member, 1_000, origin=origin)
        if name != "Fismes":
            line(member, -30, kind="adjustment", origin=origin)
    rows = list(queries.accounts(2024, on=TODAY, wanted=wanted))
    count, heads, *amounts = queries.accounts_add_up(2024, wanted=wanted)
    assert (count, heads) == (len(rows), sum(row["heads"] for row in rows)) and rows
    assert amounts == [total(row[name] for row in rows) for name in ("called", "adjusted", "total")]
    assert queries.accounts_add_up(2019) == (0, 0, Money(0), Money(0), Money(0))

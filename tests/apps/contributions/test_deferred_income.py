"""What is called before its year begins waits in 487: each year's 756 holds its own contributions, and a cancelled call leaves nothing."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.core.management import call_command

from entraide.apps.accounts.actor import system_actor
from entraide.apps.contributions.operations.adjustments import adjust_member
from entraide.apps.contributions.operations.calls import call_member
from entraide.apps.contributions.operations.cancelling import cancel_call
from entraide.apps.ledger.queries import fec_of, journal_years, trial_balance
from entraide.config.pieces import pieces_of
from tests.factories.base import NOW, TODAY
from tests.factories.beneficiaries import BeneficiaryFactory
from tests.factories.members import EstablishmentFactory, MemberFactory


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_rates")]
ACT = {"actor": system_actor("suite"), "at": NOW, "on": TODAY}
BEGINS = date(2025, 1, 1)
EVE = BEGINS - timedelta(days=1)


def called_ahead(count=2):
    """A member called in October 2024 for 2025."""
    member = MemberFactory()
    EstablishmentFactory(member=member, siret=f"{member.siren}00019", is_billed=True)
    BeneficiaryFactory.create_batch(count, affiliation__member=member)
    call_member(member_id=member.pk, year=2025, accepts_provisional=True, **ACT)
    return member


def balances(day):
    return {each.code: each.balance.cents for each in trial_balance(as_of=day) if each.balance.cents}


def moved(year):
    """What each account moved in the file of a year, in cents, debit less credit, its opening left out."""
    titles, *lines = [line.split("\t") for line in fec_of(year, pieces_of=pieces_of)]
    found = Counter()
    for row in (dict(zip(titles, line, strict=True)) for line in lines):
        if row["JournalCode"] != "AN":
            found[row["CompteNum"]] += int(row["Debit"].replace(",", "")) - int(row["Credit"].replace(",", ""))
    return dict(found)


def test_a_year_called_ahead_is_income_of_its_own_year():
    member = called_ahead()
    call_member(member_id=member.pk, year=2024, **ACT)
    ahead = -balances(EVE)["487"]
    assert balances(EVE) == {"411": 434_00 + ahead, "487": -ahead, "756": -434_00}
    assert balances(BEGINS) == {"411": 434_00 + ahead, "756": -434_00 - ahead}
    assert (moved(2024)["756"], moved(2025)) == (-434_00, {"487": ahead, "756": -ahead})


def test_its_entries_name_its_document_in_both_years():
    called_ahead()
    rows = [line.split("\t") for year in (2024, 2025) for line in fec_of(year, pieces_of=pieces_of)]
    assert len({row[8] for row in rows if row[0] == "CO"}) == 1
    assert {row[8][:3] for row in rows if row[0] == "CO"} == {"AC-"}


@pytest.mark.parametrize("day", [TODAY, EVE, BEGINS, date(2025, 2, 3)])
def test_a_call_made_ahead_and_cancelled_leaves_every_account_at_nothing(day):
    member = called_ahead()
    cancel_call(member_id=member.pk, year=2025, reason="Liste fausse", actor=ACT["actor"], at=NOW, on=day)
    for each in (day, max(day, BEGINS), date(2026, 1, 1)):
        assert balances(each) == {}
    if day < BEGINS:
        assert moved(2024).get("756", 0) == moved(2025).get("756", 0) == 0


def test_an_adjustment_ahead_follows_its_call_by_its_own_day():
    member = called_ahead()
    ahead = balances(TODAY)["411"]
    BeneficiaryFactory(affiliation__member=member)
    later = NOW + timedelta(days=1)
    adjust_member(member_id=member.pk, year=2025, actor=ACT["actor"], at=later, on=later.date())
    more = balances(EVE)["411"]
    assert more > ahead and balances(EVE) == {"411": more, "487": -more}
    assert balances(BEGINS) == {"411": more, "756": -more}


def test_the_year_to_come_has_no_file_yet():
    called_ahead()
    assert (journal_years(last=2024), journal_years(last=2025)) == ([2024], [2025, 2024])


@pytest.mark.parametrize(("day", "says"), [(date(2025, 1, 25), True), (date(2025, 3, 31), True), (date(2025, 4, 1), False)])
def test_a_file_is_provisional_while_an_act_may_still_bear_one_of_its_days(settings, tmp_path, capsys, day, says):
    called_ahead()
    settings.ENTRAIDE_TODAY = day
    call_command("ledger", "fec", "--year", "2024", str(tmp_path))
    assert ("provisoire" in capsys.readouterr().out) is says

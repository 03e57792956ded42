"""Contribution lines add up, and each stands in the journal."""

from datetime import date

import pytest

from entraide.apps.accounts.actor import system_actor
from entraide.apps.contributions import queries
from entraide.apps.contributions.models import ContributionLine
from entraide.apps.contributions.operations.calls import call_member
from entraide.apps.contributions.operations.cancelling import cancel_call
from entraide.apps.contributions.operations.imports import import_lines
from entraide.apps.contributions.refusals import CallHeld
from entraide.apps.ledger.queries import trial_balance
from entraide.core.ledger import AccountCode
from entraide.core.money import Money
from entraide.core.opening.values import ContributionKind, OpeningContribution
from entraide.orm.keys import uuid7
from tests.factories.base import NOW, TODAY
from tests.factories.beneficiaries import BeneficiaryFactory
from tests.factories.members import MemberFactory


pytestmark = pytest.mark.django_db
ACT = {"actor": system_actor("suite"), "at": NOW, "on": TODAY}


def line(siren: str, euros: str, *, kind=ContributionKind.ADJUSTMENT, label="Régularisation", on=date(2023, 3, 31)) -> OpeningContribution:
    return OpeningContribution(2, siren, on.year, kind, label, None, on, Money.of(euros))


def test_lines_of_both_signs_add_up_as_of_a_day():
    member = MemberFactory()
    rows = [line(member.siren, "424", kind=ContributionKind.CALL, on=date(2023, 1, 31)), line(member.siren, "-12.34")]
    assert import_lines(rows=rows, import_id=uuid7(), **ACT) == 2
    assert queries.called_for(member.pk, year=2023, as_of=date(2023, 2, 1)) == Money.of(424)
    assert queries.called_for(member.pk, year=2023, as_of=TODAY) == Money.of("411.66")
    assert [one.cents for one in queries.lines_of(member.pk, year=2023)] == [Money.of(424), Money.of("-12.34")]
    assert {each.code: each.balance for each in trial_balance(as_of=TODAY)}[AccountCode.CONTRIBUTIONS] == Money.of("-411.66")


def test_a_line_taken_over_twice_is_one():
    member = MemberFactory()
    rows = [line(member.siren, "5"), line(member.siren, "5", label="régularisation ")]
    import_lines(rows=rows[:1], import_id=uuid7(), **ACT)
    assert import_lines(rows=rows, import_id=uuid7(), **ACT) == 0


def test_a_member_that_was_never_called_owes_nothing():
    assert queries.called_for(MemberFactory().pk, year=2024, as_of=TODAY) == Money(0)


def test_a_line_about_a_year_that_was_called_here_is_refused_and_named(published_rates):
    member = BeneficiaryFactory().affiliations.get().member
    call_member(member_id=member.pk, year=2024, **ACT)
    row = line(member.siren, "217", kind=ContributionKind.CALL, on=date(2024, 1, 31))
    with pytest.raises(CallHeld) as refused:
        import_lines(rows=[row], import_id=uuid7(), **ACT)
    assert refused.value.params == {"line": 2, "year": 2024, "siren": member.siren}
    assert not ContributionLine.objects.filter(origin="imported").exists()
    cancel_call(member_id=member.pk, year=2024, reason="Déjà appelé ailleurs", **ACT)
    assert import_lines(rows=[row], import_id=uuid7(), **ACT) == 1

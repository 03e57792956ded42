"""The lines that the database writes by itself are those that the core reckons, whoever is on the lists and whatever contracts say."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from entraide.apps.accounts.actor import system_actor
from entraide.apps.contributions.models import CallCampaign, ContributionLine, PersonLine
from entraide.apps.contributions.operations import calls
from entraide.apps.contributions.operations.calls import call_member
from entraide.apps.contributions.operations.campaigns import continue_campaign
from entraide.apps.contributions.operations.launching import CampaignPlan, open_campaign
from entraide.apps.contributions.queries.due import due_of
from entraide.apps.contributions.translation import rates_of
from entraide.core.money import total
from tests.factories.base import LONG_AGO, NOW, TODAY
from tests.factories.beneficiaries import AffiliationFactory, BeneficiaryFactory
from tests.factories.calls import RateTrajectoryFactory
from tests.factories.members import MemberFactory, MembershipFactory


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_rates")]
ACT = {"actor": system_actor("suite"), "at": NOW, "on": TODAY}
FIRST, AFTER = date(2024, 1, 1), date(2025, 1, 1)
# Around every bound that makes a year whole or not.
CONTRACTS = [
    [{}],
    [{"since": FIRST, "until": AFTER}],
    [{"since": FIRST + timedelta(days=1)}],
    [{"until": AFTER - timedelta(days=1)}],
    [{"until": date(2024, 7, 1)}, {"since": date(2024, 7, 1)}],
    [{"scope": "partial", "covers": [{"kind": "retirees"}]}],
    [{"scope": "territorial"}],
    [],
]
BEGUN = [LONG_AGO, FIRST, FIRST + timedelta(days=1), date(2024, 7, 1), AFTER]
ENDED = [None, AFTER + timedelta(days=1), AFTER, AFTER - timedelta(days=1), date(2024, 9, 1)]
BEFORE, LATER = NOW - timedelta(days=1), NOW + timedelta(days=1)
KNOWN = [{}, {"recorded_at": LATER}, {"superseded_at": BEFORE}, {"superseded_at": LATER}]


def member_of(data):
    member = MemberFactory(membership=None)
    payer = data.draw(st.sampled_from([None, MemberFactory]))
    for contract in data.draw(st.sampled_from(CONTRACTS)):
        MembershipFactory(member=member, payer=payer and payer(membership=None), **contract)
    if data.draw(st.booleans()):
        RateTrajectoryFactory(member=member, since_year=data.draw(st.sampled_from([2023, 2024, 2025])))
    return member


def listed_by(members, data):
    """Put a person on the lists of some members: of each once, or twice in a row."""
    person = BeneficiaryFactory(affiliation=None)
    for member in data.draw(st.lists(st.sampled_from(members), min_size=1, max_size=2, unique=True)):
        said = {
            "status": data.draw(st.sampled_from(["active", "retiree", "apprentice"])),
            "since": data.draw(st.sampled_from(BEGUN)),
            "until": data.draw(st.sampled_from(ENDED)),
            "rights_until": data.draw(st.sampled_from([*ENDED, LONG_AGO])),
            "is_principal": data.draw(st.booleans()),
            **data.draw(st.sampled_from(KNOWN)),
        }
        if said["until"] and said["until"] <= said["since"]:
            said["until"] = None
        AffiliationFactory(beneficiary=person, member=member, **said)
        if said["until"] and data.draw(st.booleans()):
            AffiliationFactory(beneficiary=person, member=member, status="retiree", since=said["until"])


def said(lines):
    return sorted((line.person, line.head_class, line.since, line.until, line.days, line.rate.cents, line.amount.cents) for line in lines)


def written(row):
    columns = ("beneficiary_id", "head_class", "since", "until", "days", "rate", "cents")
    return sorted((*one[:5], one[5].cents, one[6].cents) for one in row.persons.values_list(*columns))


# What fails is small enough to be read; making it smaller takes minutes.
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(data=st.data())
def test_what_is_written_of_any_lists_is_what_the_core_reckons(data):
    with transaction.atomic():
        members = [member_of(data) for _ in range(3)]
        BeneficiaryFactory.create_batch(2, affiliation__member=members[0])
        AffiliationFactory(member=members[0], beneficiary=BeneficiaryFactory(affiliation__member=members[1]))
        for _ in range(data.draw(st.integers(1, 8))):
            listed_by(members, data)
        keys = [member.pk for member in members]
        due = due_of(keys, year=2024, known_at=NOW, on=TODAY)
        key = open_campaign(plan=CampaignPlan(2024, "call", TODAY, TODAY), **ACT)
        while continue_campaign(campaign_id=key, **ACT):
            pass
        left_out = {UUID(one["member"]): one["code"] for one in CallCampaign.objects.get().refused}
        assert left_out.items() <= due.reasons.items()
        rows = {row.member_id: row for row in ContributionLine.objects.all()}
        assert rows.keys() == due.lines.keys()
        for member, row in rows.items():
            own = due.lines[member]
            assert written(row) == said(own)
            assert (row.cents, row.head_count) == (total(line.amount for line in own), len({line.person for line in own}))
            assert (row.rates, row.payer_id) == (rates_of(own), due.payers[member])
        transaction.set_rollback(True)


def test_the_core_reads_nobody_who_is_there_all_year(monkeypatch):
    member = MemberFactory()
    BeneficiaryFactory.create_batch(3, affiliation__member=member)
    late = BeneficiaryFactory(affiliation__member=member, affiliation__since=date(2024, 7, 1))
    reckoned = []
    monkeypatch.setattr(calls, "due_of", lambda *args, **kwargs: reckoned.append(due_of(*args, **kwargs)) or reckoned[0])
    call_member(member_id=member.pk, year=2024, **ACT)
    assert [line.person for line in reckoned[0].lines[member.pk]] == [late.pk]
    assert PersonLine.objects.count() == 4


def test_each_line_that_the_database_keys_has_a_key_of_its_own_made_then():
    member = MemberFactory()
    BeneficiaryFactory.create_batch(20, affiliation__member=member)
    key = call_member(member_id=member.pk, year=2024, **ACT)
    keys = set(PersonLine.objects.values_list("pk", flat=True))
    assert len(keys) == 20
    assert {(one.version, one.variant) for one in keys} == {(7, key.variant)}
    assert max((one.int >> 80) - (key.int >> 80) for one in keys) < 60_000
    assert min((one.int >> 80) - (key.int >> 80) for one in keys) >= 0

"""A call that was wrong is taken back whole: nothing is owed, the journal is balanced, the year is called again as the first time."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from entraide.apps.accounts.actor import Actor, Hat, system_actor
from entraide.apps.accounts.roles import Role
from entraide.apps.audit.models import AuditEntry
from entraide.apps.contributions.models import CallCampaign, CallDocument, ContributionLine, PersonLine
from entraide.apps.contributions.operations import campaigns
from entraide.apps.contributions.operations.adjustments import adjust_member
from entraide.apps.contributions.operations.calls import call_member
from entraide.apps.contributions.operations.campaigns import continue_campaign, stop_campaign
from entraide.apps.contributions.operations.cancelling import cancel_call, preview_cancellation
from entraide.apps.contributions.operations.disputes import open_dispute, withdraw_dispute
from entraide.apps.contributions.operations.launching import CampaignPlan, open_campaign, open_cancellation
from entraide.apps.contributions.operations.replacing import cancel_and_replace, standing_draft
from entraide.apps.contributions.policies import NotAccountant
from entraide.apps.contributions.queries import accounts, called_for
from entraide.apps.contributions.queries import campaigns as reads
from entraide.apps.contributions.queries.documents import DocumentState, documents, undocumented
from entraide.apps.contributions.refusals import (
    CallDisputed,
    CallPaid,
    CampaignOpen,
    CampaignOver,
    CancelledAlready,
    CreditedTooMuch,
    NotCalled,
    NothingToCancel,
    ReasonMissing,
)
from entraide.apps.contributions.translation import said_by
from entraide.apps.ledger.queries import trial_balance
from entraide.core.contributions.years import YearLapsed
from entraide.core.money import Money, total
from entraide.integrations.facturx import call_xml
from entraide.integrations.schematron import check_invoices
from entraide.orm.acts import Stamp, ended
from entraide.orm.keys import uuid7
from tests.factories.base import NOW, TODAY
from tests.factories.beneficiaries import BeneficiaryFactory
from tests.factories.call_documents import DepositFactory, ReceiptFactory
from tests.factories.members import EstablishmentFactory, MemberFactory, MembershipFactory
from tests.harness.together import together


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_rates")]
ACT = {"actor": system_actor("suite"), "at": NOW, "on": TODAY}
PLAN = CampaignPlan(2024, "call", TODAY, TODAY + timedelta(days=30))


def billed(count=2, **values):
    """A member that is billed, with so many persons."""
    member = MemberFactory(**values)
    EstablishmentFactory(member=member, siret=f"{member.siren}00019", is_billed=True)
    BeneficiaryFactory.create_batch(count, affiliation__member=member)
    return member


def cancel(member, reason="Appelé sur une liste fausse"):
    return cancel_call(member_id=member.pk, year=2024, reason=reason, **ACT)


def said(member):
    """What the standing lines of a member say of each person."""
    rows = PersonLine.objects.filter(line__member=member, withdraws__isnull=True, withdrawn_by__isnull=True)
    return sorted(rows.values_list("beneficiary_id", "head_class", "since", "until", "days", "rate", "cents"))


def receivable():
    return next((account.balance for account in trial_balance(as_of=TODAY) if account.code == "411"), Money(0))


def run(key):
    while continue_campaign(campaign_id=key, **ACT):
        pass


def test_call_and_cancel_leave_nothing_and_the_second_call_says_what_the_first_said():
    member = billed()
    first = call_member(member_id=member.pk, year=2024, **ACT)
    was = said(member)
    key = cancel(member)
    assert called_for(member.pk, year=2024, as_of=TODAY) == receivable() == Money(0)
    assert said(member) == [] and total(PersonLine.objects.values_list("cents", flat=True)) == Money(0)
    assert ContributionLine.objects.get(pk=first).cancelled_by_id == key
    again = call_member(member_id=member.pk, year=2024, **ACT)
    assert said(member) == was
    assert called_for(member.pk, year=2024, as_of=TODAY) == receivable() == ContributionLine.objects.get(pk=again).cents == Money.of(434)
    account = accounts(2024, on=TODAY).get()
    assert (account["heads"], account["called"], account["adjusted"], account["total"]) == (2, Money.of(434), Money(0), Money.of(434))


def test_its_document_is_taken_back_by_a_credit_that_says_why():
    member = billed()
    call_member(member_id=member.pk, year=2024, **ACT)
    cancel(member, "Deux listes confondues")
    held = documents(TODAY).get(kind="call")
    credit = CallDocument.objects.get(kind="credit")
    assert (held.state, held.owed) == (DocumentState.CANCELLED, Money(0))
    assert (credit.takes_back_id, credit.cents, credit.reason) == (held.pk, Money.of(434), "Deux listes confondues")
    assert not undocumented().exists()
    call_member(member_id=member.pk, year=2024, **ACT)
    assert CallDocument.objects.filter(kind="call").count() == 2


def test_a_call_that_was_adjusted_up_and_down_is_cancelled_with_its_adjustments():
    member = billed(3)
    call_member(member_id=member.pk, year=2024, **ACT)
    BeneficiaryFactory(affiliation__member=member)
    adjust_member(member_id=member.pk, year=2024, **ACT)
    gone = list(BeneficiaryFactory(affiliation__member=member, affiliation__since=date(2024, 7, 1)).affiliations.all())
    adjust_member(member_id=member.pk, year=2024, **ACT)
    ended(gone, date(2024, 8, 1), act=Stamp(uuid7(), NOW), leaving="departure")
    adjust_member(member_id=member.pk, year=2024, **ACT)
    was = said(member)
    cancel(member)
    assert receivable() == total(row.owed for row in documents(TODAY)) == Money(0)
    assert {row.state for row in documents(TODAY).filter(kind="call")} == {DocumentState.CANCELLED}
    assert not ContributionLine.objects.exclude(kind="cancellation").filter(cancelled_by__isnull=True).exists()
    call_member(member_id=member.pk, year=2024, **ACT)
    assert [row[:5] for row in said(member)] == [row[:5] for row in was]


def test_credits_that_gave_back_more_than_a_document_asked_keep_the_call():
    member = billed(3)
    call_member(member_id=member.pk, year=2024, **ACT)
    BeneficiaryFactory(affiliation__member=member, affiliation__since=date(2024, 10, 1))
    adjust_member(member_id=member.pk, year=2024, **ACT)
    affiliations = [one for line in PersonLine.objects.all() for one in line.beneficiary.affiliations.all()]
    ended(affiliations[:2], date(2024, 2, 1), act=Stamp(uuid7(), NOW), leaving="departure")
    adjust_member(member_id=member.pk, year=2024, **ACT)
    with pytest.raises(CreditedTooMuch):
        cancel(member)


def test_a_member_paid_for_by_another_is_taken_off_the_common_document_and_the_last_one_takes_it_back():
    payer = billed(0)
    members = [MemberFactory(membership=None) for _ in range(2)]
    for member in members:
        MembershipFactory(member=member, payer=payer)
        BeneficiaryFactory(affiliation__member=member)
    run(open_campaign(plan=PLAN, **ACT))
    cancel(members[0])
    held = documents(TODAY).get(kind="call")
    assert (held.cents, held.credited, held.owed) == (Money.of(434), Money.of(217), Money.of(217))
    assert standing_draft(CallDocument.objects.get(kind="call")).amount == Money.of(217)
    cancel(members[1])
    held = documents(TODAY).get(kind="call")
    assert (held.state, held.owed, receivable()) == (DocumentState.CANCELLED, Money(0), Money(0))
    invoices = [call_xml(said_by(row)) for row in CallDocument.objects.order_by("number")]
    assert len(invoices) == 3
    assert [report.failed for reports in check_invoices(invoices) for report in reports if report.failed] == []


def test_a_call_without_a_document_is_cancelled_and_waits_for_none():
    member = BeneficiaryFactory().affiliations.get().member
    call_member(member_id=member.pk, year=2024, **ACT)
    assert undocumented().count() == 1
    cancel(member)
    assert not undocumented().exists() and not CallDocument.objects.exists()


def test_a_call_on_which_money_came_or_of_which_a_line_is_disputed_stays():
    paid, disputed = billed(), billed()
    for member in (paid, disputed):
        call_member(member_id=member.pk, year=2024, **ACT)
    ReceiptFactory(document=CallDocument.objects.get(debtor=paid), cents=Money(1))
    line = PersonLine.objects.filter(line__member=disputed).order_by("pk").first()
    correspondent = Actor("person", uuid7(), "S", Hat(Role.CORRESPONDENT, disputed.pk))
    open_dispute(person_line_id=line.pk, ground="Partie", **ACT | {"actor": correspondent})
    for member, refusal in ((paid, CallPaid), (disputed, CallDisputed)):
        with pytest.raises(refusal):
            cancel(member)
    assert not ContributionLine.objects.filter(kind="cancellation").exists()


def test_cancelling_says_why_and_belongs_to_accountants():
    member = billed()
    with pytest.raises(NotCalled):
        cancel(member)
    call_member(member_id=member.pk, year=2024, **ACT)
    with pytest.raises(ReasonMissing):
        cancel(member, "  ")
    director = Actor("person", uuid7(), "D", Hat(Role.DIRECTOR))
    for act, about in ((cancel_call, {"member_id": member.pk, "year": 2024}), (open_cancellation, {"campaign_id": uuid7()})):
        with pytest.raises(NotAccountant):
            act(**about, reason="Erreur", **ACT | {"actor": director})
    cancel(member)
    assert AuditEntry.objects.get(verb="contributions.call_cancelled").payload.content["reason"] == "Appelé sur une liste fausse"
    for again in (lambda: cancel(member), lambda: adjust_member(member_id=member.pk, year=2024, **ACT)):
        with pytest.raises(CancelledAlready):
            again()


def test_a_campaign_is_cancelled_batch_after_batch_then_the_year_is_called_again(monkeypatch):
    monkeypatch.setattr(reads, "MEMBERS_AT_ONCE", 2)
    members = [billed() for _ in range(5)]
    call = open_campaign(plan=PLAN, **ACT)
    run(call)
    was = {member.pk: said(member) for member in members}
    key = open_cancellation(campaign_id=call, reason="Mauvais taux", **ACT)
    continue_campaign(campaign_id=key, **ACT)
    assert receivable() == Money.of(3 * 434)
    with pytest.raises(CampaignOpen):
        open_campaign(plan=PLAN, **ACT)
    run(key)
    campaign = CallCampaign.objects.get(pk=key)
    assert (campaign.state, campaign.done_count, campaign.cents, campaign.refused) == ("done", 5, -Money.of(5 * 434), [])
    assert receivable() == total(row.owed for row in documents(TODAY)) == Money(0)
    assert CallCampaign.objects.get(pk=call).state == "cancelled"
    run(open_campaign(plan=PLAN, **ACT))
    assert {member.pk: said(member) for member in members} == was
    assert receivable() == total(row.owed for row in documents(TODAY)) == Money.of(5 * 434)


def test_a_campaign_that_is_cancelled_leaves_what_is_deposited_and_says_so():
    deposited, other = billed(), billed()
    call = open_campaign(plan=PLAN, **ACT)
    run(call)
    DepositFactory(document=CallDocument.objects.get(debtor=deposited))
    key = open_cancellation(campaign_id=call, reason="Mauvais taux", **ACT)
    run(key)
    assert CallCampaign.objects.get(pk=key).refused == [{"member": str(deposited.pk), "code": "contributions.call_deposited"}]
    assert (said(other), len(said(deposited))) == ([], 2)
    # By itself it is cancelled: the credit is deposited in its turn.
    cancel(deposited)
    assert receivable() == Money(0)


def test_the_preview_of_a_cancellation_says_what_it_then_does_and_calls_that_stayed_are_cancelled_once_nothing_holds_them(monkeypatch):
    monkeypatch.setattr(reads, "MEMBERS_AT_ONCE", 2)
    members = [billed() for _ in range(4)]
    call = open_campaign(plan=PLAN, **ACT)
    run(call)
    BeneficiaryFactory(affiliation__member=members[3], affiliation__since=date(2024, 7, 1))
    adjust_member(member_id=members[3].pk, year=2024, **ACT)
    DepositFactory(document=CallDocument.objects.get(debtor=members[0]))
    line = PersonLine.objects.filter(line__member=members[1]).order_by("pk").first()
    speaker = Actor("person", uuid7(), "S", Hat(Role.CORRESPONDENT, members[1].pk))
    dispute = open_dispute(person_line_id=line.pk, ground="Partie en mars", **ACT | {"actor": speaker})
    campaign = CallCampaign.objects.get(pk=call)
    found = preview_cancellation(campaign, at=NOW)
    assert found.staying == {"contributions.call_deposited": 1, "contributions.call_disputed": 1}
    key = open_cancellation(campaign_id=call, reason="Mauvais taux", **ACT)
    run(key)
    done = CallCampaign.objects.get(pk=key)
    assert (found.call_count, found.amount) == (2, -done.cents)
    assert reads.counts_of(done) == found.staying
    assert reads.cancellable(2024) == campaign
    withdraw_dispute(dispute_id=dispute, **ACT | {"actor": speaker})
    run(open_cancellation(campaign_id=call, reason="Mauvais taux", **ACT))
    assert [len(said(member)) for member in members] == [2, 0, 0, 0]
    assert preview_cancellation(campaign, at=NOW).staying == {"contributions.call_deposited": 1}
    cancel(members[0])
    assert reads.cancellable(2024) is None


def test_a_campaign_that_runs_is_stopped_before_it_is_cancelled_and_is_cancelled_once():
    billed()
    call = open_campaign(plan=PLAN, **ACT)
    with pytest.raises(CampaignOver):
        open_cancellation(campaign_id=call, reason="Erreur", **ACT)
    stop_campaign(campaign_id=call, **ACT)
    with pytest.raises(NothingToCancel):
        open_cancellation(campaign_id=call, reason="Erreur", **ACT)
    assert CallCampaign.objects.get().state == "stopped"
    CallCampaign.objects.update(state="running")
    run(call)
    run(open_cancellation(campaign_id=call, reason="Erreur", **ACT))
    with pytest.raises(NothingToCancel):
        open_cancellation(campaign_id=call, reason="Erreur", **ACT)
    with pytest.raises(ReasonMissing):
        open_cancellation(campaign_id=call, reason=" ", **ACT)


def test_a_campaign_of_a_year_that_is_extinguished_is_not_cancelled():
    billed()
    call = open_campaign(plan=PLAN, **ACT)
    run(call)
    with pytest.raises(YearLapsed):
        open_cancellation(campaign_id=call, reason="Erreur", **ACT | {"on": date(2029, 1, 1)})
    assert CallCampaign.objects.get().state == "done"


def test_a_cancellation_asks_for_no_document_of_its_lines(monkeypatch):
    payer, alone = billed(0), billed()
    MembershipFactory(member=(paid_for := MemberFactory(membership=None)), payer=payer)
    BeneficiaryFactory(affiliation__member=paid_for)
    call = open_campaign(plan=PLAN, **ACT)
    run(call)
    monkeypatch.setattr(campaigns, "issue_call_documents", None)
    run(open_cancellation(campaign_id=call, reason="Erreur", **ACT))
    assert CallDocument.objects.filter(kind="credit").count() == 2
    assert said(alone) == said(paid_for) == []


@pytest.mark.django_db(transaction=True)
def test_a_call_cancelled_while_it_is_adjusted_leaves_nothing_owed():
    member = billed()
    call_member(member_id=member.pk, year=2024, **ACT)
    BeneficiaryFactory(affiliation__member=member)
    done = together(lambda: cancel(member), lambda: adjust_member(member_id=member.pk, year=2024, **ACT))
    assert {type(one) for one in done if isinstance(one, Exception)} <= {CancelledAlready}
    assert receivable() == total(row.owed for row in documents(TODAY)) == Money(0)
    assert not ContributionLine.objects.exclude(kind="cancellation").filter(cancelled_by__isnull=True).exists()


def test_what_changes_a_call_holds_the_series_before_calls_and_documents():
    member = billed()
    call_member(member_id=member.pk, year=2024, **ACT)
    BeneficiaryFactory(affiliation__member=member)
    document = CallDocument.objects.get()
    acts = (
        lambda: adjust_member(member_id=member.pk, year=2024, **ACT),
        lambda: cancel_and_replace(document_id=document.pk, reason="Adresse", **ACT),
        lambda: cancel(member),
    )
    for act in acts:
        with CaptureQueriesContext(connection) as asked:
            act()
        statements = [query["sql"] for query in asked.captured_queries]
        series, *others = (
            next(place for place, sql in enumerate(statements) if f'FROM "contributions_{table}"' in sql)
            for table in ("documentseries", "contributionline", "calldocument")
        )
        assert series < min(others)

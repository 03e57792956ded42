"""A line is disputed by itself; the answer stays beside it, and one that is right changes the account."""

from datetime import date, timedelta

import pytest

from entraide.apps.accounts.actor import Actor, Hat, system_actor
from entraide.apps.accounts.roles import Role
from entraide.apps.audit.models import AuditEntry
from entraide.apps.contributions.models import Dispute, PersonLine
from entraide.apps.contributions.operations.adjustments import adjust_member
from entraide.apps.contributions.operations.calls import call_member
from entraide.apps.contributions.operations.disputes import Answer, answer_dispute, open_dispute, withdraw_dispute
from entraide.apps.contributions.queries import called_for
from entraide.apps.contributions.queries.disputes import change_if_upheld, corrected_by, dispute, disputes, waiting_count
from entraide.apps.contributions.queries.persons import Narrowing, adds_up, by_class, named, person_lines
from entraide.apps.contributions.refusals import (
    AnswerMissing,
    DisputeAnswered,
    DisputeChangesNothing,
    DisputeOpen,
    GroundMissing,
    LineWithdrawn,
    NotAccountant,
    NotFound,
)
from entraide.apps.notifications.models import Outgoing
from entraide.core.money import Money
from entraide.orm.acts import Stamp, ended
from entraide.orm.keys import uuid7
from tests.factories.accounts import AccountFactory
from tests.factories.base import NOW, TODAY
from tests.factories.beneficiaries import BeneficiaryFactory
from tests.harness.together import together


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_rates")]
ACT = {"actor": system_actor("suite"), "at": NOW, "on": TODAY}
LATER = NOW + timedelta(days=1)


@pytest.fixture
def person(db):
    return BeneficiaryFactory(identity__family_name="Ferrand", identity__given_name="Nadia")


@pytest.fixture
def member(person):
    found = person.affiliations.get().member
    call_member(member_id=found.pk, year=2024, **ACT)
    return found


@pytest.fixture
def line(member):
    return PersonLine.objects.get()


@pytest.fixture
def correspondent(member):
    account = AccountFactory()
    return Actor("person", account.pk, account.name, Hat(Role.CORRESPONDENT, member.pk))


def disputed(line, actor, ground="Elle est partie le 30 juin."):
    return open_dispute(person_line_id=line.pk, ground=ground, actor=actor, at=NOW, on=TODAY)


def answered(key, *, is_upheld, why="Voir la liste.", actor=ACT["actor"]):
    answer_dispute(dispute_id=key, answer=Answer(is_upheld, why), actor=actor, at=LATER, on=TODAY)


def gone(person):
    ended(list(person.affiliations.filter(superseded_at=None)), date(2024, 7, 1), act=Stamp(uuid7(), LATER))


def test_a_dispute_that_is_upheld_adjusts_the_person_to_the_corrected_list_and_tells_who_asked(person, line, correspondent):
    key = disputed(line, correspondent)
    assert waiting_count() == 1
    gone(person)
    assert change_if_upheld(dispute(key), known_at=LATER, on=TODAY).amount == Money.of("-109.09")
    answered(key, is_upheld=True)
    row = Dispute.objects.get()
    assert (row.state, row.answer, row.adjustment.cents) == ("upheld", "Voir la liste.", Money.of("-109.09"))
    assert called_for(line.line.member_id, year=2024, as_of=TODAY) == Money.of("107.91")
    assert Outgoing.objects.get().recipient
    assert list(AuditEntry.objects.filter(subject_id=key).order_by("sequence").values_list("verb", flat=True)) == [
        "contributions.disputed",
        "contributions.dispute_answered",
    ]


def test_a_dispute_of_a_line_corrected_since_is_upheld_by_the_adjustment_that_corrected_it(person, member, line, correspondent):
    key = disputed(line, correspondent)
    gone(person)
    adjustment = adjust_member(member_id=member.pk, year=2024, **ACT | {"at": LATER})
    assert change_if_upheld(dispute(key), known_at=LATER, on=TODAY) is None
    assert corrected_by(dispute(key)).pk == adjustment
    answered(key, is_upheld=True)
    assert (Dispute.objects.get().state, Dispute.objects.get().adjustment_id) == ("upheld", adjustment)
    assert called_for(member.pk, year=2024, as_of=TODAY) == Money.of("107.91")


def test_upholding_while_the_list_says_the_same_is_refused(line, correspondent):
    key = disputed(line, correspondent)
    with pytest.raises(DisputeChangesNothing):
        answered(key, is_upheld=True)
    assert Dispute.objects.get().state == "open"


def test_a_dispute_that_is_dismissed_changes_nothing_of_the_account(line, correspondent):
    key = disputed(line, correspondent)
    answered(key, is_upheld=False)
    assert called_for(line.line.member_id, year=2024, as_of=TODAY) == Money.of(217)
    with pytest.raises(DisputeAnswered):
        answered(key, is_upheld=False)
    assert disputed(line, correspondent, "Encore une fois.") != key


def test_a_dispute_may_be_taken_back_by_its_member_alone(line, correspondent):
    key = disputed(line, correspondent)
    stranger = Actor("person", uuid7(), "X", Hat(Role.CORRESPONDENT, uuid7()))
    with pytest.raises(NotFound):
        withdraw_dispute(dispute_id=key, actor=stranger, at=NOW, on=TODAY)
    withdraw_dispute(dispute_id=key, actor=correspondent, at=NOW, on=TODAY)
    assert Dispute.objects.get().state == "withdrawn"


def test_what_cannot_be_disputed_says_why(person, member, line, correspondent):
    with pytest.raises(GroundMissing):
        disputed(line, correspondent, "  ")
    with pytest.raises(NotFound):
        disputed(line, Actor("person", uuid7(), "X", Hat(Role.CORRESPONDENT, uuid7())))
    key = disputed(line, correspondent)
    with pytest.raises(DisputeOpen):
        disputed(line, correspondent, "Autre chose.")
    with pytest.raises(AnswerMissing):
        answered(key, is_upheld=False, why=" ")
    with pytest.raises(NotAccountant):
        answered(key, is_upheld=False, actor=correspondent)
    gone(person)
    answered(key, is_upheld=True)
    with pytest.raises(LineWithdrawn):
        disputed(line, correspondent)


def test_what_is_sent_twice_in_the_same_words_is_done_once(line, correspondent):
    account = AccountFactory()
    accountant = Actor("person", account.pk, account.name, Hat(Role.ACCOUNTANT_PREPARES))
    key = disputed(line, correspondent)
    assert disputed(line, correspondent, " Elle est partie le 30 juin. ") == key
    for _ in range(2):
        answered(key, is_upheld=False, actor=accountant)
    with pytest.raises(DisputeAnswered):
        answered(key, is_upheld=False, why="Autre chose.", actor=accountant)
    assert AuditEntry.objects.filter(subject_id=key).count() == 2
    assert Outgoing.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_dispute_one_line_at_once_open_one(line, correspondent):
    done = together(lambda: disputed(line, correspondent), lambda: disputed(line, correspondent, "Autre chose."))
    assert [isinstance(one, DisputeOpen) for one in done].count(True) == 1


def test_the_lines_of_a_year_are_found_by_name_class_and_part_of_the_year(member, person, line, correspondent):
    late = BeneficiaryFactory(affiliation__member=member, affiliation__since=date(2025, 7, 1), affiliation__status="retiree")
    BeneficiaryFactory(affiliation__member=member)
    call_member(member_id=member.pk, year=2025, accepts_provisional=True, **ACT)

    def found(**wanted):
        return [row.beneficiary_id for row in person_lines(member.pk, year=2025, wanted=Narrowing(**wanted))]

    assert found(text="nadia ferr") == [person.pk]
    assert found(head_class="retiree") == found(is_partial=True) == [late.pk]
    assert found(is_disputed=True) == []
    assert adds_up(person_lines(member.pk, year=2025)).people == 3
    disputed(line, correspondent)
    (row,) = named(person_lines(member.pk, year=2024, wanted=Narrowing(is_disputed=True)))
    assert (row.given_name, row.dispute_state) == ("Nadia", "open")
    assert [(kind, rate, people, days) for kind, rate, people, days, _ in by_class(member.pk, year=2024)] == [
        ("active", Money.of(217), 1, 366)
    ]
    assert [one.year for one in disputes(state="open")] == [2024]

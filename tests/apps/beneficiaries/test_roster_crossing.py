"""Two acts on one staff cross: the second sees what the first did, and neither waits for the other for ever."""

from dataclasses import replace
from datetime import date

import pytest

from entraide.apps.accounts.actor import system_actor
from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.models import RosterImport
from entraide.apps.beneficiaries.operations import employment, rosters, tax_notices
from entraide.apps.beneficiaries.operations.roster_bulk import ManyList, apply_many
from entraide.apps.beneficiaries.operations.roster_form import begin_form
from entraide.apps.beneficiaries.queries.employment_orders import Departure
from entraide.apps.beneficiaries.queries.rosters import read_list
from entraide.apps.beneficiaries.refusals import StaffHasChanged
from entraide.core.money import Money
from tests.apps.beneficiaries.rosters import AT, held, sent, staff, written
from tests.factories.actors import person
from tests.factories.members import MemberFactory
from tests.factories.thread import paper_from
from tests.harness.together import Crossing, together


pytestmark = pytest.mark.django_db(transaction=True)
SYSTEM = system_actor("suite")
LAST_DAY = date(2024, 9, 30)


def test_a_list_waits_for_an_act_on_one_of_its_persons_and_is_looked_at_again(monkeypatch):
    member, lines = MemberFactory(), staff(3)
    people = held(member, lines)
    moved = [replace(lines[0], service="Parcs"), *lines[1:]]
    roster_id = rosters.preview(member_id=member.pk, sent=sent(moved), actor=SYSTEM, **AT)
    crossing = Crossing(monkeypatch, employment, "plan_of")

    def leave():
        employment.change_employment(beneficiary_id=people[1].pk, order=Departure(member.pk, LAST_DAY), actor=SYSTEM, **AT)

    def listed():
        return rosters.apply(roster_id=roster_id, confirmed=True, actor=SYSTEM, **AT)

    _, refused = together(leave, crossing.second(listed))
    assert isinstance(refused, StaffHasChanged)


def test_many_lists_wait_for_an_act_on_one_of_their_persons_and_see_it(monkeypatch):
    member, lines = MemberFactory(), staff(3)
    people = held(member, lines)
    moved = read_list(written([replace(lines[0], left_on=LAST_DAY), *lines[1:]]), name="l.csv", year=2024).lines
    crossing = Crossing(monkeypatch, employment, "plan_of")

    def leave():
        employment.change_employment(beneficiary_id=people[1].pk, order=Departure(member.pk, LAST_DAY), actor=SYSTEM, **AT)

    _, done = together(leave, crossing.second(lambda: apply_many(lists=[ManyList(member.pk, 2024, moved)], actor=SYSTEM, **AT)))
    assert (done.departures, done.unchanged) == (0, 3)


def test_a_form_begun_twice_at_once_is_one_form():
    member = MemberFactory()
    begun = together(*[lambda: begin_form(member_id=member.pk, year=2024, actor=SYSTEM, **AT)] * 2)
    assert len(set(begun)) == 1
    assert RosterImport.objects.count() == 1


def test_a_notice_sent_again_while_it_is_checked_lets_both_through(monkeypatch):
    nadia, camille = person(Role.BENEFICIARY), person(Role.CLAIMS_OFFICER)
    papers = [paper_from(nadia.actor, name) for name in ("avis.jpg", "avis-2.jpg")]
    first = tax_notices.SentNotice(2023, papers[0])
    notice = tax_notices.send_notice(beneficiary_id=nadia.beneficiary.pk, sent=first, actor=nadia.actor, **AT)
    crossing = Crossing(monkeypatch, tax_notices, "_on_desk")
    reading = tax_notices.Reading(frozenset({papers[0]}), 2023, Money.of(800))

    def send_again():
        again = tax_notices.SentNotice(2023, papers[1])
        return tax_notices.send_notice(beneficiary_id=nadia.beneficiary.pk, sent=again, actor=nadia.actor, **AT)

    def check():
        return tax_notices.check_notice(notice_id=notice, reading=reading, actor=camille.actor, **AT)

    line, _ = together(check, crossing.second(send_again))
    assert line
    assert tax_notices.TaxNotice.objects.get().state == "sent"

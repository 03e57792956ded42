"""Who sits in the bureau of a delegation, and for whom nobody acts."""

from datetime import date, timedelta

import pytest

from entraide.apps.accounts.actor import system_actor
from entraide.apps.accounts.roles import Role
from entraide.apps.audit.models import AuditEntry
from entraide.apps.network.models import BureauSeat
from entraide.apps.network.operations import NewSeat, give_seat, leave_seat
from entraide.apps.network.queries import bureau_of, bureaus, lacking_by_department, vacancies
from entraide.apps.network.refusals import BureauFull, FunctionHeld, NoDelegateMandate, NotMandateKeeper, SeatHeld, SeatNotHeld
from tests.factories.actors import actor
from tests.factories.base import LONG_AGO, NOW, TODAY
from tests.factories.members import MemberFactory
from tests.factories.network import BureauSeatFactory, CommitteeDepartmentFactory, MandateFactory


pytestmark = pytest.mark.django_db
AT = {"at": NOW, "on": TODAY}
SYSTEM = system_actor("suite")


def delegate(college="elected", department="51", **kwargs):
    return MandateFactory(kind=f"delegate_{college}", member__department=department, **kwargs).account


def seated(account, function="member", college="elected", department="51", by=SYSTEM):
    give_seat(seat=NewSeat(department, account.pk, college, function), actor=by, **AT)


def test_a_delegate_of_the_department_is_given_a_seat():
    account = delegate()
    seated(account, "president")
    (seat,) = bureau_of("51", on=TODAY).seats
    assert (seat.account_id, seat.function, seat.since, seat.has_mandate) == (account.pk, "president", TODAY, True)
    assert AuditEntry.objects.order_by("sequence").last().verb == "network.seat_given"


@pytest.mark.parametrize(("college", "department"), [("staff", "51"), ("elected", "08")])
def test_whoever_is_no_delegate_of_that_college_there_does_not_sit(college, department):
    account = delegate()
    with pytest.raises(NoDelegateMandate):
        seated(account, college=college, department=department)


def test_a_seat_is_held_once_and_a_function_by_one():
    account = delegate()
    seated(account, "president")
    with pytest.raises(SeatHeld):
        seated(account, "secretary")
    with pytest.raises(FunctionHeld):
        seated(delegate(), "president")
    seated(delegate(), "member")
    seated(delegate(), "member")


def test_a_bureau_of_twenty_four_is_full():
    BureauSeatFactory.create_batch(24, function="member")
    with pytest.raises(BureauFull):
        seated(delegate())


def test_a_seat_that_is_left_is_free_and_stays_in_history():
    seat = BureauSeatFactory()
    leave_seat(seat_id=seat.pk, actor=SYSTEM, **AT)
    assert bureau_of("51", on=TODAY).seats == ()
    assert [(row.since, row.until) for row in BureauSeat.objects.current()] == [(LONG_AGO, TODAY)]
    with pytest.raises(SeatNotHeld):
        leave_seat(seat_id=seat.pk, actor=SYSTEM, **AT)


def test_a_seat_given_and_left_the_same_day_was_never_held():
    seated(delegate())
    leave_seat(seat_id=BureauSeat.objects.get().pk, actor=SYSTEM, **AT)
    assert not BureauSeat.objects.current().exists()


def test_seats_are_kept_by_those_who_keep_mandates():
    account, seat = delegate(), BureauSeatFactory(department="08")
    with pytest.raises(NotMandateKeeper):
        seated(account, by=actor(Role.DIRECTOR))
    with pytest.raises(NotMandateKeeper):
        leave_seat(seat_id=seat.pk, actor=actor(Role.CORRESPONDENT), **AT)


def test_a_bureau_says_what_it_lacks_and_who_lost_their_mandate():
    seated(delegate(), "president")
    BureauSeatFactory(account__name="Ancienne Élue", function="member")
    BureauSeatFactory(department="08", until=TODAY)
    found = bureaus(on=TODAY)
    assert list(found) == ["51"]
    assert [each.code for each in found["51"].findings][-1] == "network.bureau_without_mandate"
    assert found["51"].findings[-1].params == {"name": "Ancienne Élue"}
    assert [seat.function for seat in found["51"].seats] == ["president", "member"]
    assert bureau_of("08", on=TODAY).findings[0].code == "network.bureau_empty"


# Vacancies.


def complete(**kwargs):
    member = MemberFactory(**kwargs)
    for kind in ("correspondent", "delegate_elected", "delegate_staff"):
        MandateFactory(member=member, kind=kind)
    return member


def names(**filters):
    return [member.current_name for member in vacancies(actor=SYSTEM, on=TODAY, filters=filters)]


def test_members_without_one_of_the_three_are_found_and_narrowed():
    CommitteeDepartmentFactory(department="35", committee="Ouest")
    complete(named__name="Complète")
    only = MemberFactory(named__name="Bezannes", department="51")
    MandateFactory(member=only)
    MemberFactory(named__name="Rennes", department="35")
    MemberFactory(named__name="Prospect", membership=None)
    gone = MemberFactory(named__name="Cormontreuil", department="51")
    MandateFactory(member=gone, until=TODAY)
    assert names() == ["Bezannes", "Cormontreuil", "Rennes"]
    assert names(missing="correspondent") == ["Cormontreuil", "Rennes"]
    assert names(department="51") == ["Bezannes", "Cormontreuil"]
    assert names(committee="Ouest") == ["Rennes"]
    assert names(text="bez") == ["Bezannes"]
    (row,) = vacancies(actor=SYSTEM, on=TODAY, filters={"text": "bez"})
    assert (row.has_correspondent, row.has_delegate_elected, row.has_delegate_staff) == (True, False, False)


def test_a_mandate_that_begins_later_leaves_the_member_without_anybody_today():
    member = MemberFactory(named__name="Sillery")
    MandateFactory(member=member, since=TODAY + timedelta(days=3))
    assert names(missing="correspondent") == ["Sillery"]


def test_vacancies_are_counted_by_department():
    complete(department="51")
    MandateFactory(member=MemberFactory(department="51"), kind="delegate_staff")
    MemberFactory(department="35", membership__until=date(2024, 1, 1))
    found = lacking_by_department(actor=SYSTEM, on=TODAY)
    assert list(found) == ["51"]
    assert (found["51"].member_count, found["51"].without) == (2, {"correspondent": 1, "delegate_elected": 1, "delegate_staff": 0})

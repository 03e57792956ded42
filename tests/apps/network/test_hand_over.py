"""A mandate passes from one person to another in one act, the same day, and back."""

from datetime import date, timedelta

import pytest

from entraide.apps.accounts.actor import system_actor
from entraide.apps.accounts.models import Account
from entraide.apps.accounts.roles import Role
from entraide.apps.audit.models import AuditEntry
from entraide.apps.network.models import Mandate
from entraide.apps.network.operations import Successor, hand_over
from entraide.apps.network.queries import holders_of
from entraide.apps.network.refusals import MandateNotHeld, NotMandateKeeper, SameHolder
from tests.factories.accounts import AccountFactory
from tests.factories.actors import actor
from tests.factories.base import LONG_AGO, NOW, TODAY
from tests.factories.members import MemberFactory
from tests.factories.network import MandateFactory


pytestmark = pytest.mark.django_db
AT = {"at": NOW, "on": TODAY}
SYSTEM = system_actor("suite")


def handed(mandate, email, name="Paule Martin", by=SYSTEM, **at):
    to = Successor(email, name)
    return hand_over(member_id=mandate.member_id, kind=mandate.kind, to=to, actor=by, **(AT | at))


def spans(mandate):
    rows = Mandate.objects.current().filter(member=mandate.member, kind=mandate.kind).order_by("since")
    return [(row.account.email, row.since, row.until) for row in rows]


def test_the_first_ends_and_the_second_begins_the_same_day_in_one_entry():
    mandate, other = MandateFactory(account__email="avant@exemple.fr"), AccountFactory(email="apres@exemple.fr")
    before = AuditEntry.objects.count()
    invited = handed(mandate, "Apres@Exemple.fr")
    assert (invited.account_id, invited.is_new) == (other.pk, False)
    assert spans(mandate) == [("avant@exemple.fr", LONG_AGO, TODAY), ("apres@exemple.fr", TODAY, None)]
    assert AuditEntry.objects.count() == before + 1
    assert AuditEntry.objects.order_by("sequence").last().verb == "network.mandate_handed_over"


def test_whoever_has_no_account_is_given_one_without_password():
    invited = handed(MandateFactory(), "nouvelle@exemple.fr")
    account = Account.objects.get(pk=invited.account_id)
    assert (invited.is_new, account.name, account.has_usable_password()) == (True, "Paule Martin", False)


def test_handed_back_the_same_day_everything_is_as_it_was():
    mandate = MandateFactory(account__email="avant@exemple.fr")
    before = spans(mandate)
    handed(mandate, "apres@exemple.fr")
    handed(mandate, "avant@exemple.fr")
    assert spans(mandate) == before
    assert Mandate.objects.filter(member=mandate.member).count() == 4


def test_handed_back_later_each_keeps_the_days_that_were_theirs():
    mandate, later = MandateFactory(account__email="avant@exemple.fr"), TODAY + timedelta(days=30)
    handed(mandate, "apres@exemple.fr")
    handed(mandate, "avant@exemple.fr", on=later)
    assert spans(mandate) == [
        ("avant@exemple.fr", LONG_AGO, TODAY),
        ("apres@exemple.fr", TODAY, later),
        ("avant@exemple.fr", later, None),
    ]


def test_whoever_takes_over_finishes_the_term_and_what_follows_stands():
    end = date(2026, 10, 1)
    mandate = MandateFactory(kind="delegate_elected", until=end)
    following = MandateFactory(member=mandate.member, kind="delegate_elected", since=end, account__email="suite@exemple.fr")
    handed(mandate, "apres@exemple.fr")
    assert spans(mandate)[1:] == [("apres@exemple.fr", TODAY, end), ("suite@exemple.fr", end, None)]
    assert holders_of(mandate.member_id, on=end) == [("delegate_elected", following.account_id)]


def test_a_mandate_that_nobody_holds_is_not_handed_over():
    ended = MandateFactory(until=TODAY)
    with pytest.raises(MandateNotHeld):
        handed(ended, "apres@exemple.fr")
    assert not Account.objects.filter(email="apres@exemple.fr").exists()


def test_its_holder_is_not_its_successor():
    mandate = MandateFactory(account__email="avant@exemple.fr")
    with pytest.raises(SameHolder):
        handed(mandate, " AVANT@exemple.fr ")


@pytest.mark.parametrize("role", [Role.CORRESPONDENT, Role.DIRECTOR, Role.CLAIMS_OFFICER])
def test_only_those_who_keep_mandates_hand_them_over(role):
    mandate = MandateFactory(member=MemberFactory())
    with pytest.raises(NotMandateKeeper):
        handed(mandate, "apres@exemple.fr", by=actor(role))

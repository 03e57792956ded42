"""What an employer could read of a person's mail tells it nothing."""

import pytest

from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.models import Beneficiary, Identity
from entraide.apps.claims.operations import filing
from entraide.apps.notifications.models import Message, Outgoing
from entraide.apps.notifications.operations import NOTICE_SUBJECT
from tests.factories import families
from tests.factories.actors import person
from tests.factories.thread import AT


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_catalogue")]


def mails():
    return list(Outgoing.objects.filter(kind="email").order_by("pk"))


def test_an_outcome_goes_to_the_address_of_the_account_never_to_the_one_the_employer_gave():
    home = families.family()
    employer_s = Identity.objects.get(beneficiary=home.opener.beneficiary).email
    families.decide(families.checked(home, officer := person(Role.CLAIMS_OFFICER)), officer)
    assert {mail.recipient for mail in mails()} == {home.opener.account.email} != {employer_s}


def test_the_mail_is_the_same_whatever_happened_and_the_message_says_what():
    home, officer = families.family(), person(Role.CLAIMS_OFFICER)
    families.decide(families.checked(home, officer), officer)
    assert len(mails()) == 2
    assert len({str(mail.content) for mail in mails()}) == 1
    assert {mail.content["subject"] for mail in mails()} == {NOTICE_SUBJECT}
    assert any("est accordée" in message.subject for message in Message.objects.order_by("pk"))


def test_who_has_no_account_gets_no_mail():
    home = families.family()
    claim_id = families.drafted(home)
    Beneficiary.objects.filter(pk=home.opener.beneficiary.pk).update(account=None)
    filing.file(claim_id=claim_id, actor=home.actor, **AT)
    assert mails() == []

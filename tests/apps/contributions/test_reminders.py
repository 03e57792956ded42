"""Who does not pay is followed up step by step, never out of order, never while a plan is kept; rights stay."""

import io
from datetime import date, timedelta

import pikepdf
import pytest

from entraide.apps.accounts.actor import system_actor
from entraide.apps.accounts.roles import Role
from entraide.apps.audit.models import AuditEntry
from entraide.apps.contributions.models import Dispute, Reminder
from entraide.apps.contributions.operations.plans import agree_plan, end_plan
from entraide.apps.contributions.operations.receipts import claim_bank_lines
from entraide.apps.contributions.operations.reminders import leave_out, letter_of, print_reminders, send_reminders, take_in_again
from entraide.apps.contributions.queries.reminders import late_documents
from entraide.apps.contributions.refusals import (
    DueTooFar,
    HoldInThePast,
    ListChanged,
    NotAccountant,
    NotFound,
    PlanDiffers,
    PlanInThePast,
    ReasonMissing,
)
from entraide.apps.documents.queries import content_of
from entraide.apps.notifications.models import Outgoing
from entraide.apps.parameters.models import ParameterValue
from entraide.apps.parameters.queries import follow_up_terms
from entraide.core.contributions.reminders import FollowUpTerms, Part, ReminderStep, equal_parts
from entraide.core.money import Money
from entraide.orm.acts import Stamp, ended
from entraide.orm.keys import uuid7
from tests.factories.actors import person
from tests.factories.base import NOW, TODAY
from tests.factories.call_documents import CallDocumentFactory, DepositFactory, DocumentPartFactory, ReceiptFactory, ReminderFactory
from tests.factories.calls import DisputeFactory, PersonLineFactory
from tests.factories.members import MemberFactory, SuccessionFactory
from tests.factories.payments import BankLineFactory
from tests.harness.together import together


pytestmark = pytest.mark.django_db
SYSTEM = system_actor("suite")
ACT = {"actor": SYSTEM, "at": NOW, "on": TODAY}
REMINDER, NOTICE, MANDATE = ReminderStep


def late(days=60, **said):
    """Make a call that is due since some days."""
    row = undeposited(days, **said)
    DepositFactory(document=row, said_on=row.issued_on)
    return row


def undeposited(days=60, **said):
    return CallDocumentFactory(issued_on=TODAY - timedelta(days=days + 30), due_on=TODAY - timedelta(days=days), **said)


def proposed(on=TODAY):
    return [(due.document.pk, due.step) for due in late_documents(on) if due.is_proposed]


def send(step, *rows, on=TODAY, **options):
    return send_reminders(step=step, document_ids=[row.pk for row in rows], **ACT | {"on": on} | options)


def test_a_document_is_reminded_after_the_delay_and_its_correspondent_is_written_to():
    row, recent = late(30), late(29)
    correspondent = person(Role.CORRESPONDENT, member=row.debtor)
    assert proposed() == [(row.pk, REMINDER)]
    assert send(REMINDER, row) == 1
    assert Outgoing.objects.get().recipient == correspondent.account.email
    assert [due.kept_by for due in late_documents(TODAY)] == ["delay", "delay"]
    with pytest.raises(ListChanged):
        send(REMINDER, recent)


def test_no_step_is_taken_without_the_one_before():
    row = late()
    for step in (NOTICE, MANDATE):
        with pytest.raises(ListChanged):
            send(step, row)
    day = TODAY
    for step in ReminderStep:
        assert send(step, row, on=day) == 1
        with pytest.raises(ListChanged):
            send(step, row, on=day)
        day += timedelta(days=30)
    assert [due.kept_by for due in late_documents(day)] == ["last"]


def test_a_document_that_was_never_deposited_is_reminded_but_given_no_formal_notice():
    row = undeposited()
    send(REMINDER, row)
    day = TODAY + timedelta(days=30)
    assert [due.kept_by for due in late_documents(day)] == ["undeposited"]
    with pytest.raises(ListChanged):
        send(NOTICE, row, on=day)
    DepositFactory(document=row)
    assert send(NOTICE, row, on=day) == 1
    private = undeposited(debtor=MemberFactory(kind="association"))
    assert (send(REMINDER, private), send(NOTICE, private, on=day)) == (1, 1)


def test_a_line_that_waits_for_its_answer_keeps_the_formal_notice_and_the_prefects_letter():
    row = late()
    line = DocumentPartFactory(document=row).line
    dispute = DisputeFactory(person_line=PersonLineFactory(line=line))
    send(REMINDER, row)
    for step, day in ((NOTICE, TODAY + timedelta(days=30)), (MANDATE, TODAY + timedelta(days=60))):
        Dispute.objects.filter(pk=dispute.pk).update(state="open")
        assert [(due.kept_by, due.disputed_count) for due in late_documents(day)] == [("disputed", 1)]
        with pytest.raises(ListChanged):
            send(step, row, on=day)
        Dispute.objects.filter(pk=dispute.pk).update(state="dismissed")
        assert send(step, row, on=day) == 1


def test_nothing_is_sent_for_less_than_is_worth_a_letter():
    enough, small = late(), late()
    for row, left in ((enough, Money.of(15)), (small, Money.of(15) - Money(1))):
        ReceiptFactory(document=row, cents=row.cents - left)
    assert {due.document.pk: due.kept_by for due in late_documents(TODAY)} == {enough.pk: "", small.pk: "small"}
    with pytest.raises(ListChanged):
        send(REMINDER, small)
    for step, day in ((REMINDER, TODAY), (NOTICE, TODAY + timedelta(days=30)), (MANDATE, TODAY + timedelta(days=60))):
        assert send(step, enough, on=day) == 1
    assert [row.document for row in Reminder.objects.all()] == [enough] * 3


def test_a_plan_that_lacks_a_few_cents_is_not_reminded():
    row = late()
    parts = equal_parts(row.cents, count=3, first_on=TODAY)
    agree_plan(document_id=row.pk, parts=parts, reason="", **ACT)
    ReceiptFactory(document=row, cents=parts[0].amount - Money(1))
    (due,) = late_documents(TODAY + timedelta(days=1))
    assert (due.plan.missing, due.kept_by) == (Money(1), "small")


def test_a_document_is_left_out_of_reminders_with_its_reason_until_its_day_or_until_it_is_taken_in_again():
    row, other = late(), late()
    told = {"document_id": row.pk, "until": TODAY + timedelta(days=10), "reason": " Le maire doit rappeler. ", **ACT}
    leave_out(**told | {"until": TODAY, "reason": "Vu au téléphone"})
    leave_out(**told)
    assert proposed() == [(other.pk, REMINDER)]
    (held,) = [due for due in late_documents(TODAY) if due.kept_by == "held"]
    assert (held.hold.reason, held.hold.until) == ("Le maire doit rappeler.", TODAY + timedelta(days=10))
    with pytest.raises(ListChanged):
        send(REMINDER, row)
    assert (row.pk, REMINDER) not in proposed(TODAY + timedelta(days=10))
    assert (row.pk, REMINDER) in proposed(TODAY + timedelta(days=11))
    take_in_again(document_id=row.pk, **ACT)
    assert (row.pk, REMINDER) in proposed()
    verbs = AuditEntry.objects.filter(subject_id=row.pk).order_by("sequence").values_list("verb", flat=True)
    assert list(verbs) == ["contributions.left_out"] * 2 + ["contributions.taken_in_again"]


def test_what_cannot_be_left_out_says_why():
    row = late()
    told = {"document_id": row.pk, "until": TODAY, "reason": "Vu", **ACT}
    with pytest.raises(ReasonMissing):
        leave_out(**told | {"reason": "  "})
    with pytest.raises(HoldInThePast):
        leave_out(**told | {"until": TODAY - timedelta(days=1)})
    with pytest.raises(NotFound):
        take_in_again(document_id=row.pk, **ACT)
    stranger = ACT | {"actor": person(Role.CLAIMS_OFFICER).actor}
    with pytest.raises(NotAccountant):
        leave_out(**told | stranger)
    with pytest.raises(NotAccountant):
        take_in_again(document_id=row.pk, **stranger)
    ReceiptFactory(document=row)
    with pytest.raises(NotFound):
        leave_out(**told)


def test_all_or_none_are_sent():
    rows = [late(), late(10)]
    with pytest.raises(ListChanged):
        send(REMINDER, *rows)
    with pytest.raises(ListChanged):
        send(REMINDER)
    assert not Reminder.objects.exists()


def test_the_prefect_is_not_asked_about_a_private_body():
    row = late(debtor=MemberFactory(kind="association"))
    ReminderFactory(document=row, on=TODAY - timedelta(days=70))
    ReminderFactory(document=row, step="formal_notice", on=TODAY - timedelta(days=40))
    assert [due.kept_by for due in late_documents(TODAY)] == ["private"]


def test_a_document_that_the_portal_stopped_is_mended_before_anybody_is_reminded():
    row = late()
    DepositFactory(document=row, status="rejected")
    assert [due.kept_by for due in late_documents(TODAY)] == ["stopped"]
    with pytest.raises(ListChanged):
        send(REMINDER, row)


def test_what_is_paid_is_reminded_no_more():
    row = late()
    BankLineFactory(kind="credit", cents=row.cents, remittance=row.number)
    claim_bank_lines(**ACT)
    assert late_documents(TODAY) == []


def test_the_letters_of_the_last_two_steps_are_printed_once():
    row = late(debtor_name="Commune de Bazancourt")
    ReminderFactory(document=row, on=date(2024, 9, 1))
    notice = ReminderFactory(document=row, step="formal_notice", owed=Money.of(100))
    mandate = ReminderFactory(document=row, step="mandate", on=TODAY + timedelta(days=30))
    assert [print_reminders(limit=9, **ACT) for _ in range(2)] == [2, 0]
    notice.refresh_from_db()
    with pikepdf.open(io.BytesIO(content_of(notice.file_id))) as pdf:
        assert len(pdf.pages) == 1
    said = letter_of(notice)
    assert said.to[0] == "Commune de Bazancourt"
    assert "Notre relance date du 01/09/2024. À ce jour, il reste dû 100,00\xa0€." in said.paragraphs[1]
    assert "L. 1612-16" in said.paragraphs[3] and "Les droits de vos agents ne sont pas interrompus" in said.paragraphs[4]
    asked = letter_of(mandate)
    assert asked.to == ("Madame ou Monsieur le représentant de l’État", "Département 51")
    assert f"mise en demeure du {TODAY:%d/%m/%Y} est restée sans effet" in asked.paragraphs[2]


def test_a_letter_that_does_not_print_is_logged_and_keeps_no_other_from_it(caplog):
    bad, good = (ReminderFactory(document=late(**said), step="formal_notice") for said in ({"content": {}}, {}))
    assert print_reminders(limit=9, **ACT) == 1
    good.refresh_from_db()
    assert good.file_id and str(bad.pk) in caplog.text


def test_a_plan_that_is_kept_stops_reminders_and_a_missed_part_is_said():
    row = late()
    parts = equal_parts(row.cents, count=3, first_on=TODAY)
    agree_plan(document_id=row.pk, parts=parts, reason="Trésorerie", **ACT)
    assert [due.kept_by for due in late_documents(TODAY)] == ["plan"]
    missed = late_documents(TODAY + timedelta(days=1))[0]
    assert (missed.is_proposed, missed.plan.missing, missed.plan.following) == (True, parts[0].amount, parts[1])
    BankLineFactory(kind="credit", cents=parts[0].amount, remittance=row.number)
    claim_bank_lines(**ACT)
    assert [due.kept_by for due in late_documents(TODAY + timedelta(days=1))] == ["plan"]
    end_plan(document_id=row.pk, **ACT)
    assert proposed() == [(row.pk, REMINDER)]
    with pytest.raises(NotFound):
        end_plan(document_id=row.pk, **ACT)


def test_a_plan_adds_up_to_what_is_owed_and_lies_ahead():
    row = late()
    told = {"document_id": row.pk, "reason": "", **ACT}
    with pytest.raises(PlanDiffers):
        agree_plan(parts=[Part(TODAY, row.cents - Money(1))], **told)
    with pytest.raises(PlanDiffers):
        agree_plan(parts=[Part(TODAY, Money(1)), Part(TODAY, row.cents - Money(1))], **told)
    with pytest.raises(PlanInThePast):
        agree_plan(parts=[Part(TODAY - timedelta(days=1), row.cents)], **told)
    with pytest.raises(DueTooFar):
        agree_plan(parts=[Part(date(9999, 12, 31), row.cents)], **told)
    with pytest.raises(NotFound):
        agree_plan(parts=[Part(TODAY, row.cents)], **told | {"document_id": ReminderFactory().pk})
    first, second = (agree_plan(parts=[Part(TODAY, row.cents)], **told) for _ in range(2))
    assert row.plans.get(ended_at__isnull=True).pk == second != first


def test_only_accountants_follow_up():
    actor = person(Role.CLAIMS_OFFICER).actor
    row = late()
    with pytest.raises(NotAccountant):
        send(REMINDER, row, actor=actor)
    with pytest.raises(NotAccountant):
        agree_plan(document_id=row.pk, parts=[Part(TODAY, row.cents)], reason="", **ACT | {"actor": actor})
    with pytest.raises(NotAccountant):
        end_plan(document_id=row.pk, **ACT | {"actor": actor})


def test_the_delays_and_the_minimum_are_parameters(published_rates):
    assert follow_up_terms(on=TODAY) == FollowUpTerms(30, 30, 30, Money.of(15))
    row = ParameterValue.objects.get(key="contribution.follow_up_minimum")
    row.pk, row.since, row.value = uuid7(), TODAY, 50_00
    row.save(force_insert=True)
    assert follow_up_terms(on=TODAY).minimum == Money.of(50)


@pytest.mark.django_db(transaction=True)
def test_two_who_remind_at_once_send_once():
    for _ in range(3):
        row = late()
        answers = together(lambda key=row: send(REMINDER, key), lambda key=row: send(REMINDER, key))
        assert sorted(type(answer).__name__ for answer in answers) == ["ListChanged", "int"]
        assert Reminder.objects.filter(document=row).count() == 1


def test_a_body_taken_over_is_followed_up_as_what_its_heir_is():
    row = late(debtor=MemberFactory(department="51"))
    heir = MemberFactory(department="2A", kind="association")
    SuccessionFactory(predecessor=row.debtor, successor=heir, since=TODAY - timedelta(days=5))
    ended(list(row.debtor.names.all()), TODAY - timedelta(days=5), act=Stamp(uuid7(), NOW))
    ReminderFactory(document=row, on=TODAY - timedelta(days=60))
    notice = ReminderFactory(document=row, step="formal_notice", on=TODAY - timedelta(days=30))
    assert "L. 1612-16" in " ".join(letter_of(notice).paragraphs)
    assert [due.kept_by for due in late_documents(TODAY)] == ["private"]
    notice.on = TODAY
    assert "L. 1612-16" not in " ".join(letter_of(notice).paragraphs)
    mandate = ReminderFactory(document=row, step="mandate", on=TODAY)
    assert letter_of(mandate).to[1] == "Département 2A"

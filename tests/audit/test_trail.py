"""The trail tells who did what, shows any change, and outlives the erasure of what was personal."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from entraide.apps.accounts.actor import ANONYMOUS, Actor, Hat, system_actor
from entraide.apps.accounts.roles import Role
from entraide.apps.audit.models import AuditEntry, AuditPayload, AuditSeal
from entraide.apps.audit.operations import MissingActor, record, seal_days
from entraide.apps.audit.queries import altered_payloads, broken_days, history_of, payload_digest
from entraide.apps.audit.registry import UnregisteredVerb, register, sentence_of
from entraide.core.money import Money
from entraide.orm.installation import remove
from entraide.orm.keys import uuid7
from tests.factories.base import NOW, TODAY


OFFICER = Actor(kind="person", account_id=uuid7(), name="Camille", hat=Hat(Role.CLAIMS_OFFICER))
VERB = "accounts.created"
MONDAY = date(2024, 10, 14)

pytestmark = pytest.mark.django_db


def act(*, on: date = TODAY, actor=OFFICER, payload=None, subject=None) -> AuditEntry:
    at = datetime(on.year, on.month, on.day, 10, 0, tzinfo=UTC)
    return record(VERB, actor=actor, subject=("account", subject or uuid7()), at=at, on=on, payload=payload)


# What is recorded.


def test_an_entry_says_who_did_what_to_whom_and_when():
    subject = uuid7()
    entry = AuditEntry.objects.get(pk=act(subject=subject).pk)
    assert (entry.verb, entry.actor_kind, entry.actor_id, entry.role) == (VERB, "person", OFFICER.account_id, "claims_officer")
    assert (entry.subject_type, entry.subject_id, entry.on) == ("account", subject, TODAY)
    [told] = history_of(subject)
    assert (told.sentence, told.actor_id, told.on) == ("Compte créé", OFFICER.account_id, TODAY)


def test_a_verb_that_no_app_declares_is_refused():
    with pytest.raises(UnregisteredVerb):
        record("accounts.invented", actor=OFFICER, subject=("account", uuid7()), at=NOW, on=TODAY)
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("actor", [None, Actor(kind="person", name="Camille")], ids=["nobody", "a person without a key"])
def test_an_act_without_an_actor_is_refused(actor):
    with pytest.raises(MissingActor):
        act(actor=actor)
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("actor", [ANONYMOUS, system_actor("schedule")], ids=lambda actor: actor.kind)
def test_the_schedule_and_a_visitor_act_under_their_kind(actor):
    entry = act(actor=actor)
    assert (entry.actor_kind, entry.actor_id, entry.role) == (actor.kind, None, "")


def test_a_verb_has_one_sentence():
    with pytest.raises(ValueError, match="declared twice"):
        register({VERB: "Autre chose"})
    register({VERB: sentence_of(VERB)})


def test_the_history_of_a_subject_comes_in_the_order_of_the_acts():
    subject = uuid7()
    act(on=TODAY, subject=subject)
    act(on=MONDAY, subject=subject)
    act()
    assert [told.on for told in history_of(subject)] == [TODAY, MONDAY]


# What is personal.


def test_the_payload_lies_beside_the_entry_and_the_entry_holds_its_digest():
    entry = act(payload={"name": "Camille", "since": TODAY, "key": uuid7()})
    payload = AuditPayload.objects.get(entry=entry)
    assert payload.content["since"] == "2024-10-15"
    assert payload_digest(payload.salt, payload.content) == entry.digest


def test_a_payload_that_was_changed_is_found_and_an_erased_one_is_not():
    changed, erased = act(payload={"name": "Camille"}), act(payload={"name": "Nadia"})
    remove()
    AuditPayload.objects.filter(entry=changed).update(content={"name": "Julien"})
    AuditPayload.objects.filter(entry=erased).delete()
    assert list(altered_payloads()) == [changed.pk]


def test_the_same_payload_never_has_the_same_digest_twice():
    assert act(payload={"name": "Camille"}).digest != act(payload={"name": "Camille"}).digest


def test_an_act_without_payload_keeps_none():
    act()
    assert not AuditPayload.objects.exists()


def test_what_no_reader_could_read_again_is_refused():
    with pytest.raises(TypeError):
        act(payload={"amount": Money(100)})


# The chain.


def sealed_days() -> list[date]:
    for day in (MONDAY - timedelta(days=3), MONDAY, TODAY):
        for _ in range(2):
            act(on=day, payload={"name": "Camille"})
    return [seal.on for seal in seal_days(before=TODAY + timedelta(days=1))]


def test_each_day_is_sealed_once_it_is_over():
    act(on=MONDAY)
    act(on=TODAY)
    [seal] = seal_days(before=TODAY)
    assert (seal.on, seal.entry_count) == (MONDAY, 1)
    assert seal_days(before=TODAY) == []
    assert list(broken_days()) == []


def test_each_seal_follows_from_the_one_before():
    sealed_days()
    first, second, third = AuditSeal.objects.order_by("on")
    assert len({first.digest, second.digest, third.digest}) == 3
    assert [seal.entry_count for seal in (first, second, third)] == [2, 2, 2]
    assert third.last_sequence == AuditEntry.objects.order_by("-sequence").first().sequence


def test_erasing_what_is_personal_leaves_the_seals_valid():
    sealed_days()
    AuditPayload.objects.all().delete()
    assert list(broken_days()) == []


def test_an_entry_cannot_be_changed_or_removed():
    entry = act()
    for change in (lambda rows: rows.update(verb="accounts.activated"), lambda rows: rows.delete()):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            change(AuditEntry.objects.filter(pk=entry.pk))


TAMPERING = {
    "an actor replaced": lambda rows: rows.filter(on=MONDAY).update(actor_id=uuid7()),
    "a verb replaced": lambda rows: rows.filter(on=MONDAY).update(verb="accounts.activated"),
    "an instant moved": lambda rows: rows.filter(on=MONDAY).update(at=NOW),
    "an entry moved to the next day": lambda rows: rows.filter(on=MONDAY).update(on=TODAY),
    "a digest replaced": lambda rows: rows.filter(on=MONDAY).update(digest="f" * 64),
}


@pytest.mark.parametrize("tamper", TAMPERING.values(), ids=TAMPERING.keys())
def test_tampering_with_a_sealed_day_is_found(tamper):
    sealed_days()
    remove()
    assert tamper(AuditEntry.objects.all()) == 2
    assert MONDAY in list(broken_days())


def test_a_removed_entry_is_found():
    sealed_days()
    remove()
    AuditPayload.objects.all().delete()
    AuditEntry.objects.filter(on=MONDAY).order_by("sequence").first().delete()
    assert list(broken_days()) == [MONDAY]


def test_an_entry_slipped_into_a_sealed_day_is_found():
    sealed_days()
    act(on=MONDAY)
    assert list(broken_days()) == [MONDAY]


def test_a_seal_made_again_after_tampering_breaks_the_next_one():
    days = sealed_days()
    remove()
    AuditEntry.objects.filter(on=MONDAY).update(actor_id=uuid7())
    AuditSeal.objects.filter(on=MONDAY).update(digest="f" * 64)
    assert list(broken_days()) == [MONDAY, TODAY]
    assert days == [MONDAY - timedelta(days=3), MONDAY, TODAY]

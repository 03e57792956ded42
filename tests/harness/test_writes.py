"""An operation that forgets its entry or its transaction fails, and so does a request that writes by itself or while reading."""

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from entraide.apps.accounts.actor import system_actor
from entraide.apps.audit.operations import record
from entraide.apps.documents import operations as documents
from entraide.apps.members.models import Member
from entraide.apps.notifications.models import Outgoing
from entraide.orm.keys import uuid7
from tests.factories.accounts import AccountFactory
from tests.factories.base import NOW, TODAY
from tests.factories.letters import OutgoingFactory
from tests.factories.members import MemberFactory
from tests.harness import writes
from tests.harness.faults import Fault, expected
from tests.harness.patches import wrapped
from tests.harness.writes import (
    PARTS,
    TECHNICAL,
    UNAUDITED,
    UnauditedWrite,
    WriteDuringRead,
    WriteOutsideOperation,
    WriteOutsideTransaction,
    audited,
    operation_modules,
    operations_of,
)


pytestmark = pytest.mark.django_db


def add_member():
    return Member.objects.create(siren="200067213", kind="commune", department="51", created_at=NOW)


def tell_the_trail():
    record("accounts.created", actor=system_actor("a test"), subject=("account", uuid7()), at=NOW, on=TODAY)


@transaction.atomic
def silent():
    add_member()


@transaction.atomic
def complete():
    member = add_member()
    tell_the_trail()
    return member


def in_two_transactions():
    with transaction.atomic():
        add_member()
    with transaction.atomic():
        tell_the_trail()


def without_transaction():
    add_member()
    tell_the_trail()


@transaction.atomic
def refused():
    add_member()
    raise ValueError("the act is refused")


def operation(function):
    return audited(function, f"proof.{function.__name__}")


# Operations.


def test_an_operation_that_writes_without_an_entry_fails():
    with expected(UnauditedWrite):
        operation(silent)()


def test_an_operation_that_writes_with_its_entry_passes():
    assert operation(complete)().siren == "200067213"


def test_an_entry_in_another_transaction_does_not_count():
    with expected(UnauditedWrite):
        operation(in_two_transactions)()


def test_a_write_before_the_transaction_opens_fails():
    with expected(WriteOutsideTransaction):
        operation(without_transaction)()


def test_an_operation_that_is_refused_owes_no_entry():
    with pytest.raises(ValueError, match="refused"):
        operation(refused)()


def test_an_operation_inside_another_is_held_to_the_outermost_ones_entry():
    @transaction.atomic
    def outer():
        operation(silent)()
        tell_the_trail()

    operation(outer)()


def test_an_operation_that_only_reads_owes_nothing():
    assert operation(lambda: Member.objects.count())() == 0


def test_what_is_technical_owes_no_entry():
    operation(lambda: OutgoingFactory())()
    assert set(TECHNICAL) <= writes.our_tables()


def test_a_write_in_bulk_or_by_update_is_a_write():
    MemberFactory(named=None, membership=None)

    @transaction.atomic
    def silent_update():
        Member.objects.update(department="08")

    @transaction.atomic
    def silent_delete():
        Outgoing.objects.all().delete()
        Member.objects.all()._raw_delete(using="default")

    @transaction.atomic
    def silent_bulk():
        Member.objects.bulk_create([Member(siren="200067213", kind="commune", department="51", created_at=NOW)])

    for function in (silent_update, silent_bulk, silent_delete):
        with expected(UnauditedWrite):
            operation(function)()


def test_the_operations_of_every_app_are_watched():
    assert writes.unimportable == {}
    named = {
        f"{label}.{name}": function for label, modules in operation_modules().items() for name, function in operations_of(modules).items()
    }
    assert [name for name, function in named.items() if not hasattr(function, "is_audited")] == []
    assert documents.keep.is_audited
    assert record.is_audited


def test_an_exempt_operation_still_exists_and_says_why():
    named = {f"{label}.{name}" for label, modules in operation_modules().items() for name in operations_of(modules)}
    assert set(PARTS) | set(UNAUDITED) <= named
    assert set(PARTS) & set(UNAUDITED) == set()
    assert all(reason.strip() for reason in [*PARTS.values(), *UNAUDITED.values()])


# Requests.


def reads_and_writes(request):
    operation(complete)()
    return HttpResponse("done", content_type="text/plain")


def writes_by_itself(request):
    add_member()
    return HttpResponse("done", content_type="text/plain")


def swallows(request):
    try:
        add_member()
    except Exception:  # noqa: BLE001
        return HttpResponse("swallowed", content_type="text/plain")
    return HttpResponse("done", content_type="text/plain")


def part_by_itself(request):
    audited(silent, "usage.tell")()
    return HttpResponse("done", content_type="text/plain")


def asks_for_later(request):
    transaction.on_commit(lambda: request.session.update({"later": "done"}))
    return HttpResponse("asked", content_type="text/plain")


def session(request):
    request.session["seen"] = True
    return HttpResponse("noted", content_type="text/plain")


def public(view):
    view.login_required = False
    return view


urlpatterns = [
    path("operation/", public(reads_and_writes)),
    path("itself/", public(writes_by_itself)),
    path("swallows/", public(swallows)),
    path("part/", public(part_by_itself)),
    path("later/", public(asks_for_later)),
    path("session/", public(session)),
]


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("address", ["/operation/", "/swallows/"])
def test_a_read_that_writes_fails(method, address):
    with expected(WriteDuringRead):
        getattr(Client(), method)(address)


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("address", ["/itself/", "/swallows/"])
def test_a_post_that_writes_outside_any_operation_fails(address):
    with expected(WriteOutsideOperation):
        Client().post(address)


@pytest.mark.urls(__name__)
def test_a_part_of_other_acts_called_alone_by_a_request_fails():
    with expected(Fault):
        Client().post("/part/")


@pytest.mark.urls(__name__)
def test_a_post_that_writes_through_an_operation_passes():
    assert Client().post("/operation/").content == b"done"


@pytest.mark.urls(__name__)
def test_a_read_may_touch_the_session():
    assert Client().get("/session/").content == b"noted"


@pytest.mark.urls(__name__)
def test_what_a_request_asked_to_do_after_the_commit_is_done():
    response = Client().post("/later/")
    assert response.wsgi_request.session["later"] == "done"


def test_signing_in_is_a_write_of_the_library():
    client = Client()
    account = AccountFactory()
    client.force_login(account)
    account.refresh_from_db()
    assert account.last_login is not None


def test_two_requests_that_cross_on_one_connection_each_take_their_own_watch_away():
    def first(execute, sql, params, many, context):
        return execute(sql, params, many, context)

    def second(execute, sql, params, many, context):
        return execute(sql, params, many, context)

    before = list(connection.execute_wrappers)
    one, other = wrapped([connection], first), wrapped([connection], second)
    one.__enter__()
    other.__enter__()
    one.__exit__(None, None, None)
    assert connection.execute_wrappers == [*before, second]
    other.__exit__(None, None, None)
    assert connection.execute_wrappers == before

"""Each fixture of the harness is proved by the slip that it must catch."""

import socket
from contextlib import suppress
from datetime import date, datetime

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.template import Context, Template
from django.test import Client, RequestFactory

from entraide.apps.members.models import Member, MemberName
from entraide.integrations.keyring import keyring
from tests.factories.base import NOW, TODAY
from tests.factories.members import MemberFactory, MemberNameFactory
from tests.harness.budgets import assert_query_budget
from tests.harness.faults import Fault, expected, report
from tests.harness.instants import WrongInstant
from tests.harness.markup import UnfinishedPage, check_page
from tests.harness.network import NetworkClosed
from tests.harness.order import UnclearLock, UnorderedRead, _shuffled
from tests.harness.templates import QueryInTemplate, UndefinedVariable, UselessExemption


pytest_plugins = ["pytester"]


# Order.


@pytest.mark.django_db
def test_an_unordered_queryset_never_comes_back_in_the_order_of_the_table():
    keys = sorted(MemberFactory(named=None, membership=None).pk for _ in range(12))
    assert list(Member.objects.values_list("pk", flat=True)) != keys
    assert [member.pk for member in Member.objects.all()] != keys
    assert [member.pk for member in Member.objects.iterator()] != keys
    assert list(Member.objects.order_by("pk").values_list("pk", flat=True)) == keys
    assert [member.pk for member in Member.objects.order_by("pk").iterator()] == keys


def test_two_rows_are_always_exchanged():
    assert {tuple(_shuffled([1, 2])) for _ in range(20)} == {(2, 1)}
    assert _shuffled([1]) == [1]


@pytest.mark.django_db
def test_rows_fetched_beside_others_are_shuffled_too():
    member = MemberFactory(named=None)
    names = [MemberNameFactory(member=member, since=date(2000 + n, 1, 1), until=date(2001 + n, 1, 1)).pk for n in range(12)]
    fetched = Member.objects.prefetch_related("names").get(pk=member.pk)
    assert [name.pk for name in fetched.names.all()] != names


@pytest.mark.django_db
@pytest.mark.parametrize(
    "read",
    [lambda rows: rows.first(), lambda rows: rows.last(), lambda rows: rows[0], lambda rows: rows[:2]],
    ids=["first", "last", "index", "slice"],
)
def test_the_first_of_an_unordered_queryset_is_refused(read):
    MemberFactory()
    with expected(UnorderedRead):
        read(Member.objects.all())
    assert read(Member.objects.order_by("pk"))


@pytest.mark.django_db
def test_a_lock_over_a_join_says_what_it_locks():
    MemberNameFactory()
    with expected(UnclearLock):
        list(MemberName.objects.select_for_update().select_related("member"))
    with expected(UnclearLock):
        list(MemberName.objects.select_for_update().filter(member__kind="commune"))
    assert list(MemberName.objects.select_for_update(of=("self",)).select_related("member"))
    assert list(MemberName.objects.select_for_update().filter(name__startswith="Commune"))


# Instants.


@pytest.mark.django_db
@pytest.mark.parametrize("value", [datetime(2024, 10, 15, 8, 0), TODAY], ids=["naive", "a day"])  # noqa: DTZ001
def test_only_an_aware_instant_enters_an_instant(value):
    with expected(WrongInstant):
        MemberFactory(created_at=value)
    with expected(WrongInstant):
        Member.objects.filter(created_at__lt=value).exists()


@pytest.mark.django_db
def test_an_instant_does_not_enter_a_day():
    with expected(WrongInstant):
        MemberNameFactory(since=NOW)
    with expected(WrongInstant):
        MemberName.objects.filter(since__lte=NOW).exists()


# Templates.


def test_an_undefined_variable_fails():
    with expected(UndefinedVariable):
        Template("{{ nobody }}").render(Context())
    with expected(UndefinedVariable):
        Template("{{ person.nobody }}").render(Context({"person": {"name": "Camille"}}))
    with expected(UndefinedVariable):
        Template("{{ nobody|default:'personne' }}").render(Context())


def test_an_undefined_variable_fails_though_the_template_swallows_it():
    with expected(UndefinedVariable):
        Template("{% if 'a' in nobody|join:'' or True %}{% firstof nobody|upper %}{{ nobody }}{% endif %}").render(Context())


@pytest.mark.undefined_allowed("nobody")
def test_a_test_may_say_which_variable_is_undefined():
    assert Template("[{{ nobody }}]").render(Context()) == "[]"


def test_a_template_of_a_library_may_leave_variables_undefined():
    from_library = Template("[{{ nobody }}]", origin=type("Origin", (), {"name": "/usr/lib/python3/django/forms/widget.html"})())
    for node in from_library.nodelist:
        node.origin = from_library.origin
    assert from_library.render(Context()) == "[]"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "source",
    ["{% for member in members %}{{ member }}{% endfor %}", "{% if members or False %}yes{% endif %}", "{{ members.count }}"],
    ids=["loop", "a condition that swallows exceptions", "method"],
)
def test_a_query_while_a_template_renders_fails(source):
    with expected(QueryInTemplate):
        Template(source).render(Context({"members": Member.objects.order_by("pk")}))


@pytest.mark.django_db
def test_rows_fetched_before_may_be_rendered():
    MemberFactory(siren="200067213")
    members = list(Member.objects.order_by("pk"))
    assert Template("{% for member in members %}{{ member.siren }}{% endfor %}").render(Context({"members": members})) == "200067213"


# Pages.


@pytest.mark.parametrize(
    "html",
    [
        "<p>{{ name }}</p>",
        "<p>{% if %}</p>",
        "<script>run()</script>",
        '<p style="color:red">',
        "<style>p{}</style>",
        '<a onclick="run()">',
        '<a href="javascript:run()">',
    ],
)
def test_what_must_not_reach_a_browser_fails(html):
    with expected(UnfinishedPage):
        check_page(html, "/")


def test_a_clean_page_passes():
    check_page('<script nonce="abc">run()</script><script src="/static/htmx.js"></script><p class="style">on = "1"</p>', "/")


# Network.


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("2001:db8::1", 80, 0, 0)], ids=["IPv4", "IPv6"])
def test_the_network_is_closed(address):
    family = socket.AF_INET if len(address) == 2 else socket.AF_INET6
    for act in (socket.socket.connect, socket.socket.connect_ex):
        with socket.socket(family) as outside, expected(NetworkClosed):
            act(outside, address)
    with expected(NetworkClosed), socket.socket(family, socket.SOCK_DGRAM) as outside:
        outside.sendto(b"hello", address)


def test_no_name_server_is_asked():
    with expected(NetworkClosed):
        socket.getaddrinfo("entraide.example", 443)


def test_this_machine_is_open():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as here:
        assert here.getpeername()[0] == "127.0.0.1"


# Surroundings.


def test_the_keyring_is_the_sessions_own():
    assert settings.ENTRAIDE_KEYRING.is_relative_to(settings.VAR)
    assert keyring().decrypt(keyring().encrypt(b"IBAN", about="a test"), about="a test") == b"IBAN"


@pytest.mark.parametrize("turn", [1, 2])
def test_nothing_is_left_over_from_the_test_before(turn):
    assert cache.get("left-over") is None
    assert not default_storage.exists("left over")
    cache.set("left-over", turn)
    default_storage.save("left over", ContentFile(b"something"))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_append_only_rows_go_with_the_flush_and_the_triggers_stay(turn):
    assert not MemberName.objects.exists()
    name = MemberNameFactory()
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        MemberName.objects.filter(pk=name.pk).update(name="Ailleurs")


# Budgets.


class PageOfMembers(Client):
    """A client whose page is written here, so that a bad page can be shown to fail."""

    def __init__(self, page):
        super().__init__()
        self.page = page

    def get(self, path, data=None, **extra):
        self.page()
        response = RequestFactory().get(path, data)
        response.status_code = 200
        return response


def make_members(count):
    for _ in range(count):
        MemberFactory()


@pytest.mark.django_db
def test_a_page_whose_queries_grow_with_its_rows_fails():
    def page():
        return [name.member.siren for name in MemberName.objects.order_by("pk")]

    with pytest.raises(AssertionError, match="2 queries for 1 row, 21 for 20"):
        assert_query_budget(PageOfMembers(page), "/", make_members)


@pytest.mark.django_db
def test_a_page_that_asks_too_much_fails():
    def page():
        return [list(MemberName.objects.order_by("pk")) for _ in range(3)]

    with pytest.raises(AssertionError, match="3 queries, at most 2"):
        assert_query_budget(PageOfMembers(page), "/", make_members, at_most=2)


@pytest.mark.django_db
def test_a_page_with_a_steady_number_of_queries_passes():
    def page():
        return [name.member.siren for name in MemberName.objects.select_related("member").order_by("pk")]

    assert_query_budget(PageOfMembers(page), "/", make_members)


# The harness itself.


def test_a_fault_that_was_swallowed_is_still_found():
    with expected(Fault), suppress(Exception):
        report(Fault("a slip"))


def test_a_fault_that_was_expected_and_did_not_come_fails():
    with pytest.raises(AssertionError, match="Fault was expected"), expected(Fault):
        pass


SWALLOWED = """
from tests.harness.faults import Fault, report

def test_swallows():
    try:
        report(Fault("a slip"))
    except Exception:
        pass

def test_clean():
    pass
"""


def test_a_test_that_swallows_a_fault_fails(pytester):
    pytester.makeconftest("pytest_plugins = ['tests.harness.faults']")
    pytester.makepyfile(SWALLOWED)
    result = pytester.runpytest_inprocess("-p", "no:django", "-p", "no:randomly")
    result.assert_outcomes(passed=1, failed=1)


def test_an_exemption_that_is_not_needed_fails(pytester):
    pytester.makeconftest("from tests.harness.templates import undefined_variables\n")
    pytester.makepyfile("import pytest\n@pytest.mark.undefined_allowed('nobody')\ndef test_exempt():\n    pass\n")
    result = pytester.runpytest_inprocess("-p", "no:django", "-p", "no:randomly")
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines([f"*{UselessExemption.__name__}*"])


def test_every_connection_of_the_suite_is_a_test_database():
    name = str(connection.settings_dict["NAME"])
    assert "memory" in name or name.startswith("test_")

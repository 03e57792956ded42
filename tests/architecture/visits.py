"""Visit an address as everyone, to one's own things and to somebody else's, and compare with what the access table says."""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from entraide.apps.accounts.roles import COLLEAGUES, Role
from entraide.apps.beneficiaries.models import Beneficiary
from entraide.apps.members.models import Member
from tests.factories.actors import Person, person, signed_in
from tests.factories.beneficiaries import BeneficiaryFactory
from tests.factories.members import MemberFactory


ANONYMOUS = None
Visitor = Role | None
VISITORS: tuple[Visitor, ...] = (ANONYMOUS, *Role)
OWN, OTHER = "own", "other"

LOGIN = "login"
# What a POST with nothing in it may answer to who gets in: the form again, the next page, a refusal said in words.
OPEN = frozenset({200, 302, 303, 400, 409, 422})
Answer = int | str


@dataclass(frozen=True)
class Row:
    """Who gets in at one address, and what a GET and a POST answer.

    `get` is what a GET answers to who gets in (405 where the address takes POST only); `post` says whether it takes a POST, and
    `data` what that POST must hold to be read at all; `target` names the object of the address, one of `TARGETS`; `foreign` is
    what a person who has their own gets for another's; `closed` is what the other roles get; `answers` holds the visitors whose
    GET answers otherwise; `why` explains a row that is not plain.
    """

    roles: frozenset[Role]
    is_public: bool = False
    get: int = 200
    post: bool = False
    target: str = ""
    foreign: int = 404
    closed: int = 403
    answers: Mapping[Visitor, int] = field(default_factory=dict)
    data: Mapping[str, str] = field(default_factory=dict)
    why: str = ""

    def expected(self, visitor: Visitor, relation: str, method: str) -> frozenset[Answer]:
        """Give the answers that are right."""
        if visitor is ANONYMOUS and not self.is_public:
            return frozenset({LOGIN})
        if visitor is not ANONYMOUS and visitor not in self.roles:
            return frozenset({self.closed}) if method == "get" or self.post else frozenset({self.closed, 405})
        if method == "get" and visitor in self.answers:
            return frozenset({self.answers[visitor]})
        if method == "post" and not self.post:
            return frozenset({405})
        if self.target and relation == OTHER and visitor not in COLLEAGUES and self.get != 405:
            return frozenset({self.foreign})
        if self.target and relation == OTHER and visitor not in COLLEAGUES:
            return frozenset({self.foreign}) if method == "post" else frozenset({405})
        return frozenset({self.get}) if method == "get" else OPEN


@dataclass
class World:
    """A member, everyone's own file in it, and somebody else's in another member; made as far as the visits need."""

    member: Member = field(default_factory=MemberFactory)
    other_member: Member = field(default_factory=MemberFactory)
    people: dict[Role, Person] = field(default_factory=dict)
    clients: dict[Visitor, Client] = field(default_factory=lambda: {ANONYMOUS: Client()})
    stranger: Person | None = None
    made: dict[Any, Any] = field(default_factory=dict)

    def person(self, role: Role) -> Person:
        """Give the visitor of a role: with a file of their own whatever the role, and a mandate of the member where the role has one."""
        if role not in self.people:
            own = BeneficiaryFactory(affiliation__member=self.member)
            self.people[role] = person(role, member=self.member, beneficiary=own)
            self.clients[role] = signed_in(self.people[role])
        return self.people[role]

    def filer(self, visitor: Visitor, relation: str) -> Person:
        """Give the visitor under the hat of their own file, or a stranger under theirs; who is not signed in has none of their own."""
        if relation == OWN and visitor is not ANONYMOUS:
            own = self.person(visitor)
            hat = next(hat for hat in own.actor.hats if hat.role == Role.BENEFICIARY)
            return replace(own, hat=hat, actor=replace(own.actor, hat=hat))
        if self.stranger is None:
            self.stranger = person(Role.BENEFICIARY, member=self.other_member)
        return self.stranger

    def beneficiary(self, visitor: Visitor, relation: str) -> Beneficiary:
        """Give the visitor's own file, or a stranger's."""
        return self.filer(visitor, relation).beneficiary

    def member_of(self, relation: str) -> Member:
        """Give the member that visitors belong to, or another."""
        return self.member if relation == OWN else self.other_member

    def once(self, key: Any, make: Callable[[], Any]) -> Any:
        """Make an object of the world the first time it is asked for; `key` names it and whose it is."""
        if key not in self.made:
            self.made[key] = make()
        return self.made[key]


FILE_TYPES = ("image/", "video/", "application/pdf", "application/octet-stream", "application/xml", "application/zip", "application/vnd.")
Target = Callable[[World, Visitor, str], dict[str, Any]]


def every_address(resolver: URLResolver | None = None, namespace: str = "") -> Iterator[str]:
    """Give the full name of every address of the root urlconf; one without a name comes as its pattern."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from every_address(pattern, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}" if pattern.name else f"without a name: {pattern.pattern}"


def answer_of(response: HttpResponse) -> Answer:
    """Give the status, LOGIN for a way to the sign-in page, or the fault of the view."""
    if response.status_code == 500 and response.exc_info:
        return f"500 ({response.exc_info[0].__name__}: {response.exc_info[1]})"
    if unguarded := fault_of_file(response):
        return unguarded
    to_login = response.status_code == 302 and response.headers["Location"].startswith(reverse(settings.LOGIN_URL))
    return LOGIN if to_login else response.status_code


def fault_of_file(response: HttpResponse) -> str:
    """Say what a file that is sent lacks: a policy that lets nothing in it run, its kind held, no copy in a signed-in browser."""
    media_type = response.headers.get("Content-Type", "").partition(";")[0]
    if "Content-Disposition" not in response:
        return f"a file ({media_type}) that is not named" if media_type.startswith(FILE_TYPES) else ""
    lacking = [
        name
        for name, wanted in (("Content-Security-Policy", "default-src 'none'"), ("X-Content-Type-Options", "nosniff"))
        if not response.headers.get(name, "").startswith(wanted)
    ]
    if response.wsgi_request.user.is_authenticated and "no-store" not in response.headers.get("Cache-Control", ""):
        lacking.append("Cache-Control")
    return f"a file without {', '.join(lacking)}" if lacking else ""


def visit(client: Client, method: str, url: str, data: Mapping[str, str]) -> Answer:
    """Ask for an address once; nothing that it does stays."""
    fresh = Client(raise_request_exception=False)
    fresh.handler, fresh.cookies = client.handler, client.cookies.copy()
    cache.clear()
    with transaction.atomic(), _untold():
        answer = answer_of(getattr(fresh, method)(url, data if method == "post" else None))
        transaction.set_rollback(True)
    return answer


@contextmanager
def _untold() -> Iterator[None]:
    """Keep the log still: refusals are what is looked for, and the answer tells the rest."""
    logging.disable(logging.ERROR)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


def mismatches(name: str, row: Row, targets: Mapping[str, Target]) -> list[str]:
    """Visit an address as every visitor, own and other, by GET and by POST; list the answers that the row does not expect."""
    world, found = World(), []
    for visitor in VISITORS:
        if visitor is not ANONYMOUS:
            world.person(visitor)
        for relation in (OWN, OTHER) if row.target else (OWN,):
            url = reverse(name, kwargs=targets[row.target](world, visitor, relation) if row.target else {})
            for method in ("get", "post"):
                expected, answer = row.expected(visitor, relation, method), visit(world.clients[visitor], method, url, row.data)
                if answer not in expected:
                    right = ", ".join(sorted(map(str, expected)))
                    found.append(f"{method} {name} as {visitor or 'anonymous'}, {relation}: {answer}, not {right}")
    return found

"""Every write is an act: made inside an operation, in its transaction, with an audit entry; a GET makes none.

The operations of every app are wrapped for the session. When the outermost one ends well, each transaction that wrote to
a table of ours must have added an entry to the audit trail. During a request, a write outside any operation fails.
"""

import inspect
import pkgutil
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache, wraps
from importlib import import_module
from threading import current_thread, get_ident, main_thread
from types import ModuleType
from typing import Any

import pytest
from django.apps import apps
from django.core.handlers.base import BaseHandler
from django.db import connection, connections
from django.utils.module_loading import module_has_submodule

from tests.harness.faults import Fault, report
from tests.harness.patches import replace, wrapped


# Parts of other acts: they run in the transaction of the act that calls them, which leaves the entry. A test may call them
# alone; a request may not. A name that exists no more fails in tests/architecture, here as in UNAUDITED.
PARTS: dict[str, str] = {
    "audit.record": "it is the entry",
    "ledger.post": "the act that moves money records itself",
    "ledger.mark_done": "the act that was done records itself",
    "notifications.tell": "the act that is told records itself",
    "notifications.tell_many": "the act that is told records itself",
    "notifications.silence": "the act after which nothing leaves records itself",
    "notifications.lift_silence": "the undoing of that act records itself",
    "notifications.send_email": "the act that writes records itself",
    "claims.move_claims": "the structure event that moves them records itself",
    "members.apply_changes": "the structure event that changes the register records itself",
    "members.apply_batch": "the replay or the import whose events these are records itself",
    "members.take_back_changes": "the undoing of a structure event records itself",
    "members.write_replay": "the replay records itself",
    "members.write_contracts": "the replay records itself",
    "usage.tell": "the act that renders the service records itself",
    "usage.take_back": "the bank's return records itself",
}

# Operations that write and leave no entry, each with its reason.
UNAUDITED: dict[str, str] = {
    "beneficiaries.hold_next_notice": "on whose desk a notice lies for some minutes: nobody's rights, money or data change",
    "claims.mark_read": "somebody reads what was written to them: nobody's rights, money or data change",
    "notifications.mark_all_read": "a person reads their own messages: nobody's rights, money or data change",
}

# Tables that hold no state of anybody's: written by an operation, but owing no entry.
TECHNICAL: dict[str, str] = {
    "contributions_documentseries": "the numbers given so far: the act that issues what bears them records itself",
    "notifications_outgoing": "the outbox: its delivery runs after the commit and is counted in the row itself",
    "accounts_attempt": "tries at a guarded door, counted to slow guessing down",
}

# What the libraries write of ours by themselves: the tables, the beginning of the statement, the reason.
BY_LIBRARIES = {
    'UPDATE "accounts_account" SET "last_login"': "Django notes the last sign-in",
    'UPDATE "accounts_account" SET "password"': "allauth changes a password",
}

WRITE = re.compile(r'^\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM|COPY)\s+"?(\w+)"?', re.IGNORECASE)
TRAIL = "audit_auditentry"


class UnauditedWrite(Fault):
    """An operation changed something and no audit entry says who did it."""


class WriteOutsideTransaction(Fault):
    """An operation writes before it opens its transaction: half of it could stay."""


class WriteOutsideOperation(Fault):
    """A request writes to a table of ours without any operation."""


class WriteDuringRead(Fault):
    """A GET or a HEAD writes to a table of ours."""


@dataclass
class Run:
    """What the outermost operation under way has written, by transaction."""

    name: str
    depth: int
    blocks: dict[int, Any] = field(default_factory=dict)
    written: dict[int, set[str]] = field(default_factory=dict)
    audited: set[int] = field(default_factory=set)

    def note(self, table: str, sql: str) -> None:
        """Keep one write.

        :raises WriteOutsideTransaction: if the operation has not opened its transaction.
        """
        if table in TECHNICAL:
            return
        inside = connection.atomic_blocks[self.depth :]
        if not inside:
            report(WriteOutsideTransaction(f"{self.name} writes outside its transaction: {sql[:200]}"))
        # A live server's threads share one connection, whose blocks cross: there the operation counts as one.
        block = id(inside[0]) if current_thread() is main_thread() else 0
        self.blocks[block] = inside[0]
        if table == TRAIL:
            self.audited.add(block)
        else:
            self.written.setdefault(block, set()).add(table)

    def close(self) -> None:
        """Hold each transaction to its entry.

        :raises UnauditedWrite: if one wrote and has none.
        """
        silent = {table for block, tables in self.written.items() if block not in self.audited for table in tables}
        if silent and self.name not in UNAUDITED:
            report(UnauditedWrite(f"{self.name} writes to {', '.join(sorted(silent))} and records no audit entry"))


_run: ContextVar[Run | None] = ContextVar("operation under way", default=None)
_in_request: ContextVar[bool] = ContextVar("a request is being answered", default=False)
# Modules of operations that could not be imported: tests/architecture fails while there is one.
unimportable: dict[str, Exception] = {}


@cache
def our_tables() -> frozenset[str]:
    """Name the tables of the project's apps, except the trail's own seals and payloads."""
    ours = {model._meta.db_table for model in apps.get_models(include_auto_created=True) if model.__module__.startswith("entraide.")}
    return frozenset(ours - {"audit_auditseal", "audit_auditpayload"})


def tables_written(sql: str) -> list[str]:
    """Give the tables of ours that a message to the database writes, in the order of its statements.

    >>> tables_written('SELECT "id" FROM "claims_claim"')
    []
    """
    # Values travel apart from the text: a semicolon in it parts two statements.
    matches = (WRITE.match(statement) for statement in sql.split("; "))
    return [match[1] for match in matches if match and match[1] in our_tables()]


@contextmanager
def _watching(note: Callable[[str, str], None]) -> Iterator[None]:
    # On a live server another thread may write meanwhile, on the connection that they share in memory: it has its own watch.
    own = get_ident()

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        for table in tables_written(sql) if get_ident() == own else ():
            note(table, sql)
        return execute(sql, params, many, context)

    with wrapped(connections.all(), watch):
        yield


def audited(function: Callable[..., Any], name: str) -> Callable[..., Any]:
    """Wrap one operation so that its writes are held to the audit trail."""

    @wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        if _run.get() is not None or (name in PARTS and not _in_request.get()):
            return function(*args, **kwargs)
        run = Run(name, len(connection.atomic_blocks))
        token = _run.set(run)
        try:
            if name in UNAUDITED:
                return function(*args, **kwargs)
            with _watching(run.note):
                result = function(*args, **kwargs)
            run.close()
            return result
        finally:
            _run.reset(token)

    call.is_audited = True
    return call


def operation_modules() -> dict[str, list[ModuleType]]:
    """Import the operations of every app that has some, by app label; where they are a package, each of its modules too."""
    found: dict[str, list[ModuleType]] = {}
    for config in apps.get_app_configs():
        if config.name.startswith("entraide.apps.") and module_has_submodule(import_module(config.name), "operations"):
            try:
                found[config.label] = _with_submodules(f"{config.name}.operations")
            except (ImportError, SyntaxError, NameError, AttributeError) as fault:
                unimportable[config.label] = fault
    return found


def _with_submodules(name: str) -> list[ModuleType]:
    module = import_module(name)
    paths = getattr(module, "__path__", ())
    return [module, *(import_module(found.name) for found in pkgutil.iter_modules(paths, f"{name}."))]


def operations_of(modules: list[ModuleType]) -> dict[str, Callable[..., Any]]:
    """List the public functions that these modules define, by name."""
    homes = {module.__name__ for module in modules}
    functions = [pair for module in modules for pair in inspect.getmembers(module, inspect.isfunction)]
    return {name: each for name, each in functions if not name.startswith("_") and inspect.unwrap(each).__module__ in homes}


def _wrap_operations() -> None:
    wrapped: dict[int, Callable[..., Any]] = {}
    for label, modules in operation_modules().items():
        for name, function in operations_of(modules).items():
            if not getattr(function, "is_audited", False):
                wrapped[id(function)] = audited(function, f"{label}.{name}")
    for module in [module for name, module in sys.modules.items() if name.startswith(("entraide.", "tests."))]:
        for name, value in list(vars(module).items()):
            if inspect.isfunction(value) and id(value) in wrapped:
                setattr(module, name, wrapped[id(value)])


def _patch_requests() -> None:
    def get_response(self: BaseHandler, request: Any) -> Any:
        def note(table: str, sql: str) -> None:
            if sql.startswith(tuple(BY_LIBRARIES)):
                return
            if request.method in {"GET", "HEAD"}:
                report(WriteDuringRead(f"{request.method} {request.path} writes: {sql[:200]}"))
            if _run.get() is None and table not in TECHNICAL:
                report(WriteOutsideOperation(f"{request.method} {request.path} writes outside any operation: {sql[:200]}"))

        token = _in_request.set(True)
        try:
            with _watching(note):
                return original(self, request)
        finally:
            _in_request.reset(token)

    original = replace(BaseHandler, "get_response", get_response)


def pytest_configure(config: pytest.Config) -> None:
    """Wrap the operations of every app and the handling of every request, for the session."""
    _wrap_operations()
    _patch_requests()

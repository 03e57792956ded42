"""A fresh database of each kind, for benchmarks that write more rows than a demonstration holds."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import environ
import psycopg
from django.core.management import call_command
from django.db import connection, connections
from django.db.models import Model


SCRIPTS = Path(__file__).resolve().parent.parent / "scripts"
AT_ONCE = 10_000


def rows_wanted(usual: int) -> int:
    """Give how many rows to write: what ENTRAIDE_BENCH_ROWS says, else the usual number."""
    return int(os.environ.get("ENTRAIDE_BENCH_ROWS", usual))


@contextmanager
def sqlite_file() -> Iterator[str]:
    """Lend the address of a new SQLite file."""
    with tempfile.TemporaryDirectory(prefix="entraide-bench-") as folder:
        yield f"sqlite:///{Path(folder) / 'bench.sqlite3'}"


@contextmanager
def postgresql_server() -> Iterator[str]:
    """Lend the address of a new database on a PostgreSQL started for the occasion; it goes with its data."""
    sys.path.insert(0, str(SCRIPTS))
    postgres = __import__("postgres").postgres
    with postgres() as url:
        name = url.rpartition("/")[2]
        with psycopg.connect(f"{url.rpartition('/')[0]}/postgres", autocommit=True) as server:
            server.execute(f'CREATE DATABASE "{name}"')
        yield url


LENT: tuple[tuple[str, Callable[[], Any]], ...] = (("SQLite", sqlite_file), ("PostgreSQL", postgresql_server))


def measured_on_both(module: str) -> Iterator[tuple[str, dict[str, float]]]:
    """Run the `main` of a module on each database, in a process of its own; give the figures that it prints as JSON."""
    for name, lent in LENT:
        with lent() as url:
            yield name, _measured(module, url)


def measured_on_postgresql(module: str) -> dict[str, float]:
    """Run the `main` of a module on PostgreSQL, in a process of its own; give the figures that it prints as JSON."""
    with postgresql_server() as url:
        return _measured(module, url)


def _measured(module: str, url: str) -> dict[str, float]:
    child = f"import django; django.setup(); from {module} import main; main()"
    environment = os.environ | {"DATABASE_URL": url}
    done = subprocess.run([sys.executable, "-c", child], env=environment, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


@contextmanager
def sqlite() -> Iterator[str]:
    """Point Django at a new SQLite file, migrated, and give the name of the database."""
    options = {"transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"}
    with sqlite_file() as url, _pointed_at(environ.Env.db_url_config(url) | {"OPTIONS": options}):
        yield "SQLite"


@contextmanager
def postgresql() -> Iterator[str]:
    """Point Django at a PostgreSQL started for the occasion, migrated, and give the name of the database."""
    with postgresql_server() as url, _pointed_at(environ.Env.db_url_config(url)):
        yield "PostgreSQL"


BOTH: tuple[Callable[[], Any], ...] = (sqlite, postgresql)


@contextmanager
def _pointed_at(config: dict[str, Any]) -> Iterator[None]:
    connections.close_all()
    kept = connections.settings["default"]
    connections.settings["default"] = connections.configure_settings({"default": config})["default"]
    _forget()
    try:
        call_command("migrate", verbosity=0, interactive=False)
        yield
    finally:
        connections.close_all()
        connections.settings["default"] = kept
        _forget()


def _forget() -> None:
    """Drop the connection, so that the next query opens one by the settings of now."""
    if connections.all(initialized_only=True):
        del connections["default"]


def write_rows(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows as fast as the database takes them: COPY on PostgreSQL, executemany on SQLite; other columns take their default."""
    fields = [model._meta.get_field(name) for name in columns]
    others = [field for field in model._meta.local_concrete_fields if field not in fields]
    defaults = [field.get_db_prep_save(field.get_default(), connection) for field in others]
    names = ", ".join(f'"{field.column}"' for field in (*fields, *others))
    table = f'"{model._meta.db_table}"'
    written = ([*(_plain(field, value) for field, value in zip(fields, row, strict=True)), *defaults] for row in rows)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in written:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * (len(fields) + len(others)))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", written)


def _plain(field: Any, value: Any) -> Any:
    return value if value is None else field.get_db_prep_save(value, connection)

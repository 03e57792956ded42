"""A twin of a database as it was before a load, and the copy into it of exactly the rows that the load leaves: the limit of a bulk path."""

import shutil
import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection


def timed(act: Callable[[], object]) -> float:
    """Measure one act, in seconds."""
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def twin_of(tables: Sequence[str]) -> Any:
    """Make the twin of the database at hand, before a load into these tables, in the order in which they are copied."""
    return PostgreSQLTwin(tables) if connection.vendor == "postgresql" else SQLiteTwin(tables)


class PostgreSQLTwin:
    """A database made from this one before the load, and the copy of the load's rows into it."""

    def __init__(self, tables: Sequence[str]) -> None:
        self.tables = tables
        values = connection.settings_dict
        self.name, self.twin = values["NAME"], f"{values['NAME']}_twin"
        self.place = {
            "host": values["HOST"],
            "port": values["PORT"] or None,
            "user": values["USER"],
            "password": values["PASSWORD"] or None,
        }
        connection.close()
        with psycopg.connect(dbname="postgres", autocommit=True, **self.place) as server:
            server.execute(f'DROP DATABASE IF EXISTS "{self.twin}"')
            server.execute(f'CREATE DATABASE "{self.twin}" TEMPLATE "{self.name}"')

    def copied_in(self, folder: Path) -> float:
        """Write the rows to files, then measure their COPY."""
        for table in self.tables:
            with connection.cursor() as cursor, cursor.copy(f"COPY {table} TO STDOUT") as rows, (folder / table).open("wb") as file:
                for block in rows:
                    file.write(block)
        with psycopg.connect(dbname=self.twin, **self.place) as other:
            return timed(lambda: [self._copy(other, folder / table, table) for table in self.tables] and other.commit())

    @staticmethod
    def _copy(other: psycopg.Connection, file: Path, table: str) -> None:
        with file.open("rb") as rows, other.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copy:
            while block := rows.read(1 << 20):
                copy.write(block)

    def forget(self) -> None:
        """Remove the twin."""
        with psycopg.connect(dbname="postgres", autocommit=True, **self.place) as server:
            server.execute(f'DROP DATABASE "{self.twin}"')


class SQLiteTwin:
    """A copy of the file before the load, and the load's rows inserted into it."""

    def __init__(self, tables: Sequence[str]) -> None:
        self.tables = tables
        self.name = str(connection.settings_dict["NAME"])
        self.twin = f"{self.name}.twin"
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        shutil.copy(self.name, self.twin)

    def copied_in(self, folder: Path) -> float:
        """Measure the insertion of the rows, read from the first file as they go."""
        with closing(sqlite3.connect(self.name)) as first, closing(sqlite3.connect(self.twin)) as other:
            other.execute("PRAGMA journal_mode=WAL")
            other.execute("PRAGMA synchronous=NORMAL")
            return timed(lambda: [self._copy(first, other, table) for table in self.tables] and other.commit())

    @staticmethod
    def _copy(first: sqlite3.Connection, other: sqlite3.Connection, table: str) -> None:
        rows = first.execute(f"SELECT * FROM {table}")
        marks = ", ".join("?" for _ in rows.description)
        other.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)

    def forget(self) -> None:
        """Leave the file to the folder that holds it."""

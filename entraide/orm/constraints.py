"""Rules that the database itself keeps, declared once on the model and written for SQLite and for PostgreSQL.

A model lists them in `database_rules`; `entraide.orm.installation` puts them in place after each migration. Triggers and not
Django constraints, because SQLite forgets a constraint that it cannot write inline whenever Django remakes a table.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from django.db.models import CharField, Func, Model


Statements = Sequence[str]


class DatabaseRule(Protocol):
    """What a rule must be able to say, for one model and one database."""

    def create(self, model: type[Model], vendor: str) -> Statements:
        """Give the statements that put the rule in place."""

    def drop(self, model: type[Model], vendor: str) -> Statements:
        """Give the statements that remove it, whether it is there or not."""


@dataclass(frozen=True, slots=True)
class AppendOnly:
    """Refuse UPDATE, DELETE and TRUNCATE.

    Columns of `closing` may be set once, those of `rewritten` at any time; `erasable` lets rows be deleted.
    """

    closing: tuple[str, ...] = ()
    rewritten: tuple[str, ...] = ()
    erasable: bool = False

    def create(self, model: type[Model], vendor: str) -> Statements:
        """Write one trigger per refused act; SQLite has no TRUNCATE."""
        table = model._meta.db_table
        frozen = [field.column for field in model._meta.local_fields if field.name not in (*self.closing, *self.rewritten)]
        acts = {"update": f"UPDATE OF {', '.join(map(_quoted, frozen))}"}
        if not self.erasable:
            acts["delete"] = "DELETE"
        written = [_refusing_trigger(table, name, act, vendor) for name, act in acts.items()]
        if self.closing:
            written.append(_closing_trigger(table, [model._meta.get_field(name).column for name in self.closing], vendor))
        if vendor == "postgresql":
            written.append(
                f"CREATE TRIGGER {_quoted(table + '_no_truncate')} BEFORE TRUNCATE ON {_quoted(table)} EXECUTE FUNCTION entraide_refuse()"
            )
        return written

    def drop(self, model: type[Model], vendor: str) -> Statements:
        """Remove the triggers."""
        table = model._meta.db_table
        on = f" ON {_quoted(table)}" if vendor == "postgresql" else ""
        return [f"DROP TRIGGER IF EXISTS {_quoted(f'{table}_no_{act}')}{on}" for act in ("update", "delete", "reopening", "truncate")]


@dataclass(frozen=True, slots=True)
class NoOverlap:
    """Refuse two rows of the same `key` columns whose spans [since, until) cross; `where` limits it to the rows that count.

    `where` is plain SQL over bare column names that both databases read; an empty `until` means without end.
    """

    name: str
    key: tuple[str, ...]
    where: str = "superseded_at IS NULL"
    since: str = "since"
    until: str = "until"

    def create(self, model: type[Model], vendor: str) -> Statements:
        """Write an exclusion constraint (PostgreSQL) or two triggers (SQLite)."""
        table = model._meta.db_table
        columns = [model._meta.get_field(name).column for name in self.key]
        if vendor == "postgresql":
            parts = [f"{_quoted(column)} WITH =" for column in columns]
            parts.append(f"daterange({_quoted(self.since)}, {_quoted(self.until)}, '[)') WITH &&")
            where = f" WHERE ({self.where})" if self.where else ""
            return [
                "CREATE EXTENSION IF NOT EXISTS btree_gist",
                f"ALTER TABLE {_quoted(table)} ADD CONSTRAINT {_quoted(self.name)} EXCLUDE USING gist ({', '.join(parts)}){where}",
            ]
        return [self._sqlite_trigger(table, columns, act) for act in ("INSERT", "UPDATE")]

    def _sqlite_trigger(self, table: str, columns: list[str], act: str) -> str:
        key_column = "id"
        same = " AND ".join(f"{_quoted(column)} = NEW.{_quoted(column)}" for column in columns)
        crossing = (
            f"({_quoted(self.since)} < NEW.{_quoted(self.until)} OR NEW.{_quoted(self.until)} IS NULL) AND "
            f"({_quoted(self.until)} > NEW.{_quoted(self.since)} OR {_quoted(self.until)} IS NULL)"
        )
        counting = f" AND ({self.where})" if self.where else ""
        itself = f"EXISTS (SELECT 1 FROM {_quoted(table)} WHERE {key_column} = NEW.{key_column}{counting})"
        return (
            f"CREATE TRIGGER {_quoted(f'{self.name}_{act.lower()}')} AFTER {act} ON {_quoted(table)} WHEN {itself} BEGIN "
            f"SELECT RAISE(ABORT, 'UNIQUE constraint failed: {self.name}') WHERE EXISTS (SELECT 1 FROM {_quoted(table)} WHERE "
            f"{key_column} <> NEW.{key_column} AND {same} AND {crossing}{counting}); END"
        )

    def drop(self, model: type[Model], vendor: str) -> Statements:
        """Remove the constraint or the triggers."""
        table = model._meta.db_table
        if vendor == "postgresql":
            return [f"ALTER TABLE {_quoted(table)} DROP CONSTRAINT IF EXISTS {_quoted(self.name)}"]
        return [f"DROP TRIGGER IF EXISTS {_quoted(f'{self.name}_{act}')}" for act in ("insert", "update")]


# The same text in an index of SQLite and in a query, or it reads the whole table.
AFTER_FIRST_WORD = "substr(%(expressions)s, instr(%(expressions)s, ' ') + 1)"


class AfterFirstWord(Func):
    """What follows the first word of a normalised column; the column itself where it has one word."""

    template = AFTER_FIRST_WORD
    arity = 1
    output_field = CharField()


@dataclass(frozen=True, slots=True)
class SearchIndex:
    """Let a normalised column be searched by its beginning and, on PostgreSQL, whatever was mistyped in it.

    PostgreSQL compares texts by the rules of a language, which no search by prefix follows: one index orders them letter by letter,
    the other by the groups of three letters that a word holds (`pg_trgm`). SQLite orders letter by letter already, and its usual index will
    do for the first word; two more hold what follows the first word, and the second, so that a given name is found as a family name is.
    """

    name: str
    column: str

    def create(self, model: type[Model], vendor: str) -> Statements:
        """Write the two indexes, where they are not there yet: they hold no rule that could have changed.

        What was written last waits in a list that each search reads whole: it is kept short (128 kB, where PostgreSQL lets 4 MB wait).
        """
        table, column = _quoted(model._meta.db_table), _quoted(model._meta.get_field(self.column).column)
        if vendor != "postgresql":
            second = AFTER_FIRST_WORD % {"expressions": column}
            third = AFTER_FIRST_WORD % {"expressions": second}
            names = (f"{self.name}_{place}" for place in ("second", "third"))
            return [
                f"CREATE INDEX IF NOT EXISTS {_quoted(name)} ON {table} ({words})"
                for name, words in zip(names, (second, third), strict=True)
            ]
        by_letters = f"USING gin ({column} gin_trgm_ops) WITH (gin_pending_list_limit = 128)"
        return [
            "CREATE EXTENSION IF NOT EXISTS pg_trgm",
            f"CREATE INDEX IF NOT EXISTS {_quoted(self.name)} ON {table} {by_letters}",
            f"CREATE INDEX IF NOT EXISTS {_quoted(self.name + '_first')} ON {table} ({column} varchar_pattern_ops)",
        ]

    def drop(self, model: type[Model], vendor: str) -> Statements:
        """Leave them: an index refuses nothing, and that of a million names takes a minute to write again."""
        return []


def _quoted(name: str) -> str:
    return f'"{name}"'


def _refusing_trigger(table: str, name: str, act: str, vendor: str) -> str:
    head = f"CREATE TRIGGER {_quoted(f'{table}_no_{name}')} BEFORE {act} ON {_quoted(table)}"
    if vendor == "postgresql":
        return f"{head} FOR EACH ROW EXECUTE FUNCTION entraide_refuse()"
    return f"{head} BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END"


def _closing_trigger(table: str, closing: Sequence[str], vendor: str) -> str:
    """Let a closing column go from empty to set, never back nor elsewhere."""
    columns = ", ".join(map(_quoted, closing))
    trigger = _quoted(f"{table}_no_reopening")
    head = f"CREATE TRIGGER {trigger} BEFORE UPDATE OF {columns} ON {_quoted(table)} FOR EACH ROW"
    closed = " OR ".join(f"OLD.{_quoted(column)} IS NOT NULL" for column in closing)
    if vendor == "postgresql":
        return f"{head} WHEN ({closed}) EXECUTE FUNCTION entraide_refuse()"
    return f"{head} WHEN {closed} BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END"

"""What the database itself refuses, on each database: every declared rule is in place, and each is proved by a violation."""

import re
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import DateTimeField, Field, Model

from entraide.orm.constraints import AppendOnly, NoOverlap
from entraide.orm.installation import declared_rules, install, remove
from entraide.orm.keys import uuid7
from tests.factories.base import NOW
from tests.factories.models import factory_of, our_models


NAMED = re.compile(r'(?:CREATE TRIGGER|ADD CONSTRAINT) "(\w+)"')
APPEND_ONLY = [(model, rule) for model, rule in declared_rules() if isinstance(rule, AppendOnly)]
NO_OVERLAP = [(model, rule) for model, rule in declared_rules() if isinstance(rule, NoOverlap)]
MAKE = factory_of()

pytestmark = pytest.mark.django_db


def model_name(value):
    return value.__name__ if isinstance(value, type) else ""


def declared_names() -> set[str]:
    statements = [statement for model, rule in declared_rules() for statement in rule.create(model, connection.vendor)]
    return {name for statement in statements for name in NAMED.findall(statement)}


def names_in_place() -> set[str]:
    on_sqlite = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    on_postgresql = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal "
        "UNION SELECT conname FROM pg_constraint WHERE contype = 'x' AND connamespace = 'public'::regnamespace"
    )
    with connection.cursor() as cursor:
        cursor.execute(on_postgresql if connection.vendor == "postgresql" else on_sqlite)
        return {name for (name,) in cursor.fetchall()}


def run(statement: str, *params) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.rowcount


def key_of(row: Model):
    return row._meta.pk.get_db_prep_value(row.pk, connection)


def set_itself(row: Model, column: str) -> int:
    """Write a column over itself: a trigger looks at which column is named, not at whether its value moved."""
    table, key = row._meta.db_table, row._meta.pk.column
    return run(f'UPDATE "{table}" SET "{column}" = "{column}" WHERE "{key}" = %s', key_of(row))


def some_value(field: Field):
    if field.related_model is not None:
        return MAKE[field.related_model]()
    return NOW if isinstance(field, DateTimeField) else uuid7()


# In place.


def test_every_declared_rule_is_in_place_and_nothing_else():
    assert len(declared_names()) > 40
    assert names_in_place() == declared_names()


def test_the_names_of_rules_fit_both_databases():
    assert [name for name in declared_names() if len(name) > 63] == []


def test_rules_are_taken_away_and_put_back():
    remove()
    assert names_in_place() == set()
    install()
    assert names_in_place() == declared_names()
    install()
    assert names_in_place() == declared_names()


def test_the_rules_of_one_app_are_put_in_place_alone():
    remove()
    install(app_label="audit")
    assert {name.split("_")[0] for name in names_in_place()} == {"audit"}


def test_every_model_with_a_history_declares_its_rule():
    dated = {model for model in our_models() if {"superseded_at"} <= {field.name for field in model._meta.get_fields()}}
    assert dated - {model for model, _ in APPEND_ONLY} == set()


# Append-only.


@pytest.mark.parametrize(("model", "rule"), APPEND_ONLY, ids=model_name)
def test_what_is_frozen_cannot_be_updated(model, rule):
    row = MAKE[model]()
    frozen = [field.column for field in model._meta.local_fields if field.name not in (*rule.closing, *rule.rewritten)]
    assert frozen
    for column in frozen:
        with pytest.raises(IntegrityError, match="append-only"):
            set_itself(row, column)


@pytest.mark.parametrize(("model", "rule"), APPEND_ONLY, ids=model_name)
def test_a_row_is_deleted_only_where_erasure_is_foreseen(model, rule):
    row = MAKE[model]()
    statement = f'DELETE FROM "{model._meta.db_table}" WHERE "{model._meta.pk.column}" = %s'
    if rule.erasable:
        assert run(statement, key_of(row)) == 1
    else:
        with pytest.raises(IntegrityError, match="append-only"):
            run(statement, key_of(row))


CLOSING = [(model, name) for model, rule in APPEND_ONLY for name in rule.closing]
REWRITTEN = [(model, name) for model, rule in APPEND_ONLY for name in rule.rewritten]


@pytest.mark.parametrize(("model", "name"), CLOSING, ids=lambda value: value if isinstance(value, str) else value.__name__)
def test_what_closes_a_row_is_set_once(model, name):
    row = MAKE[model]()
    field = model._meta.get_field(name)
    rows = model.objects.filter(pk=row.pk)
    assert rows.update(**{name: some_value(field)}) == 1
    for value in (some_value(field), None):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            rows.update(**{name: value})


@pytest.mark.parametrize(("model", "name"), REWRITTEN, ids=lambda value: value if isinstance(value, str) else value.__name__)
def test_what_may_be_rewritten_is_rewritten_at_any_time(model, name):
    row = MAKE[model]()
    column = model._meta.get_field(name).column
    assert [set_itself(row, column), set_itself(row, column)] == [1, 1]


@pytest.mark.parametrize(("model", "rule"), APPEND_ONLY, ids=model_name)
def test_a_table_is_not_emptied_at_once(model, rule):
    MAKE[model]()
    connection.check_constraints()  # PostgreSQL puts off the check of foreign keys, and empties no table that still waits for it.
    if connection.vendor == "postgresql":
        with pytest.raises(IntegrityError, match="append-only"):
            run(f'TRUNCATE "{model._meta.db_table}" CASCADE')
    else:
        # SQLite knows no TRUNCATE: a DELETE without WHERE is its nearest act, and goes through the same trigger.
        statement = f'DELETE FROM "{model._meta.db_table}"'
        if not rule.erasable:
            with pytest.raises(IntegrityError, match="append-only"):
                run(statement)


# Spans.

Y = {year: date(year, 1, 1) for year in range(2018, 2030)}
CROSSING = {
    "both without end": ((Y[2020], None), (Y[2022], None)),
    "the new one inside the one without end": ((Y[2020], None), (Y[2021], Y[2022])),
    "the new one begins before and has no end": ((Y[2022], Y[2023]), (Y[2020], None)),
    "the end crosses the beginning by a day": ((Y[2020], date(2022, 1, 2)), (Y[2022], Y[2023])),
    "the same span": ((Y[2020], Y[2021]), (Y[2020], Y[2021])),
}
APART = {
    "one ends the day the other begins": ((Y[2020], Y[2022]), (Y[2022], None)),
    "the later one was written first": ((Y[2022], None), (Y[2020], Y[2022])),
    "years apart": ((Y[2018], Y[2019]), (Y[2024], None)),
}


# What two rows say besides, where a rule looks only at some of them.
BESIDES = {"mandate_one_college_a_person": ({"kind": "delegate_elected"}, {"kind": "delegate_staff"})}


def two_rows(model: type[Model], rule: NoOverlap, spans, **closing):
    besides = BESIDES.get(rule.name, ({}, {}))
    first = MAKE[model](since=spans[0][0], until=spans[0][1], **besides[0], **closing)
    same = {name: getattr(first, name) for name in rule.key}
    with transaction.atomic():
        MAKE[model](**same, since=spans[1][0], until=spans[1][1], **besides[1])


@pytest.mark.parametrize("spans", CROSSING.values(), ids=CROSSING.keys())
@pytest.mark.parametrize(("model", "rule"), NO_OVERLAP, ids=model_name)
def test_spans_that_cross_are_refused(model, rule, spans):
    with pytest.raises(IntegrityError, match=rule.name):
        two_rows(model, rule, spans)


@pytest.mark.parametrize("spans", APART.values(), ids=APART.keys())
@pytest.mark.parametrize(("model", "rule"), NO_OVERLAP, ids=model_name)
def test_spans_that_touch_or_stand_apart_are_accepted(model, rule, spans):
    two_rows(model, rule, spans)


@pytest.mark.parametrize(("model", "rule"), NO_OVERLAP, ids=model_name)
def test_a_row_that_was_superseded_stands_in_nobodys_way(model, rule):
    two_rows(model, rule, CROSSING["both without end"], superseded_at=NOW)


@pytest.mark.parametrize(("model", "rule"), NO_OVERLAP, ids=model_name)
def test_another_key_may_have_the_same_span(model, rule):
    MAKE[model](since=Y[2020])
    MAKE[model](since=Y[2020])

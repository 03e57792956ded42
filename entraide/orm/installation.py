"""Put the database rules of every model in place, or take them away."""

from typing import Any

from django.apps import AppConfig, apps
from django.db import connections, transaction
from django.db.models import Model

from entraide.orm.constraints import DatabaseRule


REFUSE_FUNCTION = """
CREATE OR REPLACE FUNCTION entraide_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'append-only: %', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def declared_rules() -> list[tuple[type[Model], DatabaseRule]]:
    """List every rule that a model declares in `database_rules`."""
    return [(model, rule) for model in apps.get_models() for rule in getattr(model, "database_rules", ())]


def install(using: str = "default", *, app_label: str = "") -> None:
    """Put every declared rule in place, or those of one app; a rule that is there already is written anew."""
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        if connection.vendor == "postgresql":
            cursor.execute(REFUSE_FUNCTION)
        for model, rule in declared_rules():
            if model._meta.db_table in tables and app_label in {"", model._meta.app_label}:
                for statement in (*rule.drop(model, connection.vendor), *rule.create(model, connection.vendor)):
                    cursor.execute(statement)


def remove(using: str = "default") -> None:
    """Take every declared rule away: for the test harness around its flush, and for nothing else."""
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for model, rule in declared_rules():
            if model._meta.db_table in tables:
                for statement in rule.drop(model, connection.vendor):
                    cursor.execute(statement)


def install_after_migrate(app_config: AppConfig, using: str, **kwargs: Any) -> None:
    """Install one app's rules when its migrations end (and after a flush, which sends the same signal).

    Each app for itself: Django sends the signal for apps that have models, and this package has none.
    """
    install(using, app_label=app_config.label)

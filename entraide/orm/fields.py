"""Columns that hold the core's values."""

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from entraide.core.money import Money
from entraide.orm.keys import uuid7


class KeyField(models.UUIDField):
    """The primary key of every row: a UUIDv7 made before the row is written."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs |= {"primary_key": True, "default": uuid7, "editable": False}
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Leave out what this field always sets."""
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("primary_key", "default", "editable"):
            kwargs.pop(fixed, None)
        return name, path, args, kwargs


class MoneyField(models.BigIntegerField):
    """Whole cents in the database, `Money` in Python; anything else is refused.

    :raises TypeError: if a value is neither `Money` nor None.
    """

    description = "Money in whole cents"

    def from_db_value(self, value: int | None, expression: Any, connection: Any) -> Money | None:
        """Read cents as Money."""
        return None if value is None else Money(int(value))

    def get_prep_value(self, value: Any) -> int | None:
        """Write Money as cents."""
        if value is None or hasattr(value, "resolve_expression"):
            return value
        if not isinstance(value, Money):
            raise TypeError(f"MoneyField takes Money, not {value!r}")
        return value.cents

    def to_python(self, value: Any) -> Money | None:
        """Read what a fixture or a form holds."""
        if value is None or isinstance(value, Money):
            return value
        if isinstance(value, str) and value.lstrip("-").isdigit():
            return Money(int(value))
        raise ValidationError("Ce montant n’est pas lisible.", code="orm.money")


class DocumentField(models.TextField):
    """A plain document as JSON text: its keys keep their order, which PostgreSQL's binary JSON would change.

    For what is read in its order, as the conditions of a benefit are; what is only looked up stays in a JSONField.
    """

    description = "A JSON document whose keys keep their order"

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        """Read the text as the document it holds."""
        return None if value is None else json.loads(value)

    def get_prep_value(self, value: Any) -> str | None:
        """Write the document as text."""
        if value is None or hasattr(value, "resolve_expression"):
            return value
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def to_python(self, value: Any) -> Any:
        """Read what a fixture holds."""
        return json.loads(value) if isinstance(value, str) else value

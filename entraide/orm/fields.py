"""Columns that hold the core's values."""

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

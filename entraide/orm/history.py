"""Valid-time rows: facts with a span, never edited, corrected by a new row."""

from datetime import date, datetime
from typing import Self

from django.db import models

from entraide.core.names import normalise
from entraide.orm.constraints import AppendOnly
from entraide.orm.fields import KeyField


HISTORY = AppendOnly(closing=("superseded_at", "superseded_by"), erasable=True)


class ValidQuerySet(models.QuerySet):
    """Reads of valid-time rows."""

    def current(self) -> Self:
        """Keep what has not been superseded."""
        return self.filter(superseded_at__isnull=True)

    def in_force_on(self, day: date) -> Self:
        """Keep what has not been superseded and whose span [since, until) holds `day`."""
        return self.current().filter(models.Q(until__isnull=True) | models.Q(until__gt=day), since__lte=day)

    def known_at(self, at: datetime) -> Self:
        """Keep what was recorded by an instant and not superseded yet."""
        return self.filter(models.Q(superseded_at__isnull=True) | models.Q(superseded_at__gt=at), recorded_at__lte=at)

    def meeting(self, year: int) -> Self:
        """Keep what holds on some day of a civil year."""
        first, after = date(year, 1, 1), date(year + 1, 1, 1)
        return self.filter(models.Q(until__isnull=True) | models.Q(until__gt=first), since__lt=after)


class ValidTime(models.Model):
    """A fact that holds over [since, until), known since `recorded_at`, until a correction sets `superseded_at`.

    `recorded_by` and `superseded_by` are the keys of the acts that did so: an act is undone by superseding the rows that it
    recorded and writing again those that it superseded.
    """

    id = KeyField()
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)
    superseded_at = models.DateTimeField(null=True, blank=True)
    superseded_by = models.UUIDField(null=True)

    database_rules = (HISTORY,)

    objects = ValidQuerySet.as_manager()

    class Meta:
        abstract = True


class NormalisedField(models.CharField):
    """A copy of another column without case or accents, kept by the model itself, for search and sort on both databases."""

    def __init__(self, *args, of: str = "", **kwargs) -> None:
        self.of = of
        kwargs |= {"editable": False}
        kwargs.setdefault("max_length", 200)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        """Keep the name of the column that is copied."""
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("editable", None)
        return name, path, args, {**kwargs, "of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Copy at each write; `bulk_create` goes through here as well. What does not fit is cut: without accents a text may grow."""
        value = normalise(" ".join(str(getattr(model_instance, name)) for name in self.of.split()))[: self.max_length]
        setattr(model_instance, self.attname, value)
        return value

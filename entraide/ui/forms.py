"""Form fields that the components know how to draw: an amount, a rate, a date in three parts, a document."""

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator

from entraide.core.money import Money
from entraide.core.names import normalise
from entraide.core.readings import MONTHS


SPACES = str.maketrans("", "", " \xa0\u202f\u2009€")


class MoneyInput(forms.TextInput):
    """A text input for euros, numeric keypad on phones."""

    def format_value(self, value: Any) -> str | None:
        """Write Money as it is typed, "1234,56"; keep anything else as it was typed."""
        if isinstance(value, Money):
            return f"{value.euros}".replace(".", ",")
        return super().format_value(value)


# A point before three digits: thousands for some, and a third decimal for others.
THOUSANDS = re.compile(r"-?\d{1,3}(?:\.\d{3})+", re.ASCII)


class MoneyField(forms.Field):
    """Read "1 234,56" or "1234.5" as Money; refuses what is not an amount and, unless `negative`, what is below zero."""

    widget = MoneyInput
    default_error_messages = {
        "required": "Indiquez un montant.",
        "invalid": "Écrivez un montant en euros, par exemple 42,50.",
        "negative": "Le montant ne peut pas être négatif.",
        "too_large": "Ce montant est trop grand.",
        "two_readings": "Un point suivi de trois chiffres se lit de deux façons : écrivez 1300 ou 1,30.",
    }

    def __init__(self, *, negative: bool = False, **options: Any) -> None:
        self.negative = negative
        super().__init__(**options)

    def to_python(self, value: Any) -> Money | None:
        """Read what was typed, to the cent.

        :raises ValidationError: if it is no amount, too large, or negative where that has no sense.
        """
        if value in self.empty_values or isinstance(value, Money):
            return value or None if not isinstance(value, Money) else value
        text = str(value).translate(SPACES)
        if THOUSANDS.fullmatch(text):
            raise ValidationError(self.error_messages["two_readings"], code="two_readings")
        text = text.replace(",", ".")
        if not (text.isascii() and text.replace(".", "", 1).lstrip("-").isdecimal()):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        try:
            amount = Money.of(text)
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error
        if abs(amount.cents) > 10**13:
            raise ValidationError(self.error_messages["too_large"], code="too_large")
        if amount.cents < 0 and not self.negative:
            raise ValidationError(self.error_messages["negative"], code="negative")
        return amount


class PercentField(forms.DecimalField):
    """A rate typed in per cent, read as an exact rate."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=0, max_value=100, max_digits=5, decimal_places=2, localize=True, **options)

    def prepare_value(self, value: Any) -> Any:
        """Write a rate in per cent."""
        return Decimal(value.numerator * 100) / value.denominator if isinstance(value, Fraction) else value

    def clean(self, value: Any) -> Fraction | None:
        """Give the rate, a hundredth of what was typed, with or without its sign."""
        if isinstance(value, str):
            value = value.translate(SPACES).removesuffix("%")
        cleaned = super().clean(value)
        return None if cleaned is None else Fraction(cleaned) / 100


class DayMonthYear(forms.MultiWidget):
    """Three number boxes; what was typed stays, right or wrong."""

    def __init__(self, *, birth: bool = False) -> None:
        names = ("bday-day", "bday-month", "bday-year") if birth else ("off", "off", "off")
        # A month may be written out: « septembre » is the longest.
        parts = {
            part: forms.TextInput({"inputmode": "numeric", "maxlength": size, "autocomplete": name})
            for part, size, name in zip(("day", "month", "year"), (2, 9, 4), names, strict=True)
        }
        super().__init__(parts)

    def decompress(self, value: date | None) -> list[Any]:
        """Split a date into day, month and year."""
        return [value.day, value.month, value.year] if value else [None, None, None]


YEAR_DIGITS = 4


def month_number(written: str) -> int:
    """Read a month, in figures or by its name.

    >>> month_number("8"), month_number("Août")
    (8, 8)
    >>> month_number("ao")
    Traceback (most recent call last):
    ValueError: invalid literal for int() with base 10: 'ao'
    """
    name = normalise(written)
    return MONTHS.index(name) + 1 if name in MONTHS else int(written)


class ThreePartDateField(forms.Field):
    """A date that the person knows by heart, asked as day, month, year; `birth` fills it from the browser."""

    default_error_messages = {
        "required": "Indiquez la date.",
        "missing": "Il manque {parts}.",
        "invalid": "Cette date n’existe pas. Écrivez-la en chiffres, par exemple 12 3 2024.",
        "short_year": "Écrivez l’année en quatre chiffres, par exemple 2024.",
    }

    def __init__(self, *, birth: bool = False, **options: Any) -> None:
        options.setdefault("widget", DayMonthYear(birth=birth))
        super().__init__(**options)

    def to_python(self, value: Any) -> date | None:
        """Read the three parts.

        :raises ValidationError: if a part is missing or the day does not exist.
        """
        if value is None or isinstance(value, date):
            return value
        parts = [str(part or "").strip() for part in value]
        if not any(parts):
            return None
        absent = [name for name, part in zip(("le jour", "le mois", "l’année"), parts, strict=True) if not part]
        if absent:
            raise ValidationError(self.error_messages["missing"].format(parts=" et ".join(absent)), code="missing")
        day, month, year = parts
        if year.isdecimal() and len(year) < YEAR_DIGITS:
            raise ValidationError(self.error_messages["short_year"], code="short_year")
        try:
            return date(int(year), month_number(month), int(day))
        except (ValueError, OverflowError) as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error


class AddressField(forms.EmailField):
    """An electronic address, no longer than a column or a letter takes (RFC 5321: 254 characters)."""

    default_error_messages = {
        "required": "Indiquez l’adresse.",
        "invalid": "Écrivez une adresse complète, par exemple nom@exemple.fr.",
        "max_length": "Une adresse compte %(limit_value)d caractères au plus ; celle-ci en compte %(show_value)d.",
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 254} | options)
        for check in self.validators:
            if isinstance(check, MaxLengthValidator):
                check.message = self.error_messages["max_length"]

    def to_python(self, value: Any) -> str:
        """Read the address as it is kept, without capitals, before its length is counted: a folded letter may become two."""
        return super().to_python(value).casefold()


class DayInput(forms.DateInput):
    """The browser's own date control, for a day near to today."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DocumentInput(forms.FileInput):
    """A photo taken now, or a file; phones offer both."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"accept": "image/jpeg,image/png,image/heic,application/pdf"} | (attrs or {}))


class DocumentsInput(DocumentInput):
    """Several photos or files at once."""

    allow_multiple_selected = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"multiple": True} | (attrs or {}))


class TableInput(forms.FileInput):
    """A list as a spreadsheet writes it."""

    prompt = "Choisissez le fichier exporté de votre logiciel ou de votre tableur"
    icon = "file-text"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        accepted = ".csv,.txt,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        super().__init__({"accept": accepted} | (attrs or {}))


def typed_words(form: forms.Form) -> list[str]:
    """Give what was written in the fields that a form shows, choices left out: a page without the form shows it back."""
    written = [form[name] for name, field in form.fields.items() if not (field.widget.is_hidden or hasattr(field, "choices"))]
    return [str(each.value()) for each in written if form.is_bound and each.value()]

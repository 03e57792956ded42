"""Inputs are written here as Django's own templates would write them."""

from datetime import date
from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe

from entraide.core.money import Money
from entraide.ui.forms import DayInput, MoneyInput
from entraide.ui.rendering import WRITERS, FormRenderer


HOSTILE = "\"><script>alert(1)</script>'&amp;"
CHOICES = [("", "Toutes"), (1, HOSTILE), ("Groupe & autres", [("a", "A"), (HOSTILE, mark_safe("<b>B</b>"))])]
ATTRS = {"class": "e-input", "aria-label": HOSTILE, "required": True, "hidden": False, "rows": 2}


@pytest.mark.parametrize(
    ("widget", "value"),
    [
        (forms.TextInput(), HOSTILE),
        (forms.TextInput(), None),
        (forms.TextInput(), ""),
        (forms.NumberInput(), 12_345.5),
        (forms.EmailInput(), "a@exemple.fr"),
        (forms.HiddenInput(), HOSTILE),
        (DayInput(), date(2024, 10, 15)),
        (MoneyInput(), Money(123_456)),
        (forms.CheckboxInput(), True),
        (forms.CheckboxInput(), False),
        (forms.Textarea(), f"{HOSTILE}\nligne"),
        (forms.Textarea(), None),
        (forms.Select(choices=CHOICES), 1),
        (forms.Select(choices=CHOICES), HOSTILE),
        (forms.SelectMultiple(choices=CHOICES), ["a", ""]),
        (forms.NullBooleanSelect(), None),
        (forms.RadioSelect(choices=CHOICES), 1),
        (forms.FileInput(), None),
        (forms.PasswordInput(), "secret"),
    ],
)
def test_an_input_is_what_django_writes(widget: forms.Widget, value: Any) -> None:
    ours, theirs = (widget.render("name", value, ATTRS | {"id": "id_name"}, renderer) for renderer in (FormRenderer(), DjangoTemplates()))
    assert squeezed(ours) == squeezed(theirs)


def squeezed(html: str) -> str:
    """Forget how options stand one under the other."""
    return "\n".join(filter(None, (line.strip() for line in html.splitlines())))


def test_every_form_is_written_so() -> None:
    assert type(forms.Form().renderer) is FormRenderer
    assert "django/forms/widgets/select.html" in WRITERS

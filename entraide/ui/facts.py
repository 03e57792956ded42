"""The field of each fact that rules ask for: drawn from its kind, its question, its hint; one drawing for every form."""

from typing import Any

from django import forms

from entraide.core.rules import FactSpec, Kind
from entraide.ui.forms import MoneyField, PercentField, ThreePartDateField


class YesNoField(forms.TypedChoiceField):
    """A question answered by yes or no."""

    def __init__(self, **options: Any) -> None:
        choices = [("yes", "Oui"), ("no", "Non")]
        super().__init__(choices=choices, widget=forms.RadioSelect, coerce=lambda answer: answer == "yes", empty_value=None, **options)

    def prepare_value(self, value: Any) -> Any:
        """Show the answer that is already held."""
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


def field_for(spec: FactSpec, *, required: bool) -> forms.Field:
    """Draw the field of a fact."""
    common = {"label": spec.question, "help_text": spec.hint, "required": required}
    makers = {
        Kind.MONEY: lambda: MoneyField(**common),
        Kind.DATE: lambda: ThreePartDateField(**common),
        Kind.COUNT: lambda: forms.IntegerField(min_value=0, **common),
        Kind.RATE: lambda: PercentField(**common),
        Kind.FLAG: lambda: YesNoField(**common),
        Kind.CHOICE: lambda: forms.ChoiceField(choices=list(spec.choices.items()), widget=forms.RadioSelect, **common),
    }
    return makers[spec.kind]()

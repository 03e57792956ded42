"""The questions of a claim as a form, drawn from the facts that its rule asks for, whoever types the answers."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from entraide.core.rules import FactSpec
from entraide.ui.components import date_fr
from entraide.ui.facts import field_for


WITHHELD = "_withheld"
# Characters of one answer that a draft keeps though it is wrong: what nobody types by hand is cut.
TYPED_MAX = 20_000


class FactForm(forms.Form):
    """The questions of a claim that matter now; a fact that may be withheld has a box to say that no proof will come.

    An answer or the box is wanted: no question is called optional. `first_days` are the oldest days that questions of dates take.
    """

    is_all_optional = True
    withheld_label = "Je ne fournirai pas ce document"
    withheld_hint = "Vous recevrez alors le montant le plus faible, sans rattrapage ensuite."

    def __init__(
        self,
        *args: Any,
        today: date,
        specs: list[FactSpec],
        withholdable: set[str],
        first_days: Mapping[str, date],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.specs, self.today, self.first_days = specs, today, first_days
        for spec in specs:
            self.fields[spec.name] = field_for(spec, required=spec.name not in withholdable)
            if spec.name in withholdable:
                self.fields[spec.name + WITHHELD] = forms.BooleanField(
                    label=self.withheld_label,
                    help_text=self.withheld_hint,
                    required=False,
                )

    def clean(self) -> dict[str, Any]:
        """Want an answer or the box, never both."""
        cleaned = super().clean()
        for spec in self.specs:
            self._clean_fact(spec, cleaned)
        return cleaned

    def _clean_fact(self, spec: FactSpec, cleaned: dict[str, Any]) -> None:
        value, withheld = cleaned.get(spec.name), cleaned.get(spec.name + WITHHELD)
        if isinstance(value, date) and value > self.today:
            self.add_error(spec.name, "Cette date est à venir : la demande se fait après l’événement. Vérifiez l’année.")
            return
        first = self.first_days.get(spec.name)
        if first is not None and isinstance(value, date) and value < first:
            self.add_error(spec.name, f"Ici, une demande est possible pour un jour à partir du {date_fr(first)}. Vérifiez l’année.")
            return
        if spec.name in self.errors or self.fields[spec.name].required:
            if value is not None and spec.fault_in(value):
                self.add_error(spec.name, "Cette réponse n’est pas plausible. Vérifiez-la.")
        elif (value is None or value == "") and not withheld:
            self.add_error(spec.name, "Répondez, ou cochez la case pour dire que vous ne fournirez pas le document.")
        elif value not in (None, "") and withheld:
            self.add_error(spec.name, "Vous avez répondu et coché la case : gardez l’un des deux.")
        elif value not in (None, "") and spec.fault_in(value):
            self.add_error(spec.name, "Cette réponse n’est pas plausible. Vérifiez-la.")

    def answers(self) -> dict[str, Any]:
        """Give the answers by fact; None for what is withheld. What is wrong or empty is left out."""
        given = {spec.name: self._answer(spec) for spec in self.specs if spec.name not in self.errors}
        return {name: value for name, (is_given, value) in given.items() if is_given}

    def _answer(self, spec: FactSpec) -> tuple[bool, Any]:
        if self.cleaned_data.get(spec.name + WITHHELD):
            return True, None
        value = self.cleaned_data.get(spec.name)
        return value not in (None, ""), value

    def typed(self) -> dict[str, Any]:
        """Give what was typed and is no answer yet, as it was typed: a text, or the parts of a date."""
        raw = {name: self[name].data for name in (spec.name for spec in self.specs) if name in self.errors}
        return {name: cut(value) for name, value in raw.items() if value and (not isinstance(value, list) or any(value))}

    def changed_fact(self) -> str:
        """Give the fact whose field has just changed, by the name that the page sends; nothing where it sends none."""
        name = self.data.get("changed", "")
        return max((spec.name for spec in self.specs if name == spec.name or name.startswith(f"{spec.name}_")), key=len, default="")


def cut(typed: Any) -> Any:
    """Keep what was typed within what a draft holds."""
    return [str(part or "")[:TYPED_MAX] for part in typed] if isinstance(typed, list) else str(typed)[:TYPED_MAX]

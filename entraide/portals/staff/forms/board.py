"""What the direction's table is narrowed by."""

from collections.abc import Sequence
from typing import Any

from django import forms

from entraide.apps.reporting.queries.board import MemberLine
from entraide.core.names import normalise
from entraide.ui.lists import FilterForm


LOW = "faibles"
ALONE = "sans-correspondant"
SHOWN = {"": "Tous les adhérents", LOW: "Les deux taux sous la moyenne nationale (année close)", ALONE: "Sans correspondant"}


class BoardForm(FilterForm):
    """Year, name, committee, and which members to show."""

    marks = {"annee": None}

    annee = forms.TypedChoiceField(label="Année", required=False, coerce=int, empty_value=0)
    q = forms.CharField(label="Nom", required=False, max_length=100)
    comite = forms.ChoiceField(label="Comité régional", required=False)
    montrer = forms.ChoiceField(label="Montrer", required=False, choices=list(SHOWN.items()))

    def __init__(self, *args: Any, years: Sequence[int], committees: Sequence[str], url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.years, self.url = years, url
        self.fields["annee"].choices = [(str(year), str(year)) for year in reversed(years)]
        self.fields["comite"].choices = [("", "Tous"), *((name, name) for name in committees)]

    @property
    def year(self) -> int:
        """The year wanted, the running one unless another is chosen."""
        return self.typed().get("annee") or self.years[-1]

    def keeps(self, line: MemberLine) -> bool:
        """Tell whether a member is to be shown."""
        typed = self.typed()
        shown = {"": True, LOW: line.is_low, ALONE: not line.has_correspondent}[typed.get("montrer", "")]
        named = normalise(typed.get("q", "")) in normalise(line.name)
        return shown and named and typed.get("comite", line.committee) == line.committee

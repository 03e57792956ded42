"""Who is looked for, by the contact centre, the desk or the administrator."""

from django import forms


class PersonSearch(forms.Form):
    """A name, a birth, a staff number or a reference."""

    q = forms.CharField(
        label="Nom, prénom, date de naissance, matricule ou référence",
        help_text="Par exemple : Lefèvre Amina, Amina 17/05/1980, ou la référence d’une demande.",
        required=False,
        max_length=100,
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    @property
    def text(self) -> str:
        """What was typed; nothing where it cannot be read."""
        return self.cleaned_data["q"].strip() if self.is_valid() else ""

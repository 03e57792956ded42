"""What a person is asked who is not satisfied with the service."""

from collections.abc import Sequence

from django import forms

from entraide.apps.recourse.queries.complaints import CAUSES


class ComplaintForm(forms.Form):
    """What is wrong, in the person's own words."""

    cause = forms.ChoiceField(
        label="De quoi s’agit-il ?",
        choices=[("", "Choisissez"), *CAUSES],
        error_messages={"required": "Choisissez ce dont il s’agit.", "invalid_choice": "Choisissez dans la liste ce dont il s’agit."},
    )
    claim = forms.ChoiceField(label="Pour quelle demande ?", required=False)
    words = forms.CharField(
        label="Que s’est-il passé ?",
        max_length=4_000,
        widget=forms.Textarea({"rows": 7}),
        error_messages={
            "required": "Dites en quelques mots ce qui s’est passé.",
            "max_length": "Votre texte dépasse 4 000 caractères : gardez l’essentiel.",
        },
    )

    def __init__(self, *args: object, claims: Sequence[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["claim"].choices = [("", "Aucune en particulier"), *claims]

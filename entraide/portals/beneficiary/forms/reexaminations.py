"""What a person is asked who contests a decision."""

from typing import Any

from django import forms

from entraide.apps.recourse.operations.reexaminations import LONGEST
from entraide.portals.beneficiary.forms.claims import MessageForm, plain


class ContestForm(MessageForm):
    """Why the decision is contested, in the person's own words, with a file if wanted."""

    text = forms.CharField(
        label="Pourquoi n’êtes-vous pas d’accord ?",
        help_text="Une information fausse, oubliée ou qui a changé, une pièce mal lue : dites-le avec vos mots.",
        max_length=LONGEST,
        validators=[plain],
        widget=forms.Textarea({"rows": 7}),
        error_messages={
            "required": "Dites en quelques mots pourquoi vous n’êtes pas d’accord.",
            "max_length": "Ce texte est trop long : gardez l’essentiel, en %(limit_value)d caractères au plus.",
        },
    )
    field_order = ("text", "file")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].label = "Joindre une pièce"

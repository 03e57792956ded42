"""What a correspondent seals."""

from typing import Any

from django import forms

from entraide.apps.mailroom.operations.envelopes import MOST_FILES
from entraide.apps.mailroom.refusals import EmptyEnvelope
from entraide.ui.forms import DocumentsInput
from entraide.ui.refusals import say


EMPTY = "Sans contenu : {names}. Rien n’est scellé. Choisissez à nouveau vos fichiers, sans celui-là ou avec le bon."


class FilesField(forms.FileField):
    """Several files chosen together, each checked as one is; gives a list."""

    widget = DocumentsInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Check each file, of no more than an envelope holds; none at all is said as for one.

        :raises ValidationError: if there are too many, or one is empty, which is named: none of them is opened then.
        """
        chosen = data if isinstance(data, list) else [data] if data else []
        if len(chosen) > MOST_FILES:
            raise forms.ValidationError(say(EmptyEnvelope(limit=MOST_FILES)))
        empty = ", ".join(f"« {each.name} »" for each in chosen if not each.size)
        if empty:
            raise forms.ValidationError(EMPTY.format(names=empty))
        one = super().clean
        return [one(each, initial) for each in chosen] if chosen else [one(None, initial)]


class EnvelopeForm(forms.Form):
    """The files of an envelope."""

    files = FilesField(
        label="Papiers de l’agent",
        help_text="Plusieurs photos ou fichiers à la fois : JPEG, PNG, HEIC ou PDF, 10 Mo chacun au plus.",
        error_messages={"required": "Choisissez au moins un fichier."},
    )

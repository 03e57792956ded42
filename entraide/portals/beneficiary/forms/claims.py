"""The forms of a claim, drawn from the facts that rules ask for: answers, papers, messages."""

from typing import Any
from unicodedata import category

from django import forms

from entraide.apps.claims.operations.thread import LONGEST
from entraide.ui.forms import DocumentInput


class PaperForm(forms.Form):
    """One file: a photo or a PDF; `sent_by` names the form of the page that it leaves with, where it stands out of it."""

    def __init__(self, *args: Any, sent_by: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if sent_by:
            self.fields["file"].widget.attrs["form"] = sent_by

    file = forms.FileField(
        label="Photo ou fichier",
        help_text="JPEG, PNG, HEIC ou PDF, 10 Mo au plus.",
        widget=DocumentInput,
        error_messages={"required": "Choisissez un fichier, ou prenez une photo.", "empty": "Ce fichier est vide. Choisissez-en un autre."},
    )


# Embeddings, overrides and isolates of direction: they turn a sentence against what it says.
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def plain(text: str) -> None:
    """Refuse, in a sentence, what turns the direction of reading or writes nothing: the rest may be anything that keyboards give.

    :raises ValidationError: if the text holds such a character.
    """
    if any(character in TURNING or (category(character) == "Cc" and character not in "\r\n\t") for character in text):
        raise forms.ValidationError("Un caractère invisible s’est glissé ici : effacez tout, puis écrivez à nouveau au clavier.")


class MessageForm(forms.Form):
    """A message about a claim, with a file if wanted."""

    text = forms.CharField(
        label="Votre message",
        help_text="Une question, une précision, un changement. Nous répondons ici même.",
        max_length=LONGEST,
        validators=[plain],
        widget=forms.Textarea({"rows": 4}),
        error_messages={
            "required": "Écrivez votre message.",
            "max_length": "Ce message est trop long : %(limit_value)d caractères au plus.",
        },
    )
    file = forms.FileField(
        label="Joindre un fichier",
        help_text="JPEG, PNG, HEIC ou PDF, 10 Mo au plus.",
        widget=DocumentInput,
        required=False,
        error_messages={"empty": "Ce fichier est vide. Choisissez-en un autre."},
    )

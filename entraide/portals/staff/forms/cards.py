"""Why a card is cancelled, and whether another is made."""

from typing import Any

from django import forms

from entraide.apps.beneficiaries.sentences import REVOCATIONS


# What a person may say of a card; the other reasons come with an act on the file.
TOLD = ("lost", "damaged", "mistaken")


class CancelCardForm(forms.Form):
    """Why one card counts no more; each card of the page has its own."""

    reason = forms.ChoiceField(
        label="Pourquoi cette carte est-elle annulée ?",
        choices=[(word, REVOCATIONS[word].capitalize()) for word in TOLD],
        widget=forms.RadioSelect,
        error_messages={"required": "Dites pourquoi cette carte est annulée.", "invalid_choice": "Choisissez l’une des réponses."},
    )

    def __init__(self, *args: Any, card_id: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"carte-{card_id}", **kwargs)

"""What is asked of a re-examination at the desk."""

from collections.abc import Sequence

from django import forms

from entraide.apps.recourse.operations.reexaminations import LONGEST
from entraide.apps.recourse.queries.reexaminations import CHANNELS, STATES
from entraide.ui.lists import FilterForm


TOO_LONG = f"Gardez l’essentiel : {LONGEST} caractères au plus."


class ReexaminationsFilter(FilterForm):
    """Which re-examinations are wanted."""

    etat = forms.ChoiceField(label="État", required=False, choices=[("", "Tous"), *STATES])
    marks = {"etat": None}


class ConfirmForm(forms.Form):
    """Why the decision stands, in words that the person reads."""

    answer = forms.CharField(
        label="Pourquoi la décision ne change pas",
        help_text="La personne lit ces mots. Répondez à ce qu’elle dit, sans reprendre le texte de la décision.",
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 5}),
        error_messages={"required": "Écrivez la réponse : la personne la lira.", "max_length": TOO_LONG},
    )


class ReasonForm(forms.Form):
    """Why a decision is put in question."""

    reason = forms.CharField(
        label="Pourquoi la rouvrir",
        help_text="L’historique du dossier le garde.",
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Dites pourquoi en quelques mots : l’historique le garde.", "max_length": TOO_LONG},
    )


class ContestedForm(forms.Form):
    """What a person contests in a letter or on the telephone."""

    claim = forms.ChoiceField(
        label="Quelle décision ?", error_messages={"required": "Choisissez la décision.", "invalid_choice": "Choisissez dans la liste."}
    )
    channel = forms.ChoiceField(
        label="Comment", choices=[each for each in CHANNELS if each[0] != "online"], initial="phone", widget=forms.RadioSelect()
    )
    received_on = forms.DateField(
        label="Reçue le",
        help_text="Pour un courrier, le jour de son arrivée : c’est lui qui compte pour le délai.",
        error_messages={"required": "Indiquez le jour.", "invalid": "Ce jour n’existe pas. Écrivez-le ainsi : 15/10/2024."},
    )
    words = forms.CharField(
        label="Ce que dit la personne, dans ses mots",
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 6}),
        error_messages={"required": "Écrivez ce que dit la personne.", "max_length": TOO_LONG},
    )

    def __init__(self, *args: object, claims: Sequence[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["claim"].choices = [("", "Choisissez"), *claims]

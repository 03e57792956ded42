"""What is asked of a complaint at the desk."""

from collections.abc import Sequence

from django import forms

from entraide.apps.recourse.queries.complaints import CAUSES, CHANGES, CHANNELS
from entraide.ui.lists import FilterForm


WAITING = ("waiting", "à répondre")


class ComplaintsFilter(FilterForm):
    """Which complaints are wanted."""

    etat = forms.ChoiceField(label="État", required=False, choices=[("", "Toutes"), WAITING, ("answered", "répondues")])
    cause = forms.ChoiceField(label="À propos de", required=False, choices=[("", "Tout"), *CAUSES])
    change = forms.ChoiceField(label="A changé", required=False, choices=[("", "Indifférent"), *CHANGES])
    marks = {"etat": None, "change": "a changé {}"}


class SaidForm(forms.Form):
    """What somebody said on the telephone or in a letter."""

    channel = forms.ChoiceField(
        label="Reçue", choices=[each for each in CHANNELS if each[0] != "online"], initial="phone", widget=forms.RadioSelect()
    )
    cause = forms.ChoiceField(
        label="À propos de",
        choices=[("", "Choisissez"), *CAUSES],
        error_messages={"required": "Choisissez ce dont il s’agit.", "invalid_choice": "Choisissez ce dont il s’agit dans la liste."},
    )
    claim = forms.ChoiceField(label="Pour quelle demande ?", required=False)
    words = forms.CharField(
        label="Ce que dit la personne, dans ses mots",
        max_length=4_000,
        widget=forms.Textarea({"rows": 6}),
        error_messages={"required": "Écrivez ce que dit la personne.", "max_length": "Résumez en 4 000 caractères au plus."},
    )

    def __init__(self, *args: object, claims: Sequence[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["claim"].choices = [("", "Aucune en particulier"), *claims]


class ReplyForm(forms.Form):
    """The answer, and what the complaint changed here."""

    words = forms.CharField(
        label="Réponse à la personne",
        max_length=4_000,
        widget=forms.Textarea({"rows": 6}),
        error_messages={"required": "Écrivez la réponse : la personne la lira.", "max_length": "Répondez en 4 000 caractères au plus."},
    )
    is_founded = forms.TypedChoiceField(
        label="La réclamation est-elle fondée ?",
        choices=[("True", "Oui"), ("False", "Non")],
        coerce=lambda said: said == "True",
        widget=forms.RadioSelect(),
        error_messages={"required": "Dites si elle est fondée."},
    )
    changed = forms.ChoiceField(
        label="Ce qu’elle a changé ici",
        choices=CHANGES,
        widget=forms.RadioSelect(),
        error_messages={"required": "Dites ce qu’elle a changé, ou « rien »."},
    )
    what = forms.CharField(
        label="Quelle règle, quel écran, quel texte ?",
        required=False,
        max_length=200,
        help_text="Si elle a changé quelque chose : le code de la prestation, l’adresse de l’écran ou le titre du texte.",
    )
    what.is_conditional = True
    note = forms.CharField(label="Ce qui a été fait", required=False, max_length=2_000, widget=forms.Textarea({"rows": 3}))

    def clean(self) -> dict:
        """Ask what changed, where something did."""
        typed = super().clean()
        if typed.get("changed") not in (None, "nothing") and not typed.get("what"):
            self.add_error("what", "Nommez ce qui a changé : la règle, l’écran ou le texte.")
        return typed

"""The forms of one file at the desk, beside its decision: a paper asked for, a message, a note, an opinion asked and given."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from entraide.apps.claims.operations.thread import LONGEST as LONGEST_MESSAGE
from entraide.apps.claims.queries.pages import PagedPaper
from entraide.apps.claims.queries.papers import OTHER_PAPER
from entraide.apps.desk.operations.notes import LONGEST as LONGEST_NOTE
from entraide.apps.desk.operations.opinions import ADVICE
from entraide.core.rules import DocumentRequirement
from entraide.ui.forms import DayInput, DocumentInput


class AskForm(forms.Form):
    """A paper that became necessary: one that the benefit knows, or another, and what to send."""

    kind = forms.ChoiceField(label="Quelle pièce", error_messages={"required": "Choisissez la pièce."})
    words = forms.CharField(
        label="Ce que la personne doit envoyer",
        help_text="Elle lira cette phrase. Par exemple : l’attestation de l’employeur qui donne les dates du congé.",
        widget=forms.Textarea({"rows": 2}),
        max_length=500,
        error_messages={"required": "Dites à la personne ce qu’elle doit envoyer."},
    )

    def __init__(self, *args: Any, requirements: Sequence[DocumentRequirement], **kwargs: Any) -> None:
        super().__init__(*args, prefix="demander", **kwargs)
        kinds = [(each.kind, each.label) for each in requirements]
        self.fields["kind"].choices = [("", "Choisissez une pièce"), *kinds, (OTHER_PAPER, "Une autre pièce")]


class MessageForm(forms.Form):
    """A message to the person, with a file where one helps."""

    text = forms.CharField(
        label="Votre message à la personne",
        widget=forms.Textarea({"rows": 3}),
        max_length=LONGEST_MESSAGE,
        error_messages={"required": "Écrivez votre message."},
    )
    file = forms.FileField(label="Pièce à joindre", required=False, widget=DocumentInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix="ecrire", **kwargs)


class NoteForm(forms.Form):
    """A note for the colleagues."""

    text = forms.CharField(
        label="Note pour les collègues",
        help_text="Des faits seulement : la personne peut demander à la lire. Elle ne s’efface pas.",
        widget=forms.Textarea({"rows": 2}),
        max_length=LONGEST_NOTE,
        error_messages={"required": "Écrivez la note."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix="noter", **kwargs)


class OpinionForm(forms.Form):
    """An opinion asked of an expert: who, what, by when, and the pages that they may see."""

    expert = forms.ChoiceField(label="Expert", error_messages={"required": "Choisissez l’expert."})
    question = forms.CharField(
        label="Votre question",
        help_text="L’expert ne lit rien d’autre du dossier : ne nommez pas la personne.",
        widget=forms.Textarea({"rows": 2}),
        max_length=1000,
        error_messages={"required": "Écrivez votre question."},
    )
    due_on = forms.DateField(label="Réponse avant le", widget=DayInput(), error_messages={"required": "Donnez un jour pour la réponse."})

    def __init__(self, *args: Any, experts: Sequence[tuple[UUID, str]], papers: Sequence[PagedPaper], **kwargs: Any) -> None:
        super().__init__(*args, prefix="avis", **kwargs)
        self.papers = papers
        self.fields["expert"].choices = [("", "Choisissez un expert"), *((str(key), name) for key, name in experts)]
        for paper in papers:
            pages = [(str(number), f"Page {number}") for number in range(1, paper.page_count + 1)]
            self.fields[str(paper.id)] = forms.MultipleChoiceField(
                label=f"Pages à montrer : {paper.label}", choices=pages, required=False, widget=forms.CheckboxSelectMultiple
            )
            # One page at least, of whichever paper.
            self.fields[str(paper.id)].is_conditional = True

    @property
    def pages(self) -> dict[UUID, list[int]]:
        """The pages that were ticked, by paper."""
        ticked = {paper.id: self.cleaned_data.get(str(paper.id), []) for paper in self.papers}
        return {key: [int(number) for number in numbers] for key, numbers in ticked.items() if numbers}

    def clean(self) -> dict[str, Any]:
        """Refuse a question without a page."""
        cleaned = super().clean()
        if self.papers and not any(cleaned.get(str(paper.id)) for paper in self.papers):
            self.add_error(str(self.papers[0].id), "Cochez au moins une page : l’expert ne voit que celles-là.")
        return cleaned


class AdviceForm(forms.Form):
    """What the expert answers."""

    advice = forms.ChoiceField(
        label="Votre avis",
        choices=[(code, label.capitalize()) for code, label in ADVICE.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez un avis."},
    )
    answer = forms.CharField(
        label="Pourquoi",
        help_text="Le gestionnaire décide d’après ces mots.",
        widget=forms.Textarea({"rows": 4}),
        max_length=4000,
        error_messages={"required": "Expliquez votre avis en quelques mots."},
    )

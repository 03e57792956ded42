"""What is asked to prepare a change of structure, one thing at a time, and what an officer settles of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict

from entraide.core.membership.billing import siren_faults
from entraide.core.structure.moves import Choices
from entraide.core.structure.values import Body, BodyKind, EventKind, StructureEvent
from entraide.portals.staff.presentation.structures import KINDS, STATES
from entraide.ui.forms import ThreePartDateField
from entraide.ui.lists import FilterForm
from entraide.ui.refusals import say


KIND_CHOICES = [(kind.value, label) for kind, (label, _) in KINDS.items()]
BODY_KINDS = (
    ("commune", "Commune"),
    ("epci", "EPCI"),
    ("department", "Département"),
    ("region", "Région"),
    ("ccas", "CCAS ou CIAS"),
    ("sdis", "SDIS"),
    ("syndicate", "Syndicat"),
    ("management_centre", "Centre de gestion"),
    ("association", "Amicale, COS ou GAS"),
    ("other", "Autre organisme"),
)
MEMBERSHIPS = (("", "Ce qui est proposé"), ("full", "Tout le personnel"), ("partial", "Le personnel qui était couvert"), ("none", "Aucune"))


class StructureFilter(FilterForm):
    """Which changes are looked for."""

    q = forms.CharField(label="Nom ou SIREN", required=False, max_length=100, widget=forms.TextInput({"autocomplete": "off"}))
    kind = forms.ChoiceField(label="Nature", required=False, choices=[("", "Toutes"), *KIND_CHOICES])
    state = forms.ChoiceField(label="État", required=False, choices=[("", "Tous"), *((code, one.label) for code, one in STATES.items())])


@dataclass(frozen=True, slots=True)
class Prepared:
    """What was answered so far, carried from step to step in the address: nothing is kept before the last one."""

    kind: str = ""
    day: str = ""
    source: str = ""
    service: str = ""
    before: tuple[str, ...] = ()
    after: tuple[Body, ...] = ()

    @classmethod
    def read(cls, query: QueryDict) -> "Prepared":
        """Read the address; what cannot be read is as if it had not been answered."""
        kind = query.get("nature", "")
        after = tuple(body for said in query.getlist("apres") if (body := _body_read(said)) is not None)
        return cls(
            kind if kind in set(EventKind) else "",
            query.get("jour", "") if _day_read(query.get("jour", "")) else "",
            query.get("texte", "")[:200],
            query.get("service", "")[:120],
            tuple(dict.fromkeys(siren for siren in query.getlist("avant") if siren.isdigit() and len(siren) == 9)),
            after,
        )

    @property
    def on(self) -> date:
        """Give the day."""
        return date.fromisoformat(self.day)

    @property
    def takes_one(self) -> bool:
        """Tell whether one body alone changes."""
        return self.kind in {EventKind.SPLIT, EventKind.RE_ESTABLISHMENT, EventKind.SERVICE_TRANSFER, EventKind.RENAMING}

    @property
    def gives_many(self) -> bool:
        """Tell whether several bodies stand afterwards."""
        return self.kind in {EventKind.SPLIT, EventKind.RE_ESTABLISHMENT}

    def query(self, **changes: Any) -> str:
        """Write the address with some answers changed."""
        said = replace(self, **changes)
        pairs = [("nature", said.kind), ("jour", said.day), ("texte", said.source), ("service", said.service)]
        pairs += [("avant", siren) for siren in said.before]
        pairs += [("apres", "~".join((one.siren, one.name, one.code, one.kind.value, one.department))) for one in said.after]
        return f"?{urlencode([(name, value) for name, value in pairs if value])}"

    def event(self) -> StructureEvent:
        """Give the event that was described."""
        return StructureEvent(EventKind(self.kind), self.on, self.before, self.after, self.source, self.service)


def _day_read(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


def _body_read(said: str) -> Body | None:
    parts = said.split("~")
    if len(parts) != 5 or parts[3] not in set(BodyKind):
        return None
    return Body(parts[0], parts[1], BodyKind(parts[3]), parts[2], parts[4])


class KindForm(forms.Form):
    """What happens."""

    kind = forms.ChoiceField(label="Que se passe-t-il ?", choices=KIND_CHOICES, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choice_hints = {kind.value: hint for kind, (_, hint) in KINDS.items()}


class DayForm(forms.Form):
    """When, and by which text."""

    on = ThreePartDateField(
        label="Quel jour le changement prend-il effet ?", help_text="Le premier jour de la nouvelle situation. Par exemple 1 1 2025."
    )
    source = forms.CharField(
        label="Quel texte le décide ?",
        help_text="Par exemple « Arrêté préfectoral n° 2024-1234 du 12 septembre 2024 ».",
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": "Indiquez le texte : un arrêté, une délibération, un tableau officiel."},
    )


class SearchForm(forms.Form):
    """A body to find."""

    q = forms.CharField(
        label="Nom, SIREN ou code INSEE",
        max_length=100,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": "Écrivez un nom, un SIREN ou un code INSEE."},
    )


class BodyForm(forms.Form):
    """A body as the event leaves it."""

    siren = forms.CharField(label="SIREN", help_text="Neuf chiffres, au répertoire Sirene.", max_length=20)
    name = forms.CharField(label="Nom", max_length=200, error_messages={"required": "Indiquez le nom."})
    kind = forms.ChoiceField(label="Nature", choices=BODY_KINDS)
    code = forms.CharField(label="Code INSEE", help_text="Pour une commune seulement. Par exemple 15141.", max_length=5, required=False)

    def clean_siren(self) -> str:
        """Read a SIREN with or without spaces.

        :raises ValidationError: if it has not nine digits or its key is wrong.
        """
        siren = "".join(self.cleaned_data["siren"].split())
        faults = siren_faults(siren)
        if faults:
            raise forms.ValidationError(say(faults[0]))
        return siren

    def clean_name(self) -> str:
        """Read a name, without what separates the answers in the address."""
        return self.cleaned_data["name"].replace("~", "-").strip()

    def clean_code(self) -> str:
        """Read an INSEE code: five characters, digits but for Corsica."""
        code = self.cleaned_data["code"].strip().upper()
        if code and not (len(code) == 5 and code.isascii() and code.isalnum()):
            raise forms.ValidationError("Un code INSEE compte cinq caractères, par exemple 15141 ou 2A004.")
        return code

    def body(self) -> Body:
        """Give the body."""
        typed = self.cleaned_data
        code = typed["code"]
        return Body(typed["siren"], typed["name"], BodyKind(typed["kind"]), code, code[: 3 if code[:2] in {"97", "98"} else 2])


class ServiceForm(forms.Form):
    """The service that is transferred, among those of the body."""

    service = forms.ChoiceField(label="Quel service passe à un autre organisme ?", widget=forms.RadioSelect)

    def __init__(self, *args: Any, services: Iterable[tuple[str, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].choices = [(name, f"{name} ({heads})") for name, heads in services if name]


@dataclass(frozen=True, slots=True)
class Left:
    """What a change leaves to settle: bodies (SIREN, name) with the heir first, services with their heads, who may go on, choices made.

    `is_held` says that the body that takes over has a correspondent of its own, who is `proposed` first.
    """

    bodies: Sequence[tuple[str, str]]
    services: Sequence[tuple[str, int]]
    correspondents: Sequence[tuple[str, str]]
    proposed: str
    is_held: bool
    has_members: bool
    is_split: bool
    choices: Choices


class SettleForm(forms.Form):
    """What is left to an officer: where services go, which membership follows, who goes on as correspondent."""

    is_all_optional = True

    def __init__(self, *args: Any, left: Left, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = left.choices
        self.services = [name for name, _ in left.services]
        if left.services:
            self._choice("rest", "Ce qui n’est pas réglé ci-dessous va à", left.bodies, choices.rest)
        for place, (name, heads) in enumerate(left.services):
            label = f"{name or 'Sans service'} ({heads})"
            self._choice(f"service_{place}", label, [("", "Avec le reste"), *left.bodies], choices.services.get(name, ""))
        if left.is_split:
            self._ask_person(left.bodies)
        if left.has_members:
            self._choice("membership", "Quelle adhésion suit ?", MEMBERSHIPS, choices.membership)
        if left.correspondents:
            nobody = [] if left.is_held else [("none", "Personne : le mandat reste à pourvoir")]
            chosen = choices.correspondent or left.proposed
            self._choice("correspondent", "Qui est le correspondant ensuite ?", [*left.correspondents, *nobody], chosen)

    def _ask_person(self, bodies: Sequence[tuple[str, str]]) -> None:
        self.fields["person"] = forms.CharField(
            label="Une personne en particulier : sa référence",
            help_text="Seulement si elle va ailleurs que ce qui est dit ci-dessus. Une personne à la fois.",
            max_length=20,
            required=False,
            widget=forms.TextInput({"autocomplete": "off"}),
        )
        self._choice("person_to", "Où va cette personne ?", [("", "Comme il est dit ci-dessus"), *bodies], "")

    def _choice(self, name: str, label: str, choices: Sequence[tuple[str, str]], initial: str) -> None:
        self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=False, initial=initial)

    def settled(self, persons: dict[str, str]) -> Choices:
        """Give the choices that were made; `persons` are those settled one by one, which stay."""
        typed = self.cleaned_data
        services = {name: typed[f"service_{place}"] for place, name in enumerate(self.services) if typed[f"service_{place}"]}
        return Choices(services, persons, typed.get("rest", ""), typed.get("membership", ""), typed.get("correspondent", ""))

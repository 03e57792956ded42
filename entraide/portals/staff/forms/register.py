"""What is typed of the bodies of the register: a new one, its contract, where it is billed; and what they are searched by."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

from entraide.apps.members.forms import FactForm
from entraide.apps.members.queries import KIND_LABELS, MemberView, Narrowing, bodies_found, gone_bodies_found, payers
from entraide.core.membership.contracts import Scope, first_exit, next_entry
from entraide.ui.forms import DayInput, DocumentInput
from entraide.ui.lists import FilterForm


KIND_CHOICES = [(kind, label[0].upper() + label[1:]) for kind, label in KIND_LABELS.items()]
SCOPES = (
    (Scope.FULL.value, "Tout le personnel"),
    (Scope.PARTIAL.value, "Une partie du personnel"),
    (Scope.TERRITORIAL.value, "Adhésion de territoire"),
)
LEAVING, UNBILLED, UNCONTACTED = "sortants", "sans-facturation", "sans-contact"
SHOWN = (("", "Tous"), (LEAVING, "Qui sortent"), (UNBILLED, "Sans établissement facturé"), (UNCONTACTED, "Sans contact"))
NAMED = 5
PLAIN = forms.TextInput({"autocomplete": "off"})
DEPARTMENT = RegexValidator(r"^(?:\d{2,3}|2[AB])$", "Écrivez le numéro du département, par exemple 51, 2A ou 974.")
POSTCODE = RegexValidator(r"^[0-9]{5}$", "Écrivez les cinq chiffres du code postal.")


class BodyField(forms.CharField):
    """A body of the register, by its SIREN, its INSEE code or its name; several lines name several bodies, gone ones too."""

    def __init__(self, *, on: date, many: bool = False, **options: Any) -> None:
        self.on, self.many = on, many
        widget = forms.Textarea({"rows": 3}) if many else PLAIN
        super().__init__(**{"max_length": 1_000 if many else 200, "widget": widget} | options)

    def clean(self, value: Any) -> Any:
        """Give the body, or a tuple of bodies where there may be several.

        :raises ValidationError: if nothing, or more than one body, goes by what was typed.
        """
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        found = tuple(self._found(line) for line in lines)
        return found if self.many else next(iter(found), None)

    def _found(self, text: str) -> MemberView:
        found = bodies_found(text, on=self.on, limit=NAMED + 1)
        if self.many:
            found += gone_bodies_found(text, on=self.on, limit=NAMED + 1)
        exact = [view for view in found if text.casefold() == view.name.casefold() or "".join(text.split()) in (view.siren, view.code)]
        meant = exact if len(exact) == 1 else found
        if not meant:
            raise ValidationError(f"« {text} » n’est pas au registre. Vérifiez le SIREN, ou inscrivez d’abord cet organisme.")
        if len(meant) > 1:
            names = ", ".join(f"{view.name} ({view.siren})" for view in meant[:NAMED])
            more = "…" if len(meant) > NAMED else "."
            raise ValidationError(f"Plusieurs organismes répondent à « {text} ». Recopiez le SIREN du bon : {names}{more}")
        return meant[0]


class RegisterFilter(FilterForm):
    """Which bodies of the register are looked for."""

    marks = {"department": "Département {}"}

    q = forms.CharField(label="Nom, SIREN ou code INSEE", required=False, max_length=100, widget=PLAIN)
    kind = forms.ChoiceField(label="Nature", required=False, choices=[("", "Toutes"), *KIND_CHOICES])
    department = forms.ChoiceField(label="Département", required=False)

    def __init__(self, *args: Any, departments: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].choices = [("", "Tous"), *((code, code) for code in departments)]

    @property
    def words(self) -> dict[str, str]:
        """What the list of bodies is asked for."""
        typed = self.typed()
        return {"text": typed.get("q", ""), "kind": typed.get("kind", ""), "department": typed.get("department", "")}


class MemberFilter(RegisterFilter):
    """Which members are looked for: bodies, by what their contract says too."""

    committee = forms.ChoiceField(label="Comité régional", required=False)
    scope = forms.ChoiceField(label="Étendue", required=False, choices=[("", "Toutes"), *SCOPES])
    payer = forms.ChoiceField(label="Payé par", required=False)
    show = forms.ChoiceField(label="Montrer", required=False, choices=SHOWN)

    def __init__(self, *args: Any, committees: Mapping[str, str], on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.committees = committees
        self.fields["committee"].choices = [("", "Tous"), *((name, name) for name in sorted(set(committees.values())))]
        self.fields["payer"].choices = [("", "Tous"), *((str(view.id), view.name or view.siren) for view in payers(on=on))]

    @property
    def also(self) -> Narrowing:
        """What the list of members is narrowed to besides."""
        typed = self.typed()
        committee, payer, shown = typed.get("committee"), typed.get("payer"), typed.get("show")
        return Narrowing(
            departments=tuple(code for code, name in self.committees.items() if name == committee) if committee else (),
            scope=typed.get("scope", ""),
            payer_id=UUID(payer) if payer else None,
            is_leaving=shown == LEAVING,
            is_unbilled=shown == UNBILLED,
            is_uncontacted=shown == UNCONTACTED,
        )


class BodyForm(FactForm):
    """A body to put on the register."""

    siren = forms.CharField(label="SIREN", max_length=20, widget=forms.TextInput({"autocomplete": "off", "inputmode": "numeric"}))
    name = forms.CharField(label="Nom", max_length=200, widget=PLAIN)
    kind = forms.ChoiceField(label="Nature", choices=[("", "Choisissez"), *KIND_CHOICES])
    department = forms.CharField(label="Département du siège", validators=[DEPARTMENT], widget=PLAIN)
    code = forms.CharField(label="Code INSEE", help_text="Pour une commune seulement.", required=False, max_length=10, widget=PLAIN)
    since = forms.DateField(label="Porte ce nom depuis le", widget=DayInput())


class ContractForm(FactForm):
    """What a contract says; `since` is its first day, or the one from which it changes."""

    places = {"covers": "scope"}

    since = forms.DateField(label="À partir du", widget=DayInput())
    scope = forms.ChoiceField(label="Personnel couvert", choices=SCOPES, widget=forms.RadioSelect, initial=Scope.FULL.value)
    retirees = forms.BooleanField(label="Couvre les retraités", required=False)
    service = forms.CharField(
        label="Services couverts", help_text="Un par ligne, comme dans les listes.", required=False, widget=forms.Textarea({"rows": 3})
    )
    deliberated_on = forms.DateField(label="Date de la délibération", required=False, widget=DayInput())
    deliberation_number = forms.CharField(label="Numéro de la délibération", required=False, max_length=60, widget=PLAIN)
    deliberation = forms.FileField(label="Délibération", help_text="PDF ou photo, 10 Mo au plus.", required=False, widget=DocumentInput())

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        structures = BodyField(
            label="Anciennes structures couvertes", help_text="SIREN ou nom exact, une par ligne.", on=on, many=True, required=False
        )
        payer = BodyField(
            label="Intermédiaire qui paie", help_text="SIREN ou nom exact. Vide si l’organisme paie lui-même.", on=on, required=False
        )
        self.fields["structure"], self.fields["payer"] = structures, payer
        self.fields["since"].initial = next_entry(on)
        self.order_fields(["since", "scope", "retirees", "service", "structure", "payer"])
        self.fields["scope"].choice_hints = {
            Scope.PARTIAL: "Dites ci-dessous qui : les retraités, un service, une ancienne structure.",
            Scope.TERRITORIAL: "Un organisme adhère avec ceux de son territoire.",
        }

    @property
    def services(self) -> list[str]:
        """The services that were named, one by line."""
        return [line.strip() for line in self.cleaned_data["service"].splitlines() if line.strip()]


def year_ends(on: date) -> list[tuple[int, str]]:
    """List the year ends that a contract may be given, this year's first."""
    return [(year, f"31 décembre {year}") for year in range(on.year, on.year + 4)]


class EndForm(FactForm):
    """The year's end at which a contract ends."""

    places = {"until": "year"}

    year = forms.TypedChoiceField(label="Dernier jour de l’adhésion", coerce=int)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = year_ends(on)

    @property
    def until(self) -> date:
        """The first day without contract."""
        return date(self.cleaned_data["year"] + 1, 1, 1)


class NoticeForm(EndForm):
    """A notice to leave that was received."""

    notice_on = forms.DateField(label="Préavis reçu le", widget=DayInput())

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, on=on, **kwargs)
        self.fields["notice_on"].initial = on
        self.fields["year"].initial = first_exit(on).year - 1
        self.order_fields(["notice_on", "year"])


class CloseForm(EndForm):
    """A contract closed without notice, and why."""

    reason = forms.CharField(
        label="Raison", help_text="Par exemple : dissolution, accord du bureau. Elle reste dans le journal d’audit.", max_length=200
    )


class EstablishmentForm(FactForm):
    """An establishment and how it is billed."""

    siret = forms.CharField(
        label="SIRET",
        help_text="Quatorze chiffres, sur une facture ou un courrier de l’organisme.",
        max_length=25,
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "numeric"}),
    )
    name = forms.CharField(label="Nom", help_text="Par exemple : budget principal.", required=False, max_length=200, widget=PLAIN)
    street = forms.CharField(label="Numéro et rue", required=False, max_length=200, widget=PLAIN)
    postcode = forms.CharField(label="Code postal", required=False, validators=[POSTCODE], widget=PLAIN)
    city = forms.CharField(label="Ville", required=False, max_length=100, widget=PLAIN)
    service_code = forms.CharField(label="Code service (Chorus Pro)", required=False, max_length=200, widget=PLAIN)
    engagement_number = forms.CharField(label="Numéro d’engagement", required=False, max_length=200, widget=PLAIN)
    is_billed = forms.BooleanField(
        label="Les appels de cotisation lui sont adressés", help_text="À la place de l’établissement facturé jusque-là.", required=False
    )
    since = forms.DateField(label="À partir du", widget=DayInput())


class AttachForm(FactForm):
    """The body that this one depends on."""

    kind = forms.ChoiceField(
        label="Lien", choices=(("epci", "Commune membre d’un EPCI"), ("owner", "Rattaché à un organisme")), widget=forms.RadioSelect
    )
    since = forms.DateField(label="À partir du", widget=DayInput())

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"] = BodyField(label="Organisme", help_text="SIREN ou nom exact.", on=on)
        self.fields["since"].initial = on
        self.order_fields(["kind", "parent", "since"])

"""Nominative lists for tests: a staff, the list that says exactly that, and what is seen of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings

from entraide.apps.accounts.actor import system_actor
from entraide.apps.beneficiaries.models import Affiliation, Identity
from entraide.apps.beneficiaries.operations import rosters
from entraide.apps.beneficiaries.operations.rosters import SentList
from entraide.apps.parameters.operations import import_parameters
from entraide.integrations.rule_files import read_parameters
from tests.factories.base import NOW, THEN, TODAY
from tests.factories.beneficiaries import AffiliationFactory, BeneficiaryFactory, IdentityFactory


AT = {"at": NOW, "on": TODAY}
HEADER = "Matricule;Nom;Prénom;Date de naissance;Sexe;Courriel;Statut;Date d’arrivée;Date de départ;Service"
WORDS = {"active": "actif", "retiree": "retraité", "apprentice": "apprenti"}
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Line:
    """A line of a list; `left_on` is the last day of presence, `died_on` what is held of the person and no list says."""

    number: int = 1
    family_name: str = ""
    given_name: str = "Zoé"
    born_on: date = date(1980, 1, 1)
    email: str = ""
    status: str = "active"
    arrived_on: date = date(2015, 1, 1)
    left_on: date | None = None
    service: str = "Voirie"
    matricule: str = ""
    civil_sex: str = ""
    died_on: date | None = None

    def cells(self) -> list[str]:
        days = [f"{day:%d/%m/%Y}" if day else "" for day in (self.born_on, self.arrived_on, self.left_on)]
        matricule = self.matricule or f"{self.number:05d}"
        told = [self.civil_sex, self.email, WORDS[self.status]]
        return [matricule, self.name, self.given_name, days[0], *told, days[1], days[2], self.service]

    @property
    def name(self) -> str:
        return self.family_name or name_of(self.number)


def name_of(number: int) -> str:
    """Make a family name for a number, far enough from its neighbours that no two look alike."""
    return "".join(LETTERS[number // 26**power % 26] * 3 for power in (2, 1, 0)).capitalize()


def staff(count: int, *, first: int = 1) -> list[Line]:
    """Give lines of so many different persons."""
    return [Line(number, born_on=date(1960, 1, 1) + timedelta(days=37 * number % 12_000)) for number in range(first, first + count)]


def written(lines: Iterable[Line]) -> bytes:
    """Write a list as a CSV file."""
    return "\r\n".join([HEADER, *(";".join(line.cells()) for line in lines)]).encode()


def sent(lines: Sequence[Line], *, year: int = TODAY.year, name: str = "liste.csv") -> SentList:
    """Give a list as it is sent."""
    return SentList(written(lines), name, year)


def held(member: Any, lines: Iterable[Line]) -> dict[int, Any]:
    """Write a staff as rows; give its persons by number."""
    people = {}
    for line in lines:
        person = BeneficiaryFactory(identity=None, affiliation=None)
        names = {"family_name": line.name, "given_name": line.given_name, "born_on": line.born_on, "email": line.email}
        IdentityFactory(beneficiary=person, since=line.arrived_on, died_on=line.died_on, **names)
        last = line.left_on or line.died_on
        until = last + timedelta(days=1) if last else None
        AffiliationFactory(
            beneficiary=person,
            member=member,
            status=line.status,
            since=line.arrived_on,
            until=until,
            rights_until=date(line.left_on.year + 1, 1, 1) if line.left_on else until,
            service=line.service,
            staff_number=line.cells()[0],
        )
        people[line.number] = person
    return people


def with_rates():
    """Enter the parameters of the catalogue, the rates of contributions among them."""
    import_parameters(book=read_parameters(settings.CATALOGUE)[0], actor=system_actor("suite"), at=THEN, on=TODAY)


def applied(member: Any, lines: Sequence[Line], actor: Any, *, choices: dict[int, str] | None = None, confirmed: bool = True) -> Any:
    """Send a list, answer its doubts by position and apply it; give its key."""
    roster_id = rosters.preview(member_id=member.pk, sent=sent(lines), actor=actor, **AT)
    if choices:
        rosters.answer_doubts(roster_id=roster_id, choices=choices, actor=actor, **AT)
    rosters.apply(roster_id=roster_id, confirmed=confirmed, actor=actor, **AT)
    return roster_id


def current_view() -> set[tuple]:
    """Give every fact in force or to come about persons and their presence, without the keys of rows and of acts."""
    hidden = {"id", "recorded_at", "recorded_by", "superseded_at", "superseded_by"}
    found = set()
    for model in (Identity, Affiliation):
        names = [field.attname for field in model._meta.concrete_fields if field.name not in hidden]
        found |= {(model.__name__, *row) for row in model.objects.current().order_by("pk").values_list(*names)}
    return found

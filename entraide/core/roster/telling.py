"""What a plan says to the correspondent: a summary in one line, then one sentence per entry."""

from datetime import date, timedelta

from entraide.core.eligibility.values import Contract, Position
from entraide.core.roster.columns import LABELS
from entraide.core.roster.plan import Arrival, Change, Deceased, Departure, Doubt, Entry, FieldChange, FieldValue, RosterPlan
from entraide.core.roster.stays import rights_after
from entraide.core.roster.values import CivilSex, HeldPerson, RosterLine, Status


STATUS_LABELS = {Status.ACTIVE: "actif", Status.RETIREE: "retraité", Status.APPRENTICE: "apprenti ou alternant"}
SEX_LABELS = {CivilSex.FEMALE: "femme", CivilSex.MALE: "homme"}
REASONS = {
    "order": "nom et prénom sont dans un autre ordre",
    "spelling": "le nom ou le prénom s’écrit autrement",
    "family_name": "le nom de famille est différent",
    "birth_date": "la date de naissance est différente",
    "email": "l’adresse de courriel est la même",
    "matricule": "le matricule est le même",
}


def summary(plan: RosterPlan) -> str:
    """Say a plan in one line, without what is nil.

    >>> summary(RosterPlan(2024, date(2024, 10, 15), 1456, unchanged_count=1441))
    '1\\u202f441 inchangés'
    """
    return summary_of(len(plan.arrivals), len(plan.departures), len(plan.changes), len(plan.doubts), plan.unchanged_count)


def summary_of(arrivals: int, departures: int, changes: int, doubts: int, unchanged: int) -> str:
    """Say the counts of a plan in one line, without what is nil.

    >>> summary_of(12, 3, 1, 0, 0)
    '12 arrivées, 3 départs, 1 changement'
    """
    parts = [
        _counted(arrivals, "arrivée"),
        _counted(departures, "départ"),
        _counted(changes, "changement"),
        _counted(doubts, "doute"),
        _counted(unchanged, "inchangé"),
    ]
    return ", ".join(part for part in parts if part) or "rien à changer"


def sentence_for(entry: Entry | Doubt) -> str:
    """Say one entry of a plan in plain words."""
    if isinstance(entry, Arrival):
        return _arrival(entry)
    if isinstance(entry, Departure):
        return _departure(entry)
    if isinstance(entry, Change):
        return f"{_person(entry.person)} : {' ; '.join(_field(change) for change in entry.fields)}."
    held = _person(entry.person)
    if isinstance(entry, Deceased):
        return f"{held} : décès enregistré. Cette ligne ne change rien. Retirez-la de votre liste, ou appelez votre association."
    return f"{_person(entry.line)} ressemble à {held}, déjà sur votre liste : {REASONS[entry.reason]}. Est-ce la même personne ?"


def _arrival(entry: Arrival) -> str:
    line = entry.line
    verb = "arrive" if entry.person_id is None else "revient"
    end = "" if line.until is None else f", jusqu’au {_last_day(line.until)} inclus"
    return f"{_person(line)} {verb} le {line.since:%d/%m/%Y}{end} : {STATUS_LABELS[line.status]}{_employment(line)}."


def _employment(line: RosterLine) -> str:
    """Say what the list says of the contract, the position and the time share of someone who arrives."""
    told = [line.contract.label] if line.contract else []
    if line.contract_until:
        told.append(f"contrat jusqu’au {_last_day(line.contract_until)}")
    if line.position and line.position is not Position.IN_SERVICE:
        told.append(line.position.label)
    if line.time_share:
        told.append(f"à {shown('time_share', line.time_share)}")
    return "".join(f", {part}" for part in told)


def _departure(entry: Departure) -> str:
    end = rights_after(entry)
    rights = f"droits ouverts jusqu’au {_last_day(end)} inclus" if end else "cet emploi n’ouvrait pas de droits"
    if entry.line_number is None:
        return f"{_person(entry.person)} n’est plus sur la liste : départ proposé le {entry.last_day:%d/%m/%Y}, {rights}."
    return f"{_person(entry.person)} part le {entry.last_day:%d/%m/%Y} : {rights}."


def _field(change: FieldChange) -> str:
    if change.field == "until" and change.after is None:
        return f"départ du {shown('until', change.before)} annulé"
    label = LABELS[change.field].lower()
    before, after = shown(change.field, change.before), shown(change.field, change.after)
    return f"{label} : {after}" if not before else f"{label} : {before} devient {after}"


def shown(field: str, value: FieldValue) -> str:
    """Write one value of a person as the list's reader expects; a departure is the last day of presence.

    >>> shown("until", date(2024, 10, 1)), shown("status", Status.RETIREE), shown("email", ""), shown("time_share", 80)
    ('30/09/2024', 'retraité', '', '80\xa0%')
    """
    if isinstance(value, date):
        return _last_day(value) if field in ("until", "contract_until") else f"{value:%d/%m/%Y}"
    if isinstance(value, int):
        return f"{value}\N{NO-BREAK SPACE}%"
    if isinstance(value, Contract | Position):
        return value.label
    if isinstance(value, Status):
        return STATUS_LABELS[value]
    if isinstance(value, CivilSex):
        return SEX_LABELS[value]
    return value or ""


def _person(person: HeldPerson | RosterLine) -> str:
    return f"{person.given_name} {person.family_name} ({person.born_on:%d/%m/%Y})"


def _last_day(until: date) -> str:
    return f"{until - timedelta(days=1):%d/%m/%Y}"


def _counted(count: int, noun: str) -> str:
    """Write a count and its noun; French plurals begin at two.

    >>> _counted(1, "doute"), _counted(1441, "inchangé"), _counted(0, "doute")
    ('1 doute', '1\\u202f441 inchangés', '')
    """
    if not count:
        return ""
    grouped = f"{count:,}".replace(",", "\u202f")
    return f"{grouped} {noun}{'s' if count > 1 else ''}"

"""People of a member between rows and the values that lists are compared with."""

from hashlib import sha256
from typing import Any
from uuid import UUID

from entraide.apps.beneficiaries.models import Affiliation, Identity
from entraide.core.eligibility.values import Contract, Position
from entraide.core.roster.columns import LABELS
from entraide.core.roster.plan import Arrival, Change, Deceased, Departure, Doubt, Entry, RosterPlan, leaving_if_other
from entraide.core.roster.stays import last_presence, rights_ends
from entraide.core.roster.telling import sentence_for, shown
from entraide.core.roster.values import CivilSex, HeldPerson, RosterLine, Status, Stay


KINDS: dict[type, str] = {Arrival: "arrival", Departure: "departure", Change: "change", Doubt: "doubt", Deceased: "deceased"}
# What is shown of the two persons of a doubt.
SHOWN_FIELDS = ("family_name", "given_name", "born_on", "matricule", "email", "service", "since")


def stay_of_row(row: Affiliation) -> Stay:
    """Read one row of a person's presence."""
    return Stay(
        Status(row.status),
        row.since,
        row.until,
        row.arrived_on or row.since,
        row.service,
        row.staff_number,
        Contract(row.contract) if row.contract else None,
        row.contract_until,
        Position(row.position),
        row.time_share,
        row.leaving,
        row.came_from_id,
        row.is_principal,
        row.covered_until,
    )


def row_of_stay(stay: Stay, **values: Any) -> Affiliation:
    """Write one stay; `values` say whose it is, for which member, who recorded it and when its rights end."""
    return Affiliation(
        **values,
        status=stay.status.value,
        since=stay.since,
        until=stay.until,
        arrived_on=stay.arrived_on if stay.arrived_on != stay.since else None,
        service=stay.service,
        staff_number=stay.matricule,
        contract=stay.contract.value if stay.contract else "",
        contract_until=stay.contract_until,
        position=stay.position.value,
        time_share=stay.time_share,
        leaving=stay.leaving,
        came_from_id=stay.came_from,
        is_principal=stay.is_principal,
        covered_until=stay.covered_until,
    )


def rows_of_stays(stays: tuple[Stay, ...], **values: Any) -> list[Affiliation]:
    """Write a presence, each part with the end of its rights."""
    return [row_of_stay(stay, rights_until=end, **values) for stay, end in zip(stays, rights_ends(stays), strict=True)]


def held_person(beneficiary_id: UUID, stays: tuple[Stay, ...], identity: Identity, *, has_own_email: bool = False) -> HeldPerson:
    """Put together who a person is and the last presence known; an address of their own is not this member's to read."""
    last = last_presence(stays)[-1]
    return HeldPerson(
        id=beneficiary_id,
        family_name=identity.family_name,
        given_name=identity.given_name,
        born_on=identity.born_on,
        status=last.status,
        since=last.arrived_on,
        until=last.until,
        matricule=last.matricule,
        civil_sex=CivilSex(identity.civil_sex) if identity.civil_sex else None,
        email="" if has_own_email else identity.email,
        service=last.service,
        contract=last.contract,
        contract_until=last.contract_until,
        position=last.position,
        time_share=last.time_share,
        has_own_email=has_own_email,
        stays=stays,
        died_on=identity.died_on,
    )


def entries_of(plan: RosterPlan) -> list[Entry | Doubt]:
    """List all that a plan brings: what awaits an answer first, then those who have died, arrivals, departures, changes."""
    return [*plan.doubts, *plan.deceased, *plan.arrivals, *plan.departures, *plan.changes]


def counts_of(plan: RosterPlan) -> dict[str, int]:
    """Give the counts of a plan under the names of their columns."""
    return {
        "arrival_count": len(plan.arrivals),
        "departure_count": len(plan.departures),
        "change_count": len(plan.changes),
        "doubt_count": len(plan.doubts),
        "unchanged_count": plan.unchanged_count,
    }


def digest_of(plan: RosterPlan) -> str:
    """Sum a plan up: two plans with one digest say the same of the same persons."""
    told = [f"{KINDS[type(entry)]}|{entry.line_number}|{entry.person_id}|{sentence_for(entry)}" for entry in entries_of(plan)]
    return sha256("\n".join([f"{plan.year}|{plan.staff_count}|{plan.unchanged_count}", *told]).encode()).hexdigest()


def content_of(entry: Entry | Doubt, plan: RosterPlan) -> dict[str, Any]:
    """Give what is shown beside the sentence of an entry: the fields that change, or the two persons of a doubt."""
    if isinstance(entry, Change):
        return {
            "fields": [[LABELS[field.field], shown(field.field, field.before), shown(field.field, field.after)] for field in entry.fields]
        }
    if isinstance(entry, Doubt):
        fields = [[LABELS[name], _text(entry.line, name), _text(entry.person, name)] for name in SHOWN_FIELDS]
        return {"fields": fields, "leaves_if_other": leaving_if_other(entry, plan) is not None}
    return {}


def _text(person: RosterLine | HeldPerson, name: str) -> str:
    return shown(name, getattr(person, name))

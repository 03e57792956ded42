"""Rows of contributions ↔ values of the core: the documents that are printed, the ways to the rate, the rates of a line."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings

from entraide.apps.contributions.models import CallDocument, RateTrajectory
from entraide.core.contributions.call_document import Address, DocumentKind, DocumentLine, Party
from entraide.core.contributions.call_document import CallDocument as Said
from entraide.core.contributions.person_lines import PersonLine
from entraide.core.contributions.tariff import HeadClass
from entraide.core.contributions.trajectory import Trajectory
from entraide.core.money import Money


def issuer() -> Party:
    """Give who asks for contributions."""
    said = settings.ENTRAIDE_ISSUER
    return Party(said["name"], said["siret"], Address(said["street"], said["postcode"], said["city"]), said["email"])


def content_of(said: Said) -> dict[str, Any]:
    """Give what a row keeps of a document beside its number, kind, days and amount."""
    return {
        "issuer": _party_said(said.issuer),
        "member": _party_said(said.member),
        "lines": [[line.label, line.count, line.price.cents, line.amount.cents] for line in said.lines],
        "account": said.account,
        "service_code": said.service_code,
        "engagement_number": said.engagement_number,
        "preceding": [said.preceding[0], said.preceding[1].isoformat()] if said.preceding else None,
    }


def said_by(row: CallDocument) -> Said:
    """Give the document that a row keeps, as it was issued."""
    content = row.content
    preceding = content["preceding"]
    return Said(
        number=row.number,
        kind=DocumentKind(row.kind),
        year=row.year,
        issued_on=row.issued_on,
        due_on=row.due_on,
        issuer=_party(content["issuer"]),
        member=_party(content["member"]),
        lines=lines_of(row),
        account=content["account"],
        service_code=content["service_code"],
        engagement_number=content["engagement_number"],
        preceding=(preceding[0], date.fromisoformat(preceding[1])) if preceding else None,
    )


def lines_of(row: CallDocument) -> tuple[DocumentLine, ...]:
    """Give the lines that a document was issued with."""
    return tuple(DocumentLine(label, count, Money(price), Money(amount)) for label, count, price, amount in row.content["lines"])


def _party_said(party: Party) -> dict[str, Any]:
    """Write a party; `asdict` copies deeply, which twenty thousand documents do not need."""
    address = {"street": party.address.street, "postcode": party.address.postcode, "city": party.address.city}
    return {"name": party.name, "siret": party.siret, "address": address, "email": party.email}


def _party(said: dict[str, Any]) -> Party:
    return Party(said["name"], said["siret"], Address(**said["address"]), said["email"])


def to_trajectory(row: RateTrajectory) -> Trajectory:
    """Read a member's own way to the rate."""
    start = {HeadClass(head_class): Money(cents) for head_class, cents in row.start.items()}
    return Trajectory(row.since_year, start, row.flat_years, row.steps, row.source, row.confidence)


def rate_key(head_class: str, rate: Money) -> str:
    """Name a rate within a line of an account: two rates of one class may stand there after an adjustment."""
    return f"{head_class}:{rate.cents}"


def rates_of(lines: Iterable[PersonLine]) -> dict[str, list[Any]]:
    """Write at which rates lines were reckoned: {class and cents: [cents, source, confidence, whether confirmed]}."""
    return {rate_key(line.head_class, line.rate): [line.rate.cents, line.source, line.confidence, line.is_confirmed] for line in lines}

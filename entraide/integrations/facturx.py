"""The call of contribution as accounting software reads it: EN 16931 in a PDF/A-3 (Factur-X), with what French public bodies ask for."""

import logging
from typing import Any

from facturx import generate_from_binary
from facturx.generate_xml import generate_xml

from entraide.core.contributions.call_document import CallDocument, DocumentKind, DocumentLine, Party
from entraide.core.money import Money
from entraide.integrations.printing.calls import printed_call


# The library tells each step of each document.
logging.getLogger("factur-x").setLevel(logging.WARNING)
# UNTDID 1001: commercial invoice, credit note. UNTDID 4461: credit transfer. Identifiers of parties: SIREN, SIRET.
TYPES = {DocumentKind.CALL: "380", DocumentKind.CREDIT: "381"}
TRANSFER, PIECE = "30", "C62"
SIREN, SIRET, ELECTRONIC = "0002", "0009", "0225"
# An association that the law of 1901 governs and whose services to its members bear no VAT.
EXEMPT = {"BT-118": "E", "BT-119": 0, "BT-120": "Article 261-7-1° du code général des impôts", "BT-121": "VATEX-EU-132"}
# What French law has an invoice say, by UNTDID 4451: discount, fixed compensation, late payment.
NOTES = {
    "AAB": "Pas d’escompte pour paiement anticipé.",
    "PMT": "Indemnité forfaitaire pour frais de recouvrement en cas de retard : 40 euros.",
    "PMD": "En cas de retard, intérêts au taux légal.",
}


def call_xml(document: CallDocument) -> bytes:
    """Write a call or a credit as EN 16931 (syntax CII), checked against its schema.

    :raises Exception: as the library does, if the document does not fit the schema.
    """
    amount = str(document.amount.euros)
    data: dict[str, Any] = {
        "BT-1": document.number,
        "BT-2": document.issued_on,
        "BT-3": TYPES[document.kind],
        "BT-5": "EUR",
        "BT-9": document.due_on,
        "BT-10": document.service_code or None,
        "BT-13": document.engagement_number or None,
        "BT-23": "S1",
        "BT-72": document.issued_on.replace(year=document.year, month=1, day=1),
        "BT-73": document.issued_on.replace(year=document.year, month=1, day=1),
        "BT-74": document.issued_on.replace(year=document.year, month=12, day=31),
        "BT-81": TRANSFER,
        "BT-83": document.number,
        "BT-84": document.account,
        "BT-106": amount,
        "BT-109": amount,
        "BT-110": "0.00",
        "BT-112": amount,
        "BT-115": amount,
        "BG-1": [{"BT-21": code, "BT-22": said} for code, said in NOTES.items()],
        "BG-3": _preceding(document),
        "BG-4": _party(document.issuer) | {"tax_identifier": document.issuer.siren},
        "BG-7": _party(document.member),
        "BG-23": [EXEMPT | {"BT-116": amount, "BT-117": "0.00"}],
        "BG-25": [_line(place, line) for place, line in enumerate(document.lines, 1)],
    }
    said = {word: value for word, value in data.items() if value}
    written = generate_xml(said, flavor="factur-x", level="en16931", check_xsd=True, check_schematron=False)
    return bytes(written)


def call_file(document: CallDocument) -> bytes:
    """Print a call with the file that machines read inside: one PDF for both."""
    title = f"{document.number}, {document.member.name}"
    metadata = {"author": document.issuer.name, "title": title, "subject": f"Cotisation {document.year}", "keywords": "Factur-X"}
    made = generate_from_binary(
        printed_call(document), call_xml(document), flavor="factur-x", level="en16931", check_xsd=False, pdf_metadata=metadata, lang="fr-FR"
    )
    return bytes(made)


def _preceding(document: CallDocument) -> list[dict[str, Any]]:
    if document.preceding is None:
        return []
    number, issued_on = document.preceding
    return [{"BT-25": number, "BT-26": issued_on}]


def _party(party: Party) -> dict[str, Any]:
    said = {
        "name": party.name,
        "legal_identifier": party.siren,
        "legal_identifier_schemeid": SIREN,
        "identifiers": {SIRET: party.siret},
        "addr_l1": party.address.street,
        "postcode": party.address.postcode,
        "city": party.address.city,
        "country_code": "FR",
        "einvoicing_addr": party.siren,
        "einvoicing_addr_schemeid": ELECTRONIC,
    }
    said = {word: value for word, value in said.items() if value}
    return said | ({"contacts": [{"email": party.email}]} if party.email else {})


def _line(place: int, line: DocumentLine) -> dict[str, Any]:
    return {
        "BT-126": str(place),
        "BT-129": str(line.count),
        "BT-130": PIECE,
        "BT-131": _euros(line.amount),
        "BT-146": _euros(line.price),
        "BT-151": EXEMPT["BT-118"],
        "BT-152": 0,
        "BT-153": line.label,
    }


def _euros(amount: Money) -> str:
    return str(amount.euros)

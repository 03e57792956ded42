"""The call of contribution as people read it: who asks what of whom, why, until when."""

from datetime import date
from typing import Any

from entraide.core.contributions.call_document import CallDocument, DocumentKind, Party
from entraide.integrations.printing.typst import printed


TITLES = {DocumentKind.CALL: "Appel de cotisation", DocumentKind.CREDIT: "Avoir"}
HEADER = ("Désignation", "Nombre", "Montant unitaire", "Montant")


def printed_call(document: CallDocument) -> bytes:
    """Print a call or a credit, without the file that machines read."""
    return printed("call.typ", _said(document), on=document.issued_on)


def _said(document: CallDocument) -> dict[str, Any]:
    asked = f"À payer au plus tard le {_day(document.due_on)} : {document.amount}"
    return {
        "title": f"{TITLES[document.kind]} {document.year}",
        "number": document.number,
        "issuer": party_said(document.issuer),
        "member": party_said(document.member),
        "facts": _facts(document),
        "header": HEADER,
        "rows": [[line.label, _count(line.count), str(line.price), str(line.amount)] for line in document.lines],
        "total": ["Total, sans TVA", str(document.amount)],
        "asked": asked if document.kind is DocumentKind.CALL else f"Avoir en votre faveur : {document.amount}",
        "sentences": _sentences(document),
    }


def party_said(party: Party) -> dict[str, Any]:
    """Give what a template says of a party."""
    address = party.address
    lines = [address.street, f"{address.postcode} {address.city}".strip(), f"SIRET {party.siret}", party.email]
    return {"name": party.name, "siret": party.siret, "lines": [line for line in lines if line]}


def _facts(document: CallDocument) -> list[list[str]]:
    facts = [
        ["Numéro", document.number],
        ["Date", _day(document.issued_on)],
        ["Période", f"du 1er janvier au 31 décembre {document.year}"],
        ["Code service", document.service_code],
        ["Numéro d’engagement", document.engagement_number],
    ]
    if document.preceding is not None:
        number, issued_on = document.preceding
        facts.append(["Appel concerné", f"{number} du {_day(issued_on)}"])
    return [fact for fact in facts if fact[1]]


def _sentences(document: CallDocument) -> list[str]:
    paying = [f"Virement sur le compte {_iban(document.account)}, en rappelant la référence {document.number}."]
    return [
        *(paying if document.kind is DocumentKind.CALL else []),
        "TVA non applicable, article 261-7-1° du code général des impôts.",
        "Le détail par personne est dans votre espace ; chaque ligne peut y être contestée seule.",
    ]


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _count(count: int) -> str:
    return f"{count:,}".replace(",", "\u202f")


def _iban(iban: str) -> str:
    return "\u00a0".join(iban[place : place + 4] for place in range(0, len(iban), 4))

"""Write orders of credit transfers for a bank (ISO 20022 pain.001.001.09), and check such a file."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from lxml import etree
from sepaxml import SepaTransfer

from entraide.core.refusals import Finding, Refusal
from entraide.core.sepa.iban import iban_fault
from entraide.core.sepa.text import is_sepa_text
from entraide.core.sepa.transfers import IDENTIFIER_LIMIT, CreditTransfer, Debtor
from entraide.integrations.bank_sentences import bank_sentence
from entraide.integrations.iso20022 import NAMESPACE, UnreadableMessage, message_name, read_message, schema_findings


VERSION = "pain.001.001.09"
_NS = {"p": NAMESPACE + VERSION}
_CURRENCY = "EUR"


class TransfersInvalid(Refusal):
    """Refuse a file of transfers that a bank would refuse; `findings` says all of it."""

    code = "bank.transfers_invalid"

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(reason=bank_sentence(findings[0]))
        self.findings = findings


def build_pain001(message_id: str, created_at: datetime, debtor: Debtor, execution_on: date, transfers: Sequence[CreditTransfer]) -> bytes:
    """Write one message with one block of transfers for one execution day, checked against the official schema.

    The same arguments give the same bytes. `message_id` (at most 35 characters) also names the block, so that a bank that books
    the block as one line still names it.

    :raises ValueError: if there is no transfer, the identifier is not one, or `created_at` is naive.
    :raises TransfersInvalid: if the file made is not valid (two transfers of one identifier).
    """
    if not transfers:
        raise ValueError("a message holds at least one transfer")
    if not 0 < len(message_id) <= IDENTIFIER_LIMIT or not is_sepa_text(message_id):
        raise ValueError(f"a message identifier holds 1 to {IDENTIFIER_LIMIT} SEPA characters")
    if created_at.tzinfo is None:
        raise ValueError("created_at must be an aware instant")
    message = SepaTransfer(_configuration(debtor), schema=VERSION, clean=False)
    for transfer in transfers:
        message.add_payment(_payment(transfer, execution_on))
    # The library's own validation stops at a million elements: the schema is checked below, by lxml, at any size.
    data = _deterministic(message.export(validate=False), message_id, created_at, debtor)
    findings = validate(data)
    if findings:
        raise TransfersInvalid(findings)
    return data


def _configuration(debtor: Debtor) -> dict[str, object]:
    bank = {"BIC": debtor.bic} if debtor.bic else {}
    return {"name": debtor.name, "IBAN": debtor.iban, "batch": True, "currency": _CURRENCY, **bank}


def _payment(transfer: CreditTransfer, execution_on: date) -> dict[str, object]:
    bank = {"BIC": transfer.bic} if transfer.bic else {}
    return {
        "name": transfer.name,
        "IBAN": transfer.iban,
        "amount": transfer.amount.cents,
        "description": transfer.remittance,
        "endtoend_id": transfer.end_to_end_id,
        "execution_date": execution_on,
        **bank,
    }


def _deterministic(data: bytes, message_id: str, created_at: datetime, debtor: Debtor) -> bytes:
    """Put our identifiers and instant where the library puts random ones and the clock's."""
    root = etree.fromstring(data)
    replacements = {
        "GrpHdr/p:MsgId": message_id,
        "GrpHdr/p:CreDtTm": created_at.isoformat(timespec="seconds"),
        "PmtInf/p:PmtInfId": message_id,
    }
    for path, text in replacements.items():
        for element in root.iterfind(f"p:CstmrCdtTrfInitn/p:{path}", _NS):
            element.text = text
    if debtor.bic is None:
        # The EPC guidelines want the words NOTPROVIDED where the debtor's bank has no identifier.
        for bank in root.iterfind("p:CstmrCdtTrfInitn/p:PmtInf/p:DbtrAgt/p:FinInstnId", _NS):
            other = etree.SubElement(bank, f"{{{_NS['p']}}}Othr")
            etree.SubElement(other, f"{{{_NS['p']}}}Id").text = "NOTPROVIDED"
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def validate(data: bytes) -> tuple[Finding, ...]:
    """Return every fault of a file of transfers: schema, counts and control sums, repeated identifiers, account keys."""
    try:
        root = read_message(data)
    except UnreadableMessage as stop:
        return (stop.finding,)
    if message_name(root) != VERSION:
        return (Finding("bank.not_transfers", "", {"found": message_name(root)}),)
    broken = schema_findings(root, VERSION)
    return broken or (*_sum_findings(root), *_repeated_identifiers(root), *_wrong_accounts(root))


def _sum_findings(root: etree._Element) -> tuple[Finding, ...]:
    order = root[0]
    blocks = order.findall("p:PmtInf", _NS)
    header = order.find("p:GrpHdr", _NS)
    amounts = [_amounts(block) for block in blocks]
    found = list(_announced(header, "L’en-tête", [amount for block in amounts for amount in block]))
    for block, held in zip(blocks, amounts, strict=True):
        found += _announced(block, f"Le bloc {block.findtext('p:PmtInfId', '', _NS)}", held)
    return tuple(found)


def _amounts(block: etree._Element) -> list[Decimal]:
    return [Decimal(amount.text or "") for amount in block.iterfind("p:CdtTrfTxInf/p:Amt/p:InstdAmt", _NS)]


def _announced(holder: etree._Element | None, where: str, amounts: list[Decimal]) -> Iterable[Finding]:
    assert holder is not None, "the schema wants a header"
    count = holder.findtext("p:NbOfTxs", None, _NS)
    if count is not None and int(count) != len(amounts):
        yield Finding("bank.transfer_count", where, {"announced": int(count), "found": len(amounts)})
    announced = holder.findtext("p:CtrlSum", None, _NS)
    if announced is not None and Decimal(announced) != sum(amounts):
        yield Finding("bank.control_sum", where, {"announced": announced, "found": sum(amounts)})


def _repeated_identifiers(root: etree._Element) -> Iterable[Finding]:
    counts = Counter(element.text for element in root.iterfind(".//p:CdtTrfTxInf/p:PmtId/p:EndToEndId", _NS))
    return (Finding("bank.same_identifier", "", {"identifier": identifier}) for identifier, count in counts.items() if count > 1)


def _wrong_accounts(root: etree._Element) -> Iterable[Finding]:
    for element in root.iterfind(".//p:IBAN", _NS):
        if iban_fault(element.text or "") is not None:
            yield Finding("bank.iban", f"ligne {element.sourceline}", {"line": element.sourceline})

"""A bank that knows nothing of the project: it reads a pain.001 and answers with the camt.053 of a day.

    python tests/harness/bank.py pain.xml --on 2024-10-16 -o camt.xml
    python tests/harness/bank.py pain.xml --on 2024-10-17 --return E2E=AC04 --returns-only -o camt.xml

A transfer to return is named by its end-to-end identifier, its account number or the name of its payee.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from lxml import etree


CAMT = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"


@dataclass(frozen=True)
class Transfer:
    """One transfer as the bank received it."""

    message_id: str
    block_id: str
    end_to_end_id: str
    name: str
    iban: str
    amount: Decimal
    remittance: str


@dataclass(frozen=True)
class Order:
    """One message as the bank received it: who pays, when, whom."""

    debtor: str
    iban: str
    execution_on: date
    batch_booking: bool
    transfers: tuple[Transfer, ...]


def read_order(data: bytes) -> Order:
    """Read a pain.001 of any version with one debtor account.

    :raises ValueError: if its counts or control sums are wrong: a bank would reject it.
    """
    root = etree.fromstring(data)
    ns = {"p": etree.QName(root).namespace}
    message_id = root.findtext(".//p:GrpHdr/p:MsgId", namespaces=ns)
    transfers = []
    for block in root.iterfind(".//p:PmtInf", ns):
        for node in block.iterfind("p:CdtTrfTxInf", ns):
            transfers.append(
                Transfer(
                    message_id,
                    block.findtext("p:PmtInfId", namespaces=ns),
                    node.findtext("p:PmtId/p:EndToEndId", namespaces=ns),
                    node.findtext("p:Cdtr/p:Nm", namespaces=ns),
                    node.findtext("p:CdtrAcct/p:Id/p:IBAN", namespaces=ns),
                    Decimal(node.findtext("p:Amt/p:InstdAmt", namespaces=ns)),
                    node.findtext("p:RmtInf/p:Ustrd", default="", namespaces=ns),
                )
            )
    announced = int(root.findtext(".//p:GrpHdr/p:NbOfTxs", namespaces=ns)), Decimal(root.findtext(".//p:GrpHdr/p:CtrlSum", namespaces=ns))
    if announced != (len(transfers), sum(each.amount for each in transfers)):
        raise ValueError(f"rejected: the message announces {announced}")
    block = root.find(".//p:PmtInf", ns)
    asked = block.findtext("p:ReqdExctnDt/p:Dt", namespaces=ns) or block.findtext("p:ReqdExctnDt", namespaces=ns)
    return Order(
        block.findtext("p:Dbtr/p:Nm", namespaces=ns),
        block.findtext("p:DbtrAcct/p:Id/p:IBAN", namespaces=ns),
        date.fromisoformat(asked),
        block.findtext("p:BtchBookg", namespaces=ns) == "true",
        tuple(transfers),
    )


def statement(
    orders: Sequence[Order],
    on: date,
    returns: Mapping[str, str] | None = None,
    *,
    debits: bool = True,
    batch_booked: bool = False,
    opening: Decimal = Decimal("100000.00"),
    number: int = 1,
) -> bytes:
    """Build the statement of the day `on`: the transfers debited, then those of `returns` (name, account or identifier to reason code).

    With `debits` false only the returns are booked: the statement of some later day. `opening` is the balance the day begins with;
    it may be below zero. The closing balance follows.

    :raises ValueError: if a transfer to return is not in the orders, or the orders are of several accounts.
    """
    returned = _returned([each for order in orders for each in order.transfers], returns or {})
    (account,) = {order.iban for order in orders} or {""}
    document = etree.Element("Document", nsmap={None: CAMT})
    message = _in(document, "BkToCstmrStmt")
    stamp = f"{on.isoformat()}T23:30:00"
    identifier = f"REL-{on.isoformat()}-{number:03d}"
    _fill(_in(message, "GrpHdr"), ("MsgId", identifier), ("CreDtTm", stamp))
    sheet = _in(message, "Stmt")
    _fill(sheet, ("Id", identifier), ("ElctrncSeqNb", str(number)), ("CreDtTm", stamp))
    _fill(_in(sheet, "FrToDt"), ("FrDtTm", f"{on.isoformat()}T00:00:00"), ("ToDtTm", f"{on.isoformat()}T23:59:59"))
    _fill(_in(_in(sheet, "Acct"), "Id"), ("IBAN", account))
    out = sum((each.amount for order in orders for each in order.transfers), Decimal(0)) if debits else Decimal(0)
    back = sum((each.amount for each, _ in returned), Decimal(0))
    _balance(sheet, "OPBD", opening, on)
    _balance(sheet, "CLBD", opening - out + back, on)
    if debits:
        _debits(sheet, orders, on, f"VIR{on:%Y%m%d}{number:03d}", batch_booked)
    for rank, (transfer, code) in enumerate(returned, start=1):
        entry = _entry(sheet, transfer.amount, "CRDT", on, f"RET{on:%Y%m%d}{number:03d}{rank:06d}")
        _detail(_in(entry, "NtryDtls"), transfer, "CRDT", code)
    return etree.tostring(document, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _returned(transfers: Sequence[Transfer], returns: Mapping[str, str]) -> list[tuple[Transfer, str]]:
    found = []
    for key, code in returns.items():
        matching = [each for each in transfers if key in (each.end_to_end_id, each.iban, each.name)]
        if not matching:
            raise ValueError(f"no transfer to return under {key!r}")
        found += [(each, code) for each in matching]
    return found


def _debits(sheet: etree._Element, orders: Sequence[Order], on: date, reference: str, batch_booked: bool) -> None:
    transfers = [each for order in orders for each in order.transfers]
    if not batch_booked:
        for rank, transfer in enumerate(transfers, start=1):
            entry = _entry(sheet, transfer.amount, "DBIT", on, f"{reference}{rank:06d}")
            _detail(_in(entry, "NtryDtls"), transfer, "DBIT", None)
        return
    for rank, block in enumerate(dict.fromkeys((each.message_id, each.block_id) for each in transfers), start=1):
        held = [each for each in transfers if (each.message_id, each.block_id) == block]
        entry = _entry(sheet, sum((each.amount for each in held), Decimal(0)), "DBIT", on, f"{reference}{rank:06d}")
        details = _in(entry, "NtryDtls")
        _fill(_in(details, "Btch"), ("MsgId", block[0]), ("PmtInfId", block[1]), ("NbOfTxs", str(len(held))))
        for transfer in held:
            _detail(details, transfer, "DBIT", None)


def _entry(sheet: etree._Element, amount: Decimal, side: str, on: date, reference: str) -> etree._Element:
    entry = _in(sheet, "Ntry")
    _fill(entry, ("Amt", f"{amount:.2f}"), ("CdtDbtInd", side))
    entry[0].set("Ccy", "EUR")
    _fill(_in(entry, "Sts"), ("Cd", "BOOK"))
    _fill(_in(entry, "BookgDt"), ("Dt", on.isoformat()))
    _fill(_in(entry, "ValDt"), ("Dt", on.isoformat()))
    _fill(entry, ("AcctSvcrRef", reference))
    domain = _in(_in(entry, "BkTxCd"), "Domn")
    _fill(domain, ("Cd", "PMNT"))
    _fill(_in(domain, "Fmly"), ("Cd", "ICDT"), ("SubFmlyCd", "ESCT" if side == "DBIT" else "RRTN"))
    return entry


def _detail(details: etree._Element, transfer: Transfer, side: str, code: str | None) -> None:
    node = _in(details, "TxDtls")
    references = (("MsgId", transfer.message_id), ("PmtInfId", transfer.block_id), ("EndToEndId", transfer.end_to_end_id))
    _fill(_in(node, "Refs"), *references)
    _fill(node, ("Amt", f"{transfer.amount:.2f}"), ("CdtDbtInd", side))
    node[1].set("Ccy", "EUR")
    parties = _in(node, "RltdPties")
    _fill(_in(_in(parties, "Cdtr"), "Pty"), ("Nm", transfer.name))
    _fill(_in(_in(parties, "CdtrAcct"), "Id"), ("IBAN", transfer.iban))
    if transfer.remittance:
        _fill(_in(node, "RmtInf"), ("Ustrd", transfer.remittance))
    if code is not None:
        _fill(_in(_in(node, "RtrInf"), "Rsn"), ("Cd", code))


def _balance(sheet: etree._Element, code: str, amount: Decimal, on: date) -> None:
    node = _in(sheet, "Bal")
    _fill(_in(_in(node, "Tp"), "CdOrPrtry"), ("Cd", code))
    _fill(node, ("Amt", f"{abs(amount):.2f}"), ("CdtDbtInd", "DBIT" if amount < 0 else "CRDT"))
    node[1].set("Ccy", "EUR")
    _fill(_in(node, "Dt"), ("Dt", on.isoformat()))


def _in(parent: etree._Element, name: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{CAMT}}}{name}")


def _fill(parent: etree._Element, *pairs: tuple[str, str]) -> None:
    for name, text in pairs:
        _in(parent, name).text = text


def main(arguments: Sequence[str] | None = None) -> int:
    """Answer a pain.001 from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pain", type=Path, nargs="+", help="the pain.001 files received")
    parser.add_argument("--on", type=date.fromisoformat, help="the day of the statement (default: the execution day asked)")
    parser.add_argument(
        "--return", dest="returns", action="append", default=[], metavar="WHICH=CODE", help="a transfer to return, with its reason code"
    )
    parser.add_argument("--returns-only", action="store_true", help="book no debit: the statement of a later day")
    parser.add_argument("--batch-booked", action="store_true", help="book each block as one line")
    parser.add_argument("--opening", type=Decimal, default=Decimal("100000.00"))
    parser.add_argument("--number", type=int, default=1)
    parser.add_argument("-o", "--output", type=Path, help="the camt.053 to write (default: standard output)")
    options = parser.parse_args(arguments)
    orders = [read_order(path.read_bytes()) for path in options.pain]
    returns = dict(each.rpartition("=")[::2] for each in options.returns)
    data = statement(
        orders,
        options.on or orders[0].execution_on,
        returns,
        debits=not options.returns_only,
        batch_booked=options.batch_booked,
        opening=options.opening,
        number=options.number,
    )
    if options.output is None:
        sys.stdout.buffer.write(data)
    else:
        options.output.write_bytes(data)
    return 0


if __name__ == "__main__":
    sys.exit(main())

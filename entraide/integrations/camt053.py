"""Read a bank's account statement (ISO 20022 camt.053.001.02 and .08) into plain values."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from lxml import etree

from entraide.core.money import Money
from entraide.core.refusals import Finding, Refusal
from entraide.core.sepa.iban import compact_iban, mask_iban
from entraide.core.sepa.reasons import return_reason
from entraide.core.sepa.transfers import parse_end_to_end_id
from entraide.integrations.bank_sentences import bank_sentence
from entraide.integrations.iso20022 import UnreadableMessage, children, message_name, read_message, schema_findings, text_at


VERSIONS = ("camt.053.001.02", "camt.053.001.08")
_FAMILY = "camt.053."
_CURRENCY = "EUR"
_BOOKED = "BOOK"
_PARIS = ZoneInfo("Europe/Paris")
_OPENING, _CLOSING = ("OPBD", "PRCD"), ("CLBD",)
_NO_IDENTIFIER = "NOTPROVIDED"
_NO_REFERENCES = frozenset({"", _NO_IDENTIFIER, "NONREF", "NOTREF"})
# The bank transaction code of a returned payment (ISO 20022 BTC set, sub-family "Reversal due to Payment Return").
_RETURNED = "RRTN"


class LineKind(StrEnum):
    """What a line is to the association: money out, money in, or a transfer that came back."""

    DEBIT = "debit"
    CREDIT = "credit"
    RETURN = "return"


@dataclass(frozen=True, slots=True)
class BankLine:
    """One operation of a statement; `cents` is below zero when the account is debited.

    `end_to_end_id` is None when the bank gives none: a batch booked without detail, or an operation that is not ours. `batch` is
    the block identifier of our message (PmtInfId) and `message_id` the message's, "" when the bank does not repeat them.
    `reference` is unique in the statement, and in the account where `is_banks`: the bank gave it (AcctSvcrRef), and to nothing else.
    """

    reference: str
    end_to_end_id: str | None
    cents: int
    booked_on: date
    kind: LineKind
    reason_code: str = ""
    reason_text: str = ""
    message_id: str = ""
    batch: str = ""
    counterparty: str = ""
    remittance: str = ""
    source_line: int = 0
    is_banks: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of one account; both days are included, and the opening balance plus the lines make the closing balance."""

    id: str
    account_iban: str
    from_on: date
    to_on: date
    opening: Money
    closing: Money
    lines: tuple[BankLine, ...]


class StatementInvalid(Refusal):
    """Refuse a statement; `findings` says every fault, `params["reason"]` the first in French."""

    code = "bank.statement_invalid"

    def __init__(self, *findings: Finding) -> None:
        super().__init__(reason=bank_sentence(findings[0]))
        self.findings = findings


def read_camt053(data: bytes, expected_iban: str | None = None) -> Statement:
    """Read the one statement of a file; with `expected_iban`, the one of that account among several.

    :raises StatementInvalid: if the file is not a statement that can be read whole, is of another account, or does not add up.
    """
    statements = read_statements(data, expected_iban)
    if len(statements) > 1:
        raise StatementInvalid(Finding("bank.several_statements", "", {"count": len(statements)}))
    return statements[0]


def read_statements(data: bytes, expected_iban: str | None = None) -> tuple[Statement, ...]:
    """Read every statement of a file, in its order; with `expected_iban`, those of that account only.

    :raises StatementInvalid: as `read_camt053`.
    """
    try:
        root = read_message(data)
        _check_message(root)
        chosen = _chosen(root, expected_iban)
    except UnreadableMessage as stop:
        raise StatementInvalid(stop.finding) from stop
    return tuple(_statement(element) for element in chosen)


def _check_message(root: etree._Element) -> None:
    name = message_name(root) or ""
    if not name.startswith(_FAMILY):
        raise UnreadableMessage(Finding("bank.other_message", "", {"found": name}))
    if name not in VERSIONS:
        raise UnreadableMessage(Finding("bank.version_unsupported", "", {"found": name, "supported": ", ".join(VERSIONS)}))
    findings = schema_findings(root, name)
    if findings:
        raise StatementInvalid(*findings)


def _chosen(root: etree._Element, expected_iban: str | None) -> list[etree._Element]:
    statements = children(root, "BkToCstmrStmt/Stmt")
    accounts = [text_at(element, "Acct/Id/IBAN") for element in statements]
    if not all(accounts):
        raise UnreadableMessage(Finding("bank.no_iban"))
    if expected_iban is None:
        return statements
    expected = compact_iban(expected_iban)
    kept = [element for element, iban in zip(statements, accounts, strict=True) if iban == expected]
    if not kept:
        raise UnreadableMessage(Finding("bank.other_account", "", {"found": mask_iban(accounts[0]), "expected": mask_iban(expected)}))
    return kept


def _statement(element: etree._Element) -> Statement:
    findings: list[Finding] = []
    lines: list[BankLine] = []
    entries = [entry for entry in children(element, "Ntry") if text_at(entry, "Sts/Cd", "Sts") == _BOOKED]
    for number, entry in enumerate(entries, start=1):
        try:
            lines += _entry_lines(entry, number)
        except UnreadableMessage as stop:
            findings.append(stop.finding)
    findings += _duplicates(entries, lines)
    if findings:
        raise StatementInvalid(*findings)
    return _balanced(element, _with_own_references(lines))


def _balanced(element: etree._Element, lines: tuple[BankLine, ...]) -> Statement:
    try:
        opening, opened_on = _balance(element, _OPENING, "d’ouverture")
        closing, closed_on = _balance(element, _CLOSING, "de clôture")
        from_on = _date(element, "FrToDt/FrDtTm", default=opened_on)
        to_on = _date(element, "FrToDt/ToDtTm", default=closed_on)
    except UnreadableMessage as stop:
        raise StatementInvalid(stop.finding) from stop
    moved = Money(sum(line.cents for line in lines))
    if opening + moved != closing:
        values = {"opening": opening, "moved": moved, "expected": opening + moved, "closing": closing}
        raise StatementInvalid(Finding("bank.balance", "", values))
    return Statement(text_at(element, "Id"), text_at(element, "Acct/Id/IBAN"), from_on, to_on, opening, closing, lines)


def _balance(element: etree._Element, codes: tuple[str, ...], kind: str) -> tuple[Money, date]:
    for code in codes:
        for balance in children(element, "Bal"):
            if text_at(balance, "Tp/CdOrPrtry/Cd") == code:
                return Money(_signed_cents(balance, _cents(balance, "Amt"))), _date(balance, "Dt/Dt", "Dt/DtTm")
    raise UnreadableMessage(Finding("bank.no_balance", "", {"kind": kind}))


def _entry_lines(entry: etree._Element, number: int) -> Iterator[BankLine]:
    """Give one line per operation of an entry, or one for the entry when the bank books a batch without its detail."""
    cents = _signed_cents(entry, _cents(entry, "Amt"))
    groups = children(entry, "NtryDtls")
    whole = BankLine(
        reference=text_at(entry, "AcctSvcrRef", "NtryRef") or f"n{number}",
        end_to_end_id=None,
        cents=cents,
        booked_on=_date(entry, "BookgDt/Dt", "BookgDt/DtTm", "ValDt/Dt", "ValDt/DtTm"),
        kind=_kind(entry, cents, False),
        message_id=text_at(groups[0], "Btch/MsgId") if groups else "",
        batch=text_at(groups[0], "Btch/PmtInfId") if groups else "",
        remittance=text_at(entry, "AddtlNtryInf"),
        source_line=entry.sourceline or 0,
        is_banks=text_at(entry, "AcctSvcrRef") not in _NO_REFERENCES,
    )
    details = [(group, detail) for group in groups for detail in children(group, "TxDtls")]
    if not details:
        return iter((whole,))
    lines = [_detail_line(entry, group, detail, whole) for group, detail in details]
    held = sum(line.cents for line in lines)
    if held != cents:
        raise UnreadableMessage(_at_line(entry, "bank.details", details=Money(held), entry=Money(cents)))
    return iter(lines)


def _detail_line(entry: etree._Element, group: etree._Element, detail: etree._Element, whole: BankLine) -> BankLine:
    cents = _detail_cents(entry, detail, whole)
    identifier = text_at(detail, "Refs/EndToEndId")
    has_reason = bool(children(detail, "RtrInf"))
    kind = _kind(entry, cents, has_reason or text_at(detail, "BkTxCd/Domn/Fmly/SubFmlyCd") == _RETURNED)
    code = text_at(detail, "RtrInf/Rsn/Cd", "RtrInf/Rsn/Prtry")
    words = " ".join(each.text or "" for each in children(detail, "RtrInf/AddtlInf"))
    party = "Dbtr" if kind is LineKind.CREDIT else "Cdtr"
    return replace(
        whole,
        reference=text_at(detail, "Refs/AcctSvcrRef") or whole.reference,
        end_to_end_id=None if identifier in ("", _NO_IDENTIFIER) else identifier,
        cents=cents,
        kind=kind,
        reason_code=code if kind is LineKind.RETURN else "",
        reason_text=return_reason(code or None, words).sentence if kind is LineKind.RETURN else "",
        message_id=text_at(detail, "Refs/MsgId") or text_at(group, "Btch/MsgId"),
        batch=text_at(detail, "Refs/PmtInfId") or text_at(group, "Btch/PmtInfId"),
        counterparty=text_at(detail, f"RltdPties/{party}/Pty/Nm", f"RltdPties/{party}/Nm"),
        remittance=" ".join(each.text or "" for each in children(detail, "RmtInf/Ustrd")),
        source_line=detail.sourceline or 0,
    )


def _detail_cents(entry: etree._Element, detail: etree._Element, whole: BankLine) -> int:
    """Return the signed amount of an operation; alone in its entry, it may leave the amount to the entry."""
    for path in ("Amt", "AmtDtls/TxAmt/Amt"):
        if children(detail, path):
            return _signed_cents(detail if text_at(detail, "CdtDbtInd") else entry, _cents(detail, path))
    if len(children(entry, "NtryDtls/TxDtls")) > 1:
        raise UnreadableMessage(_at_line(detail, "bank.detail_without_amount"))
    return whole.cents


def _kind(entry: etree._Element, cents: int, is_return: bool) -> LineKind:
    if cents < 0:
        return LineKind.DEBIT
    is_reversal = text_at(entry, "RvslInd") in ("true", "1") or text_at(entry, "BkTxCd/Domn/Fmly/SubFmlyCd") == _RETURNED
    return LineKind.RETURN if is_return or is_reversal else LineKind.CREDIT


# What tells two entries apart: banks may give one reference to all the transfers of a batch.
_ENTRY_IDENTITY = ("AcctSvcrRef", "NtryRef", "Amt", "CdtDbtInd", "BookgDt/Dt", "BookgDt/DtTm", "NtryDtls/TxDtls/Refs/EndToEndId")


def _duplicates(entries: list[etree._Element], lines: list[BankLine]) -> Iterator[Finding]:
    """Find an entry given twice under the bank's own reference, and one of our transfers debited or returned twice."""
    given = [(entry.sourceline or 0, tuple(text_at(entry, path) for path in _ENTRY_IDENTITY)) for entry in entries]
    ours = [(line.source_line, (line.end_to_end_id, line.kind)) for line in lines if parse_end_to_end_id(line.end_to_end_id or "")]
    seen: set[tuple[object, ...]] = set()
    for number, operation in [each for each in given if each[1][0]] + ours:
        if operation in seen:
            yield Finding("bank.duplicate_line", f"ligne {number}", {"line": number})
        seen.add(operation)


def _with_own_references(lines: list[BankLine]) -> tuple[BankLine, ...]:
    """Number the lines that share the reference of their entry, so that each is found again alone."""
    counts: dict[str, int] = {}
    for line in lines:
        counts[line.reference] = counts.get(line.reference, 0) + 1
    ranks: dict[str, int] = {}
    numbered = []
    for line in lines:
        ranks[line.reference] = ranks.get(line.reference, 0) + 1
        shared = counts[line.reference] > 1
        numbered.append(replace(line, reference=f"{line.reference}/{ranks[line.reference]}") if shared else line)
    return tuple(numbered)


def _signed_cents(element: etree._Element, cents: int) -> int:
    return -cents if text_at(element, "CdtDbtInd") == "DBIT" else cents


def _cents(element: etree._Element, path: str) -> int:
    amount = children(element, path)[0]
    if amount.get("Ccy") != _CURRENCY:
        raise UnreadableMessage(_at_line(amount, "bank.currency", currency=amount.get("Ccy")))
    try:
        return Money.of((amount.text or "").strip()).cents
    except ValueError as error:
        raise UnreadableMessage(_at_line(amount, "bank.amount")) from error


def _date(element: etree._Element, *paths: str, default: date | None = None) -> date:
    """Return the day of a date, or of an instant in Paris, found along the paths."""
    text = text_at(element, *paths)
    if not text and default is not None:
        return default
    try:
        if "T" not in text:
            return date.fromisoformat(text[:10])
        instant = datetime.fromisoformat(text)
        return (instant.astimezone(_PARIS) if instant.tzinfo else instant).date()
    except (ValueError, OverflowError) as error:
        raise UnreadableMessage(_at_line(element, "bank.date")) from error


def _at_line(element: etree._Element, code: str, **params: object) -> Finding:
    return Finding(code, f"ligne {element.sourceline}", {"line": element.sourceline, **params})

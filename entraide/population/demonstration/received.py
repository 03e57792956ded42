"""A statement of the association's bank on which members pay: a camt.053 as a bank writes one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape

from entraide.core.money import Money, total


# What the account holds once the day is over.
CLOSING = Money.of(100_000)


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that came in, or went out where it is below zero: from or to whom, how much, under which words."""

    payer: str
    amount: Money
    words: str


def statement_of_payments(payments: Sequence[Payment], *, iban: str, on: date) -> bytes:
    """Write the statement of a day on which money came in and went out."""
    opening = CLOSING - total(payment.amount for payment in payments)
    name = f"REL-COTISATIONS-{on:%Y%m%d}"
    entries = "".join(_entry(payment, f"{name}-{place:03d}", on) for place, payment in enumerate(payments, start=1))
    balances = _balance("OPBD", opening, on) + _balance("CLBD", CLOSING, on)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>'
        f"<GrpHdr><MsgId>{name}</MsgId><CreDtTm>{on}T23:30:00</CreDtTm></GrpHdr>"
        f"<Stmt><Id>{name}</Id><ElctrncSeqNb>1</ElctrncSeqNb><CreDtTm>{on}T23:30:00</CreDtTm>"
        f"<FrToDt><FrDtTm>{on}T00:00:00</FrDtTm><ToDtTm>{on}T23:59:59</ToDtTm></FrToDt>"
        f"<Acct><Id><IBAN>{iban}</IBAN></Id></Acct>{balances}{entries}</Stmt></BkToCstmrStmt></Document>"
    ).encode()


def _balance(code: str, amount: Money, on: date) -> str:
    side = "DBIT" if amount < Money(0) else "CRDT"
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>{_amount(Money(abs(amount.cents)))}<CdtDbtInd>{side}</CdtDbtInd>"
        f"<Dt><Dt>{on}</Dt></Dt></Bal>"
    )


def _entry(payment: Payment, reference: str, on: date) -> str:
    goes_out = payment.amount < Money(0)
    side, family, party = ("DBIT", "ICDT", "Cdtr") if goes_out else ("CRDT", "RCDT", "Dbtr")
    amount = f"{_amount(Money(abs(payment.amount.cents)))}<CdtDbtInd>{side}</CdtDbtInd>"
    return (
        f"<Ntry>{amount}<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{on}</Dt></BookgDt><ValDt><Dt>{on}</Dt></ValDt>"
        f"<AcctSvcrRef>{reference}</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>{family}</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>"
        f"<NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>{amount}"
        f"<RltdPties><{party}><Pty><Nm>{escape(payment.payer)}</Nm></Pty></{party}></RltdPties>"
        f"<RmtInf><Ustrd>{escape(payment.words)}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
    )


def _amount(amount: Money) -> str:
    return f'<Amt Ccy="EUR">{amount.euros}</Amt>'

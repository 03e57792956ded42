"""Statements of account: read whole or refused with a reason in French, whatever the bytes."""

import re
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.core.money import Money
from entraide.core.sepa.iban import iban_with_key
from entraide.core.sepa.transfers import Debtor, credit_transfer, end_to_end_id
from entraide.integrations import iso20022
from entraide.integrations.bank_sentences import REFUSALS, bank_sentence
from entraide.integrations.camt053 import LineKind, StatementInvalid, read_camt053, read_statements
from entraide.integrations.pain001 import build_pain001
from tests.harness import bank


IBAN = "FR7630001007941234567890185"
OTHER = "FR1420041010050500013M02606"
DAY = date(2024, 10, 17)
E2E = end_to_end_id(UUID(int=1), 1)

ENTRY_08 = f"""<Ntry><Amt Ccy="EUR">47.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
<BookgDt><Dt>2024-10-17</Dt></BookgDt><AcctSvcrRef>REF1</AcctSvcrRef><BkTxCd/><NtryDtls><TxDtls><Refs>
<EndToEndId>{E2E}</EndToEndId></Refs></TxDtls></NtryDtls></Ntry>"""


def _balance(code, euros, side="CRDT"):
    return (
        f'<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{euros}</Amt><CdtDbtInd>{side}</CdtDbtInd>'
        "<Dt><Dt>2024-10-17</Dt></Dt></Bal>"
    )


def _file(*entries, opening="100.00", closing="53.00", version="08", account=IBAN, statements=1, balances=None):
    held = balances if balances is not None else _balance("OPBD", opening) + _balance("CLBD", closing)
    sheet = (
        f"<Stmt><Id>REL-1</Id><CreDtTm>2024-10-17T23:00:00</CreDtTm><Acct><Id>{account}</Id></Acct>".replace(
            f"<Id>{IBAN}</Id>", f"<Id><IBAN>{IBAN}</IBAN></Id>"
        ).replace(f"<Id>{OTHER}</Id>", f"<Id><IBAN>{OTHER}</IBAN></Id>")
        + held
        + "".join(entries)
        + "</Stmt>"
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}"><BkToCstmrStmt>'
        f"<GrpHdr><MsgId>M</MsgId><CreDtTm>2024-10-17T23:00:00</CreDtTm></GrpHdr>{sheet * statements}</BkToCstmrStmt></Document>"
    ).encode()


def _refused(data, expected_iban=None):
    with pytest.raises(StatementInvalid) as caught:
        read_camt053(data, expected_iban)
    assert "{" not in REFUSALS[caught.value.code].format(**caught.value.params)
    assert all("{" not in bank_sentence(finding) for finding in caught.value.findings)
    return [finding.code.removeprefix("bank.") for finding in caught.value.findings]


def _answer(count=3, returns=None, **options):
    payees = [(f"Payee {number}", iban_with_key("FR", f"{number:023d}"), None) for number in range(1, count + 1)]
    transfers = [credit_transfer(UUID(int=rank), 1, payee, Money(4700), "Accueil de loisirs") for rank, payee in enumerate(payees, start=1)]
    created = datetime(2024, 10, 15, 8, 0, tzinfo=UTC)
    order = bank.read_order(build_pain001("LOT-1", created, Debtor("Entraide", IBAN), DAY, transfers))
    return bank.statement([order], DAY, returns or {}, **options)


def test_each_transfer_debited_alone_is_one_line_with_its_identifier():
    statement = read_camt053(_answer(), IBAN)
    assert [(line.end_to_end_id, line.cents, line.kind) for line in statement.lines] == [
        (end_to_end_id(UUID(int=number), 1), -4700, LineKind.DEBIT) for number in (1, 2, 3)
    ]
    assert {(line.message_id, line.batch, line.booked_on) for line in statement.lines} == {("LOT-1", "LOT-1", DAY)}
    assert (statement.account_iban, statement.from_on, statement.to_on) == (IBAN, DAY, DAY)
    assert statement.opening - statement.closing == Money(3 * 4700)


def test_a_batch_booked_as_one_debit_is_read_transfer_by_transfer():
    alone, together = read_camt053(_answer()), read_camt053(_answer(batch_booked=True))
    assert [line.end_to_end_id for line in together.lines] == [line.end_to_end_id for line in alone.lines]
    assert together.closing == alone.closing
    assert len({line.reference for line in together.lines}) == 3


def test_a_returned_transfer_says_why_in_french():
    statement = read_camt053(_answer(returns={E2E: "AC04"}, debits=False))
    (line,) = statement.lines
    assert (line.kind, line.cents, line.end_to_end_id, line.reason_code) == (LineKind.RETURN, 4700, E2E, "AC04")
    assert line.reason_text == "Le compte est clôturé."
    assert line.counterparty == "Payee 1"


def test_a_batch_without_detail_is_one_line_that_names_the_batch():
    details = "<NtryDtls><Btch><MsgId>LOT-1</MsgId><PmtInfId>LOT-1</PmtInfId><NbOfTxs>3</NbOfTxs></Btch></NtryDtls>"
    (line,) = read_camt053(_file(re.sub("<NtryDtls>.*</NtryDtls>", details, ENTRY_08, flags=re.DOTALL))).lines
    assert (line.end_to_end_id, line.batch, line.message_id, line.cents) == (None, "LOT-1", "LOT-1", -4700)


def test_an_entry_without_reference_gets_one_from_its_rank():
    (line,) = read_camt053(_file(ENTRY_08.replace("<AcctSvcrRef>REF1</AcctSvcrRef>", ""))).lines
    assert line.reference == "n1"


def test_a_statement_of_2009_is_read_as_one_of_2019():
    entry = ENTRY_08.replace("<Sts><Cd>BOOK</Cd></Sts>", "<Sts>BOOK</Sts>")
    detailed = entry.replace("</Refs>", '</Refs><AmtDtls><TxAmt><Amt Ccy="EUR">47.00</Amt></TxAmt></AmtDtls>')
    old, new = read_camt053(_file(detailed, version="02")), read_camt053(_file(ENTRY_08))
    assert (old.lines[0].end_to_end_id, old.lines[0].cents) == (new.lines[0].end_to_end_id, new.lines[0].cents)


def test_a_line_announced_and_not_booked_is_left_for_its_own_day():
    pending = ENTRY_08.replace("<Cd>BOOK</Cd>", "<Cd>PDNG</Cd>").replace("REF1", "REF2")
    assert len(read_camt053(_file(ENTRY_08, pending)).lines) == 1


def test_a_credit_is_a_return_only_when_the_bank_says_so():
    credit = ENTRY_08.replace("DBIT", "CRDT")
    said = {
        "RvslInd": credit.replace("<Sts>", "<RvslInd>true</RvslInd><Sts>"),
        "code": credit.replace(
            "<BkTxCd/>", "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>RRTN</SubFmlyCd></Fmly></Domn></BkTxCd>"
        ),
    }
    assert read_camt053(_file(credit, closing="147.00")).lines[0].kind is LineKind.CREDIT
    for data in said.values():
        (line,) = read_camt053(_file(data, closing="147.00")).lines
        assert (line.kind, line.reason_text) == (LineKind.RETURN, "La banque n’a pas donné de motif.")


def test_a_contribution_received_keeps_its_payer_and_its_words():
    credit = (
        ENTRY_08.replace("DBIT", "CRDT")
        .replace(E2E, "NOTPROVIDED")
        .replace(
            "</Refs>",
            "</Refs><RltdPties><Dbtr><Pty><Nm>Commune de Tinqueux</Nm></Pty></Dbtr></RltdPties><RmtInf><Ustrd>Appel 2024</Ustrd></RmtInf>",
        )
    )
    (line,) = read_camt053(_file(credit, closing="147.00")).lines
    assert (line.end_to_end_id, line.counterparty, line.remittance) == (None, "Commune de Tinqueux", "Appel 2024")


def test_a_booking_instant_near_midnight_belongs_to_the_day_in_paris():
    late = ENTRY_08.replace("<Dt>2024-10-17</Dt>", "<DtTm>2024-10-16T22:30:00Z</DtTm>")
    local = ENTRY_08.replace("<Dt>2024-10-17</Dt>", "<DtTm>2024-10-17T22:30:00</DtTm>")
    assert [read_camt053(_file(entry)).lines[0].booked_on for entry in (late, local)] == [DAY, DAY]


def test_an_overdrawn_account_adds_up_too():
    balances = _balance("OPBD", "40.00") + _balance("CLBD", "7.00", "DBIT")
    assert read_camt053(_file(ENTRY_08, balances=balances)).closing == Money(-700)


def test_the_statement_of_the_day_before_may_give_the_opening_balance():
    assert read_camt053(_file(ENTRY_08, balances=_balance("PRCD", "100.00") + _balance("CLBD", "53.00"))).opening == Money(10000)


def test_the_statement_of_the_expected_account_is_found_among_several():
    both = _file(ENTRY_08).replace(
        b"</BkToCstmrStmt>", re.search(b"<Stmt>.*</Stmt>", _file(account=OTHER, closing="100.00"), re.DOTALL)[0] + b"</BkToCstmrStmt>"
    )
    assert read_camt053(both, "FR76 3000 1007 9412 3456 7890 185").account_iban == IBAN
    assert [statement.account_iban for statement in read_statements(both)] == [IBAN, OTHER]


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        (b"", ["empty_file"]),
        (b"  \n", ["empty_file"]),
        (b"date;montant\n2024-10-17;12,50\n", ["not_xml"]),
        (b"\x00\x01\x02", ["not_xml"]),
        (b"PK\x03\x04" + b"\x00" * 50, ["not_xml"]),
        (b"<html><body/></html>", ["other_xml"]),
        (b"<Document/>", ["other_xml"]),
        (b'<Document xmlns="urn:x"/>', ["other_xml"]),
        (_file(ENTRY_08).replace(b"camt.053.001.08", b"camt.054.001.08"), ["other_message"]),
        (_file(ENTRY_08).replace(b"camt.053.001.08", b"pain.002.001.10"), ["other_message"]),
        (_file(ENTRY_08).replace(b"camt.053.001.08", b"camt.053.001.13"), ["version_unsupported"]),
        (_file(ENTRY_08, closing="54.00"), ["balance"]),
        (_file(ENTRY_08, balances=_balance("OPBD", "100.00")), ["no_balance"]),
        (_file(ENTRY_08, balances=_balance("CLBD", "53.00")), ["no_balance"]),
        (_file(ENTRY_08, statements=2), ["several_statements"]),
        (_file(ENTRY_08, ENTRY_08, closing="6.00"), ["duplicate_line", "duplicate_line"]),
        (_file(ENTRY_08, ENTRY_08.replace("REF1", "REF2"), closing="6.00"), ["duplicate_line"]),
        (_file(*[ENTRY_08.replace(E2E, "LOYER")] * 2, closing="6.00"), ["duplicate_line"]),
        (_file(ENTRY_08, account="<Othr><Id>12345</Id></Othr>"), ["no_iban"]),
        (_file(ENTRY_08.replace('"EUR"', '"CHF"')), ["currency"]),
        (_file(ENTRY_08.replace("47.00", "47.005")), ["amount"]),
        (_file(ENTRY_08.replace("<BookgDt><Dt>2024-10-17</Dt></BookgDt>", "")), ["date"]),
        (_file(ENTRY_08.replace("<Dt>2024-10-17</Dt>", "<DtTm>0001-01-01T00:00:00+14:00</DtTm>")), ["date"]),
        (_file(ENTRY_08.replace("2024-10-17", "2024-02-30")), ["schema"]),
        (_file(ENTRY_08.replace("DBIT", "OUT")), ["schema"]),
        (_file(ENTRY_08).replace(b"<Id>REL-1</Id>", b""), ["schema"]),
    ],
)
def test_a_wrong_file_is_refused_with_its_reason(data, codes):
    assert _refused(data) == codes


def test_a_statement_of_another_account_is_refused_without_showing_either_whole():
    with pytest.raises(StatementInvalid) as caught:
        read_camt053(_file(ENTRY_08), OTHER)
    assert caught.value.findings[0].code == "bank.other_account"
    assert IBAN not in caught.value.params["reason"]
    assert "FR76 •••• 185" in caught.value.params["reason"]


def test_a_detail_that_does_not_add_up_to_its_entry_is_refused():
    wrong = ENTRY_08.replace("</Refs>", '</Refs><Amt Ccy="EUR">46.00</Amt>')
    assert _refused(_file(wrong)) == ["details"]


def test_a_detail_of_several_operations_must_give_each_amount():
    twice = ENTRY_08.replace("<TxDtls>", "<TxDtls><Refs><EndToEndId>X</EndToEndId></Refs></TxDtls><TxDtls>")
    assert _refused(_file(twice)) == ["detail_without_amount"]


def test_two_like_operations_of_others_are_not_taken_for_a_duplicate():
    rent = ENTRY_08.replace(E2E, "LOYER")
    assert len(read_camt053(_file(rent, rent.replace("REF1", "REF2"), closing="6.00")).lines) == 2
    shared = ENTRY_08.replace(E2E, end_to_end_id(UUID(int=2), 1))
    statement = read_camt053(_file(ENTRY_08, shared, closing="6.00"))
    assert [line.reference for line in statement.lines] == ["REF1/1", "REF1/2"]


BOMB = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><Document>&b;</Document>'
THIEF = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY f SYSTEM "file:///etc/hostname">]><Document>&f;</Document>'


@pytest.mark.parametrize("data", [BOMB, THIEF, BOMB.decode().replace('1.0"?', '1.0" encoding="UTF-16"?').encode("utf-16")])
def test_a_document_type_is_refused_in_any_encoding(data):
    assert _refused(data) == ["document_type"]


def test_a_file_too_big_or_too_deep_is_refused(monkeypatch):
    deep = "".join(f"<a{level}>" for level in range(60)) + "".join(f"</a{level}>" for level in reversed(range(60)))
    assert _refused(_file(deep)) == ["too_deep"]
    monkeypatch.setattr(iso20022, "MAX_BYTES", 100)
    assert _refused(_file(ENTRY_08)) == ["too_big"]


VALID = _answer(returns={E2E: "AC01"}, batch_booked=True)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(VALID) - 1), st.integers(0, 40), st.binary(max_size=12))
def test_whatever_is_changed_in_a_file_it_is_read_or_refused_and_never_breaks(start, length, inserted):
    data = VALID[:start] + inserted + VALID[start + length :]
    try:
        statement = read_camt053(data, IBAN)
    except StatementInvalid as refusal:
        assert all("{" not in bank_sentence(finding) for finding in refusal.findings)
    else:
        assert statement.opening + Money(sum(line.cents for line in statement.lines)) == statement.closing


def test_a_hundred_entries_changed_one_field_at_a_time_never_break_the_reading():
    text = VALID.decode()
    for match in re.finditer(r">([^<>\s][^<>]*)<", text):
        for value in ("", "x", "-1", "999999999999999999", "2024-13-45", "é" * 200):
            try:
                read_camt053((text[: match.start(1)] + value + text[match.end(1) :]).encode())
            except StatementInvalid as refusal:
                assert refusal.findings


def test_every_code_of_the_bank_files_is_said_and_used():
    sources = "".join((iso20022._SCHEMAS.parent / f"{name}.py").read_text(encoding="utf-8") for name in ("iso20022", "pain001", "camt053"))
    assert set(re.findall(r'"(bank\.[a-z_]+)"', sources)) == set(REFUSALS)

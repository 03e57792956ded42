"""The file of accounting entries is the journal of the year, whole, in its place, each line with its piece and whose account it moves."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby

import pytest
from django.core.management import CommandError, call_command

from entraide.apps.accounts.actor import system_actor
from entraide.apps.contributions.models import CallDocument
from entraide.apps.contributions.operations.calls import call_member
from entraide.apps.contributions.operations.campaigns import continue_campaign
from entraide.apps.contributions.operations.cancelling import cancel_call
from entraide.apps.contributions.operations.launching import CampaignPlan, open_campaign
from entraide.apps.contributions.operations.receipts import claim_bank_lines, settle_line, undo_receipts
from entraide.apps.contributions.operations.replacing import cancel_and_replace
from entraide.apps.contributions.operations.surpluses import refund_surplus
from entraide.apps.ledger import operations as ledger
from entraide.apps.ledger.queries import fec_of
from entraide.apps.payments.operations.statements import entries_that_wait
from entraide.config.pieces import pieces_of
from entraide.core.ledger import post_contribution_adjusted, post_contribution_called, post_contribution_received
from entraide.core.ledger.fec import COLUMNS
from entraide.core.money import Money
from entraide.orm.acts import Stamp, ended
from entraide.orm.keys import uuid7
from tests.factories.base import NOW, TODAY
from tests.factories.beneficiaries import BeneficiaryFactory
from tests.factories.call_documents import CallDocumentFactory, DocumentPartFactory
from tests.factories.figures import ContributionLineFactory
from tests.factories.members import EstablishmentFactory, MemberFactory, MembershipFactory, SuccessionFactory
from tests.factories.payments import BankLineFactory


pytestmark = pytest.mark.django_db
ACT = {"actor": system_actor("suite"), "at": NOW, "on": TODAY}


def written(folder, year=2024):
    """Write the file of a year and read it back: rows by column."""
    call_command("ledger", "fec", "--year", str(year), str(folder))
    content = (folder / f"000000026FEC{year}1231.txt").read_bytes()
    titles, *rows, end = [line.split("\t") for line in content.decode("utf-8").split("\r\n")]
    assert tuple(titles) == COLUMNS and end == [""] and b"\n" not in content.replace(b"\r\n", b"")
    assert all(len(row) == 18 for row in rows)
    return [dict(zip(titles, row, strict=True)) for row in rows]


def called(cents, **said):
    """Give a call document whose line is in the journal."""
    part = DocumentPartFactory(document__cents=Money(cents), **said)
    ledger.post([post_contribution_called(part.line_id.hex, part.line.cents, part.document.issued_on)], at=NOW)
    return part.document


def paid(row, cents):
    line = BankLineFactory(kind="credit", cents=Money(cents), remittance=row.number)
    ledger.post(entries_that_wait([line]), at=NOW)
    claim_bank_lines(**ACT)
    return line


def test_the_command_writes_the_year_with_what_it_opens_with(tmp_path, capsys):
    before, call, paid = uuid7().hex, uuid7().hex, uuid7().hex
    ledger.post([post_contribution_called(before, Money(100), date(2023, 5, 1))], at=NOW)
    ledger.post([post_contribution_called(call, Money(300), date(2024, 1, 15))], at=NOW)
    ledger.post([post_contribution_received(paid, Money(250), date(2024, 2, 1))], at=NOW)
    rows = written(tmp_path)
    assert [row["CompteNum"] for row in rows] == ["411", "110", "411", "756", "471", "411"]
    assert (tmp_path / "000000026FEC20241231.txt").stat().st_mode & 0o077 == 0
    said = capsys.readouterr().out.replace("\xa0", " ")
    assert "6 lignes, débits et crédits égaux" in said and "provisoire" in said


def test_each_entry_balances_and_the_bank_says_its_statement(tmp_path):
    row = called(1_000)
    line = paid(row, 600)
    paid(row, 400)
    rows = written(tmp_path)
    for _, own in groupby(rows, key=lambda each: each["EcritureNum"]):
        held = [(Decimal(each["Debit"].replace(",", ".")), Decimal(each["Credit"].replace(",", "."))) for each in own]
        assert sum(debit for debit, _ in held) == sum(credit for _, credit in held) > 0
    bank = [each for each in rows if each["CompteNum"] == "512"]
    assert bank[0]["PieceRef"] == line.statement.identification and {each["JournalCode"] for each in bank} == {"BQ"}


def test_a_line_of_411_names_its_member_its_document_and_by_what_it_is_settled(tmp_path):
    row = called(1_000, document__debtor_name="Commune de Fismes")
    open_one = called(500)
    paid(row, 600)
    paid(row, 400)
    paid(open_one, 499)
    own = [each for each in written(tmp_path) if each["CompAuxNum"] == row.debtor.siren]
    assert {(each["CompteNum"], each["CompAuxLib"], each["PieceRef"]) for each in own} == {("411", "Commune de Fismes", row.number)}
    assert {each["PieceDate"] for each in own} == {f"{row.issued_on:%Y%m%d}"}
    assert [(each["EcritureLet"], each["DateLet"]) for each in own] == [(row.number, f"{TODAY:%Y%m%d}")] * 3
    left = [each for each in written(tmp_path) if each["CompAuxNum"] == open_one.debtor.siren]
    assert [each["EcritureLet"] for each in left] == ["", ""]


def test_a_surplus_that_was_given_back_is_matched_with_the_rest(tmp_path):
    row = called(1_000)
    credit = BankLineFactory(kind="credit", cents=Money(1_500))
    debit = BankLineFactory(cents=Money(-500))
    ledger.post(entries_that_wait([credit, debit]), at=NOW)
    settle_line(line_id=credit.pk, document_ids=[row.pk], keeps_surplus=True, **ACT)
    assert {each["EcritureLet"] for each in written(tmp_path) if each["CompteNum"] == "411"} == {""}
    refund_surplus(document_id=row.pk, line_id=debit.pk, **ACT)
    own = [each for each in written(tmp_path) if each["CompteNum"] == "411"]
    assert {each["EcritureLet"] for each in own} == {row.number}
    assert sum(Decimal(each["Debit"].replace(",", ".")) - Decimal(each["Credit"].replace(",", ".")) for each in own) == 0


def test_what_was_taken_back_is_not_matched(tmp_path):
    row = called(1_000)
    line = paid(row, 1_000)
    undo_receipts(line_id=line.pk, reason="Erreur", **ACT)
    own = [each for each in written(tmp_path) if each["CompAuxNum"] == row.debtor.siren]
    assert [each["EcritureLet"] for each in own] == ["", "", ""]


def test_a_call_and_the_one_that_replaces_it_are_one_account_and_a_credit_belongs_to_it(tmp_path):
    row = called(1_000)
    taken = CallDocumentFactory(number="AV-2024-000001", kind="credit", takes_back=row, cents=row.cents, debtor=row.debtor)
    fresh = CallDocumentFactory(replaces=row, cents=row.cents)
    line = row.parts.get().line
    for document in (taken, fresh):
        DocumentPartFactory(document=document, line=line)
    less = ContributionLineFactory(member=row.debtor, kind="adjustment", cents=Money(-200))
    credit = CallDocumentFactory(number="AV-2024-000002", kind="credit", lowers=fresh, cents=Money(200))
    DocumentPartFactory(document=credit, line=less)
    ledger.post([post_contribution_adjusted(less.pk.hex, less.cents, TODAY)], at=NOW)
    paid(fresh, 800)
    own = [each for each in written(tmp_path) if each["CompteNum"] == "411"]
    assert {each["CompAuxNum"] for each in own} == {row.debtor.siren}
    assert [each["PieceRef"] for each in own] == [row.number, "AV-2024-000002", fresh.number]
    assert {each["EcritureLet"] for each in own} == {row.number}


def test_a_line_that_no_document_asks_for_names_who_will_be_asked(tmp_path):
    line = ContributionLineFactory()
    ledger.post([post_contribution_called(line.pk.hex, line.cents, TODAY)], at=NOW)
    (own,) = [each for each in written(tmp_path) if each["CompteNum"] == "411"]
    assert own["CompAuxNum"] == line.member.siren and own["CompAuxLib"] and own["PieceRef"].startswith("contribution_called:")


def test_the_next_year_opens_with_what_each_member_owes():
    first, second = called(1_000), called(500)
    ledger.post([post_contribution_called(uuid7().hex, Money(1), date(2025, 1, 2))], at=NOW)
    titles, *lines = [line.split("\t") for line in fec_of(2025, pieces_of=pieces_of)]
    rows = [row for line in lines if (row := dict(zip(titles, line, strict=True)))["JournalCode"] == "AN"]
    assert {(each["CompteNum"], each["CompAuxNum"], each["Debit"]) for each in rows if each["CompteNum"] == "411"} == {
        ("411", first.debtor.siren, "10,00"),
        ("411", second.debtor.siren, "5,00"),
    }


def test_a_bad_year_or_folder_is_refused_in_french(tmp_path):
    with pytest.raises(CommandError, match="n’est pas une année du journal"):
        call_command("ledger", "fec", "--year", "2031", str(tmp_path))
    with pytest.raises(CommandError, match="ne s’écrit pas : il n’existe pas"):
        call_command("ledger", "fec", "--year", "2023", str(tmp_path / "nowhere"))
    (tmp_path / "file").touch()
    with pytest.raises(CommandError, match="ne s’écrit pas : ce n’est pas un dossier"):
        call_command("ledger", "fec", "--year", "2023", str(tmp_path / "file"))
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


def billed(**values):
    """Give a member that is billed, with one person."""
    member = MemberFactory(**values)
    EstablishmentFactory(member=member, siret=f"{member.siren}00019", is_billed=True)
    BeneficiaryFactory(affiliation__member=member)
    return member


@pytest.mark.usefixtures("published_rates")
def test_what_cancels_a_call_bears_the_number_of_its_credit(tmp_path):
    member = billed()
    call_member(member_id=member.pk, year=2024, **ACT)
    cancel_and_replace(document_id=CallDocument.objects.get().pk, reason="Engagement", **ACT)
    cancel_call(member_id=member.pk, year=2024, reason="Liste fausse", **ACT)
    own = [each for each in written(tmp_path) if each["CompteNum"] == "411"]
    assert [(each["PieceRef"], each["CompAuxNum"]) for each in own] == [("AC-2024-000001", member.siren), ("AV-2024-000002", member.siren)]


@pytest.mark.usefixtures("published_rates")
def test_what_cancels_a_call_names_who_was_asked_and_leaves_the_others_of_the_document_to_be_settled(tmp_path):
    payer, heir = billed(), billed()
    members = [billed(membership=None), billed(membership=None)]
    for member in members:
        MembershipFactory(member=member, payer=payer)
    day = TODAY - timedelta(days=1)
    for facts in (payer.names.all(), payer.establishments.all()):
        ended(list(facts), day, act=Stamp(uuid7(), NOW))
    SuccessionFactory(predecessor=payer, successor=heir, since=day)
    campaign = open_campaign(plan=CampaignPlan(2024, "call", TODAY, TODAY), **ACT)
    while continue_campaign(campaign_id=campaign, **ACT):
        pass
    row = CallDocument.objects.get(parts__line__member=members[0])
    cancel_call(member_id=members[0].pk, year=2024, reason="Liste fausse", **ACT)
    credit = CallDocument.objects.get(kind="credit")
    paid(row, (row.cents - credit.cents).cents)
    own = [each for each in written(tmp_path) if each["CompteNum"] == "411" and each["PieceRef"] in (row.number, credit.number)]
    assert credit.number in {each["PieceRef"] for each in own}
    assert {(each["CompAuxNum"], each["EcritureLet"]) for each in own} == {(heir.siren, row.number)}
    assert sum(Decimal(each["Debit"].replace(",", ".")) - Decimal(each["Credit"].replace(",", ".")) for each in own) == 0

"""Documents ask once for what accounts say, under numbers without gap; what stands is cancelled and replaced, never changed."""

import io
from datetime import date, timedelta

import pikepdf
import pytest
from django.db import DatabaseError, transaction

from entraide.apps.accounts.actor import system_actor
from entraide.apps.accounts.roles import Role
from entraide.apps.contributions.models import CallDocument, ContributionLine, DocumentSeries, PersonLine, Receipt
from entraide.apps.contributions.operations.documents import issue_call_documents
from entraide.apps.contributions.operations.printing import print_document, print_documents
from entraide.apps.contributions.operations.replacing import cancel_and_replace
from entraide.apps.contributions.queries.documents import document, file_of, of_debtor, undocumented, waiting, waiting_groups
from entraide.apps.contributions.queries.owing import waiting_for
from entraide.apps.contributions.queries.statements import statement_of
from entraide.apps.contributions.refusals import (
    DebtorIncomplete,
    DocumentTakenBack,
    DueBeforeIssued,
    IssuedBeforeLast,
    NotAccountant,
    NothingStands,
    ReasonMissing,
)
from entraide.apps.contributions.translation import said_by
from entraide.core.money import Money
from entraide.integrations.facturx import call_xml
from entraide.integrations.schematron import check_invoices
from entraide.orm.acts import Stamp, ended
from entraide.orm.keys import uuid7
from tests.factories.actors import person
from tests.factories.base import NOW, TODAY
from tests.factories.beneficiaries import BeneficiaryFactory
from tests.factories.call_documents import ReceiptFactory
from tests.factories.documents import DocumentFactory
from tests.factories.figures import ContributionLineFactory
from tests.factories.members import EstablishmentFactory, MemberFactory, SuccessionFactory
from tests.harness.together import together


pytestmark = pytest.mark.django_db
SYSTEM = system_actor("suite")
ACT = {"actor": SYSTEM, "at": NOW, "on": TODAY}
RATE = Money.of(217)


def billed(name="Commune de Bazancourt", **facts):
    """Give a member that is billed somewhere."""
    member = MemberFactory(named__name=name)
    EstablishmentFactory(member=member, siret=f"{member.siren}00019", **facts)
    return member


def called(member, *people, payer=None, kind="call", cents=None):
    """Write a line of an account with its person lines: (days, amount) of agents."""
    total = cents or Money(sum(amount.cents for _, amount in people))
    line = ContributionLineFactory(member=member, payer=payer, kind=kind, cents=total, label="Régularisation 2024")
    for days, amount in people:
        PersonLine.objects.create(
            line=line,
            beneficiary=BeneficiaryFactory(),
            head_class="active",
            since=date(2024, 1, 1),
            until=date(2024, 1, 1) + timedelta(days=days),
            days=days,
            rate=RATE,
            cents=amount,
            reason="call" if kind == "call" else ("removal" if amount.cents < 0 else "arrival"),
        )
    return line


def issue(*lines, issued_on=TODAY, actor=SYSTEM):
    return issue_call_documents(
        [line.pk for line in lines], campaign=None, issued_on=issued_on, due_on=issued_on + timedelta(days=30), actor=actor, at=NOW
    )


def numbers():
    return list(CallDocument.objects.order_by("number").values_list("number", flat=True))


def test_a_document_says_what_its_persons_cost_where_it_goes_and_what_the_accounting_service_asks_for():
    member = billed(service_code="SERVICE-RH", engagement_number="EJ-7", street="1 place de la Mairie", postcode="51110", city="Bazancourt")
    assert issue(called(member, (366, RATE), (366, RATE), (31, Money.of("18.38")))) == 1
    row = CallDocument.objects.get()
    said = said_by(row)
    assert (row.number, row.cents, row.debtor_name) == ("AC-2024-000001", Money.of("452.38"), "Commune de Bazancourt")
    assert [(line.label, line.count, line.amount) for line in said.lines] == [
        ("Cotisation 2024, actifs présents toute l’année", 2, Money.of(434)),
        ("Cotisation 2024, actifs présents une partie de l’année : 1 pour 31 jours", 1, Money.of("18.38")),
    ]
    assert (said.member.siret, said.service_code, said.engagement_number) == (f"{member.siren}00019", "SERVICE-RH", "EJ-7")
    assert (said.member.address.city, said.issuer.siret) == ("Bazancourt", "00000002600013")


def test_a_line_is_asked_for_once_however_often_documents_are_issued():
    line = called(billed(), (366, RATE))
    assert [issue(line), issue(line)] == [1, 0]
    assert numbers() == ["AC-2024-000001"]


def test_an_intermediary_gets_one_document_with_a_part_per_member():
    payer = billed("Amicale")
    lines = [called(MemberFactory(named__name=name), (366, RATE), payer=payer) for name in ("Witry", "Pomacle")]
    assert issue(*lines) == 1
    row = CallDocument.objects.get()
    assert (row.debtor, row.parts.count(), row.cents) == (payer, 2, Money.of(434))
    assert {line.label.split(" : ")[0] for line in said_by(row).lines} == {"Witry", "Pomacle"}


def test_a_debtor_without_billed_establishment_waits_and_is_named_while_the_others_are_served():
    poor, rich = MemberFactory(named__name="Sans SIRET"), billed()
    assert issue(called(poor, (366, RATE)), called(rich, (366, RATE))) == 1
    assert [(one.name, one.missing, one.amount) for one in waiting(waiting_groups(), on=TODAY)] == [("Sans SIRET", "establishment", RATE)]
    EstablishmentFactory(member=poor, siret=f"{poor.siren}00019")
    assert issue(*undocumented()) == 1
    assert numbers() == ["AC-2024-000001", "AC-2024-000002"]


def test_no_number_is_missing_after_an_issue_that_failed(monkeypatch):
    lines = [called(billed(f"Commune {n}"), (366, RATE)) for n in range(3)]
    issue(lines[0])
    with monkeypatch.context() as patched, pytest.raises(RuntimeError):
        patched.setattr("entraide.apps.contributions.operations.documents.record", _fail)
        issue(lines[1])
    assert issue(lines[2]) == 1
    assert numbers() == ["AC-2024-000001", "AC-2024-000002"]
    assert DocumentSeries.objects.get(prefix="AC").last == 2


def _fail(*args, **kwargs):
    raise RuntimeError


def test_a_number_follows_the_day():
    issue(called(billed(), (366, RATE)))
    with pytest.raises(IssuedBeforeLast):
        issue(called(billed("Autre"), (366, RATE)), issued_on=TODAY - timedelta(days=1))


def test_a_later_credit_keeps_no_call_from_its_day():
    member = billed()
    issue(called(member, (366, RATE)), issued_on=TODAY - timedelta(days=2))
    issue(called(member, (122, -Money.of(72)), kind="adjustment"))
    assert issue(called(billed("Autre"), (366, RATE)), issued_on=TODAY - timedelta(days=1)) == 1


def test_an_adjustment_below_zero_lowers_the_last_call_that_stands():
    member = billed()
    issue(called(member, (366, RATE), (366, RATE)))
    assert issue(called(member, (122, -Money.of(72)), kind="adjustment")) == 1
    credit = CallDocument.objects.get(kind="credit")
    call = document(credit.lowers_id, on=TODAY)
    assert (credit.number, credit.cents, said_by(credit).preceding) == ("AV-2024-000001", Money.of(72), ("AC-2024-000001", TODAY))
    assert (call.credited, call.owed, call.state) == (Money.of(72), Money.of(362), "issued")
    assert "à déduire" in said_by(credit).lines[0].label


def test_an_adjustment_below_zero_waits_where_no_call_stands():
    member = billed()
    assert issue(called(member, (122, -Money.of(72)), kind="adjustment")) == 0
    assert [one.missing for one in waiting(waiting_groups(), on=TODAY)] == ["call"]


def gone(into):
    """Give a member called a month ago that another took over since."""
    member = billed("Commune absorbée")
    issue(called(member, (366, RATE)), issued_on=TODAY - timedelta(days=30))
    day = TODAY - timedelta(days=10)
    for rows in (member.names.all(), member.establishments.all()):
        ended(list(rows), day, act=Stamp(uuid7(), NOW))
    SuccessionFactory(predecessor=member, successor=into, since=day)
    return member


def test_who_takes_a_body_over_owes_in_its_place():
    heir = billed("Commune nouvelle")
    member = gone(heir)
    held = CallDocument.objects.get()
    assert issue(called(member, (122, -Money.of(72)), kind="adjustment"), called(heir, (100, Money.of(60)), kind="adjustment")) == 1
    credit = CallDocument.objects.get(kind="credit")
    assert (credit.debtor, credit.lowers, credit.cents) == (heir, held, Money.of(12))
    labels = {line.label.split(" : ")[0] for line in said_by(credit).lines}
    assert labels == {"Commune absorbée", "Régularisation 2024, arrivée de 1 personne, à ajouter"}
    fresh = CallDocument.objects.get(pk=cancel_and_replace(document_id=held.pk, reason="Fusion", **ACT))
    assert (fresh.debtor, fresh.cents) == (heir, Money.of(205))
    assert {row.number for row in of_debtor(heir.pk, on=TODAY)} == set(numbers())
    assert statement_of(heir.pk, until=TODAY)[-1].balance == Money.of(205)


def test_what_waits_is_judged_as_it_will_be_issued_with_what_waits_for_the_heir():
    heir = billed("Commune nouvelle")
    member = MemberFactory(named__name="Commune absorbée", named__until=TODAY)
    SuccessionFactory(predecessor=member, successor=heir, since=TODAY)
    lines = [called(member, (122, -Money.of(72)), kind="adjustment")]

    def told():
        return {one.missing for one in (*waiting(waiting_groups(), on=TODAY), *waiting_for(member.pk, on=TODAY))}

    assert told() == {"call"} and issue(*lines) == 0
    lines.append(called(heir, (100, Money.of(100)), kind="adjustment"))
    assert told() == {""} and issue(*lines) == 1


def test_a_body_shared_out_waits_for_a_person_to_say_who_owes():
    first, second = billed("Première"), billed("Seconde")
    member = gone(first)
    SuccessionFactory(predecessor=member, successor=second, since=TODAY - timedelta(days=10), is_whole=False)
    assert issue(called(member, (10, Money.of(6)), kind="adjustment")) == 0
    assert [one.missing for one in waiting(waiting_groups(), on=TODAY)] == ["gone"]
    assert list(of_debtor(first.pk, on=TODAY)) == []


def test_a_document_is_replaced_as_its_debtor_is_billed_today_and_keeps_what_was_received():
    member = billed()
    issue(called(member, (366, RATE)), issued_on=TODAY - timedelta(days=5))
    issue(called(member, (122, -Money.of(72)), kind="adjustment"), issued_on=TODAY - timedelta(days=4))
    held = CallDocument.objects.get(kind="call")
    ReceiptFactory(document=held, cents=Money.of(100))
    billed_at = member.establishments.get()
    type(billed_at).objects.filter(pk=billed_at.pk).update(superseded_at=NOW)
    EstablishmentFactory(member=member, siret=f"{member.siren}00027", engagement_number="EJ-9")
    fresh = document(cancel_and_replace(document_id=held.pk, reason="Numéro d’engagement manquant", **ACT), on=TODAY)
    credit = CallDocument.objects.get(takes_back=held)
    assert (credit.number, credit.cents) == ("AV-2024-000002", Money.of(145))
    assert (fresh.number, fresh.cents, fresh.received, fresh.owed) == ("AC-2024-000002", Money.of(145), Money.of(100), Money.of(45))
    assert said_by(fresh).engagement_number == "EJ-9"
    old = document(held.pk, on=TODAY)
    assert (old.state, old.owed, old.received) == ("cancelled", Money(0), Money(0))
    assert sum(each.cents.cents for each in Receipt.objects.all()) == 10_000
    with pytest.raises(DocumentTakenBack):
        cancel_and_replace(document_id=held.pk, reason="Encore", **ACT)


def test_a_replacement_needs_a_reason_an_addressee_and_something_that_stands():
    member = billed()
    issue(called(member, (366, RATE)))
    held = CallDocument.objects.get()
    with pytest.raises(ReasonMissing):
        cancel_and_replace(document_id=held.pk, reason=" ", **ACT)
    member.establishments.update(superseded_at=NOW)
    with pytest.raises(DebtorIncomplete):
        cancel_and_replace(document_id=held.pk, reason="Adresse", **ACT)
    EstablishmentFactory(member=member, siret=f"{member.siren}00027")
    issue(called(member, (366, -RATE), kind="adjustment"))
    with pytest.raises(NothingStands):
        cancel_and_replace(document_id=held.pk, reason="Adresse", **ACT)
    assert CallDocument.objects.count() == 2


def test_only_accountants_issue_and_never_due_before_issued():
    line = called(billed(), (366, RATE))
    with pytest.raises(NotAccountant):
        issue(line, actor=person(Role.CLAIMS_OFFICER).actor)
    with pytest.raises(DueBeforeIssued):
        issue_call_documents([line.pk], campaign=None, issued_on=TODAY, due_on=TODAY - timedelta(days=1), actor=SYSTEM, at=NOW)
    assert issue(line, actor=person(Role.ACCOUNTANT_PREPARES).actor) == 1


def test_documents_are_printed_once_and_again_from_where_it_stopped():
    issue(*(called(billed(f"Commune {n}"), (366, RATE)) for n in range(3)))
    assert [print_documents(limit=2, **ACT) for _ in range(3)] == [2, 1, 0]
    row = CallDocument.objects.order_by("number").first()
    assert print_document(document_id=row.pk, **ACT) is False
    with pikepdf.open(io.BytesIO(file_of(row))) as pdf:
        assert "factur-x.xml" in pdf.attachments
    with pytest.raises(DatabaseError), transaction.atomic():
        CallDocument.objects.filter(pk=row.pk).update(file=DocumentFactory())


def test_no_rule_of_europe_nor_of_france_fails_on_what_is_issued():
    payer, member = billed("Amicale « L’Œuvre & Cie »"), billed(engagement_number="EJ-7", postcode="51110", city="Bazancourt")
    issue(called(MemberFactory(named__name="Witry"), (366, RATE), (31, Money.of("18.38")), payer=payer), called(member, (366, RATE)))
    issue(called(member, (122, -Money.of(72)), kind="adjustment"))
    cancel_and_replace(document_id=CallDocument.objects.get(kind="call", debtor=member).pk, reason="Adresse", **ACT)
    assert numbers() == ["AC-2024-000001", "AC-2024-000002", "AC-2024-000003", "AV-2024-000001", "AV-2024-000002"]
    invoices = [call_xml(said_by(row)) for row in CallDocument.objects.order_by("number")]
    assert [report.failed for reports in check_invoices(invoices) for report in reports if report.failed] == []


@pytest.mark.django_db(transaction=True)
def test_two_who_issue_at_once_ask_for_each_line_once_without_gap():
    for round_ in range(3):
        lines = [called(billed(f"Commune {round_} {n}"), (366, RATE)) for n in range(4)]
        counts = together(lambda own=lines: issue(*own), lambda own=lines: issue(*reversed(own)))
        assert sorted(counts) == [0, 4]
    assert numbers() == [f"AC-2024-{n:06d}" for n in range(1, 13)]
    assert not ContributionLine.objects.filter(parts__isnull=True).exists()

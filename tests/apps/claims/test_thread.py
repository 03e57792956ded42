"""A claim from draft to paid, through the operations alone."""

from datetime import date

import pytest
from django.conf import settings

from entraide.apps.accounts.actor import system_actor
from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.operations.files import NewBankDetails, NewDependant, add_dependant, end_kinship
from entraide.apps.catalogue.operations import import_revisions
from entraide.apps.claims.models import Claim, ClaimDocument, Decision
from entraide.apps.claims.operations import checking, deciding, filing, settling
from entraide.apps.claims.queries.explanations import why
from entraide.apps.claims.queries.replays import replay
from entraide.apps.documents.operations import NewFile, keep
from entraide.apps.documents.queries import content_of
from entraide.apps.parameters.operations import import_parameters
from entraide.apps.parameters.queries import parameter_book
from entraide.apps.payments import queries as payments
from entraide.apps.payments.models import TransferBatch
from entraide.apps.payments.operations import batching, ordering, statements
from entraide.apps.usage.models import Use
from entraide.core.money import Money
from entraide.integrations.rule_files import read_catalogue, read_parameters
from tests.factories.actors import person
from tests.factories.base import NOW, TODAY
from tests.harness.bank import read_order, statement


pytestmark = pytest.mark.django_db
AT = {"at": NOW, "on": TODAY}
SYSTEM = system_actor("suite")
TIER_1 = Money.of(800)


@pytest.fixture
def catalogue():
    """Publish the real catalogue and parameters."""
    revisions, faults = read_catalogue(settings.CATALOGUE)
    book, parameter_faults = read_parameters(settings.CATALOGUE)
    assert not faults and not parameter_faults
    import_parameters(book=book, actor=SYSTEM, **AT)
    import_revisions(revisions=revisions, actor=SYSTEM, **AT)


@pytest.fixture
def family(catalogue):
    """A beneficiary with an IBAN and a child of eight whose birth nobody has checked."""
    nadia = person(Role.BENEFICIARY)
    details = NewBankDetails("FR1420041010050500013M02606", "Nadia Ferrand")
    ordering.replace_bank_details(beneficiary_id=nadia.beneficiary.pk, details=details, actor=nadia.actor, **AT)
    lou = NewDependant("child", "Lou", "Ferrand", date(2016, 3, 2))
    nadia_child = add_dependant(beneficiary_id=nadia.beneficiary.pk, dependant=lou, actor=nadia.actor, **AT)
    return nadia, nadia_child


def kept(actor, name="facture.jpg"):
    return keep(file=NewFile(b"\xff\xd8 photo", name, "image/jpeg", "supporting"), actor=actor, **AT)


def filed(nadia, child, *, line_14=TIER_1):
    """File for leisure care with an invoice, a family record and a tax notice."""
    claim_id = filing.start(
        beneficiary_id=nadia.beneficiary.pk, benefit_code="accueil-de-loisirs", dependant_id=child, actor=nadia.actor, **AT
    )
    answers = {"stay_ended_on": date(2024, 8, 23), "expense": Money.of(300), "tax_line_14": line_14}
    filing.answer(claim_id=claim_id, answers=answers, actor=nadia.actor, **AT)
    for kind in ("invoice", "family_record", "tax_notice"):
        if kind != "tax_notice" or line_14 is not None:
            filing.attach(claim_id=claim_id, requirement=kind, document_id=kept(nadia.actor), actor=nadia.actor, **AT)
    filing.file(claim_id=claim_id, actor=nadia.actor, **AT)
    return Claim.objects.get(pk=claim_id)


def accept_all(claim, officer):
    for paper in ClaimDocument.objects.filter(claim=claim, state="received").order_by("pk"):
        checking.accept_paper(claim_document_id=paper.pk, values={}, actor=officer.actor, **AT)


def granted(nadia, child, officer):
    claim = filed(nadia, child)
    checking.take(claim_id=claim.pk, actor=officer.actor, **AT)
    accept_all(claim, officer)
    deciding.decide_claim(claim_id=claim.pk, verdict=deciding.Verdict("grant", key=f"click-{claim.pk}"), actor=officer.actor, **AT)
    return Claim.objects.get(pk=claim.pk)


def agree():
    return all(agreement.holds for agreement in payments.agreements(as_of=date(2030, 1, 1)))


def test_a_claim_goes_from_draft_to_paid_and_the_journal_agrees_after_every_step(family):
    nadia, child = family
    officer, preparer, releaser = person(Role.CLAIMS_OFFICER), person(Role.ACCOUNTANT_PREPARES), person(Role.ACCOUNTANT_RELEASES)
    claim = granted(nadia, child, officer)
    assert claim.state == "granted"
    decision = Decision.objects.get(claim=claim)
    assert decision.cents == Money.of(120)
    assert agree()

    batch_id = batching.prepare_batch(execution_on=TODAY, actor=preparer.actor, **AT)
    assert agree()
    batching.release_batch(batch_id=batch_id, actor=releaser.actor, **AT)
    assert agree()
    order = payments.orders_for("claim", [claim.pk])[claim.pk]
    assert order.state == "sent"

    message = content_of(TransferBatch.objects.get(pk=batch_id).document_id)
    paid = statement([read_order(message)], TODAY, {})
    statements.import_statement(content=paid, name="releve.xml", actor=preparer.actor, **AT)
    assert agree()
    assert payments.orders_for("claim", [claim.pk])[claim.pk].state == "settled"
    assert settling.claim_bank_lines(actor=SYSTEM, **AT) == 1
    assert settling.claim_bank_lines(actor=SYSTEM, **AT) == 0
    assert Use.objects.get(source_id=claim.pk).cents == Money.of(120)


def test_a_decision_replays_to_the_same_trace_and_explains_each_condition(family):
    nadia, child = family
    claim = granted(nadia, child, person(Role.CLAIMS_OFFICER))
    decision = Decision.objects.get(claim=claim)
    assert replay(decision).is_equal
    nodes = why(decision, parameters=parameter_book())
    assert {node.outcome for node in nodes} == {"pass"}
    assert any("ligne 14" in leaf.condition and leaf.value.startswith("800,00") for node in nodes for leaf in node.children)


def test_a_child_who_leaves_the_household_after_filing_is_still_decided_on_by_their_own_birth(family):
    nadia, child = family
    officer = person(Role.CLAIMS_OFFICER)
    claim = filed(nadia, child)
    end_kinship(beneficiary_id=nadia.beneficiary.pk, dependant_id=child, actor=nadia.actor, **AT)
    checking.take(claim_id=claim.pk, actor=officer.actor, **AT)
    accept_all(claim, officer)
    deciding.decide_claim(claim_id=claim.pk, verdict=deciding.Verdict("grant", key="click"), actor=officer.actor, **AT)
    assert Decision.objects.get(claim=claim).facts["born_on"]["value"] == "2016-03-02"

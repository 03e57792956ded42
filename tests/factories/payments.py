"""Orders, batches, transfers and the bank's lines."""

from datetime import timedelta

import factory

from entraide.apps.payments.models import BankLine, BankStatement, PaymentOrder, Transfer, TransferBatch
from entraide.core.money import Money
from entraide.core.workflow.payments import PaymentOrderState, TransferBatchState
from entraide.orm.keys import uuid7
from tests.factories.base import NOW, TODAY, RowFactory
from tests.factories.beneficiaries import BankDetailsFactory, BeneficiaryFactory
from tests.factories.documents import DocumentFactory


class PaymentOrderFactory(RowFactory):
    """An order due since today."""

    class Meta:
        model = PaymentOrder

    beneficiary = factory.SubFactory(BeneficiaryFactory)
    cents = Money(10_000)
    label = "Accueil de loisirs"
    cause_kind = "claim"
    cause_id = factory.LazyFunction(uuid7)
    state = PaymentOrderState.DUE
    ordered_at = NOW
    ordered_on = TODAY


class TransferBatchFactory(RowFactory):
    """A batch that waits to be released by somebody else."""

    class Meta:
        model = TransferBatch

    reference = factory.Sequence(lambda n: f"L{n:07d}")
    state = TransferBatchState.PREPARED
    execution_on = TODAY + timedelta(days=2)
    transfer_count = 1
    total = Money(10_000)
    message_id = factory.Sequence(lambda n: f"MSG{n:020d}")
    prepared_by = factory.LazyFunction(uuid7)
    prepared_at = NOW


class TransferFactory(RowFactory):
    """The first attempt at paying an order."""

    class Meta:
        model = Transfer

    order = factory.SubFactory(PaymentOrderFactory, state=PaymentOrderState.BATCHED)
    batch = factory.SubFactory(TransferBatchFactory)
    bank_details = factory.SubFactory(BankDetailsFactory, beneficiary=factory.SelfAttribute("..order.beneficiary"))
    attempt = 1
    end_to_end = factory.LazyAttribute(lambda transfer: f"{transfer.order.pk.hex}-{transfer.attempt:02d}")
    cents = factory.SelfAttribute("order.cents")
    state = "pending"


class BankStatementFactory(RowFactory):
    """A statement of one day."""

    class Meta:
        model = BankStatement

    document = factory.SubFactory(DocumentFactory, media_type="application/xml", kind="bank_statement")
    identification = factory.Sequence(lambda n: f"STATEMENT-{n}")
    account_ending = "9906"
    opened_on = TODAY
    closed_on = TODAY
    opening_balance = Money(1_000_000)
    closing_balance = Money(990_000)
    imported_by = factory.LazyFunction(uuid7)
    imported_at = NOW


class BankLineFactory(RowFactory):
    """A debit that nobody has claimed yet."""

    class Meta:
        model = BankLine

    statement = factory.SubFactory(BankStatementFactory)
    position = factory.Sequence(lambda n: n)
    kind = "debit"
    cents = Money(10_000)
    booked_on = TODAY

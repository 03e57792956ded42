"""What the tests of payments start from: orders made by the real operation, two accountants, a bank that answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from entraide.apps.accounts.actor import Actor, system_actor
from entraide.apps.accounts.roles import Role
from entraide.apps.payments import queries
from entraide.apps.payments.models import PaymentOrder, TransferBatch
from entraide.apps.payments.operations import batching, ordering, statements
from entraide.core.money import Money
from entraide.orm.keys import uuid7
from tests.factories.actors import person
from tests.factories.base import NOW, TODAY
from tests.factories.beneficiaries import BankDetailsFactory, BeneficiaryFactory
from tests.harness.bank import read_order, statement


AT = {"at": NOW, "on": TODAY}
SYSTEM = system_actor("suite")


@dataclass
class Desk:
    """Two accountants, and the number of the bank's next statement."""

    preparer: Actor
    releaser: Actor
    statement_number: int = 0

    def prepare(self, *, on: date = TODAY, key: str = "") -> UUID:
        """Prepare a batch."""
        return batching.prepare_batch(execution_on=on, actor=self.preparer, key=key, **AT)

    def release(self, batch_id: UUID) -> None:
        """Release a batch."""
        batching.release_batch(batch_id=batch_id, actor=self.releaser, **AT)

    def sent(self) -> UUID:
        """Prepare and release a batch of all that is due."""
        batch_id = self.prepare()
        self.release(batch_id)
        return batch_id

    def answer(self, *batch_ids: UUID, returns: Mapping[str, str] | None = None, on: date = TODAY, **options: object) -> bytes:
        """Have the bank write the next statement of a day."""
        self.statement_number += 1
        orders = [read_order(file_of(batch_id)) for batch_id in batch_ids]
        return statement(orders, on, returns, number=self.statement_number, **options)

    def read(self, content: bytes, name: str = "releve.xml") -> statements.Read:
        """Read a statement."""
        return statements.import_statement(content=content, name=name, actor=self.preparer, **AT)


def desk() -> Desk:
    """Give two accountants ready to act."""
    return Desk(person(Role.ACCOUNTANT_PREPARES).actor, person(Role.ACCOUNTANT_RELEASES).actor)


def due(cents: int = 10_000, *, has_account: bool = True, cause_kind: str = "test") -> PaymentOrder:
    """Order a payment to somebody new, with or without bank details."""
    payee = BeneficiaryFactory()
    if has_account:
        BankDetailsFactory(beneficiary=payee)
    wanted = ordering.Wanted(payee.pk, Money(cents), "ENTRAIDE D-02XM-1SJD-P", cause_kind, uuid7())
    return PaymentOrder.objects.get(pk=ordering.order_payment(wanted=wanted, actor=SYSTEM, **AT))


def fresh(order: PaymentOrder) -> PaymentOrder:
    """Read an order again."""
    return PaymentOrder.objects.get(pk=order.pk)


def file_of(batch_id: UUID) -> bytes:
    """Give the file of a batch."""
    return queries.file_of(TransferBatch.objects.get(pk=batch_id))


def disagreements() -> list[str]:
    """List what does not hold between the journal and the orders, by day and by state."""
    found = [f"{each.account}: {each.journal} / {each.orders}" for each in queries.agreements(as_of=date.max) if not each.holds]
    return found if queries.states_agree() else [*found, "states"]

"""The rows of payments that name a person: what becomes of them when two rows of the person are joined."""

from entraide.apps.payments.models import PaymentOrder
from entraide.orm.moves import Column, PersonRows


ORDERS = Column(PaymentOrder, "beneficiary")
ROWS = PersonRows(moved=[ORDERS])

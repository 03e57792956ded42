"""What payments refuse to let happen."""

from entraide.core.refusals import Refusal


class NotAnAccountant(Refusal):
    """The act belongs to another role."""

    code = "payments.not_an_accountant"


class NothingToPay(Refusal):
    """No order can be put in a batch."""

    code = "payments.nothing_to_pay"


class StatementReadAlready(Refusal):
    """The same statement was read before."""

    code = "payments.statement_read_already"

"""What payments refuse to let happen."""

from entraide.core.refusals import Refusal


class NotAnAccountant(Refusal):
    """The act belongs to another role."""

    code = "payments.not_an_accountant"


class NothingToPay(Refusal):
    """No order can be put in a batch."""

    code = "payments.nothing_to_pay"


class ExecutionDayPast(Refusal):
    """Transfers are asked for a day that is past."""

    code = "payments.execution_day_past"


class ExecutionDayFar(Refusal):
    """Transfers are asked for a day so far that it must be a slip of the pen."""

    code = "payments.execution_day_far"


class BankDetailsChanged(Refusal):
    """Someone gave other bank details since the batch was prepared."""

    code = "payments.bank_details_changed"


class HolderUnwritable(Refusal):
    """A transfer of the batch goes to an account whose holder the bank could not write; `params["label"]` says which."""

    code = "payments.holder_unwritable"


class NotReissuable(Refusal):
    """What the bank returned cannot leave again to the same account."""

    code = "payments.not_reissuable"


class LinesReadAlready(Refusal):
    """A statement under another name holds lines that were read before; `params["identification"]` says with which."""

    code = "payments.lines_read_already"


class StatementReadAlready(Refusal):
    """The same statement was read before."""

    code = "payments.statement_read_already"

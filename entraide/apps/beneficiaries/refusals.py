"""What is refused of acts on a person's file."""

from entraide.core.refusals import Refusal


class AccountAlreadyOpen(Refusal):
    """A code is asked for someone who has an account."""

    code = "beneficiaries.account_already_open"


class NoAddress(Refusal):
    """A code is to be sent to someone whose file holds no address."""

    code = "beneficiaries.no_address"

"""What accounts refuse."""

from entraide.core.refusals import Refusal


class ActivationRefused(Refusal):
    """A code, or what confirms it, does not open an account; which of the two is never said."""

    code = "accounts.activation_refused"


class TooManyAttempts(Refusal):
    """Someone tries too often at a guarded door; `params["minutes"]` says how long to wait."""

    code = "accounts.too_many_attempts"


class CodesExhausted(Refusal):
    """A code is asked for somebody whose codes failed too often; an administrator must have the next one made."""

    code = "accounts.codes_exhausted"


class AddressTaken(Refusal):
    """An address already opens an account."""

    code = "accounts.address_taken"


class RoleAlreadyHeld(Refusal):
    """A role is given to someone who holds it."""

    code = "accounts.role_already_held"


class RoleNotHeld(Refusal):
    """A role is taken from someone who does not hold it."""

    code = "accounts.role_not_held"


class NotAStaffRole(Refusal):
    """A role that belongs to a member or to a person's own file is given as if it were one of the staff's."""

    code = "accounts.not_a_staff_role"


class OwnRole(Refusal):
    """An administrator changes their own roles."""

    code = "accounts.own_role"


class LastAdministrator(Refusal):
    """The last administrator would be taken away."""

    code = "accounts.last_administrator"


class NotAdministrator(Refusal):
    """Accounts are changed by someone who does not administer them."""

    code = "accounts.not_administrator"

"""What the register refuses."""

from collections.abc import Iterable

from entraide.core.refusals import Finding, Refusal


class NotRegisterKeeper(Refusal):
    """Someone writes in the register who may not."""

    code = "members.not_register_keeper"


class NotOwnMember(Refusal):
    """Someone corrects the contacts or the references of a body for which they do not act."""

    code = "members.not_own_member"


class NoContract(Refusal):
    """A contract is changed or ended where none runs."""

    code = "members.no_contract"


class NoNotice(Refusal):
    """A notice is withdrawn that was not given."""

    code = "members.no_notice"


class NotFound(Refusal):
    """A fact is changed or ended that does not hold that day: somebody did so a moment before."""

    code = "members.fact_not_found"


class NotBilled(Refusal):
    """References are corrected where no establishment is billed."""

    code = "members.not_billed"


class FaultyFacts(Refusal):
    """What is told has faults; `findings` holds them all, each with the answer it is about, and the first one speaks for them."""

    def __init__(self, code: str, findings: tuple[Finding, ...]) -> None:
        super().__init__(**findings[0].params)
        self.code = code
        self.findings = findings


def refuse_faults(findings: Iterable[Finding]) -> None:
    """Stop an act whose facts have faults.

    :raises FaultyFacts: if there is one fault or more.
    """
    found = tuple(findings)
    if found:
        raise FaultyFacts(found[0].code, found)


class RegisterMoved(Refusal):
    """What an event closes is no longer there: somebody changed the register since it was worked out."""

    code = "members.register_moved"


class RegisterNotEmpty(Refusal):
    """The real movements are replayed over a register that holds bodies already."""

    code = "members.register_not_empty"


class LaterList(Refusal):
    """A list is of a year to come: it says nothing of the present."""

    code = "members.later_list"


class OlderList(Refusal):
    """A list is older than the one that the register was last brought to."""

    code = "members.older_list"


class TooManyClosed(Refusal):
    """A list would close a good part of the register: it is not the whole list."""

    code = "members.too_many_closed"


class MembershipsHeld(Refusal):
    """A synthetic population is to be written where bodies belong already."""

    code = "members.memberships_held"

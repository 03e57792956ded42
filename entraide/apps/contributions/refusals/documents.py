"""What documents of contributions, and who writes them, refuse."""

from entraide.core.refusals import Refusal


class NotAccountant(Refusal):
    """The act belongs to accountants."""

    code = "contributions.not_an_accountant"


class NotFound(Refusal):
    """What is asked for does not exist, or not any more."""

    code = "contributions.not_found"


class DueBeforeIssued(Refusal):
    """A document would be due before it is issued."""

    code = "contributions.due_before_issued"


class DueTooFar(Refusal):
    """Documents would be due later than anybody plans."""

    code = "contributions.due_too_far"


class IssuedBeforeLast(Refusal):
    """A document would bear an earlier day than the one numbered before it."""

    code = "contributions.issued_before_last"


class DocumentTakenBack(Refusal):
    """The document was cancelled already."""

    code = "contributions.taken_back"


class NothingStands(Refusal):
    """Nothing of the document stands: credits gave it all back."""

    code = "contributions.nothing_stands"


class ReasonMissing(Refusal):
    """An act that must say why says nothing."""

    code = "contributions.reason_missing"


class NotPrinted(Refusal):
    """The document has no file yet."""

    code = "contributions.not_printed"


class CheckNotRun(Refusal):
    """The rules of the electronic invoice could not be run."""

    code = "contributions.check_not_run"


class DebtorIncomplete(Refusal):
    """The debtor has no billed establishment: a document would have no SIRET to go to."""

    code = "contributions.debtor_incomplete"


class ListChanged(Refusal):
    """A document is not at the step that a list showed any more."""

    code = "contributions.list_changed"

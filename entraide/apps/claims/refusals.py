"""What a claim refuses to let happen."""

from entraide.core.refusals import Refusal


class NotYourClaim(Refusal):
    """Someone acted on a claim that is neither theirs nor in their charge."""

    code = "claims.not_yours"


class UnknownBenefit(Refusal):
    """No benefit of that name is in force."""

    code = "claims.unknown_benefit"


class NotPayable(Refusal):
    """The amount of the benefit is not known, or no transfer pays it: it can be shown, not claimed."""

    code = "claims.not_payable"


class NotOfYourHousehold(Refusal):
    """The claim names someone who is not in the household."""

    code = "claims.not_of_your_household"


class OpenedByOtherParent(Refusal):
    """Both parents are beneficiaries, and the other one opens the rights of the child."""

    code = "claims.opened_by_other_parent"


class NotADraft(Refusal):
    """The claim was filed: what it says does not change any more."""

    code = "claims.not_a_draft"


class AnswerRefused(Refusal):
    """An answer is not of the kind that the question asks for."""

    code = "claims.answer_refused"


class BeforeTheRules(Refusal):
    """The event is older than the first rule of the benefit that is kept here."""

    code = "claims.before_the_rules"


class ChangedSinceReview(Refusal):
    """What would be filed is not what was shown to be checked."""

    code = "claims.changed_since_review"


class NoRightsThen(Refusal):
    """On the day when the file was received, the person had no rights, or the benefit was not open."""

    code = "claims.no_rights_then"


class Incomplete(Refusal):
    """Something that must be there to file is missing."""

    code = "claims.incomplete"


class NoRights(Refusal):
    """The person has no rights today: nothing can be filed."""

    code = "claims.no_rights"


class DocumentSettled(Refusal):
    """The paper was already checked or replaced."""

    code = "claims.document_settled"


class ReasonMissing(Refusal):
    """A refusal that the rules do not command needs its reason in words."""

    code = "claims.reason_missing"


class NotFiled(Refusal):
    """A draft cannot be decided."""

    code = "claims.not_filed"


class OtherRevision(Refusal):
    """The day read on a paper falls under another revision of the benefit than the one chosen at filing."""

    code = "claims.other_revision"


class UnknownReason(Refusal):
    """A correction was asked for a reason that is not of the list."""

    code = "claims.unknown_reason"


class UnknownPaper(Refusal):
    """A paper is asked for of a kind that the benefit does not know, or without a word on what to send."""

    code = "claims.unknown_paper"


class AskedAlready(Refusal):
    """The paper is asked for already."""

    code = "claims.asked_already"


class WrongArrival(Refusal):
    """A claim on paper has no day of receipt, or one that is to come."""

    code = "claims.wrong_arrival"


class BegunElsewhere(Refusal):
    """The contact centre would read what the person answered alone, on paper or to somebody else."""

    code = "claims.begun_elsewhere"


class TooLateForPapers(Refusal):
    """A paper came for a claim that waits for none any more."""

    code = "claims.too_late_for_papers"


class ThreadClosed(Refusal):
    """The person withdrew the claim: nobody reads its thread any more."""

    code = "claims.thread_closed"


class MessageRefused(Refusal):
    """A message says nothing, or too much."""

    code = "claims.message_refused"

"""What the desk refuses to let happen."""

from entraide.core.refusals import Refusal


class NotOfTheDesk(Refusal):
    """The actor's role does not do that."""

    code = "desk.not_yours"


class NotAutomatable(Refusal):
    """No claim can be filed for the benefit today, or it is confidential."""

    code = "desk.not_automatable"


class AutomationStopped(Refusal):
    """Somebody stopped it already."""

    code = "desk.automation_stopped"


class AutomationChanged(Refusal):
    """Somebody switched it on, off, or to another share since the page was shown."""

    code = "desk.automation_changed"


class ReasonWanted(Refusal):
    """An act that others will ask about needs its reason in words."""

    code = "desk.reason_wanted"


class CauseWanted(Refusal):
    """A decision found wrong needs the cause."""

    code = "desk.cause_wanted"


class OwnDecision(Refusal):
    """Nobody looks again at what they decided."""

    code = "desk.own_decision"


class LookedAlready(Refusal):
    """Somebody looked at this decision already."""

    code = "desk.looked_already"


class QuestionWanted(Refusal):
    """An opinion is asked without a question, without a page, of pages that are not there, or for a day gone by."""

    code = "desk.question_wanted"


class NotAnExpert(Refusal):
    """The person who is asked is no expert, or is of the household that the claim is about."""

    code = "desk.not_an_expert"


class OpinionIsOver(Refusal):
    """The opinion was given, called off, or the claim is decided."""

    code = "desk.opinion_is_over"


class AdviceWanted(Refusal):
    """An opinion needs a verdict and its words."""

    code = "desk.advice_wanted"


class NoteWanted(Refusal):
    """A note says nothing, or too much."""

    code = "desk.note_wanted"


class NothingPlanned(Refusal):
    """No claim is named for decisions asked together, or too many are."""

    code = "desk.nothing_planned"


class PlannedAlready(Refusal):
    """One of the claims is planned elsewhere."""

    code = "desk.planned_already"


class BulkIsMade(Refusal):
    """The time to withdraw decisions asked together is over."""

    code = "desk.bulk_is_made"


class PlannedElsewhere(Refusal):
    """A decision is planned for the claim."""

    code = "desk.planned_elsewhere"


class NobodyHere(Refusal):
    """No officer of the branch is here today."""

    code = "desk.nobody_here"


class ShareChanged(Refusal):
    """What would be handed over is no longer what was shown."""

    code = "desk.share_changed"


class SpanBackwards(Refusal):
    """The last day of an absence comes before its first, or is over."""

    code = "desk.span_backwards"


class NameTaken(Refusal):
    """The officer has a view of that name."""

    code = "desk.name_taken"

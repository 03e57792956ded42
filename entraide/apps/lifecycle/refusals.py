"""What is refused of acts with effects in many apps."""

from entraide.core.refusals import Refusal


class NotStructureKeeper(Refusal):
    """Someone prepares or applies a change of structure who may not."""

    code = "lifecycle.not_structure_keeper"


class ClosedYear(Refusal):
    """The day of an act lies in a year whose figures are final."""

    code = "lifecycle.closed_year"


class DayTooFar(Refusal):
    """An act is drafted for a day years ahead: its year was mistyped."""

    code = "lifecycle.day_too_far"


class ChoiceElsewhere(Refusal):
    """Somebody is sent to a body that the event does not leave standing, or a choice is none of those offered."""

    code = "lifecycle.choice_elsewhere"


class LaterAct(Refusal):
    """An act is undone before a later one about the same bodies."""

    code = "lifecycle.later_act"


class RegisterBuiltUpon(Refusal):
    """The register was changed since, or memberships were, where an act is undone."""

    code = "lifecycle.register_built_upon"


class StaffBuiltUpon(Refusal):
    """Persons whom an act moved were changed since, or others arrived where it would leave nobody."""

    code = "lifecycle.staff_built_upon"


class MandatesBuiltUpon(Refusal):
    """Mandates were given or changed since, where an act is undone."""

    code = "lifecycle.mandates_built_upon"


class ClaimsBuiltUpon(Refusal):
    """Claims were decided or filed since, where an act is undone."""

    code = "lifecycle.claims_built_upon"


class MoneyBuiltUpon(Refusal):
    """A body that an act made was called for its contribution since."""

    code = "lifecycle.money_built_upon"


class NotYourDuplicates(Refusal):
    """Someone compares or joins persons whose role does not."""

    code = "lifecycle.not_your_duplicates"


class MergeWithOneself(Refusal):
    """A person is joined with themselves."""

    code = "lifecycle.merge_with_oneself"


class MergeOfOwnFile(Refusal):
    """An officer joins their own file with another."""

    code = "lifecycle.merge_of_own_file"


class NobodyToMerge(Refusal):
    """One of the two has no identity: the file is empty, or its arrival was undone."""

    code = "lifecycle.nobody_to_merge"


class AlreadyAbsorbed(Refusal):
    """One of the two was joined with somebody already; `params["reference"]` is the file that stands for both."""

    code = "lifecycle.already_absorbed"


class OneIsDead(Refusal):
    """The death of one of the two is on record, and not that of the other."""

    code = "lifecycle.one_is_dead"


class NoticeToCheckFirst(Refusal):
    """Both have the notice of one year, and that of the file to be absorbed waits to be checked."""

    code = "lifecycle.notice_to_check_first"


class MergeUnsettled(Refusal):
    """A merge is applied before everything that differs has its answer; `params["facts"]` lists what has none."""

    code = "lifecycle.merge_unsettled"


class MergeHasChanged(Refusal):
    """Something of one of the two has changed since the preview."""

    code = "lifecycle.merge_has_changed"


class MergeNotWaiting(Refusal):
    """A merge is applied or set aside that was applied, undone or set aside already."""

    code = "lifecycle.merge_not_waiting"


class MergeNotApplied(Refusal):
    """A merge is undone that is not in force."""

    code = "lifecycle.merge_not_applied"


class BuiltUponMerge(Refusal):
    """A merge is undone although something rests on it; `params["what"]` says what."""

    code = "lifecycle.built_upon_merge"


class NotDeathKeeper(Refusal):
    """Someone records a death whose role does not, or in their own file."""

    code = "lifecycle.not_death_keeper"


class DeathDayRefused(Refusal):
    """A death is dated in days to come, or before the birth."""

    code = "lifecycle.death_day_refused"


class DeathAlreadyKnown(Refusal):
    """A death is recorded of somebody whose death is on record, or waits to be."""

    code = "lifecycle.death_already_known"


class DeathNotWaiting(Refusal):
    """A death is applied or set aside that was settled already."""

    code = "lifecycle.death_not_waiting"


class DeathHasChanged(Refusal):
    """The situation of the person has changed since the preview."""

    code = "lifecycle.death_has_changed"


class DeathNotApplied(Refusal):
    """A death is undone, or its file closed, that is not in force."""

    code = "lifecycle.death_not_applied"


class BuiltUponDeath(Refusal):
    """A death is undone although a fact that it wrote has been changed since."""

    code = "lifecycle.built_upon_death"


class StillOwed(Refusal):
    """The file of heirs is closed while something is owed or open; `params["what"]` says what."""

    code = "lifecycle.still_owed"

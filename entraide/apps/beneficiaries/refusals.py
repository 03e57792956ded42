"""What is refused of acts on a person's file."""

from collections.abc import Sequence

from entraide.core.refusals import Finding, Refusal


class AccountAlreadyOpen(Refusal):
    """A code is asked for someone who has an account."""

    code = "beneficiaries.account_already_open"


class FileNotOpen(Refusal):
    """A file has nobody's identity in force that day: its arrival was undone, or has not come."""

    code = "beneficiaries.file_not_open"


class SpouseAlreadyHeld(Refusal):
    """A spouse is added to a household that has one; `params["name"]` says who."""

    code = "beneficiaries.spouse_already_held"


class OneselfInHousehold(Refusal):
    """Somebody adds to their household the person that they are."""

    code = "beneficiaries.oneself_in_household"


class ChildTooOld(Refusal):
    """A child is added who was born before the parent."""

    code = "beneficiaries.child_too_old"


class NoSuchChoice(Refusal):
    """Something is said of a child that cannot be: another word, or a child who is not of the household."""

    code = "beneficiaries.no_such_choice"


class NoAddress(Refusal):
    """A code is to be sent to someone whose file holds no address."""

    code = "beneficiaries.no_address"


class NotYourMember(Refusal):
    """Someone acts on the staff of a member that they do not keep."""

    code = "beneficiaries.not_your_member"


class RosterFaults(Refusal):
    """A list has faults: all of them are in `findings`, in the order of its lines; nothing of it is kept."""

    code = "beneficiaries.roster_faults"

    def __init__(self, findings: Sequence[Finding], *, can_be_named: bool = False) -> None:
        """`can_be_named`: its sender may say what its titles are."""
        super().__init__(count=len(findings))
        self.findings = tuple(findings)
        self.can_be_named = can_be_named


class ColumnsToName(RosterFaults):
    """A list has titles that are not recognised, and its sender may say what they are."""

    code = "beneficiaries.columns_to_name"


class RosterYearRefused(Refusal):
    """A list is of a year that is not taken that day; `params["years"]` says which are."""

    code = "beneficiaries.roster_year_refused"


class ColumnsUnsaid(Refusal):
    """Someone names the columns of a list and leaves one out, or gives one title to two of them."""

    code = "beneficiaries.columns_unsaid"


class AddedTwice(Refusal):
    """Someone adds to the form a person who is on its staff already; `params["name"]` says who."""

    code = "beneficiaries.added_twice"


class NotCampaignKeeper(Refusal):
    """Someone runs a campaign of lists who does not keep the network."""

    code = "beneficiaries.not_campaign_keeper"


class RosterCampaignOpen(Refusal):
    """The campaign of a year is opened twice; `params["year"]` says which."""

    code = "beneficiaries.roster_campaign_already_open"


class RosterCampaignDates(Refusal):
    """A campaign is opened too early, too late, or for a day due that is not to come within its year."""

    code = "beneficiaries.roster_campaign_dates"


class RosterNotWaiting(Refusal):
    """An act asks for a list that waits, and it was undone or set aside."""

    code = "beneficiaries.roster_not_waiting"


class StaffHasChanged(Refusal):
    """A list was compared with a staff that has changed since."""

    code = "beneficiaries.staff_has_changed"


class DoubtsRemain(Refusal):
    """A list is applied before every doubt has its answer."""

    code = "beneficiaries.doubts_remain"


class RemovesTooMany(Refusal):
    """A list removes more than a fifth of the staff and nobody has said that it is whole."""

    code = "beneficiaries.removes_too_many"


class NotTheLastRoster(Refusal):
    """A list is undone that is not the last one applied for its member."""

    code = "beneficiaries.not_the_last_roster"


class SomethingRestsOnRoster(Refusal):
    """A list is undone although something was written since about what it changed."""

    code = "beneficiaries.something_rests_on_roster"


class NoticeYearRefused(Refusal):
    """A notice is sent, or read, for a year of which there is none yet, or that serves no longer."""

    code = "beneficiaries.notice_year_refused"


class NoticeSettled(Refusal):
    """Somebody else has settled a notice since it was opened: nothing is done a second time."""

    code = "beneficiaries.notice_settled"


class NoticeReplaced(Refusal):
    """The person has sent another file since the one that the officer was reading."""

    code = "beneficiaries.notice_replaced"


class OwnHousehold(Refusal):
    """One of the staff acts on what is about their own household, in whatever role."""

    code = "beneficiaries.own_household"


class UnknownNoticeReason(Refusal):
    """A notice is sent back for a reason that is not of the list."""

    code = "beneficiaries.unknown_notice_reason"


class CampaignTooEarly(Refusal):
    """Notices are asked for in a year in which there are none yet, or whose notices no longer serve."""

    code = "beneficiaries.campaign_too_early"


class NoRightsForCard(Refusal):
    """A card is asked for by, or for, somebody who has no rights today."""

    code = "beneficiaries.no_rights_for_card"


class MemberDoesNotBelong(Refusal):
    """Somebody arrives at, or a list is of, a member that is not known, or has no membership that day."""

    code = "beneficiaries.member_does_not_belong"


class AlreadyThere(Refusal):
    """Somebody arrives on a staff that they are on."""

    code = "beneficiaries.already_there"


class SameEmployer(Refusal):
    """A transfer leads to the employer that it leaves."""

    code = "beneficiaries.same_employer"


class NotThere(Refusal):
    """An act names a staff on which the person is not that day."""

    code = "beneficiaries.not_there"


class SeparationMisdated(Refusal):
    """A separation is told for a day that has not come, or on which the household did not hold the spouse yet."""

    code = "beneficiaries.separation_misdated"


class DatesCross(Refusal):
    """An end comes before its beginning."""

    code = "beneficiaries.dates_cross"


class BeforeBirth(Refusal):
    """An act is dated before the person's birth."""

    code = "beneficiaries.before_birth"


class PersonHasDied(Refusal):
    """An act is dated after the person's death."""

    code = "beneficiaries.person_has_died"


class NotEligible(Refusal):
    """Somebody arrives whom the rule gives no right; `params["reason"]` says why."""

    code = "beneficiaries.not_eligible"


class NothingChanges(Refusal):
    """An act would leave everything as it is."""

    code = "beneficiaries.nothing_changes"


class EmploymentHasChanged(Refusal):
    """An act was previewed over facts that have changed since."""

    code = "beneficiaries.employment_has_changed"


class SomethingRestsOnAct(Refusal):
    """An act is taken back although something was written since about what it changed."""

    code = "beneficiaries.something_rests_on_act"


class DeathOutOfSpan(Refusal):
    """A death is dated in days to come."""

    code = "beneficiaries.death_to_come"


class NotTheSame(Refusal):
    """A dependant is linked to the file of somebody of another name or birth."""

    code = "beneficiaries.not_the_same"


class UnionNotHeld(Refusal):
    """An act names a spouse whom the household does not hold."""

    code = "beneficiaries.union_not_held"


class CertificateRefused(Refusal):
    """A code does not take a certificate: unknown, used, too old, tried too often, or not confirmed."""

    code = "beneficiaries.certificate_refused"


class NotGrownUp(Refusal):
    """A certificate is asked of a child who is not of age, or is no longer one of the household."""

    code = "beneficiaries.not_grown_up"


class RealPersonsHeld(Refusal):
    """A synthetic population is to be written beside real persons."""

    code = "beneficiaries.real_persons_held"


class SyntheticPersonsHeld(Refusal):
    """A synthetic population is to be written beside another one, or a second time."""

    code = "beneficiaries.synthetic_persons_held"

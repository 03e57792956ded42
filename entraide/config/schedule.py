"""What is done again and again without anybody asking: each job for itself, so that one that fails keeps none from running."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.cache import cache
from django.core.management import call_command

from entraide.apps.accounts.actor import system_actor
from entraide.apps.audit.operations import seal_days_gone_by
from entraide.apps.beneficiaries.operations.cards import revoke_stranded_cards
from entraide.apps.beneficiaries.operations.tax_campaigns import continue_tax_campaign, remind_tax_campaign
from entraide.apps.beneficiaries.queries.tax_campaigns import last_campaign
from entraide.apps.claims.operations.waiting import close_unanswered, remind_waiting
from entraide.apps.claims.queries.tax_effects import concerns_of
from entraide.apps.contributions.operations.campaigns import advance_campaign
from entraide.apps.contributions.operations.format_checks import check_documents
from entraide.apps.contributions.operations.printing import print_documents
from entraide.apps.contributions.operations.reminders import print_reminders
from entraide.apps.contributions.queries.campaigns import open_campaigns
from entraide.apps.desk.operations.bulk import make_due
from entraide.apps.desk.operations.straight_through import decide_those_proved
from entraide.apps.documents.operations import READ_KINDS, destroy_unheld, read
from entraide.apps.documents.queries import waiting_to_be_read
from entraide.apps.lifecycle.operations.duplicates import search_duplicates
from entraide.apps.mailroom.operations.letting_go import let_go
from entraide.apps.mailroom.operations.scanning import split
from entraide.apps.mailroom.queries.post import waiting_batches
from entraide.apps.members.operations.exits import follow_exits
from entraide.apps.network.operations import ask_newcomers
from entraide.apps.network.queries import running_campaign
from entraide.apps.notifications.delivery import deliver_waiting
from entraide.apps.recourse.operations.reexaminations import conclude
from entraide.apps.reporting.operations import publish
from entraide.apps.reporting.queries.published import last_publication
from entraide.config.owners import claim_bank_lines


logger = logging.getLogger(__name__)
HEARTBEAT = "schedule:heartbeat"
SESSIONS = "schedule:sessions"
TAX_CAMPAIGN = "schedule:tax_campaign"
CARDS = "schedule:cards"
DESIGNATIONS = "schedule:designations"
EXITS = "schedule:exits"
DUPLICATES = "schedule:duplicates"
UNHELD = "schedule:unheld"
# Some thousands of persons a batch: a minute asks some tens of thousands, and leaves room for the other jobs.
BATCHES_A_MINUTE = 5
# Some ten seconds: the other jobs wait no longer than that. `entraide contributions print` prints the rest at once.
DOCUMENTS_A_MINUTE = 200
# A second or so each, of one processor.
PAPERS_A_MINUTE = 10
# Some seconds: a lock, a look and an entry of the trail each.
DESTROYED_A_MINUTE = 200
ACTOR = system_actor("schedule")

Job = Callable[[datetime, date], int]


@dataclass(frozen=True, slots=True)
class Entry:
    """One job: what it is called in the log, and the act, which gives how many things it did."""

    name: str
    job: Job


def note_heartbeat(at: datetime, on: date) -> int:
    """Leave a sign of life where every process can read it."""
    cache.set(HEARTBEAT, at.isoformat(), timeout=None)
    return 0


def deliver_messages(at: datetime, on: date) -> int:
    """Deliver what the worker could not."""
    return deliver_waiting(at=at)


def follow_bank_lines(at: datetime, on: date) -> int:
    """Let the owners of causes claim the lines of the bank that nobody has claimed."""
    return claim_bank_lines(actor=ACTOR, at=at, on=on)


def decide_proved_claims(at: datetime, on: date) -> int:
    """Grant the claims whose last fact was proved since they were filed, where their benefit is automated."""
    return decide_those_proved(actor=ACTOR, at=at, on=on)


def seal_past_days(at: datetime, on: date) -> int:
    """Seal the audit trail of each day once the next one is over."""
    return len(seal_days_gone_by(on=on))


def publish_day_before(at: datetime, on: date) -> int:
    """Publish the tables of the day before where none as recent stands: of its year, and of the year before until its final table."""
    yesterday = on - timedelta(days=1)
    years = [year for year in (yesterday.year - 1, yesterday.year) if is_due(year, yesterday)]
    for year in years:
        publish(year=year, as_of=yesterday, actor=ACTOR, at=at, on=on)
    return len(years)


def is_due(year: int, as_of: date) -> bool:
    """Tell whether the table of a year is to be published as of a day; a year that is over only where a provisional one stands."""
    last = last_publication(year)
    if last is None:
        return year == as_of.year
    return last.as_of < as_of and (last.is_provisional or year == as_of.year)


def ask_tax_notices(at: datetime, on: date) -> int:
    """Ask the next persons of the last campaign for their notice, and remind those who stay silent, until nobody is left today."""
    campaign = last_campaign()
    if campaign is None:
        return 0
    mark = f"{on.isoformat()} {campaign.pk} {campaign.asked_through}"
    if cache.get(TAX_CAMPAIGN) == mark:
        return 0
    told, when = 0, {"campaign_id": campaign.pk, "actor": ACTOR, "at": at, "on": on}
    concerns = concerns_of(campaign.notice_year)
    for _ in range(BATCHES_A_MINUTE):
        done = continue_tax_campaign(concerns=concerns, **when) + remind_tax_campaign(**when)
        told += done
        if not done:
            cache.set(TAX_CAMPAIGN, f"{on.isoformat()} {campaign.pk} {last_campaign().asked_through}", timeout=None)
            break
    return told


def ask_new_members_for_delegates(at: datetime, on: date) -> int:
    """Ask the members that entered, or took over from another, since the campaign of designation was opened, once a day."""
    campaign = running_campaign()
    if campaign is None or cache.get(DESIGNATIONS) == on.isoformat():
        return 0
    asked = ask_newcomers(campaign_id=campaign.pk, actor=ACTOR, at=at, on=on)
    cache.set(DESIGNATIONS, on.isoformat(), timeout=None)
    return asked


def revoke_cards(at: datetime, on: date) -> int:
    """Revoke the cards of ended rights, once a day."""
    if cache.get(CARDS) == on.isoformat():
        return 0
    revoked = revoke_stranded_cards(actor=ACTOR, at=at, on=on)
    if not revoked:
        cache.set(CARDS, on.isoformat(), timeout=None)
    return revoked


def end_with_contracts(at: datetime, on: date) -> int:
    """End the rights and mandates that came since under contracts that have ended, once a day."""
    if cache.get(EXITS) == on.isoformat():
        return 0
    followed = follow_exits(actor=ACTOR, at=at, on=on)
    cache.set(EXITS, on.isoformat(), timeout=None)
    return followed


def look_for_duplicates(at: datetime, on: date) -> int:
    """Look through everybody for persons on record twice, once a day."""
    if cache.get(DUPLICATES) == on.isoformat():
        return 0
    found = search_duplicates(actor=ACTOR, at=at, on=on)
    cache.set(DUPLICATES, on.isoformat(), timeout=None)
    return found


def print_call_documents(at: datetime, on: date) -> int:
    """Print the next documents of contributions that have no file."""
    return print_documents(limit=DOCUMENTS_A_MINUTE, actor=ACTOR, at=at, on=on)


def check_call_documents(at: datetime, on: date) -> int:
    """Hold the next printed documents of contributions against the rules of the electronic invoice."""
    return check_documents(limit=DOCUMENTS_A_MINUTE, actor=ACTOR, at=at, on=on)


def print_reminder_letters(at: datetime, on: date) -> int:
    """Print the next letters about documents that are not paid."""
    return print_reminders(limit=DOCUMENTS_A_MINUTE, actor=ACTOR, at=at, on=on)


def part_scanned_post(at: datetime, on: date) -> int:
    """Part the oldest scan of the post that the worker did not."""
    return sum(split(batch_id=key, actor=ACTOR, at=at, on=on) for key in waiting_batches()[:1])


def read_papers(at: datetime, on: date) -> int:
    """Read the next papers that the worker has not read."""
    return sum(read(document_id=key, actor=ACTOR, at=at, on=on) for key in waiting_to_be_read(READ_KINDS, PAPERS_A_MINUTE))


def destroy_what_nothing_holds(at: datetime, on: date) -> int:
    """Let go of the post that has served, then destroy the files that no row names, until none is left today."""
    if cache.get(UNHELD) == on.isoformat():
        return 0
    told = {"limit": DESTROYED_A_MINUTE, "actor": ACTOR, "at": at, "on": on}
    let, destroyed = let_go(**told), destroy_unheld(**told)
    if not let and not destroyed:
        cache.set(UNHELD, on.isoformat(), timeout=None)
    return destroyed


def continue_calls(at: datetime, on: date) -> int:
    """Go on with the campaigns of contributions that run, some batches a minute, should the worker not."""
    running = [row.pk for row in open_campaigns() if row.state in ("reckoning", "running")]
    return sum(advance_campaign(campaign_id=key, actor=ACTOR, at=at, on=on) for key in running for _ in range(BATCHES_A_MINUTE))


def make_decisions_asked_together(at: datetime, on: date) -> int:
    """Make the decisions asked together whose time to be withdrawn is over."""
    return make_due(actor=ACTOR, at=at, on=on)


def remind_those_awaited(at: datetime, on: date) -> int:
    """Remind the persons who have not sent what their claim awaits."""
    return remind_waiting(actor=ACTOR, at=at, on=on)


def close_claims_unanswered(at: datetime, on: date) -> int:
    """Close without follow-up the claims whose last day to answer is over."""
    return close_unanswered(actor=ACTOR, at=at, on=on)


def conclude_reexaminations(at: datetime, on: date) -> int:
    """Note the answer of the re-examinations whose claim was decided again."""
    return conclude(actor=ACTOR, at=at, on=on)


def forget_ended_sessions(at: datetime, on: date) -> int:
    """Take ended sessions away, once a day: one may hold what a person answered to open their account."""
    if cache.get(SESSIONS) == on.isoformat():
        return 0
    call_command("clearsessions")
    cache.set(SESSIONS, on.isoformat(), timeout=None)
    return 1


ENTRIES = (
    Entry("heartbeat", note_heartbeat),
    Entry("messages delivered", deliver_messages),
    Entry("bank lines followed", follow_bank_lines),
    Entry("proved claims decided", decide_proved_claims),
    Entry("days of the audit trail sealed", seal_past_days),
    Entry("tables published", publish_day_before),
    Entry("tax notices asked for", ask_tax_notices),
    Entry("new members asked for their delegates", ask_new_members_for_delegates),
    Entry("members out of contract followed", end_with_contracts),
    Entry("cards of ended rights revoked", revoke_cards),
    Entry("duplicates looked for", look_for_duplicates),
    Entry("call documents printed", print_call_documents),
    Entry("call documents checked", check_call_documents),
    Entry("letters about calls printed", print_reminder_letters),
    Entry("papers read", read_papers),
    Entry("scanned post parted", part_scanned_post),
    Entry("members called", continue_calls),
    Entry("decisions asked together made", make_decisions_asked_together),
    Entry("persons awaited reminded", remind_those_awaited),
    Entry("claims unanswered closed", close_claims_unanswered),
    Entry("re-examinations concluded", conclude_reexaminations),
    Entry("files that nothing holds destroyed", destroy_what_nothing_holds),
    Entry("passages through ended sessions", forget_ended_sessions),
)


def run_once(entries: Sequence[Entry] = ENTRIES, *, at: datetime, on: date) -> dict[str, int | None]:
    """Do every job once; give how much each did, None for one that failed: it is said with its cause and tried again next time."""
    done: dict[str, int | None] = {}
    for entry in entries:
        try:
            done[entry.name] = entry.job(at, on)
        except Exception:
            logger.exception("schedule: %s failed; the other jobs go on, it is tried again in a minute", entry.name)
            done[entry.name] = None
    return done

"""Tell people, and put what must leave in the outbox; delivered after the commit, once, tried again until it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import Min, Q, QuerySet

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.notifications.models import Message, Outgoing, PostalLetter, PrintRun, Silence
from entraide.apps.notifications.queries import waiting_letters
from entraide.apps.notifications.tasks import deliver_later
from entraide.orm.acts import parts
from entraide.orm.reading import prepared
from entraide.orm.together import write


# Whoever reads a person's mail over their shoulder learns neither what was asked nor what was answered.
NOTICE_SUBJECT = "Un message vous attend dans votre espace"
NOTICE_BODY = "Bonjour,\n\nUn message vous attend dans votre espace. Connectez-vous pour le lire.\n"
MOST_PERSONS = 500
"""Of a run of letters: what a printer takes at one go, and what a page prints in a few seconds."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What is said to one person: `key` names the e-mail, which leaves once whatever is asked; each call leaves a message.

    `email` is the address of the person's own account, never the one that their employer gave.
    """

    key: str
    subject: str
    body: str
    beneficiary_id: UUID | None = None
    account_id: UUID | None = None
    email: str = ""
    about: tuple[str, UUID] | None = None


def tell(letter: Letter, *, at: datetime, on: date) -> None:
    """Put a message in the person's space and, where there is an address, a short e-mail in the outbox.

    The e-mail is the same whatever happened: that a message waits. The act that tells carries the audit entry. Nothing is told to a
    person whose death is on record. A person without an e-mail of their own is written to by post as well, once whatever is asked.
    """
    silent = _silent([letter.beneficiary_id], [letter.email] if letter.email else [])
    if letter.beneficiary_id in silent:
        return
    about_type, about_id = letter.about or ("", None)
    message = Message(
        account_id=letter.account_id,
        beneficiary_id=letter.beneficiary_id,
        subject=letter.subject,
        body=letter.body,
        about_type=about_type,
        about_id=about_id,
        sent_at=at,
        sent_on=on,
    )
    write(message)
    if letter.beneficiary_id is not None and not letter.email:
        _put_in_post(letter, letter.beneficiary_id, at=at, on=on)
    if letter.email and letter.email.casefold() not in silent:
        _put_in_outbox(letter.key, letter.email, {"subject": NOTICE_SUBJECT, "body": NOTICE_BODY}, at=at)


def _put_in_post(letter: Letter, beneficiary_id: UUID, *, at: datetime, on: date) -> None:
    about_type, about_id = letter.about or ("", None)
    told = {"subject": letter.subject, "body": letter.body, "about_type": about_type, "about_id": about_id}
    write(PostalLetter(key=letter.key, beneficiary_id=beneficiary_id, written_at=at, written_on=on, **told), once=True)


def tell_many(letters: Sequence[Letter], *, at: datetime, on: date) -> None:
    """Put a message in the space of many persons, in few statements; their e-mails wait for the schedule.

    A campaign that wants letters by post besides prints its own: here nobody is written to by post.
    """
    silent = _silent_persons(letter.beneficiary_id for letter in letters)
    letters = [letter for letter in letters if letter.beneficiary_id not in silent]
    rows = [
        Message(
            account_id=letter.account_id,
            beneficiary_id=letter.beneficiary_id,
            subject=letter.subject,
            body=letter.body,
            about_type=letter.about[0] if letter.about else "",
            about_id=letter.about[1] if letter.about else None,
            sent_at=at,
            sent_on=on,
        )
        for letter in letters
    ]
    Message.objects.bulk_create(rows, batch_size=1_000)
    mails = [(letter.key, letter.email) for letter in letters if letter.email]
    send_emails(mails=mails, subject=NOTICE_SUBJECT, body=NOTICE_BODY, at=at)


def send_email(*, key: str, recipient: str, subject: str, body: str, at: datetime) -> None:
    """Put an e-mail in the outbox under a stable key; a second call with the same key changes nothing, nor does a silent recipient."""
    if not _silent_recipients([recipient]):
        _put_in_outbox(key, recipient, {"subject": subject, "body": body}, at=at)


def _put_in_outbox(key: str, recipient: str, content: dict[str, str], *, at: datetime) -> None:
    """Write an e-mail that leaves after the commit; where one has its key already, that one leaves and this one is not there."""
    outgoing = Outgoing(key=key, kind="email", recipient=recipient, content=content, created_at=at)
    write(outgoing, once=True)
    transaction.on_commit(partial(deliver_later, outgoing.pk))


def send_emails(*, mails: Sequence[tuple[str, str]], subject: str, body: str, at: datetime) -> None:
    """Put one e-mail for many recipients in the outbox, each as (stable key, address), in few statements; the schedule sends them.

    A key that is there already changes nothing.
    """
    content = {"subject": subject, "body": body}
    silent = _silent_recipients(recipient for _, recipient in mails)
    rows = [
        Outgoing(key=key, kind="email", recipient=recipient, content=content, created_at=at)
        for key, recipient in mails
        if recipient.casefold() not in silent
    ]
    Outgoing.objects.bulk_create(rows, batch_size=1_000, ignore_conflicts=True)


def silence(*, beneficiary_id: UUID, recipients: Iterable[str], act_id: UUID, at: datetime) -> int:
    """Tell and send nothing more to a person, and drop what waits in the outbox for their addresses; give how many mails were dropped.

    This is the one door: whatever is told or sent goes through `tell`, `tell_many`, `send_email` or `send_emails`.
    """
    addresses = sorted({recipient.strip().casefold() for recipient in recipients if recipient.strip()})
    Silence.objects.create(beneficiary_id=beneficiary_id, act_id=act_id, since=at)
    Silence.objects.bulk_create([Silence(recipient=address, act_id=act_id, since=at) for address in addresses])
    in_post = PostalLetter.objects.filter(beneficiary_id=beneficiary_id, dropped_by__isnull=True)
    in_post.filter(Q(run__isnull=True) | Q(run__posted_on__isnull=True)).update(dropped_by=act_id)
    waiting = Outgoing.objects.filter(recipient__in=addresses, delivered_at__isnull=True, dropped_by__isnull=True)
    return waiting.update(dropped_by=act_id)


def lift_silence(*, act_id: UUID) -> None:
    """Tell and send again, and let what an act had dropped leave: the act was undone."""
    Silence.objects.filter(act_id=act_id).delete()
    Outgoing.objects.filter(dropped_by=act_id).update(dropped_by=None)
    PostalLetter.objects.filter(dropped_by=act_id).update(dropped_by=None)


def _silent(persons: Iterable[UUID | None], recipients: Iterable[str]) -> set[UUID | str]:
    """Give those of a few persons and addresses to whom nothing is told or sent any more."""
    rows = _silences(tuple(key for key in persons if key is not None), tuple(recipient.casefold() for recipient in recipients)).rows()
    return {value for row in rows for value in row if value}


@prepared
def _silences(persons: tuple[UUID, ...], recipients: tuple[str, ...]) -> QuerySet[Silence, tuple[UUID | None, str]]:
    rows = Silence.objects.filter(Q(beneficiary_id__in=persons) | Q(recipient__in=recipients))
    return rows.order_by("pk").values_list("beneficiary_id", "recipient")


def _silent_persons(keys: Iterable[UUID | None]) -> set[UUID]:
    asked = [key for key in set(keys) if key is not None]
    found = [Silence.objects.filter(beneficiary_id__in=part) for part in parts(asked)]
    return {key for rows in found for key in rows.order_by("pk").values_list("beneficiary_id", flat=True)}


def _silent_recipients(recipients: Iterable[str]) -> set[str]:
    asked = sorted({recipient.casefold() for recipient in recipients})
    found = [Silence.objects.filter(recipient__in=part) for part in parts(asked)]
    return {recipient for rows in found for recipient in rows.order_by("pk").values_list("recipient", flat=True)}


def mark_all_read(*, beneficiary_id: UUID, at: datetime) -> int:
    """Note that a person has read their messages; give how many were new."""
    return Message.objects.filter(beneficiary_id=beneficiary_id, read_at__isnull=True).update(read_at=at)


@dataclass(frozen=True, slots=True)
class AccountMail:
    """A mail about an account's own security: what it is (a reset link, a changed password…) and what it says."""

    id: UUID
    account_id: UUID
    kind: str
    recipient: str
    subject: str
    body: str


@transaction.atomic
def send_account_mail(*, mail: AccountMail, actor: Actor, at: datetime, on: date) -> None:
    """Put a mail about an account's security in the outbox; the trail keeps what it was about, not what it says."""
    send_email(key=f"account:{mail.id}", recipient=mail.recipient, subject=mail.subject, body=mail.body, at=at)
    record("notifications.account_mail", actor=actor, subject=("account", mail.account_id), at=at, on=on, payload={"kind": mail.kind})


@transaction.atomic
def gather(*, run_id: UUID, actor: Actor, at: datetime, on: date) -> int:
    """Put the letters that wait in a run of that key, those that wait longest first, all of a person together; give how many.

    The same key gathers once: asked again, it gives the count of the run that is there.
    """
    held = PrintRun.objects.filter(pk=run_id).order_by("pk").first()
    if held is not None:
        return held.count
    oldest = waiting_letters().values("beneficiary_id").annotate(since=Min("written_at")).order_by("since", "beneficiary_id")
    persons = [each["beneficiary_id"] for each in oldest[:MOST_PERSONS]]
    keys = list(waiting_letters().filter(beneficiary_id__in=persons).select_for_update().order_by("pk").values_list("pk", flat=True))
    if keys:
        run = PrintRun.objects.create(id=run_id, made_by=actor.account_id, made_at=at, made_on=on, count=len(keys))
        PostalLetter.objects.filter(pk__in=keys, run__isnull=True).update(run=run)
    return len(keys)


@transaction.atomic
def note_posted(*, run_id: UUID, on: date) -> bool:
    """Note the day on which a run was posted; give whether it was not yet."""
    return bool(PrintRun.objects.filter(pk=run_id, posted_on__isnull=True).update(posted_on=on))

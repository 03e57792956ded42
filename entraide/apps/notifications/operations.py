"""Tell people, and put what must leave in the outbox; delivered after the commit, once, tried again until it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.notifications.models import Message, Outgoing
from entraide.apps.notifications.tasks import deliver_later


# Whoever reads a person's mail over their shoulder learns neither what was asked nor what was answered.
NOTICE_SUBJECT = "Un message vous attend dans votre espace"
NOTICE_BODY = "Bonjour,\n\nUn message vous attend dans votre espace. Connectez-vous pour le lire.\n"


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

    The e-mail is the same whatever happened: that a message waits. The act that tells carries the audit entry.
    """
    about_type, about_id = letter.about or ("", None)
    Message.objects.create(
        account_id=letter.account_id,
        beneficiary_id=letter.beneficiary_id,
        subject=letter.subject,
        body=letter.body,
        about_type=about_type,
        about_id=about_id,
        sent_at=at,
        sent_on=on,
    )
    if letter.email:
        send_email(key=letter.key, recipient=letter.email, subject=NOTICE_SUBJECT, body=NOTICE_BODY, at=at)


def send_email(*, key: str, recipient: str, subject: str, body: str, at: datetime) -> None:
    """Put an e-mail in the outbox under a stable key; a second call with the same key changes nothing."""
    content = {"subject": subject, "body": body}
    defaults = {"kind": "email", "recipient": recipient, "content": content, "created_at": at}
    outgoing, is_new = Outgoing.objects.get_or_create(key=key, defaults=defaults)
    if is_new:
        transaction.on_commit(partial(deliver_later, outgoing.pk))


def send_emails(*, mails: Sequence[tuple[str, str]], subject: str, body: str, at: datetime) -> None:
    """Put one e-mail for many recipients in the outbox, each as (stable key, address), in few statements; the schedule sends them.

    A key that is there already changes nothing.
    """
    content = {"subject": subject, "body": body}
    rows = [Outgoing(key=key, kind="email", recipient=recipient, content=content, created_at=at) for key, recipient in mails]
    Outgoing.objects.bulk_create(rows, batch_size=1_000, ignore_conflicts=True)


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

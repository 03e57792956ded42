"""Acts on accounts: create them, give and end roles, hand out codes that open them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.db.models import F

from entraide.apps.accounts.actor import Actor, Hat
from entraide.apps.accounts.codes import draw_code, show_code
from entraide.apps.accounts.models import Account, ActivationCode, Attempt, StaffRole
from entraide.apps.accounts.policies import can_administer_accounts, require_administrator, require_code_issuer
from entraide.apps.accounts.queries import (
    MAX_FAILURES,
    NOBODY,
    account_by_email,
    attempt_keys,
    code_hash,
    failures_of,
    holders_of_role,
    is_blocked,
)
from entraide.apps.accounts.refusals import (
    ActivationRefused,
    AddressTaken,
    CodesExhausted,
    LastAdministrator,
    NotAStaffRole,
    OwnRole,
    RoleAlreadyHeld,
    RoleNotHeld,
    TooManyAttempts,
)
from entraide.apps.accounts.roles import STAFF_ROLES, Role
from entraide.apps.audit.operations import record
from entraide.integrations.keyring import keyring
from entraide.orm.keys import uuid7


CODE_LIVES = timedelta(days=30)
ATTEMPTS_ARE_KEPT = timedelta(days=1)
WAIT_MINUTES = 15
NAME_LENGTH = Account._meta.get_field("name").max_length


@transaction.atomic
def create_account(*, email: str, name: str, actor: Actor, at: datetime, on: date, password: str = "") -> UUID:
    """Create an account; without `password` nobody can sign in until a link or a code has let the person choose one.

    :raises NotAdministrator: if the actor does not administer accounts.
    :raises AddressTaken: if the address already opens an account.
    """
    require_administrator(actor)
    key = _add_account(email, name, password, at)
    record("accounts.created", actor=actor, subject=("account", key), at=at, on=on, payload={"email": email, "name": name})
    return key


def _add_account(email: str, name: str, password: str, at: datetime) -> UUID:
    # A given name and a family name of a hundred letters each, with the space between them, are one too many.
    account = Account(email=email.strip().casefold(), name=name.strip()[:NAME_LENGTH], created_at=at)
    account.set_password(password or None)
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError as error:
        raise AddressTaken from error
    return account.pk


def invite(*, email: str, name: str, at: datetime) -> tuple[UUID, bool]:
    """Give the account of an address, opened without password where there is none yet, and whether it was.

    A part of the act that gives this person something to do here: that act checks who asks and carries the audit entry.
    """
    held = account_by_email(email)
    return (held.pk, False) if held else (_add_account(email, name, "", at), True)


@transaction.atomic
def give_role(*, account_id: UUID, role: Role, actor: Actor, at: datetime, on: date) -> None:
    """Give a role of the staff from that day on.

    :raises NotAdministrator: if the actor does not administer accounts.
    :raises NotAStaffRole: if the role comes from a member or from a person's file.
    :raises OwnRole: if the actor gives it to themselves.
    :raises RoleAlreadyHeld: if the person holds it, or will.
    """
    _may_change_roles(account_id, role, actor)
    Account.objects.select_for_update().get(pk=account_id)
    held = StaffRole.objects.current().filter(account_id=account_id, role=role)
    if any(row.until is None or row.until > on for row in held.order_by("pk")):
        raise RoleAlreadyHeld
    StaffRole.objects.create(account_id=account_id, role=role, since=on, recorded_at=at, recorded_by=uuid7())
    record("accounts.role_given", actor=actor, subject=("account", account_id), at=at, on=on, payload={"role": role})


@transaction.atomic
def end_role(*, account_id: UUID, role: Role, actor: Actor, at: datetime, on: date) -> None:
    """End a role of the staff: it is no longer held from that day on.

    :raises NotAdministrator: if the actor does not administer accounts.
    :raises OwnRole: if the actor ends one of their own.
    :raises RoleNotHeld: if the person does not hold it that day.
    :raises LastAdministrator: if nobody would administer any more.
    """
    _may_change_roles(account_id, role, actor)
    list(Account.objects.select_for_update().filter(pk__in=holders_of_role(role, on=on)).order_by("pk"))
    held = StaffRole.objects.in_force_on(on).filter(account_id=account_id, role=role).order_by("pk").first()
    if held is None:
        raise RoleNotHeld
    if role == Role.ADMINISTRATOR and len(holders_of_role(role, on=on)) == 1:
        raise LastAdministrator
    act = uuid7()
    StaffRole.objects.filter(pk=held.pk).update(superseded_at=at, superseded_by=act)
    if held.since < on:
        span = {"since": held.since, "until": on, "recorded_at": at, "recorded_by": act}
        StaffRole.objects.create(account_id=account_id, role=role, **span)
    record("accounts.role_ended", actor=actor, subject=("account", account_id), at=at, on=on, payload={"role": role})


def _may_change_roles(account_id: UUID, role: Role, actor: Actor) -> None:
    require_administrator(actor)
    if role not in STAFF_ROLES:
        raise NotAStaffRole
    if actor.account_id == account_id:
        raise OwnRole


@transaction.atomic
def change_hat(*, hat: Hat, actor: Actor, at: datetime, on: date) -> None:
    """Note that a person goes on under another of their roles."""
    payload = {"role": hat.role, "member": hat.member_id}
    record("accounts.hat_changed", actor=actor, subject=("account", actor.account_id), at=at, on=on, payload=payload)


@transaction.atomic
def note_password_link(*, account_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Note that a person was sent a link by which they choose their password.

    :raises NotAdministrator: if the actor does not administer accounts.
    """
    require_administrator(actor)
    record("accounts.password_link_sent", actor=actor, subject=("account", account_id), at=at, on=on)


@transaction.atomic
def reset_second_factor(*, account_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Take a person's second factor away, for who lost their phone; a role of the staff asks for a new one at once.

    :raises NotAdministrator: if the actor does not administer accounts.
    :raises OwnRole: if it is the actor's own.
    """
    require_administrator(actor)
    if actor.account_id == account_id:
        raise OwnRole
    Authenticator.objects.filter(user_id=account_id).delete()
    record("accounts.second_factor_reset", actor=actor, subject=("account", account_id), at=at, on=on)


@transaction.atomic
def close_account(*, account_id: UUID, actor: Actor, at: datetime, on: date) -> bool:
    """Let nobody sign in to an account any more, whoever is signed in to it included; give whether it was open."""
    changed = Account.objects.filter(pk=account_id, is_active=True).update(is_active=False)
    if changed:
        record("accounts.closed", actor=actor, subject=("account", account_id), at=at, on=on)
    return bool(changed)


@transaction.atomic
def reopen_account(*, account_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Let a closed account be signed in to again, with the password it had."""
    if Account.objects.filter(pk=account_id, is_active=False).update(is_active=True):
        record("accounts.reopened", actor=actor, subject=("account", account_id), at=at, on=on)


@transaction.atomic
def issue_activation_code(*, subject_id: UUID, channel: str, actor: Actor, at: datetime, on: date) -> str:
    """Make a code that opens the account of a person's file; give it once, as it is printed: only its keyed hash is kept.

    `channel` is email, letter or handed_over. The codes handed out before die; their failures count for this one too, unless an
    administrator of the association has it made.

    :raises NotAdministrator: if the actor may not have codes made.
    :raises CodesExhausted: if the codes before failed too often and the actor is no administrator.
    """
    require_code_issuer(actor)
    failed_count = 0 if can_administer_accounts(actor) else failures_of(subject_id)
    if failed_count >= MAX_FAILURES:
        raise CodesExhausted
    ActivationCode.objects.filter(subject_id=subject_id, used_at__isnull=True, expires_at__gt=at).update(expires_at=at)
    code = draw_code()
    ActivationCode.objects.create(
        subject_id=subject_id,
        code_hash=code_hash(code),
        channel=channel,
        issued_at=at,
        expires_at=at + CODE_LIVES,
        failed_count=failed_count,
    )
    subject = ("activation", subject_id)
    record("accounts.activation_issued", actor=actor, subject=subject, at=at, on=on, payload={"channel": channel})
    return show_code(code)


def require_few_attempts(door: str, *, code: str, network: str, at: datetime) -> None:
    """Stop whoever has failed too often at a door, by the code they try or by the network address they come from.

    :raises TooManyAttempts: if so.
    """
    if is_blocked(door, keys=attempt_keys(code=code, network=network), at=at):
        raise TooManyAttempts(minutes=WAIT_MINUTES)


def record_attempt(door: str, *, code: str, network: str, at: datetime) -> None:
    """Count a failure at a door; only keyed hashes of the code and of the address are kept, and for one day."""
    keys = attempt_keys(code=code, network=network)
    Attempt.objects.bulk_create([Attempt(door=door, key=key, at=at) for key in keys.values()])
    Attempt.objects.filter(door=door, at__lt=at - ATTEMPTS_ARE_KEPT).delete()


def fail_code(code: str, *, network: str, at: datetime) -> None:
    """Count a failure of a code, whether it exists or not, with the same queries."""
    ActivationCode.objects.filter(code_hash=code_hash(code)).update(failed_count=F("failed_count") + 1)
    record_attempt("activation", code=code, network=network, at=at)


@transaction.atomic
def activate(*, code: str, name: str, email: str, password: str, at: datetime, on: date) -> UUID:
    """Open an account with a code that the person has confirmed; the code dies. Give the account's key.

    :raises ActivationRefused: if the code was used meanwhile.
    :raises AddressTaken: if the address already opens an account; the code stays alive.
    """
    row = ActivationCode.objects.filter(code_hash=code_hash(code)).order_by("pk").first()
    if not ActivationCode.objects.filter(pk=row.pk if row else NOBODY, used_at__isnull=True).update(used_at=at):
        raise ActivationRefused
    key = _add_account(email, name, password, at)
    actor = Actor(kind="person", account_id=key, name=name[:NAME_LENGTH])
    record("accounts.activated", actor=actor, subject=("activation", row.subject_id), at=at, on=on, payload={"email": email})
    return key


@dataclass(frozen=True, slots=True)
class NewAccount:
    """Someone who shall be able to sign in."""

    email: str
    name: str


@transaction.atomic
def import_accounts(
    *, rows: Sequence[NewAccount], password_hash: str, import_id: UUID, actor: Actor, at: datetime, on: date
) -> dict[str, UUID]:
    """Create many accounts under one hashed password, or none when it is empty; addresses that open one already are left as they are.

    Give the key of every account by address.

    :raises NotAdministrator: if the actor does not administer accounts.
    """
    require_administrator(actor)
    names = {row.email.strip().casefold(): row.name for row in rows}
    held = dict(Account.objects.filter(email__in=list(names)).order_by("pk").values_list("email", "pk"))
    new = {email: uuid7() for email in names if email not in held}
    password = password_hash or make_password(None)
    accounts = [
        Account(id=key, email=email, name=names[email][:NAME_LENGTH], password=password, created_at=at) for email, key in new.items()
    ]
    Account.objects.bulk_create(accounts, batch_size=2_000)
    if new:
        record("accounts.imported", actor=actor, subject=("opening_import", import_id), at=at, on=on, payload={"count": len(new)})
    return held | new


SECOND_FACTOR_SECRETS = ("secret", "seed")


@transaction.atomic
def rewrap_second_factors(*, actor: Actor, at: datetime, on: date) -> int:
    """Encrypt again, with the key in use, every secret of a second factor that an older key closed; give how many."""
    ring, about, count = keyring(), "second factor", 0
    for factor in Authenticator.objects.select_for_update().order_by("pk"):
        stale = [name for name in SECOND_FACTOR_SECRETS if name in factor.data and not ring.is_current(bytes.fromhex(factor.data[name]))]
        for name in stale:
            factor.data[name] = ring.encrypt(ring.decrypt(bytes.fromhex(factor.data[name]), about=about), about=about).hex()
        if stale:
            factor.save(update_fields=["data"])
            count += 1
    if count:
        record("accounts.second_factors_rewrapped", actor=actor, subject=("keyring", uuid7()), at=at, on=on, payload={"count": count})
    return count

"""Reads of accounts, staff roles and activation codes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from entraide.apps.accounts.codes import compact_code
from entraide.apps.accounts.models import Account, ActivationCode, Attempt, StaffRole
from entraide.apps.accounts.roles import Role
from entraide.core.names import normalise
from entraide.integrations.keyring import keyring


NOBODY = UUID(int=0)
MAX_FAILURES = 5
# Failures at a door within this span, by what is counted. A whole town hall may stand behind one network address.
BLOCKED_WITHIN = timedelta(minutes=15)
BLOCKED_FROM = {"code": 5, "network": 40}


def staff_roles_of(account_id: UUID, *, on: date) -> list[Role]:
    """List the staff roles that an account holds on a day, by name."""
    held = StaffRole.objects.in_force_on(on).filter(account_id=account_id).order_by("role")
    return [Role(role) for role in held.values_list("role", flat=True)]


def holders_of_role(role: Role, *, on: date) -> set[UUID]:
    """Give the accounts that hold a staff role on a day."""
    return set(StaffRole.objects.in_force_on(on).filter(role=role).order_by("pk").values_list("account_id", flat=True))


def named_holders(role: Role, *, on: date) -> QuerySet:
    """Give the key and the name of each account that holds a staff role on a day."""
    held = StaffRole.objects.in_force_on(on).filter(role=role).order_by()
    return Account.objects.filter(pk__in=held.values("account_id")).order_by("pk").values_list("pk", "name")


def names_of(account_ids: set[UUID]) -> dict[UUID, str]:
    """Give the name of each account, for lists that say who did what."""
    return dict(Account.objects.filter(pk__in=account_ids).order_by("pk").values_list("pk", "name"))


def account_by_email(email: str) -> Account | None:
    """Find an account by its address, whatever its case."""
    return Account.objects.filter(email=email.strip().casefold()).order_by("pk").first()


def account(account_id: UUID) -> Account | None:
    """Give an account, or nothing."""
    return Account.objects.filter(pk=account_id).order_by("pk").first()


def accounts_by_name(text: str) -> list[Account]:
    """Find accounts by address, by the part of it before the @, or by name, case and accents forgiven."""
    address = text.strip().casefold()
    exact = Account.objects.filter(Q(email=address) | Q(email__startswith=f"{address}@")).order_by("email")
    return list(exact) or list(Account.objects.filter(search_name__startswith=normalise(text)).order_by("email"))


def account_list(*, text: str = "", role: str = "", on: date) -> QuerySet[Account]:
    """Give the accounts whose name or address holds `text` and who hold the staff role `role` on a day, to sort and to page."""
    found = Account.objects.order_by("search_name", "pk")
    if text:
        found = found.filter(search_name__contains=normalise(text))
    if role:
        found = found.filter(pk__in=StaffRole.objects.in_force_on(on).filter(role=role).order_by().values("account_id"))
    return found


def roles_by_account(account_ids: set[UUID], *, on: date) -> dict[UUID, list[Role]]:
    """Give the staff roles of each account on a day."""
    held: dict[UUID, list[Role]] = {key: [] for key in account_ids}
    rows = StaffRole.objects.in_force_on(on).filter(account_id__in=account_ids).order_by("role")
    for key, role in rows.values_list("account_id", "role"):
        held[key].append(Role(role))
    return held


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A staff role over a span, `until` excluded."""

    role: Role
    since: date
    until: date | None


def role_history(account_id: UUID) -> list[HeldRole]:
    """List the staff roles that an account holds, held or will hold, newest first."""
    rows = StaffRole.objects.current().filter(account_id=account_id).order_by("-since", "role")
    return [HeldRole(Role(row.role), row.since, row.until) for row in rows]


@dataclass(frozen=True, slots=True)
class CodeState:
    """What a typed code stands for: nobody when it does not exist; alive when it may still open an account."""

    subject_id: UUID
    is_alive: bool
    is_used: bool
    channel: str = ""


def failures_of(subject_id: UUID) -> int:
    """Count the failures of a file's codes since an administrator had one made: each code carries those of the code before."""
    counts = ActivationCode.objects.filter(subject_id=subject_id).order_by("-pk").values_list("failed_count", flat=True)
    return counts.first() or 0


def codes_issued_since(subjects: Collection[UUID], key: UUID) -> bool:
    """Tell whether a code was made for one of some files since a key was drawn; `subjects` are the keys of the files."""
    return ActivationCode.objects.filter(subject_id__in=subjects, pk__gte=key).exists()


def code_hash(code: str) -> str:
    """Give what is kept of a code, however it is typed."""
    return keyring().hashed(compact_code(code), about="activation code")


def code_state(code: str, *, at: datetime) -> CodeState:
    """Look a typed code up, and keep others from using it in the running transaction."""
    row = ActivationCode.objects.select_for_update().filter(code_hash=code_hash(code)).order_by("pk").first()
    if row is None:
        return CodeState(NOBODY, False, False)
    is_alive = row.used_at is None and row.expires_at > at and row.failed_count < MAX_FAILURES
    return CodeState(row.subject_id, is_alive, row.used_at is not None, row.channel)


def attempt_keys(*, code: str, network: str) -> dict[str, str]:
    """Give the keyed hashes under which a failure is counted."""
    ring = keyring()
    return {
        "code": ring.hashed(compact_code(code), about="code tried"),
        "network": ring.hashed(network, about="network address"),
    }


def is_blocked(door: str, *, keys: dict[str, str], at: datetime) -> bool:
    """Tell whether one of the keys has failed too often at a door."""
    recent = Attempt.objects.filter(door=door, key__in=keys.values(), at__gt=at - BLOCKED_WITHIN)
    counts = dict(recent.values("key").annotate(failures=Count("pk")).order_by("key").values_list("key", "failures"))
    return any(counts.get(key, 0) >= BLOCKED_FROM[kind] for kind, key in keys.items())

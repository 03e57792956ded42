"""Who acts: built once per request in `config`, handed to every query, policy and operation."""

from dataclasses import dataclass
from uuid import UUID

from entraide.apps.accounts.roles import LABELS, STAFF_ROLES, Role


# Where the session keeps the hat that was chosen.
SESSION_KEY = "hat"


# Who writes a row when nobody does: the schedule, an import, a command.
SYSTEM_AUTHOR = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Hat:
    """One role that a person holds, for one member where the role belongs to a member."""

    role: Role
    member_id: UUID | None = None
    member_name: str = ""

    @property
    def key(self) -> str:
        """Name the hat in a form and in the session."""
        return f"{self.role}:{self.member_id or ''}"

    @property
    def label(self) -> str:
        """Say the hat in French."""
        return f"{LABELS[self.role]}, {self.member_name}" if self.member_name else LABELS[self.role]


@dataclass(frozen=True, slots=True)
class Actor:
    """A person under the hat they wear now, or the system itself.

    `beneficiary_id` is the person's own file, whatever the hat: policies use it to keep anyone from deciding on their own claim.
    """

    kind: str
    account_id: UUID | None = None
    name: str = ""
    hat: Hat | None = None
    hats: tuple[Hat, ...] = ()
    beneficiary_id: UUID | None = None

    @property
    def role(self) -> Role | None:
        """The role of the hat worn now."""
        return self.hat.role if self.hat else None

    @property
    def member_id(self) -> UUID | None:
        """The member of the hat worn now, for a correspondent or a delegate."""
        return self.hat.member_id if self.hat else None

    @property
    def is_staff(self) -> bool:
        """Whether the hat worn now is one of the association's staff."""
        return self.role in STAFF_ROLES

    def has(self, *roles: Role) -> bool:
        """Tell whether the hat worn now is one of `roles`."""
        return self.role in roles

    @property
    def author_id(self) -> UUID:
        """Who a row says has written it: the account, or the system."""
        return self.account_id or SYSTEM_AUTHOR

    @property
    def audit_id(self) -> UUID | None:
        """What the audit trail keeps of the actor."""
        return self.account_id

    @property
    def audit_role(self) -> str:
        """The role that the audit trail keeps."""
        return str(self.role or "")


ANONYMOUS = Actor(kind="anonymous")


def system_actor(name: str) -> Actor:
    """Make the actor of the schedule, of an import or of a command."""
    return Actor(kind="system", name=name)

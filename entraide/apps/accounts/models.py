"""Accounts, the staff roles they hold, and the codes that open them."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from entraide.apps.accounts.codes import CHANNELS
from entraide.apps.accounts.roles import LABELS, STAFF_ROLES
from entraide.orm.constraints import NoOverlap
from entraide.orm.fields import KeyField
from entraide.orm.history import HISTORY, NormalisedField, ValidTime


class AccountManager(BaseUserManager):
    """What Django and allauth ask of a user model's manager."""

    def get_by_natural_key(self, email: str) -> "Account":
        """Find an account by its address, whatever its case."""
        return self.get(email=email.strip().casefold())


class Account(AbstractBaseUser):
    """Someone who may sign in, by e-mail and password; what they may do comes from their roles."""

    id = KeyField()
    email = models.EmailField("adresse électronique", unique=True)
    name = models.CharField(max_length=200)
    search_name = NormalisedField(of="name email", max_length=460)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    objects = AccountManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(email=models.functions.Lower("email")), name="account_email_is_lower_case"),
        ]

    def get_full_name(self) -> str:
        """Say who it is; allauth asks."""
        return self.name

    def __str__(self) -> str:
        return self.email


class StaffRole(ValidTime):
    """A role of the association's staff, held over a span."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="staff_roles")
    role = models.CharField(max_length=40, choices=[(role, LABELS[role]) for role in sorted(STAFF_ROLES)])

    database_rules = (HISTORY, NoOverlap("staff_role_once_at_a_time", key=("account", "role")))


class ActivationCode(models.Model):
    """A code handed to a person, which opens their account once; only its keyed hash is kept.

    `subject_id` is the key of the person's file in the app that asked for the code.
    """

    id = KeyField()
    subject_id = models.UUIDField()
    code_hash = models.CharField(max_length=64, unique=True)
    channel = models.CharField(max_length=20, choices=list(CHANNELS.items()))
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    failed_count = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["subject_id"], name="activation_by_subject")]


class Attempt(models.Model):
    """One try at a guarded door (activation, reset), counted to slow guessing down; `key` is a keyed hash, never the address itself."""

    id = KeyField()
    door = models.CharField(max_length=40)
    key = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["door", "key", "at"], name="attempts_by_door")]

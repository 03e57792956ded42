"""The rows of accounts that name a person: what becomes of them when two rows of the person are joined."""

from django.db.models import Q

from entraide.apps.accounts.models import ActivationCode
from entraide.orm.moves import Column, Joining, PersonRows


class AccountRows(PersonRows):
    """A code that was used stays what it was; the account itself is the person's column."""

    def following(self, column: Column, joining: Joining) -> Q:
        """Keep the codes that may still open an account."""
        return Q(used_at__isnull=True)


ROWS = AccountRows(moved=[Column(ActivationCode, "subject_id")])

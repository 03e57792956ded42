"""Whether the mail room rests on an act that made people known, or brought them to an employer."""

from entraide.apps.beneficiaries.queries.resting import Brought
from entraide.apps.mailroom.models import Envelope


def rests_on(brought: Brought) -> bool:
    """Tell whether an envelope was deposited since for somebody whom an act made known, or for a member that it brought them to."""
    return Envelope.objects.filter(brought.of_newcomers | brought.of_employment).exists()

"""Move the claims that wait from one member to another, and to its branch: only an event that changes bodies does so."""

from collections.abc import Iterable
from uuid import UUID

from entraide.apps.claims.models import Claim
from entraide.apps.network.queries import committee_of_member
from entraide.core.workflow.claims import OPEN_STATES
from entraide.orm.acts import parts


def move_claims(moves: Iterable[tuple[UUID, UUID, UUID]]) -> None:
    """Let claims, as (claim, from, to), count for another member; one that is decided, or counts elsewhere by now, stays."""
    by_way: dict[tuple[UUID, UUID], list[UUID]] = {}
    for claim, origin, destination in moves:
        by_way.setdefault((origin, destination), []).append(claim)
    for (origin, destination), claims in by_way.items():
        for keys in parts(claims):
            waiting = Claim.objects.filter(pk__in=keys, member_id=origin, state__in=OPEN_STATES)
            waiting.update(member_id=destination, committee=committee_of_member(destination))

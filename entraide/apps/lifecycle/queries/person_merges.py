"""What joining two persons would do, and the joinings made."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from uuid import UUID

from django.db.models import QuerySet

from entraide.apps.accounts.actor import Actor
from entraide.apps.beneficiaries.queries.person_merges import Conflict, Facts, conflicts_of, facts_of, file_counts, same_dependants
from entraide.apps.claims.queries.lists import hidden_claims_of, told_counts
from entraide.apps.lifecycle.models import PersonMerge
from entraide.apps.lifecycle.policies import can_compare_persons
from entraide.apps.lifecycle.refusals import NobodyToMerge
from entraide.apps.notifications.queries import messages_of
from entraide.apps.payments.queries import orders
from entraide.apps.usage.queries import imported_uses_of


def counts_of(beneficiary_id: UUID) -> dict[str, int]:
    """Count what a person has, by kind; nothing that would tell of a confidential claim."""
    hidden = hidden_claims_of(beneficiary_id).order_by().values("pk")
    return {
        **told_counts(beneficiary_id),
        **file_counts(beneficiary_id),
        "orders": orders().filter(beneficiary_id=beneficiary_id).exclude(cause_id__in=hidden).count(),
        "former_benefits": imported_uses_of(beneficiary_id).count(),
        "messages": messages_of(beneficiary_id).exclude(about_id__isnull=False, about_id__in=hidden).count(),
    }


@dataclass(frozen=True, slots=True)
class Preview:
    """What joining two persons would do: the facts of each, what is counted of each, what differs, which children are one."""

    kept: Facts
    absorbed: Facts
    counts: tuple[Mapping[str, int], Mapping[str, int]]
    conflicts: tuple[Conflict, ...]
    same_children: Mapping[UUID, UUID] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """Name the state of both rows: it changes as soon as something of one of them does."""
        rows = [[str(row.pk) for row in (*facts.identities, *facts.affiliations, *facts.kinships)] for facts in (self.kept, self.absorbed)]
        singles = [
            [str(line.pk) for line in facts.tax_lines.values()] + [str(facts.bank and facts.bank.pk), str(facts.person.account_id)]
            for facts in (self.kept, self.absorbed)
        ]
        return sha256(repr((rows, singles, [sorted(count.items()) for count in self.counts])).encode()).hexdigest()


def preview_of(kept_id: UUID, *, absorbed_id: UUID) -> Preview:
    """Compare two persons.

    :raises NobodyToMerge: if one of them has no identity.
    """
    kept, absorbed = facts_of(kept_id), facts_of(absorbed_id)
    if not kept.identities or not absorbed.identities:
        raise NobodyToMerge
    counts = (counts_of(kept_id), counts_of(absorbed_id))
    return Preview(kept, absorbed, counts, conflicts_of(kept, absorbed=absorbed), same_dependants(kept, absorbed=absorbed))


def merge_of(merge_id: UUID, *, actor: Actor) -> PersonMerge | None:
    """Give a merge to whoever may compare persons."""
    rows = PersonMerge.objects.filter(pk=merge_id).select_related("kept", "absorbed").order_by("pk")
    return rows.first() if can_compare_persons(actor) else None


def merges(*, actor: Actor, state: str = "") -> QuerySet[PersonMerge]:
    """List the merges that wait, are in force or were undone, or those of one state; the last first."""
    rows = PersonMerge.objects.exclude(state="set_aside") if can_compare_persons(actor) else PersonMerge.objects.none()
    rows = rows.filter(state=state) if state else rows
    return rows.select_related("kept", "absorbed").order_by("-drafted_at", "-pk")

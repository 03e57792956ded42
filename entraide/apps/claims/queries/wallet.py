"""The papers that the association holds of a person: those found good serve again, as long as they still prove what they say."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from entraide.apps.accounts.actor import Actor
from entraide.apps.accounts.queries import names_of
from entraide.apps.beneficiaries import queries as beneficiaries
from entraide.apps.catalogue import queries as catalogue
from entraide.apps.claims.models import Claim, ClaimDocument
from entraide.apps.claims.policies import visible_to
from entraide.apps.claims.queries.drafts import Draft
from entraide.apps.claims.queries.papers import FAMILY_RECORD
from entraide.core.papers import covered_days, is_of_household
from entraide.core.timeline import Span
from entraide.core.workflow.claims import ClaimState


@dataclass(frozen=True, slots=True)
class HeldPaper:
    """A paper of a filed claim: what it is, whom it is for, when it came, who found it good, and for which events it serves again.

    `covers` is nothing for a paper that proves one event alone; `subject_name` is empty for the person themselves.
    """

    id: UUID
    claim: Claim
    document_id: UUID
    kind: str
    label: str
    file_name: str
    size: int
    subject_name: str
    is_checked: bool
    checked_by: str
    covers: Span | None

    @property
    def sent_on(self) -> date:
        """The day on which the claim that it came with was filed."""
        return self.claim.filed_on

    def serves(self, event_on: date) -> bool:
        """Tell whether it proves what it says for an event of that day."""
        return self.is_checked and self.covers is not None and self.covers.contains(event_on)


def wallet_of(beneficiary_id: UUID, *, actor: Actor, on: date) -> list[HeldPaper]:
    """List the papers of a person's filed claims that the actor may see, the latest first, without those withdrawn."""
    own = Claim.objects.filter(visible_to(actor), beneficiary_id=beneficiary_id, filed_on__isnull=False)
    claims = own.exclude(state=ClaimState.CANCELLED)
    held = ClaimDocument.objects.filter(claim__in=claims.values("pk"), state__in=["received", "accepted"], message__isnull=True)
    rows = list(held.select_related("claim", "document").order_by("-claim__filed_on", "-added_at", "pk"))
    names = names_of({row.checked_by for row in rows if row.checked_by})
    people = {each.id: each.name for each in beneficiaries.household(beneficiary_id, on=on)}
    labels = _labels() if rows else {}
    return [
        HeldPaper(
            row.pk,
            row.claim,
            row.document_id,
            row.requirement,
            labels.get((row.claim.revision_id, row.requirement), FAMILY_RECORD.label if row.requirement == FAMILY_RECORD.kind else ""),
            row.document.name,
            row.document.size,
            people.get(row.claim.dependant_id, ""),
            row.state == "accepted",
            names.get(row.checked_by, ""),
            covered_days(row.requirement, sent_on=row.claim.filed_on, event_on=row.claim.event_on),
        )
        for row in _once(rows)
    ]


def _once(rows: Iterable[ClaimDocument]) -> list[ClaimDocument]:
    """Keep one row a file: the one that was found good, else the latest."""
    kept: dict[UUID, ClaimDocument] = {}
    for row in rows:
        held = kept.get(row.document_id)
        if held is None or (held.state != "accepted" and row.state == "accepted"):
            kept[row.document_id] = row
    return list(kept.values())


def _labels() -> dict[tuple[UUID, str], str]:
    published = [each for benefit in catalogue.catalogue().values() for each in benefit]
    return {(each.id, paper.kind): paper.label for each in published for paper in each.revision.documents}


@dataclass(frozen=True, slots=True)
class Reusable:
    """What the wallet holds for a paper that a draft asks for: what may be joined again, and what no longer serves."""

    usable: tuple[HeldPaper, ...]
    expired: tuple[HeldPaper, ...]


def reusable_in(draft: Draft, wallet: Iterable[HeldPaper], *, on: date) -> dict[str, Reusable]:
    """Give, by the kind of paper that a draft asks for, what the person sent before for the same subject or the whole household."""
    joined = {paper.document_id for paper in draft.papers}
    event_on = draft.assessment.event_on or on
    found: dict[str, Reusable] = {}
    for requirement in draft.requirements:
        held = [each for each in wallet if _is_meant(each, requirement.kind, draft) and each.document_id not in joined]
        usable = tuple(each for each in held if each.serves(event_on))
        found[requirement.kind] = Reusable(usable[:1], () if usable else tuple(held[:1]))
    return found


def _is_meant(paper: HeldPaper, kind: str, draft: Draft) -> bool:
    is_for_them = is_of_household(kind) or paper.claim.dependant_id == draft.claim.dependant_id
    return paper.kind == kind and paper.is_checked and paper.covers is not None and is_for_them

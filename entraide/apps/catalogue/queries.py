"""Give benefits as the rules read them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from django.db.models import QuerySet

from entraide.apps.catalogue.models import Benefit, BenefitRevision
from entraide.apps.catalogue.translation import to_revision
from entraide.apps.parameters.queries import parameter_book
from entraide.core.rules import Revision, first_event_day, revision_for
from entraide.orm.reading import prepared


@dataclass(frozen=True, slots=True)
class Published:
    """A revision and the key of its row."""

    id: UUID
    revision: Revision


# A published row never changes: what was read once, by its key, and decoded once, by its digest, stays true in every process. What is
# published since is found because the keys are asked for each time.
_held: dict[UUID, Published] = {}
_decoded: dict[str, Revision] = {}


def _published(keys: Iterable[UUID]) -> list[Published]:
    """Give revisions in the order of their keys; only those that this process never read are read, and the parameters they may name."""
    asked = list(keys)
    if unread := [key for key in asked if key not in _held]:
        rows = list(BenefitRevision.objects.filter(pk__in=unread).order_by("pk"))
        if undecoded := [row for row in rows if row.digest not in _decoded]:
            specs = parameter_book().specs
            _decoded.update((row.digest, to_revision(row.definition, specs)) for row in undecoded)
        _held.update((row.pk, Published(row.pk, _decoded[row.digest])) for row in rows)
    return [_held[key] for key in asked]


def is_offered(revision: Revision) -> bool:
    """Tell whether a benefit is offered and shown: a local complement is kept, and waits for a member that wants it."""
    return not revision.on_top_of


def catalogue() -> dict[str, list[Published]]:
    """Give every benefit's revisions by code, in one query: one per starting day, the last published of that day, oldest first."""
    return _by_code(_published(every_key().rows()))


def _by_code(revisions: Iterable[Published]) -> dict[str, list[Published]]:
    by_day = {(published.revision.code, published.revision.since): published for published in revisions}
    benefits: dict[str, list[Published]] = {}
    for (code, _), published in by_day.items():
        benefits.setdefault(code, []).append(published)
    return benefits


def offered_on(day: date) -> tuple[Published, ...]:
    """Give the revision of each benefit offered that holds for an event and a filing of a day, in one query."""
    return _offered_on(tuple(every_key().rows()), day)


@lru_cache(maxsize=8)
def _offered_on(keys: tuple[UUID, ...], day: date) -> tuple[Published, ...]:
    """Choose once a process, as long as nothing else is published."""
    found = (chosen(benefit, event_on=day, filed_on=day) for benefit in _by_code(_published(keys)).values())
    return tuple(each for each in found if each is not None and is_offered(each.revision))


@prepared
def every_key() -> QuerySet:
    """Read the keys of all that is published, alone or with something else."""
    return BenefitRevision.objects.order_by("since", "published_at", "pk").values_list("pk", flat=True)


def revisions_of(code: str) -> list[Published]:
    """Give one benefit's revisions, oldest first; nothing for an unknown code."""
    by_day = {published.revision.since: published for published in _published(keys_of_revisions(code).rows())}
    return list(by_day.values())


@prepared
def keys_of_revisions(code: str) -> QuerySet[BenefitRevision, UUID]:
    """Read the keys of one benefit's revisions, oldest first, alone or with something else."""
    rows = BenefitRevision.objects.filter(benefit__code=code).order_by("since", "published_at", "pk")
    return rows.values_list("pk", flat=True)


def revision(revision_id: UUID) -> Published:
    """Give a published revision by its key.

    :raises BenefitRevision.DoesNotExist: if there is none.
    """
    if revision_id not in _held and not BenefitRevision.objects.filter(pk=revision_id).exists():
        raise BenefitRevision.DoesNotExist(revision_id)
    return _published([revision_id])[0]


def chosen(published: list[Published], *, event_on: date, filed_on: date) -> Published | None:
    """Choose the revision of one benefit that holds for an event and a filing day; nothing before the first."""
    found = revision_for([each.revision for each in published], event_on=event_on, filed_on=filed_on)
    return next((each for each in published if each.revision is found), None) if found else None


def first_day_of(published: list[Published], *, filed_on: date) -> date | None:
    """Give the first event day that one benefit has a revision for; nothing where it has none."""
    return first_event_day([each.revision for each in published], filed_on=filed_on)


def confidential_codes() -> frozenset[str]:
    """Give the codes of the confidential benefits."""
    return frozenset(Benefit.objects.filter(is_confidential=True).order_by("pk").values_list("code", flat=True))


def benefit_codes() -> frozenset[str]:
    """Give the code of every benefit published so far."""
    return frozenset(Benefit.objects.order_by("pk").values_list("code", flat=True))

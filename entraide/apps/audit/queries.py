"""Read the trail, and check that nobody has touched it."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from entraide.apps.audit.models import AuditEntry, AuditPayload, AuditSeal
from entraide.apps.audit.registry import sentence_of


GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Act:
    """One line of a subject's history."""

    sentence: str
    actor_kind: str
    actor_id: UUID | None
    role: str
    at: datetime
    on: date


def history_of(subject_id: UUID) -> list[Act]:
    """List what was done to a subject, oldest first."""
    entries = AuditEntry.objects.filter(subject_id=subject_id).order_by("sequence")
    return [Act(sentence_of(entry.verb), entry.actor_kind, entry.actor_id, entry.role, entry.at, entry.on) for entry in entries]


@dataclass(frozen=True, slots=True)
class TrailFilter:
    """What a reader of the trail looks for: a day, a verb, the acts of some accounts; nothing keeps everything."""

    day: date | None = None
    verb: str = ""
    actor_ids: frozenset[UUID] | None = None


def trail(wanted: TrailFilter) -> QuerySet[AuditEntry]:
    """Give the entries that match, the last act first; what they hold of persons lies beside and is not read."""
    entries = AuditEntry.objects.order_by("-sequence")
    if wanted.day:
        entries = entries.filter(on=wanted.day)
    if wanted.verb:
        entries = entries.filter(verb=wanted.verb)
    return entries if wanted.actor_ids is None else entries.filter(actor_id__in=wanted.actor_ids)


def unsealed_days(*, before: date) -> list[date]:
    """List the days before `before` that have entries after the last seal."""
    sealed = AuditSeal.objects.order_by("-on").values_list("on", flat=True).first()
    entries = AuditEntry.objects.filter(on__lt=before)
    if sealed:
        entries = entries.filter(on__gt=sealed)
    return list(entries.order_by("on").values_list("on", flat=True).distinct())


def previous_seal(day: date) -> str:
    """Give the digest that the seal of `day` follows; the first follows sixty-four zeros."""
    digest = AuditSeal.objects.filter(on__lt=day).order_by("-on").values_list("digest", flat=True).first()
    return digest or GENESIS


def day_digest(day: date, *, previous: str) -> tuple[str, int, int]:
    """Compute the digest of a day's entries, how many they are, and the last sequence."""
    running, count, last = hashlib.sha256(previous.encode()), 0, 0
    for entry in AuditEntry.objects.filter(on=day).order_by("sequence").iterator():
        line = "|".join(str(getattr(entry, name)) for name in CHAINED)
        running.update(f"\n{line}|{entry.at.timestamp():.6f}".encode())
        count, last = count + 1, entry.sequence
    return running.hexdigest(), count, last


def seal_count() -> int:
    """Count the days that are sealed."""
    return AuditSeal.objects.count()


CHAINED = ("sequence", "key", "verb", "actor_kind", "actor_id", "role", "subject_type", "subject_id", "on", "digest")


def broken_days() -> Iterator[date]:
    """Give each sealed day whose entries no longer match its seal."""
    previous = GENESIS
    for seal in AuditSeal.objects.order_by("on"):
        digest, count, last = day_digest(seal.on, previous=previous)
        if (digest, count, last) != (seal.digest, seal.entry_count, seal.last_sequence):
            yield seal.on
        previous = seal.digest


def payload_digest(salt: str, content: Mapping[str, Any]) -> str:
    """Digest a payload with its salt: erased with it, the digest tells nothing."""
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{salt}\0{canonical}".encode()).hexdigest()


def altered_payloads() -> Iterator[int]:
    """Give the sequence of each entry whose payload is no longer what its digest stands for; an erased one is not altered."""
    for payload in AuditPayload.objects.select_related("entry").order_by("entry_id").iterator():
        if payload_digest(payload.salt, payload.content) != payload.entry.digest:
            yield payload.entry_id

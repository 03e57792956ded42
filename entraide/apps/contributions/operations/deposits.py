"""Documents handed over to the invoicing portal of the State through a folder, and what the portal says of them, read from files."""

import csv
import fcntl
import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from io import StringIO
from pathlib import Path

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.contributions.models import CallDocument, Deposit
from entraide.apps.contributions.policies import require_accountant
from entraide.apps.contributions.queries.deposits import histories, to_deposit
from entraide.apps.contributions.translation import said_by
from entraide.apps.documents.queries import content_of
from entraide.core.contributions.deposits import DepositStatus, StatusLine, may_follow
from entraide.core.refusals import Finding
from entraide.orm.acts import parts
from entraide.orm.keys import uuid7


MANIFEST = ("numero", "siret", "code_service", "numero_engagement", "montant", "date", "fichier", "sha256")
WAITING = ".part"


def deposit(*, folder: Path, limit: int, actor: Actor, at: datetime, on: date) -> int:
    """Write the files of documents never handed over into a folder, with a manifest of them; give how many.

    The manifest appears last, whole: who reads the folder takes what it names. A run that was cut short is finished by the next one,
    which waits for one that still writes.

    :raises NotAccountant: if the actor keeps no accounts.
    :raises OSError: if the folder is not there or cannot be written.
    """
    require_accountant(actor)
    with _alone_in(folder):
        _finish(folder)
        manifest = folder / f"depot-{at:%Y%m%d-%H%M%S}-{uuid7().hex[-4:]}.csv"
        count = _hand_over(manifest, limit=limit, actor=actor, at=at, on=on)
        if count:
            _waiting(manifest).rename(manifest)
    return count


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Wait until no other run writes in a folder: it would take the manifest of this one for that of a run that failed."""
    held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


def _waiting(manifest: Path) -> Path:
    return manifest.with_name(f"{manifest.name}{WAITING}")


@transaction.atomic
def _hand_over(manifest: Path, *, limit: int, actor: Actor, at: datetime, on: date) -> int:
    # Locked alone, then read: a query that looks elsewhere too cannot lock.
    keys = list(to_deposit().values_list("pk", flat=True)[:limit])
    list(CallDocument.objects.select_for_update().only("pk").filter(pk__in=keys).order_by("pk"))
    rows = list(to_deposit().filter(pk__in=keys))
    if not rows:
        return 0
    _write_private(_waiting(manifest), "\ufeff" + _manifest([_written(manifest.parent, row) for row in rows]))
    Deposit.objects.bulk_create(
        Deposit(document=row, status=DepositStatus.WRITTEN, said_on=on, file_name=manifest.name, recorded_at=at) for row in rows
    )
    payload = {"count": len(rows), "manifest": manifest.name}
    record("contributions.deposited", actor=actor, subject=("deposit", uuid7()), at=at, on=on, payload=payload)
    return len(rows)


def _written(folder: Path, row: CallDocument) -> tuple[str, ...]:
    """Write the file of a document; give its line of the manifest."""
    content, said = content_of(row.file_id), said_by(row)
    path = folder / f"{row.number}.pdf"
    path.touch(mode=0o600, exist_ok=True)
    path.write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    asked = (said.member.siret, said.service_code, said.engagement_number, str(said.amount.euros), said.issued_on.isoformat())
    return (row.number, *asked, path.name, digest)


def _manifest(lines: Sequence[tuple[str, ...]]) -> str:
    out = StringIO()
    csv.writer(out, delimiter=";", lineterminator="\n").writerows([MANIFEST, *lines])
    return out.getvalue()


def _write_private(path: Path, text: str) -> None:
    path.touch(mode=0o600, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _finish(folder: Path) -> None:
    """Show the manifests of runs that ended before they could, and drop those of runs that failed."""
    for waiting in sorted(folder.glob(f"depot-*.csv{WAITING}")):
        name = waiting.name.removesuffix(WAITING)
        if Deposit.objects.filter(file_name=name).exists():
            waiting.rename(folder / name)
        else:
            waiting.unlink()


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a file of statuses changed: statuses kept, those known already, and what was wrong, each by itself."""

    count: int
    known: int
    findings: tuple[Finding, ...]


@transaction.atomic
def record_statuses(*, lines: Sequence[StatusLine], file_name: str, actor: Actor, at: datetime, on: date) -> Recorded:
    """Keep what a file says of documents; read again, it changes nothing. A line that cannot be is told, the others are kept.

    :raises NotAccountant: if the actor keeps no accounts.
    """
    require_accountant(actor)
    numbers = sorted({line.number for line in lines})
    rows = {
        row.number: row
        for some in parts(numbers)
        for row in CallDocument.objects.select_for_update().filter(number__in=some).order_by("pk")
    }
    held = histories(row.pk for row in rows.values())
    made: list[Deposit] = []
    findings: list[Finding] = []
    for line in sorted(lines, key=lambda line: (line.said_on, line.line)):
        row = rows.get(line.number)
        history = held[row.pk] if row else []
        if row is not None and _is_known(line, history):
            continue
        fault = _fault(line, row, history, on=on) if row else Finding("contributions.deposit_unknown", "", {"number": line.number})
        if fault is not None:
            findings.append(replace(fault, where=str(line.line), params={"line": line.line, **fault.params}))
            continue
        said = {"status": line.status, "said_on": line.said_on, "reason": line.reason, "file_name": file_name[:200]}
        history.append(Deposit(id=uuid7(), document=row, recorded_at=at, **said))
        made.append(history[-1])
    Deposit.objects.bulk_create(made, batch_size=1_000)
    if made:
        payload = {"count": len(made), "file": file_name}
        record("contributions.statuses_read", actor=actor, subject=("deposit", uuid7()), at=at, on=on, payload=payload)
    known = len(lines) - len(made) - len(findings)
    return Recorded(len(made), known, tuple(sorted(findings, key=lambda finding: int(finding.where))))


def _is_known(line: StatusLine, history: Sequence[Deposit]) -> bool:
    said = {(row.status, row.said_on) for row in history}
    return (line.status, line.said_on) in said or bool(history and history[-1].status == line.status)


def _fault(line: StatusLine, row: CallDocument, history: Sequence[Deposit], *, on: date) -> Finding | None:
    """Tell why a status cannot be the next one of a document."""
    if line.said_on > on:
        return Finding("contributions.deposit_future", "", {"number": line.number, "said": f"{line.said_on:%d/%m/%Y}"})
    if line.said_on < row.issued_on:
        days = {"said": f"{line.said_on:%d/%m/%Y}", "held": f"{row.issued_on:%d/%m/%Y}"}
        return Finding("contributions.deposit_early", "", {"number": line.number, **days})
    if not history:
        return None
    last = DepositStatus(history[-1].status)
    if not may_follow(last, line.status):
        return Finding("contributions.deposit_order", "", {"number": line.number, "said": line.status.label, "held": last.label})
    if line.said_on < history[-1].said_on:
        days = {"said": f"{line.said_on:%d/%m/%Y}", "held": f"{history[-1].said_on:%d/%m/%Y}"}
        return Finding("contributions.deposit_before", "", {"number": line.number, **days})
    return None

"""The way of a document to the accounts of a public body, in the words of Chorus Pro, and which word may follow which."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from io import StringIO

from entraide.core.labels import Labelled
from entraide.core.names import normalise
from entraide.core.refusals import Finding


class DepositStatus(Labelled):
    """What is said of a document: handed over by us, then by the portal, then by the body and its public accountant.

    The words are those of Chorus Pro, in the order of « Rappel sur le cycle de vie des factures » (communauté Chorus Pro): a body may leave
    some out. Three stand aside: returned because of its addressee, suspended for want of a paper, completed by us. `WRITTEN` is ours.
    """

    WRITTEN = "written", "remise au dossier d’échange"
    DEPOSITED = "deposited", "déposée"
    IN_TRANSIT = "in_transit", "en cours d’acheminement"
    AVAILABLE = "available", "mise à disposition"
    TO_RECYCLE = "to_recycle", "à recycler"
    SUSPENDED = "suspended", "suspendue"
    COMPLETED = "completed", "complétée"
    SERVICE_DONE = "service_done", "service fait"
    MANDATED = "mandated", "mandatée"
    WITH_ACCOUNTANT = "with_accountant", "mise à disposition du comptable"
    BOOKED = "booked", "comptabilisée"
    IN_PAYMENT = "in_payment", "mise en paiement"
    REJECTED = "rejected", "rejetée"


_ORDER = {status: rank for rank, status in enumerate(DepositStatus)}
ENDS = frozenset({DepositStatus.IN_PAYMENT, DepositStatus.REJECTED})
# What the body sent back: it is to be mended first.
STOPPED = frozenset({DepositStatus.TO_RECYCLE, DepositStatus.SUSPENDED, DepositStatus.REJECTED})
# From which status on each that stands aside may be followed: readdressed, a document is deposited again.
_BACK = {
    DepositStatus.TO_RECYCLE: DepositStatus.DEPOSITED,
    DepositStatus.SUSPENDED: DepositStatus.AVAILABLE,
    DepositStatus.COMPLETED: DepositStatus.AVAILABLE,
}


def may_follow(before: DepositStatus | None, after: DepositStatus) -> bool:
    """Tell whether a status may be said after another: onwards, steps left out or not; what was sent back comes back once mended.

    >>> may_follow(DepositStatus.DEPOSITED, DepositStatus.BOOKED), may_follow(DepositStatus.BOOKED, DepositStatus.DEPOSITED)
    (True, False)
    >>> may_follow(DepositStatus.SUSPENDED, DepositStatus.AVAILABLE), may_follow(DepositStatus.REJECTED, DepositStatus.AVAILABLE)
    (True, False)
    >>> may_follow(DepositStatus.SUSPENDED, DepositStatus.COMPLETED), may_follow(DepositStatus.AVAILABLE, DepositStatus.COMPLETED)
    (True, False)
    """
    if before is None:
        return True
    if before in ENDS or before is after:
        return False
    if after is DepositStatus.COMPLETED:
        return before is DepositStatus.SUSPENDED
    if after in STOPPED - ENDS:
        return _ORDER[before] >= _ORDER[DepositStatus.AVAILABLE]
    return _ORDER[after] >= _ORDER[_BACK[before]] if before in _BACK else _ORDER[after] > _ORDER[before]


@dataclass(frozen=True, slots=True)
class StatusLine:
    """One line of a file of statuses: which document, what is said of it, since when, why; `line` is its place in the file."""

    line: int
    number: str
    status: DepositStatus
    said_on: date
    reason: str = ""


COLUMNS = ("numero", "statut", "date", "motif")
# The portal's words, and the codes of its exchanges where they differ from them.
_SAID = [status for status in DepositStatus if status is not DepositStatus.WRITTEN]
_WORDS = {normalise(word): status for status in _SAID for word in (status.value, status.label)} | {
    normalise("mise à disposition du destinataire"): DepositStatus.AVAILABLE,
    normalise("mise à disposition comptable"): DepositStatus.WITH_ACCOUNTANT,
    normalise("en cours acheminement"): DepositStatus.IN_TRANSIT,
}


def read_statuses(text: str) -> tuple[tuple[StatusLine, ...], tuple[Finding, ...]]:
    """Read a file of statuses (numero;statut;date;motif, a title line first); lines that cannot be read are told, each by itself.

    >>> lines, findings = read_statuses("numero;statut;date;motif\\nAC-2024-000001;Déposée;15/10/2024;\\nAC-2024-000002;reçue;2024-10-15;")
    >>> [(line.number, line.status.value) for line in lines], [finding.code for finding in findings]
    ([('AC-2024-000001', 'deposited')], ['contributions.deposit_status'])
    """
    try:
        rows = list(csv.reader(StringIO(text.lstrip("\ufeff")), delimiter=";"))
    except csv.Error:
        return (), (Finding("contributions.deposit_unreadable", "1"),)
    titles = [normalise(title) for title in rows[0]] if rows else []
    if not set(COLUMNS[:3]) <= set(titles):
        return (), (Finding("contributions.deposit_columns", "1", {"expected": ";".join(COLUMNS)}),)
    lines: list[StatusLine] = []
    findings: list[Finding] = []
    for place, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        said = dict(zip(titles, (cell.strip() for cell in row), strict=False))
        read = _line(place, said)
        if isinstance(read, StatusLine):
            lines.append(read)
        else:
            findings.append(read)
    return tuple(lines), tuple(findings)


def _line(place: int, said: Mapping[str, str]) -> StatusLine | Finding:
    number = said.get("numero", "").upper()
    if not number:
        return Finding("contributions.deposit_number", str(place), {"line": place})
    status = _WORDS.get(normalise(said.get("statut", "")))
    if status is None:
        return Finding("contributions.deposit_status", str(place), {"line": place, "number": number, "said": said.get("statut", "")})
    said_on = _day(said.get("date", ""))
    if said_on is None:
        return Finding("contributions.deposit_day", str(place), {"line": place, "number": number, "said": said.get("date", "")})
    return StatusLine(place, number, status, said_on, said.get("motif", "")[:200])


def _day(text: str) -> date | None:
    """Read a day as 2024-10-15 or 15/10/2024."""
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    parts = [part for part in found.groups() if part is not None]
    year, month, day = parts if len(parts[0]) == 4 else reversed(parts)
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})|(\d{2})/(\d{2})/(\d{4})", re.ASCII)

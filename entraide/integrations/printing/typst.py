"""Compile the templates of this folder: the compiler and its fonts are kept, for they cost more than a document."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst


FOLDER = Path(__file__).parent
# PDF/A-3 lets a document carry a file; level A asks for the tags that screen readers use. Carrying one declares level B, and keeps them.
STANDARDS = ["a-3a"]


@cache
def _compiler(template: str) -> typst.Compiler:
    """Prepare a template once; only the fonts of this folder are read, never those of the machine."""
    return typst.Compiler(str(FOLDER / template), root=str(FOLDER), font_paths=[str(FOLDER / "fonts")], ignore_system_fonts=True)


def printed(template: str, document: Mapping[str, Any], *, on: date) -> bytes:
    """Print a document as PDF/A-3: the same document on the same day gives the same bytes."""
    at = datetime(on.year, on.month, on.day, tzinfo=UTC)
    inputs = {"document": json.dumps(document, ensure_ascii=False)}
    return _compiler(template).compile(format="pdf", sys_inputs=inputs, pdf_standards=STANDARDS, timestamp=at)

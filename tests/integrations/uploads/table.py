"""The page of files tried; `python -m tests.integrations.uploads.table` tries them all and writes what happened into it."""

import re
from collections.abc import Iterable, Iterator

from entraide.integrations.uploads.inspection import RefusedUpload, inspect_upload
from entraide.integrations.uploads.sentences import REFUSALS
from tests.docs.catalogue_guide import ROOT
from tests.integrations.uploads.honest import HONEST
from tests.integrations.uploads.hostile import HOSTILE
from tests.integrations.uploads.samples import Sample


PAGE = ROOT / "docs" / "uploads.md"
TABLES = {"hostile": HOSTILE, "honest": HONEST}
TAKEN = "conservé, réécrit"


def outcome(sample: Sample) -> str:
    """Inspect a sample; give the code of its refusal, nothing when it is taken."""
    try:
        inspect_upload(sample.make(), sample.name)
    except RefusedUpload as refusal:
        return refusal.code
    return ""


def rows(samples: Iterable[Sample], outcomes: Iterable[str]) -> Iterator[str]:
    """Write a line a sample: what it is, what happens, which sentence."""
    yield "| Fichier | Ce qui arrive | La phrase |"
    yield "|---|---|---|"
    for sample, code in zip(samples, outcomes, strict=True):
        sentence = re.sub(r"\{\w+\}", "…", REFUSALS[code]) if code else ""
        yield f"| {sample.what} | {'refusé' if code else TAKEN} | {sentence} |"


def rendered(page: str, name: str, outcomes: Iterable[str]) -> str:
    """Give the page with the table of that name written anew."""
    written = "\n".join(rows(TABLES[name], outcomes))
    pattern = rf"(<!-- {name} -->\n).*?(\n<!-- /{name} -->)"
    return re.sub(pattern, lambda found: found[1] + written + found[2], page, flags=re.DOTALL)


def _write_anew() -> None:
    page = PAGE.read_text("utf-8")
    for name, samples in TABLES.items():
        found = [outcome(sample) for sample in samples]
        taken = sum(not code for code in found)
        print(f"{name}: {len(found)} files, {taken} taken, {len(found) - taken} refused")
        page = rendered(page, name, found)
    PAGE.write_text(page, "utf-8")


if __name__ == "__main__":
    _write_anew()

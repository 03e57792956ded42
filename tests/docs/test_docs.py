"""What the pages say is there is there: links, records, words of the glossary, tests that hold the semantics, examples that run."""

import doctest
import importlib
import re
import tomllib
from enum import StrEnum
from pathlib import Path

import pytest
from django.apps import apps

from entraide.apps.accounts.roles import Role
from entraide.core.ledger.accounts import AccountCode
from entraide.core.workflow.claims import ClaimState
from entraide.core.workflow.payments import PaymentOrderState, TransferBatchState
from tests.architecture.shape import OTHER_WORDS


ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
RECORDS = sorted((DOCS / "adr").glob("[0-9]*.md"))
PARTS_OF_A_RECORD = ("- **Status**:", "## Context", "## Decision", "## Consequences", "- **+** ", "- **−** ", "## Alternatives")

LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
PICTURE = re.compile(r"!\[[^\]]*\]\(([^)\s]+)\)")
PATH = re.compile(r"`((?:entraide|tests|docs|catalogue|scripts|benchmarks)/[\w./-]+)`")
HELD_BY = re.compile(r"`(tests/[\w./]+\.py)::(\w+)`")
WORD = re.compile(r"^\| [^|]+ \| `([\w.]+)` \| [^|]* \| `([\w.]+)` \|$", re.MULTILINE)
LABEL = re.compile(r"« ([^»]+?) »")
GUIDES = [DOCS / "fr" / f"{name}.md" for name in ("beneficiaire", "delegue", "gestionnaire")]
EXAMPLE = re.compile(r"^>>> ", re.MULTILINE)


def name_of(page: Path) -> str:
    """Name a page in the list of tests."""
    return str(page.relative_to(ROOT))


def anchors_of(text: str) -> set[str]:
    """List the anchors that the headings of a page give, as code hosts make them."""
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def broken_links(page: Path, text: str) -> list[str]:
    """List the links and pictures of a page that lead to no file or no heading."""
    broken = []
    for target in [*LINK.findall(text), *PICTURE.findall(text)]:
        path, _, anchor = target.partition("#")
        if "://" in target or target.startswith("mailto:"):
            continue
        aim = (page.parent / path).resolve() if path else page
        if not aim.exists() or (anchor and anchor not in anchors_of(aim.read_text("utf-8"))):
            broken.append(target)
    return broken


def absent_paths(text: str) -> list[str]:
    """List the paths of the project that a page names and that are not there; a path with a part in capitals is a pattern."""
    return [path for path in PATH.findall(text) if not (ROOT / path).exists()]


def absent_tests(text: str) -> list[str]:
    """List the tests that a page says hold a line, and that are not there."""
    return [f"{path}::{name}" for path, name in HELD_BY.findall(text) if not re.search(rf"def {name}\(", _read(ROOT / path))]


def _read(path: Path) -> str:
    return path.read_text("utf-8") if path.exists() else ""


def words() -> dict[str, list[str]]:
    """Give the identifiers of the glossary by module."""
    held: dict[str, list[str]] = {}
    for identifier, module in WORD.findall((DOCS / "glossary.md").read_text("utf-8")):
        held.setdefault(f"entraide.{module}", []).append(identifier)
    return held


def flat(text: str) -> str:
    """Fold apostrophes, spaces and capitals, so that a label is found however it is typed."""
    return re.sub(r"\s+", " ", text.replace("’", "'")).casefold()


def screens() -> str:
    """Give all that screens may say: templates, and the sentences written in the code."""
    files = [*(ROOT / "entraide").rglob("*.html"), *(ROOT / "entraide").rglob("*.py")]
    return flat("\n".join(file.read_text("utf-8") for file in sorted(files)))


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_of_a_page_leads_somewhere(page):
    assert broken_links(page, page.read_text("utf-8")) == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_path_that_a_page_names_exists(page):
    assert absent_paths(page.read_text("utf-8")) == []


def test_a_link_to_nowhere_is_found():
    page = DOCS / "semantics.md"
    text = "[a](nowhere.md) [b](adr/README.md#nothing) [c](adr/README.md) ![d](none.png) [e](https://example.org) `tests/none.py`"
    assert broken_links(page, text) == ["nowhere.md", "adr/README.md#nothing", "none.png"]
    assert absent_paths(text) == ["tests/none.py"]


def test_every_record_has_its_number_its_parts_and_its_line_in_the_index():
    index = (DOCS / "adr" / "README.md").read_text("utf-8")
    assert [int(record.name[:4]) for record in RECORDS] == list(range(1, len(RECORDS) + 1))
    for record in RECORDS:
        text = record.read_text("utf-8")
        assert text.startswith(f"# {record.name[:4]}. "), record.name
        assert [part for part in PARTS_OF_A_RECORD if part not in text] == [], record.name
        assert f"[{record.name[:4]}]({record.name})" in index, record.name


def test_the_record_on_the_words_of_an_app_names_every_exception():
    text = (DOCS / "adr" / "0003-an-app-is-written-in-the-same-words.md").read_text("utf-8")
    assert [path for path in OTHER_WORDS if f"`{path}`" not in text] == []


def test_the_ladder_of_the_page_is_the_one_that_imports_keep():
    text = (DOCS / "architecture.md").read_text("utf-8")
    (drawn,) = re.findall(r"## The ladder.*?```text\n(.*?)```", text, re.DOTALL)
    rungs = [re.split(r"  +", line.strip())[0] for line in drawn.splitlines() if line.startswith("  ")]
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    assert rungs == next(contract["layers"] for contract in contracts if contract["id"] == "ladder")


def test_every_test_that_holds_the_semantics_exists():
    text = (DOCS / "semantics.md").read_text("utf-8")
    assert len(HELD_BY.findall(text)) > 40
    assert absent_tests(text) == []
    assert absent_tests("`tests/docs/test_docs.py::test_none`") == ["tests/docs/test_docs.py::test_none"]


def test_every_word_of_the_glossary_is_in_the_code():
    for module, identifiers in words().items():
        for identifier in identifiers:
            found = importlib.import_module(module)
            for part in identifier.split("."):
                found = getattr(found, part)


def test_every_model_role_state_and_account_is_in_the_glossary():
    held = {identifier for identifiers in words().values() for identifier in identifiers}
    models = {model.__name__ for model in apps.get_models() if model.__module__.startswith("entraide.")}
    enumerations: tuple[type[StrEnum], ...] = (Role, ClaimState, PaymentOrderState, TransferBatchState, AccountCode)
    members = {f"{each.__name__}.{member.name}" for each in enumerations for member in each}
    assert sorted((models | members) - held) == []


def test_every_label_that_a_guide_quotes_is_on_a_screen():
    said = screens()
    for guide in GUIDES:
        labels = LABEL.findall(flat(guide.read_text("utf-8")))
        assert len(labels) > 4, guide.name
        assert [label for label in labels if label not in said] == [], guide.name


@pytest.mark.parametrize("page", [page for page in PAGES if EXAMPLE.search(page.read_text("utf-8"))], ids=name_of)
def test_the_examples_of_a_page_run(page, monkeypatch):
    monkeypatch.chdir(ROOT)
    result = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert (result.failed, result.attempted > 0) == (0, True)

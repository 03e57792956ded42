"""The examples of the guides are files that the platform accepts."""

import re
from datetime import date
from pathlib import Path

import pytest

from entraide.core.money import Money
from entraide.core.opening.formats import FORMATS
from entraide.core.opening.reading import parse_opening
from entraide.core.opening.values import YearTotal, year_totals
from entraide.core.roster.columns import COLUMNS, map_columns
from entraide.core.roster.parsing import parse_rows
from entraide.integrations.spreadsheets.reading import read_table
from entraide.integrations.spreadsheets.refusals import TAKEOVER_LIMITS


DOCS = Path(__file__).resolve().parents[3] / "docs"


def examples(page: str) -> list[bytes]:
    return [text.encode() for text in re.findall(r"```csv\n(.*?)```", (DOCS / page).read_text(encoding="utf-8"), re.DOTALL)]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_the_example_list_of_the_correspondents_guide_is_read_without_fault(encoding):
    (example,) = examples("fr/liste-nominative.md")
    table = read_table(example.decode().encode(encoding), "liste.csv")
    columns, findings = map_columns(table.header)
    lines, more = parse_rows(table, columns, 2024)
    assert findings == more == () and len(lines) == 4
    assert lines[3].until == date(2024, 7, 1)


def test_the_correspondents_guide_shows_every_column_and_only_titles_that_are_recognised():
    rows = re.findall(
        r"^\| ([^|]+) \| (oui|non) \| [^|]+ \| ([^|]+) \|$", (DOCS / "fr/liste-nominative.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert {label for label, _, _ in rows} == {column.label for column in COLUMNS}
    for label, required, others in rows:
        (column,) = (one for one in COLUMNS if one.label == label)
        assert column.is_required == (required == "oui")
        for title in others.split(", "):
            assert column.key in map_columns([title])[0].places, title


def test_the_example_opening_records_are_read_without_fault():
    names = [one.name for one in FORMATS]
    tables = {
        name: read_table(text, name, limits=TAKEOVER_LIMITS) for name, text in zip(names, examples("opening-records.md"), strict=True)
    }
    records, findings = parse_opening(tables, on=date(2024, 10, 15), benefit_codes={"accueil-de-loisirs"})
    assert findings == ()
    assert year_totals(records) == (YearTotal(2022, Money(0), Money(4_500), 1, 1), YearTotal(2023, Money(30_976_744), Money(10_000), 1, 1))


def test_the_takeover_page_names_every_column_and_marks_those_that_must_be_filled():
    sections = re.split(r"^### ", (DOCS / "opening-records.md").read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    for one, section in zip(FORMATS, sections, strict=True):
        assert section.startswith(f"`{one.name}`")
        for column, is_required in one.columns.items():
            assert (f"**`{column}`**" in section) == is_required
            assert f"`{column}`" in section

"""The guide of the catalogue is complete and true: words, facts, faults, examples, and the shapes of rule that it promises."""

import re
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from entraide.config.cli import main
from entraide.core.rules import FACTS, Faults, PaidBy, Period, Revision, Scope, decode_benefit, decode_parameters
from entraide.core.rules.language import terms as t
from entraide.core.rules.language.answers import Status
from entraide.core.rules.language.choices import FiscalRegime, ReadsOn, Subject
from entraide.core.rules.language.constants import parse
from entraide.core.rules.language.deadlines import ceiling_span, last_day_of
from entraide.core.rules.language.definition import Ceiling, Deadline, encode_revision
from entraide.core.rules.language.known import Kind
from entraide.core.rules.language.parts import children_of, facts_used
from entraide.core.rules.reading.documents import HEADER, OWN
from entraide.core.rules.telling.sentences import REASONS, STEPS
from entraide.core.rules.writing import cases, own_facts
from entraide.core.rules.writing.codec import AGES, WORDS
from entraide.core.rules.writing.faults import FAULTS
from entraide.core.timeline import years_between
from entraide.integrations.rule_files import load, read_catalogue, read_parameters
from entraide.integrations.rule_files.checking import check, format_files
from tests.docs.catalogue_guide import EXAMPLES, GUIDE, ROOT, faults_told, rendered
from tests.docs.sessions import replayed


# Words that stand in lines of their own kind: ceilings, deadlines, documents, bills, what is expected, taxation, parameters.
LINES = (
    *("key", "per", "over", "years", "claims", "amount", "bills", "cumulated"),
    *("months", "after", "event", "civil_year_end", "unknown"),
    *("kind", "label", "proves", "optional", "when"),
    *("event_on", "from", "to", "ask"),
    *("regime",),
    *("parameters", "label", "kind", "checked_until", "values", "since", "value", "source", "confidence"),
)
CHOICES = [choice.value for each in (Subject, ReadsOn, PaidBy, Scope, Period, FiscalRegime) for choice in each]
LANGUAGE = {
    *WORDS,
    *AGES,
    "tax_tier",
    *HEADER,
    *OWN,
    "revisions",
    *own_facts.WORDS,
    *cases.WORDS,
    *cases.EXPECTED,
    *LINES,
    *CHOICES,
}
# What a line of the guide may name beside the shared facts.
COUNT = {"kind": "count", "label": "le nombre", "question": "Combien ?", "unit": "fois", "between": [1, 15], "proved_by": ["invoice"]}
OTHER_FACTS = {
    "rental_months": COUNT,
    "child_rank": COUNT,
    "receives_apa": {"kind": "flag", "label": "vous percevez l’APA", "question": "Percevez-vous l’APA ?", "proved_by": ["notice"]},
}
BOOK = read_parameters(EXAMPLES)[0]
REVISIONS = {revision.code: revision for revision in read_catalogue(EXAMPLES)[0]}


def guide() -> str:
    """Give the text of the guide."""
    return GUIDE.read_text("utf-8")


def parts(revision: Revision) -> Iterator[t.Term]:
    """Give every term of a revision, and every term below it; those of its ceilings and documents too."""
    ceilings = (ceiling.amount for ceiling in revision.ceilings)
    conditions = (document.condition for document in revision.documents)
    waiting = [term for term in (*revision.terms, *ceilings, *conditions) if term is not None]
    while waiting:
        term = waiting.pop()
        yield term
        waiting.extend(children_of(term))


def has(revision: Revision, kind: type, *facts: str) -> bool:
    """Tell whether a revision has a term of a kind that reads all these facts."""
    return any(isinstance(term, kind) and set(facts) <= facts_used(term) for term in parts(revision))


def tiers_of(revision: Revision, kind: Kind) -> bool:
    """Tell whether a revision gives constants of a kind tier by tier."""
    return any(
        isinstance(term, t.Match)
        and "tax_line_14" in facts_used(term.over)
        and all(isinstance(case.gives, t.Const) and case.gives.kind is kind for case in term.cases)
        for term in parts(revision)
    )


def is_worst_when_withheld(revision: Revision) -> bool:
    """Tell whether a withheld income gives the least amount that the rule may give, and not a refusal."""
    return has(revision, t.WhenWithheld) and any(
        case.expect.status is Status.GRANTED
        and {"tax_line_14", "reference_income"} & {n for n, held in case.facts.items() if held == "withheld"}
        for case in revision.cases
    )


def shares_a_ceiling(revision: Revision) -> bool:
    """Tell whether another example names the same ceiling."""
    others = {ceiling.key for each in REVISIONS.values() if each.code != revision.code for ceiling in each.ceilings}
    return bool(others & {ceiling.key for ceiling in revision.ceilings})


# What each shape of rule of comparable bodies is made of; the row of the guide names an example that must have it.
SHAPES: dict[str, Callable[[Revision], bool]] = {
    "un forfait par tranche": lambda r: tiers_of(r, Kind.MONEY),
    "un tarif par jour ou demi-journée, un nombre de jours au plus, selon l’âge le jour de l’événement": lambda r: (
        has(r, t.Min, "care_days", "care_half_days") and has(r, t.Lookup, "born_on") and t.Age(t.AgeAt.EVENT) in list(parts(r))
    ),
    "une allocation par mois": lambda r: has(r, t.Times, "home_months") and r.specs["home_months"].unit == "mois",
    "un pourcentage de la dépense, avec plancher, plafond et dépense minimum": lambda r: (
        has(r, t.Capped, "expense") and has(r, t.Max, "expense") and has(r, t.AtLeast, "expense")
    ),
    "un taux par tranche sur une somme épargnée": lambda r: tiers_of(r, Kind.RATE) and has(r, t.Times, "saved_amount", "tax_line_14"),
    "une limite de revenus par nombre de demi-parts, avec une somme par demi-part de plus": lambda r: (
        has(r, t.AtMost, "reference_income", "tax_half_shares") and has(r, t.Times, "tax_half_shares")
    ),
    "un abattement sur le revenu outre-mer": lambda r: has(r, t.Times, "reference_income", "territory"),
    "un supplément pour handicap ou parent isolé": lambda r: has(r, t.Plus, "disability_rate", "is_lone_parent"),
    "un âge dans l’année civile ou le jour de l’événement, une autre limite pour un enfant handicapé": lambda r: (
        has(r, t.Any, "born_on", "disability_rate") and all(t.Age(at) in list(parts(r)) for at in t.AgeAt)
    ),
    "un pourcentage d’une base nationale qui change chaque année": lambda r: (
        has(r, t.Parameter) and len(BOOK.timelines["national_base"].items) > 1 and t.Parameter("national_base") in list(parts(r))
    ),
    "revenu inconnu : le tarif le moins favorable": is_worst_when_withheld,
    "les factures de l’année additionnées jusqu’à un plafond": lambda r: (
        any(ceiling.bills_cumulated for ceiling in r.ceilings) and has(r, t.Capped, "expense")
    ),
    "un délai en années entre deux aides": lambda r: any(c.period is Period.ROLLING_YEARS and c.years > 1 for c in r.ceilings),
    "un plafond partagé par plusieurs prestations": shares_a_ceiling,
    "un complément local à une prestation nationale": lambda r: r.on_top_of in REVISIONS and has(r, t.Times, "base_amount"),
    "un paiement à un tiers seulement": lambda r: r.paid_by is PaidBy.SUPPLIER_ORDER,
    "un quotient familial": lambda r: has(r, t.DividedBy, "reference_income", "tax_half_shares"),
    "un enfant en garde alternée": lambda r: (
        has(r, t.Match, "custody") and any(ceiling.scope is Scope.SUBJECT_OF_BENEFICIARY for ceiling in r.ceilings)
    ),
}


def words_in(plain: Any) -> Iterator[str]:
    """Give every key and every text of a document."""
    if isinstance(plain, dict):
        for word, inner in plain.items():
            yield word
            yield from words_in(inner)
    elif isinstance(plain, list):
        for item in plain:
            yield from words_in(item)
    else:
        yield str(plain)


def fragment(start: str) -> str:
    """Give the block of the guide that begins with a line."""
    (found,) = re.findall(rf"```yaml\n({start}\n.*?)```", guide(), re.DOTALL)
    return str(found)


def test_what_the_guide_takes_from_the_code_and_from_the_examples_is_up_to_date() -> None:
    assert rendered(guide()) == guide()
    old = "<!-- table: choix -->\n| une ligne ancienne |\n\nsuite\n"
    assert "une ligne ancienne" not in rendered(old)
    assert rendered(old).endswith("|\n\nsuite\n")


def test_every_example_is_quoted_whole() -> None:
    quoted = re.findall(r"<!-- exemple: ([\w.-]+) -->", guide())
    assert sorted(quoted) == sorted(file.name for file in EXAMPLES.glob("*.yaml") if file.name != "parameters.yaml")
    assert len(quoted) == 12


def test_every_example_is_without_fault_and_every_case_of_it_holds() -> None:
    checked = check([EXAMPLES])
    assert [str(finding) for finding in checked.findings] == []
    assert (checked.benefits, checked.revisions) == (12, 13)
    assert all(len(revision.cases) >= 3 for revision in REVISIONS.values())


def test_every_example_is_in_canonical_form() -> None:
    files, findings = format_files([EXAMPLES])
    assert findings == ()
    assert [each.path.name for each in files if each.differs] == []


def test_every_example_says_that_it_is_invented() -> None:
    for file in EXAMPLES.glob("*.yaml"):
        assert "invent" in file.read_text("utf-8").splitlines()[0], file.name
    for revision in REVISIONS.values():
        assert revision.confidence.value == "illustrative"
        assert re.search("inventée?", revision.source)


@pytest.mark.parametrize("shape", SHAPES)
def test_the_guide_leads_from_each_shape_of_rule_to_an_example_that_has_it(shape: str) -> None:
    (row,) = [line for line in guide().splitlines() if line.startswith(f"| {shape} |")]
    named = [Path(link).stem for link in re.findall(r"\(exemples/([\w.-]+)\)", row)]
    assert named
    assert [code for code in named if not SHAPES[shape](REVISIONS[code])] == []


def test_each_shape_is_lacking_from_some_example() -> None:
    for shape, holds in SHAPES.items():
        lacking = [code for code, revision in REVISIONS.items() if not _holds(holds, revision)]
        assert lacking, shape


def _holds(holds: Callable[[Revision], bool], revision: Revision) -> bool:
    try:
        return holds(revision)
    except KeyError:
        return False


def test_the_guide_names_every_word_of_the_language() -> None:
    text = guide()
    assert sorted(word for word in {*LANGUAGE, *FACTS} if not re.search(rf"`(?:[^`\n]*[^\w`])?{word}(?:[^\w`][^`\n]*)?`", text)) == []


def test_every_word_of_the_language_is_written_in_an_example_or_in_the_catalogue() -> None:
    files = [*EXAMPLES.glob("*.yaml"), *(ROOT / "catalogue").glob("*.yaml")]
    written = {word for file in files for word in words_in(load(file)[0])}
    assert sorted(LANGUAGE - written) == []


def test_the_guide_tells_what_to_do_of_every_fault() -> None:
    told = faults_told(guide())
    assert sorted(set(FAULTS) - set(told)) == []
    assert faults_told("## Que faire quand…\n\n| La vérification dit | … |\n") == {}


def test_the_guide_names_every_reason_of_a_refusal() -> None:
    reasons = {*STEPS, *REASONS} - {"condition", "withheld"}
    assert sorted(reason for reason in reasons if f"`{reason}`" not in guide()) == []


def test_the_facts_that_the_guide_declares_are_without_fault() -> None:
    (file,) = EXAMPLES.glob("epargne-bonifiee.yaml")
    document, _ = load(file)
    assert document is not None
    faults = Faults()
    (revision,) = decode_benefit(document | _read(fragment("facts:\n  rental_months:")), faults, BOOK.specs)
    assert faults.found == []
    assert {spec.kind for spec in revision.own_facts} == set(Kind)
    assert encode_revision(revision)["facts"]


def test_the_parameters_that_the_guide_shows_are_without_fault() -> None:
    faults = Faults()
    book = decode_parameters(_read(fragment("parameters:")), faults)
    assert (faults.found, list(book.specs)) == ([], ["national_base"])
    assert book.timelines["national_base"] == BOOK.timelines["national_base"]


def test_the_lines_for_a_child_of_two_homes_are_without_fault() -> None:
    document, _ = load(EXAMPLES / "colonie-au-quotient.yaml")
    assert document is not None
    (revision,) = document["revisions"]
    notice = {"kind": "tax_notice", "label": "Avis d’impôt", "proves": ["tax_line_14"]}
    lines = _read(fragment("    amount:\n      times:\n        - by_tier[^\n]*"))
    changed = revision | lines | {"cases": [], "documents": [*revision["documents"], notice]}
    faults = Faults()
    decode_benefit(document | {"revisions": [changed]}, faults, BOOK.specs)
    assert faults.found == []


def _read(text: str) -> dict[str, Any]:
    """Read a block of the guide as the files of a catalogue are read."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "fragment.yaml"
        file.write_text(text, "utf-8")
        document, faults = load(file)
    assert document is not None, faults.found
    return document


def test_every_command_of_the_guide_prints_what_the_guide_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    def run(words: list[str]) -> str:
        main(["entraide", *words])
        printed = capsys.readouterr()
        return printed.out + printed.err

    assert replayed(guide(), tmp_path, run) == guide()


def test_a_session_that_replaces_an_absent_line_is_refused(tmp_path: Path) -> None:
    page = "<!-- fichier: a.yaml -->\n```yaml\na: 1\n```\n<!-- remplacer: a.yaml -->\n```diff\n-b: 1\n+b: 2\n```\n"
    with pytest.raises(ValueError, match="-b: 1"):
        replayed(page, tmp_path, lambda words: "")


def test_the_values_of_the_guide_are_read_as_it_says_and_those_that_it_refuses_are_not() -> None:
    (table,) = re.findall(r"### Les valeurs\n\n(.*?)\n\n", guide(), re.DOTALL)
    rows = [[re.findall("`([^`]+)`", cell) for cell in line.split(" | ")] for line in table.splitlines()[2:7]]
    read = [{str(const.kind) for value in row[0] if (const := parse(int(value) if value.isdigit() else value))} for row in rows[:4]]
    assert read == [{"money"}, {"rate"}, {"count"}, {"date"}]
    refused = [value for row in rows for value in row[2]]
    assert len(refused) > 8
    assert [value for value in refused if parse(value) is not None] == []


def test_the_days_that_the_guide_counts_are_those_of_the_rules() -> None:
    ceiling = Ceiling("secours", Scope.HOUSEHOLD, Period.ROLLING_YEARS, claims=1, years=2)
    granted_on = date(2022, 9, 10)
    counted = [day for day in (date(2024, 9, 9), date(2024, 9, 10)) if (span := ceiling_span(ceiling, day)) and span.contains(granted_on)]
    assert counted == [date(2024, 9, 9)]
    text = guide()
    assert "un secours du 10 septembre 2022 compte jusqu’au 9 septembre 2024" in text.replace("\n   ", " ")
    assert last_day_of(Deadline(6), date(2024, 3, 31)) == date(2024, 9, 30)
    born_on, event_on = date(2012, 12, 31), date(2024, 7, 10)
    assert (event_on.year - born_on.year, years_between(born_on, event_on)) == (12, 11)
    assert re.search(r"né le 31 décembre 2012, événement le 10 juillet 2024 \|(?:.*\n){2}.*\| 12 ans.*\n.*\| 11 ans \|", text)


def test_no_two_headings_of_the_guide_are_the_same() -> None:
    without_code = re.sub(r"```.*?```", "", guide(), flags=re.DOTALL)
    titles = re.findall(r"^#+ (.+)$", without_code, re.MULTILINE)
    assert sorted(titles) == sorted(set(titles))


def test_every_line_that_translates_a_phrase_is_without_fault() -> None:
    lines = [line for line in guide().splitlines() if line.startswith("| « ")]
    written = [text for line in lines for text in re.findall(r"`(\w+: \{[^`]*\})`", line)]
    assert len(written) >= 20
    assert [(text, fault) for text in written for fault in _faults_of(text)] == []
    assert _faults_of("amount: {times: [expense, 30 EUR]}") == ["rules.rate_in_euros"]
    assert _faults_of("condition: {expense: {at_least: 30}}") == ["rules.mixed_kinds"]


def _faults_of(written: str) -> list[str]:
    """List the faults of one line, an amount or a condition, put in the place of those of an example."""
    document, _ = load(EXAMPLES / "secours-facture.yaml")
    assert document is not None
    line = _read(written)
    (revision,) = document["revisions"]
    changed = {"conditions": {}} | (line if "amount" in line else {"conditions": line})
    faults = Faults()
    decode_benefit(
        document | {"facts": document["facts"] | OTHER_FACTS, "revisions": [revision | changed | {"cases": []}]}, faults, BOOK.specs
    )
    return [fault.code for fault in faults.found if fault.code != "rules.fact_without_document"]

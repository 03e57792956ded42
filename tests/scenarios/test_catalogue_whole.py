"""The catalogue as a whole: every file counts, reads, holds to its golden cases, and never pays what no source says."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from entraide.core.rules import Known, Proof, Revision, Status, decide
from entraide.core.rules.checking.golden import decide_case, mismatches
from entraide.core.rules.language.cases import GoldenCase
from entraide.core.rules.language.choices import Confidence, ContributionEvent, FiscalRegime
from entraide.integrations.rule_files import format_benefit
from tests.scenarios.reading import ROOT, catalogue, parameters, revisions_of, scenarios


FILES = sorted(file for file in (ROOT / "catalogue").glob("*.yaml") if file.name != "parameters.yaml")
CODES = tuple(file.stem for file in FILES)
THEMES = {
    "Enfance",
    "Études",
    "Famille",
    "Handicap",
    "Logement",
    "Loisirs",
    "Prêts",
    "Retraite",
    "Solidarité",
    "Sport et culture",
    "Vacances",
    "Vie professionnelle",
    "Vie quotidienne",
}
HARDSHIP = {"aide-sociale-logement", "precarite-energetique", "pret-social", "secours-exceptionnel"}
# What would betray where a text was written rather than where it was read.
PRIVATE = ("seed", "domain.md", "/work", "http", "todo")


def cases_of(code: str) -> Iterator[GoldenCase]:
    for revision in revisions_of(code):
        yield from revision.cases


def unpaid() -> tuple[Revision, ...]:
    return tuple(revision for revision in catalogue() if not revision.is_payable)


def test_the_catalogue_has_at_least_forty_five_benefits() -> None:
    assert len(CODES) >= 45
    assert {revision.code for revision in catalogue()} == set(CODES)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_file_is_in_canonical_form_and_bears_the_name_of_its_benefit(file: Path) -> None:
    text, findings = format_benefit(file, parameters().specs)
    assert findings == ()
    assert text == file.read_text("utf-8")
    assert {revision.code for revision in revisions_of(file.stem)} == {file.stem}


@pytest.mark.parametrize("code", CODES)
def test_every_golden_case_of_a_file_holds(code: str) -> None:
    found = {case.title: mismatches(revisions_of(code), case, parameters()) for case in cases_of(code)}
    assert {title: differences for title, differences in found.items() if differences} == {}


@pytest.mark.parametrize("code", CODES)
def test_a_golden_case_stands_under_the_revision_that_answers_it(code: str) -> None:
    for revision in revisions_of(code):
        for case in revision.cases:
            decided = decide_case(revisions_of(code), case, parameters())
            assert decided is None or decided[0].since == revision.since, case.title


def test_no_two_cases_of_a_revision_share_a_title() -> None:
    for revision in catalogue():
        titles = Counter(case.title for case in revision.cases)
        assert [title for title, count in titles.items() if count > 1] == [], revision.code


@pytest.mark.parametrize("code", CODES)
def test_every_condition_deadline_and_number_of_claims_refuses_somebody_in_a_case(code: str) -> None:
    """A limit that no case passes holds nothing: its figure could change and every test stay green."""
    cases = [*cases_of(code), *(scenario.case for scenario in scenarios() if scenario.benefit == code)]
    limits = {condition.code for revision in revisions_of(code) for condition in revision.conditions}
    limits |= {"time_bar" for revision in revisions_of(code) if revision.deadline}
    limits |= {"ceiling_claims" for revision in revisions_of(code) for ceiling in revision.ceilings if ceiling.claims}
    assert limits - {reason for case in cases for reason in case.expect.reasons} == set()
    assert {case.expect.status for case in cases} & {Status.GRANTED, Status.UNKNOWN}


@pytest.mark.parametrize("revision", unpaid(), ids=lambda revision: f"{revision.code} {revision.since}")
def test_a_benefit_of_unknown_amount_is_never_granted(revision: Revision) -> None:
    proof = Proof("une gestionnaire", "pièce justificative", revision.since)
    for case in revision.cases:
        assert case.expect.status is not Status.GRANTED
    for status in revision.audience:
        facts = {name: Known(spec.high, proof) for name, spec in revision.specs.items() if name in revision.facts}
        facts |= {revision.event_fact: Known(revision.since, proof), "status": Known(status, proof)}
        outcome = decide(revision, facts=facts, parameters=parameters(), usage={}, filed_on=revision.since)
        assert outcome.status is not Status.GRANTED
        assert outcome.amount is None


def test_a_benefit_of_unknown_amount_has_no_ceiling_in_money() -> None:
    assert {revision.code for revision in unpaid() if any(ceiling.amount is not None for ceiling in revision.ceilings)} == set()


def test_themes_are_a_closed_set_written_as_french_does() -> None:
    assert {revision.theme for revision in catalogue()} == THEMES
    assert all(theme[0].isupper() and theme[1:] == theme[1:].lower() for theme in THEMES)


def test_no_two_benefits_share_a_name() -> None:
    names = Counter(name.casefold() for name in {code: revisions_of(code)[-1].name for code in CODES}.values())
    assert [name for name, count in names.items() if count > 1] == []


def test_a_benefit_keeps_its_name_its_theme_and_its_subject_from_one_revision_to_the_next() -> None:
    for code in CODES:
        assert len({(revision.name, revision.theme, revision.subject) for revision in revisions_of(code)}) == 1, code


def test_every_revision_names_its_source_and_what_is_illustrative_by_whole_sentences() -> None:
    for revision in catalogue():
        told = " ".join((revision.summary, revision.source, *revision.illustrative, *(document.label for document in revision.documents)))
        assert not [word for word in PRIVATE if word in told.casefold()], revision.code
        assert all(sentence[0].isupper() or sentence[0] == "«" for sentence in revision.illustrative), revision.code
        assert all(sentence.endswith(".") for sentence in (revision.summary, *revision.illustrative)), revision.code
        assert revision.confidence in (Confidence.OFFICIAL, Confidence.THIRD_PARTY) or revision.illustrative, revision.code


def test_aid_to_people_in_hardship_is_confidential_and_the_services_that_listen_are_shown_to_all() -> None:
    hardship = {revision.code for revision in catalogue() if revision.taxation.event is ContributionEvent.RELIEF} | HARDSHIP
    assert {revision.code for revision in catalogue() if revision.code in hardship and not revision.confidential} == set()
    assert {revision.code for revision in catalogue() if revision.event_fact == "contacted_on" and revision.confidential} == set()


def test_no_fiscal_regime_is_told_for_no_source_gives_one() -> None:
    assert {revision.code for revision in catalogue() if revision.taxation.regime is not FiscalRegime.UNKNOWN} == set()


def test_a_fact_that_several_benefits_declare_under_one_name_is_of_one_kind() -> None:
    """Answers of a household are read together: a date must not be read as a number elsewhere."""
    told: dict[str, set[object]] = {}
    for revision in catalogue():
        for spec in revision.own_facts:
            told.setdefault(spec.name, set()).add((spec.kind, spec.unit, tuple(spec.choices)))
    assert [name for name, kinds in told.items() if len(kinds) > 1] == []


def test_the_page_of_sources_tells_of_every_sheet_once_and_in_order() -> None:
    page = (ROOT / "docs" / "sources.md").read_text("utf-8")
    told = [line.split("`")[1] for line in page.splitlines() if line.startswith("| `") and line.split("`")[1] in CODES]
    assert told == sorted(CODES)

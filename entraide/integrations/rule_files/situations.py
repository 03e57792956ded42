"""Situations written in a file, YAML or JSON: what is known for one claim, or of a whole household."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from entraide.core.refusals import Finding
from entraide.core.rules.households.household import Household, Person, is_of_person
from entraide.core.rules.households.situations import Expected, Situation, decode_household, decode_situation
from entraide.core.rules.language.choices import Subject
from entraide.core.rules.language.definition import Revision
from entraide.core.rules.language.facts import FACTS, FactSpec
from entraide.core.rules.language.known import Proof
from entraide.core.rules.writing.fields import Fields
from entraide.integrations.rule_files.choosing import Catalogue
from entraide.integrations.rule_files.reading import in_order, load


def open_situation(file: Path, revisions: Sequence[Revision], on: date) -> tuple[Situation, tuple[Finding, ...]]:
    """Read what is known for one claim of a benefit; all of it is taken as proved by the file, on the day of filing."""
    document, faults = load(file, str(file))
    if document is None:
        return Situation(), tuple(faults.found)
    keys = frozenset(ceiling.key for revision in revisions for ceiling in revision.ceilings)
    events = frozenset(revision.event_fact for revision in revisions)
    situation = decode_situation(Fields(document, faults, ()), Expected(_specs(revisions), events, _proof(file, on), household_keys=keys))
    return situation, in_order(faults.found)


def open_household(file: Path, catalogue: Catalogue, on: date) -> tuple[Household, tuple[Finding, ...]]:
    """Read what is known of a household, for a whole catalogue."""
    document, faults = load(file, str(file))
    if document is None:
        return Household(Person("vous")), tuple(faults.found)
    revisions = [revision for benefit in catalogue.benefits.values() for revision in benefit]
    of_person = frozenset(key for revision in revisions if _is_for_dependant(revision) for key in _keys(revision, is_person=True))
    of_household = frozenset(
        key
        for revision in revisions
        for key in (*_keys(revision, is_person=False), *(() if _is_for_dependant(revision) else _keys(revision, is_person=True)))
    )
    expected = Expected(
        _specs(revisions),
        frozenset(revision.event_fact for revision in revisions),
        _proof(file, on),
        household_keys=of_household,
        person_keys=of_person,
        codes=frozenset(catalogue.benefits),
    )
    household = decode_household(Fields(document, faults, ()), expected)
    return household, in_order(faults.found)


def _proof(file: Path, on: date) -> Proof:
    return Proof("fichier", file.name, on)


def _specs(revisions: Iterable[Revision]) -> dict[str, FactSpec]:
    return FACTS | {spec.name: spec for revision in revisions for spec in revision.own_facts}


def _is_for_dependant(revision: Revision) -> bool:
    return revision.subject in (Subject.CHILD, Subject.SPOUSE)


def _keys(revision: Revision, *, is_person: bool) -> list[str]:
    return [ceiling.key for ceiling in revision.ceilings if is_of_person(ceiling.scope) is is_person]

"""Every refusal, finding and verb has its French sentence, and every sentence is said somewhere."""

from importlib import import_module
from inspect import signature

import pytest
from django.apps import apps

from entraide.apps.audit.registry import registered_verbs
from entraide.core.refusals import Refusal
from entraide.ui.refusals import registered_codes
from tests.architecture.sources import PACKAGE, python_files, source
from tests.architecture.words import (
    OTHER_TABLES,
    modules_of_sentences,
    raised_codes,
    recorded_verbs,
    tables_of,
    unknown_codes,
    unsaid,
)


PROJECT = python_files(PACKAGE)


@pytest.fixture(scope="module")
def tables() -> tuple[dict[str, str], dict[str, str]]:
    verbs: dict[str, str] = {}
    sentences: dict[str, str] = {}
    for module in modules_of_sentences(PROJECT):
        own_verbs, own_sentences = tables_of(module)
        verbs |= own_verbs
        sentences |= own_sentences
    return verbs, sentences


def refusals() -> set[type[Refusal]]:
    """Import the whole project and give every refusal that it defines."""
    for file in PROJECT:
        if not file.is_migration and "settings" not in file.folders and file.name not in {"wsgi", "__init__"}:
            import_module(f"entraide.{file.path[:-3].replace('/', '.')}")
    found, left = set(), [Refusal]
    while left:
        left.extend(each for each in left.pop().__subclasses__() if each not in found and not found.add(each))
    return {each for each in found if each.__module__.startswith("entraide.")}


# The project.


def test_every_code_has_its_sentence(tables):
    verbs, sentences = tables
    assert unknown_codes(PROJECT, sentences=sentences, verbs=verbs) == []


def test_every_sentence_is_said_somewhere(tables):
    _, sentences = tables
    assert unsaid(PROJECT, sentences) == []


def test_every_refusal_can_be_said_on_a_screen():
    codes = {each.code for each in refusals() if each.code}
    assert len(codes) > 10
    assert sorted(codes - registered_codes()) == []


def test_every_table_of_refusals_is_known_to_the_screens():
    held = {code for module in modules_of_sentences(PROJECT) for code in getattr(import_module(module), "REFUSALS", {})}
    assert sorted(held - registered_codes()) == []


def test_every_refusal_has_a_code_or_is_given_one():
    without = {each for each in refusals() if not each.code and not each.__subclasses__()}
    assert sorted(each.__qualname__ for each in without if "code" not in signature(each).parameters) == []


def test_every_verb_that_is_recorded_is_registered():
    assert sorted(recorded_verbs(PROJECT) - registered_verbs()) == []


def test_every_registered_verb_is_recorded_somewhere():
    assert unsaid(PROJECT, registered_verbs()) == []


def test_a_verb_begins_with_the_app_that_declares_it(tables):
    verbs, _ = tables
    labels = {config.label for config in apps.get_app_configs() if config.name.startswith("entraide.apps.")}
    assert verbs.keys() == registered_verbs()
    assert sorted(verb for verb in verbs if verb.split(".")[0] not in labels) == []


def test_a_table_under_another_name_still_exists():
    assert set(OTHER_TABLES) <= {file.path for file in PROJECT}


# The proofs.


RAISING = """
class TimeBarred(Refusal):
    code = "claims.time_barred"

class Quiet(Refusal):
    code: ClassVar[str] = ""

def look():
    raise Refused((Finding("claims.missing", "documents"),))

def pass_along(found):
    found.add("claims.passed_along", 3)
"""


def test_a_code_without_sentence_is_found():
    files = [source(RAISING)]
    assert raised_codes(files) == {"claims.time_barred", "claims.missing"}
    assert unknown_codes(files, sentences=[], verbs=[]) == ["claims.missing", "claims.time_barred"]


def test_a_code_of_a_known_family_is_found_wherever_it_is_written():
    assert unknown_codes([source(RAISING)], sentences=["claims.missing", "claims.time_barred"], verbs=[]) == ["claims.passed_along"]


def test_a_sentence_that_nothing_says_is_found():
    table = source('REFUSALS = {"claims.never": "…"}', "apps/claims/sentences.py")
    assert unsaid([source(RAISING), table], ["claims.missing", "claims.never"]) == ["claims.never"]


def test_what_an_f_string_may_say_is_said():
    code = source('state = "granted"\nrecord(f"claims.{state}", actor=actor)\n')
    assert unsaid([code], ["claims.granted", "claims.refused"]) == ["claims.refused"]


def test_a_word_in_a_docstring_is_not_said():
    assert unsaid([source('"""Say claims.granted."""\ndef look():\n    """claims.granted"""\n')], ["claims.granted"]) == ["claims.granted"]


def test_the_verbs_of_record_are_found():
    assert recorded_verbs([source('record("claims.filed", actor=actor)\naudit.record("claims.taken")\nprint("claims.seen")\n')]) == {
        "claims.filed",
        "claims.taken",
    }

"""Files stay short, are named by what they hold, and functions say what they take."""

import pytest

from tests.architecture import shape
from tests.architecture.sources import PACKAGE, ROOT, python_files, source, templates


PROJECT = python_files(PACKAGE)
APPS = python_files(PACKAGE / "apps")
TESTS = python_files(ROOT / "tests")
SCRIPTS = python_files(ROOT / "scripts")

RULES = [
    (shape.too_long, PROJECT + SCRIPTS),
    (shape.too_long_templates, templates(PACKAGE)),
    (shape.empty_words, PROJECT + SCRIPTS + TESTS),
    (shape.unknown_words, APPS),
    (shape.useless_words, APPS),
    (shape.inner_imports, PROJECT + SCRIPTS + TESTS),
    (shape.models_by_name, APPS),
    (shape.roles_typed_again, PROJECT),
    (shape.floats, PROJECT),
    (shape.loose_signatures, APPS),
    (shape.undocumented, PROJECT),
    (shape.unfinished, PROJECT + SCRIPTS + TESTS),
]

# For each rule, files that break it and what it must say of them.
VIOLATIONS = [
    (shape.too_long, [source("x = 1\n" * 301)], "entraide/apps/claims/queries.py: 301 lines"),
    (shape.too_long, [source("x = 1\n" * 401, "claims/models.py")], "claims/models.py: 401 lines"),
    (shape.too_long, [source("x = 1\n" * 401, "staff/views/claims.py")], "staff/views/claims.py: 401 lines"),
    (
        shape.too_long_templates,
        [source("<p>\n" * 121, "staff/templates/staff/claims.html")],
        "staff/templates/staff/claims.html: 121 lines",
    ),
    (shape.empty_words, [source("", "apps/claims/helpers.py")], "apps/claims/helpers.py"),
    (shape.empty_words, [source("", "ui/common/dates.py")], "ui/common/dates.py"),
    (shape.unknown_words, [source("", "claims/services.py")], "claims/services.py"),
    (shape.unknown_words, [source("", "claims/managers/claims.py")], "claims/managers/claims.py"),
    (shape.useless_words, [], "accounts/actor.py"),
    (shape.inner_imports, [source("def read():\n    import json\n")], "entraide/apps/claims/queries.py:2"),
    (shape.models_by_name, [source('rows = apps.get_model("claims.Claim").objects.all()\n')], "entraide/apps/claims/queries.py:1"),
    (
        shape.roles_typed_again,
        [source("KEEPERS = (Role.CLAIMS_OFFICER, Role.CLAIMS_MANAGER)\n", "portals/staff/views/letters.py")],
        "portals/staff/views/letters.py:1 KEEPERS",
    ),
    (shape.floats, [source("rate = 0.5\n", "core/money.py")], "core/money.py:1"),
    (shape.floats, [source("def read(x: float): ...\n", "apps/payments/queries.py")], "apps/payments/queries.py:1"),
    (shape.floats, [source("cents = models.FloatField()\n", "apps/claims/models.py")], "apps/claims/models.py:1"),
    (shape.loose_signatures, [source("def read(x) -> int: ...\n")], "entraide/apps/claims/queries.py:1 read: x has no type"),
    (shape.loose_signatures, [source("def read(x: int): ...\n")], "entraide/apps/claims/queries.py:1 read: what it returns has no type"),
    (
        shape.loose_signatures,
        [source("@transaction.atomic\ndef grant(x: int, y: str) -> int: ...\n", "claims/operations/decide.py")],
        "claims/operations/decide.py:2 grant: y is not keyword-only",
    ),
    (
        shape.loose_signatures,
        [source("def read(x: int, y: int) -> int: ...\n")],
        "entraide/apps/claims/queries.py:1 read: y is not keyword-only",
    ),
    (
        shape.loose_signatures,
        [source("def read(x: int, y: str, z: date) -> int: ...\n")],
        "entraide/apps/claims/queries.py:1 read: z is not keyword-only",
    ),
    (shape.undocumented, [source("x = 1\n")], "entraide/apps/claims/queries.py"),
    (shape.undocumented, [source('"""Reads."""\ndef read(): ...\n')], "entraide/apps/claims/queries.py:2 read"),
    (shape.unfinished, [source("x = 1  # TO" + "DO\n")], "entraide/apps/claims/queries.py:1"),
    (shape.unfinished, [source("@pytest.mark.sk" + "ip\ndef test_nothing(): ...\n")], "entraide/apps/claims/queries.py:1"),
]
# For each rule, files that keep it although they come near.
NEAR = [
    (
        shape.too_long,
        [source("x = 1\n" * 300), source("x = 1\n" * 400, "claims/models.py"), source("x = 1\n" * 999, "claims/migrations/0001.py")],
    ),
    (shape.too_long_templates, [source("<p>\n" * 120, "templates/claims.html")]),
    (shape.unknown_words, [source("", "claims/operations/decide.py"), source("", "accounts/roles.py"), source("", "__init__.py")]),
    (shape.roles_typed_again, [source("KEEPERS = frozenset({Role.CLAIMS_OFFICER})\n", "apps/desk/policies.py")]),
    (shape.inner_imports, [source("import json\nclass Read:\n    import re\n")]),
    (
        shape.floats,
        [source("width = 0.5\n", "ui/components/charts.py"), source("refused = isinstance(x, float | bool)\n", "core/money.py")],
    ),
    (
        shape.loose_signatures,
        [source("def read(x: int, y: str, *, z: int = 0) -> int: ...\ndef _read(x): ...\n"), source("def view(x): ...\n", "views.py")],
    ),
    (shape.undocumented, [source(""), source('"""Reads."""\ndef _read(): ...\n')]),
]


@pytest.mark.parametrize(("rule", "files"), RULES, ids=lambda value: getattr(value, "__name__", ""))
def test_the_project_keeps_the_rule(rule, files):
    assert rule(files) == []


@pytest.mark.parametrize(("rule", "files", "said"), VIOLATIONS, ids=lambda value: getattr(value, "__name__", ""))
def test_a_violation_is_found(rule, files, said):
    assert said in rule(files)


@pytest.mark.parametrize(("rule", "files"), NEAR, ids=lambda value: getattr(value, "__name__", ""))
def test_what_comes_near_is_let_pass(rule, files):
    assert rule(files) == []


def test_each_rule_is_proved_by_a_violation():
    assert {rule for rule, _ in RULES} == {rule for rule, _, _ in VIOLATIONS}


def test_the_rules_read_the_project():
    assert len(PROJECT) > 100
    assert len(APPS) > 50
    assert any(file.path == "ui/templates/ui/base.html" for file in templates(PACKAGE))

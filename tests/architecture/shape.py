"""Rules over the shape of files and functions."""

import ast
from collections.abc import Iterable, Iterator

from tests.architecture.sources import Source


MODULE_LINES = 300
LONG_MODULE_LINES = 400
TEMPLATE_LINES = 120
EMPTY_WORDS = frozenset({"utils", "util", "helpers", "helper", "common", "misc"})

# The words that an app is written in.
APP_WORDS = frozenset(
    {"__init__", "apps", "models", "queries", "policies", "translation", "operations", "forms", "tasks", "refusals", "sentences"}
    # The columns of an app that name a person, and how their rows follow a merge of persons.
    | {"person_rows"}
)
# `templatetags` where one drawing serves portals that know nothing of each other.
APP_FOLDERS = frozenset({"management", "migrations", "models", "operations", "queries", "refusals", "templatetags"})
# Modules of an app under another word, each with its reason.
OTHER_WORDS = {
    "accounts/actor.py": "the type that every app above receives; it is neither a row nor a read",
    "accounts/codes.py": "how activation codes are drawn, printed and typed: text alone, no row",
    "accounts/roles.py": "the vocabulary of roles, which the policies of every app name",
    "audit/registry.py": "the verbs that may be recorded, which config fills in",
    "notifications/delivery.py": "what the outbox does after the commit: it leaves no audit entry, so it is no operation",
}

MONEY = (
    "core/",
    "apps/payments/",
    "apps/ledger/",
    "apps/claims/",
    "apps/contributions/",
    "apps/beneficiaries/",
    "apps/reporting/",
    "apps/usage/",
)
# Modules under these folders that may hold a float, each with its reason.
FLOATS: dict[str, str] = {}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def too_long(files: Iterable[Source]) -> list[str]:
    """List the modules over their budget of lines: models and views may be longer."""
    return [f"{file.path}: {count} lines" for file in files if not file.is_migration and (count := _lines(file)) > _budget(file)]


def too_long_templates(files: Iterable[Source]) -> list[str]:
    """List the templates over their budget of lines."""
    return [f"{file.path}: {count} lines" for file in files if (count := _lines(file)) > TEMPLATE_LINES]


def _lines(file: Source) -> int:
    return len(file.text.splitlines())


def _budget(file: Source) -> int:
    is_long = file.name in {"models", "views"} or {"models", "views"} & set(file.folders)
    return LONG_MODULE_LINES if is_long else MODULE_LINES


def empty_words(files: Iterable[Source]) -> list[str]:
    """List the files and folders whose name says nothing of what they hold."""
    return [file.path for file in files if EMPTY_WORDS & {file.name, *file.folders}]


def unknown_words(files: Iterable[Source]) -> list[str]:
    """List the files of apps whose name is not one of the words that apps are written in; paths start at the folder of apps."""
    return [file.path for file in files if file.folders and not _is_app_word(file)]


def _is_app_word(file: Source) -> bool:
    inside = file.folders[1:]
    return inside[0] in APP_FOLDERS if inside else file.name in APP_WORDS or file.path in OTHER_WORDS


def useless_words(files: Iterable[Source]) -> list[str]:
    """List the exceptions to the words of apps that no file needs."""
    return sorted(set(OTHER_WORDS) - {file.path for file in files})


def models_by_name(files: Iterable[Source]) -> list[str]:
    """List the calls that fetch a model by its name: no import contract sees them, and an app reads and writes its own rows only."""
    return [
        f"{file.path}:{node.lineno}"
        for file in files
        if not file.is_migration
        for node in ast.walk(file.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get_model"
    ]


def roles_typed_again(files: Iterable[Source]) -> list[str]:
    """List the constants of portals that list roles: who may is said once, by the policies of an app, and imported."""
    return [
        f"{file.path}:{node.lineno} {ast.unparse(node.targets[0])}"
        for file in files
        if file.path.startswith("portals/")
        for node in file.tree.body
        if isinstance(node, ast.Assign) and "Role." in ast.unparse(node.value)
    ]


def inner_imports(files: Iterable[Source]) -> list[str]:
    """List the imports inside functions."""
    return [
        f"{file.path}:{node.lineno}"
        for file in files
        for function in ast.walk(file.tree)
        if isinstance(function, Function)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]


def floats(files: Iterable[Source]) -> list[str]:
    """List what makes a float in code that handles money: a literal, the type (but to refuse one), a column."""
    return [
        f"{file.path}:{node.lineno}"
        for file in files
        if file.path.startswith(MONEY) and file.path not in FLOATS and not file.is_migration
        for node in _outside_type_checks(file.tree)
        if _makes_float(node)
    ]


def _outside_type_checks(tree: ast.AST) -> Iterator[ast.AST]:
    """Walk a tree without the calls of `isinstance`."""
    if isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name) and tree.func.id == "isinstance":
        return
    yield tree
    for child in ast.iter_child_nodes(tree):
        yield from _outside_type_checks(child)


def _makes_float(node: ast.AST) -> bool:
    is_literal = isinstance(node, ast.Constant) and isinstance(node.value, float)
    is_type = isinstance(node, ast.Name) and node.id == "float"
    is_field = isinstance(node, ast.Attribute) and node.attr == "FloatField"
    return is_literal or is_type or is_field


def loose_signatures(files: Iterable[Source]) -> list[str]:
    """List the public functions of operations and queries that lack a type, or whose arguments can be exchanged unseen.

    By position come one argument of an act (a function that opens a transaction), and two of anything else if their types differ.
    """
    return [
        f"{file.path}:{function.lineno} {function.name}: {fault}"
        for file in files
        if {"operations", "queries"} & {file.name, *file.folders}
        for function in file.tree.body
        if isinstance(function, Function) and not function.name.startswith("_")
        for fault in _faults_of(function)
    ]


def _faults_of(function: Function) -> Iterator[str]:
    arguments = function.args
    positional = [*arguments.posonlyargs, *arguments.args]
    every = [*positional, *arguments.kwonlyargs, *filter(None, [arguments.vararg, arguments.kwarg])]
    yield from (f"{argument.arg} has no type" for argument in every if argument.annotation is None)
    if function.returns is None:
        yield "what it returns has no type"
    allowed = 1 if _is_act(function) or _same_type(positional[:2]) else 2
    yield from (f"{argument.arg} is not keyword-only" for argument in positional[allowed:])


def _is_act(function: Function) -> bool:
    return any("atomic" in ast.unparse(decorator) for decorator in function.decorator_list)


def _same_type(arguments: list[ast.arg]) -> bool:
    written = [ast.unparse(argument.annotation) for argument in arguments if argument.annotation is not None]
    return len(written) == 2 and written[0] == written[1]


def undocumented(files: Iterable[Source]) -> list[str]:
    """List the modules that hold something and do not say what, and the public functions and classes without a sentence."""
    found = []
    for file in files:
        if file.is_migration or not file.text.strip():
            continue
        if ast.get_docstring(file.tree) is None:
            found.append(file.path)
        public = [node for node in file.tree.body if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_")]
        found += [f"{file.path}:{node.lineno} {node.name}" for node in public if ast.get_docstring(node) is None]
    return found


def unfinished(files: Iterable[Source]) -> list[str]:
    """List the marks of work left undone: a note to do it later, a test that is skipped."""
    marks = tuple(f"{word}" for word in ("TO" + "DO", "FIX" + "ME", "XX" + "X ", "pytest.mark.sk" + "ip", "pytest.sk" + "ip", "xf" + "ail"))
    return [
        f"{file.path}:{number}"
        for file in files
        for number, line in enumerate(file.text.splitlines(), 1)
        if any(mark in line for mark in marks)
    ]

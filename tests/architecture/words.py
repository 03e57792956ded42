"""Rules over codes and verbs: what is said has its sentence, and each sentence is said somewhere."""

import ast
import re
from collections.abc import Iterable, Mapping
from importlib import import_module

from tests.architecture.sources import Source, literals


CODE = re.compile(r"[a-z_]+\.(?!csv$)[a-z_]+")
# Tables of sentences under another name, each with its reason.
OTHER_TABLES = {"core/rules/writing/faults.py": "`sentences` of the rules is the reading of a rule in French, another thing"}


def modules_of_sentences(files: Iterable[Source]) -> list[str]:
    """Name the modules that hold sentences; paths start at the package."""
    return [f"entraide.{file.path[:-3].replace('/', '.')}" for file in files if holds_sentences(file)]


def holds_sentences(file: Source) -> bool:
    """Tell whether a file is one of the tables of sentences."""
    return file.name.endswith("sentences") or file.path in OTHER_TABLES


def tables_of(module: str) -> tuple[dict[str, str], dict[str, str]]:
    """Read a module's verbs, and every other table of it from code to sentence."""
    held = vars(import_module(module))
    tables = [table for name, table in held.items() if name != "VERBS" and isinstance(table, Mapping)]
    coded = [table for table in tables if table and all(isinstance(code, str) and CODE.fullmatch(code) for code in table)]
    return dict(held.get("VERBS", {})), {code: sentence for table in coded for code, sentence in table.items()}


def written_words(files: Iterable[Source]) -> frozenset[str]:
    """Gather every string of the code, tables of sentences apart, with what f-strings may make of words that are written too."""
    others = [file for file in files if not holds_sentences(file) and not file.is_migration]
    words = {text for file in others for text in literals(file.tree)}
    beginnings = {begun for file in others for begun in _beginnings(file)}
    return frozenset(words | {begun + word for begun in beginnings for word in words if CODE.fullmatch(begun + word)})


def _beginnings(file: Source) -> Iterable[str]:
    """Give what f-strings begin with when it looks like the start of a code ("claims.")."""
    for node in ast.walk(file.tree):
        if isinstance(node, ast.JoinedStr) and len(node.values) == 2 and isinstance(node.values[0], ast.Constant):
            begun = str(node.values[0].value)
            if CODE.fullmatch(f"{begun}x") and begun.endswith("."):
                yield begun


def recorded_verbs(files: Iterable[Source]) -> frozenset[str]:
    """Gather the verbs written in calls of `record`."""
    calls = [node for file in files for node in ast.walk(file.tree) if isinstance(node, ast.Call) and node.args]
    recording = [call.args[0] for call in calls if _called(call) == "record"]
    return frozenset(verb.value for verb in recording if isinstance(verb, ast.Constant) and isinstance(verb.value, str))


def raised_codes(files: Iterable[Source]) -> frozenset[str]:
    """Gather the codes of refusals and findings: the `code` of a class, the first argument of a `Finding`."""
    found: set[str] = set()
    for file in files:
        for node in ast.walk(file.tree):
            found.update(_code_of(node))
    return frozenset(found)


def _code_of(node: ast.AST) -> Iterable[str]:
    value: ast.AST | None = None
    if isinstance(node, ast.ClassDef):
        for statement in node.body:
            value = _assigned_code(statement) or value
    elif isinstance(node, ast.Call) and _called(node) == "Finding" and node.args:
        value = node.args[0]
    if isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value:
        yield value.value


def _assigned_code(statement: ast.stmt) -> ast.expr | None:
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target] if isinstance(statement, ast.AnnAssign) else []
    return statement.value if any(isinstance(target, ast.Name) and target.id == "code" for target in targets) else None


def _called(call: ast.Call) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def unknown_codes(files: list[Source], *, sentences: Iterable[str], verbs: Iterable[str]) -> list[str]:
    """List the codes that are raised, or written in the family of a known one, and have no sentence."""
    said = set(sentences)
    families = {code.split(".")[0] for code in said}
    written = {word for word in written_words(files) if CODE.fullmatch(word) and word.split(".")[0] in families}
    literal = written & {text for file in files if not file.is_migration for text in literals(file.tree)}
    return sorted((raised_codes(files) | literal) - said - set(verbs))


def unsaid(files: Iterable[Source], declared: Iterable[str]) -> list[str]:
    """List the codes or verbs that have a sentence and that no code says."""
    return sorted(set(declared) - written_words(files))

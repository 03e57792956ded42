"""YAML read without surprise: plain values, and every word with its line and column."""

import re
from collections.abc import Iterable
from pathlib import Path as FilePath
from typing import Any

import yaml
from yaml.reader import Reader

from entraide.core.refusals import Finding
from entraide.core.rules.writing.marks import Faults, Mark, Path


MAX_BYTES = 200_000
MAX_DEPTH = 30

# The quick reader where libyaml is there, its twin in Python where it is not.
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
INTEGER = re.compile(r"-?\d{1,15}", re.ASCII)
_COMMENT = re.compile(r"(?<!\S)#.*")
_QUOTES = ("'", '"', "|", ">")
_FLAGS = {"true": True, "false": False}
_OWN_TAGS = ("tag:yaml.org,2002:str", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq")


# What YAML's own messages contain, and what they mean for whoever wrote the file.
_PROBLEMS = {
    "mapping values are not allowed": "un « : » de trop ; mettez le texte entre guillemets",
    "expected ',' or ']'": "une liste « [ » n’est pas refermée, ou il manque une virgule",
    "expected ',' or '}'": "un « { » n’est pas refermé, ou il manque une virgule",
    "expected key": "cette ligne n’est pas alignée avec celles d’avant",
    "expected <block end>": "cette ligne n’est pas alignée avec celles d’avant",
    "'-' indicator": "cette ligne n’est pas alignée avec les « - » d’avant",
    "block sequence entries": "un « - » n’a pas sa place ici ; allez à la ligne",
    "could not find expected ':'": "il manque « : » après un mot",
    "expected a single document": "un second « --- » ouvre un autre document ; n’en gardez qu’un",
    "but found another document": "un second « --- » ouvre un autre document ; n’en gardez qu’un",
    "expected node content": "une valeur manque ici, ou un « [ » ou un « { » n’est pas refermé",
    "unexpected end of stream": "un guillemet n’est pas refermé",
    "cannot start any token": "une tabulation ou un signe n’a pas sa place ici ; écrivez des espaces, ou des guillemets autour du texte",
    "unknown escape": "« \\ » n’a pas sa place dans ce texte ; employez des guillemets simples",
    "undefined tag": "« ! » n’a pas sa place ici ; mettez le texte entre guillemets",
    "control characters": "un caractère invisible n’y a pas sa place ; effacez-le",
}


def comments_of(text: str) -> list[tuple[int, int]]:
    """List the line and the column, from 1, of every comment of a text that is valid YAML."""
    held = [
        (token.start_mark.index, token.end_mark.index) for token in yaml.scan(text, Loader=_LOADER) if isinstance(token, yaml.ScalarToken)
    ]
    starts = [found.start() for found in _COMMENT.finditer(text) if not any(first <= found.start() < last for first, last in held)]
    return [(text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)) for start in starts]


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Put the faults of one file in the order of their lines, then of their columns."""
    return tuple(sorted(findings, key=lambda finding: [int(number) for number in finding.where.rsplit(":", 2)[1:]]))


def load(file: FilePath, name: str = "") -> tuple[dict[str, Any] | None, Faults]:
    """Read a YAML file as plain values: texts, whole numbers, true and false, lists, mappings with text keys.

    Dates stay texts, "yes" and "on" are words, nothing is ever built from a tag. What is too big, too deep, or refers to itself is refused
    before it is built. Places are told under `name`, that of the file unless said otherwise.
    """
    name = name or file.name
    marks: dict[Path, Mark] = {}
    faults = Faults(marks)
    marks[()] = Mark(name, 1, 1)
    text = _text(file, faults)
    if text is None or not _is_tame(text, name, faults):
        return None, faults
    root = yaml.compose(text, Loader=_LOADER)
    if not isinstance(root, yaml.MappingNode):
        faults.add("rules.not_a_mapping", ())
        return None, faults
    document = _Reader(name, marks, faults).read(root, ())
    return document, faults


def _text(file: FilePath, faults: Faults) -> str | None:
    try:
        with file.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
        if len(raw) > MAX_BYTES:
            faults.add("rules.file_too_big", (), limit=MAX_BYTES)
            return None
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        faults.add("rules.file_not_text", ())
    except FileNotFoundError:
        faults.add("rules.file_not_found", ())
    except OSError:
        faults.add("rules.file_not_readable", ())
    return None


def _is_tame(text: str, name: str, faults: Faults) -> bool:
    """Go through the events of a text before anything is built: no alias, one document, a bounded depth, valid YAML."""
    depth = 0
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if getattr(event, "anchor", None):
                return _refuse(event.start_mark, name, faults, "rules.file_with_alias")
            if depth > MAX_DEPTH:
                return _refuse(event.start_mark, name, faults, "rules.file_too_deep", limit=MAX_DEPTH)
        yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        return _refuse(error.problem_mark, name, faults, "rules.file_not_yaml", problem=_said(error.problem or ""))
    except yaml.YAMLError:
        return _refuse_sign(text, name, faults)
    return True


def _said(problem: str) -> str:
    """Say in French what YAML finds wrong, and what to write instead."""
    return next((said for part, said in _PROBLEMS.items() if part in problem), "relisez cette ligne et celle d’avant")


def _refuse(mark: yaml.Mark | None, name: str, faults: Faults, code: str, **params: Any) -> bool:
    place = Mark(name, mark.line + 1, mark.column + 1) if mark else Mark(name, 1, 1)
    faults.found.append(Finding(code, str(place), params))
    return False


def _refuse_sign(text: str, name: str, faults: Faults) -> bool:
    """Refuse a sign that no text has, where it stands."""
    found = Reader.NON_PRINTABLE.search(text)
    start = found.start() if found else 0
    place = Mark(name, text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start))
    faults.found.append(Finding("rules.file_not_yaml", str(place), {"problem": "un caractère invisible n’y a pas sa place ; effacez-le"}))
    return False


class _Reader:
    """The building of plain values from nodes, with the mark of each."""

    def __init__(self, name: str, marks: dict[Path, Mark], faults: Faults) -> None:
        self.name = name
        self.marks = marks
        self.faults = faults

    def read(self, node: yaml.Node, path: Path) -> Any:
        """Read a node that stands at `path`."""
        self.marks.setdefault(path, self._mark(node))
        if node.tag not in _OWN_TAGS:
            self.faults.add("rules.not_a_value", path, written=node.tag)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.read(item, (*path, rank)) for rank, item in enumerate(node.value)]
        return _scalar(node)

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else ""
            self.marks[(*path, key)] = self._mark(key_node)
            if not key or key in found:
                self.faults.add("rules.file_key_twice" if key else "rules.not_a_value", (*path, key), word=key, written="{…}")
            found[key] = self.read(value_node, (*path, key))
        return found

    def _mark(self, node: yaml.Node) -> Mark:
        return Mark(self.name, node.start_mark.line + 1, node.start_mark.column + 1)


def _scalar(node: yaml.Node) -> str | int | bool:
    """Read a scalar: quoted, it is a text; bare, a whole number, true, false, or a text."""
    if node.style in _QUOTES:
        return str(node.value)
    if INTEGER.fullmatch(node.value):
        return int(node.value)
    return _FLAGS.get(node.value, str(node.value))

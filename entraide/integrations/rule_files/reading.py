"""YAML read without surprise: plain values, and every word with its line and column."""

import re
from pathlib import Path as FilePath
from typing import Any

import yaml

from entraide.core.refusals import Finding
from entraide.core.rules.marks import Faults, Mark, Path


MAX_BYTES = 200_000
MAX_DEPTH = 30

# The quick reader where libyaml is there, its twin in Python where it is not.
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
INTEGER = re.compile(r"-?\d{1,15}", re.ASCII)
_QUOTES = ("'", '"', "|", ">")
_FLAGS = {"true": True, "false": False}
_OWN_TAGS = ("tag:yaml.org,2002:str", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq")


def load(file: FilePath) -> tuple[dict[str, Any] | None, Faults]:
    """Read a YAML file as plain values: texts, whole numbers, true and false, lists, mappings with text keys.

    Dates stay texts, "yes" and "on" are words, nothing is ever built from a tag. What is too big, too deep, or refers to itself is refused
    before it is built.
    """
    marks: dict[Path, Mark] = {}
    faults = Faults(marks)
    marks[()] = Mark(file.name, 1, 1)
    text = _text(file, faults)
    if text is None or not _is_tame(text, file.name, faults):
        return None, faults
    root = yaml.compose(text, Loader=_LOADER)
    if not isinstance(root, yaml.MappingNode):
        faults.add("rules.not_a_mapping", ())
        return None, faults
    document = _Reader(file.name, marks, faults).read(root, ())
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
    except OSError as error:
        faults.add("rules.file_not_yaml", (), problem=error.strerror or "illisible")
    return None


def _is_tame(text: str, name: str, faults: Faults) -> bool:
    """Go through the events of a text before anything is built: no alias, one document, a bounded depth, valid YAML."""
    depth = 0
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if isinstance(event, yaml.AliasEvent):
                return _refuse(event.start_mark, name, faults, "rules.file_with_alias")
            if depth > MAX_DEPTH:
                return _refuse(event.start_mark, name, faults, "rules.file_too_deep", limit=MAX_DEPTH)
        yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        return _refuse(error.problem_mark, name, faults, "rules.file_not_yaml", problem=error.problem)
    except yaml.YAMLError as error:
        return _refuse(None, name, faults, "rules.file_not_yaml", problem=str(error).splitlines()[0])
    return True


def _refuse(mark: yaml.Mark | None, name: str, faults: Faults, code: str, **params: Any) -> bool:
    place = Mark(name, mark.line + 1, mark.column + 1) if mark else Mark(name, 1, 1)
    faults.found.append(Finding(code, str(place), params))
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

"""The catalogue as files: YAML read without surprise, every word with its line and column, and the canonical text written back."""

import re
from pathlib import Path as FilePath
from typing import Any

import yaml

from entraide.core.refusals import Finding
from entraide.core.rules.definition import Revision
from entraide.core.rules.documents import Specs, decode_benefit, decode_parameters, encode_benefit
from entraide.core.rules.marks import Faults, Mark, Path
from entraide.core.rules.parameters import ParameterBook


PARAMETERS = "parameters.yaml"
MAX_BYTES = 200_000
MAX_DEPTH = 30
WIDTH = 136
SHORT = 100
LONG_WORD = 40

# The quick reader where libyaml is there, its twin in Python where it is not.
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_INTEGER = re.compile(r"-?\d{1,15}", re.ASCII)
_QUOTES = ("'", '"', "|", ">")
_FLAGS = {"true": True, "false": False}
_OWN_TAGS = ("tag:yaml.org,2002:str", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq")


def read_catalogue(folder: FilePath) -> tuple[tuple[Revision, ...], tuple[Finding, ...]]:
    """Read every benefit of a folder, and all the faults of all its files; a revision with a fault is left out."""
    book, findings = read_parameters(folder)
    revisions: list[Revision] = []
    found = list(findings)
    for file in sorted(folder.glob("*.yaml")):
        if file.name == PARAMETERS:
            continue
        own, faults = read_benefit(file, book.specs)
        if own and any(own[0].code == former.code for former in revisions):
            faults = (*faults, Finding("rules.benefit_twice", f"{file.name}:1:1", {"word": own[0].code}))
        else:
            revisions.extend(own)
        found.extend(faults)
    return tuple(revisions), tuple(found)


def read_benefit(file: FilePath, specs: Specs) -> tuple[tuple[Revision, ...], tuple[Finding, ...]]:
    """Read the revisions of one benefit, sorted by day, and the faults of its file."""
    document, faults = load(file)
    revisions = decode_benefit(document, faults, specs) if document is not None else ()
    return revisions, tuple(faults.found)


def read_parameters(folder: FilePath) -> tuple[ParameterBook, tuple[Finding, ...]]:
    """Read the parameters of a catalogue folder."""
    if not folder.is_dir():
        return ParameterBook(), (Finding("rules.folder_not_found", folder.name),)
    document, faults = load(folder / PARAMETERS)
    book = decode_parameters(document, faults) if document is not None else ParameterBook()
    return book, tuple(faults.found)


def format_benefit(file: FilePath, specs: Specs) -> tuple[str, tuple[Finding, ...]]:
    """Give the canonical text of a benefit's file, comments of its head kept, or its faults."""
    revisions, findings = read_benefit(file, specs)
    if findings:
        return "", findings
    lines = file.read_text("utf-8").splitlines(keepends=True)
    head = next((rank for rank, line in enumerate(lines) if not line.startswith("#")), len(lines))
    return "".join(lines[:head]) + write_benefit(revisions), ()


def write_benefit(revisions: tuple[Revision, ...]) -> str:
    """Write the revisions of one benefit as the canonical text of its file."""
    return yaml.dump(_with_count_keys(encode_benefit(revisions)), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=WIDTH)


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
    if _INTEGER.fullmatch(node.value):
        return int(node.value)
    return _FLAGS.get(node.value, str(node.value))


class _Dumper(yaml.SafeDumper):
    """A writer that quotes only what this module would not read back as a text, and keeps short leaves on one line."""

    yaml_implicit_resolvers: dict[str, Any] = {}

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Indent lists under their key, which reads better."""
        super().increase_indent(flow, False)

    def represent_sequence(self, tag: str, sequence: Any, flow_style: bool | None = None) -> yaml.SequenceNode:
        """Write a list of short words on one line."""
        return super().represent_sequence(tag, sequence, _is_short(sequence))

    def represent_mapping(self, tag: str, mapping: Any, flow_style: bool | None = None) -> yaml.MappingNode:
        """Write a mapping of short words on one line."""
        return super().represent_mapping(tag, mapping, _is_short([*mapping, *mapping.values()]))


_Dumper.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("(?:true|false)$"), list("tf"))
_Dumper.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"-?\d{1,15}$"), list("-0123456789"))


def _is_short(parts: Any) -> bool:
    words = [str(part) for part in parts if not isinstance(part, dict | list)]
    return len(words) == len(parts) and sum(len(word) + 2 for word in words) < SHORT and all(len(word) < LONG_WORD for word in words)


def _with_count_keys(value: Any) -> Any:
    """Give the keys of scales back their bare form: `19: …` and not `'19': …`."""
    if isinstance(value, dict):
        return {int(key) if _INTEGER.fullmatch(key) else key: _with_count_keys(inner) for key, inner in value.items()}
    return [_with_count_keys(item) for item in value] if isinstance(value, list) else value

"""The canonical text of a benefit's file: one way to write each thing, so that two files differ where the rules do."""

import re
from pathlib import Path
from typing import Any

import yaml

from entraide.core.refusals import Finding
from entraide.core.rules.language.definition import Revision
from entraide.core.rules.reading.documents import encode_benefit
from entraide.core.rules.writing.reading import Specs
from entraide.integrations.rule_files.catalogue import open_benefit
from entraide.integrations.rule_files.reading import INTEGER, comments_of, in_order


WIDTH = 136
SHORT = 100
LONG_WORD = 40


def format_benefit(file: Path, specs: Specs, name: str = "") -> tuple[str, tuple[Finding, ...]]:
    """Give the canonical text of a benefit's file, comments of its head kept, or its faults.

    A comment further down would be lost: it is a fault. Places are told under `name`.
    """
    opened = open_benefit(file, specs, name)
    if opened.faults.found:
        return "", in_order(opened.faults.found)
    text = file.read_text("utf-8")
    lines = text.splitlines(keepends=True)
    head = next((rank for rank, line in enumerate(lines) if not line.startswith("#")), len(lines))
    inside = [(line, column) for line, column in comments_of(text) if line > head]
    if inside:
        return "", tuple(Finding("rules.comment_inside", f"{name or file.name}:{line}:{column}") for line, column in inside)
    return "".join(lines[:head]) + write_benefit(opened.revisions), ()


def write_benefit(revisions: tuple[Revision, ...]) -> str:
    """Write the revisions of one benefit as the canonical text of its file."""
    return yaml.dump(_with_count_keys(encode_benefit(revisions)), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=WIDTH)


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
        return {int(key) if INTEGER.fullmatch(key) else key: _with_count_keys(inner) for key, inner in value.items()}
    return [_with_count_keys(item) for item in value] if isinstance(value, list) else value

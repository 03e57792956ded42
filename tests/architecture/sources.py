"""The project's files, as the rules read them."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path


ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "entraide"


@dataclass(frozen=True)
class Source:
    """A Python file of a tree: its path from the root of that tree, its text."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """Parse it."""
        return ast.parse(self.text)

    @property
    def name(self) -> str:
        """Give the file's name without its suffix."""
        return Path(self.path).stem

    @property
    def folders(self) -> tuple[str, ...]:
        """Give the folders it lies in, outermost first."""
        return Path(self.path).parts[:-1]

    @property
    def is_migration(self) -> bool:
        """Tell whether Django wrote it."""
        return "migrations" in self.folders


def python_files(root: Path) -> list[Source]:
    """Read every Python file under a folder, migrations included."""
    return [Source(str(path.relative_to(root)), path.read_text()) for path in sorted(root.rglob("*.py"))]


def templates(root: Path) -> list[Source]:
    """Read every template under a folder."""
    return [Source(str(path.relative_to(root)), path.read_text()) for path in sorted(root.rglob("templates/**/*")) if path.is_file()]


def source(text: str, path: str = "entraide/apps/claims/queries.py") -> Source:
    """Make a file that a test writes."""
    return Source(path, text)


def literals(tree: ast.AST) -> Iterator[str]:
    """Give every string written in a tree, docstrings apart."""
    documented = {id(node.body[0].value) for node in ast.walk(tree) if _has_docstring(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented:
            yield node.value


def _has_docstring(node: ast.AST) -> bool:
    is_documented = isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
    return is_documented and bool(node.body) and isinstance(node.body[0], ast.Expr) and isinstance(node.body[0].value, ast.Constant)


def tracked_files(root: Path) -> list[Path]:
    """List the files that git follows or would follow; outside a checkout, those of the folders that the project writes."""
    command = ["git", "-C", str(root), "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, capture_output=True, text=True, check=False)
    if listed.returncode:
        return sorted(path for folder in ("entraide", "tests", "scripts", "docs", "catalogue") for path in (root / folder).rglob("*.*"))
    return sorted(path for name in listed.stdout.split("\0") if name and (path := root / name).is_file())

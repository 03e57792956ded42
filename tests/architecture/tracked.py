"""What no tracked file may hold: the host of a package registry, a path of somebody's machine."""

import re
from collections.abc import Iterable
from pathlib import Path


HOSTS = (
    r"pypi[.]org",
    r"pythonhosted[.]org",
    r"registry[.]npmjs[.]org",
    r"registry[.]yarnpkg[.]com",
    r"conda[.]anaconda[.]org",
    r"deb[.]debian[.]org",
    r"index-url\s*[= ]\s*https?://(?!\S*[.]example\b)",
    r"--find[-]links",
)
PATHS = (r"/home/\w", r"/root/\w", r"/Users/\w", r"/work/\w", r"[A-Z]:\\Users")
FORBIDDEN = re.compile("|".join((*HOSTS, *PATHS)))


def forbidden_words(files: Iterable[Path], root: Path) -> list[str]:
    """List where a tracked text file names a registry's host or a machine's path; a file that is no text is passed over."""
    found = []
    for path in files:
        content = path.read_bytes()
        if b"\0" in content[:8_000]:
            continue
        lines = content.decode("utf-8", "replace").splitlines()
        found += [
            f"{path.relative_to(root)}:{number}: {match[0]}" for number, line in enumerate(lines, 1) if (match := FORBIDDEN.search(line))
        ]
    return found

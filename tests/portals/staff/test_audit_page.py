"""The audit trail is read in French: every kind of thing that an act bears on has its name."""

import re
from pathlib import Path

from entraide.portals.staff.views.audit import SUBJECTS


PACKAGE = Path(__file__).parents[3] / "entraide"
SUBJECT = re.compile(r'subject(?:, payload)? ?= ?\("([a-z_]+)"')


def test_every_kind_of_subject_that_an_act_bears_on_has_a_french_name() -> None:
    written = {found for file in PACKAGE.rglob("*.py") for found in SUBJECT.findall(file.read_text("utf-8"))}
    assert len(written) > 10
    assert written == set(SUBJECTS)

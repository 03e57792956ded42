"""Each limit of a confined child cuts: memory, processor, clock, output, files, environment."""

import pytest

from entraide.integrations.confinement import Confinement, Crashed, OutOfMemory, OutOfOutput, OutOfTime, run_confined


CHILD = "tests.integrations.greedy_child"


def ran(misdeed: str, *, cpu: int = 5, wall: float = 20, output: int = 1_000_000, content: bytes = b"") -> bytes:
    return run_confined(CHILD, misdeed, content, Confinement(200_000_000, cpu, wall, output))


@pytest.mark.parametrize(
    ("misdeed", "limits", "cut"),
    [
        ("memory", {}, OutOfMemory),
        ("time", {"cpu": 1}, OutOfTime),
        ("sleep", {"wall": 1}, OutOfTime),
        ("endless answer", {}, OutOfOutput),
        ("write", {}, Crashed),
    ],
)
def test_a_child_that_takes_too_much_is_cut(misdeed, limits, cut):
    with pytest.raises(cut):
        ran(misdeed, **limits)


def test_an_answer_up_to_the_limit_is_given_whole():
    assert ran("echo", content=b"x" * 1_000_000) == b"x" * 1_000_000
    with pytest.raises(OutOfOutput):
        ran("echo", content=b"x" * 1_000_001)


def test_a_child_that_says_much_is_heard_to_its_last_words():
    with pytest.raises(Crashed, match="last words") as crash:
        ran("chatter")
    assert len(str(crash.value)) <= 2_000


def test_the_child_sees_nothing_of_the_environment_of_the_server(monkeypatch):
    monkeypatch.setenv("ENTRAIDE_SECRET", "x")
    assert "ENTRAIDE_SECRET" not in ran("environment").decode().split()

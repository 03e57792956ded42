"""Run the daily tools of a developer inside the virtual environment, installing them first where they are missing."""

import subprocess
import sys

import bootstrap


# The last command of each decides: what it finds is left for a person to correct.
TOOLS: dict[str, tuple[tuple[str, ...], ...]] = {
    "fix": (
        ("ruff", "check", "--fix", "--exit-zero", "--quiet", "."),
        ("ruff", "format", "."),
        # Once is not enough: breaking a line may uncover another one to break.
        ("djlint", "--reformat", "--quiet", "entraide"),
        ("djlint", "--reformat", "--quiet", "entraide"),
        ("ruff", "check", "."),
    ),
    "bench": (("benchmarks",),),
    # The laws that `make test` shows on a few thousand examples, on many more (docs/testing.md).
    "fuzz": (("pytest", "tests/population/columns/test_equality.py", "-q", "-p", "no:randomly", "-n", "2"),),
}
# How many pairs of rule and facts the fuzz compares in each law unless ENTRAIDE_FUZZ says another number.
FUZZ = "50000"


def main(name: str) -> int:
    """Run every command of one tool; give 1 when the last one finds something that a person must correct."""
    try:
        bootstrap.install(bootstrap.DEV_LOCK)
    except bootstrap.CannotStart as fault:
        print(f"entraide: {fault}", file=sys.stderr)
        return 1
    environment = bootstrap.child_environment()
    if name == "fuzz":
        environment.setdefault("ENTRAIDE_FUZZ", FUZZ)
    commands = [[str(bootstrap.PYTHON), "-m", *command] for command in TOOLS[name]]
    statuses = [subprocess.run(command, cwd=bootstrap.ROOT, env=environment, check=False).returncode for command in commands]
    return int(statuses[-1] != 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

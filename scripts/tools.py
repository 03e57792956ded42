"""Run the daily tools of a developer inside the virtual environment, installing them first where they are missing."""

import subprocess
import sys

import bootstrap


TOOLS: dict[str, tuple[tuple[str, ...], ...]] = {
    "fix": (
        ("ruff", "check", "--fix", "."),
        ("ruff", "format", "."),
        ("djlint", "--reformat", "--quiet", "entraide"),
    ),
    "bench": (("benchmarks",),),
}


def main(name: str) -> int:
    """Run every command of one tool; give 1 when one of them finds something that a person must correct."""
    try:
        bootstrap.install(bootstrap.DEV_LOCK)
    except bootstrap.CannotStart as fault:
        print(f"entraide: {fault}", file=sys.stderr)
        return 1
    environment = bootstrap.child_environment()
    commands = [[str(bootstrap.PYTHON), "-m", *command] for command in TOOLS[name]]
    statuses = [subprocess.run(command, cwd=bootstrap.ROOT, env=environment, check=False).returncode for command in commands]
    # A formatter that has rewritten a file says so with a status of its own: only what is left to correct counts.
    return int(statuses[0] != 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

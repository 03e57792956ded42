"""What the supervisor of the web server, the worker and the schedule promises."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from entraide.config.supervisor import Pace, Service, Supervisor


QUICK = Pace(delays=(0.05,), steady_after=60, grace=1.0)
SLEEP = "import time; time.sleep(600)"
TELL = "import os, sys, time; open(sys.argv[1], 'a').write(f'{os.getpid()}\\n');"


def python(name: str, code: str, *arguments: object) -> Service:
    """Describe a service that runs a line of Python."""
    return Service(name, (sys.executable, "-c", code, *map(str, arguments)))


def stop_me() -> None:
    """Send this process what Ctrl-C or a system's stop sends."""
    os.kill(os.getpid(), signal.SIGTERM)


def pids(path: Path) -> list[int]:
    """Read the process ids that services have written."""
    return [int(line) for line in path.read_text().split()] if path.exists() else []


def is_alive(pid: int) -> bool:
    """Tell whether a process runs (a process that ended and waits to be read does not)."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def wait_until(condition: Callable[[], bool], seconds: float = 10.0) -> bool:
    """Wait for a condition, at most so many seconds."""
    limit = time.monotonic() + seconds
    while not condition() and time.monotonic() < limit:
        time.sleep(0.02)
    return condition()


def test_a_service_that_dies_is_told_and_started_again_while_the_others_go_on(tmp_path: Path) -> None:
    dying, steady, said = tmp_path / "dying", tmp_path / "steady", list[str]()
    services = (python("web", TELL + "sys.exit(3)", dying), python("worker", TELL + "time.sleep(600)", steady))
    supervisor = Supervisor(services, said.append, is_ready=lambda: len(pids(dying)) >= 3, on_ready=stop_me, pace=QUICK)
    assert supervisor.run() == 0
    assert "web died (status 3); starting it again in 0.05 s." in said
    assert len(pids(steady)) == 1


def test_the_delay_grows_with_each_death(tmp_path: Path) -> None:
    said: list[str] = []
    pace = Pace(delays=(0.01, 0.02, 0.04), steady_after=60, grace=1)
    supervisor = Supervisor((python("web", "raise SystemExit(1)"),), said.append, is_ready=lambda: False, on_ready=stop_me, pace=pace)
    assert supervisor.run() == 1
    assert [line.split()[-2] for line in said if "again" in line] == ["0.01", "0.02", "0.04", "0.04"]


def test_five_deaths_before_anything_works_end_everything_with_status_1(tmp_path: Path) -> None:
    other, said = tmp_path / "other", list[str]()
    services = (python("worker", TELL + "time.sleep(600)", other), python("web", "import sys; sys.exit(2)"))
    assert Supervisor(services, said.append, is_ready=lambda: False, on_ready=stop_me, pace=QUICK).run() == 1
    assert "web has died 5 times before anything worked" in said[-1]
    assert not any(is_alive(pid) for pid in pids(other))


def test_what_a_service_prints_bears_its_name_even_when_it_dies_within_a_line() -> None:
    said: list[str] = []
    services = (python("web", "print('bonjour'); print('sans fin de ligne', end='')"), python("schedule", SLEEP))
    Supervisor(services, said.append, is_ready=lambda: len(said) > 2, on_ready=stop_me, pace=QUICK).run()
    assert said[:3] == ["web      | bonjour", "web      | sans fin de ligne", "web died (status 0); starting it again in 0.05 s."]


def test_a_stop_ends_every_process_even_one_that_does_not_obey(tmp_path: Path) -> None:
    path = tmp_path / "pids"
    deaf = "import signal, subprocess; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    child = f"subprocess.Popen([sys.executable, '-c', {TELL + 'time.sleep(600)'!r}, sys.argv[1]]); time.sleep(600)"
    services = (python("web", TELL + deaf + child, path), python("worker", TELL + "time.sleep(600)", path))
    started = time.monotonic()
    supervisor = Supervisor(services, [].append, is_ready=lambda: len(pids(path)) == 3, on_ready=stop_me, pace=QUICK)
    assert supervisor.run() == 0
    assert wait_until(lambda: not any(is_alive(pid) for pid in pids(path)))
    assert time.monotonic() - started < 30


def test_a_supervisor_that_is_killed_leaves_no_process_behind(tmp_path: Path) -> None:
    path = tmp_path / "pids"
    program = (
        "import sys\n"
        "from entraide.config.supervisor import Service, Supervisor\n"
        f"service = Service('web', (sys.executable, '-c', {TELL + 'time.sleep(600)'!r}, {str(path)!r}))\n"
        "Supervisor((service,), print, is_ready=lambda: False, on_ready=lambda: None).run()\n"
    )
    supervisor = subprocess.Popen([sys.executable, "-c", program], cwd=Path(__file__).resolve().parents[2])
    assert wait_until(lambda: len(pids(path)) == 1)
    supervisor.kill()
    supervisor.wait()
    assert wait_until(lambda: not is_alive(pids(path)[0]))

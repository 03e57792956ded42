"""Pages through two gunicorn workers, wrk on loopback, beside an empty page of the same run: « Mes droits », the desk's queue, a filing.

Needs wrk on the path. ENTRAIDE_BENCH_SECONDS says how long each page is asked for.
"""

import json
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from benchmarks.databases import postgresql_server
from benchmarks.figure import Figure


SECONDS = int(os.environ.get("ENTRAIDE_BENCH_SECONDS", "10"))
# Each page and its empty page are asked for in turns: what else the machine does weighs on both.
WORKERS, CONNECTIONS, TURNS = 2, 4, 3
READY_WITHIN = 30.0
HALF = 2.0
PAGES = (("« Mes droits » of a family of five", "person", "/moi/droits/"), ("queue of 100 000 open claims", "officer", "/equipe/demandes/"))
EMPTY = "/vide/"
# One token for every form: what a browser sends back twice.
TOKEN = "b" * 32
P95 = 'done = function(summary, latency, requests) io.write(string.format("p95 %d\\n", latency:percentile(95))) end\n'
FILING = """
local place = 0
request = function()
  place = place + 1
  local one = drafts[(place - 1) % #drafts + 1]
  local headers = {["Cookie"] = "sessionid=" .. one[2] .. "; csrftoken=TOKEN", ["Content-Type"] = "application/x-www-form-urlencoded"}
  return wrk.format("POST", "/moi/demandes/" .. one[1] .. "/ENDING", headers, "csrfmiddlewaretoken=TOKEN")
end
"""


def run() -> list[Figure]:
    """Prepare the world, serve it, ask for each page beside an empty one, then file drafts.

    :raises SystemExit: if wrk is missing, or a page answers something else than itself.
    """
    if shutil.which("wrk") is None:
        raise SystemExit("entraide: ONLY=http needs wrk (apt-get install wrk).")
    with tempfile.TemporaryDirectory(prefix="entraide-bench-") as folder, postgresql_server() as url:
        found = Path(folder) / "world.json"
        environment = os.environ | {
            "DATABASE_URL": url,
            "ENTRAIDE_VAR": folder,
            "ENTRAIDE_BENCH_ROWS": "5000",
            "DJANGO_SETTINGS_MODULE": "benchmarks.http_settings",
            "ENTRAIDE_TODAY": "2024-10-15",
        }
        child = "import django; django.setup(); from benchmarks.http_load import main; main()"
        subprocess.run([sys.executable, "-c", child, str(found)], env=environment, check=True, stdout=sys.stderr)
        world = json.loads(found.read_text())
        with served(environment) as address:
            return [*_reads(address, world), _filings(address, world, Path(folder))]


@contextmanager
def served(environment: dict[str, str]) -> Iterator[str]:
    """Lend the address of two workers on this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = ["-m", "gunicorn", "entraide.config.wsgi", "--workers", str(WORKERS), "--bind", f"127.0.0.1:{port}", "--log-level", "error"]
    server = subprocess.Popen([sys.executable, *words], env=environment)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/sante/")
        yield address
    finally:
        server.terminate()
        server.wait(timeout=READY_WITHIN)


def _wait_for(url: str) -> None:
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until:
        try:
            with urlopen(url, timeout=1):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise SystemExit("entraide: the server of the measure does not answer.")


def _reads(address: str, world: dict[str, str]) -> Iterator[Figure]:
    for name, who, path in PAGES:
        header = f"Cookie: sessionid={world[who]}"
        asked: dict[str, list[tuple[float, float]]] = {EMPTY: [], path: []}
        for _ in range(TURNS):
            for page, found in asked.items():
                found.append(wrk(f"{address}{page}", header, seconds=max(2, SECONDS // TURNS)))
        (empty_rate, empty_p95), (rate, p95) = ([statistics.median(each) for each in zip(*found, strict=True)] for found in asked.values())
        # More requests a second is better: written as what one request costs.
        cost, least = round(1000 / rate, 2), round(1000 / empty_rate, 2)
        yield Figure(f"{name}, two workers", cost, "ms a request", "empty page of the same session", least, HALF)
        yield Figure(f"{name}, p95 of {CONNECTIONS} connections", p95, "ms", "p95 of that empty page", empty_p95, HALF)


def _filings(address: str, world: dict, folder: Path) -> Figure:
    """File each draft once; what comes after the last one finds its claim filed."""
    drafts = ", ".join(f'{{"{claim}", "{session}"}}' for claim, session in world["filing"])
    ending = "verifier/"
    script = f"drafts = {{ {drafts} }}\n" + FILING.replace("TOKEN", TOKEN).replace("ENDING", ending)
    (folder / "filing.lua").write_text(script + P95)
    begun = time.perf_counter()
    rate, p95 = wrk(address, "X-Bench: filing", script=folder / "filing.lua", seconds=max(2, len(world["filing"]) // 40))
    print(f"filing: {rate:.0f} a second over {time.perf_counter() - begun:.0f} s", file=sys.stderr)
    return Figure("a filing, p95", p95, "ms", "limit of a write", 500.0, 1.0)


def wrk(url: str, header: str, *, script: Path | None = None, seconds: int = SECONDS) -> tuple[float, float]:
    """Ask for a page again and again; give requests a second, and the 95th percentile in milliseconds.

    :raises SystemExit: if an answer is neither the page nor where it leads.
    """
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as own:
        own.write(P95)
        own.flush()
        words = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-H", header, "-s", str(script or own.name), url]
        said = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in said:
        raise SystemExit(f"entraide: {url} answers something else than its page.\n{said}")
    rate, p95 = (re.search(pattern, said) for pattern in (r"Requests/sec:\s+([\d.]+)", r"p95 (\d+)"))
    assert rate is not None and p95 is not None
    return float(rate[1]), round(int(p95[1]) / 1000, 1)

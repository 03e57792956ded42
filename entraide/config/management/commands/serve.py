"""`entraide serve`: the supervisor of the web server, the worker and the schedule."""

import http.client
import sys
import time
from io import StringIO
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from entraide.config.alone import only_here
from entraide.config.supervisor import Service, Supervisor
from entraide.ui.arguments import in_french


LOOPBACK = "127.0.0.1"
# The first page: it needs no account, and answers only when the settings, the urls and the database do.
HEALTH_PATH = "/"


def services(address: str, web_workers: int) -> tuple[Service, ...]:
    """List what runs side by side; each is started with the Python that runs this command."""
    console = (sys.executable, "-m", "entraide.config.cli")
    web = ("--bind", address, "--workers", str(web_workers), "--worker-class", "sync", "--preload")
    limits = ("--timeout", "60", "--graceful-timeout", "8", "--no-control-socket", "--log-level", "warning")
    return (
        Service("web", (sys.executable, "-m", "gunicorn", *web, *limits, "entraide.config.wsgi:application")),
        Service("worker", (*console, "db_worker", "--queue-name", "*", "--no-startup-delay")),
        Service("schedule", (*console, "schedule")),
    )


class Command(BaseCommand):
    """Run everything until Ctrl-C or SIGTERM."""

    help = "Lance le serveur web, l'exécution des tâches et l'échéancier ; relance celui qui s'arrête. Ctrl-C arrête tout."
    # The web server finds the same faults as it starts, and its words are shown: checking twice only delays the first page.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer the address and the number of web processes."""
        in_french(parser)
        parser.add_argument("--port", type=int, default=8000, help="port du serveur web (8000)")
        parser.add_argument("--bind", default=LOOPBACK, help="adresse du serveur web (127.0.0.1 : cette machine seulement)")
        parser.add_argument("--web-workers", type=int, default=2, help="nombre de processus web (2)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Supervise, and tell the address and the demonstration's accounts once the web server answers."""
        self.port: int = options["port"]
        self.host: str = options["bind"]
        self.started = time.monotonic()
        connections.close_all()
        with only_here("serving") as is_alone:
            if not is_alone:
                raise CommandError("entraide: it already runs on these data. Use that one, or stop it with Ctrl-C first.")
            self.supervise(options)

    def supervise(self, options: dict[str, Any]) -> None:
        """Run the services until they stop.

        :raises CommandError: if they could not start
        """
        running = services(f"{self.host}:{self.port}", options["web_workers"])
        status = Supervisor(running, self.say, is_ready=self.answers, on_ready=self.welcome).run()
        self.say("Everything is stopped.")
        if status:
            raise CommandError("entraide: it could not start; the reason stands above.", returncode=status)

    def say(self, text: str) -> None:
        """Print a line at once."""
        self.stdout.write(text)
        self.stdout.flush()

    def answers(self) -> bool:
        """Ask the web server for its health."""
        asked = http.client.HTTPConnection(LOOPBACK if self.host == "0.0.0.0" else self.host, self.port, timeout=5)
        try:
            asked.request("GET", HEALTH_PATH, headers={"Host": "localhost"})
            return asked.getresponse().status < 500
        except (OSError, http.client.HTTPException):
            return False
        finally:
            asked.close()

    def welcome(self) -> None:
        """Print where to go, and who may enter in a demonstration."""
        accounts = self.accounts() if settings.ENTRAIDE_DEMONSTRATION else ""
        self.say("")
        self.say(accounts.rstrip())
        self.say("")
        self.say(f"Entraide answers on http://localhost:{self.port} after {time.monotonic() - self.started:.1f} s. Ctrl-C stops it.")

    def accounts(self) -> str:
        """Ask the demonstration who its accounts are."""
        told = StringIO()
        call_command("demo", "accounts", stdout=told)
        connections.close_all()
        return told.getvalue()

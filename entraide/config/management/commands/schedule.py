"""`entraide schedule`: do the jobs of the schedule every minute until SIGTERM or Ctrl-C."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from entraide.config.schedule import run_once
from entraide.ui import clock
from entraide.ui.arguments import in_french


class Command(BaseCommand):
    """Run the schedule; `--once` does every job once and ends."""

    help = "Fait toutes les minutes ce que personne ne demande : messages, relevés, sceaux, publications."

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer the pace."""
        in_french(parser)
        parser.add_argument("--every", type=float, default=60.0, help="secondes entre deux passages (60)")
        parser.add_argument("--once", action="store_true", help="un seul passage")

    def handle(self, *args: Any, **options: Any) -> None:
        """Work until a signal asks to stop; the passage under way is finished first."""
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        while not stopped.is_set():
            close_old_connections()
            self.tell(run_once(at=clock.now(), on=clock.today()))
            if options["once"]:
                return
            stopped.wait(options["every"])

    def tell(self, done: dict[str, int | None]) -> None:
        """Print what was done, nothing when there was nothing to do."""
        for name, count in done.items():
            if count:
                self.stdout.write(f"{count} {name}")
        self.stdout.flush()

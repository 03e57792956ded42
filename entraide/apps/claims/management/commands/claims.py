"""`entraide claims replay`: decide everything again, and name what differs."""

import json
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from entraide.apps.claims.queries.replays import DIFFERS, Replay, decisions_count, replays
from entraide.ui.arguments import add_acts
from entraide.ui.components.texts import accord


EACH = 10_000
# So many are named; the rest is counted.
NAMED = 20


class Command(BaseCommand):
    """Work on claims without a browser."""

    help = "Demandes : replay décide à nouveau chaque demande à partir de ce que sa décision a conservé."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the act."""
        replay = add_acts(parser, ("replay",)).add_parser("replay", help="décide tout à nouveau ; statut 1 si une décision diffère")
        replay.add_argument("--json", action="store_true", help="répond en JSON")

    def handle(self, *args: str, **options: Any) -> None:
        """Replay every decision kept, whatever its way; say on stderr how far it is.

        :raises CommandError: if one of them differs.
        """
        ways: Counter[str] = Counter()
        different: list[dict[str, Any]] = []
        expected = decisions_count()
        for count, each in enumerate(replays(), start=1):
            ways[each.decision.way] += 1
            if not each.is_equal:
                different.append(_named(each))
            if count % EACH == 0:
                self.stderr.write(f"{count} sur {expected}, {accord(len(different), 'différente')}.")
        if options["json"]:
            self.stdout.write(json.dumps({"replayed": ways.total(), "ways": dict(sorted(ways.items())), "different": different}))
        else:
            self.stdout.write(f"{accord(ways.total(), 'décision rejouée,décisions rejouées')}, {accord(len(different), 'différente')}.")
        if different:
            raise CommandError("Décisions différentes : " + _in_words(different))


def _named(each: Replay) -> dict[str, Any]:
    decision = each.decision
    named = {"claim": decision.claim.reference, "decision": str(decision.pk), "way": decision.way}
    return named | {"decided_on": decision.decided_on.isoformat(), "differs": list(each.differs)}


def _in_words(different: list[dict[str, Any]]) -> str:
    said = [f"{each['claim']} ({', '.join(DIFFERS[name] for name in each['differs'])})" for each in different[:NAMED]]
    more = len(different) - NAMED
    return ", ".join(said) + (f", et {accord(more, 'autre')}" if more > 0 else "")

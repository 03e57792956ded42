"""`entraide structure list|show|apply|undo`: changes of structure prepared on screen, looked at and done without one."""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from entraide.apps.accounts.actor import system_actor
from entraide.apps.lifecycle.operations.structure import apply_structure_act, undo_structure_act
from entraide.apps.lifecycle.queries.structure import Preview, acts_found, preview_of, structure_act
from entraide.apps.lifecycle.translation import consequences_written
from entraide.core.refusals import Finding
from entraide.core.structure.possibility import ImpossibleEvent
from entraide.core.workflow.engine import sentence_of
from entraide.ui import clock
from entraide.ui.arguments import add_acts
from entraide.ui.commands import Faulty, fault_of
from entraide.ui.components.texts import accord
from entraide.ui.refusals import say


KINDS = {
    "merger": "fusion",
    "new_commune": "commune nouvelle",
    "split": "scission",
    "re_establishment": "rétablissement",
    "extension": "extension d'un EPCI",
    "withdrawal": "retrait d'un EPCI",
    "service_transfer": "transfert d'un service",
    "renaming": "changement de nom",
}
MISSING = {"billing": "l'établissement facturé", "contact": "un contact"}
STATUSES = {"active": "agent", "apprentice": "apprenti", "retiree": "retraité"}
ACTOR = system_actor("structure")


class Command(BaseCommand):
    """Look at changes of structure, apply one, undo one."""

    help = "Liste les changements de structure, montre ce que l'un ferait ou a fait, l'applique ou l'annule."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the act and, but for the list, the change."""
        acts = add_acts(parser, ("list", "show", "apply", "undo"))
        acts.add_parser("list", help="liste les changements, le plus récent d'abord")
        show = acts.add_parser("show", help="montre ce qu'un changement ferait, ou ce qu'il a fait")
        show.add_argument("--json", action="store_true", dest="as_json", help="l'écrit en JSON")
        apply = acts.add_parser("apply", help="applique un changement vérifié, en une fois")
        undo = acts.add_parser("undo", help="annule un changement, en une fois")
        for each in (show, apply, undo):
            each.add_argument("key", help="la clé du changement, que donne la liste")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the act."""
        {"list": self.list, "show": self.show, "apply": self.apply, "undo": self.undo}[options["act"]](options)

    def list(self, options: dict[str, Any]) -> None:
        """Print one line a change."""
        for act in acts_found(actor=ACTOR):
            names = ", ".join(body["name"] for body in act.event["after"])
            self.stdout.write(f"{act.pk}  {act.effective_on:%d/%m/%Y}  {act.get_state_display()}  {KINDS[act.kind]} : {names}")

    def show(self, options: dict[str, Any]) -> None:
        """Print what a change would do, or did.

        :raises CommandError: if there is no such change, or it is not possible any more.
        """
        preview = preview_of(self._found(options["key"]), on=clock.today())
        if preview.findings:
            raise _impossible(preview.findings)
        if preview.told is None:
            raise CommandError("Ce changement a été abandonné : il n'a rien changé.")
        if options["as_json"]:
            self.stdout.write(json.dumps(consequences_written(preview.told), ensure_ascii=False, indent=2))
            return
        for line in _lines(preview):
            self.stdout.write(line)

    def apply(self, options: dict[str, Any]) -> None:
        """Apply a change that somebody looked at."""
        self._act(apply_structure_act, options["key"], "Appliqué.")

    def undo(self, options: dict[str, Any]) -> None:
        """Take a change back."""
        self._act(undo_structure_act, options["key"], "Annulé : tout est comme avant.")

    def _act(self, act: Callable[..., None], key: str, said: str) -> None:
        try:
            act(act_id=self._found(key).pk, actor=ACTOR, at=clock.now(), on=clock.today())
        except ImpossibleEvent as impossible:
            raise _impossible(impossible.findings) from impossible
        self.stdout.write(said)

    def _found(self, key: str) -> Any:
        """Give a change by its key.

        :raises CommandError: if there is none.
        """
        try:
            found = structure_act(UUID(key), actor=ACTOR)
        except ValueError:
            found = None
        if found is None:
            raise CommandError("Aucun changement n'a cette clé. La liste : entraide structure list")
        return found


def _impossible(findings: Sequence[Finding]) -> Faulty:
    return Faulty("\n".join(map(say, findings)), map(fault_of, findings))


def _lines(preview: Preview) -> Iterator[str]:
    told, names = preview.told, preview.names
    if told is None:
        return
    for move in told.moves:
        way = f"{names[move.origin]} → {names[move.destination]}" if move.origin != move.destination else f"{names[move.origin]}, sur place"
        yield f"{accord(move.heads, STATUSES[move.status])} : {way}"
    for right in told.rights:
        until = f"jusqu'au {right.until - timedelta(days=1):%d/%m/%Y}" if right.until else "sans interruption"
        yield f"droits de {right.heads} ({names[right.origin]}) : {until}"
    for cost in told.costs:
        yield f"cotisation {cost.year}, estimation, {names[cost.siren]} : {cost.before} → {cost.after}"
    yield f"demandes en cours déplacées : {sum(count for _, _, count in told.claims)}"
    for siren, what in told.belongings.missing:
        yield f"à renseigner pour {names[siren]} : {MISSING[what]}"
    if preview.closed is not None:
        yield sentence_of(preview.closed)

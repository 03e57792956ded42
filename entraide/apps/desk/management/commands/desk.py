"""`entraide desk workload|looks`: who has how much to do, and what second looks found, without a browser."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from entraide.apps.accounts.actor import Actor, Hat
from entraide.apps.accounts.roles import Role
from entraide.apps.claims.queries.workload import Load
from entraide.apps.desk.queries.automations import looks_of
from entraide.apps.desk.queries.people import branch_loads, officers
from entraide.apps.desk.queries.second_looks import officer_rate
from entraide.ui import clock
from entraide.ui.arguments import add_acts
from entraide.ui.components.texts import accord


# Reads as who is in charge of the desk does: nothing of what is confidential.
READER = Actor(kind="person", name="desk", hat=Hat(Role.CLAIMS_MANAGER))
LOOKED = {"straight_through": "décidées sans intervention", "officer": "décidées par un gestionnaire"}


class Command(BaseCommand):
    """Read how the desk works."""

    help = "Instruction : workload dit ce que chaque antenne et chaque gestionnaire a à faire ; looks, ce que les relectures ont trouvé."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the act."""
        acts = add_acts(parser, ("workload", "looks"))
        for act, said in (
            ("workload", "demandes ouvertes, à prendre, en instruction, en retard, décidées en 7 jours"),
            ("looks", "décisions relues, erronées, à relire, par prestation ; part relue des gestionnaires"),
        ):
            acts.add_parser(act, help=said).add_argument("--json", action="store_true", help="répond en JSON")

    def handle(self, *args: str, **options: Any) -> None:
        """Do the act."""
        found, lines = getattr(self, options["act"])()
        self.stdout.write(json.dumps(found, ensure_ascii=False) if options["json"] else "\n".join(lines))

    def workload(self) -> tuple[dict[str, Any], list[str]]:
        """Say what each branch and each officer has to do."""
        on = clock.today()
        branches = [(name or "Sans antenne", load, "") for name, load in branch_loads(READER, on=on)]
        people = [(each.name, each.load, _away(each.away_until)) for each in officers(READER, on=on, with_loads=True)]
        found = {kind: {name: asdict(load) for name, load, _ in rows} for kind, rows in (("branches", branches), ("officers", people))}
        return found, [_line(*row) for row in (*branches, *people)]

    def looks(self) -> tuple[dict[str, Any], list[str]]:
        """Say what second looks found, and how many decisions of officers are drawn."""
        counted = {kind: {code: asdict(looks) for code, looks in sorted(looks_of(kind).items())} for kind in LOOKED}
        lines = [
            f"{code}, {LOOKED[kind]} : {accord(each['done'], 'relue')}, {accord(each['wrong'], 'erronée')}, {each['waiting']} à relire"
            for kind, rows in counted.items()
            for code, each in rows.items()
        ]
        rate = officer_rate()
        drawn = f"Part relue des décisions de chaque gestionnaire : {rate / 10:g} %".replace(".", ",")
        return {"officer_rate": rate, **counted}, [*lines, drawn]


def _away(back: Any) -> str:
    return f", absent jusqu’au retour du {back:%d/%m/%Y}" if back else ""


def _line(name: str, load: Load, more: str) -> str:
    said = f"{accord(load.open, 'ouverte')}, {load.waiting} à prendre, {load.taken} en instruction, {load.late} en retard"
    return f"{name} : {said}, {accord(load.decided, 'décidée')} en 7 jours{more}"

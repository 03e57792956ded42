"""`entraide reference import` and `entraide reference replay`: the register filled from public files."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction

from entraide.apps.accounts.actor import system_actor
from entraide.apps.members.models import Attachment, CommuneCode, Member, MemberName, Membership, Succession
from entraide.apps.members.operations.reference import ImportReport, import_bodies
from entraide.apps.members.operations.reference_events import import_movements, import_perimeter
from entraide.apps.members.operations.replay import ReplayReport, replay_register
from entraide.core.refusals import Finding
from entraide.core.structure.values import BodyKind
from entraide.integrations.reference_files.bodies import read_bodies
from entraide.integrations.reference_files.history import SHIPPED_YEARS, read_movements, read_perimeter, shipped_perimeters
from entraide.ui import clock
from entraide.ui.arguments import add_acts
from entraide.ui.commands import fault_of
from entraide.ui.refusals import say


# In the order in which one rests on the other.
ALL = ("communes", "departments", "epci", "perimeters")
# The lists begin with the first official code of communes; the replay with the first movements of which each SIREN is known.
LISTED, REPLAYED = (1943, 2100), (2012, 2026)
SHOWN = 20
LABELS = {
    "commune": "Communes",
    "epci": "EPCI",
    "department": "Départements et régions",
    "perimeters": "Périmètres des EPCI",
    "movements": "Mouvements des communes",
}
COUNTS = {
    "new": "nouveaux",
    "renamed": "renommés",
    "closed": "fermés",
    "attached": "rattachements",
    "population_changed": "populations changées",
    "unchanged": "inchangés",
    "without_siren": "sans SIREN dans le fichier",
    "left_out": "laissés de côté",
}
EVENTS = {
    "new_commune": "communes nouvelles",
    "merger": "fusions",
    "re_establishment": "rétablissements",
    "split": "scissions",
    "renaming": "changements de nom ou de code",
    "extension": "adhésions de communes à un EPCI",
    "withdrawal": "retraits d’un EPCI",
}


class Command(BaseCommand):
    """Import public lists into the register, or rebuild it from the real movements."""

    help = "Répertoire : import lit des fichiers de référence, replay rejoue les mouvements réels depuis 2012 sur un répertoire vide."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the act."""
        acts = add_acts(parser, ("import", "replay"))
        importing = acts.add_parser(
            "import", help="met le répertoire à jour depuis les fichiers livrés ou un fichier de l'INSEE, de la DGCL"
        )
        importing.add_argument(
            "what", nargs="?", default="all", choices=[*ALL, "movements", "all"], help="ce que le fichier contient (par défaut tout)"
        )
        importing.add_argument("--file", type=Path, help="un fichier CSV ou XLSX ; sans cette option, celui qui est livré")
        importing.add_argument("--year", type=int, help="l'année du fichier, si ni son nom ni ses colonnes ne la disent")
        importing.add_argument(
            "--force", action="store_true", help="prend d'avance une liste d'une année à venir : ses changements portent sa date"
        )
        importing.add_argument("--dry-run", action="store_true", help="dit ce qui changerait, sans rien garder")
        importing.add_argument("--json", action="store_true", help="répond en JSON")
        replaying = acts.add_parser("replay", help="rejoue les mouvements réels des communes et des EPCI sur un répertoire vide")
        replaying.add_argument("--until", type=int, default=2026, metavar="YEAR", help="la dernière année rejouée (par défaut 2026)")
        replaying.add_argument("--members", action="store_true", help="fait adhérer chaque commune : son contrat suit chaque mouvement")
        replaying.add_argument("--json", action="store_true", help="répond en JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the act.

        :raises CommandError: if it is refused: nothing is kept then.
        """
        _require_year("--year", options.get("year"), LISTED)
        _require_year("--until", options.get("until"), REPLAYED)
        {"import": self.import_reference, "replay": self.replay}[options["act"]](options)

    def import_reference(self, options: dict[str, Any]) -> None:
        """Import each list in turn, all or nothing, and tell what each changed.

        :raises CommandError: if a file is named and several lists are asked for.
        """
        chosen = ALL if options["what"] == "all" else (options["what"],)
        if options["file"] and len(chosen) > 1:
            raise CommandError("Dites ce que contient le fichier : communes, epci, departments, movements ou perimeters.")
        with transaction.atomic():
            reports = [self.imported(what, options) for what in chosen]
            transaction.set_rollback(options["dry_run"])
        if not options["dry_run"]:
            _tell_the_database()
        if options["json"]:
            self.stdout.write(json.dumps([_import_json(report, kept=not options["dry_run"]) for report in reports], ensure_ascii=False))
            return
        for report in reports:
            self.tell_import(report)
        if options["dry_run"]:
            self.stdout.write("Essai : rien n’a été gardé.")

    def imported(self, what: str, options: dict[str, Any]) -> ImportReport:
        """Import one list."""
        path, year, in_advance = options["file"], options["year"], options["force"]
        act = {"actor": system_actor("reference import"), "at": clock.now(), "on": clock.today()}
        if what == "movements":
            movements, findings = read_movements(path)
            return import_movements(movements=movements, findings=findings, **act)
        if what == "perimeters":
            shipped = year or SHIPPED_YEARS[-1]
            perimeter, findings = read_perimeter(path, year=year) if path else (shipped_perimeters(shipped, shipped)[0], ())
            return import_perimeter(perimeter=perimeter, findings=findings, in_advance=in_advance, **act)
        kind = {"communes": BodyKind.COMMUNE, "epci": BodyKind.EPCI, "departments": BodyKind.DEPARTMENT}[what]
        return import_bodies(listed=read_bodies(kind, path=path, year=year), in_advance=in_advance, **act)

    def tell_import(self, report: ImportReport) -> None:
        """Print what one list changed: its counts, then the names, then what was left out."""
        counts = ", ".join(f"{count} {COUNTS[kind]}" for kind, count in report.counts.items() if count)
        self.stdout.write(f"{LABELS[report.kind]} au {report.day:%d/%m/%Y} : {counts or 'rien à faire'}.")
        self.tell_some("nouveau", report.new)
        self.tell_some("renommé", (f"{before or '(sans nom)'} → {after}" for before, after in report.renamed))
        self.tell_some("fermé", report.closed)
        self.tell_some("laissé", map(_sentence, report.findings))

    def tell_some(self, label: str, lines: Iterable[str]) -> None:
        """Print the first lines of a long enumeration, and how many more there are; `--json` gives them all."""
        every = list(lines)
        for line in every[:SHOWN]:
            self.stdout.write(f"  {label:>8}  {line}")
        if len(every) > SHOWN:
            self.stdout.write(f"  {label:>8}  … et {len(every) - SHOWN} autres")

    def replay(self, options: dict[str, Any]) -> None:
        """Replay the real movements and say how what is then held compares with the list of today."""
        act = {"actor": system_actor("reference replay"), "at": clock.now(), "on": clock.today()}
        report = replay_register(until=options["until"], as_members=options["members"], **act)
        _tell_the_database()
        if options["json"]:
            self.stdout.write(json.dumps(_replay_json(report), ensure_ascii=False))
            return
        self.stdout.write(f"{report.opened} communes au 31/12/2011, puis :")
        for kind, count in report.counts.items():
            self.stdout.write(f"  {count:>6}  {EVENTS[kind]}")
        self.stdout.write(f"  {report.created:>6}  EPCI créés, {report.ended} dissous")
        self.stdout.write(
            f"{report.movements} mouvements entre communes, dont {report.without_effect} sans effet sur les communes ; "
            f"{len(report.findings)} non rejoués ({report.share_left_out} %) :"
        )
        for finding in report.findings:
            self.stdout.write(f"  {_sentence(finding)}")
        self.tell_comparison(report)

    def tell_comparison(self, report: ReplayReport) -> None:
        """Print whether what the database holds is what it should be."""
        equal = "égal à la liste" if not report.differing else f"{len(report.differing)} différence(s) avec la liste"
        self.stdout.write(f"{report.standing} communes fin {report.until}, {report.compared} dans la liste : {equal} (codes, SIREN, noms).")
        if report.belonging:
            self.stdout.write(f"{report.belonging} communes adhèrent fin {report.until}, sur {report.standing}.")
        self.tell_some("écart", map(_sentence, report.differing))
        if report.until >= SHIPPED_YEARS[-1]:
            self.stdout.write(f"À part : {report.without_siren} communes des collectivités d’outre-mer, sans SIREN dans la liste.")


def _tell_the_database() -> None:
    """Let the database see at once how full the register is: it plans its reads by what it last counted."""
    with connection.cursor() as cursor:
        for model in (Member, MemberName, CommuneCode, Attachment, Succession, Membership):
            cursor.execute(f'ANALYZE "{model._meta.db_table}"')


def _sentence(finding: Finding) -> str:
    told = say(finding)
    return f"{finding.where.capitalize()}. {told}" if finding.where.startswith("ligne") else told


def _findings_json(findings: Iterable[Finding]) -> list[Mapping[str, str]]:
    return [fault_of(finding) for finding in findings]


def _import_json(report: ImportReport, *, kept: bool) -> Mapping[str, Any]:
    return {
        "kind": report.kind,
        "day": report.day.isoformat(),
        "kept": kept,
        "counts": dict(report.counts),
        "new": list(report.new),
        "renamed": [{"before": before, "after": after} for before, after in report.renamed],
        "closed": list(report.closed),
        "left_out": _findings_json(report.findings),
    }


def _replay_json(report: ReplayReport) -> Mapping[str, Any]:

    names = ("until", "opened", "movements", "without_effect", "created", "ended", "standing", "belonging", "compared", "without_siren")
    return {name: getattr(report, name) for name in names} | {
        "events": dict(report.counts),
        "left_out": _findings_json(report.findings),
        "differing": _findings_json(report.differing),
    }


def _require_year(option: str, year: int | None, bounds: tuple[int, int]) -> None:
    """Stop a year that no list can be of.

    :raises CommandError: if it is one.
    """
    first, last = bounds
    if year is not None and not first <= year <= last:
        raise CommandError(f"{option} : « {year} » n’est pas possible ; écrivez une année de {first} à {last}.")

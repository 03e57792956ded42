"""`entraide rules`: check, format and read the catalogue, and apply it to a situation; no database is needed."""

import json
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from entraide.config.arguments import add_acts, day
from entraide.config.rules.faults import counts_text, faults_json, faults_text, formatted_text
from entraide.config.rules.revisions import revision_text
from entraide.core.refusals import Finding
from entraide.integrations.rule_files import checking
from entraide.integrations.rule_files.choosing import chosen, open_catalogue


FAULTY = 1
BAD_INPUT = 2


class Command(BaseCommand):
    """Work on the rules of benefits, from their files."""

    help = "Catalogue : vérifie, met en forme et montre les fiches, et les applique à une situation."
    requires_system_checks: ClassVar[list[str]] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the acts."""
        acts = add_acts(parser, ("check", "format", "show"))
        checking_ = acts.add_parser("check", help="vérifie des fiches : toutes les fautes à la fois, avec leur place")
        formatting = acts.add_parser("format", help="réécrit des fiches dans leur forme unique")
        formatting.add_argument("--check", action="store_true", help="dit seulement ce qui changerait")
        for act in (checking_, formatting):
            act.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="fichiers et dossiers")
            act.add_argument("--catalogue", type=Path, metavar="DIR", help="dossier des paramètres (celui de chaque fichier)")
        showing = acts.add_parser("show", help="dit une fiche en phrases, telle qu’elle vaut un jour donné")
        _add_day(showing)

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the act asked for."""
        getattr(self, f"_{options['act']}")(options)

    def _check(self, options: dict[str, Any]) -> None:
        checked = checking.check(options["paths"], options["catalogue"])
        self._print(faults_text(checked.findings))
        if checked.findings:
            raise CommandError(counts_text(checked), returncode=FAULTY)
        self._print(counts_text(checked))

    def _format(self, options: dict[str, Any]) -> None:
        files, findings = checking.format_files(options["paths"], options["catalogue"])
        faults = [*findings, *(fault for each in files for fault in each.findings)]
        self._print(faults_text(faults))
        changed = [each for each in files if each.differs]
        for each in changed if not options["check"] else ():
            each.path.write_text(each.text, "utf-8")
        said = formatted_text(files, is_check=options["check"])
        if faults or (options["check"] and changed):
            raise CommandError(said, returncode=FAULTY)
        self._print(said)

    def _show(self, options: dict[str, Any]) -> None:
        held = open_catalogue(options["catalogue"])
        revisions, findings = chosen(held, options["code"])
        in_force = [each for each in revisions if each.since <= options["on"]]
        if revisions and not in_force:
            findings = (Finding("rules.no_revision", "", {"code": options["code"], "first": f"{revisions[0].since:%d/%m/%Y}"}),)
        self._refuse(findings, options)
        self._print(revision_text(revisions, in_force[-1], held.parameters, options["on"]))

    def _print(self, text: str) -> None:
        if text:
            self.stdout.write(text)

    def _refuse(self, findings: Iterable[Finding], options: dict[str, Any]) -> None:
        """End with the faults of what was given, if there are any.

        :raises CommandError: with status 2.
        """
        found = tuple(findings)
        if found and options.get("json"):
            self._print(json.dumps({"faults": faults_json(found)}, ensure_ascii=False, indent=2))
        if found:
            raise CommandError(faults_text(found), returncode=BAD_INPUT)


def _add_day(parser: ArgumentParser) -> None:
    parser.add_argument("code", metavar="CODE", help="code de la prestation, par exemple accueil-de-loisirs")
    parser.add_argument("--on", type=day, required=True, metavar="DATE", help="le jour, par exemple 2024-10-15")
    parser.add_argument("--catalogue", type=Path, default=settings.CATALOGUE, metavar="DIR", help="dossier des fiches")

"""`entraide rules`: check, format and read the catalogue, and apply it to a situation; no database is needed."""

import json
from argparse import ArgumentParser
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from entraide.config.rules.decisions import decide_situation, decision_text
from entraide.config.rules.faults import counts_text, faults_json, faults_text, formatted_text
from entraide.config.rules.households import entitlements_json, entitlements_text
from entraide.config.rules.plain import decision_json
from entraide.config.rules.revisions import revision_text
from entraide.core.refusals import Finding
from entraide.core.rules import Revision
from entraide.core.rules.households.entitlements import entitlements_of
from entraide.integrations.rule_files import checking
from entraide.integrations.rule_files.choosing import chosen, open_catalogue, unknown_complements, unusable
from entraide.integrations.rule_files.situations import open_household, open_situation
from entraide.ui.arguments import add_acts, day
from entraide.ui.commands import Faulty


FAULTY = 1
BAD_INPUT = 2


class Command(BaseCommand):
    """Work on the rules of benefits, from their files."""

    help = "Catalogue : vérifie, met en forme et montre les fiches, et les applique à une situation."
    requires_system_checks: ClassVar[list[str]] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the acts."""
        acts = add_acts(parser, ("check", "format", "show", "evaluate", "entitlements"))
        checking_ = acts.add_parser("check", help="vérifie des fiches : toutes les fautes à la fois, avec leur place")
        formatting = acts.add_parser("format", help="réécrit des fiches dans leur forme unique")
        formatting.add_argument("--check", action="store_true", help="dit seulement ce qui changerait")
        for act in (checking_, formatting):
            act.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="fichiers et dossiers")
            act.add_argument("--catalogue", type=Path, metavar="DIR", help="dossier des paramètres (celui de chaque fichier)")
        showing = acts.add_parser("show", help="dit une fiche en phrases, telle qu’elle vaut un jour donné")
        _add_day(showing)
        evaluating = acts.add_parser("evaluate", help="applique une fiche à une situation, et explique la réponse")
        _add_day(evaluating)
        _add_facts(evaluating)
        entitling = acts.add_parser("entitlements", help="applique tout le catalogue à un foyer")
        _add_on(entitling)
        _add_facts(entitling)
        entitling.add_argument("--with", dest="complements", action="append", default=[], metavar="CODE", help="compte ce complément local")

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
            findings = (_no_revision(revisions),)
        self._refuse(findings)
        self._print(revision_text(revisions, in_force[-1], held.parameters, options["on"]))

    def _evaluate(self, options: dict[str, Any]) -> None:
        held = open_catalogue(options["catalogue"])
        revisions, findings = chosen(held, options["code"])
        self._refuse(findings)
        situation, findings = open_situation(options["facts"], revisions, options["on"])
        self._refuse(findings)
        decided = decide_situation(revisions, situation, held.parameters, options["on"])
        if decided is None:
            self._refuse((_no_revision(revisions),))
            return
        self._print(_json(decision_json(decided)) if options["json"] else decision_text(decided))

    def _entitlements(self, options: dict[str, Any]) -> None:
        held = open_catalogue(options["catalogue"])
        self._refuse((*unusable(held), *unknown_complements(held, options["complements"])))
        household, findings = open_household(options["facts"], held, options["on"])
        self._refuse(findings)
        complements = frozenset(options["complements"])
        found = entitlements_of(held.benefits, household, parameters=held.parameters, on=options["on"], complements=complements)
        said = found, options["on"], held.left_out
        self._print(_json(entitlements_json(*said)) if options["json"] else entitlements_text(*said))

    def _print(self, text: str) -> None:
        if text:
            self.stdout.write(text)

    def _refuse(self, findings: Iterable[Finding]) -> None:
        """End with the faults of what was given, if there are any.

        :raises Faulty: with status 2.
        """
        found = tuple(findings)
        if found:
            raise Faulty(faults_text(found), faults_json(found), returncode=BAD_INPUT)


def _json(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2)


def _no_revision(revisions: Sequence[Revision]) -> Finding:
    return Finding("rules.no_revision", "", {"code": revisions[0].code, "first": f"{revisions[0].since:%d/%m/%Y}"})


def _add_facts(parser: ArgumentParser) -> None:
    parser.add_argument("--facts", type=Path, required=True, metavar="FILE", help="la situation, en YAML ou en JSON")
    parser.add_argument("--json", action="store_true", help="répond en JSON")


def _add_day(parser: ArgumentParser) -> None:
    parser.add_argument("code", metavar="CODE", help="code de la prestation, par exemple accueil-de-loisirs")
    _add_on(parser)


def _add_on(parser: ArgumentParser) -> None:
    parser.add_argument("--on", type=day, required=True, metavar="DATE", help="le jour, par exemple 2024-10-15")
    parser.add_argument("--catalogue", type=Path, default=settings.CATALOGUE, metavar="DIR", help="dossier des fiches")

"""`entraide opening import FOLDER`: take over the records of an association; `--dry-run` shows faults and effects and keeps nothing."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from entraide.apps.accounts.actor import system_actor
from entraide.apps.catalogue.queries import benefit_codes
from entraide.config.takeover import Act, read_folder, take_over
from entraide.core.opening.values import OpeningRecords, year_totals
from entraide.ui import clock
from entraide.ui.arguments import add_acts
from entraide.ui.commands import Faulty
from entraide.ui.components.texts import accord


WORDS = {
    "members": "adhérents",
    "correspondents": "correspondants",
    "beneficiaries": "bénéficiaires",
    "affiliations": "inscriptions",
    "bank_details": "coordonnées bancaires",
    "dependants": "ayants droit",
    "contribution_lines": "lignes de cotisation",
    "benefits": "prestations réglées",
}


class Command(BaseCommand):
    """Import opening records, whole or not at all."""

    help = "Reprend les dossiers d'un système antérieur (docs/opening-records.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the act and the folder."""
        acts = add_acts(parser, ("import",))
        importing = acts.add_parser("import", help="reprend un dossier de fichiers")
        importing.add_argument("folder", type=Path, help="le dossier qui contient members.csv, beneficiaries.csv…")
        importing.add_argument("--dry-run", action="store_true", help="montre les fautes et les effets, ne garde rien")
        importing.add_argument("--json", action="store_true", help="répond en JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, then import in one transaction.

        :raises CommandError: if there is no such folder, or a fault in the records; nothing is imported then.
        """
        folder: Path = options["folder"]
        if not folder.is_dir():
            raise CommandError(f"Aucun dossier à cet endroit : {folder}")
        # An empty catalogue knows no benefit: codes are checked once one is published.
        records, faults = read_folder(folder, on=clock.today(), benefit_codes=benefit_codes() or None)
        if faults:
            if not options["json"]:
                self.stdout.writelines(f"{fault.sentence}\n" for fault in faults)
            told = [{"code": fault.code, "where": fault.where, "sentence": fault.sentence} for fault in faults]
            raise Faulty(f"{accord(len(faults), 'faute')} : rien n'a été repris.", told)
        act = Act(system_actor("opening import"), clock.now(), clock.today())
        with transaction.atomic():
            counts = take_over(records, act=act)
            transaction.set_rollback(options["dry_run"])
        self.tell(records, counts, is_dry=options["dry_run"], as_json=options["json"])

    def tell(self, records: OpeningRecords, counts: dict[str, int], *, is_dry: bool, as_json: bool) -> None:
        """Print what was created, or would be, and what the records say of each year."""
        years = year_totals(records)
        if as_json:
            told = [
                {
                    "year": year.year,
                    "contributions": str(year.contributions.euros),
                    "benefits": str(year.benefits.euros),
                    "benefit_count": year.benefit_count,
                    "user_count": year.user_count,
                }
                for year in years
            ]
            self.stdout.write(json.dumps({"faults": [], "dry_run": is_dry, "created": counts, "years": told}, ensure_ascii=False))
            return
        self.stdout.write("Essai à blanc : serait repris" if is_dry else "Repris")
        for name, word in WORDS.items():
            self.stdout.write(f"  {counts[name]:>8} {word}")
        self.stdout.write("Ce que disent les fichiers, par année civile")
        for year in years:
            self.stdout.write(
                f"  {year.year} : cotisations {year.contributions}, prestations {year.benefits} "
                f"({year.benefit_count} pour {year.user_count} personnes)"
            )

"""`entraide population`: a synthetic France, to files or into an empty database; what the rule would decide of its claims by itself."""

from argparse import ArgumentTypeError
from collections.abc import Sequence
from pathlib import Path
from time import monotonic
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError, CommandParser

from entraide.apps.accounts.actor import system_actor
from entraide.config.population.files import FILES, write_files
from entraide.config.population.filling import Plan, fill, require_empty
from entraide.config.population.reading import read_back, read_years
from entraide.config.population.sources import known_bodies, known_places
from entraide.config.population.straight_through import in_hundred, measured, targets_of, told
from entraide.config.population.telling import targets_text
from entraide.config.population.years import first_year, known_rules
from entraide.population.synthetic.france import France
from entraide.population.synthetic.leavers import france_with_leavers
from entraide.population.synthetic.members import LEAST, MOST
from entraide.population.synthetic.past import Rules
from entraide.population.synthetic.reached import Reached, reached_by
from entraide.ui import clock
from entraide.ui.arguments import add_acts
from entraide.ui.commands import Answered
from entraide.ui.components import accord


MEMBERS, BENEFICIARIES, MOST_BENEFICIARIES = 21_300, 1_000_000, 5_000_000
CLAIMS, MOST_CLAIMS = 100_000, 1_000_000
MISSED, BAD_INPUT, MOST_YEARS = 1, 2, 30
TOO_FEW = "Il faut au moins trois bénéficiaires pour deux adhérents : augmentez --beneficiaries ou baissez --members."
NO_PAST_IN_FILES = "--years ne va qu’avec --database : les fichiers Parquet décrivent les personnes, sans leur passé."
WORDS = {
    "members": "adhérent",
    "mandates": "mandat",
    "beneficiaries": "bénéficiaire",
    "dependants": "ayant droit,ayants droit",
    "kinships": "lien de foyer,liens de foyer",
    "tax_lines": "ligne d’impôt,lignes d’impôt",
    "contribution_lines": "ligne de cotisation,lignes de cotisation",
    "benefits": "prestation reprise,prestations reprises",
    "claims": "demande décidée et payée,demandes décidées et payées",
}


class Command(BaseCommand):
    """Draw a synthetic France and write it."""

    help = "Tire une France synthétique : de vrais adhérents, des personnes inventées, aux proportions publiées."
    requires_system_checks: ClassVar[list[str]] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the act."""
        acts = add_acts(parser, ("generate", "straight-through"))
        measuring = acts.add_parser("straight-through", help="mesure ce que la règle décide sans intervention, et combien à tort")
        measuring.add_argument("--claims", type=whole(100, MOST_CLAIMS), default=CLAIMS, metavar="N", help=f"demandes tirées ({CLAIMS})")
        measuring.add_argument("--seed", type=whole(0, 2**31 - 1), required=True, metavar="S", help="graine du tirage")
        generating = acts.add_parser("generate", help="tire une population, toujours la même pour une graine")
        generating.add_argument("--members", type=whole(LEAST, MOST), default=MEMBERS, metavar="N", help=f"adhérents ({MEMBERS})")
        generating.add_argument(
            "--beneficiaries",
            type=whole(LEAST, MOST_BENEFICIARIES),
            default=BENEFICIARIES,
            metavar="N",
            help=f"bénéficiaires ({BENEFICIARIES})",
        )
        generating.add_argument("--seed", type=whole(0, 2**31 - 1), required=True, metavar="S", help="graine du tirage")
        generating.add_argument(
            "--years", type=whole(0, MOST_YEARS), default=0, metavar="Y", help="années passées à écrire : cotisations et prestations (0)"
        )
        where = generating.add_mutually_exclusive_group(required=True)
        where.add_argument("--parquet", type=Path, metavar="DIR", help="écrit trois fichiers Parquet dans ce dossier")
        where.add_argument("--database", action="store_true", help="remplit la base, si elle est vide de personnes et d’adhésions")

    def handle(self, *args: Any, **options: Any) -> None:
        """Draw, write, then hold what is reached against the published figures.

        :raises CommandError: if nothing can be drawn or written, or a published figure is missed.
        """
        if options["act"] == "straight-through":
            self._measure(options)
            return
        if options["beneficiaries"] * 2 < options["members"] * 3:
            raise CommandError(TOO_FEW, returncode=BAD_INPUT)
        rules = known_rules()
        years = _years_of(options, rules)
        if options["database"]:
            self._to_database(options, years, rules)
        else:
            self._to_files(options)

    def _measure(self, options: dict[str, Any]) -> None:
        found = measured(claims=options["claims"], seed=options["seed"], year=clock.today().year - 1, rules=known_rules())
        for line in told(found):
            self._say(line)
        missed = 0
        for name, reached, bound, holds in targets_of(found):
            self._say(f"{'oui' if holds else 'NON'}  {name} : {in_hundred(reached, 3)} (cible : {in_hundred(bound, 1)})")
            missed += not holds
        if missed:
            raise Answered(f"{accord(missed, 'cible manquée,cibles manquées')}.", returncode=MISSED)

    def _to_database(self, options: dict[str, Any], years: range, rules: Rules) -> None:
        require_empty(years)
        france, begun = self._drawn(options, years), monotonic()
        counts = fill(
            france, plan=Plan(years, rules, self._say), actor=system_actor("population generate"), at=clock.now(), on=clock.today()
        )
        written = ", ".join(accord(counts[name], words) for name, words in WORDS.items() if name in counts)
        self._say(f"Écrit en {monotonic() - begun:.0f} s : {written}.")
        self._tell([*reached_by(france), *read_back(france), *read_years(years)])

    def _to_files(self, options: dict[str, Any]) -> None:
        folder: Path = options["parquet"]
        if folder.exists() and not folder.is_dir():
            raise CommandError(f"« {folder} » n’est pas un dossier.", returncode=BAD_INPUT)
        held = [name for name in FILES if (folder / name).exists()]
        if held:
            raise CommandError(f"{', '.join(held)} : déjà dans « {folder} ». Rien n’a été écrit ; donnez un dossier vide.")
        france = self._drawn(options, ())
        folder.mkdir(parents=True, exist_ok=True)
        for path, count in write_files(france, folder):
            self._say(f"{path} : {accord(count, 'ligne')}")
        self._tell(reached_by(france))

    def _drawn(self, options: dict[str, Any], years: Sequence[int]) -> France:
        size = options["members"], options["beneficiaries"]
        france = france_with_leavers(known_bodies(), known_places(), size=size, seed=options["seed"], on=clock.today(), years=years)
        counted = [accord(size[0], "adhérent"), accord(size[1], "bénéficiaire"), accord(france.people.dependants.size, WORDS["dependants"])]
        if gone := france.size - france.here:
            counted.append(f"et {accord(gone, 'personne partie,personnes parties')} dans les années écrites")
        self._say(f"France synthétique au {france.on:%d/%m/%Y}, graine {france.seed} : {', '.join(counted)}.")
        return france

    def _tell(self, reached: Sequence[Reached]) -> None:
        self._say(targets_text(reached))
        missed = sum(not one.is_met for one in reached)
        if missed:
            raise Answered(f"{accord(missed, 'figure')} sur {len(reached)} hors de la tolérance.", returncode=MISSED)

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def _years_of(options: dict[str, Any], rules: Rules) -> range:
    """Give the years gone by that are asked.

    :raises CommandError: if files are asked, or a year has no rate.
    """
    this_year = clock.today().year
    years = range(this_year - options["years"], this_year)
    if years and options["parquet"]:
        raise CommandError(NO_PAST_IN_FILES, returncode=BAD_INPUT)
    first = first_year(rules)
    if years and years[0] < first:
        most = accord(this_year - first, "année")
        said = f"--years : avant {first}, il manque un taux ou la plupart des fiches du catalogue ; {most} au plus."
        raise CommandError(said, returncode=BAD_INPUT)
    return years


def whole(low: int, high: int) -> Any:
    """Read a whole number of a command line between two bounds, both included."""

    def read(written: str) -> int:
        digits = written.replace("\u202f", "").replace("\u00a0", "").replace(" ", "").replace("_", "")
        if not (digits.isascii() and digits.removeprefix("-").isdigit()):
            raise ArgumentTypeError(f"« {written} » n’est pas un nombre entier.")
        if not low <= int(digits) <= high:
            raise ArgumentTypeError(f"« {written} » n’est pas possible ; écrivez un nombre de {low} à {high}.")
        return int(digits)

    return read

"""Given names as they were given in France, by sex and decade of birth (INSEE, fichier des prénoms 2024)."""

from csv import DictReader
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import accumulate

from entraide.population.demonstration.draws import Draws


OLDEST_DECADE = 1930
NEWEST_DECADE = 2020


@cache
def _tables() -> dict[tuple[str, int], tuple[list[str], list[float]]]:
    """Read the file once: (sex, decade) to names and running sums of births."""
    rows: dict[tuple[str, int], list[tuple[str, int]]] = {}
    text = files("entraide").joinpath("data", "prenoms_insee_top300_par_decennie.csv").read_text(encoding="utf-8")
    for row in DictReader(text.splitlines()):
        rows.setdefault((row["sexe"], int(row["decennie"])), []).append((row["prenom"], int(row["naissances"])))
    return {key: ([name for name, _ in pairs], list(accumulate(float(births) for _, births in pairs))) for key, pairs in rows.items()}


def draw_given_name(draws: Draws, sex: str, born_on: date) -> str:
    """Draw a name as frequent as it was in the decade of birth; `sex` is F or M."""
    decade = min(NEWEST_DECADE, max(OLDEST_DECADE, born_on.year // 10 * 10))
    names, sums = _tables()[sex, decade]
    return draws.weighted_by_sums(names, sums)

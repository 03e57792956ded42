"""The yearly contribution per head, as dated timelines: who is counted, how much, since when, by which source."""

from datetime import date

from entraide.core.money import Money
from entraide.core.timeline import Dated, Timeline


_MEMORY = "Valeur de mémoire, aucune source publiée : à confirmer"
_BILAN = "Bilan de l’utilisation faite du CNAS, Grand Reims, 25 septembre 2024"

# H: read in a source; M: a third party's page; illustrative: from memory, passes for no real figure.
ACTIVE_RATE: Timeline[Money] = Timeline(
    (
        Dated(date(2018, 1, 1), Money.of("205"), "AdCF, cotisation au CNAS : forfait annuel unique par agent, 2018", "M"),
        Dated(date(2019, 1, 1), Money.of("207"), _MEMORY, "illustrative"),
        Dated(date(2020, 1, 1), Money.of("212"), f"{_MEMORY} (gel de 2020 à 2023)", "illustrative"),
        Dated(date(2024, 1, 1), Money.of("217"), _BILAN, "H"),
    ),
    checked_until=date(2024, 12, 31),
)
RETIREE_RATE: Timeline[Money] = Timeline(
    (
        Dated(date(2018, 1, 1), Money.of("133.25"), _MEMORY, "illustrative"),
        Dated(date(2019, 1, 1), Money.of("134.55"), _MEMORY, "illustrative"),
        Dated(date(2020, 1, 1), Money.of("137.80"), f"{_MEMORY} (gel de 2020 à 2023)", "illustrative"),
        Dated(date(2024, 1, 1), Money.of("141"), _BILAN, "H"),
    ),
    checked_until=date(2024, 12, 31),
)

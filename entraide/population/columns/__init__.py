"""The rules over columns: the reading of a whole population at once, equal to the scalar one to the cent and to the reason."""

from entraide.population.columns.call import UsedColumn
from entraide.population.columns.decisions import Decisions
from entraide.population.columns.facts import KNOWN, NOT_ASKED, WITHHELD, FactColumn, FactTable
from entraide.population.columns.outcomes import GRANTED, NO_REVISION, REFUSED, UNKNOWN
from entraide.population.columns.reading import decide_catalogue, decide_rows
from entraide.population.columns.shapes import TooWideForColumns


__all__ = [
    "GRANTED",
    "KNOWN",
    "NOT_ASKED",
    "NO_REVISION",
    "REFUSED",
    "UNKNOWN",
    "WITHHELD",
    "Decisions",
    "FactColumn",
    "FactTable",
    "TooWideForColumns",
    "UsedColumn",
    "decide_catalogue",
    "decide_rows",
]

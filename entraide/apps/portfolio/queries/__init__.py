"""Reads of the portfolio."""

from entraide.apps.portfolio.queries.awaiting import BodyFile, commitment, exchange, exchanges, file_of, promises
from entraide.apps.portfolio.queries.following import Following
from entraide.apps.portfolio.queries.prospects import prospects
from entraide.apps.portfolio.queries.risks import accounts_at_risk, signals_of
from entraide.apps.portfolio.queries.targets import TargetLine, reached_by_department, targets_of


__all__ = [
    "BodyFile",
    "Following",
    "TargetLine",
    "accounts_at_risk",
    "commitment",
    "exchange",
    "exchanges",
    "file_of",
    "promises",
    "prospects",
    "reached_by_department",
    "signals_of",
    "targets_of",
]

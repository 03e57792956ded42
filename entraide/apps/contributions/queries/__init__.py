"""Reads of the accounts of members; what is read of campaigns, documents and money lies in the modules beside."""

from entraide.apps.contributions.queries.accounts import (
    AccountFilter,
    accounts,
    accounts_add_up,
    called,
    called_among,
    called_for,
    called_years,
    has_lines,
    is_imported,
    line_of,
    lines_of,
    years_of,
)


__all__ = [
    "AccountFilter",
    "accounts",
    "accounts_add_up",
    "called",
    "called_among",
    "called_for",
    "called_years",
    "has_lines",
    "is_imported",
    "line_of",
    "lines_of",
    "years_of",
]

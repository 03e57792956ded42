"""Reads of contributions: the accounts of members, what each person costs, and what is under way."""

from entraide.apps.contributions.queries.accounts import called, called_among, called_for, has_lines, lines_of


__all__ = ["called", "called_among", "called_for", "has_lines", "lines_of"]

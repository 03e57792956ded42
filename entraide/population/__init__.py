"""Synthetic populations and, later, the same rules over columns."""

"""Dated parameters of the rules, each value with its source."""

"""The catalogue as files: YAML read without surprise, every word with its line and column, and the canonical text written back."""

from entraide.integrations.rule_files.catalogue import PARAMETERS, read_benefit, read_catalogue, read_parameters
from entraide.integrations.rule_files.reading import load
from entraide.integrations.rule_files.writing import format_benefit, write_benefit


__all__ = ["PARAMETERS", "format_benefit", "load", "read_benefit", "read_catalogue", "read_parameters", "write_benefit"]

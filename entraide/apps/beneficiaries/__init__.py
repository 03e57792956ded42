"""People with rights: identity, affiliations, family, tax line, bank details, nominative lists."""

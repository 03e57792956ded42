"""The peers of the catalogue's benchmark: the same twelve benefits written by hand, and as rules of openfisca-core."""

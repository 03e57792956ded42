"""Acts that begin low and have effects above, each previewed, applied in one transaction, reversible."""

"""A card says a right and nobody's name: what is signed, how it is read back, which cards no longer count."""

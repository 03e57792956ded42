"""Rules as documents: read with the place of every word, written in one canonical form."""

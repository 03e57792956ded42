"""The association's staff."""

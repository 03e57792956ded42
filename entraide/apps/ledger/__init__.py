"""The journal of money, append-only, and the keys that keep an act from being done twice."""

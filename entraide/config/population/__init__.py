"""The synthetic France: what it is drawn from, what it fills, what it comes to."""

"""What remembers: one Django app per capability, each only looking down the ladder."""

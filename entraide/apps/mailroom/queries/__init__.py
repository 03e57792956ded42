"""What mailroom reads."""

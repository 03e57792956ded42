"""What mailroom does."""

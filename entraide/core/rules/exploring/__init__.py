"""What to ask next, and what would change an answer."""

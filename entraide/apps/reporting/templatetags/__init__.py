"""How a member's review is drawn, for every portal that shows it."""

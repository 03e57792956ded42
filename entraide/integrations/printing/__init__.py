"""Letters and documents printed by typst: one type, one set of tokens, PDF/A-3 with tags."""

"""Acts on claims: filing them, deciding them, and telling what the bank made of them."""

"""Acts on payments: ordering them, carrying them to the bank, reading what the bank says."""

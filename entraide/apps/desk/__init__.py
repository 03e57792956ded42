"""How the desk works on claims: by itself where all is proved, together, with second looks, opinions and notes."""

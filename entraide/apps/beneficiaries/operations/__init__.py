"""Acts on people: their files, the records of an earlier system, the lists that members send."""

"""The rules over columns: the reading of a whole population at once, equal to the scalar one to the cent and to the reason."""

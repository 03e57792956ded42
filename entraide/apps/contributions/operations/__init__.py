"""Acts on contributions: what is taken over, called, adjusted, disputed, documented and received."""

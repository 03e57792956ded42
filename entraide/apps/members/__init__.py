"""Member organisations, their dated names and their membership."""

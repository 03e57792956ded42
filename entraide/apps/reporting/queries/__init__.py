"""Reads of figures: as they stand, as they changed, as they were published."""

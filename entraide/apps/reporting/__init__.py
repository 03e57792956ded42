"""Indicators and the tables that members may read."""

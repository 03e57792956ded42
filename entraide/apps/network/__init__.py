"""Committees, and the mandates of correspondents and delegates."""

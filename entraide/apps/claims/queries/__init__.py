"""Reads of claims: what is open to a person, where a claim stands, what waits at the desk."""

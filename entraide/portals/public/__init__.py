"""Whoever is not signed in: home, activation, accessibility."""

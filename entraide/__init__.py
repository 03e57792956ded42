"""Entraide: the open platform of a mutualised social-action association."""

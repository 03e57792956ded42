"""Beneficiaries, on a phone first."""

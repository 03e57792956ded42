"""Seeded persons and claims as arrays: a million beneficiaries with their dependants in a few seconds, the same on every run."""

from entraide.population.synthetic.claims import claims_for, filing_days
from entraide.population.synthetic.people import synthetic_people
from entraide.population.synthetic.persons import CHILD, SPOUSE, Dependants, Openers, People


__all__ = ["CHILD", "SPOUSE", "Dependants", "Openers", "People", "claims_for", "filing_days", "synthetic_people"]

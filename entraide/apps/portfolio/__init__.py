"""The branch's portfolio: prospects, accounts at risk, visits and commitments, targets."""

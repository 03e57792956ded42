"""The reading before publication: kinds and units, what can never be, what the law forbids, golden cases."""

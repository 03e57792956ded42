"""Evidence that two persons on record are one, and evidence that they are not."""

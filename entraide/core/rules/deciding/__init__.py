"""The decision of one claim: every reading kept, every reason told."""

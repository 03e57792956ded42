"""Benefits and their published revisions."""

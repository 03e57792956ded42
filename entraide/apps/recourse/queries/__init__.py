"""What recourse reads."""

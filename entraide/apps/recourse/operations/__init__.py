"""What recourse does."""

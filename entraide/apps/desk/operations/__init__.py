"""What desk does."""

"""What each member is called for, line by line."""

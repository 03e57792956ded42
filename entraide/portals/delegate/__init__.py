"""The delegates of a member."""

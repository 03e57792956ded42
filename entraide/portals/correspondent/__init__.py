"""The correspondent of a member."""

"""What computes: pure Python values and functions, no clock, no Django, no disk."""

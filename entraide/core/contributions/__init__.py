"""What a member owes for a year: heads at dated rates."""

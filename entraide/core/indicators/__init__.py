"""What is said of a member's year: rates, and what may be published of them."""

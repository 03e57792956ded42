"""What a contract of membership may say and when, and how a body is billed."""

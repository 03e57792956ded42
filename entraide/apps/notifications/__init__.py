"""Messages to people, and the outbox that every outside effect goes through."""

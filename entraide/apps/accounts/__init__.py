"""Accounts, roles and the actor of a request."""

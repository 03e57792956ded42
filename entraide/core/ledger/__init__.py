"""The journal: accounts, entries balanced by construction, and what must always hold between them."""

"""The territorial network: what the bureau of a delegation must be, when a body is an account at risk."""

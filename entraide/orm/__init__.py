"""Model fields, keys, constraints and triggers that every app's models share."""

"""Acts with effects in many apps, each one transaction that can be taken back."""

"""What the `entraide rules` command prints: text of 100 columns in plain French, and JSON with stable keys."""

"""The nominative list that a member sends: its columns, its lines, and what it would change."""

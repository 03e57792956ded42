"""What a file of lines and columns holds, and how one cell becomes a typed value."""

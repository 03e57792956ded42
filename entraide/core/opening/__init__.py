"""The records of an association before it used the platform: a documented format, read whole or refused line by line."""

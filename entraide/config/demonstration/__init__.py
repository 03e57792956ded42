"""The demonstration world put in a database, through the same operations as everybody's."""

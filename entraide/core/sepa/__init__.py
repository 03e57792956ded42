"""SEPA credit transfers as values: identifiers, accounts, names and the alphabet banks accept."""

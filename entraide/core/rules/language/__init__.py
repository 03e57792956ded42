"""What a rule is made of: facts, terms, parameters, the definition of a revision and its days."""

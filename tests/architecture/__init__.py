"""What the house forbids: each rule is a function that lists its violations, held empty on the project and proved on a violation."""

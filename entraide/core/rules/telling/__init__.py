"""The French reading: sentences, the whole sheet of a benefit, a decision explained."""

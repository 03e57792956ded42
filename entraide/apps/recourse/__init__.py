"""What a person may do about a decision or about the service: a re-examination by somebody else, a complaint with its answer."""

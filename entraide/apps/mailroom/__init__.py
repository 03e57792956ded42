"""What comes by post or through a correspondent: sealed envelopes, batches of scanned post, each page to its own claim."""

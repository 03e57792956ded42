"""Payment orders, transfer batches, and what the bank says of them."""

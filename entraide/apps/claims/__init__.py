"""Claims from draft to decision, their documents, reservations and traces."""

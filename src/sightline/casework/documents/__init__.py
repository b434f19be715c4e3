"""Templates of letters and records, and the documents made from them, kept as they were issued."""

"""What is counted and why: catalogue, evaluation, comparators, disclosure control."""

"""Dates, people and what is asked for before a review: on shared pages."""

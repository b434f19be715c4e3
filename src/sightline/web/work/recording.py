"""Holding and recording a review: on shared pages."""

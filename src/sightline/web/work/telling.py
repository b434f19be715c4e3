"""Decisions with managers, documents, and who was sent what: on shared pages."""

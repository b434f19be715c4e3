"""Midway checks, contacts, changes and closing: on shared pages."""

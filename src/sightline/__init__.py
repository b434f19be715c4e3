"""Sightline: the working system of an Independent Reviewing Service in an English council."""

__version__ = "0.1.0"

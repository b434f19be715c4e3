"""What is asked of reviews."""

from __future__ import annotations

from sightline.casework.reviews.queries.kinds import kinds_likely

__all__ = ["kinds_likely"]

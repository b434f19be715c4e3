"""What is asked of reviews."""

from __future__ import annotations

from sightline.casework.reviews.queries.kinds import kinds_likely
from sightline.casework.reviews.queries.one import review
from sightline.casework.reviews.queries.values import Beside, ReviewNow

__all__ = ["Beside", "ReviewNow", "kinds_likely", "review"]

"""What is asked of reviews."""

from __future__ import annotations

from sightline.casework.reviews.queries.child import OfChild, Reviews, of_child
from sightline.casework.reviews.queries.kinds import kinds_likely
from sightline.casework.reviews.queries.one import review
from sightline.casework.reviews.queries.roll import Row, roll
from sightline.casework.reviews.queries.values import Beside, ReviewNow

__all__ = ["Beside", "OfChild", "ReviewNow", "Reviews", "Row", "kinds_likely", "of_child", "review", "roll"]

"""What is asked of reviews."""

from __future__ import annotations

from sightline.casework.reviews.queries.child import OfChild, Reviews, of_child
from sightline.casework.reviews.queries.kinds import kinds_likely
from sightline.casework.reviews.queries.next_one import next_matter
from sightline.casework.reviews.queries.one import review
from sightline.casework.reviews.queries.returned import reviews_of_return
from sightline.casework.reviews.queries.roll import Row, roll
from sightline.casework.reviews.queries.values import Beside, ReviewNow
from sightline.casework.reviews.queries.waiting import to_say, uncoded_by_chair

__all__ = [
    "Beside",
    "OfChild",
    "ReviewNow",
    "Reviews",
    "Row",
    "kinds_likely",
    "next_matter",
    "of_child",
    "review",
    "reviews_of_return",
    "roll",
    "to_say",
    "uncoded_by_chair",
]

"""Which rows of the register a review held here wrote: they are put right at the review, not on the record."""

from __future__ import annotations

from typing import Final

from sightline.casework.register.models import Review
from sightline.casework.register.tables import REVIEWS

HELD_HERE: Final = "This review was held here: correct it at the review. The record follows."


def review_of(table: str, row: int) -> int | None:
    """The child's part of the meeting (its matter) that wrote a row; None of any other row. One query at most."""
    if table != REVIEWS.key:
        return None
    return Review.objects.filter(pk=row, made_by__isnull=False).values_list("made_by__matter", flat=True).first()

"""What people do to a review beside what they do to any meeting."""

from __future__ import annotations

from sightline.casework.reviews.actions.holding import hold, recorded
from sightline.casework.reviews.actions.planning import change_kind, plan_review
from sightline.casework.reviews.actions.register_row import DayTaken

__all__ = ["DayTaken", "change_kind", "hold", "plan_review", "recorded"]

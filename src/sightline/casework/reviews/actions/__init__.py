"""What people do to a review beside what they do to any meeting."""

from __future__ import annotations

from sightline.casework.reviews.actions.correcting import correct_day
from sightline.casework.reviews.actions.holding import hold, recorded
from sightline.casework.reviews.actions.moving import move_review, move_reviews, settle_review
from sightline.casework.reviews.actions.not_held import not_held
from sightline.casework.reviews.actions.planning import change_kind, plan_review
from sightline.casework.reviews.actions.register_row import DayTaken
from sightline.casework.reviews.actions.saying import (
    say_not_seen,
    say_participation,
    say_seen,
    say_who_chaired,
    say_why_late,
)

__all__ = [
    "DayTaken",
    "change_kind",
    "correct_day",
    "hold",
    "move_review",
    "move_reviews",
    "not_held",
    "plan_review",
    "recorded",
    "say_not_seen",
    "say_participation",
    "say_seen",
    "say_who_chaired",
    "say_why_late",
    "settle_review",
]

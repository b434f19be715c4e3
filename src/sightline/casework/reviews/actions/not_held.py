"""A review that was said to be held by mistake is to be held again: the meeting's part, and the register's row."""

from __future__ import annotations

from django.db import transaction

from sightline.casework.meetings.changing import told_anew
from sightline.casework.meetings.not_held import take_back
from sightline.casework.reviews.actions.holding import locked, tell_programs
from sightline.casework.reviews.actions.register_row import untell_register
from sightline.casework.reviews.models import Review
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail.actions import keep


@transaction.atomic
def not_held(*, matter: int, by: Viewer, version: int | None, why: str) -> bool:
    """Say that a review was not held after all, with a reason; whether the register still tells of one that day.

    The register's row goes, or is again what a feed or a person told; clocks, returns and figures follow, and the
    midway check by the daily job. What is said of a review that was held (how the child took part, why it was
    late) is forgotten. Programs that were told are told again, without a day. Raises what
    `meetings.not_held.take_back` raises.
    """
    review = locked(matter, by)
    was_told = review.matter.state == "complete"
    review.matter = take_back(matter=matter, by=by, version=version, why=why)
    _forget(review, by, why)
    still = untell_register(review, by, why)
    told_anew([review.matter.child_id], "review_not_held", by, matter=matter)
    if was_told:
        tell_programs(review, by)
    return still


def _forget(review: Review, by: Viewer, why: str) -> None:
    """What was said of the review that was not held."""
    keep(review, by=by.id, at=by.at, cause="not held", why=why)
    new = Review()
    for name in _OF_THE_DAY:
        setattr(review, name, getattr(new, name))
    review.version += 1
    review.save()


#: What is said of a review that was held.
_OF_THE_DAY = (
    *("answers", "code", "code_why", "coded_by_id", "chaired"),
    *("late_cause", "late_party", "late_why", "not_seen_why"),
)

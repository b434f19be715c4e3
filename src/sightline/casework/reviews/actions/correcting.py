"""The day on which a review was held is put right: the meeting's part, the register's row, and the code by age."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from sightline.casework.meetings.correcting import correct_days
from sightline.casework.meetings.models import Matter
from sightline.casework.meetings.scope import NotPermitted
from sightline.casework.register.lives import lives
from sightline.casework.reviews.actions.holding import code_by_age, locked, tell_programs
from sightline.casework.reviews.actions.register_row import DayTaken, tell_register
from sightline.casework.reviews.models import Review
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail import actions as trail
from sightline.domain.care import Life, periods_of_care
from sightline.domain.explain import in_words
from sightline.domain.participation import codes_allowed


@transaction.atomic
def correct_day(
    *,
    matter: int,
    held_on: date,
    by: Viewer,
    version: int | None,
    why: str,
    completed_on: date | None = None,
    sittings: Mapping[int, date] = {},
) -> None:
    """Put right on which day a review was held (and completed, where it had other sittings), with a reason.

    The register's row follows, so clocks, the return and figures do; the midway check follows by the daily job.
    A code that a child of that age cannot have is forgotten: it is asked again. Programs are told anew. `sittings`
    are the days of those between, by their numbers.
    Raises NoSuchMatter, NotPermitted, Changed, DayTaken.
    """
    review = locked(matter, by)
    before, completed = review.matter.held_on, review.matter.completed_on
    found = correct_days(
        matter=matter,
        held_on=held_on,
        completed_on=completed_on,
        sittings=sittings,
        by=by,
        version=version,
        why=why,
    )
    if before is not None and held_on != before:
        _in_care(review, before, held_on)
        _free(review, held_on)
    review.matter = found
    gone = _code_gone(review, by)
    tell_register(review, by, "review_day_corrected", code_gone=gone)
    if found.state == "complete" and (before, completed) != (found.held_on, found.completed_on):
        tell_programs(review, by)


def _in_care(review: Review, before: date, day: date) -> None:
    """The time in care that the review is of had begun. One that is of no episode is not asked."""
    came = _came(lives([review.matter.child_id])[review.matter.child_id].life, before)
    if came is not None and day < came:
        raise NotPermitted(f"The child came into care on {in_words(came)}: this review was not held before that.")


def _came(life: Life, day: date) -> date | None:
    """The first day of the time in care that a day is of; where it is of none, of all that is told."""
    periods = [period.started for period in periods_of_care(life.episodes)]
    begun = [started for started in periods if started <= day]
    return max(begun, default=None) or min((each.started for each in life.episodes), default=None)


def _free(review: Review, day: date) -> None:
    """No other review of the child was held on a day; the register's rows are asked when its own is written."""
    others = Matter.objects.filter(child=review.matter.child_id, held_on=day, meeting__kind="review")
    if others.exclude(pk=review.matter_id).exists():
        raise DayTaken("Another review of this child was held on that day. Give the day of this one.")


def _code_gone(review: Review, by: Viewer) -> bool:
    """Whether the child turned four between the two days: then what was answered is not of this one."""
    matter = review.matter
    if not review.code or matter.held_on is None or matter.child.born is None:
        return False
    if review.code in codes_allowed(matter.child.born, matter.held_on):
        return False
    trail.keep(review, by=by.id, at=by.at, cause="correction")
    review.code, review.code_why, review.answers, review.version = "", "", {}, review.version + 1
    review.save()
    code_by_age(review)
    return True

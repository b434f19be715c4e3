"""A review is held, adjourned, completed, recorded: the meeting's part of it, and the register's row."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from sightline.casework.meetings import holding
from sightline.casework.meetings.scope import open_matter
from sightline.casework.outbox.actions import happen
from sightline.casework.register.models import Child
from sightline.casework.reviews.actions.register_row import tell_register
from sightline.casework.reviews.models import Review
from sightline.casework.reviews.queries.kinds import kinds_likely
from sightline.casework.staff.queries import Viewer
from sightline.domain.participation import UNDER_4, codes_allowed


@transaction.atomic
def hold(*, matter: int, move: str, on: date, by: Viewer, version: int | None, why: str = "") -> None:
    """Say that a review was held on a day: `move` is complete, begin or adjourn, as of `meetings.holding.move`.

    Writes the register's row. Raises what `move` raises, and DayTaken.
    """
    review = locked(matter, by)
    holding.move(matter=matter, move=move, on=on, by=by, version=version, why=why)
    review.matter.refresh_from_db()
    code_by_age(review)
    tell_register(review, by, f"review_{move}")
    if review.matter.state == "complete":
        tell_programs(review, by)


@transaction.atomic
def recorded(*, matter: int, by: Viewer) -> None:
    """The record was finished, or opened again: the register's row follows it."""
    tell_register(locked(matter, by), by, "review_recorded")


def locked(matter: int, by: Viewer) -> Review:
    """The review of a matter in scope, with its matter and child: locked in the order matter, child, review.

    Raises NoSuchMatter.
    """
    found = open_matter(matter, seen_by=by, lock=True)
    found.child = Child.objects.select_for_update().get(pk=found.child_id)
    review = Review.objects.select_for_update().filter(matter=found).first()
    if review is None:  # planned as a meeting alone
        kind = kinds_likely([found.child_id], on=by.on)[found.child_id]
        review = Review.objects.create(matter=found, kind=kind)
    review.matter = found
    return review


def tell_programs(review: Review, by: Viewer) -> None:
    """Programs that asked for it are told that a review was completed, and when: once as it stands now.

    The days are None of one that was not held after all.
    """
    matter = review.matter
    days = {"held": _said(matter.held_on), "completed": _said(matter.completed_on)}
    body = {"child": matter.child_id, "matter": matter.pk, "kind": review.kind, **days}
    happen("review.held", key=f"review.held:{matter.pk}:{matter.version}", at=by.at, body=body)


def _said(day: date | None) -> str | None:
    return day.isoformat() if day else None


def code_by_age(review: Review) -> None:
    """A child under 4 has a code without a question."""
    matter = review.matter
    if review.code or matter.held_on is None or matter.child.born is None:
        return
    if codes_allowed(matter.child.born, matter.held_on) == {UNDER_4}:
        review.code = UNDER_4
        review.save(update_fields=["code"])

"""The record of a review: begun with the form of its kind, finished and opened again with the register's row."""

from __future__ import annotations

from django.db import transaction

from sightline.casework.meetings import recording
from sightline.casework.practice.queries import in_force
from sightline.casework.reviews.actions.holding import recorded
from sightline.casework.reviews.models import Review
from sightline.casework.staff.queries import Viewer
from sightline.domain.review_kinds import LATER


@transaction.atomic
def start_record(*, matter: int, by: Viewer) -> None:
    """Begin the record: its form is that of the review's kind, with the options of the practice in force.

    Raises NoSuchMatter, NotPermitted.
    """
    kind = Review.objects.filter(matter=matter).values_list("kind", flat=True).first() or LATER
    recording.start(matter=matter, form=kind, options=in_force(by.on).record_options, by=by)


@transaction.atomic
def finish_record(*, matter: int, by: Viewer, version: int | None) -> None:
    """Finish the record. Raises what `meetings.recording.finish` raises."""
    recording.finish(matter=matter, by=by, version=version)
    recorded(matter=matter, by=by)


@transaction.atomic
def reopen_record(*, matter: int, by: Viewer, version: int | None, why: str) -> None:
    """Open a finished record again, with a reason. Raises what `meetings.recording.move` raises."""
    recording.move(matter=matter, move="reopen", by=by, version=version, why=why)
    recorded(matter=matter, by=by)

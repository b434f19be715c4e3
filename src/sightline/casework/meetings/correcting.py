"""Putting right on which day a meeting was held."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from sightline.casework.meetings.changing import changed, said
from sightline.casework.meetings.models import Matter, Record, Sitting
from sightline.casework.meetings.scope import NotPermitted, open_matter, require_chair
from sightline.casework.meetings.sittings import next_sitting
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail.actions import Changed
from sightline.domain.explain import in_words


def two_days(found: Matter) -> bool:
    """Whether the last sitting has a day of its own, beside that of the first."""
    if found.state != "complete":
        return False
    return bool(found.adjourned_why) or found.held_on != found.completed_on


@transaction.atomic
def correct_days(
    *, matter: int, held_on: date, by: Viewer, version: int | None, why: str, completed_on: date | None = None
) -> Matter:
    """Say on which day a child's part was held, and completed where that was another day; the matter.

    Its sittings follow, and what it said is kept with the reason. Part of `reviews.actions.correct_day`, which
    corrects the register too. Raises NoSuchMatter, NotPermitted, Changed.
    """
    found = open_matter(matter, seen_by=by, lock=True)
    require_chair(found, by)
    if found.held_on is None:
        raise NotPermitted("Only a review that was held has a day to correct.")
    if version is not None and version != found.version:
        raise Changed(found.version, {"held_on": found.held_on, "completed_on": found.completed_on})
    last = (completed_on if two_days(found) else held_on) if found.completed_on else None
    _may_be(found, held_on, last or held_on, by)
    reason = said(why, "Say why the day is corrected.")
    was = (found.held_on, found.completed_on)
    told = {"held_on": held_on, "completed_on": (last or held_on) if found.completed_on else None}
    changed(found, told, version=version, by=by, cause="correction", why=reason)
    _sat(found, *was)
    return found


def _may_be(found: Matter, first: date, last: date, by: Viewer) -> None:
    """Days are past, in order, and not after what followed the review."""
    if max(first, last) > by.on:
        raise NotPermitted("The day it was held cannot be after today.")
    if first > last:
        raise NotPermitted("The first sitting cannot be after the day on which the review was completed.")
    planned = next_sitting(found) if found.completed_on is None else None
    if planned is not None and first >= planned.on:
        raise NotPermitted(f"The next sitting is planned for {in_words(planned.on)}: the first was before it.")
    if found.decisions_issued_on and first > found.decisions_issued_on:
        day = in_words(found.decisions_issued_on)
        raise NotPermitted(f"Its decisions were sent to managers on {day}: it was held by then.")
    finished = Record.objects.filter(matter=found).values_list("finished_on", flat=True).first()
    if finished and last > finished:
        raise NotPermitted(f"Its record was finished on {in_words(finished)}: it was completed by then.")


def _sat(found: Matter, was_held: date, was_completed: date | None) -> None:
    """The first and the last sitting are on the days that the matter says now."""
    held = Sitting.objects.filter(matter=found, held=True)
    first = list(held.filter(on=was_held).values_list("pk", flat=True))
    later = held.exclude(pk__in=first)
    last = list(later.filter(on=was_completed).values_list("pk", flat=True)) if was_completed else []
    held.filter(pk__in=first).update(on=found.held_on)
    held.filter(pk__in=last).update(on=found.completed_on)
    if found.completed_on and not held.filter(on=found.completed_on).exists():
        Sitting.objects.create(matter=found, on=found.completed_on, mode=found.meeting.mode, held=True)

"""Putting right on which day a meeting was held."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from django.db import transaction

from sightline.casework.meetings.changing import changed, said, touched
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


def between(found: Matter) -> list[Sitting]:
    """The sittings that were held after the first, without the one that completed it, in order."""
    return _sat(found)[1]


@transaction.atomic
def correct_days(
    *,
    matter: int,
    held_on: date,
    by: Viewer,
    version: int | None,
    why: str,
    completed_on: date | None = None,
    sittings: Mapping[int, date] = {},
) -> Matter:
    """Say on which day a child's part was held, and completed where that was another day; the matter.

    `sittings` are the days of those between, by their numbers. What was said is kept with the reason. Part of
    `reviews.actions.correct_day`, which corrects the register too. Raises NoSuchMatter, NotPermitted, Changed.
    """
    found = open_matter(matter, seen_by=by, lock=True)
    require_chair(found, by)
    if found.held_on is None:
        raise NotPermitted("Only a review that was held has a day to correct.")
    first, middle, last = _sat(found)
    if version is not None and version != found.version:
        raise Changed(found.version, _says(found, middle))
    if not sittings.keys() <= {row.pk for row in middle}:
        raise NotPermitted("Only sittings of this review can be corrected.")
    end = _completed(found, held_on, completed_on)
    days = [sittings.get(row.pk, row.on) for row in middle]
    _may_be(found, [held_on, *days, *([end] if end else [])], by)
    reason = said(why, "Say why the day is corrected.")
    told = {"held_on": held_on, "completed_on": end}
    new = changed(found, told, version=version, by=by, cause="correction", why=reason)
    moved = _move(zip([first, *middle, last], [held_on, *days, found.completed_on], strict=True), by, reason)
    if moved and not new:
        touched(found, by=by, cause="correction", why=reason)
    if found.completed_on and not Sitting.objects.filter(matter=found, held=True, on=found.completed_on).exists():
        Sitting.objects.create(matter=found, on=found.completed_on, mode=found.meeting.mode, held=True)
    return found


def _completed(found: Matter, held_on: date, completed_on: date | None) -> date | None:
    """The day on which it was completed; where none is given, it was that of the first sitting or stays."""
    if found.completed_on is None:
        return None
    return completed_on or (found.completed_on if two_days(found) else held_on)


def _sat(found: Matter) -> tuple[Sitting | None, list[Sitting], Sitting | None]:
    """The first sitting that was held, those between, and the one that completed it, where it has its own."""
    held = list(Sitting.objects.filter(matter=found, held=True).order_by("on", "at", "pk"))
    first = held.pop(0) if held and held[0].on == found.held_on else None
    last = held.pop() if held and held[-1].on == found.completed_on else None
    return first, held, last


def _says(found: Matter, middle: Iterable[Sitting]) -> dict[str, Any]:
    """What the days are now, by the names of the form."""
    days = {"held_on": found.held_on, "completed_on": found.completed_on}
    return days | {f"sitting_{row.pk}": row.on for row in middle}


def _may_be(found: Matter, days: list[date], by: Viewer) -> None:
    """Days are past, in order, and not after what followed the review."""
    first, *middle, last = days if found.completed_on else [*days, days[-1]]
    if max(days) > by.on:
        raise NotPermitted("The day it was held cannot be after today.")
    if first > last:
        raise NotPermitted("The first sitting cannot be after the day on which the review was completed.")
    if middle and any(later <= earlier for earlier, later in pairwise(days)):
        raise NotPermitted("The days are out of order: each sitting was later than the one before.")
    planned = next_sitting(found) if found.completed_on is None else None
    if planned is not None and last >= planned.on:
        raise NotPermitted(f"The next sitting is planned for {in_words(planned.on)}: what was held was before it.")
    if found.decisions_issued_on and first > found.decisions_issued_on:
        day = in_words(found.decisions_issued_on)
        raise NotPermitted(f"Its decisions were sent to managers on {day}: it was held by then.")
    finished = Record.objects.filter(matter=found).values_list("finished_on", flat=True).first()
    if finished and last > finished:
        raise NotPermitted(f"Its record was finished on {in_words(finished)}: it was completed by then.")


def _move(days: Iterable[tuple[Sitting | None, date | None]], by: Viewer, why: str) -> bool:
    """Put sittings to their days; whether any was on another. One may take the day that another leaves."""
    moved = [(row, day) for row, day in days if row is not None and day is not None and row.on != day]
    Sitting.objects.filter(pk__in=[row.pk for row, _ in moved]).update(at=None)
    for row, day in moved:
        changed(row, version=None, by=by, cause="correction", why=why, on=day)
    for row, _ in moved:
        Sitting.objects.filter(pk=row.pk).update(at=row.at)
    return bool(moved)

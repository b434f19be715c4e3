"""A meeting was held, adjourned, or held in several sittings; who came."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from sightline.casework.meetings.changing import changed, said, told_anew, touched
from sightline.casework.meetings.models import Matter, Meeting, Participant, Sitting
from sightline.casework.meetings.scope import NotPermitted, open_matter, require_chair
from sightline.casework.meetings.sittings import last_held
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail.actions import Changed, keep
from sightline.domain.explain import in_words
from sightline.domain.workflows import MATTER, MEETING

#: The moves of a matter that say that people met.
SITTINGS = ("complete", "begin", "adjourn")


@transaction.atomic
def move(*, matter: int, move: str, on: date, by: Viewer, version: int | None, why: str = "") -> None:
    """Say that a child's part was held on a day: complete, begun (another sitting follows), or adjourned.

    Begun may be said of several sittings, one after the other. An adjournment needs a reason, and there is one at
    most. Raises NoSuchMatter, NotPermitted, NotPossible, Changed.
    """
    if move not in SITTINGS:
        raise NotPermitted("Say whether it was completed, begun or adjourned.")
    found = open_matter(matter, seen_by=by, lock=True)
    require_chair(found, by)
    if version is not None and version != found.version:
        raise Changed(found.version, {"move": "", "on": last_held(found)})
    after = MATTER.after(found.state, move)
    _may_be(found, on, by)
    told: dict[str, Any] = {"state": after, "held_on": found.held_on or on}
    if move == "complete":
        told["completed_on"] = on
    if move == "adjourn":
        told["adjourned_why"] = said(why, "Say why it was adjourned.")
    if not changed(found, version=version, by=by, cause=move, **told):
        touched(found, by=by, cause=move)
    _meeting_held(found.meeting_id, by)
    _sat(found, on, by)
    told_anew([found.child_id], "held", by, matter=matter, move=move, on=on.isoformat())


@transaction.atomic
def attendance(
    *,
    matter: int,
    came: Mapping[int, str],
    by: Viewer,
    version: int | None,
    views: Mapping[int, bool] = {},
) -> None:
    """Record who came and who sent views, by participant. `version` is `version_of` those named.

    Raises NoSuchMatter, NotPermitted, Changed.
    """
    found = open_matter(matter, seen_by=by, lock=True)
    require_chair(found, by)
    rows = list(Participant.objects.select_for_update().filter(matter=found, pk__in=came).order_by("pk"))
    _all_known(came)
    if version is not None and version != version_of(rows):
        raise Changed(version_of(rows), _says(rows))
    new = [row.pk for row in rows if changed(row, version=None, by=by, cause="came", **_told(row, came, views))]
    if new:
        told_anew([found.child_id], "said_who_came", by, matter=matter, participants=new)


def version_of(rows: list[Participant]) -> int:
    """One version for all of these rows: it grows whenever one of theirs does."""
    return sum(row.version for row in rows)


def _may_be(found: Matter, on: date, by: Viewer) -> None:
    if on > by.on:
        raise NotPermitted("The day it was held cannot be after today.")
    before = last_held(found)
    if before and on < before:
        raise NotPermitted(f"The last sitting was on {in_words(before)}: this one cannot be before it.")


def _meeting_held(meeting: int, by: Viewer) -> None:
    """The first child's part that is held makes the meeting one that was."""
    row = Meeting.objects.select_for_update().get(pk=meeting)
    if row.state != "held":
        changed(row, version=None, by=by, cause="held", state=MEETING.after(row.state, "hold"))


def _sat(found: Matter, on: date, by: Viewer) -> None:
    """A sitting of that day was held. One that was planned for a day before did not happen on that day."""
    planned = Sitting.objects.filter(matter=found, on=on).order_by("at").first()
    sitting = planned or Sitting(matter=found, on=on, mode=found.meeting.mode)
    sitting.held = True
    sitting.save()
    for missed in Sitting.objects.filter(matter=found, held=False, on__lte=on):
        keep(missed, by=by.id, at=by.at, cause="held on another day", gone=True)
        missed.delete()


def _all_known(came: Mapping[int, str]) -> None:
    if not set(came.values()) <= set(Participant.Came.values):
        raise NotPermitted("Choose whether each of them came.")


def _told(row: Participant, came: Mapping[int, str], views: Mapping[int, bool]) -> dict[str, Any]:
    """What is new of one participant; views that nobody was asked about stay as they are."""
    return {"came": came[row.pk], "sent_views": views.get(row.pk, row.sent_views)}


def _says(rows: list[Participant]) -> dict[str, Any]:
    """What the rows say now, by the names of the form."""
    return {f"came_{row.pk}": row.came for row in rows} | {f"views_{row.pk}": bool(row.sent_views) for row in rows}

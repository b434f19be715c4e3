"""A meeting that was said to be held by mistake: it is to be held again."""

from __future__ import annotations

from django.db import transaction

from sightline.casework.documents.models import Issued
from sightline.casework.meetings.changing import changed, said
from sightline.casework.meetings.models import Matter, Meeting, Record, Sitting
from sightline.casework.meetings.scope import NotPermitted, open_matter, require_chair
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail.actions import Changed, keep
from sightline.domain.explain import in_words
from sightline.domain.workflows import MATTER, MEETING


@transaction.atomic
def take_back(*, matter: int, by: Viewer, version: int | None, why: str) -> Matter:
    """Take back that a child's part was held, with a reason; the matter, which is to be held again.

    What is written in its record stays. Not once anything of it went out: somebody acted on it. Part of
    `reviews.actions.not_held`, which takes it from the register too. Raises NoSuchMatter, NotPermitted,
    NotPossible, Changed.
    """
    found = open_matter(matter, seen_by=by, lock=True)
    require_chair(found, by)
    if version is not None and version != found.version:
        raise Changed(found.version, {})
    after = MATTER.after(found.state, "not_held")
    if stands := what_stands(found):
        raise NotPermitted(stands)
    reason = said(why, "Say why it is taken back.")
    told = {"state": after, "held_on": None, "completed_on": None, "adjourned_why": ""}
    changed(found, told, version=version, by=by, cause="not held", why=reason)
    for sitting in Sitting.objects.select_for_update().filter(matter=found):
        keep(sitting, by=by.id, at=by.at, cause="not held", why=reason, gone=True)
        sitting.delete()
    _meeting_not_held(found.meeting_id, by, reason)
    return found


def what_stands(found: Matter) -> str:
    """Why it can no longer be said that it was not held; nothing where it can."""
    if found.decisions_issued_on:
        return f"Its decisions were sent to managers on {in_words(found.decisions_issued_on)}: the review stands."
    if Record.objects.filter(matter=found, state="finished").exists():
        return "Its record is finished: open it again first."
    if Issued.objects.filter(about="matter", number=found.pk).exists():
        return "Documents were made of it: the review stands. Its days can be corrected."
    return ""


def _meeting_not_held(meeting: int, by: Viewer, why: str) -> None:
    """Where no other child's part of it was held, the meeting is one to be held again."""
    if Matter.objects.filter(meeting=meeting, held_on__isnull=False).exists():
        return
    row = Meeting.objects.select_for_update().get(pk=meeting)
    state = MEETING.after(row.state, "not_held")
    changed(row, version=None, by=by, cause="not held", why=why, state=state)

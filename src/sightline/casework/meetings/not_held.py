"""A meeting that was said to be held by mistake: it is to be held again."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from sightline.casework.documents.models import Issued
from sightline.casework.meetings.changing import changed, said
from sightline.casework.meetings.models import Decision, Matter, Meeting, Participant, Record, Sitting
from sightline.casework.meetings.scope import NotPermitted, open_matter, require_chair
from sightline.casework.register.history import row_of
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail.actions import Changed, keep
from sightline.casework.trail.models import Past
from sightline.domain.explain import in_words
from sightline.domain.workflows import DECISION, MATTER, MEETING


@transaction.atomic
def take_back(*, matter: int, by: Viewer, version: int | None, why: str) -> Matter:
    """Take back that a child's part was held, with a reason; the matter, which is to be held again.

    What is written in its record stays; who came, and what became of earlier decisions, is as before. Not once
    anything of it went out: somebody acted on it. Part of `reviews.actions.not_held`, which takes it from the
    register too. Raises NoSuchMatter, NotPermitted, NotPossible, Changed.
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
    for person in Participant.objects.select_for_update().filter(matter=found):
        changed(person, version=None, by=by, cause="not held", why=reason, came="", sent_views=None)
    _unanswer(found, by, reason)
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


def _unanswer(found: Matter, by: Viewer, why: str) -> None:
    """Decisions of earlier meetings say what they said before they were answered here; drafts set again go."""
    for row in Decision.objects.select_for_update().filter(answered_at=found):
        before = _before(row, found)
        changed(row, {name: before[name] for name in _ANSWER}, version=None, by=by, cause="not held", why=why)
    for again in Decision.objects.select_for_update().filter(matter=found, again__isnull=False, state="draft"):
        changed(again, version=None, by=by, cause="not held", why=why, state=DECISION.after("draft", "withdraw"))


_ANSWER = ("result", "result_on", "result_by_id", "result_says", "answered_at_id")


def _before(row: Decision, found: Matter) -> dict[str, Any]:
    """The answer that a decision had before this meeting: of its past, or none."""
    for past in Past.objects.filter(kind=row._meta.label_lower, row=row.pk).order_by("-version"):
        was = {name: getattr(row_of(past, Decision), name) for name in _ANSWER}
        if was["answered_at_id"] != found.pk:
            return was
    return {name: getattr(Decision(), name) for name in _ANSWER}


def _meeting_not_held(meeting: int, by: Viewer, why: str) -> None:
    """Where no other child's part of it was held, the meeting is one to be held again."""
    if Matter.objects.filter(meeting=meeting, held_on__isnull=False).exists():
        return
    row = Meeting.objects.select_for_update().get(pk=meeting)
    state = MEETING.after(row.state, "not_held")
    changed(row, version=None, by=by, cause="not held", why=why, state=state)

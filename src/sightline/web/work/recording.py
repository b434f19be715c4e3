"""Holding and recording a review: on shared pages."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from sightline.casework.meetings.queries.earlier import earlier
from sightline.casework.meetings.queries.lacking import parts_missing
from sightline.casework.meetings.queries.recorded import Recorded, recorded_of
from sightline.casework.meetings.queries.sittings import Unfinished, unfinished
from sightline.casework.meetings.queries.writing import to_type, to_write, waiting
from sightline.casework.meetings.sittings import UNFINISHED
from sightline.casework.practice.queries import in_force
from sightline.casework.reviews.queries.kinds import outside_the_register
from sightline.casework.staff.queries import Viewer
from sightline.domain.roles import Act
from sightline.web.components.statuses import status
from sightline.web.components.values import Link, Tag
from sightline.web.recording_parts import record_clock, unfinished_table, waiting_table
from sightline.web.work.parts import Block, Step

GROUP = "Hold and record"
#: Rows of a first screen.
MOST = 10


def steps(matter: Any, viewer: Viewer) -> list[Step]:
    """The tasks of holding a review and writing its record."""
    told = recorded_of(matter, on=viewer.on)
    asked = earlier(matter)
    left = sum(not each.answered for each in asked)
    written = sum(not section.empty for section in told.sections)
    made = _steps_of(told, viewer)
    return [
        made("Hold the review", _held(told), "review-hold", hint=_sittings(told)),
        *_next_sitting(told, viewer),
        made("Record who came", _came(told), "review-attendance"),
        made(
            "Answer earlier decisions", _answered(len(asked), left), "review-earlier",
            hint=f"{left} of {len(asked)} to be answered" if asked else "No earlier decision is open",
        ),
        made(
            "Write the record", _written(told), "review-record", who=_writer(told), either=True,
            hint=f"{written} of {len(told.sections)} sections written" if told.sections else "",
        ),
        made(
            "Make decisions", _decided(told), "review-decisions", either=True,
            hint=f"{len(told.decisions)} made" if told.decisions else "",
        ),
        made(
            "Finish the record", _finished(told), "review-record-finish", due=_due(told, viewer),
            hint="Opened again, to be finished again" if told.finished_on and told.record != "finished" else "",
        ),
    ]  # fmt: skip


def today(viewer: Viewer) -> list[Block]:
    """Reviews that this person began and has to complete; records still to finish, the oldest first."""
    if not viewer.may(Act.HOLD_MEETING):
        return []
    blocks = []
    if begun := unfinished(seen_by=viewer, chairs=[viewer.id, *viewer.covers]):
        blocks.append(_unfinished("Reviews to be completed", begun, viewer))
    rows = waiting(to_write(seen_by=viewer))
    if shown := rows.beginning(MOST):
        table = waiting_table("Records to be finished", shown, in_force(viewer.on), viewer.on)
        blocks.append(Block("Records to be finished", table, len(rows)))
    return blocks


def tray(viewer: Viewer) -> list[Block]:
    """Reviews whose next sitting nobody planned; records to be typed, the longest waiting first."""
    if not viewer.may(Act.TYPE_RECORD):
        return []
    blocks = []
    if waits := [each for each in unfinished(seen_by=viewer) if each.on is None]:
        blocks.append(_unfinished("Next sittings to plan", waits, viewer))
    rows = waiting(to_type(seen_by=viewer))
    shown = rows.beginning(MOST)
    table = waiting_table("Records to be typed", shown, in_force(viewer.on), viewer.on, chair=True)
    more = Link("All records to be typed", reverse("to-type"))
    return [*blocks, Block("Records to be typed", table, len(rows), more)]


def _unfinished(title: str, rows: list[Unfinished], viewer: Viewer) -> Block:
    shown = rows[:MOST]
    unlimited = outside_the_register([each.matter for each in shown])
    return Block(title, unfinished_table(title, shown, in_force(viewer.on), viewer.on, unlimited), len(rows))


def _steps_of(told: Recorded, viewer: Viewer) -> Any:
    """Makes a step; who may not do it, or may not yet, sees it without a link."""

    def made(
        title: str, tag: Tag, name: str, *, who: str = "", either: bool = False, due: Any = None, hint: str = ""
    ) -> Step:
        may = viewer.may(Act.SEND_OUT if either else Act.HOLD_MEETING) and told.state != "taken_out"
        url = reverse(name, args=[told.matter]) if may else ""
        return Step(title, tag, url, who or told.chair, due, hint, GROUP)

    return made


def _task(name: str) -> Tag:
    return status(name, "task")


def _held(told: Recorded) -> Tag:
    if told.state == "to_hold":
        return _task("not_started")
    return _task("done" if told.state == "complete" else "in_progress")


def _sittings(told: Recorded) -> str:
    if told.state == "adjourned":
        return "Adjourned: another sitting is to come"
    return "Begun: another sitting is to come" if told.state == "begun" else ""


def _next_sitting(told: Recorded, viewer: Viewer) -> list[Step]:
    """When people meet again, while the review is begun or adjourned."""
    if told.state not in UNFINISHED:
        return []
    url = reverse("review-sitting", args=[told.matter]) if viewer.may(Act.PLAN_MEETING) else ""
    tag = _task("done" if told.next_sitting else "not_started")
    return [Step("Plan the next sitting", tag, url, "Business support", told.next_sitting, "", GROUP)]


def _came(told: Recorded) -> Tag:
    said = sum(bool(each.came) or bool(each.sent_views) for each in told.participants)
    if not said:
        return _task("not_started")
    return _task("done" if said == len(told.participants) else "in_progress")


def _answered(count: int, left: int) -> Tag:
    if not count:
        return _task("not_needed")
    return _task("done" if not left else "not_started" if left == count else "in_progress")


def _writer(told: Recorded) -> str:
    return "Business support" if told.record == "typing" else told.chair


def _written(told: Recorded) -> Tag:
    if not told.started:
        return _task("not_started")
    if told.record == "typing":
        return _task("waiting")
    return _task("in_progress" if any(section.missing for section in told.sections) else "done")


def _decided(told: Recorded) -> Tag:
    if not told.decisions:
        return _task("not_started")
    return _task("in_progress" if any(map(parts_missing, told.decisions)) else "done")


def _finished(told: Recorded) -> Tag:
    if told.record == "finished":
        return _task("done")
    return _task("not_started" if told.started and told.state == "complete" else "cannot_yet")


def _due(told: Recorded, viewer: Viewer) -> Any:
    clock = record_clock(told.completed_on, in_force(viewer.on)) if told.finished_on is None else None
    return clock.due if clock else None

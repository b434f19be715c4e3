"""The kind of a review, how the child took part, and whether all is ready: on shared pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from sightline.casework.practice.queries import in_force
from sightline.casework.reviews.queries import ReviewNow, Row, next_matter, review, to_say, uncoded_by_chair
from sightline.casework.staff.queries import Viewer
from sightline.casework.watch.queries.levels import levels_of
from sightline.domain.roles import Act
from sightline.web.components.saying import day_in_words
from sightline.web.components.statuses import status
from sightline.web.components.values import Cell, Column, Link, Table
from sightline.web.work.parts import Block, Step

PREPARE, HOLD, BETWEEN = "Prepare", "Hold and record", "Between reviews"
OFFICER = "The IRO"


def steps(matter: Any, viewer: Viewer) -> list[Step]:
    """What the officer says of a review beside the record: seen before, the child's part, why late, the level."""
    one = review(matter.pk, seen_by=viewer)
    if one.state == "taken_out":
        return []
    may = viewer.may(Act.HOLD_MEETING)
    told = [*_forward(one, viewer), _seen(one), _part(one), *_late(one), *_level(one, viewer)]
    return told if may else [_without_address(step) for step in told]


def today(viewer: Viewer) -> list[Block]:
    """Reviews that I chaired of which how the child took part is not told."""
    told = to_say(seen_by=viewer)
    if not told.count:
        return []
    rows: list[list[Cell]] = [
        [Link(row.name, reverse("review-participation", args=[row.matter]), _about(row)), row.day, row.kind.title]
        for row in told.rows
    ]
    title = "How the child took part is to be told"
    table = Table(title, ["Child", "Held on", "Review"], rows, caption_hidden=True)
    more = Link("All of them", f"{reverse('reviews')}?chair=me&part=yes")
    return [Block(title, table, told.count, more)]


def service(viewer: Viewer) -> list[Block]:
    """Reviews without a code, by who chaired."""
    told = uncoded_by_chair(seen_by=viewer)
    if not told:
        return []
    table = Table(
        "Reviews without how the child took part", ["Chaired by", Column("Reviews", numeric=True)],
        [[name, count] for name, count in told], caption_hidden=True,
    )  # fmt: skip
    links = (
        Link("Late or overdue, no reason told", f"{reverse('reviews')}?late=untold"),
        Link("The next 4 weeks", f"{reverse('reviews')}?week=next4"),
    )
    more = Link("All of them", f"{reverse('reviews')}?part=yes")
    return [Block(table.caption, table, sum(count for _, count in told), more, links)]


@dataclass(frozen=True)
class Ready:
    """How far the next review is prepared: its day, how many tasks before it are done, what waits and for whom."""

    chair: str
    url: str
    on: date | None
    done: int
    of: int
    waits: tuple[Step, ...]


def readiness(child: Any, viewer: Viewer) -> Ready | None:
    """How far the child's next review is prepared; None where none is planned."""
    from sightline.web.work import steps_of  # it gathers the steps of every part, this one among them

    matter = next_matter(child)
    if matter is None:
        return None
    before = [step for step in steps_of(matter, viewer) if step.group == PREPARE]
    settled = {status(key, "task").label for key in ("done", "not_needed")}
    waits = tuple(step for step in before if step.status.label not in settled)
    url = reverse("review", args=[matter.pk])
    return Ready(matter.meeting.chair.name, url, matter.meeting.on, len(before) - len(waits), len(before), waits)


def _about(row: Row) -> str:
    return f"of {day_in_words(row.day)}" if row.day else ""


def _forward(one: ReviewNow, viewer: Viewer) -> list[Step]:
    """A review that was brought forward needs a reason."""
    if not one.kind.needs_reason or one.brought_forward_why:
        return []
    url = reverse("review-kind", args=[one.matter])
    return [Step("Say why it was brought forward", status("not_started", "task"), url, OFFICER, group=PREPARE)]


def _seen(one: ReviewNow) -> Step:
    url = reverse("review-seen", args=[one.matter])
    if one.seen is not None:
        how = "alone" if one.seen.alone else "with somebody else there"
        hint = f"Seen {how} on {day_in_words(one.seen.on)}"
        return Step("See the child before the review", status("done", "task"), url, hint=hint, group=PREPARE)
    if one.not_seen_why:
        tag, hint = status("not_needed", "task"), "Why not is told"
    else:
        tag, hint = status("not_started", "task"), "Before the review; alone, unless the child does not want to"
    return Step("See the child before the review", tag, url, OFFICER, one.held_on or one.on, hint, PREPARE)


def _part(one: ReviewNow) -> Step:
    title = "How the child took part"
    if one.held_on is None:
        return Step(title, status("cannot_yet", "task"), "", OFFICER, hint="Once the review was held", group=HOLD)
    url = reverse("review-participation", args=[one.matter])
    if one.part.code:
        return Step(title, status("done", "task"), url, hint=one.part.code, group=HOLD)
    return Step(title, status("not_started", "task"), url, OFFICER, hint="Two or three questions", group=HOLD)


def _late(one: ReviewNow) -> list[Step]:
    """Asked of a review that was late, or is overdue."""
    if not one.is_late and not one.late.cause:
        return []
    url = reverse("review-late", args=[one.matter])
    tag = status("done" if one.late.cause else "not_started", "task")
    return [Step("Say why it is late", tag, url, "" if one.late.cause else OFFICER, group=HOLD)]


def _level(one: ReviewNow, viewer: Viewer) -> list[Step]:
    """Asked where the practice names levels, once the review was held."""
    if not in_force(viewer.on).tracking_levels:
        return []
    title = "Say how closely to watch the plan"
    if one.held_on is None:
        return [Step(title, status("cannot_yet", "task"), "", OFFICER, hint="At the review", group=BETWEEN)]
    url = reverse("review-level", args=[one.matter])
    now = levels_of([one.child], on=viewer.on).get(one.child)
    if now is not None and now.since >= one.held_on:
        return [Step(title, status("done", "task"), url, hint=now.level, group=BETWEEN)]
    return [Step(title, status("not_started", "task"), url, OFFICER, group=BETWEEN)]


def _without_address(step: Step) -> Step:
    """The step for somebody who may look and not do."""
    return Step(step.title, step.status, "", step.who, step.due, step.hint, step.group)

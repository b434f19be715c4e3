"""A review as the components take it: its tasks in groups, what is known of it, who meets beside this child."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from sightline.casework.reviews.queries import ReviewNow
from sightline.casework.staff.queries import Viewer
from sightline.domain.roles import Act
from sightline.web.components.saying import day_in_words
from sightline.web.components.statuses import status
from sightline.web.components.values import Cell, Distance, Link, Row, Several
from sightline.web.review_forms import CHAIRED
from sightline.web.work.parts import Step

GROUPS = ("Prepare", "Hold and record", "Tell", "Between reviews")


@dataclass(frozen=True)
class Group:
    """Tasks that belong together, and how many of them are done."""

    title: str
    steps: tuple[Step, ...]

    @property
    def done(self) -> int:
        """How many are done, or not needed."""
        settled = {status("done", "task").label, status("not_needed", "task").label}
        return sum(step.status.label in settled for step in self.steps)


def title(one: ReviewNow) -> str:
    """What the page is called."""
    day = one.held_on or one.on
    return f"{one.kind.title}, {day_in_words(day)}" if day else one.kind.title


def grouped(steps: Iterable[Step]) -> list[Group]:
    """The tasks in their groups, those of the groups that have any."""
    told = list(steps)
    groups = [Group(title, tuple(step for step in told if step.group == title)) for title in GROUPS]
    return [group for group in groups if group.steps]


def about(one: ReviewNow, viewer: Viewer) -> list[Row]:
    """What is known of the review: when and why then, who chairs, where."""
    return [
        Row("Kind", _kind(one), _change(one, viewer)),
        Row("Due", due(one, viewer.on)),
        *([Row("Why then", one.clock.why)] if one.clock else []),
        Row("When", when(one, viewer.on), _correct(one, viewer)),
        Row("Where", Several(tuple(each for each in (one.mode, one.where) if each))),
        Row(
            "Chaired by",
            Several(tuple(each for each in (one.chair_name, _with_child(one)) if each)),
            _chaired(one, viewer),
        ),
        *_if_any("Adjourned because", one.adjourned_why),
        *_to_complete(one, viewer.on),
        *_if_any("Taken out because", one.taken_out_why),
        *_if_any("Without a meeting", "" if one.held_on or not one.consultation.allowed else one.consultation.why),
    ]


def due(one: ReviewNow, on: date) -> Cell:
    """When the review is due, and how that stands."""
    if not one.kind.register:
        return "No limit of law: when the officer and the family agree"
    if one.clock is None:
        return None
    day = Distance(one.clock.effective_due, on) if one.clock.effective_due else "Not known"
    return Several((day, status(one.clock.standing)))


def when(one: ReviewNow, on: date) -> Cell:
    """The day it is planned for, or was."""
    if one.held_on is None:
        time = f"at {one.at:%H:%M}" if one.at else ""
        return Several((Distance(one.on, on), time)) if one.on else "No date is agreed yet"
    held = f"Held on {day_in_words(one.held_on)}"
    if one.completed_on is None:
        return Several((held, "Not completed yet"))
    return held if one.completed_on == one.held_on else f"{held}, completed on {day_in_words(one.completed_on)}"


def _correct(one: ReviewNow, viewer: Viewer) -> list[Link]:
    """Where the day of a review that was held is put right."""
    if one.held_on is None or not viewer.may(Act.HOLD_MEETING):
        return []
    return [Link("Correct", reverse("review-day", args=[one.matter]), "the day of the review")]


def beside(one: ReviewNow) -> list[Link]:
    """The same meeting of brothers and sisters."""
    return [Link(each.name, reverse("review", args=[each.matter])) for each in one.beside]


def _kind(one: ReviewNow) -> Cell:
    told = [one.kind.title, one.brought_forward_why]
    counted = "" if one.kind.counts else "Not a review of the 903 return"
    return Several(tuple(each for each in (*told, counted) if each))


def _change(one: ReviewNow, viewer: Viewer) -> list[Link]:
    may = viewer.may(Act.PLAN_MEETING) and one.state != "taken_out"
    return [Link("Change", reverse("review-kind", args=[one.matter]), "the kind")] if may else []


def _with_child(one: ReviewNow) -> str:
    """That the child chaired, or did with the officer; nothing where it was the officer alone."""
    return "" if one.chaired == "officer" else dict(CHAIRED)[one.chaired]


def _chaired(one: ReviewNow, viewer: Viewer) -> list[Link]:
    may = viewer.may(Act.HOLD_MEETING) and one.held_on is not None
    return [Link("Change", reverse("review-chaired", args=[one.matter]), "who chaired")] if may else []


def _if_any(key: str, says: str) -> list[Row]:
    return [Row(key, says)] if says else []


def _to_complete(one: ReviewNow, on: date) -> list[Row]:
    if one.adjourned is None or one.completed_on is not None:
        return []
    return [Row("To be completed", Several((Distance(one.adjourned.due, on), one.adjourned.why)))]

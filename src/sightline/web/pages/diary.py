"""The diary: meetings by day, one chair's or everybody's."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from django.http import HttpResponse
from django.urls import path, reverse

from sightline.casework.meetings.queries.diary import Dated
from sightline.casework.meetings.queries.diary import diary as meetings_of
from sightline.casework.meetings.queries.planned import people_who_chair
from sightline.casework.meetings.queries.sittings import diary_of_sittings
from sightline.casework.meetings.scheduling import MODES
from sightline.domain.roles import Act
from sightline.web import meeting_parts as parts
from sightline.web.access import page
from sightline.web.components.statuses import status
from sightline.web.components.values import BLANK, Link, Several
from sightline.web.day import today
from sightline.web.lists import Column, Filter, Listing
from sightline.web.numbers import number

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
WHEN = (
    ("week", "This week"), ("next", "Next week"), ("weeks", "The next eight weeks"),
    ("half", "The next six months"), ("before", "The eight weeks before"), ("proposed", "Not settled yet"),
)  # fmt: skip


def _about(row: Dated) -> Several:
    return Several(tuple(Link(name, reverse("child", args=[child])) for child, name in row.children))


def _moment(row: Dated) -> tuple[date, time]:
    return row.on or date.max, row.at or time.max


DIARY = Listing(
    key="diary",
    title="Diary",
    things=("meeting", "meetings"),
    order="on",
    columns=(
        Column("When", lambda row: _when(row), key="on", by=_moment),
        Column("About", _about, key="about"),
        Column("Who chairs", lambda row: row.chair_name, key="chair"),
        Column("How", lambda row: row.mode_said),
        Column("Where", lambda row: row.where or BLANK, key="where"),
        Column("State", lambda row: status(row.state, "meeting"), key="state"),
    ),
    filters=(
        Filter("when", "When", WHEN),
        Filter("chair", "Who chairs"),
        Filter("mode", "How people meet", tuple(MODES.items()), keeps=lambda row, value: row.mode == value),
    ),
    notes=("Meetings about children whose record you may see.",),
    empty="No meeting is planned.",
    at_first={"when": "weeks"},
)  # fmt: skip


@page(Act.SEE_CHILD)
def diary(request: Any) -> HttpResponse:
    """Meetings by day: those of eight weeks unless something else is chosen."""
    chairs = [("me", "Me"), *((str(pk), name) for pk, name in people_who_chair(on=today()))]
    asked = DIARY.asked(request, options={"chair": chairs})
    chair = asked.chosen.get("chair", "")
    who = request.viewer.id if chair == "me" else number(chair)
    first, last = _days(asked.chosen.get("when", "half"))
    states = ("planned", "held") if first else ("proposed",)
    rows = meetings_of(seen_by=request.viewer, first=first, last=last, chair=who, states=states)
    if first and last:
        rows += diary_of_sittings(seen_by=request.viewer, first=first, last=last, chair=who)
    may = request.viewer.may(Act.PLAN_MEETING)
    return asked.show(asked.of_rows(rows), "pages/meetings/diary.html", may=may)


def _when(row: Dated) -> Several:
    told = parts.when(row.on, row.at, today())
    return Several((told, Link("Meeting", reverse("meeting", args=[row.meeting]), f"of {_names(row)}")))


def _names(row: Dated) -> str:
    return ", ".join(name for _, name in row.children)


def _days(when: str) -> tuple[date, date] | tuple[None, None]:
    """The first and the last day of what was chosen; none for what has no day."""
    on = today()
    monday = on - timedelta(days=on.weekday())
    told = {
        "week": (monday, monday + WEEK - DAY),
        "next": (monday + WEEK, monday + 2 * WEEK - DAY),
        "weeks": (on, on + 8 * WEEK),
        "half": (on, on + 26 * WEEK),
        "before": (on - 8 * WEEK, on - DAY),
    }
    return told.get(when, (None, None))


urls = [path("diary/", diary, name="diary")]

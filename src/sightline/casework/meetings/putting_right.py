"""Putting right what is told of a paper: of whom it was asked; when it was asked for, received, shared."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from sightline.casework.meetings.changing import changed, said, told_anew
from sightline.casework.meetings.models import Ask
from sightline.casework.meetings.preparing import DAYS, locked, name
from sightline.casework.meetings.scope import NotPermitted, require
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail.actions import Changed
from sightline.domain.roles import Act

#: What may turn out not to have happened at all. (What was asked for by mistake is set aside.)
MAY_GO = ("received_on", "shared_on")


@transaction.atomic
def put_right(
    *, ask: int, version: int, by: Viewer, of: int | None = None, why: str = "", **days: date | None
) -> None:
    """Say of whom a paper is asked, and correct days that are told of it: what they were is kept, with the reason.

    `days` are asked_on, received_on and shared_on; none of the last two says that it did not happen, and the paper
    is waited for again. A day that is not told yet is told by `preparing.take`.
    Raises NotPermitted, NoSuchMatter, Changed.
    """
    require(by, Act.PLAN_MEETING)
    before = locked([ask], by)[ask]
    if version != before.version:
        raise Changed(before.version, {"of": str(before.of_id or ""), **_days(before)})
    same = before.person_id if of is None and before.of_id is None else None
    name(ask=ask, version=version, by=by, of=of, person=same)
    row = locked([ask], by)[ask]
    right = _days(row) | days
    if right == _days(row):
        return
    _may_be(row, right, by)
    told: dict[str, Any] = {**right, "state": _state(row, right)}
    new = changed(row, told, version=None, by=by, cause="correction", why=said(why, "Say why a day is corrected."))
    told_anew([row.child_id], "paper_corrected", by, paper=ask, fields=new)


def _days(row: Ask) -> dict[str, date | None]:
    return {day: getattr(row, day) for day in DAYS.values()}


def _may_be(row: Ask, right: Mapping[str, date | None], by: Viewer) -> None:
    """Days that are told stay told, but for those that may go; they are past and follow each other."""
    for day, before in _days(row).items():
        if (before is None) != (right[day] is None) and (before is None or day not in MAY_GO):
            raise NotPermitted("Only a day that is told can be corrected.")
    if right["shared_on"] and not right["received_on"]:
        raise NotPermitted("It was shared, so it was received: give both days, or neither.")
    told = [day for day in right.values() if day is not None]
    if any(day > by.on for day in told):
        raise NotPermitted("What has been done was not on a day to come.")
    if told != sorted(told):
        raise NotPermitted("The days are out of order: it is asked for, then received, then shared.")


def _state(row: Ask, right: Mapping[str, date | None]) -> str:
    if row.state == "not_needed":
        return row.state
    if right["shared_on"]:
        return "shared"
    if right["received_on"]:
        return "received"
    return "asked" if right["asked_on"] else "to_ask"

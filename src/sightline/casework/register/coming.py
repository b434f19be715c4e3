"""What was told ahead is told on its day: a feed may know today that a placement ends next week.

An import and an entry by hand make notices of what has happened, not of what is to come. What has come since, and
is still told, is made a notice of here, every day: once a happening, however often and late this is done, as long
as it is done within the days that are news (`happenings.news_days`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from sightline.casework.register.happenings import TABLES, Row, happenings, news_days, rows_of
from sightline.casework.register.models import Child, Notice
from sightline.casework.register.told import TOLD
from sightline.casework.trail.actions import Deed, record_all

AT_ONCE = 200


def notice(*, on: date, at: datetime) -> int:
    """Make the notices of what has come and was not noticed; how many."""
    since = on - timedelta(days=news_days())
    children = sorted(_with_a_day(since, on))
    lots = [children[start : start + AT_ONCE] for start in range(0, len(children), AT_ONCE)]
    return sum(_of_lot(lot, since, on, at) for lot in lots)


def _with_a_day(since: date, on: date) -> set[int]:
    """Children of whom a row begins or ends in this time. A query a table."""
    found: set[int] = set()
    for table in TABLES:
        told = TOLD[table]
        within = Q()
        for day in filter(None, (told.first, told.last)):
            within |= Q(**{f"{day}__gt": since, f"{day}__lte": on})
        found |= set(told.model._default_manager.filter(within).values_list("child_id", flat=True))  # type: ignore[misc]
    return found


@transaction.atomic
def _of_lot(lot: Sequence[int], since: date, on: date, at: datetime) -> int:
    list(Child.objects.select_for_update().filter(pk__in=lot).order_by("pk").values_list("pk", flat=True))
    noticed = set(
        Notice.objects.filter(child__in=lot, happened_on__gt=since).values_list("child", "kind", "happened_on")
    )
    made = [
        Notice(known_on=on, **told)
        for child, rows in rows_of(lot).items()
        for told in _come(child, rows, since, on)
        if (child, told["kind"], told["happened_on"]) not in noticed
    ]
    if not made:
        return 0
    Notice.objects.bulk_create(made, ignore_conflicts=True)
    Child.objects.filter(pk__in={each.child_id for each in made}).update(stamp=F("stamp") + 1)
    record_all([Deed("notice_come", "child", each.child_id, {"what": each.kind}) for each in made], by=None, at=at)
    return len(made)


def _come(child: int, rows: Mapping[str, Sequence[Row]], since: date, on: date) -> Iterator[dict[str, Any]]:
    """What has happened in this time, as a notice has it."""
    for (kind, day), (was, now) in sorted(happenings(rows).items()):
        if since < day <= on:
            facts = {"before": was or "", "after": now or ""}
            yield {
                "child_id": child,
                "kind": kind,
                "happened_on": day,
                "facts": facts,
                **_told_by(rows, kind, day),
            }


def _told_by(rows: Mapping[str, Sequence[Row]], kind: str, day: date) -> dict[str, int | None]:
    """Who entered, or which import told, the row that it happened by. Nobody told both: it is news to each."""
    tables, column = _TOLD_IN.get(kind, _BEGINS)
    of_day = [row for table in tables for row in rows[table] if row[column] == day]
    row = next(iter(of_day), {"entered_by": None, "load": None})
    by = row["entered_by"] if all(each["entered_by"] == row["entered_by"] for each in of_day) else None
    return {"made_by_id": by, "load_id": None if by else row["load"]}


_BEGINS = (("episodes",), "started")
#: The tables and the column that a kind of happening is told in; what is not here begins with an episode.
_TOLD_IN = {
    "left_care": (("episodes",), "ceased"),
    "social_worker_changed": (("social_workers", "involvements"), "started"),
    "care_plan_changed": (("care_plans",), "started"),
    "went_missing": (("missing",), "started"),
    "came_back": (("missing",), "ended"),
}

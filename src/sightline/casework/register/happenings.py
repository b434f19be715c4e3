"""What has happened in a child's life, reckoned from rows: what a person enters is told as a feed's news is.

The rules are those of `importing.noticing`, which reckons whole feeds in SQL; a test holds the two together. As
with an import, a happening that a correction takes out of the record stays told: it was known once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django.conf import settings

from sightline.casework.register import extract
from sightline.casework.register.models import Episode, Notice
from sightline.casework.register.told import TOLD
from sightline.casework.staff.queries import Viewer
from sightline.domain.care import SHORT_BREAKS

Row = Mapping[str, Any]
Happening = tuple[str, date]  # kind, day
Facts = tuple[Any, Any]  # before, after

#: The tables that happenings are reckoned from.
TABLES = ("episodes", "missing", "social_workers", "involvements", "care_plans")
#: Of a first fill, somebody hears only of what happened so many days before: the rest is history.
NEWS_DAYS = 60
#: What happened longer ago than this is history, not news, for an import that comes after a long time too.
NEWS_AT_MOST = 366


def news_days() -> int:
    """For how many days what happened is news, where nothing else is known."""
    return int(getattr(settings, "NEWS_DAYS", NEWS_DAYS))


@contextmanager
def noticed(child: int, table: str, by: Viewer) -> Iterator[None]:
    """Around a change of a table's rows: what has happened after it, and not before, becomes notices."""
    if table not in TABLES:
        yield
        return
    before = of_child(child)
    yield
    notify(child, before, by, since=by.on - timedelta(days=NEWS_AT_MOST))


def notify(child: int, before: Mapping[Happening, Facts], by: Viewer, *, since: date) -> None:
    """Make a notice of each happening after `since` that is not in `before`, once a kind and day."""
    Notice.objects.bulk_create(
        (
            Notice(
                child_id=child, kind=kind, happened_on=on, known_on=by.on, made_by_id=by.id,
                facts={"before": was or "", "after": now or ""},
            )
            for (kind, on), (was, now) in sorted(of_child(child).items())
            if since < on <= by.on and (kind, on) not in before
        ),
        ignore_conflicts=True,
    )  # fmt: skip


def of_child(child: int) -> dict[Happening, Facts]:
    """What has happened in a child's life, as the register tells it. A query a table."""
    return happenings(rows_of([child])[child])


def left_care(child: int) -> set[date]:
    """The days on which a child left care, as the register tells it. One query."""
    episodes = rows_of([child], ["episodes"])[child]["episodes"]
    return {on for kind, on, *_ in _of_episodes(episodes) if kind == "left_care" and on}


def came_again(child: int, left: date) -> bool:
    """Whether care is told of a child who left on a day, of that day or later. One query."""
    later = Episode.objects.filter(child=child, started__gte=left)
    return later.exclude(legal_status__in=SHORT_BREAKS).exists()


def happenings(rows: Mapping[str, Sequence[Row]]) -> dict[Happening, Facts]:
    """What has happened, from the rows of `TABLES` of one child: kind and day, what was before and after."""
    told = (
        *_of_episodes(rows["episodes"]),
        *_of_workers([*rows["social_workers"], *_social_workers(rows["involvements"])]),
        *_of_plans(rows["care_plans"]),
        *_of_missing(rows["missing"]),
    )
    return {(kind, on): (was, now) for kind, on, was, now in told if on is not None}


Told = Iterator[tuple[str, date | None, Any, Any]]


def _of_episodes(rows: Iterable[Row]) -> Told:
    """Short breaks are not being in care. An end without a reason is one that no return told of."""
    told = sorted((row for row in rows if row["legal_status"] not in SHORT_BREAKS), key=lambda row: row["started"])
    for before, row, after in zip([None, *told], told, [*told[1:], None], strict=False):
        if before is None or (before["ceased"] and row["started"] > before["ceased"]):
            yield "came_into_care", row["started"], None, row["legal_status"]
        elif before["ceased"]:
            yield from _gone_on(before, row)
        if _left(row, after):
            yield "left_care", row["ceased"], row["legal_status"], row["reason_ceased"]


def _gone_on(before: Row, row: Row) -> Told:
    moved = row["reason_started"] in ("P", "B") or _other(before["placement"], row["placement"])
    if moved:
        yield "placement_changed", row["started"], before["placement"], row["placement"]
    if _other(before["legal_status"], row["legal_status"]):
        yield "legal_status_changed", row["started"], before["legal_status"], row["legal_status"]


def _left(row: Row, after: Row | None) -> bool:
    if row["ceased"] is None or row["reason_ceased"] in (None, "X1"):
        return False
    return after is None or after["started"] > row["ceased"]


def _social_workers(involvements: Iterable[Row]) -> list[Row]:
    return [row for row in involvements if row["role"] == "social_worker"]


def _of_workers(rows: Iterable[Row]) -> Told:
    """Returns and case systems tell the same spells: each counts once. Who has no number is nobody known."""
    spells = {(row["started"], row["worker"]) for row in rows}
    told = sorted(spells, key=lambda spell: (spell[0], spell[1] is None, spell[1] or ""))
    for (_, was), (started, now) in pairwise(told):
        if _other(was, now):
            yield "social_worker_changed", started, was, now


def _of_plans(rows: Iterable[Row]) -> Told:
    told = sorted(rows, key=lambda row: row["started"])
    for before, row in pairwise(told):
        if _other(before["plan"], row["plan"]):
            yield "care_plan_changed", row["started"], before["plan"], row["plan"]


def _of_missing(rows: Iterable[Row]) -> Told:
    for row in rows:
        yield "went_missing", row["started"], None, row["kind"]
        yield "came_back", row["ended"], None, row["kind"]


def _other(was: Any, now: Any) -> bool:
    """Whether both are told, and differ."""
    return was is not None and now is not None and was != now


def rows_of(children: Sequence[int], tables: Iterable[str] = TABLES) -> dict[int, dict[str, list[Row]]]:
    """The rows of some tables by child, as an import has them: nothing told is None. A query a table.

    Beside what it tells, each has who entered it (`entered_by`) or which import told it (`load`).
    """
    found: dict[int, dict[str, list[Row]]] = {child: {table: [] for table in TABLES} for child in children}
    for table in tables:
        told = TOLD[table]
        names = (*extract.ROW_TYPES, *told.names)
        for values in extract.rows(told, child_id__in=list(children)):
            row = dict(zip(names, values, strict=False))
            found[row["child_id"]][table].append(row)
    return found

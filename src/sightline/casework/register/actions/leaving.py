"""What ends with care: on the day that a child left, legal status, plans and placement are over, too.

A case system ends them itself; where a person tells that a child left, those that go on, or were told to end
later, are ended here. They follow a leaving that is corrected, and are as they were told before if it is taken
away, as long as nobody touched them since: a row shows it by what it said before, which is kept with the cause
`CAUSE`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import takewhile
from typing import Any, Final

from django.db.models import Q

from sightline.casework.register.happenings import came_again, left_care
from sightline.casework.register.history import row_of
from sightline.casework.register.tables import CARE_PLANS_TABLE, EPISODES, LEGAL, PERMANENCE, PLACEMENTS, Table
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail import actions as trail
from sightline.casework.trail.models import Past
from sightline.domain.explain import in_words

CAUSE: Final = "left care"
ENDING: Final = (LEGAL, PLACEMENTS, CARE_PLANS_TABLE, PERMANENCE)


@contextmanager
def followed(child: int, table: str, by: Viewer) -> Iterator[None]:
    """Around a change of a table's rows: what ends with care follows, where that changes when the child left."""
    if table != EPISODES.key:
        yield
        return
    before = left_care(child)
    yield
    after = left_care(child)
    gone, new = before - after, max(after - before, default=None)
    if gone:
        _record(child, by, {each.key: list(_moved(each, child, gone, new, by)) for each in ENDING})
    elif new is not None and not came_again(child, new):
        _record(child, by, {each.key: list(_ended(each, child, new, by)) for each in ENDING})


def _ended(table: Table, child: int, left: date, by: Viewer) -> Iterator[int]:
    """End the rows that go on, or were to; one that began after the child left is a person's to judge."""
    goes_on = Q(ended=None) | Q(ended__gt=left)
    for row in _rows(table, child).filter(goes_on, started__lte=left):
        yield _change(row, by, f"The child left care on {in_words(left)}", ended=left)


def _moved(table: Table, child: int, gone: set[date], new: date | None, by: Viewer) -> Iterator[int]:
    """Put the rows that a leaving had ended to the right day, or as they were told before."""
    for row in _rows(table, child).filter(ended__gte=min(gone if new is None else {*gone, new})):
        original = _before(row)
        if original is None or row.ended not in {_end(original, day) for day in gone}:
            continue
        end = _end(original, new)
        if end == row.ended:
            continue
        if new is not None and end != original.ended:
            yield _change(row, by, f"The child left care on {in_words(new)}", ended=end)
        elif not _rows(table, child).filter(started__gte=row.ended).exclude(pk=row.pk).exists():
            told = {name: getattr(original, name) for name in ("ended", "entered_by_id", "entered_at")}
            yield _change(row, by, f"The child did not leave care on {in_words(row.ended)}", **told)


def _end(original: Any, left: date | None) -> date | None:
    """When a row ends, of a child who left on a day: then, or on the day that was told, if that is before."""
    told: date | None = original.ended
    if left is None or (told is not None and told <= left):
        return told
    began: date = original.started
    return max(began, left)


def _before(row: Any) -> Any:
    """The row as it was told before a leaving ended it; None where somebody or an import touched it since.

    Whatever it said in between, leavings alone had made it say: the oldest of these is what was told.
    """
    pasts = Past.objects.filter(kind=row._meta.label_lower, row=row.pk).order_by("-version")
    by_leaving = list(takewhile(lambda past: past.cause == CAUSE, pasts))
    return row_of(by_leaving[-1], type(row)) if by_leaving else None


def _rows(table: Table, child: int) -> Any:
    return table.model._default_manager.select_for_update().filter(child=child).order_by("pk")


def _change(row: Any, by: Viewer, why: str, **told: Any) -> int:
    trail.keep(row, by=by.id, at=by.at, cause=CAUSE, why=why)
    for name, value in ({"entered_by_id": by.id, "entered_at": by.at} | told).items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    return int(row.pk)


def _record(child: int, by: Viewer, rows: dict[str, list[int]]) -> None:
    changed = {table: numbers for table, numbers in rows.items() if numbers}
    if changed:
        trail.record("ended_with_care", by=by.id, at=by.at, kind="child", subject=child, rows=changed)

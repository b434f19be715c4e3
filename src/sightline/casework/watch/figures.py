"""Figures of the service's work, with the children behind each: made at night, looked at by day.

A snapshot is a folder below DATA: `snapshot.json` (when it was made, for which periods, what cannot be said) and
a file for each period, with a row for each thing that a figure counts. What somebody is shown is added up from the
rows of the children whom they may see: a figure and the list behind it never differ, and neither tells of a
restricted record.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from sightline.casework.practice.queries import in_force
from sightline.casework.register import extract
from sightline.casework.watch import lives
from sightline.domain.years import collection_of
from sightline.engine.tables import write_rows
from sightline.indicators.catalogue import GROUPS, Indicator
from sightline.indicators.counted import counted
from sightline.indicators.evaluate import opened
from sightline.indicators.evaluation import Evaluation
from sightline.indicators.figures import Period

#: The catalogue's groups that are shown, in its order.
SHOWN = tuple(name for name, members in GROUPS.items() if any(indicator.needs_work for indicator in members))
TYPES = {
    "indicator": "VARCHAR", "child": "BIGINT", "day": "DATE",
    "counts": "BOOLEAN", "amount": "BIGINT", "weight": "BIGINT", "part": "VARCHAR",
}  # fmt: skip
YEARS, _QUARTER = 2, 3
_KEPT = 3  # snapshots: whoever looks while a new one is made finishes with the old


@dataclass(frozen=True)
class Snapshot:
    """What a snapshot says of itself. `lacks` is why an indicator cannot be given for a period."""

    folder: Path
    on: date
    made_at: datetime
    periods: tuple[Period, ...]
    lacks: dict[tuple[str, Period], str]


def latest() -> Snapshot | None:
    """The last snapshot that was made; None where there is none."""
    for folder in sorted(_root().glob("[0-9]*"), reverse=True):
        if (folder / "snapshot.json").exists():
            return _read(folder)
    return None


def make(*, on: date, at: datetime, again: bool = False) -> bool:
    """Make the snapshot of a day, whole or not at all; False where it is there, unless it is to be made again."""
    last = latest()
    if last is not None and last.on == on and not again:
        return False
    root = _root()
    root.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".making-", dir=root) as building:
        made = Path(building) / "snapshot"
        made.mkdir()
        _make(made, lives.write(Path(building) / "lives", on=on), on, at)
        made.rename(_free(root, at))
    for old in sorted(root.glob("[0-9]*"))[:-_KEPT]:
        shutil.rmtree(old, ignore_errors=True)
    return True


def periods(on: date) -> list[Period]:
    """The reporting year so far and the one before, each with its quarters so far, the latest first."""
    year = collection_of(on)
    found = []
    for ending in range(year, year - YEARS, -1):
        whole = Period.year(ending)
        quarters = [
            Period(start, _before(_months_on(start, _QUARTER)))
            for start in (_months_on(whole.start, months) for months in range(0, 12, _QUARTER))
        ]
        found += [
            Period(each.start, min(each.end, on)) for each in (whole, *reversed(quarters)) if each.start <= on
        ]
    return list(dict.fromkeys(found))


def _make(folder: Path, told: Path, on: date, at: datetime) -> None:
    numbers = {name: pk for pk, name in extract.identifiers()}
    with opened(told, counting=in_force(on).counting) as evaluation:
        until = min(filter(None, (on, evaluation.coverage.last)))
        wanted = periods(until)
        lacks: list[list[str]] = []
        for period in wanted:
            rows = list(_rows(evaluation, period, numbers, lacks))
            write_rows(folder / rows_of(period), rows, TYPES)
    said = {
        "on": on.isoformat(),
        "made_at": at.isoformat(),
        "periods": [[each.start.isoformat(), each.end.isoformat()] for each in wanted],
        "lacks": lacks,
    }
    (folder / "snapshot.json").write_text(json.dumps(said), encoding="utf-8")


def _rows(
    evaluation: Evaluation, period: Period, numbers: dict[str, int], lacks: list[list[str]]
) -> Iterator[tuple[Any, ...]]:
    for indicator in shown():
        why = evaluation.coverage.lack(indicator, period)
        if why:
            lacks.append([indicator.key, period.start.isoformat(), period.end.isoformat(), why])
            continue
        for row in counted(evaluation, indicator, period):
            child = None if row.child is None else numbers[row.child]
            yield indicator.key, child, row.day, row.counts, row.amount, row.weight, row.part


def rows_of(period: Period) -> str:
    """The name of the file that has a period's rows."""
    return f"rows-{period.start}-{period.end}.parquet"


def shown() -> Iterator[Indicator]:
    """The indicators of the groups that are shown."""
    for group in SHOWN:
        yield from GROUPS[group]


def _read(folder: Path) -> Snapshot:
    said = json.loads((folder / "snapshot.json").read_text(encoding="utf-8"))
    return Snapshot(
        folder,
        date.fromisoformat(said["on"]),
        datetime.fromisoformat(said["made_at"]),
        tuple(Period(*map(date.fromisoformat, days)) for days in said["periods"]),
        {(key, Period(date.fromisoformat(a), date.fromisoformat(b))): why for key, a, b, why in said["lacks"]},
    )


def _free(root: Path, at: datetime) -> Path:
    """A name that comes after those there are; two at one moment differ."""
    names = (root / f"{at:%Y%m%dT%H%M%S%f}-{number:02}" for number in range(100))
    return next(name for name in names if not name.exists())


def _root() -> Path:
    return Path(settings.DATA) / "figures"


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.month - 1 + months, 12)
    return date(day.year + year, month + 1, 1)


def _before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)

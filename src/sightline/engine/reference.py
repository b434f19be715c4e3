"""What every query may lean on: a lives folder's tables, and the reference tables beside them.

`working_days`  day, is_working, ordinal (working days from the list's first day up to and including this one)
`limits`        clock, working_days, days, months: how long each review clock, and each limit of the service's
                own work, runs under the counting rules
`codes`         code_set, code, label, grp, position (within the set, groups in printing order)
`age_bands`     scheme, band, from_age, to_age, position
`settings`      one row: the counting rules, and age_scheme, the scheme of age bands in use
`history`       one row: history_from, history_to (both blank for records that come from no return)
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from sightline.domain import bands as age_bands
from sightline.domain.bands import AgeBand
from sightline.domain.calendar import Calendar, england
from sightline.domain.codes import KNOWN_SETS, code_set, groups
from sightline.domain.limits import DAYS_FOR_MONTHS, working_days_to_add
from sightline.domain.practice import HANDBOOK, Counting, MonthMethod
from sightline.domain.records import TABLES, WORK
from sightline.domain.timescales import TIMESCALES, Unit
from sightline.engine import views
from sightline.engine.connect import Engine
from sightline.engine.tables import schema, write_small

REVIEW_CLOCKS = (
    "cla-review-1",
    "cla-review-2",
    "cla-review-n",
    "cla-review-adjourn",
    "adopt-auth-review-1",
    "adopt-auth-review-n",
    "adopt-review-1",
    "adopt-review-2",
    "adopt-review-n",
)

#: Limits of the reviewing service's own work.
WORK_CLOCKS = (
    "iro-notified",
    "iro-appointed",
    "review-decisions",
    "review-manager-response",
    "review-record",
    "review-distribution",
)


@dataclass(frozen=True)
class Reference:
    """A reference table: its columns with their SQL types, and its rows."""

    types: Mapping[str, str]
    rows: Iterable[Sequence[Any]]


def load(
    engine: Engine,
    lives: Path,
    counting: Counting = HANDBOOK,
    bands: str | Sequence[AgeBand] | None = None,
    calendar: Calendar | None = None,
) -> None:
    """Load every table of a lives folder, and the reference tables. Views are made anew after it.

    A table that the folder lacks is there without rows. `bands` is the name of a scheme, or a council's own
    bands, known then as the scheme "local". Raises ValueError for a scheme that is not known.
    """
    views.forget(engine)
    for table in (*TABLES, *WORK, "collections"):
        _load_source(engine, lives / f"{table}.parquet", table)
    _load_references(engine, counting, bands, calendar or england())
    engine.define("history", _HISTORY)


_HISTORY = """
    WITH runs AS (
        SELECT
            start_on,
            end_on,
            CASE WHEN lead(collection) OVER (ORDER BY collection) > collection + 1 THEN 1 ELSE 0 END AS gap_after
        FROM collections
    ),

    later_gaps AS (
        SELECT
            start_on,
            end_on,
            sum(gap_after) OVER (ORDER BY start_on DESC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS gaps
        FROM runs
    )

    SELECT
        min(CASE WHEN gaps = 0 THEN start_on END) AS history_from,
        max(end_on) AS history_to
    FROM later_gaps
"""


def _load_source(engine: Engine, path: Path, table: str) -> None:
    if path.exists():
        engine.load(table, path)
        return
    nothing = ", ".join(f"CAST(NULL AS {kind}) AS {name}" for name, kind in schema(table).items())
    engine.define(table, f"SELECT * FROM (SELECT {nothing}) AS nothing WHERE FALSE")


def _load_references(
    engine: Engine, counting: Counting, bands: str | Sequence[AgeBand] | None, calendar: Calendar
) -> None:
    """Load the reference tables, unless the engine has them already from the same rules."""
    rules = (counting, bands if isinstance(bands, str | None) else tuple(bands), calendar)
    if _rules_loaded.get(engine) == rules:
        return
    folder = Path(tempfile.mkdtemp(dir=engine.folder))
    references = _references(counting, bands, calendar)
    write_small(folder, {name: (reference.rows, reference.types) for name, reference in references.items()})
    for name in references:
        engine.load(name, folder / f"{name}.parquet")
    _rules_loaded[engine] = rules


_rules_loaded: WeakKeyDictionary[Engine, tuple[object, ...]] = WeakKeyDictionary()


def _references(
    counting: Counting, bands: str | Sequence[AgeBand] | None, calendar: Calendar
) -> dict[str, Reference]:
    schemes, scheme = _schemes(bands)
    return {
        "working_days": Reference(
            {"day": "DATE", "is_working": "BOOLEAN", "ordinal": "INTEGER"}, _working_days(calendar)
        ),
        "limits": Reference(
            {"clock": "VARCHAR", "working_days": "INTEGER", "days": "INTEGER", "months": "INTEGER"},
            [_limit(key, counting) for key in (*REVIEW_CLOCKS, *WORK_CLOCKS)],
        ),
        "codes": Reference(
            {
                "code_set": "VARCHAR",
                "code": "VARCHAR",
                "label": "VARCHAR",
                "grp": "VARCHAR",
                "position": "INTEGER",
            },
            _codes(),
        ),
        "age_bands": Reference(
            {
                "scheme": "VARCHAR",
                "band": "VARCHAR",
                "from_age": "INTEGER",
                "to_age": "INTEGER",
                "position": "INTEGER",
            },
            _age_bands(schemes),
        ),
        "settings": _settings(counting, scheme),
    }


def _working_days(calendar: Calendar) -> list[tuple[date, bool, int]]:
    days = (calendar.first + timedelta(offset) for offset in range((calendar.last - calendar.first).days + 1))
    return [(day, calendar.is_working_day(day), calendar.ordinal(day)) for day in days]


def _limit(key: str, counting: Counting) -> tuple[str, int | None, int | None, int | None]:
    """The limit of a clock as one of working days, days or months, as the counting rules have it."""
    limit = TIMESCALES[key].limit
    if limit.amount is None:
        raise ValueError(f"{key} has no number to count with")
    if limit.unit is Unit.WORKING_DAYS:
        return key, working_days_to_add(limit.amount, counting), None, None
    if limit.unit is Unit.WEEKS:
        return key, None, limit.amount * 7, None
    if limit.unit is not Unit.MONTHS:
        raise ValueError(f"a review clock cannot run for {limit.in_words()}")
    if counting.month_method is MonthMethod.DAYS_91_183:
        return key, None, DAYS_FOR_MONTHS[limit.amount], None
    return key, None, None, limit.amount


@cache
def _codes() -> list[tuple[str, str, str, str, int]]:
    rows = []
    for name in KNOWN_SETS:
        order = {group: place for place, group in enumerate(groups(name))}
        codes = sorted(code_set(name).values(), key=lambda code: order.get(code.group, len(order)))
        rows += [(name, code.code, code.label, code.group, place) for place, code in enumerate(codes)]
    return rows


def _schemes(bands: str | Sequence[AgeBand] | None) -> tuple[dict[str, tuple[AgeBand, ...]], str]:
    known = age_bands.schemes()
    if bands is None or isinstance(bands, str):
        scheme = bands or age_bands.DEFAULT
        if scheme not in known:
            raise ValueError(f"there are no age bands called {scheme!r}; choose one of {', '.join(known)}")
        return known, scheme
    age_bands.check("local", tuple(bands))
    return known | {"local": tuple(bands)}, "local"


def _age_bands(schemes: dict[str, tuple[AgeBand, ...]]) -> list[tuple[str, str, int, int, int]]:
    return [
        (scheme, band.band, band.from_age, band.to_age, place)
        for scheme, bands in schemes.items()
        for place, band in enumerate(bands)
    ]


def _settings(counting: Counting, scheme: str) -> Reference:
    values = {field.name: getattr(counting, field.name) for field in fields(counting)} | {"age_scheme": scheme}
    types = {name: "BOOLEAN" if isinstance(value, bool) else "VARCHAR" for name, value in values.items()}
    return Reference(types, [[value.value if isinstance(value, Enum) else value for value in values.values()]])

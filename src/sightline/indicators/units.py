"""Base views with the common attributes of each unit, and all of a view's indicators counted in one pass."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sightline.engine import views
from sightline.engine.connect import Engine
from sightline.indicators.catalogue import Indicator
from sightline.indicators.figures import Period

#: Columns that every base view can be asked for, as of its `day`. A view that has one of its own keeps it.
_OF_CHILD = {
    "age": "age_on(children.born, unit.day)",
    "sex": "children.sex",
    "ethnicity": "children.ethnicity",
    "uasc": "uasc.child IS NOT NULL AND (uasc.status_ceased IS NULL OR uasc.status_ceased > unit.day)",
    "month": "year(unit.day) * 100 + month(unit.day)",
}
_OF_CARE = {name: f"care_days.{name}" for name in ("legal_status", "placement", "provider", "need")}

_JOINS = """
LEFT JOIN children ON unit.child = children.child
LEFT JOIN uasc ON unit.child = uasc.child
"""
_CARE_JOIN = """LEFT JOIN care_days
    ON unit.child = care_days.child AND unit.day BETWEEN care_days.from_day AND care_days.to_day
"""


@dataclass(frozen=True, slots=True)
class Count:
    """What the rows of one part add up to for one indicator."""

    numerator: int = 0
    denominator: int = 0
    unknown: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(
            self.numerator + other.numerator,
            self.denominator + other.denominator,
            self.unknown + other.unknown,
        )


Values = tuple[Hashable, ...]  # one value for each column of a set, in its order
Columns = tuple[str, ...]
Counts = Mapping[str, Mapping[Columns, Mapping[Values, Count]]]  # by indicator, columns, values


def describe(engine: Engine, table: str, period: Period) -> str:
    """Make a base view for a period, each row with the attributes of its child; gives the table's name."""
    name = f"{table}_described"
    engine.define(name, described(engine, table, period), start=period.start, end=period.end)
    return name


def described(engine: Engine, table: str, period: Period) -> str:
    """Make a base view for a period; gives the query for its rows with the attributes of their children."""
    views.define(engine, table, "care_days", start=period.start, end=period.end)
    return described_sql(table, engine.columns(table))


def described_sql(table: str, own: Iterable[str]) -> str:
    """The query that gives a base view's rows with the attributes of the child on the row's day."""
    care = {name: sql for name, sql in _OF_CARE.items() if name not in set(own)}
    child = {name: sql for name, sql in _OF_CHILD.items() if name not in set(own)}
    added = "".join(f",\n    {sql} AS {name}" for name, sql in (child | care).items())
    return f"SELECT unit.*{added}\nFROM {table} AS unit{_JOINS}{_CARE_JOIN if care else ''}"


def count(
    engine: Engine, table: str, period: Period, asked: Mapping[Indicator, Iterable[Columns]]
) -> dict[str, dict[Columns, dict[Values, Count]]]:
    """Count all indicators of one base view, by each set of columns asked for, in one pass.

    The empty set of columns is the whole. The described rows are not kept: only the columns that are counted
    or counted by are then looked at, and writing all of them takes as long as counting.
    """
    indicators = list(asked)
    sets = sorted({columns for each in asked.values() for columns in each}, key=lambda each: (len(each), each))
    used = sorted({column for columns in sets for column in columns})
    counting = _one_pass(described(engine, table, period), indicators, sets, used)
    rows = engine.rows(counting, start=period.start, end=period.end)
    found: dict[str, dict[Columns, dict[Values, Count]]] = {
        indicator.key: defaultdict(dict) for indicator in indicators
    }
    for row in rows:
        columns, values, counts = _read(row, used)
        for number, indicator in enumerate(indicators):
            counted = Count(*(int(value or 0) for value in counts[number * 3 : number * 3 + 3]))
            found[indicator.key][columns][values] = counted
    return found


def conditions(indicator: Indicator) -> tuple[str, str, str]:
    """SQL for: the row counts and can be judged; it also meets; it cannot be judged."""
    unknown = f"coalesce({indicator.unknown}, FALSE)" if indicator.unknown else "FALSE"
    counts = "TRUE" if indicator.counts == "TRUE" else f"coalesce({indicator.counts}, FALSE)"
    if indicator.unknown:
        counts = f"{counts} AND NOT {unknown}"
    meets = f"{counts} AND coalesce({indicator.meets}, FALSE)" if indicator.meets else counts
    return counts, meets, unknown


def _one_pass(rows: str, indicators: Sequence[Indicator], sets: Sequence[Columns], used: Sequence[str]) -> str:
    judged = [sql for number, indicator in enumerate(indicators) for sql in _judged(number, indicator)]
    totals = [sql for number, indicator in enumerate(indicators) for sql in _totals(number, indicator)]
    marks = [f"grouping({column}) AS rolled_{column}" for column in used]
    grouped = ", ".join(f"({', '.join(columns)})" for columns in sets)
    return (
        f"SELECT {', '.join([*marks, *used, *totals])}\n"
        f"FROM (SELECT {', '.join([*used, *judged])} FROM (\n{rows}\n) AS described) AS judged\n"
        + (f"GROUP BY GROUPING SETS ({grouped})" if used else "")
    )


def _judged(number: int, indicator: Indicator) -> tuple[str, str, str]:
    counts, meets, unknown = conditions(indicator)
    met = f"CASE WHEN {counts} THEN {indicator.value} END" if indicator.value else f"CASE WHEN {meets} THEN 1 END"
    return (
        f"{met} AS n{number}",
        f"CASE WHEN {counts} THEN {indicator.weighs or 1} END AS d{number}",
        f"CASE WHEN {unknown} THEN 1 END AS u{number}",
    )


def _totals(number: int, indicator: Indicator) -> tuple[str, str, str]:
    numerator = f"sum(n{number})" if indicator.value else f"count(n{number})"
    denominator = f"sum(d{number})" if indicator.weighs else f"count(d{number})"
    return numerator, denominator, f"count(u{number})"


def _read(row: Sequence[Any], used: Sequence[str]) -> tuple[Columns, Values, Sequence[Any]]:
    width = len(used)
    kept = [position for position in range(width) if row[position] == 0]
    columns = tuple(used[position] for position in kept)
    return columns, tuple(row[width + position] for position in kept), row[2 * width :]

"""Figures of a snapshot for somebody: added up from the rows of the children whom they may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sightline.casework.register.models import Child
from sightline.casework.register.scope import children
from sightline.casework.staff.queries import Viewer
from sightline.casework.watch.figures import Snapshot, rows_of, shown
from sightline.engine.connect import Engine, connect
from sightline.indicators.catalogue import Indicator
from sightline.indicators.figures import NOT_AVAILABLE, Figure, Period


@dataclass(frozen=True)
class Line:
    """One indicator for one period: the whole, and its parts where it is a distribution."""

    indicator: Indicator
    whole: Figure
    parts: tuple[tuple[str, Figure], ...] = ()


@dataclass(frozen=True)
class Behind:
    """One row that a figure counts, of a child. `meets` is None where it cannot be judged."""

    child: int
    name: str
    day: date
    meets: bool | None
    part: str


def lines(snapshot: Snapshot, period: Period, *, seen_by: Viewer, only: str = "") -> list[Line]:
    """The figures of a period (of one indicator, with `only`). Two queries."""
    with connect("duckdb", threads=1) as engine:
        _open(engine, snapshot, period, seen_by)
        rows = engine.rows(_SUMS, only=only)
    sums: dict[str, list[tuple[str, int, int, int]]] = {}
    for key, part, numerator, denominator, unknown in rows:
        sums.setdefault(key, []).append((part, int(numerator), int(denominator), int(unknown)))
    wanted = [each for each in shown() if only in ("", each.key)]
    return [
        _line(each, period, snapshot.lacks.get((each.key, period), ""), sums.get(each.key, [])) for each in wanted
    ]


def behind(snapshot: Snapshot, period: Period, key: str, *, seen_by: Viewer) -> list[Behind]:
    """The rows behind a figure, of the children whom somebody may see, the latest first. Three queries."""
    with connect("duckdb", threads=1) as engine:
        _open(engine, snapshot, period, seen_by)
        rows = engine.rows(_BEHIND, only=key)
    told = children(seen_by=seen_by).values_list("pk", "forename", "surname")
    names = {pk: f"{forename} {surname}".strip() or f"Child {pk}" for pk, forename, surname in told}
    return [
        Behind(child, names[child], day, (amount > 0) if counts else None, part)
        for child, day, counts, amount, part in rows
        if child in names
    ]


_SUMS = """
SELECT
    indicator,
    part,
    coalesce(sum(amount) FILTER (WHERE counts), 0),
    coalesce(sum(weight) FILTER (WHERE counts), 0),
    count(*) FILTER (WHERE NOT counts)
FROM seen
WHERE :only = '' OR indicator = :only
GROUP BY indicator, part
ORDER BY indicator, part
"""
_BEHIND = """
SELECT child, day, counts, amount, part
FROM seen
WHERE indicator = :only AND child IS NOT NULL
ORDER BY day DESC, child
"""


def _open(engine: Engine, snapshot: Snapshot, period: Period, seen_by: Viewer) -> None:
    """`seen`: the rows of no child, and of the children whom somebody may see."""
    engine.load("counted", snapshot.folder / rows_of(period))
    may = set(children(seen_by=seen_by).values_list("pk", flat=True))
    hidden = sorted(set(Child.objects.values_list("pk", flat=True)) - may)
    kept_from = ", ".join(map(str, hidden)) or "0"
    engine.define("seen", f"SELECT * FROM counted WHERE child IS NULL OR child NOT IN ({kept_from})")


def _line(indicator: Indicator, period: Period, why: str, sums: list[tuple[str, int, int, int]]) -> Line:
    if why:
        return Line(indicator, _figure(indicator, period, symbol=NOT_AVAILABLE, note=why))
    numerator, denominator, unknown = map(sum, zip(*(row[1:] for row in sums), strict=True)) if sums else (0, 0, 0)
    whole = _figure(indicator, period, numerator, denominator, unknown)
    if not indicator.distribution:
        return Line(indicator, whole)
    parts = tuple(
        (part, _figure(indicator, period, many, denominator))
        for part, many, _, _ in sorted(sums, key=_most)
        if many
    )
    return Line(indicator, whole, parts)


def _most(row: tuple[str, int, int, int]) -> tuple[int, str]:
    return -row[1], row[0]


def _figure(
    indicator: Indicator, period: Period, numerator: int | None = None, denominator: int | None = None,
    unknown: int = 0, symbol: str | None = None, note: str = "",
) -> Figure:  # fmt: skip
    if indicator.per:
        denominator = indicator.per
    counted = None if indicator.unit == "count" else denominator
    return Figure(
        indicator.key, indicator.version, period, (), numerator, counted, indicator.unit, indicator.decimals,
        symbol, note, unknown,
    )  # fmt: skip

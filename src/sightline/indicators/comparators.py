"""Figures of other places to set a council's own beside: read from a CSV that anyone can write.

| column | what it holds |
|---|---|
| source | where the figure was published |
| area_type | council, region, statistical-neighbours or england |
| area | the name of the area |
| indicator | the catalogue's key |
| breakdown | empty for the whole, or `age-band=10 to 15; sex=Female` |
| period_start, period_end | first and last day, as 2025-03-31; the same day twice for a figure "as at" |
| value | the number, or c, z, x or k |
| unit | count, percent, per_10000, average, ratio or days |
| numerator, denominator | both or neither |
| note | anything a reader must know |
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from importlib.resources import files
from io import StringIO
from pathlib import Path

from sightline.indicators.figures import (
    CONFIDENTIAL,
    NOT_APPLICABLE,
    NOT_AVAILABLE,
    ROUNDS_TO_ZERO,
    Figure,
    Period,
)

COLUMNS = (
    *("source", "area_type", "area", "indicator", "breakdown", "period_start", "period_end"),
    *("value", "unit", "numerator", "denominator", "note"),
)
AREA_TYPES = ("council", "region", "statistical-neighbours", "england")
UNITS = ("count", "percent", "per_10000", "average", "ratio", "days")
SYMBOLS = (CONFIDENTIAL, NOT_APPLICABLE, NOT_AVAILABLE, ROUNDS_TO_ZERO)

Breakdown = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Comparator:
    """One figure of another place. `value` is None where `symbol` stands for it."""

    source: str
    area_type: str
    area: str
    indicator: str
    period: Period
    value: Fraction | None
    unit: str
    breakdown: Breakdown = ()
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    symbol: str | None = None
    note: str = ""

    @property
    def as_at(self) -> bool:
        """Whether it speaks of one day."""
        return self.period.start == self.period.end


@dataclass(frozen=True)
class Problem:
    """Something in the file to put right. It never repeats what a cell holds."""

    row: int  # as a spreadsheet numbers it: the heading is row 1
    column: str
    what_to_do: str

    def __str__(self) -> str:
        return f"row {self.row}, {self.column}: {self.what_to_do}"


class CannotRead(Exception):
    """The file is not a list of comparators; `problems` says what to put right, row by row."""

    def __init__(self, message: str, problems: Iterable[Problem] = ()) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join([message, *map(str, self.problems)]))


@dataclass(frozen=True)
class Comparators:
    """Comparators in the order of their file."""

    rows: tuple[Comparator, ...]

    def find(
        self, indicator: str, period: Period, breakdown: Breakdown = (), *, area_type: str | None = None
    ) -> tuple[Comparator, ...]:
        """Those of one indicator and period, for the same part of the population.

        A figure "as at" a day fits every period that ends on that day.
        """
        return tuple(
            row
            for row in self.rows
            if row.indicator == indicator
            and (row.period == period or (row.as_at and row.period.end == period.end))
            and sorted(row.breakdown) == sorted(breakdown)
            and area_type in (None, row.area_type)
        )

    def beside(self, figure: Figure) -> tuple[Comparator, ...]:
        """Those that may stand beside a figure: same indicator, period, part of the population and unit."""
        found = self.find(figure.indicator, figure.period, figure.breakdown)
        return tuple(row for row in found if row.unit == figure.unit)


def read(path: Path) -> Comparators:
    """Read a file of comparators. Raises CannotRead with every row that must be put right."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CannotRead(f"{path.name}: save it as a CSV file in UTF-8 that can be opened") from error
    return _read(text, path.name)


def published() -> Comparators:
    """The figures of five published annual reports that come with the package."""
    resource = files("sightline.indicators") / "data" / "comparators" / "published_reports.csv"
    return _read(resource.read_text(encoding="utf-8"), resource.name)


def _read(text: str, name: str) -> Comparators:
    reader = csv.DictReader(StringIO(text, newline=""), strict=True)
    missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
    if missing:
        raise CannotRead(f"{name}: the first row must name the columns; add {', '.join(missing)}")
    rows: list[Comparator] = []
    problems: list[Problem] = []
    try:
        for number, cells in enumerate(reader, start=2):
            _read_row(_Row(number, cells), rows, problems)
    except csv.Error as error:
        raise CannotRead(f"{name}: near line {reader.line_num} a quotation mark is not closed") from error
    if problems:
        raise CannotRead(f"{name}: {len(problems)} cell(s) to put right", problems)
    return Comparators(tuple(rows))


class _Row:
    """The cells of one row, with what is wrong with them."""

    def __init__(self, number: int, cells: dict[str, str | None]) -> None:
        self._number = number
        self._cells = {column: (cells.get(column) or "").strip() for column in COLUMNS}
        self.problems: list[Problem] = []
        if None in cells:  # csv puts what is beyond the last heading under None
            self.wrong("note", "there are more cells than columns; put text with commas in quotation marks")

    @property
    def blank(self) -> bool:
        return not any(self._cells.values())

    def wrong(self, column: str, what_to_do: str) -> None:
        self.problems.append(Problem(self._number, column, what_to_do))

    def text(self, column: str) -> str:
        return self._cells[column]

    def required(self, column: str) -> str:
        if not self._cells[column]:
            self.wrong(column, "fill it in")
        return self._cells[column]

    def one_of(self, column: str, allowed: tuple[str, ...]) -> str:
        if self._cells[column] not in allowed:
            self.wrong(column, f"write one of {', '.join(allowed)}")
        return self._cells[column]

    def day(self, column: str) -> date | None:
        try:
            return date.fromisoformat(self._cells[column])
        except ValueError:
            self.wrong(column, "write the day as year-month-day, such as 2025-03-31")
            return None

    def number(self, column: str) -> Fraction | None:
        text = self._cells[column]
        try:
            return Fraction(text.replace(",", "")) if text else None
        except (ValueError, ZeroDivisionError):
            self.wrong(column, "write a plain number, without a percent sign or words")
            return None


def _read_row(row: _Row, rows: list[Comparator], problems: list[Problem]) -> None:
    if row.blank and not row.problems:
        return
    comparator = _comparator(row)
    problems += row.problems
    if comparator is not None and not row.problems:
        rows.append(comparator)


def _comparator(row: _Row) -> Comparator | None:
    symbol = row.text("value") if row.text("value") in SYMBOLS else None
    value = None if symbol or not row.required("value") else row.number("value")
    numerator, denominator = _pair(row)
    period, breakdown = _period(row), _breakdown(row)
    source, area, indicator = row.required("source"), row.required("area"), row.required("indicator")
    area_type, unit = row.one_of("area_type", AREA_TYPES), row.one_of("unit", UNITS)
    if unit == "percent" and value is not None and value < 0:
        row.wrong("value", "a percentage is not less than 0")
    if period is None:
        return None
    return Comparator(
        source,
        area_type,
        area,
        indicator,
        period,
        value,
        unit,
        breakdown,
        numerator,
        denominator,
        symbol,
        row.text("note"),
    )


def _pair(row: _Row) -> tuple[Fraction | None, Fraction | None]:
    """Numerator and denominator: both or neither."""
    for column, other in (("numerator", "denominator"), ("denominator", "numerator")):
        if row.text(other) and not row.text(column):
            row.wrong(column, f"give it as well as the {other}, or leave both out")
    return row.number("numerator"), row.number("denominator")


def _period(row: _Row) -> Period | None:
    start, end = row.day("period_start"), row.day("period_end")
    if start is None or end is None:
        return None
    if start > end:
        row.wrong("period_end", "give a day on or after period_start")
        return None
    return Period(start, end)


def _breakdown(row: _Row) -> Breakdown:
    pairs = [part.partition("=") for part in row.text("breakdown").split(";") if part.strip()]
    if not all(sign and dimension.strip() and label.strip() for dimension, sign, label in pairs):
        row.wrong("breakdown", "write dimension=label, and a semicolon between two: sex=Female; age-band=1 to 4")
        return ()
    return tuple((dimension.strip(), label.strip()) for dimension, _, label in pairs)

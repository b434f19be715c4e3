"""Children living in the area: the denominator of rates, from a mid-year estimate that is named."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

#: From the day on which it was in force, the National Transfer Scheme's threshold: a share of all children.
TRANSFER_THRESHOLDS: tuple[tuple[date, Fraction], ...] = (
    (date(2016, 7, 1), Fraction(7, 10_000)),
    (date(2022, 8, 24), Fraction(1, 1_000)),
)

NEEDED = "needs the number of children aged 0 to 17 living in the area"


@dataclass(frozen=True)
class Estimate:
    """How many children aged 0 to 17 live in the area. `year` is that of the mid-year estimate, if it is told."""

    children: int
    year: int | None = None

    @property
    def words(self) -> str:
        return f"population: mid-{self.year} estimate" if self.year else "population: as given, year not named"


@dataclass(frozen=True)
class Population:
    """Mid-year estimates by year; a single number stands for every year."""

    by_year: Mapping[int, int]
    always: int | None = None

    def at(self, day: date) -> Estimate | None:
        """The latest estimate of a 30 June on or before a day, or None."""
        if self.always is not None:
            return Estimate(self.always)
        past = [year for year in self.by_year if date(year, 6, 30) <= day]
        return Estimate(self.by_year[max(past)], max(past)) if past else None


def population_of(given: Population | Mapping[int, int] | int | None) -> Population:
    """What a caller gave, as a population: one number, numbers by year, or none."""
    if isinstance(given, Population):
        return given
    if isinstance(given, int):
        return Population({}, given)
    return Population(dict(given or {}))


def read_population(path: Path) -> Population:
    """Read a CSV file with the columns `year` (of the mid-year estimate) and `children` (aged 0 to 17).

    Raises ValueError, naming the line, for anything else.
    """
    with path.open(newline="", encoding="utf-8-sig") as text:
        rows = csv.DictReader(text)
        if not {"year", "children"} <= set(rows.fieldnames or ()):
            raise ValueError(f"{path.name}: the columns are to be year and children")
        return Population(dict(_row(path.name, line, row) for line, row in enumerate(rows, start=2)))


def transfer_threshold(day: date) -> Fraction | None:
    """The scheme's threshold on a day, as a share of all children; None before there was one."""
    return next((share for since, share in reversed(TRANSFER_THRESHOLDS) if since <= day), None)


def _row(file: str, line: int, row: Mapping[str, str]) -> tuple[int, int]:
    try:
        year, children = int(row["year"]), int(row["children"].replace(",", ""))
    except (ValueError, AttributeError, TypeError):
        raise ValueError(f"{file}, line {line}: year and children are to be whole numbers") from None
    if children < 1:
        raise ValueError(f"{file}, line {line}: the number of children is to be 1 or more")
    return year, children

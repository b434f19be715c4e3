"""The council as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sightline.domain.records import TABLES
from sightline.ops.sample import living, mistakes, writing
from sightline.ops.sample.life import Life, Pace

_FAMILIES_PER_LOOKED_AFTER = 0.29  # families a year for each child looked after on 31 March; measured
_DAYS_IN_CARE = 203  # in a year, of each child in its return; measured
_BENCHMARK_LOOKED_AFTER, _BENCHMARK_STAYS = 1536, 0.5


@dataclass(frozen=True)
class SampleCouncil:
    """A council that does not exist. Lives are made anew, and alike, each time they are asked for."""

    seed: int
    looked_after: int
    years: tuple[int, ...]
    mistakes: float = 0.0
    pace: Pace = field(default_factory=Pace)

    def lives(self) -> Iterator[Life]:
        """Every life that the years' returns tell of."""
        first, last = living.window(self.years)
        families = living.families(self.seed, self.years, self.looked_after * _FAMILIES_PER_LOOKED_AFTER)
        return living.lives(seed=self.seed, families=families, first=first, last=last, pace=self.pace)

    def returned(self, collection: int) -> dict[str, list[Any]]:
        """The rows of one year's return, by table, as domain records, without mistakes. Every table is there."""
        rows = writing.tables(self.lives(), collection)
        return {table: rows.get(table, []) for table in TABLES if table != "early_reviews"}

    def write(self, folder: Path, form: str = "csv") -> None:
        """Write each year's return into a folder of its own (2024-25/Header.csv …, or 2024-25/SSDA903.xml).

        With mistakes, `mistakes.json` says what was put in and where. Raises ValueError for another form, and
        for mistakes in XML: they are mistakes of CSV files.
        """
        if form not in ("csv", "xml"):
            raise ValueError("a return is written as csv or xml")
        if form == "xml":
            if self.mistakes:
                raise ValueError("mistakes are put into CSV files only")
            writing.write_xml_files(self.lives(), self.years, folder)
            return
        folder.mkdir(parents=True, exist_ok=True)
        writing.write_csv_folders(self.lives(), self.years, folder)
        if self.mistakes:
            mistakes.put_in(folder, self.years, rate=self.mistakes, seed=self.seed)


def make(
    *,
    seed: int = 1,
    looked_after: int = 500,
    years: tuple[int, ...] = (2023, 2024, 2025),
    mistakes: float = 0.0,
    reviews_per_child: float | None = None,
) -> SampleCouncil:
    """A council with about `looked_after` children looked after on the last 31 March of `years`.

    `mistakes` is the share of rows to get something wrong in when the returns are written. With
    `reviews_per_child` extra early reviews are held, about so many for each child in one year's return (2.4 for
    each child looked after is usual).
    """
    pace = Pace(review_days=_days_between(reviews_per_child)) if reviews_per_child else Pace()
    return SampleCouncil(seed, looked_after, tuple(sorted(years)), mistakes, pace)


def benchmark(*, scale: float = 1.0, seed: int = 1, years: tuple[int, ...] = (2025,)) -> SampleCouncil:
    """A council whose last return has about 2,700 children, 5,000 episodes and 12,600 reviews, times `scale`.

    It is busier than a real one: placements last shorter, and reviews are held before they are due.
    """
    looked_after = round(_BENCHMARK_LOOKED_AFTER * scale)
    pace = Pace(review_days=_days_between(12_600 / 2_700), stays=_BENCHMARK_STAYS)
    return SampleCouncil(seed, looked_after, tuple(sorted(years)), 0.0, pace)


def _days_between(reviews_per_child: float) -> float:
    return _DAYS_IN_CARE / reviews_per_child

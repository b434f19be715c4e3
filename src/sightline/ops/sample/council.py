"""The council as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sightline.domain.records import TABLES
from sightline.ops.sample import living, yearly
from sightline.ops.sample.days import collection_year
from sightline.ops.sample.life import Life

_FAMILIES_PER_LOOKED_AFTER = 0.28  # families a year for each child looked after on 31 March; measured


@dataclass(frozen=True)
class SampleCouncil:
    """A council that does not exist. Lives are made anew, and alike, each time they are asked for."""

    seed: int
    looked_after: int
    years: tuple[int, ...]
    mistakes: float = 0.0
    reviews_per_child: float | None = None

    def lives(self) -> Iterator[Life]:
        """Every life that the years' returns tell of."""
        first, last = living.window(self.years)
        families = living.families(self.seed, self.years, self.looked_after * _FAMILIES_PER_LOOKED_AFTER)
        return living.lives(seed=self.seed, families=families, first=first, last=last, pace=self._pace)

    def returned(self, collection: int) -> dict[str, list[Any]]:
        """The rows of one year's return, by table; every table is there, empty or not."""
        tables: dict[str, list[Any]] = {table: [] for table in TABLES if table != "early_reviews"}
        year = collection_year(collection)
        for life in self.lives():
            for table, row in yearly.rows(life, year):
                tables[table].append(row)
        return tables

    @property
    def _pace(self) -> float | None:
        return 365 / self.reviews_per_child if self.reviews_per_child else None


def make(
    *,
    seed: int = 1,
    looked_after: int = 500,
    years: tuple[int, ...] = (2023, 2024, 2025),
    mistakes: float = 0.0,
    reviews_per_child: float | None = None,
) -> SampleCouncil:
    """A council with about `looked_after` children looked after on the last 31 March of `years`."""
    return SampleCouncil(seed, looked_after, tuple(sorted(years)), mistakes, reviews_per_child)

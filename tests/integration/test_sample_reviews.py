"""Reviews in the sample are held about when law asks: some late, first ones most often."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from typing import Any

import pytest

from sightline.domain.calendar import england
from sightline.domain.care import Life
from sightline.domain.clocks import review_clocks
from sightline.domain.practice import HANDBOOK
from sightline.domain.standing import Standing
from sightline.ops import sample

YEARS = (2023, 2024, 2025)
ON = date(2025, 3, 31)


@pytest.fixture(scope="module")
def standings() -> Counter[tuple[str | None, Standing]]:
    """How reviews due in the last year stood, by clock."""
    told: dict[str, dict[tuple[Any, ...], Any]] = defaultdict(dict)
    council = sample.make(seed=1, looked_after=300, years=YEARS)
    for year in YEARS:
        tables = council.returned(year)
        for row in (*tables["children"], *tables["episodes"], *tables["reviews"]):
            told[row.child][(type(row).__name__, getattr(row, "started", None), getattr(row, "held", None))] = row
    found: Counter[tuple[str | None, Standing]] = Counter()
    for rows in told.values():
        for clock in review_clocks(
            _life(rows), counting=HANDBOOK, calendar=england(), on=ON, history_from=date(2022, 4, 1)
        ):
            if clock.effective_due and date(2024, 4, 1) <= clock.effective_due <= ON:
                found[clock.key, clock.standing] += 1
    return found


def _life(rows: dict[tuple[Any, ...], Any]) -> Life:
    by_kind = defaultdict(list)
    for (kind, *_), row in sorted(rows.items(), key=lambda item: repr(item[0])):
        by_kind[kind].append(row)
    episodes = sorted(by_kind["Episode"], key=lambda episode: episode.started)
    reviews = sorted(by_kind["Review"], key=lambda review: review.held)
    return Life.of(by_kind["Child"][0], episodes=episodes, reviews=reviews)


def share_on_time(standings: Counter[tuple[str | None, Standing]], *clocks: str) -> float:
    met = sum(count for (key, standing), count in standings.items() if key in clocks and standing is Standing.MET)
    due = sum(
        count for (key, standing), count in standings.items() if key in clocks and standing is not Standing.VOID
    )
    return met / due


def test_most_reviews_are_on_time_and_first_ones_least(standings: Counter[tuple[str | None, Standing]]) -> None:
    first = share_on_time(standings, "cla-review-1")
    later = share_on_time(standings, "cla-review-2", "cla-review-n")
    assert 0.72 < first < 0.95 < later < 1


def test_children_are_on_every_track(standings: Counter[tuple[str | None, Standing]]) -> None:
    met = {key for key, standing in standings if standing is Standing.MET}
    assert {"cla-review-1", "cla-review-2", "cla-review-n", "adopt-auth-review-1", "adopt-review-1"} <= met
    assert (
        share_on_time(standings, "adopt-auth-review-1", "adopt-review-1", "adopt-review-2", "adopt-review-n") > 0.7
    )

"""The sample council reviews series of short breaks as the regulations ask, but for a few that are late."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from sightline.domain.calendar import england
from sightline.domain.care import Life
from sightline.domain.practice_files import handbook
from sightline.domain.short_breaks import short_break_clocks
from sightline.domain.standing import Standing
from sightline.ops.sample import telling

ON = date(2026, 11, 20)
#: No review of the sample is later than this.
LATEST = timedelta(days=75)


def series() -> list[Any]:
    """Every clock of a series of breaks of the sample council, as it stands on ON."""
    council = telling.tonight(seed=3, looked_after=250, children=250, on=ON)
    rows: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for table, row in council.rows():
        if table in ("children", "episodes", "reviews"):
            rows[row.child][table].append(row)
    found = []
    for told in rows.values():
        if told["children"] and any(each.legal_status in ("V3", "V4") for each in told["episodes"]):
            life = Life.of(told["children"][0], told["episodes"], told["reviews"])
            found += short_break_clocks(life, counting=handbook().counting, calendar=england(), on=ON, known=True)
    return found


def test_series_are_reviewed_and_few_reviews_are_late() -> None:
    clocks = series()
    met = [each for each in clocks if each.met_on is not None]
    late = [each for each in met if each.standing is Standing.LATE]
    assert len(met) > 20
    assert 0 < len(late) < len(met) / 8


def test_none_has_waited_for_years() -> None:
    waiting = [each for each in series() if each.standing is Standing.OVERDUE]
    assert [each.due for each in waiting if each.due < ON - LATEST] == []

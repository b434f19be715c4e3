"""Disclosure control by example: tables as they are, and as the public sees them.

"c" is a hidden cell. Threshold 5, width 3, base 10, as the rule set says. A near miss stands beside each.
"""

from __future__ import annotations

from datetime import date

import pytest

from sightline.indicators.disclosure import protect
from sightline.indicators.figures import Figure, Period

YEAR = Period.year(2025)
QUARTERS = [
    Period(date(2024, 4, 1), date(2024, 6, 30)),
    Period(date(2024, 7, 1), date(2024, 9, 30)),
    Period(date(2024, 10, 1), date(2024, 12, 31)),
    Period(date(2025, 1, 1), date(2025, 3, 31)),
]


def count(value: int, *, period: Period = YEAR, **breakdown: str) -> Figure:
    return Figure("cla-count", 1, period, tuple(breakdown.items()), value)


def percent(numerator: int, denominator: int) -> Figure:
    return Figure("reviews-in-time", 1, YEAR, (), numerator, denominator, unit="percent")


def seen(figures: list[Figure]) -> list[int | str]:
    """What a reader of the public paper sees."""
    shown = protect(figures, "C").figures
    return [figure.symbol or int(figure.value or 0) for figure in shown]


def one_way(*parts: int, total: int) -> list[int | str]:
    return seen([count(part, sex=f"group {place}") for place, part in enumerate(parts)] + [count(total)])


@pytest.mark.parametrize(
    ("case", "parts", "total", "shown"),
    [
        ("one small: the smallest other part goes too", (12, 3, 20, 0), 35, ["c", "c", 20, 0, 35]),
        ("near miss: six is not small", (12, 6, 20, 0), 38, [12, 6, 20, 0, 38]),
        ("two small, enough spread", (4, 2, 30), 36, ["c", "c", 30, 36]),
        ("near miss: two small, spread 2", (2, 2, 30), 34, ["c", "c", "c", 34]),
        ("two small, too tight", (1, 1, 40), 42, ["c", "c", "c", 42]),
        ("Enfield categories", (139, 88, 3, 4, 8), 242, [139, 88, "c", "c", 8, 242]),
        ("Enfield sex: female, male, unborn", (104, 136, 2), 242, ["c", 136, "c", 242]),
        ("Bradford PN3: a zero is a true zero", (20, 0), 20, [20, 0, 20]),
        (
            "Bradford PN4 and PN7",
            (784, 897, 14, 0, 5, 447, 1410, 19),
            3576,
            [784, 897, "c", 0, "c", 447, 1410, 19, 3576],
        ),
    ],
)
def test_a_total_and_its_parts(case, parts, total, shown):
    assert one_way(*parts, total=total) == shown, case


def test_rows_and_columns():
    rows = {"0 to 4": (3, 12, 15), "5 to 9": (20, 18, 38), "10 and over": (30, 25, 55)}
    figures = []
    for age, (female, male, both) in rows.items():
        figures += [
            count(female, age=age, sex="Female"),
            count(male, age=age, sex="Male"),
            count(both, age=age),
        ]
    figures += [count(53, sex="Female"), count(55, sex="Male"), count(108)]
    assert seen(figures) == ["c", "c", 15, "c", "c", 38, 30, 25, 55, 53, 55, 108]


def test_quarters_and_the_year():
    figures = [count(value, period=quarter) for value, quarter in zip((7, 3, 9, 11), QUARTERS, strict=True)] + [
        count(30)
    ]
    assert seen(figures) == ["c", "c", 9, 11, 30]


def test_quarters_alone_give_nothing_away():
    """Without the year there is nothing to subtract from."""
    figures = [count(value, period=quarter) for value, quarter in zip((7, 3, 9, 11), QUARTERS, strict=True)]
    assert seen(figures) == [7, "c", 9, 11]


@pytest.mark.parametrize(
    ("case", "numerator", "denominator", "shown"),
    [
        ("a small numerator", 4, 60, "c"),
        ("near miss", 6, 60, 10),
        ("a small rest", 57, 60, "c"),
        ("near miss", 54, 60, 90),
        ("none at all of many", 0, 60, 0),
        ("all of many", 60, 60, 100),
        ("a small base", 3, 9, "c"),
        ("a small base and none", 0, 9, "c"),
        ("none of ten: no one of a small group", 0, 10, "c"),
        ("near miss: none of eleven", 0, 11, 0),
    ],
)
def test_percentages(case, numerator, denominator, shown):
    assert seen([percent(numerator, denominator)]) == [shown], case


def test_a_hidden_percentage_leaves_nothing_behind():
    (figure,) = protect([percent(4, 60)], "C").figures
    assert (figure.symbol, figure.numerator, figure.denominator, figure.value) == ("c", None, None, None)

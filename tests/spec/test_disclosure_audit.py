"""The audit: what no single sum gives away, several together may; and what cannot be protected is refused."""

from __future__ import annotations

import pytest

from sightline.indicators.disclosure import Lift, NotSafe, protect
from sightline.indicators.disclosure.audit import Audit
from sightline.indicators.disclosure.constraints import Finder
from sightline.indicators.disclosure.entries import Register
from sightline.indicators.disclosure.primary import hide_primary
from sightline.indicators.disclosure.secondary import Balance
from sightline.indicators.disclosure.settings import Settings, Tier
from sightline.indicators.disclosure.totals import Totals
from sightline.indicators.figures import Figure, Period

YEAR = Period.year(2025)


def count(value: int, **breakdown: str) -> Figure:
    return Figure("starts", 1, YEAR, tuple(breakdown.items()), value)


def table(rows: list[list[int]]) -> list[Figure]:
    """A cross of age by sex with its margins."""
    figures = [count(n, age=f"a{r}", sex=f"s{c}") for r, row in enumerate(rows) for c, n in enumerate(row)]
    figures += [count(sum(row), age=f"a{r}") for r, row in enumerate(rows)]
    figures += [count(sum(column), sex=f"s{c}") for c, column in enumerate(zip(*rows, strict=True))]
    return [*figures, count(sum(map(sum, rows)))]


def widths_without_the_audit(figures: list[Figure]) -> list[float]:
    """The widths of hidden cells when only the sums one by one have been looked at."""
    register = Register(Settings(), Totals())
    register.add(figures)
    balance = Balance(register.ledger, Finder(register.ledger, Settings(), Totals()).all(), Settings())
    hide_primary(register, Tier.C)
    balance.settle()
    return [each.width() for each in Audit(balance.ledger, balance.constraints, 3).run({}).values()]


def test_sums_taken_together_give_away_what_none_does_alone():
    figures = table([[6, 20, 9], [8, 9, 3], [1, 0, 1]])
    assert min(widths_without_the_audit(figures)) < 3
    record = protect(figures, "C").record
    assert all(each["most"] is None or each["most"] - each["least"] >= 3 for each in record["audit"])


def test_near_miss_a_table_that_the_secondary_rules_make_safe():
    assert min(widths_without_the_audit(table([[3, 12], [20, 18], [30, 25]]))) >= 3


def test_what_cannot_be_made_safe_is_refused():
    """The girls' figure and the total are lifted, so nothing is left to cover the boys'."""
    figures = [count(12, sex="Female"), count(3, sex="Male"), count(15)]
    lifts = [Lift(figure.id, "asked for", "Head of service") for figure in (figures[0], figures[2])]
    with pytest.raises(NotSafe, match="can still be worked out"):
        protect(figures, "B", lifts=lifts)
    assert protect(figures, "B", lifts=lifts[:1]).figures[1].symbol == "c"


def test_what_earlier_releases_give_away_is_refused():
    figures = [count(12, sex="Female"), count(3, sex="Male"), count(15)]
    with pytest.raises(NotSafe):
        protect(figures, "C", published=[figures[0], figures[2]])

"""Every row that an indicator counts or cannot judge: what figures of any part of the children can be made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sightline.indicators.catalogue import DIMENSIONS, Indicator
from sightline.indicators.evaluation import Evaluation
from sightline.indicators.figures import Period
from sightline.indicators.units import conditions


@dataclass(frozen=True, slots=True)
class Counted:
    """One row: whose it is (None: of no child), its day, whether it counts (else it cannot be judged) and meets.

    `amount` is what it adds to the numerator, `weight` to the denominator; `part` is its category, where the
    indicator is a distribution.
    """

    child: str | None
    day: date
    counts: bool
    amount: int
    weight: int
    part: str = ""


def counted(evaluation: Evaluation, indicator: Indicator, period: Period) -> Iterator[Counted]:
    """The rows of an indicator for a period; ask `evaluation.coverage` first whether there is a figure."""
    counts, meets, unknown = conditions(indicator)
    column = DIMENSIONS[indicator.distribution].column if indicator.distribution else "NULL"
    amount = indicator.value or f"CASE WHEN {meets} THEN 1 ELSE 0 END"
    table = evaluation.described(indicator, period)
    sql = (
        f"SELECT child, day, {counts} AS counts, {amount} AS amount, {indicator.weighs or 1} AS weight, "
        f"{column} AS part FROM {table} WHERE ({counts}) OR ({unknown})"
    )
    fold = evaluation.categories.fold(DIMENSIONS[indicator.distribution]) if indicator.distribution else None
    for child, day, is_counted, added, weight, part in evaluation.engine.rows(
        sql, start=period.start, end=period.end
    ):
        yield Counted(child, day, is_counted, int(added or 0), int(weight or 0), fold(part) if fold else "")

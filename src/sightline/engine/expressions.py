"""Expressions with a name, the same in both engines: every connection has them as SQL functions.

    SELECT age_on(born, :end), reporting_year(held), months_after(held, 6) …

An age is in whole years; somebody born on 29 February has a birthday on 1 March in other years. A month
added lands on the corresponding day, or the month's last. A reporting year runs from 1 April and is
named by the year in which it ends; its first quarter is April to June, and its first month April.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Function:
    """A named expression. `spark` is given where the two engines write it differently."""

    name: str
    parameters: tuple[tuple[str, str], ...]
    returns: str
    duckdb: str
    spark: str = ""

    def for_duckdb(self) -> str:
        return f"CREATE MACRO {self.name}({self._declared}) AS CAST({self.duckdb} AS {self.returns})"

    def for_spark(self) -> str:
        body = self.spark or self.duckdb
        return f"CREATE TEMPORARY FUNCTION {self.name}({self._declared}) RETURNS {self.returns} RETURN {body}"

    @property
    def _declared(self) -> str:
        return ", ".join(f"{name} {kind}" for name, kind in self.parameters)


FUNCTIONS = (
    Function(
        "age_on",
        (("born_on", "DATE"), ("on_day", "DATE")),
        "INT",
        "year(on_day) - year(born_on) - CASE WHEN month(on_day) * 100 + day(on_day) "
        "< month(born_on) * 100 + day(born_on) THEN 1 ELSE 0 END",
    ),
    Function(
        "months_after",
        (("from_day", "DATE"), ("month_count", "INT")),
        "DATE",
        "from_day + to_months(CAST(month_count AS INT))",
        spark="add_months(from_day, month_count)",
    ),
    Function(
        "days_after",
        (("from_day", "DATE"), ("day_count", "INT")),
        "DATE",
        "from_day + CAST(day_count AS INT)",
        spark="date_add(from_day, day_count)",
    ),
    Function(
        "days_between",
        (("from_day", "DATE"), ("to_day", "DATE")),
        "INT",
        "date_diff('day', from_day, to_day)",
        spark="datediff(to_day, from_day)",
    ),
    Function(
        "reporting_year",
        (("any_day", "DATE"),),
        "INT",
        "year(any_day) + CASE WHEN month(any_day) >= 4 THEN 1 ELSE 0 END",
    ),
    Function(
        "reporting_month",
        (("any_day", "DATE"),),
        "INT",
        "(month(any_day) + 8) % 12 + 1",
    ),
    Function(
        "reporting_quarter",
        (("any_day", "DATE"),),
        "INT",
        "CASE WHEN month(any_day) >= 10 THEN 3 WHEN month(any_day) >= 7 THEN 2 WHEN month(any_day) >= 4 THEN 1 "
        "ELSE 4 END",
    ),
)

"""What an indicator is: a sentence with a numerator and a denominator, in SQL and in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum


class Good(Enum):
    """Which way is better. A context figure describes; it is never coloured."""

    HIGH = "high"
    LOW = "low"
    CONTEXT = "context"


class Timing(Enum):
    """What days a figure needs."""

    AS_AT = "as_at"  # the last day of the period
    PERIOD = "period"  # any run of days
    YEAR = "year"  # any twelve months
    REPORTING_YEAR = "reporting_year"  # 1 April to 31 March, as one return covers it


class Basis(Enum):
    """What one unit of the count is."""

    CHILD = "child"
    START = "start"
    END = "end"
    REVIEW = "review"
    MOVE = "move"
    YOUNG_PERSON = "young person"
    DECISION = "decision"
    PAPER = "paper"
    CHECK = "check"
    GROUP = "group of brothers and sisters"
    POST = "line of the ledger of posts"


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """One indicator.

    `table` is the base view: one row a unit, worked out for `:start` and `:end`. SQL fragments speak of
    that view's columns. `counts` says which rows are in the denominator (in a count: which are counted);
    `meets` which of those are in the numerator; `value` is summed in place of `meets` (a score, a number
    of reviews). `weighs` is summed as the denominator in place of counting rows; `per` is a denominator that is
    always the same. `unknown` marks rows that cannot be judged: they are in neither, and are counted apart.

    `distribution` names a dimension: the indicator is then the share of each of its categories in
    the total. `population` makes the denominator that many parts of the children living in the area.
    `change_of` names a stock whose change over twelve months this is. `unobtainable` says why a 903 return
    cannot give the figure at all.
    """

    key: str
    family: str  # the key shared by an indicator's variants
    group: str
    title: str
    table: str
    counts: str = "TRUE"
    meets: str = ""
    value: str = ""
    weighs: str = ""
    per: int = 0
    unknown: str = ""
    unit: str = "count"
    decimals: int = 0
    good: Good = Good.CONTEXT
    timing: Timing = Timing.PERIOD
    basis: Basis = Basis.CHILD
    numerator: str  # in words
    denominator: str = ""  # in words; empty for a count
    source: str
    reference: str = ""
    exclusions: str = ""
    breakdowns: tuple[str, ...] = ()
    distribution: str = ""
    variants: tuple[str, ...] = ()
    pitfalls: str = ""
    needs_history: str = ""
    needs_tables: tuple[str, ...] = ()
    needs_work: bool = False  # what the reviewing service did, which its own extract tells and no return does
    since: int | None = None  # the first collection that carries the fields
    population: bool = False
    change_of: str = ""
    unobtainable: str = ""
    sums_over_time: bool = False  # do quarters add up to the year?
    version: int = 1

    @property
    def definition(self) -> str:
        """Numerator and denominator as one sentence for a reader."""
        if not self.denominator:
            return f"{self.numerator}."
        joint = {"percent": "as a share of", "per_10000": "for every 10,000 of"}.get(self.unit, "divided by")
        return f"{self.numerator}, {joint} {self.denominator}."

    def fragments(self) -> Iterator[str]:
        """The SQL fragments, each over the columns of `table`."""
        yield from (sql for sql in (self.counts, self.meets, self.value, self.weighs, self.unknown) if sql)

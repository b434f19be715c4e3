"""Do the returns given reach far enough for a figure? If not, the words that say what to give."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sightline.domain.years import collection_of as collection_of
from sightline.indicators.catalogue import Indicator, Timing
from sightline.indicators.figures import Period

#: Tables in which every year's return has rows of its own; in the others a later return may tell of earlier days.
_EACH_YEAR = ("reviews", "outcomes", "care_leavers")
_FILES = {
    "reviews": "Reviews",
    "outcomes": "OC2",
    "care_leavers": "OC3",
    "uasc": "UASC",
    "missing": "Missing",
    "social_workers": "SWEpisodes",
    "liberty_orders": "DoLo",
}
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Coverage:
    """The days that the returns tell of (None: a register, which tells of all), and each table's years.

    `on` is the last day to be told of, if that is earlier. `leaving_day_counts` is the counting rule for a
    child who leaves on the day of a stock: with it, the last day of the year before cannot be counted from
    this year's return.
    """

    first: date | None
    last: date | None
    rows: Mapping[str, frozenset[int]]
    leaving_day_counts: bool = False
    on: date | None = None
    work_until: date | None = None  # the last day of which the service's own work is told; None: of none

    def lack(self, indicator: Indicator, period: Period) -> str:
        """Why the figure cannot be given for the period; empty when it can."""
        return (
            indicator.unobtainable
            or self._work_missing(indicator, period)
            or _wrong_length(indicator, period)
            or self._days_missing(indicator, period)
            or self._tables_missing(indicator, period)
        )

    def more_history(self) -> str:
        """The words that ask for the return before the first; empty for a register, which tells of all."""
        return "" if self.first is None else needs_returns([collection_of(self.first) - 1])

    def _work_missing(self, indicator: Indicator, period: Period) -> str:
        if not indicator.needs_work:
            return ""
        if self.work_until is None:
            return "needs the extract of the reviewing service: nothing of its own work is in these files"
        return f"the extract of the service tells up to {self.work_until}" if period.end > self.work_until else ""

    def _days_missing(self, indicator: Indicator, period: Period) -> str:
        if self.on and period.end > self.on:
            return f"speaks of days after {self.on}, the last to be told of"
        if self.first is None or self.last is None:
            return ""
        stock = indicator.timing is Timing.AS_AT
        opens = self.first - _DAY if stock and not self.leaving_day_counts else self.first
        start = period.end if stock else period.start
        if opens <= start and period.end <= self.last:
            return ""
        wanted = range(collection_of(start), collection_of(period.end) + 1)
        given = range(collection_of(self.first), collection_of(self.last) + 1)
        joining = range(min(wanted[0], given[0]), max(wanted[-1], given[-1]) + 1)
        absent = [year for year in joining if year not in given]
        return needs_returns(absent) if absent else f"the returns given end on {self.last}"

    def _tables_missing(self, indicator: Indicator, period: Period) -> str:
        first = collection_of(period.end if indicator.timing is Timing.AS_AT else period.start)
        if self.first is not None:
            first = max(first, collection_of(self.first))
        last = max(first, collection_of(period.end))
        if indicator.since and last < indicator.since:
            return f"not part of the return before {year_name(indicator.since)}"
        if self.first is None:
            return ""
        for table in indicator.needs_tables:
            missing = self._years_without(table, first, last)
            if missing:
                years = _listed([year_name(year) for year in missing])
                return f"no rows of the {_FILES.get(table, table)} file were given for {years}"
        return ""

    def _years_without(self, table: str, first: int, last: int) -> list[int]:
        have = self.rows.get(table, frozenset())
        if table in _EACH_YEAR:
            return [year for year in range(first, last + 1) if year not in have]
        return [] if any(year >= first for year in have) else list(range(first, last + 1))


def year_name(collection: int) -> str:
    """2025 is written 2024-25."""
    return f"{collection - 1}-{collection % 100:02}"


def needs_returns(collections: Iterable[int]) -> str:
    """The words that say which returns to give."""
    names = [year_name(collection) for collection in collections]
    return f"needs the return{'s' if len(names) > 1 else ''} for {_listed(names)} as well"


def twelve_months_before(day: date) -> date:
    """The corresponding day a year before; the last day of a month stays the last."""
    if (day + _DAY).month != day.month:
        return date(day.year - 1 + (day.month == 12), day.month % 12 + 1, 1) - _DAY
    return day.replace(year=day.year - 1)


def _wrong_length(indicator: Indicator, period: Period) -> str:
    if indicator.timing is Timing.YEAR and twelve_months_before(period.end) + _DAY != period.start:
        return "speaks of twelve months: ask for a period of a year"
    if indicator.timing is Timing.REPORTING_YEAR and period != Period.year(collection_of(period.end)):
        return "speaks of a whole reporting year: ask for 1 April to 31 March"
    return ""


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"

"""The whole way from a reading to a published report: check, join, evaluate, protect, build, publish."""

from __future__ import annotations

import json
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sightline.domain.practice import Counting
from sightline.indicators import comparators, disclosure
from sightline.indicators.catalogue import INDICATORS
from sightline.indicators.catalogue.totals import TOTALS
from sightline.indicators.evaluate import Evaluation, opened
from sightline.indicators.figures import Figure, Period
from sightline.reports import annual, publish
from sightline.reports.findings import DataQuality, summarise
from sightline.returns import checking, checks, joining
from sightline.returns.reading import Reading

YEARS_SHOWN = 3  # the year and two before it


@dataclass(frozen=True)
class Wanted:
    """What was asked for."""

    year: int
    council: str
    tier: str
    population: int | None
    comparators: Path | None
    status: str
    author: str
    formats: Sequence[str]
    counting: Counting
    prepared_on: date


def make(reading: Reading, wanted: Wanted, folder: Path) -> list[Path]:
    """Publish the report to `folder`; the paths of what was made. Raises NotSafe where it cannot be protected."""
    lives = joining.join(reading)
    figures = list(_figures(lives, wanted))
    protected = disclosure.protect(figures, wanted.tier, totals=TOTALS)
    this_year = Period.year(wanted.year)
    now = [figure for figure in protected.figures if figure.period.start >= this_year.start]
    earlier = [figure for figure in protected.figures if figure.period.start < this_year.start]
    document = annual.build(
        now,
        council=wanted.council,
        year=wanted.year,
        earlier=earlier,
        comparators=comparators.read(wanted.comparators) if wanted.comparators else None,
        data_quality=_quality(reading),
        status=wanted.status,
        tier=wanted.tier,
        counting=wanted.counting,
        prepared_on=wanted.prepared_on,
        author=wanted.author,
    )
    made = publish(document, folder, wanted.formats, protected.figures)
    record = folder / "disclosure.json"
    record.write_text(
        json.dumps(protected.record, indent=1, ensure_ascii=False, default=str) + "\n", encoding="utf-8"
    )
    return [*made, record]


def _figures(lives: Path, wanted: Wanted) -> Iterator[Figure]:
    """The figures that the report prints, and no others: what is not printed must not hide what is."""
    with opened(lives, counting=wanted.counting, population=wanted.population) as evaluation:
        for year in range(wanted.year, wanted.year - YEARS_SHOWN, -1):
            yield from _of_year(evaluation, Period.year(year))
        yield from evaluation.figures(month_ends(wanted.year), indicators=annual.MONTHLY)


def _of_year(evaluation: Evaluation, period: Period) -> Iterator[Figure]:
    whole = [key for key in INDICATORS if key not in annual.BREAKDOWNS]
    yield from evaluation.figures([period], indicators=whole)
    for key, dimensions in annual.BREAKDOWNS.items():
        yield from evaluation.figures([period], indicators=[key], by=dimensions)


def month_ends(year: int) -> list[Period]:
    """The year so far at each month end but the last, which is the year itself."""
    start = date(year - 1, 4, 1)
    months = [(year - 1, month) for month in range(4, 13)] + [(year, month) for month in (1, 2)]
    return [Period(start, date(y, m, monthrange(y, m)[1])) for y, m in months]


def _quality(reading: Reading) -> DataQuality:
    findings = reading.findings + checking.check(reading)
    titles = {check.key: check.title for check in checks.ALL}
    return replace(
        summarise(findings, titles=titles),
        files=len(reading.files),
        rows_read=sum(file.rows for file in reading.files),
        rows_sent_back=sum(file.sent_back for file in reading.files),
    )

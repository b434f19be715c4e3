"""The whole way from a reading to what is published: check, join, evaluate, protect, build, publish."""

from __future__ import annotations

import json
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sightline.domain.practice import Counting
from sightline.indicators import comparators, disclosure
from sightline.indicators.catalogue import OF_RETURNS
from sightline.indicators.catalogue.totals import TOTALS
from sightline.indicators.evaluate import Evaluation, opened
from sightline.indicators.figures import Figure, Period
from sightline.indicators.population import Population
from sightline.reports import annual, pack, publish
from sightline.reports.document import Document
from sightline.reports.findings import DataQuality, summarise
from sightline.returns import checking, checks, joining
from sightline.returns.reading import Reading

YEARS_SHOWN = 3  # the year and the two before it

#: What can be published, and the breakdowns that each prints. What is not printed must not hide what is.
KINDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "annual": annual.BREAKDOWNS,
    "pack": dict.fromkeys(
        OF_RETURNS, ("age-band", "sex", "ethnic-group", "legal-status-group", "placement-group", "quarter")
    ),
}

#: The folder, beside what is published, of what must not be.
NOT_FOR_PUBLICATION = "not-for-publication"
_WHY_APART = "Keep disclosure.json, and never publish it: it says which of the hidden figures are small.\n"

_WITHIN_THE_YEAR = ("quarter", "month")  # shown for the year itself, not for those before it


@dataclass(frozen=True)
class Wanted:
    """What was asked for."""

    year: int
    council: str
    tier: str
    population: Population | None
    comparators: Path | None
    status: str
    author: str
    kinds: Sequence[str]
    formats: Sequence[str]
    counting: Counting
    prepared_on: date


def make(reading: Reading, wanted: Wanted, folder: Path) -> list[Path]:
    """Publish what is wanted to `folder`; the paths of what was made. Raises NotSafe where it cannot be protected.

    The report and the pack are protected together: what one shows must not give away what the other hides.
    """
    figures = _figures(joining.join(reading), wanted)
    everything = {figure.id: figure for kind in wanted.kinds for figure in figures[kind]}
    protected = disclosure.protect(everything.values(), wanted.tier, totals=TOTALS)
    shown = {figure.id: figure for figure in protected.figures}
    made = []
    for kind in wanted.kinds:
        document = _document(kind, [shown[figure.id] for figure in figures[kind]], wanted, reading)
        made += publish(document, folder if len(wanted.kinds) == 1 else folder / kind, wanted.formats)
    return [*made, _keep_apart(protected.record, folder / NOT_FOR_PUBLICATION)]


def _keep_apart(record: Mapping[str, object], folder: Path) -> Path:
    """Write the record of what was hidden where nobody takes it for a part of the report."""
    folder.mkdir()
    (folder / "README.txt").write_text(_WHY_APART, encoding="utf-8")
    path = folder / "disclosure.json"
    path.write_text(json.dumps(record, indent=1, ensure_ascii=False, default=str) + "\n", encoding="utf-8")
    return path


def _document(kind: str, figures: Sequence[Figure], wanted: Wanted, reading: Reading) -> Document:
    start = Period.year(wanted.year).start
    now = [figure for figure in figures if figure.period.start >= start]
    earlier = [figure for figure in figures if figure.period.start < start]
    if kind == "pack":
        return pack.build(
            now,
            council=wanted.council,
            year=wanted.year,
            earlier=earlier,
            status=wanted.status,
            tier=wanted.tier,
            counting=wanted.counting,
            prepared_on=wanted.prepared_on,
        )
    return annual.build(
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


def _figures(lives: Path, wanted: Wanted) -> dict[str, list[Figure]]:
    """The figures that each kind prints, by kind."""
    with opened(lives, counting=wanted.counting, population=wanted.population) as evaluation:
        return {kind: list(_figures_of(evaluation, kind, wanted.year)) for kind in wanted.kinds}


def _figures_of(evaluation: Evaluation, kind: str, latest: int) -> Iterator[Figure]:
    breakdowns = KINDS[kind]
    for year in range(latest, latest - YEARS_SHOWN, -1):
        alone = [key for key in OF_RETURNS if not _shown(breakdowns.get(key, ()), year == latest)]
        yield from evaluation.figures([Period.year(year)], indicators=alone)
        for key, dimensions in breakdowns.items():
            if by := _shown(dimensions, year == latest):
                yield from evaluation.figures([Period.year(year)], indicators=[key], by=by)
    if kind == "annual":
        yield from evaluation.figures(month_ends(latest), indicators=annual.MONTHLY)


def _shown(dimensions: Sequence[str], is_latest: bool) -> tuple[str, ...]:
    return tuple(each for each in dimensions if is_latest or each not in _WITHIN_THE_YEAR)


def month_ends(year: int) -> list[Period]:
    """The year so far at each month end but the last, which is the year itself."""
    start = date(year - 1, 4, 1)
    months = [(year - 1, month) for month in range(4, 13)] + [(year, month) for month in (1, 2)]
    return [Period(start, date(y, m, monthrange(y, m)[1])) for y, m in months]


def _quality(reading: Reading) -> DataQuality:
    findings = reading.findings + checking.check(reading) + joining.findings_of(reading)
    titles = {check.key: check.title for check in checks.ALL}
    return replace(
        summarise(findings, titles=titles),
        files=len(reading.files),
        rows_read=sum(file.rows for file in reading.files),
        rows_sent_back=sum(file.sent_back for file in reading.files),
    )

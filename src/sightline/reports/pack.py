"""The statistics pack: every indicator with every breakdown that was worked out, and hardly a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby

from sightline.domain.practice import HANDBOOK, Counting
from sightline.indicators.catalogue import DIMENSIONS, OF_RETURNS, Indicator
from sightline.indicators.catalogue.indicator import Timing
from sightline.indicators.figures import Figure
from sightline.reports.annual import AUDIENCE
from sightline.reports.chapters import closing
from sightline.reports.document import Block, Column, Document, Paragraph, Row, Section, Table, assemble
from sightline.reports.evidence import Evidence
from sightline.reports.tables import SOURCE, Breakdown, breakdown_table, not_available, parts_table
from sightline.reports.wording import day, value_cell, year_name

TITLE = "Children in care: statistics pack"


def build(
    figures: Sequence[Figure],
    *,
    council: str,
    year: int,
    catalogue: Mapping[str, Indicator] = OF_RETURNS,
    earlier: Sequence[Figure] = (),
    status: str = "Draft",
    tier: str = "C",
    counting: Counting = HANDBOOK,
    prepared_on: date | None = None,
) -> Document:
    """The pack for the reporting year named by its end, from figures that are already protected.

    Sections are the catalogue's groups, in its order. Raises DoesNotAdd when a breakdown is more than its whole.
    """
    evidence = Evidence(figures, year=year, catalogue=catalogue, earlier=earlier, tier=tier)
    groups = [_group(evidence, name, list(found)) for name, found in groupby(catalogue.values(), key=_group_of)]
    chapters = [_about(), *groups, closing.method(evidence, counting), closing.definitions(evidence)]
    return assemble(
        Document(
            title=TITLE,
            subtitle=year_name(year),
            council=council,
            period=f"{day(evidence.period.start)} to {day(evidence.period.end)}",
            status=status,
            audience=AUDIENCE[tier],
            sections=tuple(chapters),
            control=(("Council", council), ("Status", status), ("Who may read it", AUDIENCE[tier])),
            dated=prepared_on,
            name=f"statistics-pack-{year_name(year)}",
            ledger=evidence.ledger(),
        )
    )


def _group_of(indicator: Indicator) -> str:
    return indicator.group


def _about() -> Section:
    words = (
        "Each section opens with its measures for everyone, and goes on with the parts that were worked out. "
        "Nothing here is a judgement; how each figure is counted is at the end."
    )
    return Section("About this pack", "about", (Paragraph((words,)),))


def _group(evidence: Evidence, name: str, indicators: Sequence[Indicator]) -> Section:
    place = f"group-{next(iter(indicators)).key}"
    keys = [indicator.key for indicator in indicators]
    summary = _wholes(evidence, place, name, indicators)
    blocks = [block for block in (summary, not_available(evidence, keys)) if block]
    parts = [section for indicator in indicators if (section := _indicator(evidence, indicator))]
    return Section(name, place, tuple(blocks), tuple(parts))


def _wholes(evidence: Evidence, place: str, name: str, indicators: Sequence[Indicator]) -> Table | None:
    """Each indicator for everyone, in each year given; its unit is in the row's heading."""
    found = [one for one in indicators if not one.distribution and evidence.whole(one.key)]
    if not found:
        return None
    years = evidence.years()
    rows = tuple(
        Row(_with_unit(one), tuple(value_cell(evidence.whole(one.key, year)) for year in years)) for one in found
    )
    columns = tuple(Column(year_name(year)) for year in years)
    keys = tuple(one.key for one in found)
    return Table(
        f"{place}-measures", f"{name}: all measures", "Measure", columns, rows, source=SOURCE, definitions=keys
    )


def _with_unit(indicator: Indicator) -> str:
    unit = {"percent": "percent", "per_10000": "per 10,000", "average": "average", "ratio": "average"}
    return f"{indicator.title} ({unit.get(indicator.unit, 'number')})"


def _indicator(evidence: Evidence, indicator: Indicator) -> Section | None:
    tables = [_table(evidence, indicator, dimensions) for dimensions in evidence.breakdowns(indicator.key)]
    blocks: tuple[Block, ...] = tuple(table for table in tables if table)
    return Section(indicator.title, f"of-{indicator.key}", blocks) if blocks else None


def _table(evidence: Evidence, indicator: Indicator, dimensions: tuple[str, ...]) -> Table | None:
    if len(dimensions) == 2:
        return _cross(evidence, indicator, dimensions[0], dimensions[1])
    if len(dimensions) > 2:
        return None
    dimension = DIMENSIONS[dimensions[0]]
    id, title = f"{indicator.key}-by-{dimension.key}", _caption(indicator, dimensions)
    if indicator.distribution or indicator.unit == "count":
        as_at = indicator.timing is Timing.AS_AT
        base = indicator.denominator or indicator.numerator
        return breakdown_table(
            evidence, Breakdown(indicator.key, dimension.key, id, title, dimension.title, base, as_at=as_at)
        )
    when = year_name(evidence.year)
    return parts_table(
        evidence,
        indicator.key,
        dimension.key,
        id=id,
        caption=f"{title}, {when}",
        stub=dimension.title,
        base=indicator.denominator,
    )


def _caption(indicator: Indicator, dimensions: Sequence[str]) -> str:
    """`Reviews held by age band`, or the title alone where it already says by what."""
    if dimensions == (indicator.distribution,):
        return indicator.title
    return f"{indicator.title} by " + " and ".join(DIMENSIONS[each].title.lower() for each in dimensions)


def _cross(evidence: Evidence, indicator: Indicator, down: str, across: str) -> Table:
    """One number a cell: the count, or the percentage."""
    parts = evidence.parts(indicator.key, down, across)
    rows = list(dict.fromkeys(part.breakdown[0][1] for part in parts))
    heads = list(dict.fromkeys(part.breakdown[1][1] for part in parts))
    cells = {(part.breakdown[0][1], part.breakdown[1][1]): value_cell(part) for part in parts}
    unit = "percent" if indicator.unit == "percent" else "number"
    return Table(
        f"{indicator.key}-by-{down}-and-{across}",
        f"{_caption(indicator, (down, across))}, {unit}, {year_name(evidence.year)}",
        DIMENSIONS[down].title,
        tuple(Column(head) for head in heads),
        tuple(Row(row, tuple(cells.get((row, head), value_cell(None)) for head in heads)) for row in rows),
        base=indicator.denominator or indicator.numerator,
        source=SOURCE,
        definitions=(indicator.key,),
    )

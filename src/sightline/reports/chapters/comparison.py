"""Other places beside this one: figures that others published for the same year, with where they are from."""

from __future__ import annotations

from sightline.indicators.catalogue import Indicator
from sightline.indicators.comparators import Comparator, Comparators
from sightline.indicators.display import number, rounded
from sightline.indicators.figures import Figure
from sightline.reports.document import Callout, Cell, Column, Paragraph, Row, Section, Table
from sightline.reports.evidence import Evidence
from sightline.reports.wording import value_cell, year_name

UNITS = {"percent": "Percent", "per_10000": "Per 10,000 children", "count": "Number"}
TITLE = "How we compare"
NOBODY = Callout(
    "Nothing to compare with",
    ("The figures of other places that were given hold none for the same period and counted in the same way.",),
)


def chapter(evidence: Evidence, council: str, comparators: Comparators) -> Section:
    """A table for each indicator that somebody else published for the same period, or that nobody did."""
    tables = [
        _table(evidence, definition, figure, council, beside)
        for key, definition in evidence.catalogue.items()
        if (figure := evidence.whole(key)) and (beside := comparators.beside(figure))
    ]
    if not tables:
        return Section(TITLE, "comparison", (NOBODY,))
    words = Paragraph(
        (
            "These figures of other places were published by others, and are printed as they published them. "
            "Places "
            "may count in different ways; a difference is a question to ask, not an answer.",
        )
    )
    return Section(TITLE, "comparison", (words, *tables))


def _table(
    evidence: Evidence, definition: Indicator, figure: Figure, council: str, beside: tuple[Comparator, ...]
) -> Table:
    ours = Row(council, (value_cell(figure), Cell("This report")))
    return Table(
        f"compare-{definition.key}",
        f"{definition.title} here and elsewhere, {year_name(evidence.year)}",
        "Place",
        (Column(UNITS.get(figure.unit, "Value")), Column("Published in", numeric=False)),
        (ours, *(Row(row.area, (_cell(row, figure.decimals), Cell(_told(row)))) for row in beside)),
        source="as shown for each place",
        definitions=(definition.key,),
    )


def _cell(row: Comparator, decimals: int) -> Cell:
    if row.value is None:
        return Cell(row.symbol or "x")
    return Cell(number(row.value, decimals), None, float(rounded(row.value, decimals)))


def _told(row: Comparator) -> str:
    return f"{row.source}. {row.note}" if row.note else row.source

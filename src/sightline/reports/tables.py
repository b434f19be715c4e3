"""The tables and charts that reports share, made from evidence so that cells, bars and sentences agree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from sightline.indicators.display import number
from sightline.indicators.figures import CONFIDENTIAL, Figure
from sightline.reports.document import (
    Block,
    Callout,
    Cell,
    Chart,
    Column,
    Paragraph,
    Ref,
    Row,
    Series,
    Table,
    Text,
)
from sightline.reports.evidence import Evidence
from sightline.reports.wording import (
    day,
    denominator_cell,
    numerator_cell,
    said,
    share,
    spaced,
    value_cell,
    year_name,
)

SOURCE = "SSDA903 return"
ON_THE_DAY = "children in our care on the last day of the year; agreed series of short breaks are left out"
MOST_TOLD = 10  # values that alt text reads out one by one
FEWEST_BARS = 3  # a picture of fewer tells nothing that the table does not
NOBODY = Cell("0", None, 0)  # a category that one year does not have holds nobody


@dataclass(frozen=True, slots=True)
class Breakdown:
    """What a breakdown table shows: an indicator by a dimension, and the words around it."""

    key: str
    dimension: str
    id: str
    caption: str
    stub: str
    base: str = ON_THE_DAY
    as_at: bool = True  # a stock on the last day, or a flow over the year
    note: str = ""
    of: str = "children"  # what the total is of, in a sentence


# Breakdown tables -----------------------------------------------------------------------------------------------


def breakdown_table(evidence: Evidence, what: Breakdown) -> Table | None:
    """Number for each year and percent for the last one, with a total that is the sum of the rows.

    Groups with nobody in any year are left out. Where rows leave part of the total unexplained, a row says "Not
    recorded". None without anybody, or where that row would tell of a few children outside the service.
    """
    labels = evidence.labels(what.key, what.dimension)
    if not evidence.parts(what.key, what.dimension):
        return None
    years = [year for year in evidence.years() if _any_told(evidence.parts(what.key, what.dimension, year=year))]
    years = years or [evidence.year]
    shares = _has_shares(evidence, what)
    every = [_breakdown_row(evidence, what, label, years, shares) for label in labels]
    rows = [row for row in every if any(cell.number != 0 for cell in row.cells[: len(years)])]
    totals = [_total(evidence, what, year) for year in years]
    lefts = [_left(evidence, what, year, total) for year, total in zip(years, totals, strict=True)]
    if not all(evidence.may_tell(left) for left in lefts):
        return None
    if not rows:
        return None
    rows += _closing_rows(totals, lefts, shares)
    heads = [_when(evidence, what, year) for year in years]
    columns = [Column(head) for head in heads] + ([Column(f"Percent, {heads[-1]}")] if shares else [])
    return Table(
        what.id,
        f"{what.caption}, {_when(evidence, what, evidence.year)}",
        what.stub,
        tuple(columns),
        tuple(rows),
        base=what.base,
        note=what.note,
        source=SOURCE,
        definitions=(what.key,),
    )


def _any_told(figures: Iterable[Figure | None]) -> bool:
    """Is there a value, or a hidden one? (Not: nobody to count, or not available.)"""
    return any(figure and (figure.value is not None or figure.symbol == CONFIDENTIAL) for figure in figures)


def _when(evidence: Evidence, what: Breakdown, year: int) -> str:
    return f"31 March {year}" if what.as_at else year_name(year)


def _has_shares(evidence: Evidence, what: Breakdown) -> bool:
    return any(figure.unit == "percent" for figure in evidence.parts(what.key, what.dimension))


def _breakdown_row(evidence: Evidence, what: Breakdown, label: str, years: Sequence[int], shares: bool) -> Row:
    figures = [evidence.part(what.key, (what.dimension, label), year=year) for year in years]
    cells = [numerator_cell(figure) if figure else NOBODY for figure in figures]
    last = [value_cell(figures[-1]) if figures[-1] else NOBODY] if shares else []
    return Row(label, (*cells, *last))


def _left(evidence: Evidence, what: Breakdown, year: int, total: Figure | None) -> Figure | None:
    parts = evidence.parts(what.key, what.dimension, year=year)
    return evidence.remainder(total, parts, what.dimension) if total else None


def _closing_rows(totals: Sequence[Figure | None], lefts: Sequence[Figure | None], shares: bool) -> list[Row]:
    """What is not recorded, if anything, and the total; in the column of shares, those of the last year."""
    rows = []
    if any(lefts):
        cells = [numerator_cell(left) if left else NOBODY for left in lefts]
        last = value_cell(lefts[-1]) if lefts[-1] else NOBODY
        rows.append(Row("Not recorded", (*cells, *([last] if shares else []))))
    whole = [numerator_cell(total) for total in totals]
    return [*rows, Row("Total", (*whole, *([value_cell(totals[-1])] if shares else [])), total=True)]


def _total(evidence: Evidence, what: Breakdown, year: int) -> Figure | None:
    """The whole: its own figure, or for shares what every part is a share of."""
    whole = evidence.whole(what.key, year)
    if whole and (whole.unit == "count" or whole.numerator is not None):
        return whole
    parts = [
        part
        for part in evidence.parts(what.key, what.dimension, year=year)
        if part.denominator and not part.symbol
    ]
    if not parts:
        return None
    first = parts[0]
    return evidence.derive(
        Figure(
            first.indicator,
            first.definition_version,
            first.period,
            (("total of", what.dimension),),
            first.denominator,
            first.denominator,
            first.unit,
            first.decimals,
        )
    )


# Tables of measures ---------------------------------------------------------------------------------------------

Measure = tuple[str, str]  # label, indicator


def measures_table(
    evidence: Evidence,
    id: str,
    caption: str,
    measures: Sequence[Measure],
    *,
    stub: str = "Measure",
    base: str = "",
    note: str = "",
    whole: bool = False,
) -> Table | None:
    """One row a measure that has a figure: how many, out of how many, percent, and percent in earlier years.

    With `whole`, where any measure has a figure they all have their rows. Years without any figure are left out.
    """
    found = [(label, key) for label, key in measures if _can_tell(evidence, key)]
    if not found:
        return None
    found = list(measures) if whole else found
    before = [year for year in evidence.years()[:-1] if _any_told(evidence.whole(key, year) for _, key in found)]
    now = year_name(evidence.year)
    columns = [Column(f"Percent, {year_name(year)}") for year in before]
    columns += [Column(f"Number, {now}"), Column(f"Out of, {now}"), Column(f"Percent, {now}")]
    rows = []
    for label, key in found:
        figure = evidence.whole(key)
        cells = [value_cell(evidence.whole(key, year)) for year in before]
        rows.append(Row(label, (*cells, numerator_cell(figure), denominator_cell(figure), value_cell(figure))))
    keys = tuple(key for _, key in found)
    return Table(id, caption, stub, tuple(columns), tuple(rows), base, note, SOURCE, keys)


def _can_tell(evidence: Evidence, key: str) -> bool:
    return _any_told(evidence.whole(key, year) for year in evidence.years())


def parts_table(
    evidence: Evidence,
    key: str,
    dimension: str,
    *,
    id: str,
    caption: str,
    stub: str,
    base: str = "",
    note: str = "",
) -> Table | None:
    """A percentage for each part of a breakdown that has anybody in it, with the whole below."""
    parts = [part for part in evidence.parts(key, dimension) if part.symbol or part.denominator != 0]
    whole = evidence.whole(key)
    if not parts:
        return None
    rows = [Row(part.breakdown[0][1], _of(part)) for part in parts]
    if whole:
        rows.append(Row("All", _of(whole), total=True))
    columns = (Column("Number"), Column("Out of"), Column("Percent"))
    return Table(id, caption, stub, columns, tuple(rows), base, note, SOURCE, (key,))


def _of(figure: Figure) -> tuple[Cell, ...]:
    return numerator_cell(figure), denominator_cell(figure), value_cell(figure)


def stock_table(evidence: Evidence, key: str, *, id: str, caption: str, base: str) -> Table | None:
    """A stock as at each date that has a figure."""
    stocks = evidence.stocks(key)
    if len(stocks) < 2:
        return None
    rows = tuple(Row(day(figure.period.end), (value_cell(figure),)) for figure in stocks)
    return Table(id, caption, "Date", (Column("Number"),), rows, base, "", SOURCE, (key,))


# Charts ---------------------------------------------------------------------------------------------------------


def illustrated(
    table: Table, columns: Sequence[str], *, id: str, caption: str, reading: Text
) -> tuple[Block, ...]:
    """A table below a bar chart of some of its columns, or below the sentence alone where little could be drawn.

    Rows with no bar in any of the columns are left to the table.
    """
    heads = [column.head for column in table.columns]
    places = [heads.index(head) for head in columns]
    rows = [row for row in table.rows if not row.total]
    drawn = tuple(row for row in rows if any(row.cells[place].number for place in places))
    if len(drawn) < FEWEST_BARS:
        return Paragraph(reading), table
    if len(drawn) < len(rows):
        reading = (
            *reading,
            " Groups with nothing to draw, because they are empty or hidden, are in the table only.",
        )
    chart = column_chart(replace(table, rows=drawn), columns, id=id, caption=caption, reading=reading)
    return (replace(chart, table=table),)


def column_chart(
    table: Table,
    columns: Sequence[str],
    *,
    id: str,
    caption: str,
    reading: Text,
    kind: Literal["bars", "stacked", "line"] = "bars",
    unit: str = "",
    labels: Sequence[str] = (),
    axis: str = "",
) -> Chart:
    """A picture of some columns of a table, without its total; the table is printed below it."""
    rows = [row for row in table.rows if not row.total]
    heads = [column.head for column in table.columns]
    series = tuple(Series(head, tuple(row.cells[heads.index(head)] for row in rows)) for head in columns)
    categories = tuple(labels) or tuple(row.head for row in rows)
    return Chart(
        id,
        caption,
        kind,
        categories,
        series,
        _alt(kind, caption, categories, series, unit),
        reading,
        table,
        unit=unit,
        axis=axis,
    )


def _alt(kind: str, caption: str, categories: Sequence[str], series: Sequence[Series], unit: str) -> str:
    """What the chart shows, for those who cannot see it: every value of a few bars, else the ends of the range."""
    name = {"bars": "Bar chart", "stacked": "Stacked bar chart", "line": "Line chart"}[kind]
    few = kind != "line" and len(categories) * len(series) <= MOST_TOLD
    tell = _every_value if few else _range_of_values
    told = [tell(kind, categories, one, unit) for one in series]
    if len(series) > 1:
        told = [f"{one.label}: {values}" for one, values in zip(series, told, strict=True)]
    return f"{name}: {caption}. " + ". ".join(told) + ("." if few else ". Every value is in the table below.")


def _every_value(kind: str, categories: Sequence[str], series: Series, unit: str) -> str:
    return ", ".join(
        _told(category, point, unit) for category, point in zip(categories, series.points, strict=True)
    )


def _range_of_values(kind: str, categories: Sequence[str], series: Series, unit: str) -> str:
    """The highest and the lowest of a series, and for a line where it starts and ends."""
    shown = [
        (name, point) for name, point in zip(categories, series.points, strict=True) if point.number is not None
    ]
    if not shown:
        return "no value is shown"
    highest, lowest = max(shown, key=_size), min(shown, key=_size)  # the first of equals, as in the sentence
    ends = f"highest {_told(*highest, unit)}; lowest {_told(*lowest, unit)}"
    return f"From {_told(*shown[0], unit)} to {_told(*shown[-1], unit)}; {ends}" if kind == "line" else ends


def _size(one: tuple[str, Cell]) -> float:
    return one[1].number or 0


def _told(category: str, point: Cell, unit: str) -> str:
    return f"{category} {point.text}{unit if point.number is not None else ''}"


# Sentences about tables -----------------------------------------------------------------------------------------


def largest(evidence: Evidence, what: Breakdown, *, most: str = "The largest group", besides: str = "") -> Text:
    """`The largest group was “10 to 15”: 160 of 430 children (37%).` Says so when groups are hidden.

    Groups whose label has the words `besides` are passed over.
    """
    parts = [
        part
        for part in evidence.parts(what.key, what.dimension)
        if not besides or besides not in part.breakdown[0][1]
    ]
    shown = [part for part in parts if part.value is not None]
    if not shown or max(part.numerator or 0 for part in shown) == 0:
        return ("The numbers are too small to be shown.",)
    top = max(shown, key=lambda part: part.numerator or 0)
    certain = len(shown) == len(parts) or _more_than_half(top)
    start = most if certain else f"{most} that can be shown"
    size = Ref(top.id, number(_whole(top.numerator)))
    return (f"{start} was “{top.breakdown[0][1]}”: ", size, *_share_of(evidence, what, top), ".")


def _more_than_half(part: Figure) -> bool:
    """No hidden part can be larger."""
    return bool(part.denominator) and 2 * _whole(part.numerator) > _whole(part.denominator)


def _share_of(evidence: Evidence, what: Breakdown, part: Figure) -> Text:
    """` of 430 children (37%)`, as far as it is known."""
    if part.unit == "percent" and part.denominator:
        return (" of ", Ref(part.id, number(_whole(part.denominator))), f" {what.of} (", said(part), ")")
    total = evidence.whole(what.key)
    return (" of ", said(total), f" {what.of}") if total and total.value is not None else ()


def _whole(value: Fraction | int | None) -> Fraction:
    return Fraction(value or 0)


def measure_sentence(evidence: Evidence, key: str, after: str, *, before: str = "") -> Paragraph | None:
    """`96.4% of reviews were in time (540 of 560). That is …`, how many could not be judged beside it.

    None where there is no value to tell of; `not_available` says why.
    """
    figure = evidence.whole(key)
    if figure is None or (figure.value is None and figure.symbol != CONFIDENTIAL):
        return None
    if figure.value is None:
        return Paragraph((f"{_title(evidence, key)}: not shown, because it would give a small number away.",))
    moved, left = evidence.change(key).sentence, could_not_be_judged(evidence, figure)
    return Paragraph((before, said(figure), after, *_out_of(figure), ".", *spaced(moved), *spaced(left)))


def could_not_be_judged(evidence: Evidence, figure: Figure) -> Text:
    """`14 more could not be judged.` Nothing where all could."""
    words = evidence.unknown_words(figure, "more", "more")
    return (f"{words[:1].upper()}{words[1:]} could not be judged.",) if words else ()


def _out_of(figure: Figure) -> Text:
    if figure.unit != "percent":
        return ()
    return (" (", *share(figure), ")")


def reason(figure: Figure) -> str:
    """Why a figure has a symbol, in words."""
    if figure.note:
        return figure.note
    return {"c": "hidden so that nobody can be recognised", "z": "there was nobody to count"}.get(
        figure.symbol or "z", "not available"
    )


def not_available(evidence: Evidence, keys: Sequence[str]) -> Callout | None:
    """What the section cannot say, and why; measures with the same reason are told together."""
    reasons: dict[str, list[str]] = {}
    for key in keys:
        if why := _why_missing(evidence, key):
            reasons.setdefault(why, []).append(_title(evidence, key))
    if not reasons:
        return None
    words = (f"{'; '.join(titles)} ({why})." for why, titles in reasons.items())
    return Callout("Not available for this report", (" ".join(words),))


def _why_missing(evidence: Evidence, key: str) -> str:
    figure = evidence.whole(key) or next(iter(_any_part(evidence, key)), None)
    if figure is None:
        definition = evidence.catalogue.get(key)
        return (definition.unobtainable if definition else "") or "not worked out from the files given"
    return reason(figure) if figure.value is None and figure.symbol != CONFIDENTIAL else ""


def _any_part(evidence: Evidence, key: str) -> list[Figure]:
    definition = evidence.catalogue.get(key)
    return evidence.parts(key, definition.distribution) if definition and definition.distribution else []


def _title(evidence: Evidence, key: str) -> str:
    definition = evidence.catalogue.get(key)
    return definition.title if definition else key

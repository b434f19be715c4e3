"""A report as values: sections and blocks that every format is made from.

A number appears as a `Ref` or a `Cell` with the identifier of its figure, so no renderer can change it.
`assemble` gives sections, tables and charts their numbers and refuses a document that a reader could not use
(a table without a caption, a chart without words, a reference to nothing).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sightline.indicators.display import LEGEND
from sightline.indicators.figures import Figure

#: What the symbols in tables mean, in the order they are explained.
SYMBOLS = LEGEND


@dataclass(frozen=True, slots=True)
class Ref:
    """A number in a sentence: what is printed, and the figure it comes from."""

    figure: str
    text: str


@dataclass(frozen=True, slots=True)
class See:
    """A pointer to a table, chart or section by its identifier; printed as `Table 3`."""

    target: str


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to a page elsewhere."""

    text: str
    href: str


Inline = str | Ref | See | Link
Text = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: Text


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Callout:
    """Something the reader should know before reading on, such as what is not available and why."""

    title: str
    text: Text


@dataclass(frozen=True, slots=True)
class Narrative:
    """A marked place that a person fills in; it never holds generated prose."""

    title: str
    writer: str
    prompts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tile:
    """A headline: the figure, what it is, how it compares and which way it moved, in words."""

    value: str
    label: str
    comparison: Text = ()
    direction: str = ""
    figure: str | None = None
    base: Text = ()  # what a percentage is made of: `540 of 560`


@dataclass(frozen=True, slots=True)
class Tiles:
    tiles: tuple[Tile, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of a table or chart. `number` is the value as printed, None where a symbol or words stand."""

    text: str
    figure: str | None = None
    number: float | int | None = None


@dataclass(frozen=True, slots=True)
class Column:
    head: str
    numeric: bool = True
    share: float | None = None  # part of the table's width, None to let the layout decide


@dataclass(frozen=True, slots=True)
class Row:
    head: str
    cells: tuple[Cell, ...]
    total: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns; the first column holds the row heads."""

    id: str
    caption: str
    stub: str  # heading of the column of row heads
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    base: str = ""  # who or what is counted
    note: str = ""  # the definition in a sentence
    source: str = ""
    definitions: tuple[str, ...] = ()  # indicators explained in the appendix
    number: int = 0

    @property
    def symbols(self) -> tuple[str, ...]:
        """The symbols used in the table, in the order they are explained."""
        used = {cell.text for row in self.rows for cell in row.cells}
        return tuple(symbol for symbol in SYMBOLS if symbol in used)


@dataclass(frozen=True, slots=True)
class Series:
    """One set of values of a chart, in the order of its categories."""

    label: str
    points: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of a table. `kind` is bars, stacked or line; `alt` says what it shows to those who cannot see it.

    `table` is printed below the picture, or is None when `see` names the table that holds the same values.
    """

    id: str
    caption: str
    kind: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    alt: str
    reading: Text
    table: Table | None = None
    see: str = ""
    unit: str = ""
    axis: str = ""  # what the scale of a line chart counts
    number: int = 0


@dataclass(frozen=True, slots=True)
class Definition:
    """One term of a definition list; `details` are (label, words) pairs."""

    term: str
    words: str
    id: str = ""
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DefinitionList:
    entries: tuple[Definition, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """Where the list of sections, tables and charts goes."""

    title: str = "Contents"


Block = Paragraph | Bullets | Callout | Narrative | Tiles | Table | Chart | DefinitionList


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered part of the document; `id` is its address. `new_page` says that it begins a page in print."""

    title: str
    id: str
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    number: str = ""
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report. `control` holds the (what, words) rows of the document control table."""

    title: str
    council: str
    period: str
    status: str
    sections: tuple[Section, ...]
    subtitle: str = ""
    audience: str = ""  # who may read it, in words
    control: tuple[tuple[str, str], ...] = ()
    contents: Contents | None = Contents()
    language: str = "en-GB"
    dated: date | None = None
    name: str = "report"  # stem of the file names
    ledger: tuple[Figure, ...] = ()  # every figure that the document may print

    def walk(self) -> Iterator[tuple[int, Section]]:
        """Every section with its depth, 1 for the top, in reading order."""
        yield from _walk(self.sections, 1)

    def blocks(self) -> Iterator[Block]:
        """Every block in reading order; a chart's own table follows the chart."""
        for _, section in self.walk():
            for block in section.blocks:
                yield block
                if isinstance(block, Chart) and block.table:
                    yield block.table

    def tables(self) -> list[Table]:
        return [block for block in self.blocks() if isinstance(block, Table)]

    def charts(self) -> list[Chart]:
        return [block for block in self.blocks() if isinstance(block, Chart)]

    def definitions(self) -> list[Definition]:
        """Every entry of every definition list."""
        return [entry for block in self.blocks() if isinstance(block, DefinitionList) for entry in block.entries]

    def labels(self) -> dict[str, str]:
        """What to print for a pointer to each section, table and chart."""
        named = {section.id: f"section {section.number}" for _, section in self.walk()}
        named |= {table.id: f"Table {table.number}" for table in self.tables()}
        return named | {chart.id: f"Figure {chart.number}" for chart in self.charts()}

    def figures(self) -> set[str]:
        """The identifiers of all figures printed anywhere in the document."""
        return {figure for block in self.blocks() for figure in _figures_in(block)}


class Unreadable(ValueError):
    """The document lacks something that a reader needs."""


def assemble(document: Document) -> Document:
    """The document with sections, tables and charts numbered in reading order.

    Raises Unreadable for a table without a caption or row, a chart without alt text or reading, cells that do
    not fit their columns, two blocks with one identifier, or a pointer to nothing.
    """
    numbered = replace(document, sections=_Numbering().sections(document.sections))
    _check(numbered)
    return numbered


class _Numbering:
    """Counts tables and charts through a document."""

    def __init__(self) -> None:
        self._tables = 0
        self._charts = 0

    def sections(self, sections: Sequence[Section], above: str = "") -> tuple[Section, ...]:
        return tuple(self._section(section, f"{above}{place}") for place, section in enumerate(sections, 1))

    def _section(self, section: Section, number: str) -> Section:
        blocks = tuple(self._block(block) for block in section.blocks)
        return replace(
            section, number=number, blocks=blocks, sections=self.sections(section.sections, f"{number}.")
        )

    def _block(self, block: Block) -> Block:
        if isinstance(block, Table):
            return self._table(block)
        if isinstance(block, Chart):
            self._charts += 1
            table = self._table(block.table) if block.table else None
            return replace(block, number=self._charts, table=table)
        return block

    def _table(self, table: Table) -> Table:
        self._tables += 1
        return replace(table, number=self._tables)


def _walk(sections: Sequence[Section], depth: int) -> Iterator[tuple[int, Section]]:
    for section in sections:
        yield depth, section
        yield from _walk(section.sections, depth + 1)


def _check(document: Document) -> None:
    _check_identifiers(document)
    for table in document.tables():
        _check_table(table)
    for chart in document.charts():
        _check_chart(chart)
    known = document.labels()
    for block in document.blocks():
        for part in _inline_parts(block):
            if isinstance(part, See) and part.target not in known:
                raise Unreadable(f"a sentence points to '{part.target}', which is not in the document")
        if isinstance(block, Chart) and block.see and block.see not in known:
            raise Unreadable(f"chart '{block.id}' points to table '{block.see}', which is not in the document")


def _check_identifiers(document: Document) -> None:
    names = [section.id for _, section in document.walk()]
    names += [block.id for block in document.blocks() if isinstance(block, Table | Chart)]
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise Unreadable(f"used for more than one section, table or chart: {', '.join(repeated)}")


def _check_table(table: Table) -> None:
    if not table.caption.strip() or not table.stub.strip():
        raise Unreadable(f"table '{table.id}' has no caption or no heading for its rows")
    if not table.rows or not table.columns:
        raise Unreadable(f"table '{table.id}' has no rows or no columns")
    heads = [table.stub, *(column.head for column in table.columns)]
    if len(set(heads)) < len(heads) or not all(head.strip() for head in heads):
        raise Unreadable(f"table '{table.id}' has a blank column heading, or two that are the same")
    if any(len(row.cells) != len(table.columns) or not row.head.strip() for row in table.rows):
        raise Unreadable(f"table '{table.id}' has a row without a heading, or whose cells do not fit its columns")


def _check_chart(chart: Chart) -> None:
    if not chart.caption.strip() or not chart.alt.strip() or not chart.reading:
        raise Unreadable(f"chart '{chart.id}' needs a caption, alt text and a sentence that reads it")
    if chart.table is None and not chart.see:
        raise Unreadable(f"chart '{chart.id}' needs a table of its values")
    if any(len(series.points) != len(chart.categories) for series in chart.series) or not chart.series:
        raise Unreadable(f"chart '{chart.id}' has values that do not fit its categories")
    if chart.kind not in ("bars", "stacked", "line"):
        raise Unreadable(f"chart '{chart.id}' is of no known kind")


def _inline_parts(block: Block) -> Iterator[Inline]:
    """Every piece of running text in a block."""
    match block:
        case Paragraph(text) | Callout(text=text) | Chart(reading=text):
            yield from text
        case Bullets(items):
            for item in items:
                yield from item
        case Tiles(tiles):
            for tile in tiles:
                yield from (*tile.base, *tile.comparison)


def _figures_in(block: Block) -> Iterator[str]:
    for part in _inline_parts(block):
        if isinstance(part, Ref):
            yield part.figure
    cells: list[Cell] = []
    match block:
        case Table(rows=rows):
            cells = [cell for row in rows for cell in row.cells]
        case Chart(series=series):
            cells = [cell for one in series for cell in one.points]
        case Tiles(tiles):
            yield from (tile.figure for tile in tiles if tile.figure)
    yield from (cell.figure for cell in cells if cell.figure)


def given(*blocks: Block | None) -> tuple[Block, ...]:
    """The blocks that there are."""
    return tuple(block for block in blocks if block is not None)


def plain(text: Text, labels: dict[str, str] | None = None) -> str:
    """Running text as one string; pointers are printed from `labels`."""
    return "".join(_plain(part, labels or {}) for part in text)


def _plain(part: Inline, labels: dict[str, str]) -> str:
    match part:
        case Ref(text=words) | Link(text=words):
            return words
        case See(target):
            return labels[target]
        case _:
            return part

"""The spreadsheet: cover, contents, notes, definitions, a sheet for each table, and a sheet of every figure.

Made to be read by people and machines alike: one table a sheet with a heading row and a name, no merged cells, no
blank rows inside a table, symbols explained. Words from data are always written as words, never as formulas.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from math import ceil
from typing import Any

from sightline.reports.document import (
    SYMBOLS,
    Block,
    Bullets,
    Callout,
    Cell,
    Document,
    Narrative,
    Paragraph,
    Table,
    plain,
)
from sightline.reports.ledger import Entry
from sightline.reports.pictures import Pictures

LINE_HEIGHT = 15  # points
WRAPS_AT = 0.9  # of a column's width in characters: bold and wide letters wrap sooner

DATA_COLUMNS: tuple[tuple[str, int, Callable[[Entry], Any]], ...] = (
    ("figure", 60, lambda entry: entry.figure.id),
    ("indicator", 26, lambda entry: entry.figure.indicator),
    ("definition version", 10, lambda entry: entry.figure.definition_version),
    ("period start", 12, lambda entry: entry.figure.period.start.isoformat()),
    ("period end", 12, lambda entry: entry.figure.period.end.isoformat()),
    ("breakdown", 30, lambda entry: "; ".join(f"{what}: {label}" for what, label in entry.figure.breakdown)),
    ("numerator", 12, lambda entry: entry.numerator),
    ("denominator", 12, lambda entry: entry.denominator),
    ("value", 14, lambda entry: entry.value),
    ("unit", 12, lambda entry: entry.figure.unit),
    ("symbol", 8, lambda entry: entry.figure.symbol or ""),
    ("note", 50, lambda entry: entry.figure.note),
)


def render(document: Document, pictures: Pictures, ledger: Sequence[Entry] = ()) -> bytes:
    """The document's tables and the whole ledger as a workbook."""
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        _Writer(document, book).write(ledger)
    return out.getvalue()


class _Writer:
    """Writes one workbook, sheet by sheet."""

    def __init__(self, document: Document, book: Any) -> None:
        self.document = document
        self.book = book
        self.labels = document.labels()
        font = {"font_name": "Arial", "font_size": 11, "valign": "top"}
        self.title = book.add_format({**font, "bold": True, "font_size": 16})
        self.heading = book.add_format(
            {**font, "bold": True, "text_wrap": True, "bottom": 2, "bg_color": "#FFFFFF"}
        )
        self.right = book.add_format({**font, "bold": True, "text_wrap": True, "bottom": 2, "align": "right"})
        self.words = book.add_format({**font, "text_wrap": True})
        self.line = book.add_format(font)
        self.number = book.add_format({**font, "num_format": "#,##0", "align": "right"})
        self.symbol = book.add_format({**font, "align": "right"})
        self.link = book.add_format({**font, "font_color": "#1A5490", "underline": 1})
        self._decimals: dict[int, Any] = {0: self.number}
        self._widths: Sequence[int] = ()  # of the sheet being written

    def write(self, ledger: Sequence[Entry]) -> None:
        self._properties()
        self._cover()
        self._contents()
        self._notes()
        self._definitions()
        for table in self.document.tables():
            self._table(table)
        self._data(ledger)

    def _properties(self) -> None:
        document = self.document
        about: dict[str, Any] = {"title": document.title, "author": document.council, "subject": document.period}
        if document.dated:
            about["created"] = datetime(document.dated.year, document.dated.month, document.dated.day)  # noqa: DTZ001
        self.book.set_properties({**about, "comments": document.status})

    def _sheet(self, name: str, title: str, widths: Sequence[int]) -> Any:
        sheet = self.book.add_worksheet(name)
        self._widths = widths
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.write_string(0, 0, title, self.title)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        return sheet

    def _lines(self, sheet: Any, lines: Sequence[str], start: int = 1) -> int:
        for place, words in enumerate(lines, start):
            sheet.write_string(place, 0, words, self.line)
        return start + len(lines)

    def _cover(self) -> None:
        document = self.document
        sheet = self._sheet("Cover", document.title, (40, 80))
        row = self._lines(sheet, [document.council, document.period, document.status])
        self._named(sheet, row, "document_control", ("Document", "Details"), document.control)

    def _contents(self) -> None:
        sheet = self._sheet("Contents", "Contents", (16, 100))
        rows = [("Notes", "What to know before using the numbers"), ("Definitions", "How each figure is counted")]
        rows += [(f"Table {table.number}", table.caption) for table in self.document.tables()]
        rows.append(("Data", "Every figure, with its numerator and denominator"))
        self._named(sheet, 1, "contents", ("Sheet", "Holds"), rows)
        for place, (name, _) in enumerate(rows, 2):
            sheet.write_url(place, 0, f"internal:'{name}'!A1", self.link, name)

    def _notes(self) -> None:
        sheet = self._sheet("Notes", "Notes", (45, 110))
        self._named(sheet, 1, "notes", ("About", "Note"), list(self._note_rows()))

    def _note_rows(self) -> Iterator[tuple[str, str]]:
        yield from ((f"Symbol {symbol}", meaning) for symbol, meaning in SYMBOLS.items())
        for _, section in self.document.walk():
            for block in section.blocks:
                yield from ((f"{section.number} {section.title}", words) for words in self._said(block))

    def _said(self, block: Block) -> Iterator[str]:
        match block:
            case Paragraph(text):
                yield plain(text, self.labels)
            case Bullets(items):
                yield from (plain(item, self.labels) for item in items)
            case Callout(title, text):
                yield f"{title}: {plain(text, self.labels)}"
            case Narrative(title, writer):
                yield f"Still to be written by {writer}: {title}"

    def _definitions(self) -> None:
        sheet = self._sheet("Definitions", "Definitions", (40, 80, 80))
        rows = [
            (entry.term, entry.words, "; ".join(f"{label}: {words}" for label, words in entry.details))
            for entry in self.document.definitions()
        ]
        self._named(sheet, 1, "definitions", ("Term", "Meaning", "More"), rows)

    def _table(self, table: Table) -> None:
        widths = (38, *(16 if column.numeric else 40 for column in table.columns))
        sheet = self._sheet(f"Table {table.number}", f"Table {table.number}. {table.caption}", widths)
        symbols = [f"{symbol} = {SYMBOLS[symbol]}" for symbol in table.symbols]
        source = [f"Source: {table.source}"] if table.source else []
        base = [f"Base: {table.base}"] if table.base else []
        row = self._lines(sheet, [*base, *([table.note] if table.note else []), *symbols, *source])
        heads = (table.stub, *(column.head for column in table.columns))
        rights = (False, *(column.numeric for column in table.columns))
        self._named(
            sheet, row, f"table_{table.number}", heads, [(line.head, *line.cells) for line in table.rows], rights
        )

    def _data(self, ledger: Sequence[Entry]) -> None:
        heads = tuple(head for head, _, _ in DATA_COLUMNS)
        sheet = self._sheet("Data", "Every figure, one a row", [width for _, width, _ in DATA_COLUMNS])
        rows = [tuple(ask(entry) for _, _, ask in DATA_COLUMNS) for entry in ledger]
        row = self._lines(sheet, ["Where there is a symbol, the value is not published; see Notes."])
        self._named(sheet, row, "figures", heads, rows)
        sheet.freeze_panes(row + 1, 1)

    def _named(
        self,
        sheet: Any,
        top: int,
        name: str,
        heads: Sequence[str],
        rows: Sequence[Sequence[Any]],
        rights: Sequence[bool] = (),
    ) -> None:
        """A real table with a name and a heading row; at least one row, as Excel demands."""
        rows = list(rows) or [("None",) + ("",) * (len(heads) - 1)]
        columns = [
            {
                "header": head,
                "header_format": self.right if place < len(rights) and rights[place] else self.heading,
            }
            for place, head in enumerate(heads)
        ]
        where = (top, 0, top + len(rows), len(heads) - 1)
        sheet.add_table(*where, {"name": name, "columns": columns, "style": None, "autofilter": False})
        self._heighten(sheet, top, heads)
        for down, row in enumerate(rows, top + 1):
            self._heighten(sheet, down, row)
            for across, value in enumerate(row):
                self._write(sheet, down, across, value)

    def _heighten(self, sheet: Any, row: int, values: Sequence[Any]) -> None:
        """Room for words that wrap: not every program makes it by itself."""
        words = (value.text if isinstance(value, Cell) else str(value or "") for value in values)
        lines = max(ceil(len(each) / (width * WRAPS_AT)) for each, width in zip(words, self._widths, strict=False))
        if lines > 1:
            sheet.set_row(row, LINE_HEIGHT * lines)

    def _write(self, sheet: Any, row: int, column: int, value: Any) -> None:
        """One cell: a number as a number, anything else as words."""
        if isinstance(value, Cell):
            if value.number is None:
                sheet.write_string(row, column, value.text, self.symbol)
            else:
                sheet.write_number(row, column, value.number, self._as_printed(value.text))
        elif isinstance(value, int | float):
            sheet.write_number(row, column, value)
        elif value is None:
            sheet.write_blank(row, column, None)
        else:
            sheet.write_string(row, column, str(value), self.words)

    def _as_printed(self, text: str) -> Any:
        """The number format that shows as many decimals as the report prints."""
        places = len(text.partition(".")[2].rstrip("%")) if "." in text else 0
        if places not in self._decimals:
            look = {"font_name": "Arial", "font_size": 11, "valign": "top", "align": "right"}
            self._decimals[places] = self.book.add_format({**look, "num_format": "#,##0." + "0" * places})
        return self._decimals[places]

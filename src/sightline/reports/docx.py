"""The Word document: real headings, repeated table headings, alt text, a contents field, all in English (UK)."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

from sightline.reports import docx_parts as parts
from sightline.reports.document import (
    SYMBOLS,
    Block,
    Bullets,
    Callout,
    Chart,
    DefinitionList,
    Document,
    Narrative,
    Paragraph,
    Section,
    Table,
    Text,
    Tiles,
    plain,
)
from sightline.reports.ledger import Entry
from sightline.reports.pictures import Pictures


def render(document: Document, pictures: Pictures, ledger: Sequence[Entry] = ()) -> bytes:
    """The document as a .docx file."""
    return _Writer(document, pictures).write()


class _Writer:
    """Writes one document from top to bottom."""

    def __init__(self, document: Document, pictures: Pictures) -> None:
        import docx

        self.document = document
        self.pictures = pictures
        self.labels = document.labels()
        self.word = docx.Document()
        parts.set_styles(self.word, document.language)

    def write(self) -> bytes:
        self._properties()
        self._cover()
        if self.document.contents:
            self._contents(self.document.contents.title)
        for section in self.document.sections:
            self._section(section, 1)
        parts.set_header_and_footer(self.word, self.document)
        out = io.BytesIO()
        self.word.save(out)
        return out.getvalue()

    def _properties(self) -> None:
        about, document = self.word.core_properties, self.document
        about.title, about.author, about.last_modified_by = document.title, document.council, document.council
        about.subject, about.language, about.category = document.period, document.language, document.status
        about.comments = ""
        day = document.dated
        if day:
            about.created = about.modified = datetime(day.year, day.month, day.day)  # noqa: DTZ001

    def _cover(self) -> None:
        document = self.document
        parts.add_paragraph(self.word, "Council", document.council)
        parts.add_paragraph(self.word, "Title", document.title)
        if document.subtitle:
            parts.add_paragraph(self.word, "Subtitle", document.subtitle)
        parts.add_paragraph(self.word, "Subtitle", document.period)
        parts.add_paragraph(self.word, "Status", document.status)
        if document.control:
            parts.add_paragraph(self.word, "Caption", "Document control")
            rows = [(what, words) for what, words in document.control]
            parts.add_table(self.word, None, rows, numeric=(False,), shares=(0.32, 0.68))

    def _contents(self, title: str) -> None:
        parts.add_paragraph(self.word, "Contents title", title).paragraph_format.page_break_before = True
        lines = [
            (depth, f"{part.number} {part.title}", part.id) for depth, part in self.document.walk() if depth < 3
        ]
        parts.add_contents(self.word, lines)

    def _section(self, section: Section, level: int) -> None:
        heading = self.word.add_heading(f"{section.number} {section.title}", level)
        heading.paragraph_format.page_break_before = level == 1 and section.new_page
        parts.add_bookmark(heading, section.id)
        for block in section.blocks:
            self._block(block)
        for below in section.sections:
            self._section(below, level + 1)

    def _block(self, block: Block) -> None:
        match block:
            case Paragraph(text):
                self._running(text)
            case Bullets(items):
                for item in items:
                    self._running(item, "List Bullet")
            case Callout(title, text):
                parts.add_paragraph(self.word, "Callout title", title)
                self._running(text, "Callout")
            case Narrative():
                self._narrative(block)
            case Tiles():
                self._tiles(block)
            case Table():
                self._table(block)
            case Chart():
                self._chart(block)
            case DefinitionList():
                self._definitions(block)

    def _running(self, text: Text, style: str = "Body Text") -> None:
        parts.add_running(parts.add_paragraph(self.word, style), text, self.labels)

    def _narrative(self, block: Narrative) -> None:
        parts.add_paragraph(self.word, "Narrative title", f"Still to be written by {block.writer}: {block.title}")
        for prompt in block.prompts:
            parts.add_paragraph(self.word, "Narrative", prompt)
        parts.add_paragraph(self.word, "Narrative", "[Put your own words here in place of the questions.]")

    def _tiles(self, block: Tiles) -> None:
        """Headlines as a plain table: it reads in order, and a screen reader can move through it."""
        rows = []
        for tile in block.tiles:
            moved = f"{tile.direction}. " if tile.direction else ""
            base = f" ({plain(tile.base, self.labels)})" if tile.base else ""
            rows.append((tile.value, tile.label + base, moved + plain(tile.comparison, self.labels)))
        head = ("Figure", "What it is", "Compared with a year earlier")
        parts.add_table(self.word, head, rows, numeric=(False, False), shares=(0.14, 0.43, 0.43), strong=True)

    def _table(self, table: Table) -> None:
        caption = parts.add_paragraph(self.word, "Caption", f"Table {table.number}. {table.caption}")
        parts.add_bookmark(caption, table.id)
        head = (table.stub, *(column.head for column in table.columns))
        rows = [(row.head, *(cell.text for cell in row.cells)) for row in table.rows]
        numeric = tuple(column.numeric for column in table.columns)
        totals = {place for place, row in enumerate(table.rows) if row.total}
        parts.add_table(self.word, head, rows, numeric=numeric, totals=totals, described=table.caption)
        parts.add_paragraph(self.word, "Below table", " ".join(_notes(table)))

    def _chart(self, chart: Chart) -> None:
        caption = parts.add_paragraph(self.word, "Caption", f"Figure {chart.number}. {chart.caption}")
        parts.add_bookmark(caption, chart.id)
        png = self.pictures[chart.id].png
        if png is None:
            raise ValueError(f"chart '{chart.id}' was not drawn for Word")
        parts.add_picture(self.word, png, chart.alt)
        self._running(chart.reading)
        if chart.table:
            self._table(chart.table)

    def _definitions(self, block: DefinitionList) -> None:
        for entry in block.entries:
            term = parts.add_paragraph(self.word, "Term", entry.term)
            if entry.id:
                parts.add_bookmark(term, entry.id)
            parts.add_paragraph(self.word, "Meaning", entry.words)
            if entry.details:
                details = " ".join(_sentence(f"{label}: {words}") for label, words in entry.details)
                parts.add_paragraph(self.word, "Table note", details)


def _notes(table: Table) -> list[str]:
    """The sentences under a table, in the order of every format."""
    notes = [_sentence(f"Base: {table.base}")] if table.base else []
    notes += [table.note] if table.note else []
    if table.symbols:
        notes.append("Symbols: " + "; ".join(f"{symbol} = {SYMBOLS[symbol]}" for symbol in table.symbols) + ".")
    return notes + ([_sentence(f"Source: {table.source}")] if table.source else [])


def _sentence(words: str) -> str:
    return words if words.endswith(".") else f"{words}."

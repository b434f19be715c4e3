"""Files made even: known by their headings, one line a row, ready for the engine to read as a table."""

from __future__ import annotations

import errno
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from sightline.returns import rows, text, xml_form
from sightline.returns.findings import Finding
from sightline.returns.headings import RETURN, Kind
from sightline.returns.reading_rules import found
from sightline.returns.rows import Aside, HeadingLine, Writer
from sightline.returns.sources import Source
from sightline.returns.specs import FileSpec

#: What opening and reading a file can raise that is the file's fault, or the disk's.
CLOSED = (OSError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError)

#: What the machine lacks, which is no fault of the file: room, the right to write, open files.
_OURS = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EMFILE, errno.ENFILE)

_HEAD = 64 * 1024


@dataclass(frozen=True)
class Prepared:
    """One table's rows from one file, as text: a row number, then the values, parted by `rows.PART`.

    The row number is the line of the file, unless `lines_at` says which value holds the line (XML, where
    several rows may stand in one line).
    """

    source: Source
    spec: FileSpec
    names: tuple[str, ...]  # headings as in the file
    positions: dict[str, int]  # field -> which value
    rows: Path
    aside: Path  # lines that are no rows: rule, line, kind, text
    count: int
    aside_count: int
    delimiter: str = ","
    lines_at: int | None = None

    @property
    def width(self) -> int:
        """How many values a row has."""
        return len(self.names) + (self.lines_at is not None)


@dataclass
class Preparation:
    """What came of one file: its tables (one for CSV, several for XML) and what was found on the way."""

    source: Source
    kind: Kind = RETURN
    tables: list[Prepared] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def find(self, rule: str, kind: str = "", line: int | None = None, column: str | None = None) -> None:
        """Note something about the file."""
        self.findings.append(found(rule, kind=kind, file=self.source.name, line=line, field=column))


def prepare(source: Source, folder: Path, kind: Kind = RETURN) -> Preparation:
    """Make one file even, in files of `folder` (its own). What is wrong with the file is a finding."""
    result = Preparation(source, kind)
    folder.mkdir()
    try:
        with source.open() as stream:
            head = stream.read(_HEAD)
        _by_kind(result, head, folder)
    except PermissionError:
        result.tables.clear()
        result.find("SL-RD-02", "you may not open it")
    except CLOSED as failure:
        if isinstance(failure, OSError) and failure.errno in _OURS:
            raise
        result.tables.clear()
        result.find("SL-RD-02", "it is damaged or cannot be opened")
    return result


def _by_kind(result: Preparation, head: bytes, folder: Path) -> None:
    other = text.other_kind(head)
    if not head.strip():
        result.find(result.kind.unread, "the file is empty")
    elif other is not None:
        result.find(result.kind.unread, other)
    elif xml_form.is_xml(head) and result.kind is not RETURN:
        result.find(result.kind.unread, "it is XML")
    elif xml_form.is_xml(head):
        _prepare_xml(result, head, folder)
    else:
        _prepare_text(result, head, folder)


def _prepare_text(result: Preparation, head: bytes, folder: Path) -> None:
    with result.source.open() as stream:
        encoding = text.encoding_of(stream)
    with result.source.open() as stream:
        blocks = text.lines(stream, encoding)
        first = next(blocks, text.Lines(1, [""]))
        heading = rows.find_headings(first, result.kind)
        if heading is None:
            _not_recognised(result, head, first)
            return
        _note_form(result, heading, encoding)
        _write_rows(result, heading, chain([first], blocks), folder)


def _write_rows(result: Preparation, heading: HeadingLine, blocks: Iterator[text.Lines], folder: Path) -> None:
    headings = heading.headings
    paths = folder / "rows.txt", folder / "aside.txt"
    with ExitStack() as opened:
        out, aside_out = (opened.enter_context(path.open("w", encoding="utf-8", newline="\n")) for path in paths)
        writer = Writer(out, Aside(aside_out), heading.delimiter, len(headings.names), result.kind.quotes)
        body = _below(blocks, heading.line)
        if result.kind.quotes:
            body = rows.on_one_line(body, heading.delimiter, len(headings.names))
        for block in body:
            writer.write(block)
    result.tables.append(
        Prepared(
            result.source,
            headings.spec,
            headings.names,
            headings.positions,
            *paths,
            count=writer.count,
            aside_count=writer.aside.count,
            delimiter=heading.delimiter,
        )
    )
    if not writer.count + writer.aside.count:
        result.find("SL-RD-19")


def _below(blocks: Iterator[text.Lines], line: int) -> Iterator[text.Lines]:
    for block in blocks:
        lines = block.lines[max(0, line + 1 - block.first) :]
        if lines:
            yield text.Lines(max(block.first, line + 1), lines)


def _note_form(result: Preparation, heading: HeadingLine, encoding: str) -> None:
    told = {";": "parted by semicolons", "\t": "parted by tabs", "|": "parted by upright strokes"}
    forms = [told.get(heading.delimiter, "")]
    forms.append({"cp1252": "in Windows-1252", "utf-8-sig": ""}.get(encoding, "in UTF-16"))
    forms.append("headed by other lines before the headings" if heading.before else "")
    if any(forms) and result.kind.goes_on:
        result.find("SL-RD-08", " and ".join(form for form in forms if form), heading.line)
    headings = heading.headings
    for column in result.kind.missing(headings):
        result.find("SL-RD-04" if column.required else "SL-RD-05", line=heading.line, column=column.name)
    for column in headings.repeated:
        result.find("SL-RD-07", line=heading.line, column=column.name)
    if headings.extra:
        numbers = ", ".join(str(position + 1) for position in headings.extra[:10])
        more = " and others" if len(headings.extra) > 10 else ""
        many = len(headings.extra) > 1
        result.find("SL-RD-06", f"column{'s'[:many]} {numbers}{more} {'are' if many else 'is'}", heading.line)


def _not_recognised(result: Preparation, head: bytes, first: text.Lines) -> None:
    values = rows.first_line(first)
    rule = result.kind.unread
    if text.is_no_text(head):
        kind = "it is no text"
    elif not values:
        kind = "the file is empty"
    elif len(values) == 1:
        kind = "the file has one column"
    elif (near := result.kind.near_miss(values)) is not None:
        kind = near
    else:
        rule, kind = result.kind.unknown, "the headings are of no file of the return"
    result.find(rule if result.source.asked_for else "SL-RD-18", kind, 1)


def _prepare_xml(result: Preparation, head: bytes, folder: Path) -> None:
    if xml_form.has_document_type(head):
        result.find("SL-RD-02", "its XML has a document type or entities, which no return has")
        return
    with result.source.open() as stream, xml_form.Tables(folder) as tables:
        trouble = xml_form.write_tables(stream, tables)
    if trouble is not None and trouble.refused:
        result.find("SL-RD-02", trouble.kind, trouble.line)
        return
    if tables.children == 0:
        kind = trouble.kind if trouble else "the XML holds no children as a return does"
        result.find("SL-RD-01", kind, trouble.line if trouble else None)
        return
    if trouble is not None:
        result.find("SL-RD-03", trouble.kind, trouble.line)
    if tables.unknown:
        result.find("SL-RD-06", f"{len(tables.unknown)} kinds of element are")
    for table in tables.written():
        result.tables.append(
            Prepared(
                result.source,
                table.spec,
                tuple(column.name for column in table.spec.columns),
                {column.field: position for position, column in enumerate(table.spec.columns)},
                table.path,
                folder / "aside.txt",
                count=table.count,
                aside_count=0,
                lines_at=len(table.spec.columns),
            )
        )

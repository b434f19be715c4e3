"""The rows of a delimited text file, made even: one line a row, values parted by a character no file uses.

Most lines need no more than a look at how many values they have. The others (quoted, too long, too
many values) are read one by one, and what cannot be read is set aside with its text, never dropped.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TextIO

from sightline.returns.headings import RETURN, Headings, Kind, plain
from sightline.returns.text import Lines

#: Parts the values of a prepared row: the control character that is there for it.
PART = "\x1f"
DELIMITERS = (",", ";", "\t", "|")

_SPACES = "\t\x0b\x0c\x1a\xa0\u200b\ufeff"  # read as a plain space; 1a is how old systems end a file
_BLANK = " " + _SPACES
_NO_TEXT = "\x00\x1f"
_LINES_BEFORE_HEADINGS = 20
_LINES_OF_ONE_ROW = 100


@dataclass(frozen=True)
class HeadingLine:
    """Where the headings stand, what parts the values, and what they mean."""

    line: int
    delimiter: str
    headings: Headings
    before: int  # lines with text before it


@dataclass
class Aside:
    """A line that is no row, as prepared text: rule, line, kind, what it holds."""

    out: TextIO
    count: int = 0

    def put(self, rule: str, line: int, kind: str = "", text: str = "") -> None:
        """Set a line aside."""
        kept = text.replace(PART, " ").replace("\x00", " ")
        self.out.write(f"{rule}{PART}{line}{PART}{kind}{PART}{kept}\n")
        self.count += 1


@dataclass
class Writer:
    """Writes prepared rows and keeps count."""

    rows: TextIO
    aside: Aside
    delimiter: str
    width: int
    quotes: bool = False  # a value may hold quotation marks
    count: int = field(default=0)

    def write(self, block: Lines) -> None:
        """Write the rows of a block: at once where every line is plain, else one by one."""
        prepared = self._plain(block) if block.all_read else None
        if prepared is None:
            prepared = list(self._one_by_one(block))
        self.rows.writelines(prepared)
        self.count += len(prepared)

    def _plain(self, block: Lines) -> list[str] | None:
        text = self._with_plain_spaces("\n".join(line for line in block.lines if line is not None))
        if any(character in text for character in _NO_TEXT):
            return None
        if '"' in text:
            return self._quoted(text.split("\n"), block.first)
        parts = self.width - 1
        lines = text.replace(self.delimiter, PART).split("\n")
        prepared = [
            f"{number}{PART}{line}\n"
            for number, line in enumerate(lines, start=block.first)
            if line.count(PART) == parts
        ]
        return prepared if len(prepared) == len(lines) else None

    def _quoted(self, lines: list[str], first: int) -> list[str] | None:
        try:
            rows = list(self._reader(lines))
        except csv.Error:
            return None
        if len(rows) != len(lines) or any(len(row) != self.width for row in rows):
            return None
        joined = list(map(PART.join, rows))
        if not self.quotes and any('"' in line for line in joined):
            return None
        return [f"{number}{PART}{line}\n" for number, line in enumerate(joined, start=first)]

    def _one_by_one(self, block: Lines) -> Iterator[str]:
        for number, line in enumerate(block.lines, start=block.first):
            if line is None:
                self.aside.put("SL-RD-32", number)
            elif line.strip(_BLANK):
                values = self._values(number, line)
                if values is not None:
                    yield f"{number}{PART}{PART.join(values)}\n"

    def _values(self, number: int, line: str) -> list[str] | None:
        if any(character in line for character in _NO_TEXT):
            self.aside.put("SL-RD-33", number, text=line)
            return None
        values = split(self._with_plain_spaces(line), self.delimiter, quotes=self.quotes)
        if values is None:
            self.aside.put("SL-RD-31", number, text=line)
            return None
        while len(values) > self.width and not values[-1].strip(_BLANK):
            values.pop()
        if len(values) != self.width:
            kind = f"{len(values)} value{'s'[: len(values) > 1]} where there are {self.width} headings"
            self.aside.put("SL-RD-30", number, kind, line)
            return None
        return values

    def _with_plain_spaces(self, text: str) -> str:
        for space in _SPACES:
            if space in text and space != self.delimiter:
                text = text.replace(space, " ")
        return text

    def _reader(self, lines: Sequence[str]) -> Iterator[list[str]]:
        return csv.reader(lines, delimiter=self.delimiter, strict=True, skipinitialspace=True)


def on_one_line(blocks: Iterator[Lines], delimiter: str, width: int) -> Iterator[Lines]:
    """The same blocks, where a row that breaks its line within quotation marks stands whole on its first line.

    The lines that it went on over are empty, so that every line keeps its number. What does not come out as a
    whole row of `width` values stays as it is: a stray quotation mark takes no other row with it.
    """
    left = Lines(1, [])
    for block in blocks:
        if not block.all_read:  # too long a line for any row to go on over
            yield from _joined(left, delimiter, width)
            left = Lines(block.first, [])
        lines = Lines(block.first - len(left.lines), [*left.lines, *block.lines])
        settled = _join(lines.lines, delimiter, width, more=True)
        left = Lines(lines.first + settled, lines.lines[settled:])
        if settled:
            yield Lines(lines.first, lines.lines[:settled])
    yield from _joined(left, delimiter, width)


def _joined(left: Lines, delimiter: str, width: int) -> Iterator[Lines]:
    _join(left.lines, delimiter, width, more=False)
    if left.lines:
        yield left


def _join(lines: list[str | None], delimiter: str, width: int, *, more: bool) -> int:
    """Join in place; how many lines are settled. Where `more` follow, a row that is open at the end may go on."""
    at = 0
    while at < len(lines):
        if _is_open(lines[at], delimiter):
            end = _end(lines, at, delimiter, width)
            if end is None and more and len(lines) - at < _LINES_OF_ONE_ROW:
                return at
            if end is not None:
                lines[at : end + 1] = [" ".join(map(str, lines[at : end + 1])), *[""] * (end - at)]
                at = end
        at += 1
    return at


def _end(lines: list[str | None], at: int, delimiter: str, width: int) -> int | None:
    """Where a row that is open on one line is whole."""
    joined = str(lines[at])
    for end, line in enumerate(lines[at + 1 : at + _LINES_OF_ONE_ROW], start=at + 1):
        if line is None:
            return None
        joined = f"{joined} {line}"
        if '"' in line and not _is_open(joined, delimiter):
            return end if len(split(joined, delimiter, quotes=True) or ()) == width else None
    return None


def _is_open(line: str | None, delimiter: str) -> bool:
    """Whether a quotation mark is open where the line ends."""
    if line is None or line.count('"') % 2 == 0:
        return False
    try:
        list(csv.reader([line], delimiter=delimiter, strict=True, skipinitialspace=True))
    except csv.Error as failure:
        return "end of data" in str(failure)
    return False


def split(line: str, delimiter: str, *, quotes: bool = False) -> list[str] | None:
    """The values of one line; None where its quotation marks make no sense (or, without `quotes`, stay)."""
    if '"' not in line:
        return line.split(delimiter)
    try:
        rows = list(csv.reader([line], delimiter=delimiter, strict=True, skipinitialspace=True))
    except csv.Error:
        return None
    values = rows[0] if len(rows) == 1 else []
    return None if not quotes and any('"' in value for value in values) else values


def find_headings(block: Lines, kind: Kind = RETURN) -> HeadingLine | None:
    """The heading line: the first of the first lines with text that a file of this kind could have."""
    seen = 0
    for number, line in enumerate(block.lines, start=block.first):
        if line is None or not line.strip(_BLANK):
            continue
        for delimiter in DELIMITERS:
            headings = _headings(line, delimiter, kind)
            if headings is not None:
                return HeadingLine(number, delimiter, headings, seen)
        seen += 1
        if seen == _LINES_BEFORE_HEADINGS:
            break
    return None


def first_line(block: Lines) -> list[str]:
    """The values of the first line with text, parted by whichever delimiter gives most."""
    line = next((line for line in block.lines if line and line.strip(_BLANK)), "")
    return max((split(line, delimiter) or [] for delimiter in DELIMITERS), key=len)


def _headings(line: str, delimiter: str, kind: Kind) -> Headings | None:
    values = split(line, delimiter) or []
    while values and not plain(values[-1]):
        values.pop()
    return kind.recognise(values)

"""Text files as lines: any common encoding, any line ends, lines of bounded length.

A physical line is one row: no value of this return spans lines (docs/decisions.md). Lines come in
blocks, so that whole blocks can be handled at once.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

BLOCK = 1024 * 1024  # bytes read at a time, and characters that a line may have

_HEAD = 8 * 1024
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MARKS = tuple(mark for mark, _ in _BYTE_ORDER_MARKS)
_MOST_CONTROLS = 0.05  # share of bytes that no text has; a stray one is for its line to answer
_CONTROLS = bytes(sorted({*range(32), 127} - set(b"\t\n\v\f\r\x1a")))
_OTHER_KINDS = (
    (b"PK\x03\x04", "it is a spreadsheet or a zip, whatever its name; save it as CSV"),
    (b"\xd0\xcf\x11\xe0", "it is an old spreadsheet or document, whatever its name; save it as CSV"),
    (b"%PDF", "it is a PDF"),
    (b"\x1f\x8b", "it is packed with gzip; unpack it"),
)
_HTML = re.compile(rb"\s*<(!doctype\s+html|html)", re.IGNORECASE)


@dataclass(frozen=True)
class Lines:
    """Lines that follow each other. A line that is too long is None."""

    first: int  # the number of the first, from 1
    lines: list[str | None]

    @property
    def all_read(self) -> bool:
        """Whether no line was too long."""
        return self.lines[0] is not None  # only the first of a block can be


def other_kind(head: bytes) -> str | None:
    """What a file is that is known by its first bytes; None for text (XML included) and for what nobody knows."""
    for start, kind in _OTHER_KINDS:
        if head.startswith(start):
            return kind
    if _HTML.match(head):
        return "it is a web page, whatever its name; save it as CSV"
    return None


def is_no_text(head: bytes) -> bool:
    """Whether a file's first bytes hold more control characters than damage explains."""
    return _utf16(head) is None and not head.startswith(_MARKS) and _controls(head) > _MOST_CONTROLS


def encoding_of(stream: IO[bytes]) -> str:
    """The encoding of a whole file: UTF-16 or UTF-8 where it is, and Windows-1252 where it can be neither."""
    head = stream.read(_HEAD)
    marked = next((name for mark, name in _BYTE_ORDER_MARKS if head.startswith(mark)), None) or _utf16(head)
    if marked is not None and marked != "utf-8-sig":
        return marked
    return "utf-8-sig" if _is_utf8(head, stream) else "cp1252"


def lines(stream: IO[bytes], encoding: str) -> Iterator[Lines]:
    """The lines of a file in blocks of about a mebibyte, without their ends (CR, LF or CRLF, or mixed)."""
    number, left, too_long = 1, "", False
    for text in _text(stream, encoding):
        *whole, rest = (left + text).split("\n")
        read: list[str | None] = list(whole)
        if read and (too_long or len(whole[0]) > BLOCK):
            read[0], too_long = None, False
        if read:
            yield Lines(number, read)
            number += len(read)
        too_long = too_long or len(rest) > BLOCK
        left = "" if too_long else rest
    if left or too_long:
        yield Lines(number, [None if too_long else left])


def _text(stream: IO[bytes], encoding: str) -> Iterator[str]:
    """Decoded text with LF for every line end. A CR at the end of a block waits for the next one's LF."""
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    waiting = ""
    while data := stream.read(BLOCK):
        text = waiting + decoder.decode(data)
        waiting = "\r" if text.endswith("\r") else ""
        if waiting:
            text = text[:-1]
        yield _one_kind_of_end(text)
    yield _one_kind_of_end(waiting + decoder.decode(b"", final=True))


def _one_kind_of_end(text: str) -> str:
    if "\r" not in text:
        return text
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _controls(head: bytes) -> float:
    return (len(head) - len(head.translate(None, _CONTROLS))) / max(len(head), 1)


def _is_utf8(head: bytes, stream: IO[bytes]) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(head)
        while data := stream.read(BLOCK):
            decoder.decode(data)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _utf16(head: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of plain text is zero."""
    pairs = len(head) // 2
    if pairs < 4:
        return None
    if head[1::2].count(0) > pairs * 0.9 and head[0::2].count(0) == 0:
        return "utf-16-le"
    if head[0::2].count(0) > pairs * 0.9 and head[1::2].count(0) == 0:
        return "utf-16-be"
    return None

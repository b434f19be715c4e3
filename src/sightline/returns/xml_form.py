"""The department's XML, read as a stream: one CHILD at a time, nothing fetched, nothing expanded.

A root with repeated CHILD; in it one HEADER (with AMISSING, AREVIEW, AD_PLACED and others inside) and
repeated EPISODE. Namespaces are passed over. Each block becomes a row of the table that it belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from types import TracebackType
from typing import IO, Any, TextIO

from lxml import etree

from sightline.returns import specs
from sightline.returns.rows import PART
from sightline.returns.specs import FileSpec

MOST_OF_ONE_CHILD = 16 * 1024 * 1024  # bytes from one child's end to the next's

_START = re.compile(rb"^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*<")
_DOCUMENT_TYPE = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_MOST_UNKNOWN = 1_000  # tags remembered
_YES = {"1", "Y", "YES", "TRUE"}

_NO_DOCUMENT_TYPE = "its XML has a document type or entities, which no return has"


@dataclass(frozen=True)
class Trouble:
    """Where and why reading stopped. Refused: nothing of the file is kept."""

    kind: str
    line: int | None = None
    refused: bool = False


@dataclass
class Table:
    """The prepared rows of one table."""

    spec: FileSpec
    path: Path
    out: TextIO
    count: int = 0

    def __post_init__(self) -> None:
        self.block = self.spec.xml.rpartition("/")[2]
        self.tags = [(column.tag, _header_tag(column.tag)) for column in self.spec.columns]
        child = {"CHILD", "SEX", "DOB"}
        self.own = [column.tag for column in self.spec.columns if column.name not in child]

    def write(self, values: Iterable[str], line: int) -> None:
        """Write a row: its number, the values in the order of the spec, the line."""
        self.count += 1
        self.out.write(f"{self.count}{PART}{PART.join(values)}{PART}{line}\n")


@dataclass
class Tables:
    """A prepared file for each table. A context: the files close at its end."""

    folder: Path
    children: int = 0
    unknown: set[str] = field(default_factory=set)  # tags that no file of the return has

    def __enter__(self) -> Tables:
        self._tables = [self._open(spec) for spec in specs.every_file()]
        (self.folder / "aside.txt").touch()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None
    ) -> None:
        for table in self._tables:
            table.out.close()

    def __iter__(self) -> Iterator[Table]:
        return iter(self._tables)

    def written(self) -> list[Table]:
        """The tables that have rows."""
        return [table for table in self._tables if table.count]

    def _open(self, spec: FileSpec) -> Table:
        path = self.folder / f"{spec.record}.txt"
        return Table(spec, path, path.open("w", encoding="utf-8", newline="\n"))


class _TooFar(Exception):
    """Too many bytes went by without a child's end."""


class _Bounded:
    """A stream that refuses to give too much between one child's end and the next's."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._since = 0

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self._since += len(data)
        if self._since > MOST_OF_ONE_CHILD:
            raise _TooFar
        return data

    def child_ended(self) -> None:
        self._since = 0


def is_xml(head: bytes) -> bool:
    """Whether a file starts as XML does, in any of its encodings."""
    return bool(_START.match(head))


def has_document_type(head: bytes) -> bool:
    """Whether a document type or an entity is declared."""
    return bool(_DOCUMENT_TYPE.search(head.replace(b"\0", b"")))


def write_tables(stream: IO[bytes], tables: Tables) -> Trouble | None:
    """Write the rows of every child. Gives what stopped it, where something did."""
    bounded = _Bounded(stream)
    try:
        for child in _children(bounded):
            if child.getroottree().docinfo.internalDTD is not None:
                return Trouble(_NO_DOCUMENT_TYPE, refused=True)
            _write_child(child, tables)
            bounded.child_ended()
    except etree.XMLSyntaxError as error:
        return Trouble("it is not well formed from here on", error.lineno)
    except _TooFar:
        return Trouble("what follows is too large to be a child's entry")
    return None


def _children(stream: _Bounded) -> Iterator[Any]:
    """Each CHILD once it is whole; what went before is let go."""
    read: Any = stream
    parser = etree.iterparse(
        read,
        events=("end",),
        tag="{*}CHILD",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    for _, child in parser:
        yield child
        child.clear()
        while child.getprevious() is not None:
            del child.getparent()[0]


def _write_child(child: Any, tables: Tables) -> None:
    blocks = _blocks(child)
    header = next(iter(blocks.get("HEADER", [])), None)
    if header is None:
        return
    tables.children += 1
    told = _values(header)
    for name in _inside(header):
        blocks.setdefault(name, []).extend(_named(header, name))
    _note_unknown(header, blocks, tables)
    for table in tables:
        if table.block == "HEADER":
            if _is_told(table, told):
                table.write([told.get(tag, "") for _, tag in table.tags], header.sourceline)
            continue
        for block in blocks.get(table.block, ()):
            own = _values(block)
            values = [own[tag] if tag in own else told.get(above, "") for tag, above in table.tags]
            table.write(values, block.sourceline)


def _is_told(table: Table, told: dict[str, str]) -> bool:
    """Whether the header tells of this table: always of the child; of others where a field of theirs is filled."""
    if table.spec.record == "children" or told.get(table.spec.xml_when, "").upper() in _YES:
        return True
    return any(told.get(tag) for tag in table.own)


def _header_tag(tag: str) -> str:
    """The header's own tag for what a block does not hold: the child's identifier and date of birth."""
    return "CHILDID" if tag == "CHILD" else tag


def _blocks(child: Any) -> dict[str, list[Any]]:
    blocks: dict[str, list[Any]] = {}
    for element in child:
        blocks.setdefault(_name(element), []).append(element)
    return blocks


def _inside(header: Any) -> set[str]:
    return {_name(element) for element in header if len(element)}


def _named(header: Any, name: str) -> list[Any]:
    return [element for element in header if len(element) and _name(element) == name]


def _values(block: Any) -> dict[str, str]:
    """The text of each element that holds text alone, in one line."""
    return {
        _name(element): " ".join(element.text.split()) for element in block if element.text and not len(element)
    }


def _name(element: Any) -> str:
    return _local(element.tag)


@lru_cache(maxsize=4096)
def _local(tag: object) -> str:
    """The name of a tag without its namespace; a comment has none."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _note_unknown(header: Any, blocks: dict[str, list[Any]], tables: Tables) -> None:
    names = {_name(element) for element in header} | blocks.keys()
    for block in blocks.get("EPISODE", ()):
        names.update(_name(element) for element in block)
    if len(tables.unknown) < _MOST_UNKNOWN:
        tables.unknown |= names - _known()


@cache
def _known() -> frozenset[str]:
    latest = specs.for_year(specs.LAST)
    worked_out = ("PL_LA", "PL_LOCATION", "PL_DISTANCE")  # derived by the department, never asked for
    return frozenset((*latest.xml_header, *latest.xml_episode, "HEADER", "EPISODE", *worked_out))

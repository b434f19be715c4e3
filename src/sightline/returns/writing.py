"""Returns out, in the department's form: a folder of CSV files, or the XML.

Dates are dd/mm/yyyy, codes in capitals, columns and codes those of the collection year. What a record
holds and a return does not ask for (when a review was completed or recorded) is not written.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Any

from lxml import etree

from sightline.domain.records import TABLES, columns
from sightline.returns import specs
from sightline.returns.pages import rows_of
from sightline.returns.specs import ColumnSpec, FileSpec, ReturnSpec

Tables = Mapping[str, Iterable[Any]]


def write_csv(tables: Tables, folder: Path, collection: int) -> None:
    """Write each table as its CSV file into `folder`, made where it is not there; all of them or none.

    `tables` maps table names to records. Raises ValueError for a table with rows that the year's return
    does not have.
    """
    spec = specs.for_year(collection)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".writing-", dir=folder.parent) as building:
        written = [_write_file(Path(building), spec, file, records) for file, records in _files(spec, tables)]
        folder.mkdir(exist_ok=True)
        for path in written:
            path.replace(folder / path.name)


def write_xml(tables: Tables, path: Path, collection: int) -> None:
    """Write the tables as one XML file, whole or not at all. Children are held in memory to be put together.

    A child without a row in `children` gets a header with no more than is told elsewhere.
    """
    spec = specs.for_year(collection)
    children = _by_child(spec, tables)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    try:
        with etree.xmlfile(str(part), encoding="utf-8") as out:
            out.write_declaration()
            with out.element(spec.xml_root):
                for child in children.values():
                    out.write("\n")
                    out.write(_child(spec, child), pretty_print=True)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def tables_of(folder: Path, collection: int) -> dict[str, Iterator[Any]]:
    """The records of a folder of tables (`Reading.returned`, or lives) that come from one collection.

    They are read a page at a time as they are asked for.
    """
    return {
        record: _records(folder / f"{record}.parquet", record, collection)
        for record in specs.for_year(collection).files
    }


def _records(path: Path, record: str, collection: int) -> Iterator[Any]:
    names = [column.name for column in columns(TABLES[record])]
    for *told, year in rows_of(path, (*names, "collection")):
        if year == collection:
            yield TABLES[record](*told)


def _files(spec: ReturnSpec, tables: Tables) -> Iterator[tuple[FileSpec, Iterable[Any]]]:
    for record, records in tables.items():
        file = spec.files.get(record)
        if file is not None:
            yield file, records
        elif next(iter(records), None) is not None:
            raise ValueError(f"the return of {spec.collection} has no file for {record}")


def _write_file(folder: Path, spec: ReturnSpec, file: FileSpec, records: Iterable[Any]) -> Path:
    path = folder / file.file_name
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(column.name for column in file.columns)
        writer.writerows(_texts(spec, file, records))
    return path


def _texts(spec: ReturnSpec, file: FileSpec, records: Iterable[Any]) -> Iterator[list[str]]:
    """The values of each record as the return writes them."""
    writers = [(attrgetter(column.field), partial(_text, spec, column)) for column in file.columns]
    for record in records:
        yield [write(get(record)) for get, write in writers]


def _text(spec: ReturnSpec, column: ColumnSpec, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value.day:02}/{value.month:02}/{value.year:04}"
    text = " ".join(str(value).replace('"', "").split())
    if column.form != "partial date":
        text = text.upper()
    return spec.written.get(column.name, {}).get(text, text)


#: One child: the header's values by tag, and the blocks by their path, each with its values by tag.
_Child = tuple[dict[str, str], dict[str, list[dict[str, str]]]]


def _by_child(spec: ReturnSpec, tables: Tables) -> dict[str, _Child]:
    children: dict[str, _Child] = {}
    for file, records in _files(spec, tables):
        tags = [column.tag for column in file.columns]
        own = {"CHILDID", "CHILD", "DOB", "SEX"}
        for texts in _texts(spec, file, records):
            told = dict(zip(tags, texts, strict=True))
            header, blocks = children.setdefault(texts[0], ({"CHILDID": texts[0]}, {}))
            if file.record == "children":
                header.update(told)
                continue
            if told.get("DOB"):
                header.setdefault("DOB", told["DOB"])
            rest = {tag: text for tag, text in told.items() if tag not in own}
            if file.xml == "HEADER":
                header.update(rest | ({file.xml_when: "1"} if file.xml_when else {}))
            else:
                blocks.setdefault(file.xml.rpartition("/")[2], []).append(rest)
    return children


def _child(spec: ReturnSpec, child: _Child) -> Any:
    values, blocks = child
    element = etree.Element("CHILD")
    header = etree.SubElement(element, "HEADER")
    for tag in spec.xml_header:
        for block in blocks.get(tag, ()):
            _put(etree.SubElement(header, tag), block)
        if values.get(tag) or tag in _ALWAYS_IN_HEADER:
            etree.SubElement(header, tag).text = values.get(tag) or _ALWAYS_IN_HEADER[tag]
    for block in blocks.get("EPISODE", ()):
        _put(etree.SubElement(element, "EPISODE"), {tag: block.get(tag, "") for tag in spec.xml_episode})
    return element


#: Elements that the department's schema asks for in every block, empty where there is nothing to say.
_ALWAYS = ("DEC", "REC")
_ALWAYS_IN_HEADER = {"UPN": "", "UASC": "0"}


def _put(element: Any, values: Mapping[str, str]) -> None:
    """Fill a block. One with no value at all keeps an empty element, or it would be no row when read."""
    filled = {tag: text for tag, text in values.items() if text or tag in _ALWAYS}
    for tag, text in (filled or dict.fromkeys(list(values)[:1])).items():
        etree.SubElement(element, tag).text = text

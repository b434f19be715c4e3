"""Rows that could not be kept, given back to be mended: the file's own columns after two of ours.

`SENT_BACK_LINE` is the line of the file that was read, `WHAT_TO_DO` says what is wrong. Mend the row,
leave or delete those two columns, and put the file beside the others under any name: rows add up, and
reading passes over the two columns. (The row that was wrong is sent back again until it is corrected or
taken out where it came from.)
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from heapq import merge
from pathlib import Path

from sightline.engine.connect import Engine
from sightline.returns.headings import SENT_BACK_COLUMNS
from sightline.returns.reading_rules import rules
from sightline.returns.rows import PART
from sightline.returns.staging import StagedFile


def write(engine: Engine, files: list[StagedFile], folder: Path) -> dict[int, int]:
    """Write a file of rows to mend for each file that has any; how many each has, by its number."""
    counts = {}
    for file in files:
        dropped = _dropped(engine, file)
        if dropped or file.prepared.aside_count:
            folder.mkdir(exist_ok=True)
            counts[file.number] = _write_file(file, dropped, folder / _name(file, folder))
    return counts


def _dropped(engine: Engine, file: StagedFile) -> dict[int, str]:
    """What to do about each row that is sent back, by its row number."""
    rows = engine.rows("SELECT row_number, rule, kind FROM dropped WHERE file_id = :number", number=file.number)
    return {number: rules()[rule].message(kind) for number, rule, kind in rows if rules()[rule].sent_back}


def _write_file(file: StagedFile, dropped: dict[int, str], path: Path) -> int:
    prepared = file.prepared
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        out.write(_line([*SENT_BACK_COLUMNS, *prepared.names], prepared.delimiter))
        for _, line in merge(_rows(file, dropped), _asides(file)):
            out.write(line)
            count += 1
    return count


def _rows(file: StagedFile, dropped: dict[int, str]) -> Iterator[tuple[int, str]]:
    if not dropped:
        return
    prepared = file.prepared
    with prepared.rows.open(encoding="utf-8", newline="\n") as rows:
        for row in rows:
            number, *values = row.rstrip("\n").split(PART)
            told = dropped.get(int(number))
            if told is not None:
                line = number if prepared.lines_at is None else values.pop(prepared.lines_at)
                yield int(line), _line([line, told, *values], prepared.delimiter)


def _asides(file: StagedFile) -> Iterator[tuple[int, str]]:
    """Lines that are no rows keep their text as it was, behind our two columns."""
    prepared = file.prepared
    with prepared.aside.open(encoding="utf-8", newline="\n") as asides:
        for aside in asides:
            rule, line, kind, text = aside.rstrip("\n").split(PART)
            ours = _line([line, rules()[rule].message(kind)], prepared.delimiter).rstrip("\r\n")
            yield int(line), f"{ours}{prepared.delimiter}{text}\r\n"


def _line(values: list[str], delimiter: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerow(values)
    return out.getvalue()


def _name(file: StagedFile, folder: Path) -> str:
    """The file's name with its folders in it; for XML the table's name too."""
    prepared = file.prepared
    stem = prepared.source.name.replace("/", "__").rpartition(".")[0] or prepared.source.name
    name = stem if prepared.lines_at is None else f"{stem}__{prepared.spec.name}"
    return f"{name}.csv" if not (folder / f"{name}.csv").exists() else f"{name}__{file.number}.csv"

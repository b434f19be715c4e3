"""An extract out: a lives folder written as a case system would export it, in one of several dialects.

For the sample council and for tests: `read(write(x)) = x`, whatever the dialect. What the dataset does not hold
(education plans, who provides a placement, days on which a review was completed) is not written.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from sightline.domain.codes import KNOWN_SETS, code_set
from sightline.domain.records import RECORDS
from sightline.engine.connect import Engine, connect
from sightline.engine.tables import schema
from sightline.returns.ssd import spec, spellings
from sightline.returns.ssd.spec import Field, Table


@dataclass(frozen=True)
class Dialect:
    """How a system writes: dates, yes and no, codes or descriptions, file names, encoding, what it lacks."""

    name: str
    day: str = "%Y-%m-%d"
    yes_no: tuple[str, str] = ("Y", "N")
    in_words: frozenset[str] = frozenset()  # sets of spellings that are written as descriptions
    file: Callable[[str, date], str] = field(default=lambda table, on: f"{table}.csv")
    encoding: str = "utf-8"
    lacks: frozenset[str] = frozenset()  # fields


DIALECTS: dict[str, Dialect] = {
    dialect.name: dialect
    for dialect in (
        Dialect("plain"),
        Dialect(
            "lcs",
            day="%Y-%m-%d 00:00:00.000",
            in_words=frozenset({"legal_status", "review_code", "health_check", "involved_as"}),
            file=lambda table, on: f"{table}_{on:%Y%m%d}.csv",
            encoding="utf-16",
        ),
        Dialect(
            "mosaic",
            day="%d/%m/%Y",
            yes_no=("a) Yes", "b) No"),
            in_words=frozenset({"legal_status", "placement_provider", "ethnicity", "missing_type", "involved_as"}),
            file=lambda table, on: f"MOSAIC_{table.upper()}.CSV",
            encoding="cp1252",
            lacks=frozenset({"clae_cla_placement_id", "clar_cla_review_due_date", "clap_person_id"}),
        ),
    )
}


def write_csv(lives: Path, folder: Path, as_at: date, *, dialect: Dialect = DIALECTS["plain"]) -> None:
    """Write the extract of a day: one CSV file for each table that Sightline reads."""
    folder.mkdir(parents=True, exist_ok=True)
    with connect("duckdb") as engine:
        for record in RECORDS:
            _load(engine, lives / f"{record}.parquet", record)
        for name in _FIRST:
            engine.define(name, _sql(name), as_at=as_at)
        for table in spec.used():
            rows = engine.records(f"SELECT * FROM ({_sql(table.name)}) ORDER BY ALL", as_at=as_at)
            path = folder / dialect.file(table.name, as_at)
            with path.open("w", newline="", encoding=dialect.encoding, errors="replace") as out:
                csv.writer(out).writerows(_lines(table, rows, dialect))


_FIRST = ("out_periods", "out_placements", "out_law")


def _load(engine: Engine, path: Path, record: str) -> None:
    if path.exists():
        engine.load(record, path)
        return
    nothing = ", ".join(f"CAST(NULL AS {kind}) AS {name}" for name, kind in schema(record).items())
    engine.define(record, f"SELECT {nothing} WHERE FALSE")


def _lines(table: Table, rows: list[dict[str, Any]], dialect: Dialect) -> Iterator[list[str]]:
    told = [each for each in table.used if each.name not in dialect.lacks]
    yield [each.name for each in told]
    for row in rows:
        yield [_text(each, row.get(each.name), dialect) for each in told]


def _text(told: Field, value: Any, dialect: Dialect) -> str:
    if value is None:
        return ""
    if told.kind == "date":
        return str(value.strftime(dialect.day))
    if told.kind == "flag":
        return dialect.yes_no[0] if value else dialect.yes_no[1]
    if told.code_set in dialect.in_words:
        return _words(told.code_set or "").get(value, str(value))
    return str(value)


@cache
def _words(name: str) -> dict[str, str]:
    """A description of each code of a set that leads back to it: its label where that says one thing only."""
    leads = {spelling: code for each, spelling, code in spellings.every() if each == name}
    told: dict[str, str] = {}
    for spelling, code in leads.items():
        if len(spelling) > len(told.get(code, "")):
            told[code] = spelling
    labels = code_set(name) if name in KNOWN_SETS else {}
    for code, known in labels.items():
        if leads.get(spellings.plain(known.label)) == code:
            told[code] = known.label
    return {code: text[:1].upper() + text[1:] for code, text in told.items()}


@cache
def _sql(name: str) -> str:
    return files(__package__).joinpath(f"out/{name}.sql").read_text(encoding="utf-8")

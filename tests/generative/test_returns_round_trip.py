"""What is written is read back the same: random records, both forms, every year; and tortured text forms."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sightline.domain.records import KEYS, TABLES, Column, ColumnType, columns
from sightline.engine.connect import Engine
from sightline.returns import reading, specs, writing

YEARS = range(specs.FIRST, specs.LAST + 1)

DATES = st.dates(date(1990, 1, 1), date(2027, 12, 31))
IDS = st.text("ABCDEFGHJKLMNPQRSTVWXYZ0123456789", min_size=1, max_size=12)


def _one_space(text: str) -> str:
    return " ".join(text.split())


WORDS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ", min_size=1, max_size=8).map(_one_space).filter(bool)
CODES = st.sampled_from(["A", "B1", "PN3", "X1", "WBRI", "SDQ1", "OTHER", "0", "1"])
PARTIAL = st.sampled_from(["01/02/2010", "zz/02/2010", "zz/zz/2010", "zz/zz/zzzz"])


def values(column: Column) -> st.SearchStrategy[Any]:
    """Any value of a column, from its declaration."""
    if column.code_set == "sex":
        plain: st.SearchStrategy[Any] = st.sampled_from("MF")
    elif column.name == "ordered":
        plain = PARTIAL
    else:
        plain = {
            ColumnType.TEXT: WORDS,
            ColumnType.CODE: CODES,
            ColumnType.NUMBER: st.integers(0, 40),
            ColumnType.FLAG: st.integers(0, 1),
            ColumnType.DATE: DATES,
        }[column.type]
    return plain if column.required else st.none() | plain


def record_of(table: str, child: str, born: date, sex: str) -> st.SearchStrategy[Any]:
    """A record of a table about one child; what the return cannot hold is left blank."""
    told = {column.field for column in specs.for_year(specs.LAST).files[table].columns}
    fixed = {"child": child, "born": born, "sex": sex}
    fields = {
        column.name: st.just(fixed[column.name]) if column.name in fixed else values(column)
        for column in columns(TABLES[table])
        if column.name in told
    }
    return st.builds(TABLES[table], **fields)


@st.composite
def returns(draw: st.DrawFn, collection: int) -> Mapping[str, list[Any]]:
    """The tables of one return: some children, each with rows in some tables, no key twice."""
    tables: dict[str, list[Any]] = {table: [] for table in specs.for_year(collection).files}
    for child in draw(st.lists(IDS, min_size=1, max_size=2, unique=True)):
        born, sex = draw(DATES), draw(st.sampled_from("MF"))
        for table in tables:
            many = 1 if table == "children" else draw(st.integers(0, 2))
            tables[table].extend(draw(record_of(table, child, born, sex)) for _ in range(many))
    return {table: list(_one_a_key(table, records)) for table, records in tables.items()}


def _one_a_key(table: str, records: list[Any]) -> list[Any]:
    keys = [key for key in KEYS[table] if key != "collection"]
    return list({tuple(getattr(record, key) for key in keys): record for record in records}.values())


Back = Callable[[Path, Path, int | None], tuple[dict[int, dict[str, list[Any]]], set[str]]]


@pytest.fixture
def read_back(duckdb_engine: Engine) -> Back:
    """A function that reads a return: records by collection and table, and rules that a plain return keeps."""

    def back(work: Path, given: Path, year: int | None) -> tuple[dict[int, dict[str, list[Any]]], set[str]]:
        read = reading.read([given], year=year, work=work)
        tables: dict[int, dict[str, list[Any]]] = {
            collection: {table: [] for table in TABLES} for collection in read.collections
        }
        for table, record in TABLES.items():
            duckdb_engine.load("read_back", read.table(table))
            names = ", ".join(column.name for column in columns(record))
            for *row, collection in duckdb_engine.rows(f"SELECT {names}, collection FROM read_back"):
                tables[collection][table].append(record(*row))
        return tables, {finding.rule for finding in read.findings} - NOT_GIVEN

    return back


#: Files that were not there, or had headings alone; dates that are not of the return's year.
NOT_GIVEN = {"SL-RD-13", "SL-RD-15", "SL-RD-16", "SL-RD-19"}


def same(read: Mapping[str, list[Any]], written: Mapping[str, list[Any]]) -> None:
    for table in TABLES:
        assert sorted(map(repr, read[table])) == sorted(map(repr, written.get(table, []))), table


#: Years are read together, four at a time: each example then takes one reading, and stays small to print.
FOUR_YEARS = [YEARS[:4], YEARS[4:8], YEARS[8:]]


@pytest.mark.parametrize("years", FOUR_YEARS, ids=str)
def test_csv_of_every_year_comes_back_the_same(
    years: range, read_back: Back, tmp_path_factory: pytest.TempPathFactory
) -> None:
    @settings(max_examples=3)
    @given(st.fixed_dictionaries({year: returns(year) for year in years}))
    def check(written: dict[int, Mapping[str, list[Any]]]) -> None:
        folder = tmp_path_factory.mktemp("csv")
        for year, tables in written.items():
            writing.write_csv(tables, folder / "all" / str(year), year)
        read, complaints = read_back(folder / "work", folder / "all", None)
        assert not complaints
        for year, tables in written.items():
            same(read[year], tables)

    check()


@pytest.mark.parametrize("years", FOUR_YEARS, ids=str)
def test_xml_of_every_year_comes_back_the_same(
    years: range, read_back: Back, tmp_path_factory: pytest.TempPathFactory
) -> None:
    @settings(max_examples=3)
    @given(st.fixed_dictionaries({year: returns(year) for year in years}))
    def check(written: dict[int, Mapping[str, list[Any]]]) -> None:
        folder = tmp_path_factory.mktemp("xml")
        for year, tables in written.items():
            writing.write_xml(tables, folder / "all" / f"return {year}.xml", year)
        read, complaints = read_back(folder / "work", folder / "all", None)
        assert not complaints
        for year, tables in written.items():
            same(read[year], tables)

    check()


def test_what_was_read_can_be_written_again(tmp_path: Path) -> None:
    """From files to tables to files to tables: nothing changes on the second way round."""
    tables = _some_tables()
    writing.write_csv(tables, tmp_path / "first", 2025)
    first = reading.read([tmp_path / "first"], year=2025, work=tmp_path / "work-1")
    writing.write_csv(writing.tables_of(first.returned, 2025), tmp_path / "second", 2025)
    for path in sorted((tmp_path / "first").iterdir()):
        assert (tmp_path / "second" / path.name).read_text() == path.read_text()


def _some_tables() -> Mapping[str, list[Any]]:
    child = TABLES["children"]("A1", "F", date(2012, 5, 6), "WBRI", "UN1")
    episode = TABLES["episodes"]("A1", date(2024, 5, 1), "S", "C2", "N1", "U6", "PR1")
    tables: dict[str, list[Any]] = {table: [] for table in specs.for_year(2025).files}
    return {**tables, "children": [child, replace(child, child="A2", sex="M")], "episodes": [episode]}


# --- the same table in every form that a file can have ---

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252")
DATE_FORMS: tuple[Callable[[date], str], ...] = (
    lambda day: f"{day:%d/%m/%Y}",
    lambda day: f"{day.day}/{day.month}/{day.year}",
    lambda day: f"{day:%d-%m-%Y}",
    lambda day: f"{day:%Y-%m-%d}",
    lambda day: f"{day:%Y-%m-%d}T00:00:00",
    lambda day: f"{day:%Y-%m-%d} 00:00:00.000",
    lambda day: f"{day:%d/%m/%Y} 00:00",
    lambda day: f"{day:%d.%m.%Y}",
    lambda day: f"{day:%d %b %Y}",
)


@st.composite
def forms(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "encoding": draw(st.sampled_from(ENCODINGS)),
        "delimiter": draw(st.sampled_from(",;\t|")),
        "ends": draw(st.sampled_from([["\n"], ["\r\n"], ["\r"], ["\n", "\r\n", "\r"]])),
        "lower": draw(st.booleans()),
        "quoted": draw(st.booleans()),
        "order": draw(st.integers(0, 1000)),
        "date": draw(st.sampled_from(DATE_FORMS)),
        "gap": draw(st.sampled_from(["_", " "])),
        "blank_lines": draw(st.integers(0, 3)),
        "extra": draw(st.booleans()),
        "fraction": draw(st.booleans()),
        "last_end": draw(st.booleans()),
    }


def tortured(file: specs.FileSpec, records: list[Any], form: Mapping[str, Any]) -> bytes:
    """The file as somebody's system or spreadsheet may have left it."""
    order = list(file.columns)
    chance = random.Random(form["order"])
    chance.shuffle(order)
    out = io.StringIO()
    writer = csv.writer(
        out,
        delimiter=form["delimiter"],
        lineterminator="\n",
        quoting=csv.QUOTE_ALL if form["quoted"] else csv.QUOTE_MINIMAL,
    )
    writer.writerow([column.name.replace("_", form["gap"]) for column in order] + ["Remarks"] * form["extra"])
    for record in records:
        row = [_form(getattr(record, column.field), form) for column in order]
        writer.writerow(row + ["é"] * form["extra"])
    lines = [""] * form["blank_lines"] + out.getvalue().splitlines()
    ends = [chance.choice(form["ends"]) for _ in lines]
    if not form["last_end"]:
        ends[-1] = ""
    text = "".join(line + end for line, end in zip(lines, ends, strict=True))
    return (text.lower() if form["lower"] else text).encode(form["encoding"])


def _form(value: Any, form: Mapping[str, Any]) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        text: str = form["date"](value)
        return text
    return f"{value}.0" if isinstance(value, int) and form["fraction"] else f" {value} "


def test_any_form_of_the_text_is_the_same_table(read_back: Back, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Every file in a form of its own."""

    @settings(max_examples=12)
    @given(returns(2027), st.data())
    def check(tables: Mapping[str, list[Any]], data: st.DataObject) -> None:
        folder = tmp_path_factory.mktemp("forms")
        (folder / "return").mkdir()
        for number, (table, records) in enumerate(tables.items()):
            if records:
                text = tortured(specs.for_year(2027).files[table], records, data.draw(forms()))
                (folder / "return" / f"file {number}.txt").write_bytes(text)
        read, complaints = read_back(folder / "work", folder / "return", 2027)
        same(read[2027], tables)
        assert complaints <= NOTES

    check()


#: That the form is another than the department's is noted; nothing is wrong.
NOTES = {"SL-RD-06", "SL-RD-08", "SL-RD-09", "SL-RD-10"}

"""Rows in memory to Parquet and back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sightline.domain.records import TABLES, Review
from sightline.engine.connect import Engine
from sightline.engine.tables import schema, write_records, write_rows, write_tables

AWKWARD = ['a "quoted" word', "two\nlines", "comma, and ; more", "", " spaced ", "é—ü", "O'Neil", None]


def test_texts_come_back_as_they_were(engine: Engine, tmp_path: Path) -> None:
    """A blank text is not the same as none."""
    path = tmp_path / "texts.parquet"
    write_rows(path, enumerate(AWKWARD), {"n": "INTEGER", "text": "VARCHAR"})
    engine.load("texts", path)
    assert [text for _, text in engine.rows("SELECT n, text FROM texts ORDER BY n")] == AWKWARD


def test_records_have_the_columns_of_their_table_and_where_they_came_from(engine: Engine, tmp_path: Path) -> None:
    review = Review("C1", date(2015, 1, 1), date(2024, 5, 1), "PN1", completed=date(2024, 5, 9), adjourned=1)
    write_records(tmp_path / "reviews.parquet", "reviews", [review], collection=2025, file="reviews.csv")
    engine.load("reviews", tmp_path / "reviews.parquet")
    (told,) = engine.records("SELECT * FROM reviews")
    assert tuple(told) == tuple(schema("reviews"))
    assert (told["held"], told["completed"], told["recorded"]) == (date(2024, 5, 1), date(2024, 5, 9), None)
    assert (told["adjourned"], told["collection"], told["file"], told["line"]) == (1, 2025, "reviews.csv", 2)


def test_every_table_is_there_even_without_rows(duckdb_engine: Engine, tmp_path: Path) -> None:
    folder = write_tables(tmp_path / "lives", {})
    assert {path.stem for path in folder.iterdir()} == {*TABLES, "collections"}
    for table in TABLES:
        duckdb_engine.load("anything", folder / f"{table}.parquet")
        assert duckdb_engine.columns("anything") == tuple(schema(table))
        assert duckdb_engine.rows("SELECT count(*) FROM anything") == [(0,)]

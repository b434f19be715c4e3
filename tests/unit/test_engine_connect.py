"""Connections: placeholders, tables that replace each other, Parquet, named expressions."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sightline.engine.connect import Engine, bind, connect, placeholders


def test_placeholders_are_rewritten_and_all_else_is_left_alone() -> None:
    sql = """SELECT ':a', ":a", x::DATE, :a, '{' || :b -- :a child's
        /* :a */ FROM t"""
    statement, values = bind(sql, {"a": 1, "b": 2, "unused": 3})
    assert statement.split() == sql.replace(", :a, '{' || :b", ", $a , '{' || $b ").split()
    assert values == {"a": 1, "b": 2}
    assert placeholders(sql) == {"a", "b"}


def test_a_placeholder_without_a_value_is_refused() -> None:
    with pytest.raises(ValueError, match=":on"):
        bind("SELECT :on", {})


def test_an_unknown_engine_is_refused() -> None:
    with pytest.raises(ValueError, match="'oracle'"), connect("oracle"):
        pass


@pytest.mark.parametrize("name", ["a b", "t; DROP TABLE x", "1a", ""])
def test_a_table_needs_a_plain_name(duckdb_engine: Engine, name: str) -> None:
    with pytest.raises(ValueError, match="no name for a table"):
        duckdb_engine.define(name, "SELECT 1 AS x")


def test_settings_of_duckdb_reach_for_nothing_outside() -> None:
    with connect("duckdb", memory_limit="300MB", threads=1) as engine:
        for setting in ("autoinstall_known_extensions", "autoload_known_extensions", "python_enable_replacements"):
            assert engine.rows(f"SELECT current_setting('{setting}')") == [(False,)]
        assert engine.rows("SELECT current_setting('threads')") == [(1,)]
        folder = engine.folder
        assert folder.is_dir()
    assert not folder.exists()


def test_a_table_is_kept_and_replaced(engine: Engine) -> None:
    engine.define("numbers", "SELECT 1 AS n UNION ALL SELECT 2 AS n")
    engine.define("numbers", "SELECT n + :more AS n FROM numbers WHERE n > :least", more=10, least=1)
    assert engine.rows("SELECT n FROM numbers") == [(12,)]
    assert engine.records("SELECT n, 'a' AS letter FROM numbers") == [{"n": 12, "letter": "a"}]
    assert engine.columns("numbers") == ("n",)


def test_values_are_values(engine: Engine) -> None:
    """A value is never read as SQL, and dates stay dates."""
    told = engine.rows(
        "SELECT :text, CAST(:day AS DATE), :none IS NULL", text="'; --", day=date(2025, 3, 31), none=None
    )
    assert told == [("'; --", date(2025, 3, 31), True)]


def test_parquet_comes_back_as_it_went(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "it's here.parquet"
    rows = [(1, date(2024, 2, 29), "a", None), (2, None, "", True)]
    engine.define(
        "written",
        "SELECT 1 AS n, DATE '2024-02-29' AS day, 'a' AS letter, CAST(NULL AS BOOLEAN) AS flag "
        "UNION ALL SELECT 2, NULL, '', TRUE",
    )
    engine.write_parquet("written", path)
    engine.load("read_again", path)
    assert engine.rows("SELECT * FROM read_again ORDER BY n") == rows
    engine.write_parquet("SELECT n FROM read_again WHERE n > :n", path, n=1)
    engine.load("read_again", path)
    assert engine.rows("SELECT * FROM read_again") == [(2,)]
    assert list(tmp_path.iterdir()) == [path]  # nothing half-written is left


def test_what_cannot_be_written_leaves_nothing(tmp_path: Path, duckdb_engine: Engine) -> None:
    path = tmp_path / "numbers.parquet"
    with pytest.raises(Exception, match="nowhere"):
        duckdb_engine.write_parquet("SELECT * FROM nowhere", path)
    assert not path.exists()


def test_age_is_in_whole_years(engine: Engine) -> None:
    """Somebody born on 29 February has a birthday on 1 March in other years."""
    for day, age in ((date(2038, 2, 28), 17), (date(2038, 3, 1), 18)):
        assert engine.rows("SELECT age_on(:born, :day)", born=date(2020, 2, 29), day=day) == [(age,)]


@pytest.mark.parametrize(
    ("sql", "value"),
    [
        ("months_after(DATE '2023-11-30', 3)", date(2024, 2, 29)),
        ("months_after(DATE '2024-02-29', -12)", date(2023, 2, 28)),
        ("days_after(DATE '2024-02-28', 2)", date(2024, 3, 1)),
        ("days_between(DATE '2024-02-28', DATE '2024-03-01')", 2),
        ("reporting_year(DATE '2025-03-31')", 2025),
        ("reporting_year(DATE '2025-04-01')", 2026),
        ("reporting_quarter(DATE '2025-03-31')", 4),
        ("reporting_quarter(DATE '2025-04-01')", 1),
        ("reporting_quarter(DATE '2025-09-30')", 2),
        ("reporting_quarter(DATE '2025-10-01')", 3),
        ("reporting_month(DATE '2025-03-31')", 12),
        ("reporting_month(DATE '2025-04-01')", 1),
        ("age_on(DATE '2020-01-01', NULL)", None),
    ],
)
def test_named_expressions(engine: Engine, sql: str, value: object) -> None:
    assert engine.rows(f"SELECT {sql}") == [(value,)]

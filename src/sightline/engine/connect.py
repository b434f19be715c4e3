"""Connections: the one place that knows DuckDB and Spark.

    with connect("duckdb") as engine:
        engine.load("episodes", path)
        engine.define("open", "SELECT * FROM episodes WHERE ceased IS NULL OR ceased > :on", on=day)
        engine.rows("SELECT count(*) FROM open")

SQL is written in DuckDB's dialect, on the ground it shares with Spark. A value is never pasted into
SQL: it is written `:name` and given by keyword. Write `CAST(x AS DATE)`; `x::DATE` is left alone by
the placeholders but reads badly beside them. Both engines read and write Parquet only.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from sightline.engine.expressions import FUNCTIONS

NAMES = ("duckdb", "spark")

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_PLACEHOLDER = re.compile(
    r"""
    '(?:[^']|'')*' | "(?:[^"]|"")*"     # strings and quoted names, kept
    | --[^\n]* | /\*.*?\*/ | ::         # comments and casts, kept
    | :(?P<name>[A-Za-z_]\w*)           # a placeholder
    """,
    re.VERBOSE | re.DOTALL,
)


class Engine(Protocol):
    """What both engines do. Rows come in no promised order unless the SQL orders them."""

    name: str
    folder: Path  # temporary, there as long as the engine is

    def load(self, table: str, path: Path) -> None:
        """Make a Parquet file (or a folder of them) a table; replaces one of that name."""

    def define(self, name: str, sql: str, **params: object) -> None:
        """Run a query once and keep its rows as a table; replaces one of that name."""

    def rows(self, sql: str, **params: object) -> list[tuple[Any, ...]]:
        """The rows of a query."""

    def records(self, sql: str, **params: object) -> list[dict[str, Any]]:
        """The rows of a query, as dicts by column name."""

    def columns(self, table: str) -> tuple[str, ...]:
        """The column names of a table, in order."""

    def write_parquet(self, table_or_sql: str, path: Path, **params: object) -> None:
        """Write a table or the rows of a query to one Parquet file, whole or not at all."""

    def execute(self, sql: str, **params: object) -> None:
        """Run a statement that gives no rows."""


def available() -> tuple[str, ...]:
    """The engines that can be used here: Spark needs its extra and Java."""
    spark = all(importlib.util.find_spec(module) for module in ("pyspark", "sqlglot"))
    java = shutil.which("java") or os.environ.get("JAVA_HOME")
    return NAMES if spark and java else ("duckdb",)


@contextmanager
def connect(
    name: str = "duckdb", *, memory_limit: str | None = None, threads: int | None = None
) -> Iterator[Engine]:
    """Open an engine; its tables and temporary files go when it closes.

    `memory_limit` is like "2GB" (DuckDB: tables and work; Spark: the driver). Raises ValueError for an
    unknown engine and ModuleNotFoundError, with the remedy, where Spark is not installed.
    """
    if name not in NAMES:
        raise ValueError(f"there is no engine called {name!r}; choose one of {', '.join(NAMES)}")
    opened = _open_duckdb if name == "duckdb" else _open_spark
    with tempfile.TemporaryDirectory(prefix="sightline-", ignore_cleanup_errors=True) as folder:
        engine = opened(Path(folder), memory_limit, threads)
        try:
            yield engine
        finally:
            engine.close()


def bind(sql: str, params: dict[str, object]) -> tuple[str, dict[str, object]]:
    """SQL with `:name` written `$name`, and the values it asks for (others are left out).

    Raises ValueError for a placeholder without a value.
    """
    used: dict[str, object] = {}

    def replace(found: re.Match[str]) -> str:
        name = found["name"]
        if name is None:
            return found[0]
        if name not in params:
            raise ValueError(f"no value was given for :{name}")
        used[name] = params[name]
        return f"${name} "  # the blank keeps sqlglot from reading "$a,$" as the start of a quoted text

    return _PLACEHOLDER.sub(replace, sql), used


def placeholders(sql: str) -> frozenset[str]:
    """The names of the values that SQL asks for."""
    return frozenset(found["name"] for found in _PLACEHOLDER.finditer(sql) if found["name"])


def _open_duckdb(folder: Path, memory_limit: str | None, threads: int | None) -> DuckEngine:
    import duckdb

    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "python_enable_replacements": "false",
        "preserve_insertion_order": "false",
        "temp_directory": str(folder),
    }
    if memory_limit:
        config["memory_limit"] = memory_limit
    if threads:
        config["threads"] = str(threads)
    connection = duckdb.connect(":memory:", config=config)
    connection.execute("SET enable_progress_bar = false")
    for function in FUNCTIONS:
        connection.execute(function.for_duckdb())
    return DuckEngine(connection, folder)


class DuckEngine:
    """DuckDB in memory, spilling to a temporary folder."""

    name = "duckdb"

    def __init__(self, connection: Any, folder: Path) -> None:
        self.folder = folder
        self._connection = connection
        self._loaded: set[str] = set()

    def load(self, table: str, path: Path) -> None:
        self._drop(_checked(table))
        self._connection.execute(f"CREATE VIEW {table} AS SELECT * FROM read_parquet({_source(path)})")
        self._loaded.add(table)

    def define(self, name: str, sql: str, **params: object) -> None:
        # made beside, then renamed: the query may read the table it replaces
        self._run(f"CREATE OR REPLACE TABLE {_checked(name)}_being_made AS {sql}", params)
        self._drop(name)
        self._connection.execute(f"ALTER TABLE {name}_being_made RENAME TO {name}")

    def rows(self, sql: str, **params: object) -> list[tuple[Any, ...]]:
        rows: list[tuple[Any, ...]] = self._run(sql, params).fetchall()
        return rows

    def records(self, sql: str, **params: object) -> list[dict[str, Any]]:
        result = self._run(sql, params)
        names = [column[0] for column in result.description]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def columns(self, table: str) -> tuple[str, ...]:
        result = self._connection.execute(f"SELECT * FROM {_checked(table)} LIMIT 0")
        return tuple(column[0] for column in result.description)

    def write_parquet(self, table_or_sql: str, path: Path, **params: object) -> None:
        part = path.with_name(path.name + ".part")
        self._run(f"COPY ({_query(table_or_sql)}) TO {_quoted(part)} (FORMAT parquet, COMPRESSION zstd)", params)
        part.replace(path)

    def execute(self, sql: str, **params: object) -> None:
        self._run(sql, params)

    def close(self) -> None:
        self._connection.close()

    def _run(self, sql: str, params: dict[str, object]) -> Any:
        statement, values = bind(sql, params)
        return self._connection.execute(statement, values)

    def _drop(self, table: str) -> None:
        kind = "VIEW" if table in self._loaded else "TABLE"
        self._connection.execute(f"DROP {kind} IF EXISTS {table}")
        self._loaded.discard(table)


def _open_spark(folder: Path, memory_limit: str | None, threads: int | None) -> SparkEngine:
    if "spark" not in available():
        raise ModuleNotFoundError("Spark needs Java 17 and the extra: pip install 'sightline[spark]'")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("sightline").master(f"local[{threads or '*'}]")
    for key, value in _spark_settings(folder, memory_limit).items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    for function in FUNCTIONS:
        session.sql(function.for_spark())
    return SparkEngine(session, folder)


def _spark_settings(folder: Path, memory_limit: str | None) -> dict[str, str]:
    return {
        "spark.sql.session.timeZone": "UTC",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.memory": (memory_limit or "2g").lower().replace("gb", "g").replace("mb", "m"),
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.shuffle.partitions": "4",
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.local.dir": str(folder / "scratch"),
        "spark.hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs": "false",
    }


class SparkEngine:
    """Spark on this machine. A defined table is a Parquet folder in a temporary place."""

    name = "spark"

    def __init__(self, session: Any, folder: Path) -> None:
        self.folder = folder
        self._session = session
        self._made = 0

    def load(self, table: str, path: Path) -> None:
        self._session.read.parquet(str(path)).createOrReplaceTempView(_checked(table))

    def define(self, name: str, sql: str, **params: object) -> None:
        self._made += 1
        folder = self.folder / f"{self._made:06}-{_checked(name)}"
        self._run(sql, params).write.parquet(str(folder))
        self.load(name, folder)

    def rows(self, sql: str, **params: object) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self._run(sql, params).collect()]

    def records(self, sql: str, **params: object) -> list[dict[str, Any]]:
        return [row.asDict() for row in self._run(sql, params).collect()]

    def columns(self, table: str) -> tuple[str, ...]:
        return tuple(self._session.table(_checked(table)).columns)

    def write_parquet(self, table_or_sql: str, path: Path, **params: object) -> None:
        folder = path.with_name(path.name + ".part")
        frame = self._run(_query(table_or_sql), params)
        frame.coalesce(1).write.mode("overwrite").option("compression", "zstd").parquet(str(folder))
        next(folder.glob("part-*")).replace(path)
        shutil.rmtree(folder)

    def execute(self, sql: str, **params: object) -> None:
        self._run(sql, params)

    def close(self) -> None:
        self._session.stop()

    def _run(self, sql: str, params: dict[str, object]) -> Any:
        statement, values = bind(sql, params)
        return self._session.sql(_for_spark(statement), args=values or None)


@lru_cache(maxsize=1024)
def _for_spark(sql: str) -> str:
    import sqlglot

    return sqlglot.transpile(sql, read="duckdb", write="spark")[0]


def _checked(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name for a table")
    return name


def _query(table_or_sql: str) -> str:
    return f"SELECT * FROM {table_or_sql}" if _NAME.fullmatch(table_or_sql) else table_or_sql


def _source(path: Path) -> str:
    return _quoted(path / "*.parquet" if path.is_dir() else path)


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"

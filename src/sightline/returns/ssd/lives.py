"""From the dataset's tables to lives as on the day of the extract: one SQL file of `views` for each record.

A case system tells the whole of a life at once, so nothing is joined over years. What has not happened by the
day of the extract is left out, with a finding where a date says so.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path

from sightline.domain.codes import code_set
from sightline.domain.records import KEYS, RECORDS, Column, ColumnType, columns
from sightline.engine.connect import Engine, connect
from sightline.engine.tables import COLLECTIONS, SQL_TYPES, write_rows
from sightline.returns import joining
from sightline.returns.reading import MEMORY
from sightline.returns.ssd import spec
from sightline.returns.ssd.reading import DatasetReading
from sightline.returns.years import year_of_day

#: What the records are made from, in this order.
_SHARED = ("told_periods", "told_people", "told_placements", "told_homes", "told_plans", "told_upns")

#: Of statuses that start on one day the first of these counts.
_STRENGTH = ("E1", "D1", "C2", "C1", "J1", "J2", "J3", "L2", "L1", "L3", "V2", "V3", "V4")

_LONGEST_HISTORY = 7  # years that the dataset's own scripts look back over, and the one that is running


def to_lives(reading: DatasetReading) -> Path:
    """Write the lives that an extract tells: every table of `domain.records`, and `collections`. Gives the folder.

    What was found on the way is in `returns.joining.findings_of(reading)`.
    """
    with tempfile.TemporaryDirectory(prefix=".lives-", dir=reading.work) as folder:
        building = Path(folder)
        (building / "lives").mkdir()
        with connect("duckdb", memory_limit=MEMORY) as engine:
            _open(engine, reading)
            for record in RECORDS:
                _write(engine, record, reading, building / "lives" / f"{record}.parquet")
            _find_strangers(engine)
            _write_collections(engine, reading.as_at, building / "lives" / "collections.parquet")
            joining.write_found(engine, building / "joining.parquet")
        shutil.rmtree(reading.work / "lives", ignore_errors=True)
        (building / "lives").rename(reading.work / "lives")
        (building / "joining.parquet").replace(reading.work / "findings" / "joining.parquet")
    return reading.work / "lives"


def _open(engine: Engine, reading: DatasetReading) -> None:
    joining.open_found(engine)
    engine.execute("CREATE TABLE strangers (record VARCHAR, child VARCHAR, file VARCHAR, line INTEGER)")
    for table in spec.used():
        engine.load(table.name, reading.table(table.name))
    path = engine.folder / "told_codes.parquet"
    order = {code: place for place, code in enumerate(_STRENGTH)}
    codes = ((code, order.get(code, len(order))) for code in code_set("legal_status"))
    write_rows(path, codes, {"code": "VARCHAR", "strength": "INTEGER"})
    engine.load("told_codes", path)
    for name in _SHARED:
        engine.define(name, _sql(name), as_at=reading.as_at)
    _find(engine, "SL-SD-35", "'care_plans', file, line, 'lacp_cla_care_plan_json'", "told_plans", "many > 1")


def _write(engine: Engine, record: str, reading: DatasetReading, out: Path) -> None:
    """One record's table: what its file of SQL gives, each thing once, nothing that has not happened yet."""
    declared = columns(RECORDS[record])
    sql = _sql(record)
    if not sql:
        engine.write_parquet(_nothing(declared), out)
        return
    engine.define("told", sql, as_at=reading.as_at)
    _leave_out_to_come(engine, record, reading.as_at)
    _keep_ends_in_order(engine, record)
    _keep_first(engine, record)
    if record == "episodes":
        _find(
            engine,
            "SL-SD-30",
            "'episodes', file, line, 'clae_cla_episode_start_date'",
            "told",
            "legal_status IS NULL",
        )
        _find(
            engine,
            "SL-SD-31",
            "'episodes', file, line, 'clae_cla_episode_start_date'",
            "told",
            "placement IS NULL",
        )
    if record == "children":
        engine.define("known", "SELECT child FROM told")
    elif any(column.name == "child" for column in declared):
        _note_strangers(engine, record)
    have = engine.columns("told")
    chosen = ", ".join(c.name if c.name in have else f"{_null(c)} AS {c.name}" for c in declared)
    engine.write_parquet(
        f"SELECT {chosen}, CAST(:year AS INTEGER) AS collection, file, line FROM told "
        f"ORDER BY {', '.join(key for key in KEYS[record] if key != 'collection')}",
        out,
        year=reading.collections[0],
    )


def _leave_out_to_come(engine: Engine, record: str, as_at: date) -> None:
    """Planned days are no mistake in what is booked ahead (health checks); elsewhere they are a finding."""
    for day in _days(record):
        if record != "health_checks":
            _find(engine, "SL-SD-34", f"'{record}', file, line, NULL", "told", f"{day} > :as_at", as_at)
            engine.define("told", f"SELECT * FROM told WHERE {day} <= :as_at", as_at=as_at)


def _keep_ends_in_order(engine: Engine, record: str) -> None:
    names = {column.name for column in columns(RECORDS[record])}
    for start, end in (("started", "ended"), ("started", "ceased"), ("decided", "ceased")):
        if {start, end} <= names and end in engine.columns("told"):
            _find(engine, "SL-SD-36", f"'{record}', file, line, NULL", "told", f"{end} < {start}")
            engine.define(
                "told", f"SELECT * REPLACE (CASE WHEN {end} >= {start} THEN {end} END AS {end}) FROM told"
            )


def _keep_first(engine: Engine, record: str) -> None:
    keys = [key for key in KEYS[record] if key != "collection"]
    order = "(ceased IS NULL) DESC, " if record == "episodes" else ""
    engine.define(
        "numbered",
        f"SELECT *, row_number() OVER w AS nth, first_value(line) OVER w AS first_line FROM told "
        f"WINDOW w AS (PARTITION BY {', '.join(keys)} ORDER BY {order}file, line)",
    )
    kind = "'line ' || first_line"
    engine.execute(
        f"INSERT INTO found SELECT 'SL-SD-32', {kind}, file, line, NULL, '{record}', NULL "
        "FROM numbered WHERE nth > 1"
    )
    engine.define("told", "SELECT * EXCLUDE (nth, first_line) FROM numbered WHERE nth = 1")


def _note_strangers(engine: Engine, record: str) -> None:
    rows = "SELECT child, file, line FROM told ANTI JOIN known USING (child)"
    engine.execute(f"INSERT INTO strangers SELECT '{record}', child, file, line FROM ({rows})")


def _find_strangers(engine: Engine) -> None:
    """One finding a child, at the first row."""
    engine.execute(
        "INSERT INTO found SELECT 'SL-SD-33', '', arg_min(file, line), min(line), NULL, arg_min(record, line), "
        "NULL FROM strangers GROUP BY child"
    )


def _find(engine: Engine, rule: str, what: str, table: str, where: str, as_at: date | None = None) -> None:
    record, file, line, field = what.split(", ")
    engine.execute(
        f"INSERT INTO found SELECT '{rule}', '', {file}, {line}, {field}, {record}, NULL "
        f"FROM {table} WHERE {where}",
        **({} if as_at is None else {"as_at": as_at}),
    )


def _days(record: str) -> Iterator[str]:
    for column in columns(RECORDS[record]):
        if column.name in KEYS[record] and column.type is ColumnType.DATE:
            yield column.name


def _write_collections(engine: Engine, as_at: date, path: Path) -> None:
    """The years that the extract tells of, the last as far as its day."""
    last = year_of_day(as_at)
    ((earliest,),) = engine.rows("SELECT min(clae_cla_episode_start_date) FROM ssd_cla_episodes")
    first = max(last - _LONGEST_HISTORY + 1, min(last, year_of_day(earliest or as_at)))
    years = ((year, date(year - 1, 4, 1), min(as_at, date(year, 3, 31))) for year in range(first, last + 1))
    write_rows(path, years, COLLECTIONS)


@cache
def _sql(name: str) -> str:
    """The SQL of a record; nothing where the dataset does not tell of it."""
    path = files(__package__).joinpath(f"views/{name}.sql")
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _nothing(declared: tuple[Column, ...]) -> str:
    told = ", ".join(f"{_null(column)} AS {column.name}" for column in declared)
    provenance = (
        "CAST(NULL AS INTEGER) AS collection, CAST(NULL AS VARCHAR) AS file, CAST(NULL AS INTEGER) AS line"
    )
    return f"SELECT {told}, {provenance} WHERE FALSE"


def _null(column: Column) -> str:
    return f"CAST(NULL AS {SQL_TYPES[column.type]})"

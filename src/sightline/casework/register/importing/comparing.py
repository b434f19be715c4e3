"""What a feed tells beside what the register holds: one verdict a row, written down before anything is changed.

    added         the register has no such row
    changed       it has, and says otherwise
    gone          this feed told it before, and now tells of that time without it
    contradicted  a person entered, corrected or took away the row: the person's stays, somebody chooses
    older         another feed told it otherwise, of a later day: that one stays
    retold        the same, from another place of a file
    known         the same; not written down

A file of changes has `verdict`, the row's number and version, whose it is, the columns as told, and as they were
(`was_…`). It is what the preview shows, what loading does, and what undoing goes back by.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db.models import (
    CharField,
    DateField,
    Field,
    PositiveIntegerField,
    PositiveSmallIntegerField,
    TextField,
)

from sightline.casework.register import extract
from sightline.casework.register.importing import matching, noticing, removed
from sightline.casework.register.models import Import
from sightline.casework.register.told import TOLD, Told
from sightline.domain.records import PROVENANCE, RECORDS
from sightline.engine.connect import Engine, connect
from sightline.engine.tables import COLLECTIONS, schema, write_small

#: Columns that the service itself knows and feeds seldom do: what one leaves blank there says nothing.
SELDOM_TOLD = {"reviews": ("completed", "recorded", "adjourned")}

VERDICTS = ("added", "changed", "gone", "contradicted", "older", "retold", "known")
WHERE = tuple(column.name for column in PROVENANCE)
BESIDE = ("identifiers", "workers")  # told beside the rows of children, and kept in tables of their own


@dataclass(frozen=True)
class Feed:
    """What is compared: its import's number, its kind, the day it tells of, and which loads stand already."""

    load: int
    kind: str
    scheme: str
    as_at: date
    since: date  # what happened after this day somebody should hear of
    loads: Mapping[int, int]  # collection -> the import whose rows are joined for it, where several are


def compare(feed: Feed, lives: Path, out: Path) -> dict[str, dict[str, int]]:
    """Write the changes that a lives folder would make, a file a table; how many rows have each verdict."""
    out.mkdir(parents=True, exist_ok=True)
    with connect("duckdb") as engine, tempfile.TemporaryDirectory(prefix="sightline-") as temporary:
        _load_told(engine, lives)
        _load_register(engine, Path(temporary))
        matching.match(engine, feed.scheme, Path(temporary))
        matching.find_alike(engine)
        engine.define("tossed", _NOTHING_TOSSED)
        counts = {}
        for told in TOLD.values():
            _compare_table(engine, told, feed)
            counts[told.table] = dict(
                engine.rows(f"SELECT verdict, count(*) FROM compared_{told.table} GROUP BY verdict")
            )
            engine.write_parquet(_written(told), out / f"{told.table}.parquet")
        engine.write_parquet("SELECT DISTINCT child, who, child_id FROM who ORDER BY child", out / "who.parquet")
        engine.write_parquet("SELECT * FROM alike ORDER BY child, child_id", out / "alike.parquet")
        engine.write_parquet("SELECT * FROM tossed ORDER BY told, file, line", out / "tossed.parquet")
        for table in BESIDE:
            engine.write_parquet(f"SELECT * FROM told_{table} ORDER BY ALL", out / f"{table}.parquet")
        noticing.write(engine, feed, out / "notices.parquet")
    return {table: found for table, found in counts.items() if found}


def digest(changes: Path) -> str:
    """A number for all that would change: the same for the same changes."""
    with connect("duckdb", threads=1) as engine:
        parts = []
        for path in sorted(changes.glob("*.parquet")):
            engine.load("one", path)
            columns = ", ".join(_quoted(name) for name in engine.columns("one"))
            ((total,),) = engine.rows(f"SELECT CAST(sum(CAST(hash({columns}) AS HUGEINT)) AS VARCHAR) FROM one")
            parts.append(f"{path.stem}:{total}")
        ((told,),) = engine.rows("SELECT md5(:parts)", parts=" ".join(parts))
        return str(told)


def _load_told(engine: Engine, lives: Path) -> None:
    for table in (*RECORDS, "collections"):
        path = lives / f"{table}.parquet"
        if path.exists():
            engine.load(f"told_{table}", path)
            continue
        types = COLLECTIONS if table == "collections" else schema(table)
        nothing = ", ".join(f"CAST(NULL AS {kind}) AS {name}" for name, kind in types.items())
        engine.define(f"told_{table}", f"SELECT * FROM (SELECT {nothing}) AS nothing WHERE FALSE")


def _load_register(engine: Engine, folder: Path) -> None:
    """Every table as `held_<table>`; rows that persons took away as `removed_<table>`; the loads that stand."""
    tables: dict[str, tuple[Iterable[Sequence[Any]], Mapping[str, str]]] = {
        f"held_{told.table}": (extract.rows(told), extract.row_types(told)) for told in TOLD.values()
    }
    tables["loads"] = (
        Import.objects.exclude(as_at=None).values_list("pk", "kind", "as_at"),
        {"load": "BIGINT", "feed": "VARCHAR", "as_at": "DATE"},
    )
    tables["untold"] = (extract.children_untold(), {"child_id": "BIGINT"})
    tables |= {f"removed_{table}": rows for table, rows in removed.by_table().items()}
    write_small(folder, tables)
    for table in tables:
        engine.load(table, folder / f"{table}.parquet")


def _compare_table(engine: Engine, told: Told, feed: Feed) -> None:
    table = told.table
    engine.define(f"fresh_{table}", _fresh(told, feed), load=feed.load)
    engine.execute(
        f"INSERT INTO tossed SELECT '{table}', tossed, file, line, collection, NULL "
        f"FROM fresh_{table} WHERE tossed <> ''"
    )
    engine.define(f"compared_{table}", _compared(told, feed), kind=feed.kind, as_at=feed.as_at)
    if table == "involvements":
        _keep_one_officer(engine)


def _keep_one_officer(engine: Engine) -> None:
    """A child has one reviewing officer at a time, and the service names them: a second one told is not taken."""
    engine.define("second_officers", _SECOND_OFFICERS)
    engine.execute(
        "INSERT INTO tossed SELECT 'involvements', 'another reviewing officer is named here', "
        "file, line, collection, child_id FROM second_officers"
    )
    engine.define("compared_involvements", _BUT_SECOND_OFFICERS)


#: Rows that cannot be kept; `child_id` only where it is the register that says so, and not the row by itself.
_NOTHING_TOSSED = (
    "SELECT '' AS told, '' AS why, '' AS file, 0 AS line, 0 AS collection, CAST(NULL AS BIGINT) AS child_id "
    "WHERE FALSE"
)

_SECOND_OFFICERS = """
WITH open_now AS (
    SELECT '#' || child_id AS who FROM held_involvements
    WHERE role = 'iro' AND ended IS NULL AND row_id NOT IN (
        SELECT row_id FROM compared_involvements
        WHERE row_id IS NOT NULL AND (verdict = 'gone' OR (verdict = 'changed' AND ended IS NOT NULL))
    )
),

told AS (
    SELECT *, row_number() OVER (PARTITION BY who ORDER BY started DESC, worker) AS place
    FROM compared_involvements
    WHERE role = 'iro' AND ended IS NULL AND verdict = 'added'
)

SELECT who, child_id, worker, started, file, line, collection FROM told
WHERE place > 1 OR who IN (SELECT who FROM open_now)
"""

_BUT_SECOND_OFFICERS = """
SELECT * FROM compared_involvements AS every_one
WHERE NOT (verdict = 'added' AND role = 'iro' AND EXISTS (
    SELECT 1 FROM second_officers AS second
    WHERE second.who = every_one.who AND second.worker = every_one.worker AND second.started = every_one.started
))
"""


def _fresh(told: Told, feed: Feed) -> str:
    """The rows told, under the register's name for the child; `tossed` says why one cannot be kept."""
    own = {name: _fitting(told, name) for name in told.names}
    chosen = ", ".join(f"{own[name]} AS {_quoted(name)}" for name in told.names)
    load = ":load"
    if feed.loads:
        pairs = " ".join(f"WHEN {collection} THEN {number}" for collection, number in sorted(feed.loads.items()))
        load = f"CASE told.collection {pairs} ELSE :load END"
    keys = ", ".join(("who", *(_quoted(key) for key in told.keys)))
    return (
        "SELECT * REPLACE "
        "(CASE WHEN tossed <> '' THEN tossed WHEN nth > 1 THEN 'told twice' ELSE '' END AS tossed) FROM ("
        f"SELECT *, row_number() OVER (PARTITION BY {keys} ORDER BY tossed, collection DESC, file, line) AS nth "
        f"FROM (SELECT who.child_id, who.who, told.child, {chosen}, told.collection, told.file, told.line, "
        f"{load} AS load, {_tossed(told)} AS tossed FROM told_{told.table} AS told JOIN who USING (child)"
        ") AS named) AS counted"
    )


def _fitting(told: Told, name: str) -> str:
    """A column as the register can hold it: no empty text, and nothing too long or below nothing."""
    column = f"told.{_quoted(name)}"
    field = _field(told, name)
    if isinstance(field, CharField) and field.max_length:
        cleaned = f"nullif(replace({column}, chr(0), ''), '')"
        return f"CASE WHEN length({cleaned}) <= {field.max_length} THEN {cleaned} END"
    if isinstance(field, TextField):
        return f"nullif(replace({column}, chr(0), ''), '')"
    if isinstance(field, PositiveSmallIntegerField):
        return f"CASE WHEN {column} BETWEEN 0 AND 32767 THEN {column} END"
    if isinstance(field, PositiveIntegerField):
        return f"CASE WHEN {column} >= 0 THEN {column} END"
    return column


def _tossed(told: Told) -> str:
    """Why a row cannot be kept: a date that every such row has is missing, or it ends before it starts."""
    cases = []
    for name in told.names:
        field = _field(told, name)
        needed = name in told.keys or (isinstance(field, DateField) and not field.null)
        if needed and not told.of_child:
            cases.append(f"WHEN {_fitting(told, name)} IS NULL THEN 'no {name}'")
    if told.last == "ended" and "started" in told.names and told.table in _IN_ORDER:
        cases.append("WHEN told.ended < told.started THEN 'ends before it starts'")
    return f"CASE {' '.join(cases)} ELSE '' END" if cases else "''"


#: Tables in which the database asks that a row ends on or after the day it starts.
_IN_ORDER = ("legal_statuses", "placement_details", "care_plans", "permanence_plans", "involvements")


def _field(told: Told, name: str) -> Field[Any, Any] | None:
    if name in told.named:
        return None
    return next((field for field in told.model._meta.concrete_fields if field.attname == name), None)


def _compared(told: Told, feed: Feed) -> str:
    """Every row of either side, with its verdict; as told and as it was."""
    table, names = told.table, told.names
    matched = " AND ".join(("fresh.who = held.who", *(_same_key(key) for key in told.keys)))
    here = ", ".join(
        f"COALESCE(fresh.{_quoted(n)}, held.{_quoted(n)}) AS {_quoted(n)}"
        if n in told.keys or n in SELDOM_TOLD.get(table, ())
        else f"fresh.{_quoted(n)} AS {_quoted(n)}"
        for n in names
    )
    was = ", ".join(f"held.{_quoted(n)} AS was_{n}" for n in names)
    differs = _any(_differs(table, n) for n in names if n not in told.keys)
    if table == "children":
        differs = f"({differs} OR held.untold)"
    if table in ("names", "families"):  # a feed that leaves a name out has nothing to say of it
        differs = _any(
            f"(fresh.{n} IS NOT NULL AND fresh.{n} IS DISTINCT FROM held.{n})" for n in names if n not in told.keys
        )
    one_thing = ", ".join(("held.child_id", *(f"held.{_quoted(key)}" for key in told.keys)))
    elsewhere = _any(f"fresh.{n} IS DISTINCT FROM held.{n}" for n in WHERE)
    blank = _any(f"held.{_quoted(n)} IS NOT NULL" for n in names)
    removed_row = "removed.row_id" if _can_be_removed(told) else "CAST(NULL AS BIGINT)"
    join_removed = f"LEFT JOIN removed_{table} AS removed ON {_removed(told)}" if _can_be_removed(told) else ""
    entered = "held.entered_by IS NOT NULL" + (f" AND ({blank})" if told.of_child and table != "children" else "")
    return f"""
    WITH held AS (
        SELECT held.*, '#' || held.child_id AS who, loads.feed, loads.as_at, untold.child_id IS NOT NULL AS untold,
            row_number() OVER (PARTITION BY {one_thing} ORDER BY held.entered_by IS NULL, held.row_id) AS nth
        FROM held_{table} AS held
        LEFT JOIN loads USING (load)
        LEFT JOIN untold ON untold.child_id = held.child_id
    ),

    fresh AS (SELECT *, 1 AS one FROM fresh_{table} WHERE tossed = '')

    SELECT CASE
            WHEN held.row_id IS NULL AND {removed_row} IS NOT NULL THEN 'contradicted'
            WHEN held.row_id IS NULL THEN 'added'
            WHEN fresh.who IS NULL THEN 'gone'
            WHEN {differs} AND {entered} THEN 'contradicted'
            WHEN {differs} AND held.feed <> :kind AND held.as_at > :as_at THEN 'older'
            WHEN {differs} THEN 'changed'
            WHEN {elsewhere} AND held.feed = :kind AND held.entered_by IS NULL THEN 'retold'
            ELSE 'known'
        END AS verdict,
        COALESCE(held.row_id, {removed_row}) AS row_id, COALESCE(held.child_id, fresh.child_id) AS child_id,
        COALESCE(fresh.who, held.who) AS who, fresh.child, held.version, {here},
        fresh.collection, fresh.file, fresh.line, fresh.load, {was}, held.collection AS was_collection,
        held.file AS was_file, held.line AS was_line, held.load AS was_load, held.feed AS was_feed,
        held.entered_by AS was_entered_by
    FROM fresh
    FULL JOIN held ON {matched} AND held.nth = fresh.one
    {join_removed}
    WHERE fresh.who IS NOT NULL OR ({_gone(told, feed)})
    """


def _differs(table: str, name: str) -> str:
    """Whether a column is told otherwise; one that feeds seldom know is only where they say something of it."""
    told = f"fresh.{_quoted(name)} IS NOT NULL AND " if name in SELDOM_TOLD.get(table, ()) else ""
    return f"({told}fresh.{_quoted(name)} IS DISTINCT FROM held.{_quoted(name)})"


def _gone(told: Told, feed: Feed) -> str:
    """Whether a row of the register that the feed does not tell was this feed's to tell.

    The returns loaded are joined anew each time, so all that they told is before us. A feed of the case system
    tells of some children and some time: what it leaves out of those is gone, anything else is not spoken of.
    """
    if told.table in ("names", "families"):
        return "FALSE"
    theirs = "held.feed = :kind AND held.entered_by IS NULL AND held.nth = 1"
    if feed.kind == "903":
        return theirs + (" AND NOT held.untold" if told.table == "children" else "")
    if told.table == "children":
        return "FALSE"
    given = f"EXISTS (SELECT 1 FROM told_{told.table})"
    of_them = "held.who IN (SELECT who FROM who)"
    within = "TRUE"
    if told.first is not None:
        end = f"COALESCE(held.{told.last}, :as_at)" if told.last else f"held.{told.first}"
        since = "(SELECT COALESCE(min(start_on), :as_at) FROM told_collections)"
        within = f"held.{told.first} <= :as_at AND {end} >= {since}"
    return f"{theirs} AND {given} AND {of_them} AND {within}"


def _can_be_removed(told: Told) -> bool:
    return not told.of_child


def _removed(told: Told) -> str:
    matched = (f"removed.{_quoted(key)} = fresh.{_quoted(key)}" for key in told.keys)
    return " AND ".join(("removed.child_id = fresh.child_id", *matched))


def _same_key(key: str) -> str:
    return f"fresh.{_quoted(key)} = held.{_quoted(key)}"


def _written(told: Told) -> str:
    order = ", ".join(("verdict", "who", *(_quoted(key) for key in told.keys), "row_id"))
    return f"SELECT * FROM compared_{told.table} WHERE verdict <> 'known' ORDER BY {order}"


def _any(conditions: Iterable[str]) -> str:
    return f"({' OR '.join(conditions) or 'FALSE'})"


def _quoted(name: str) -> str:
    return f'"{name}"'

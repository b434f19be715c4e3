"""Years joined into lives: one row for each thing that happened, as the latest return tells it.

What an earlier return told otherwise is a finding (SL-JN-…). What a later return can rightly add (the
end of an episode that was open, a UPN not known before) is none.

An episode that an earlier return left open and that no later return tells of would hold a child in care
for ever. Nobody can say how it ended, but the child was in care on the 31 March of that return: it is
closed on the day after, without a reason, with a finding. Where a later return has the child in another
episode on that 31 March, that one takes its place, with another finding.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from sightline.domain.records import KEYS, TABLES, Column, columns
from sightline.engine.connect import Engine, connect
from sightline.engine.tables import COLLECTIONS, write_rows
from sightline.returns import specs
from sightline.returns.findings import FINDING_TYPES, Findings
from sightline.returns.reading import MEMORY, Reading
from sightline.returns.staging import load_rules

#: Values that say "not known yet": that a later return knows more is no contradiction.
_NOT_YET = {
    "ethnicity": "before.ethnicity IN ('REFU', 'NOBT')",
    "upn": "before.upn LIKE 'UN_'",
    "mother": "before.mother = 0 AND now.mother = 1",
}

#: Asked of children who are looked after in the year: the Header of a care leaver leaves them blank.
_OF_CHILDREN_IN_CARE = ("upn", "mother", "first_child_born")

#: Codes that the department split or replaced, so that one year's is another's.
_RECODED = {
    "placement": (("H5", "K3"), ("Z1", "Z11"), ("Z1", "Z12"), ("Z1", "Z13"), ("Z1", "Z14")),
    "reason_ceased": (("E43", "E45"), ("E43", "E46"), ("E44", "E47"), ("E44", "E48")),
}


def check(reading: Reading) -> Findings:
    """Join the returns, for what they contradict each other in."""
    join(reading)
    return findings_of(reading)


def join(reading: Reading) -> Path:
    """Write the lives of the children in all the returns read: a folder with every table and `collections`.

    What the returns contradict each other in is in `findings_of(reading)`.
    """
    lives = reading.work / "lives"
    with tempfile.TemporaryDirectory(prefix=".joining-", dir=reading.work) as folder:
        building = Path(folder)
        (building / "lives").mkdir()
        with connect("duckdb", memory_limit=MEMORY) as engine:
            open_found(engine)
            for table in TABLES:
                _join_table(engine, reading, table, building / "lives" / f"{table}.parquet")
            write_found(engine, building / "joining.parquet")
        _write_collections(reading.collections, building / "lives" / "collections.parquet")
        shutil.rmtree(lives, ignore_errors=True)
        (building / "lives").rename(lives)
        (building / "joining.parquet").replace(reading.work / "findings" / "joining.parquet")
    return lives


def findings_of(reading: Reading) -> Findings:
    """What the returns that were joined contradict each other in; nothing before they are joined."""
    return Findings(reading.work / "findings" / "joining.parquet")


def _join_table(engine: Engine, reading: Reading, table: str, out: Path) -> None:
    told_by_returns = table in specs.for_year(specs.LAST).files
    if len(reading.collections) == 1 or "collection" in KEYS[table] or not told_by_returns:
        shutil.copyfile(reading.table(table), out)
        return
    engine.load("returned", reading.table(table))
    keys = ", ".join(KEYS[table])
    first, *later = reading.collections
    engine.define("life", "SELECT * FROM returned WHERE collection = :year", year=first)
    for year in later:
        engine.define("now", "SELECT * FROM returned WHERE collection = :year", year=year)
        _find_contradictions(engine, table)
        engine.define("life", f"SELECT * FROM now UNION ALL SELECT * FROM life ANTI JOIN now USING ({keys})")
    if table == "episodes":
        _replace_told_anew(engine)
        _close_never_told_again(engine, reading.collections[-1])
    engine.write_parquet(f"SELECT * FROM life ORDER BY {keys}, collection", out)


def _find_contradictions(engine: Engine, table: str) -> None:
    """One finding for each row of this return that contradicts what was told of the same thing before."""
    same = " AND ".join(f"now.{key} = before.{key}" for key in KEYS[table])
    changed, blanked = (
        f"concat_ws(', ', {', '.join(_when(column, table, blank=blank) for column in _compared(table))})"
        for blank in (False, True)
    )
    rule = "SL-JN-01" if table == "children" else "SL-JN-02"
    for key, names in ((rule, changed), ("SL-JN-03", blanked)):
        engine.execute(
            f"INSERT INTO found SELECT '{key}', {names} AS kind, now.file, now.line, "
            f"split_part({names}, ', ', 1), '{table}', now.collection FROM now JOIN life AS before ON {same} "
            f"WHERE {names} <> ''"
        )


def _compared(table: str) -> Sequence[Column]:
    """The columns that two returns must agree in: all but the keys, and a date of birth outside the Header."""
    left_out = {*KEYS[table], *(() if table == "children" else ("born",))}
    told = {column.field for column in _spec(table).columns}
    return [column for column in columns(TABLES[table]) if column.name in told - left_out]


def _when(column: Column, table: str, *, blank: bool) -> str:
    """The official name of a column where it was told before and is now told otherwise, or blank."""
    name, official = column.name, _spec(table).column(column.name).name
    now, before = f"now.{name}", f"before.{name}"
    otherwise = f"{now} IS NULL AND {before} IS NOT NULL" if blank else f"{now} <> {before}"
    accepted = [f"({before} = '{old}' AND {now} = '{new}')" for old, new in _RECODED.get(name, ())]
    if blank and name in _OF_CHILDREN_IN_CARE:
        return "CAST(NULL AS VARCHAR)"
    if name in _NOT_YET and not blank:
        accepted.append(f"({_NOT_YET[name]})")
    exempt = f" AND NOT ({' OR '.join(accepted)})" if accepted else ""
    return f"CASE WHEN {otherwise}{exempt} THEN '{official}' END"


def _replace_told_anew(engine: Engine) -> None:
    """Leave out an episode left open where a later return has the child in another one on the same 31 March."""
    last_day = "make_date(before.collection, 3, 31)"
    engine.define(
        "told_anew",
        "SELECT * FROM life AS before WHERE ceased IS NULL AND EXISTS (SELECT 1 FROM life AS now "
        "WHERE now.child = before.child AND now.collection > before.collection "
        f"AND now.started <= {last_day} AND (now.ceased IS NULL OR now.ceased > {last_day}))",
    )
    _find_in_episodes(engine, "SL-JN-05", "told_anew")
    engine.define("life", "SELECT * FROM life ANTI JOIN told_anew USING (child, started)")


def _close_never_told_again(engine: Engine, latest: int) -> None:
    """Close what a return before the latest left open on 1 April after it, or on the day it started if later."""
    engine.define("left_open", "SELECT * FROM life WHERE ceased IS NULL AND collection < :latest", latest=latest)
    _find_in_episodes(engine, "SL-JN-04", "left_open")
    closed = "greatest(make_date(collection, 4, 1), started) AS ceased, CAST(NULL AS VARCHAR) AS reason_ceased"
    engine.define(
        "life",
        "SELECT * FROM life ANTI JOIN left_open USING (child, started) "
        f"UNION ALL SELECT * REPLACE ({closed}) FROM left_open",
    )


def _find_in_episodes(engine: Engine, rule: str, table: str) -> None:
    engine.execute(
        f"INSERT INTO found SELECT '{rule}', '', file, line, 'DEC', 'episodes', collection FROM {table}"
    )


def _spec(table: str) -> specs.FileSpec:
    return specs.for_year(specs.LAST).files[table]


def open_found(engine: Engine) -> None:
    """Make the tables that what is found goes into."""
    engine.execute(
        "CREATE TABLE found (rule VARCHAR, kind VARCHAR, file VARCHAR, line INTEGER, field VARCHAR, "
        "record VARCHAR, collection INTEGER)"
    )
    load_rules(engine)


def write_found(engine: Engine, path: Path) -> None:
    """Write what was found, in words."""
    told = "SELECT *, replace(says, '{kind}', kind) AS message, '' AS official FROM found JOIN rules USING (rule)"
    engine.write_parquet(
        f"SELECT {', '.join(FINDING_TYPES)} FROM ({told}) ORDER BY collection, file, line, rule", path
    )


def _write_collections(collections: Sequence[int], path: Path) -> None:
    rows = ((year, date(year - 1, 4, 1), date(year, 3, 31)) for year in collections)
    write_rows(path, rows, COLLECTIONS)

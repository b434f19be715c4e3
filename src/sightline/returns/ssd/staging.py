"""From prepared text to typed tables of the dataset: values, codes by their spellings, rows that have no place.

The tables `files`, `found`, `dropped` and `rules` are those of `returns.staging`; each table of the dataset is
staged alone and let go.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from sightline.domain.records import Column, ColumnType
from sightline.engine.connect import Engine
from sightline.engine.tables import write_rows
from sightline.returns import values
from sightline.returns.specs import ColumnSpec
from sightline.returns.ssd import spellings
from sightline.returns.ssd.spec import Field, Table
from sightline.returns.staging import StagedFile, texts

LONGEST_TEXT, LONGEST_LONG = 80, 8000

_TYPES = {"date": "DATE", "number": "INTEGER", "flag": "INTEGER", "decimal": "DOUBLE"}
_COLUMN_TYPES = {"date": ColumnType.DATE, "number": ColumnType.NUMBER, "decimal": ColumnType.NUMBER}
_BAD = {"date": "SL-RD-20", "number": "SL-RD-21", "decimal": "SL-RD-21", "partial date": "SL-RD-24"}


def open_spellings(engine: Engine, mapping: spellings.Mapping | None) -> None:
    """Make the tables of spellings, and of those met that none of them has."""
    path = engine.folder / "spellings.parquet"
    write_rows(path, spellings.every(mapping), {"code_set": "VARCHAR", "spelling": "VARCHAR", "code": "VARCHAR"})
    engine.load("spellings", path)
    engine.execute("CREATE TABLE unmapped (field VARCHAR, code_set VARCHAR, spelling VARCHAR, rows INTEGER)")


def stage(engine: Engine, table: Table, files: Sequence[StagedFile]) -> None:
    """Make the table `staged` of every row; note what is found, and which rows are not kept."""
    engine.define("staged", _staged(table, files))
    _find_unmapped(engine, table)
    _find_bad_values(engine, table)
    _drop_unplaced(engine, table)
    _drop_repeated(engine, table)


def drop_without_period(engine: Engine, field: str, episodes: Path) -> None:
    """Send back the staged rows whose period of care no episode has."""
    engine.load("periods", episodes)
    unknown = (
        f"FROM staged ANTI JOIN dropped USING (file_id, row_number) "
        f"WHERE unplaced IS NULL AND {field} NOT IN (SELECT clae_cla_id FROM periods "
        "WHERE clae_cla_id IS NOT NULL)"
    )
    engine.execute(f"INSERT INTO found SELECT 'SL-SD-20', '', file_id, line, '{field}' {unknown}")
    engine.execute(f"INSERT INTO dropped SELECT file_id, row_number, line, 'SL-SD-20', '' {unknown}")


def write(engine: Engine, table: Table, out: Path) -> None:
    """Write the staged rows that are kept."""
    named = ", ".join(field.name for field in table.used)
    engine.write_parquet(
        f"SELECT {named}, collection, file, line FROM staged JOIN files USING (file_id) "
        "ANTI JOIN dropped USING (file_id, row_number) WHERE unplaced IS NULL ORDER BY file_id, row_number",
        out,
    )
    engine.execute("DROP TABLE staged")


def write_empty(engine: Engine, table: Table, out: Path) -> None:
    """Write a table of which nothing was given."""
    named = ", ".join(f"CAST(NULL AS {_TYPES.get(field.kind, 'VARCHAR')}) AS {field.name}" for field in table.used)
    told = "CAST(NULL AS INTEGER) AS collection, CAST(NULL AS VARCHAR) AS file, CAST(NULL AS INTEGER) AS line"
    engine.write_parquet(f"SELECT {named}, {told} WHERE FALSE", out)


def _staged(table: Table, files: Sequence[StagedFile]) -> str:
    columns = [field.column for field in table.used]
    rows = " UNION ALL ".join(texts(columns, file) for file in files)
    told = ", ".join(f"nullif({_raw(field)}, 'NULL') AS {_raw(field)}" for field in table.used)
    something = f"COALESCE({', '.join(_raw(field) for field in table.used)}) IS NOT NULL"
    typed = ", ".join(f"{_value(field)} AS {field.name}" for field in table.used)
    joins = " ".join(join for field in table.used for join in _joins(field))
    known = f"SELECT told.*, {typed} FROM (SELECT file_id, row_number, line, {told} FROM ({rows})) AS told {joins}"
    return f"SELECT *, {_unplaced(table)} AS unplaced FROM ({known} WHERE {something})"


def _value(field: Field) -> str:
    text = _raw(field)
    if field.code_set is not None:
        code = f"COALESCE(by_{field.name}.code, front_{field.name}.code)"
        if field.kind == "flag":
            return f"CAST({code} AS INTEGER)"
        return f"COALESCE({code}, left({text}, {LONGEST_TEXT}))" if field.kind.startswith("told:") else code
    return _VALUES[field.kind](text)


def _text(text: str) -> str:
    """Text as told; a whole number that a spreadsheet wrote as 12.0 is 12."""
    whole = (
        rf"CASE WHEN regexp_full_match({text}, '\d+[.]0') THEN left({text}, length({text}) - 2) ELSE {text} END"
    )
    return f"CASE WHEN length({text}) <= {LONGEST_TEXT} THEN {whole} END"


def _decimal(text: str) -> str:
    return f"TRY_CAST({text} AS DOUBLE)"


def _long(text: str) -> str:
    return f"left({text}, {LONGEST_LONG})"


_VALUES: dict[str, Callable[[str], str]] = {
    "date": values.day,
    "partial date": values.partial_date,
    "number": values.number,
    "decimal": _decimal,
    "text": _text,
    "long": _long,
}


def _joins(field: Field) -> Iterator[str]:
    """What finds a coded field's text among the spellings: the whole of it, else a code that stands in front."""
    if field.code_set is not None:
        for name, spelled in (("by", spellings.plain_sql), ("front", spellings.code_in_front_sql)):
            found = f"{name}_{field.name}"
            yield (
                f"LEFT JOIN spellings AS {found} ON {found}.code_set = '{field.code_set}' "
                f"AND {found}.spelling = {spelled(f'told.{_raw(field)}')}"
            )


def _unplaced(table: Table) -> str:
    """NULL for a row that has its place; otherwise the rule and the field, parted by a colon."""
    cases = [case for field in table.used if field.places for case in _why_unplaced(field)]
    return f"CASE {' '.join(cases)} END"


def _why_unplaced(field: Field) -> Iterable[str]:
    blank = f"{_raw(field)} IS NULL"
    if field.kind == "date":
        yield f"WHEN {blank} THEN 'SL-RD-36:{field.name}'"
        yield f"WHEN {field.name} IS NULL THEN 'SL-RD-37:{field.name}'"
    elif field.code_set is not None:
        yield f"WHEN {field.name} IS NULL THEN 'SL-RD-38:{field.name}'"
    else:
        none, rounded = ("SL-RD-34", "SL-RD-35") if field.use.startswith("child") else ("SL-RD-38", "SL-RD-38")
        yield f"WHEN {blank} THEN '{none}:{field.name}'"
        yield f"WHEN {field.name} IS NULL THEN 'SL-SD-21:{field.name}'"
        yield f"WHEN {values.rounded_number(_raw(field))} THEN '{rounded}:{field.name}'"


def _find_unmapped(engine: Engine, table: Table) -> None:
    """One finding for each spelling that is not known, at the first row that has it."""
    for field in table.used:
        if field.code_set is None:
            continue
        unknown = f"by_code AS (SELECT *, {spellings.plain_sql(_raw(field))} AS spelled FROM staged)"
        if field.kind.startswith("told:"):
            rule, where = "SL-SD-11", f"{field.name} NOT IN ({_listed(field.code_set)})"
        else:
            rule, where = "SL-SD-10", f"{field.name} IS NULL AND {_raw(field)} IS NOT NULL"
        many = "CASE WHEN count(*) = 1 THEN 'A value is written' ELSE count(*) || ' values are written' END"
        engine.execute(
            f"INSERT INTO found WITH {unknown} SELECT '{rule}', {many}, file_id, min(line), '{field.name}' "
            f"FROM by_code WHERE {where} GROUP BY file_id, spelled"
        )
        engine.execute(
            f"INSERT INTO unmapped WITH {unknown} SELECT '{field.name}', '{field.code_set}', spelled, count(*) "
            f"FROM by_code WHERE {where} GROUP BY spelled"
        )


def _listed(code_set: str) -> str:
    return ", ".join(f"'{code}'" for code in sorted(spellings.codes_of(code_set)))


def _find_bad_values(engine: Engine, table: Table) -> None:
    for field in table.used:
        if field.code_set is None and field.kind != "long" and not field.places:
            column = Column(field.name, _COLUMN_TYPES.get(field.kind, ColumnType.TEXT), required=False)
            engine.execute(
                f"INSERT INTO found SELECT '{_BAD.get(field.kind, 'SL-RD-23')}', "
                f"{values.kind(column, _raw(field))}, file_id, line, '{field.name}' FROM staged "
                f"WHERE {field.name} IS NULL AND {_raw(field)} IS NOT NULL AND unplaced IS NULL"
            )


def _drop_unplaced(engine: Engine, table: Table) -> None:
    kinds = " ".join(
        f"WHEN unplaced = 'SL-RD-37:{field.name}' THEN {values.kind(_date(field), _raw(field))} "
        f"WHEN unplaced = 'SL-SD-21:{field.name}' THEN length({_raw(field)}) || ' characters'"
        for field in table.used
        if field.places
    )
    why = f"left(unplaced, 8) AS rule, CASE {kinds} ELSE '' END AS kind"
    rows = f"SELECT {why}, * FROM staged WHERE unplaced IS NOT NULL"
    engine.execute(f"INSERT INTO found SELECT rule, kind, file_id, line, substr(unplaced, 10) FROM ({rows})")
    engine.execute(f"INSERT INTO dropped SELECT file_id, row_number, line, rule, kind FROM ({rows})")


def _drop_repeated(engine: Engine, table: Table) -> None:
    """Of rows that are alike one is kept; of rows with one number that differ, the first: the others go back."""
    told = [field.name for field in table.used]
    placed = "(SELECT * FROM staged WHERE unplaced IS NULL)"
    whole = ", ".join(told)
    nth = f"row_number() OVER (PARTITION BY {whole} ORDER BY file_id, row_number)"
    engine.define("repeats", f"SELECT * FROM (SELECT *, {nth} AS nth FROM {placed}) WHERE nth > 1")
    engine.execute("INSERT INTO found SELECT 'SL-RD-42', '', file_id, line, NULL FROM repeats")
    engine.execute("INSERT INTO dropped SELECT file_id, row_number, line, 'SL-RD-42', '' FROM repeats")
    apart = [field.name for field in table.used if field.tells_apart]
    if not apart:
        return
    numbered = " AND ".join(f"{name} IS NOT NULL" for name in apart)
    keys = ", ".join(apart)
    differing = " || ".join(f"CASE WHEN {_differs(name)} THEN ', {name}' ELSE '' END" for name in told) or "''"
    engine.define(
        "contradictions",
        f"SELECT * FROM (SELECT *, row_number() OVER w AS nth, substr({differing}, 3) AS kind "
        f"FROM {placed} ANTI JOIN dropped USING (file_id, row_number) WHERE {numbered} "
        f"WINDOW w AS (PARTITION BY {keys} ORDER BY file_id, row_number)) WHERE nth > 1",
    )
    engine.execute("INSERT INTO found SELECT 'SL-RD-39', kind, file_id, line, NULL FROM contradictions")
    engine.execute("INSERT INTO dropped SELECT file_id, row_number, line, 'SL-RD-39', kind FROM contradictions")


def _differs(name: str) -> str:
    return f"{name} IS DISTINCT FROM first_value({name}) OVER w"


def _date(field: Field) -> Column:
    return Column(field.name, ColumnType.DATE, required=True)


def _raw(field: Field | ColumnSpec) -> str:
    return f"raw_{field.name}"

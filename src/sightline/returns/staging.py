"""From prepared text to typed tables: values, findings about values, rows that have no place in a life.

The engine does whole columns at once; rows that are in order cost nothing more. Each table is staged
alone and let go, so that memory holds one table of a return at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sightline.domain.records import KEYS, TABLES, ColumnType, columns
from sightline.engine.connect import Engine
from sightline.engine.tables import SQL_TYPES
from sightline.returns import values
from sightline.returns.prepared import Prepared
from sightline.returns.reading_rules import rules
from sightline.returns.rows import PART
from sightline.returns.specs import ColumnSpec, FileSpec

_LINE_SIZE = 8 * 1024 * 1024  # bytes that a prepared line can have at most

#: Made once: what is found, by number of file; and which rows are not kept.
_TABLES = (
    "CREATE TABLE files (file_id INTEGER, file VARCHAR, collection INTEGER, record VARCHAR)",
    "CREATE TABLE found (rule VARCHAR, kind VARCHAR, file_id INTEGER, line INTEGER, field VARCHAR)",
    "CREATE TABLE dropped (file_id INTEGER, row_number INTEGER, line INTEGER, rule VARCHAR, kind VARCHAR)",
)


@dataclass(frozen=True)
class StagedFile:
    """A prepared file, its number here and the collection year that it belongs to."""

    number: int
    prepared: Prepared
    collection: int


def open_tables(engine: Engine, files: Iterable[StagedFile]) -> None:
    """Make the tables that staging fills."""
    for statement in _TABLES:
        engine.execute(statement)
    load_rules(engine)
    told = [(file.number, file.prepared.source.name, file.collection, file.prepared.spec.record) for file in files]
    _insert(engine, "files", told)


def load_rules(engine: Engine) -> None:
    """Make the table of rules: what is found says only which rule and what kind."""
    engine.execute("CREATE TABLE rules (rule VARCHAR, severity VARCHAR, says VARCHAR)")
    _insert(engine, "rules", [(rule.key, rule.severity.value, rule.says) for rule in rules().values()])


def _insert(engine: Engine, table: str, told: Sequence[tuple[object, ...]]) -> None:
    """Insert rows in one statement; every value is a parameter."""
    numbered = [{f"v{row}_{place}": value for place, value in enumerate(each)} for row, each in enumerate(told)]
    places = ", ".join(f"({', '.join(f':{name}' for name in each)})" for each in numbered)
    params = {name: value for each in numbered for name, value in each.items()}
    engine.execute(f"INSERT INTO {table} VALUES {places}", **params)


def stage(engine: Engine, record: str, files: Sequence[StagedFile], out: Path) -> None:
    """Write one table's Parquet file; note what is found and which rows are not kept."""
    spec = next((file.prepared.spec for file in files), None)
    if spec is None:
        engine.write_parquet(_empty(record), out)
        return
    engine.define("staged", _staged(spec, files))
    _find_bad_values(engine, spec)
    _find_other_forms(engine, spec)
    _drop_unplaced(engine, spec)
    _drop_repeated(engine, spec)
    engine.write_parquet(_kept(record, spec), out)
    engine.execute("DROP TABLE staged")


def note_asides(engine: Engine, files: Iterable[StagedFile]) -> None:
    """Findings for the lines that are no rows."""
    for file in files:
        if file.prepared.aside_count:
            source = _read_parts(
                file.prepared.aside, {"rule": "VARCHAR", "line": "INTEGER", "kind": "VARCHAR", "text": "VARCHAR"}
            )
            engine.execute(
                f"INSERT INTO found SELECT rule, COALESCE(kind, ''), {file.number}, line, NULL FROM {source}"
            )


def text_of(prepared: Prepared, field: str) -> str:
    """A query of one field of a prepared file as text, in the column `text`."""
    return f"SELECT {values.trimmed(f'c{prepared.positions[field]}')} AS text FROM {_read_rows(prepared)}"


def _staged(spec: FileSpec, files: Sequence[StagedFile]) -> str:
    """Each row: file_id, row_number, line, the text of each column, its value, and a bit for each that is bad."""
    typed = ", ".join(
        f"{values.value(column, spec.record_column(column), _raw(column))} AS {column.field}"
        for column in spec.columns
    )
    bad = " + ".join(
        f"CASE WHEN {_raw(column)} IS NOT NULL AND {column.field} IS NULL THEN {1 << place} ELSE 0 END"
        for place, column in enumerate(spec.columns)
    )
    told = " UNION ALL ".join(texts(spec.columns, file) for file in files)
    something = f"COALESCE({', '.join(_raw(column) for column in spec.columns)}) IS NOT NULL"
    return (
        f"SELECT *, {_unplaced(spec)} AS unplaced, CAST({bad} AS INTEGER) AS bad "
        f"FROM (SELECT *, {typed} FROM ({told}) WHERE {something})"
    )


def texts(wanted: Sequence[ColumnSpec], file: StagedFile) -> str:
    """A query of the rows of a prepared file: file_id, row_number, line, and the text of each column as raw_…"""
    prepared = file.prepared
    line = "row_number" if prepared.lines_at is None else f"CAST(c{prepared.lines_at} AS INTEGER)"
    told = ", ".join(
        f"{values.trimmed(f'c{prepared.positions[column.field]}')} AS {_raw(column)}"
        if column.field in prepared.positions
        else f"CAST(NULL AS VARCHAR) AS {_raw(column)}"
        for column in wanted
    )
    return f"SELECT {file.number} AS file_id, row_number, {line} AS line, {told} FROM {_read_rows(prepared)}"


def _read_rows(prepared: Prepared) -> str:
    types = {"row_number": "INTEGER", **{f"c{place}": "VARCHAR" for place in range(prepared.width)}}
    return _read_parts(prepared.rows, types)


def _read_parts(path: Path, types: Mapping[str, str]) -> str:
    named = ", ".join(f"'{name}': '{kind}'" for name, kind in types.items())
    place = str(path).replace("'", "''")
    return (
        f"read_csv('{place}', delim = '{PART}', quote = '', escape = '', header = false, auto_detect = false, "
        f"new_line = '\\n', nullstr = '', max_line_size = {_LINE_SIZE}, columns = {{{named}}})"
    )


def _unplaced(spec: FileSpec) -> str:
    """NULL for a row that can be placed in a life; otherwise the rule and the column, parted by a colon."""
    cases = [
        "WHEN child IS NULL AND raw_child IS NOT NULL THEN 'SL-RD-43:CHILD'",
        "WHEN child IS NULL THEN 'SL-RD-34:CHILD'",
    ]
    for column in spec.key_columns:
        if column.field == "child":
            cases.append(f"WHEN {values.rounded_number(_raw(column))} THEN 'SL-RD-35:CHILD'")
        elif spec.record_column(column).type is ColumnType.DATE:
            cases.append(f"WHEN {_raw(column)} IS NULL THEN 'SL-RD-36:{column.name}'")
            cases.append(f"WHEN {column.field} IS NULL THEN 'SL-RD-37:{column.name}'")
        else:
            cases.append(f"WHEN {column.field} IS NULL THEN 'SL-RD-38:{column.name}'")
    return f"CASE {' '.join(cases)} END"


def _find_bad_values(engine: Engine, spec: FileSpec) -> None:
    ((some,),) = engine.rows("SELECT COALESCE(bit_or(bad), 0) FROM staged")
    for place, column in enumerate(spec.columns):
        if some & (1 << place):
            declared = spec.record_column(column)
            engine.execute(
                f"INSERT INTO found SELECT '{values.rule_for(column, declared)}', "
                f"{values.kind(declared, _raw(column))}, file_id, line, '{column.name}' "
                f"FROM staged WHERE bad & {1 << place} <> 0 AND unplaced IS NULL"
            )


def _find_other_forms(engine: Engine, spec: FileSpec) -> None:
    """One note a file and column about values that were read, but are not as the department writes them."""
    counted = {}
    for column in spec.columns:
        kind = spec.record_column(column).type
        if kind is ColumnType.DATE:
            counted["SL-RD-09", column.name] = (
                f"{column.field} IS NOT NULL AND NOT {values.in_expected_form(_raw(column))}"
            )
        elif kind is ColumnType.CODE:
            counted["SL-RD-10", column.name] = f"{_raw(column)} <> upper({_raw(column)})"
        if column.name == "SEX":
            since = "file_id IN (SELECT file_id FROM files WHERE collection >= 2025)"
            counted["SL-RD-11", column.name] = f"{_raw(column)} IN ('1', '2') AND {since}"
    sums = ", ".join(f"count_if({condition})" for condition in counted.values())
    for file_id, *numbers in engine.rows(f"SELECT file_id, {sums} FROM staged GROUP BY file_id"):
        for (rule, name), number in zip(counted, numbers, strict=True):
            if number:
                _note(engine, rule, f"{number:,} {'value is' if number == 1 else 'values are'}", file_id, name)


def _note(engine: Engine, rule: str, kind: str, file_id: int, name: str) -> None:
    engine.execute(
        "INSERT INTO found VALUES (:rule, :kind, :file_id, NULL, :name)",
        rule=rule,
        kind=kind,
        file_id=file_id,
        name=name,
    )


def _drop_unplaced(engine: Engine, spec: FileSpec) -> None:
    ((some,),) = engine.rows("SELECT count(unplaced) FROM staged")
    if not some:
        return
    too_long = "WHEN unplaced = 'SL-RD-43:CHILD' THEN length(raw_child) || ' characters'"
    kinds = " ".join(
        f"WHEN unplaced = 'SL-RD-37:{column.name}' THEN {values.kind(spec.record_column(column), _raw(column))}"
        for column in spec.key_columns
    )
    engine.define(
        "unplaced_rows",
        "SELECT left(unplaced, 8) AS rule, substr(unplaced, 10) AS field, "
        f"CASE {too_long} {kinds} ELSE '' END AS told, file_id, row_number, line "
        "FROM staged WHERE unplaced IS NOT NULL",
    )
    engine.execute("INSERT INTO found SELECT rule, told, file_id, line, field FROM unplaced_rows")
    engine.execute("INSERT INTO dropped SELECT file_id, row_number, line, rule, told FROM unplaced_rows")
    engine.execute("DROP TABLE unplaced_rows")


def _drop_repeated(engine: Engine, spec: FileSpec) -> None:
    """Of rows about one thing in one collection the first is kept; the others repeat it or contradict it."""
    keys = ", ".join(("collection", *(key for key in KEYS[spec.record] if key != "collection")))
    placed = "(SELECT * FROM staged JOIN files USING (file_id) WHERE unplaced IS NULL)"
    engine.define("told_again", f"SELECT {keys} FROM {placed} GROUP BY {keys} HAVING count(*) > 1")
    if engine.rows("SELECT count(*) FROM told_again") == [(0,)]:
        return
    engine.define(
        "told",
        f"SELECT *, row_number() OVER (PARTITION BY {keys} ORDER BY file_id, row_number) AS nth "
        f"FROM {placed} JOIN told_again USING ({keys})",
    )
    engine.define("verdicts", _verdicts(spec, keys))
    engine.execute("INSERT INTO found SELECT rule, kind, file_id, line, field FROM verdicts")
    engine.execute("INSERT INTO dropped SELECT file_id, row_number, line, rule, kind FROM verdicts")
    engine.execute(
        "INSERT INTO found SELECT 'SL-RD-41', any_value(kind), first_file, first_line, 'CHILD' FROM verdicts "
        "WHERE rule = 'SL-RD-40' GROUP BY first_file, first_line"
    )


def _verdicts(spec: FileSpec, keys: str) -> str:
    differing = ", ".join(
        f"CASE WHEN one.{column.field} IS DISTINCT FROM other.{column.field} THEN '{column.name}' END"
        for column in spec.columns
    )
    another = "FALSE"
    if spec.record == "children":
        another = "one.born <> other.born OR one.sex <> other.sex"
    matched = " AND ".join(f"one.{key.strip()} = other.{key.strip()}" for key in keys.split(","))
    return (
        f"SELECT other.file_id, other.row_number, other.line, concat_ws(', ', {differing}) AS kind, "
        f"CASE WHEN concat_ws(', ', {differing}) = '' THEN 'SL-RD-42' WHEN {another} THEN 'SL-RD-40' "
        "ELSE 'SL-RD-39' END AS rule, 'CHILD' AS field, one.file_id AS first_file, one.line AS first_line "
        f"FROM told AS one JOIN told AS other ON {matched} WHERE one.nth = 1 AND other.nth > 1"
    )


def _kept(record: str, spec: FileSpec) -> str:
    told = {column.field for column in spec.columns}
    chosen = ", ".join(
        column.name if column.name in told else f"{_nothing(column.type)} AS {column.name}"
        for column in columns(TABLES[record])
    )
    return (
        f"SELECT {chosen}, collection, file, line FROM staged JOIN files USING (file_id) "
        "ANTI JOIN dropped USING (file_id, row_number) WHERE unplaced IS NULL ORDER BY file_id, row_number"
    )


def _empty(record: str) -> str:
    chosen = ", ".join(f"{_nothing(column.type)} AS {column.name}" for column in columns(TABLES[record]))
    provenance = (
        "CAST(NULL AS INTEGER) AS collection, CAST(NULL AS VARCHAR) AS file, CAST(NULL AS INTEGER) AS line"
    )
    return f"SELECT {chosen}, {provenance} WHERE FALSE"


def _nothing(kind: ColumnType) -> str:
    return f"CAST(NULL AS {SQL_TYPES[kind]})"


def _raw(column: ColumnSpec) -> str:
    return f"raw_{column.field}"

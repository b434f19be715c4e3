"""What imports tell people: where they are, what they would change, what is wrong in their files.

A row about a child whom somebody may not see is not shown to them, and not counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

from sightline.casework.register import scope
from sightline.casework.register.importing import actions, folders, undoing
from sightline.casework.register.importing.beside import SCHEMES
from sightline.casework.register.models import Child, Contradiction, Identifier, Import, Restriction, Upload
from sightline.casework.register.tables import TABLES
from sightline.casework.register.told import TOLD, Told
from sightline.casework.staff.queries import Viewer
from sightline.casework.staff.queries import names as names_of
from sightline.domain.records import KEYS
from sightline.engine.connect import Engine, connect
from sightline.returns.findings import Finding, Findings

PAGE = 50
SHOWN = ("added", "changed", "contradicted", "gone", "older", "retold", "known")
OF_CHILD = {
    "children": "Children",
    "names": "Names",
    "families": "Brothers and sisters",
    "uasc": "Unaccompanied children",
}


class NoSuchImport(LookupError):
    """There is no such import."""


@dataclass(frozen=True)
class Shown:
    """One import as people see it."""

    id: int
    kind: str
    state: str
    as_at: date | None
    year: int | None
    made_at: datetime
    made_by: str
    loaded_at: datetime | None
    loaded_by: str
    undone_at: datetime | None
    says: str
    what: str  # being done, while it is at work
    percent: int
    silent: bool
    files: tuple[tuple[str, int, int | None, int | None], ...] = ()  # name, size, rows, sent back
    years: tuple[int, ...] = ()  # of a return, as it was read

    @property
    def at_work(self) -> bool:
        """Whether a job has it."""
        return self.state in ("waiting", "reading", "loading")


@dataclass(frozen=True)
class Change:
    """One row that would change: whose, where it is told, and each column before and after."""

    child_id: int | None
    child: str
    file: str
    line: int | None
    keys: tuple[tuple[str, Any], ...]
    values: tuple[tuple[str, Any, Any], ...]


@dataclass(frozen=True)
class Rule:
    """All findings of one rule: how many, what to do, and the first few places."""

    rule: str
    severity: str
    message: str
    count: int
    places: tuple[str, ...]


def imports() -> list[Shown]:
    """The imports, the latest first. Two questions to the database."""
    loads = list(Import.objects.exclude(state=Import.State.SET_ASIDE).order_by("-made_at", "-pk")[:200])
    return _shown(loads, {})


def one(number: int) -> Shown:
    """One import. Raises NoSuchImport."""
    load = _load(number)
    files = Upload.objects.filter(load=load).order_by("pk").values_list("name", "size", "rows", "sent_back")
    return _shown([load], {number: tuple(files)})[0]


def _shown(loads: list[Import], files: dict[int, tuple[Any, ...]]) -> list[Shown]:
    people = names_of(number for load in loads for number in (load.made_by_id, load.loaded_by_id) if number)
    now = timezone.now()
    return [
        Shown(
            load.pk, load.get_kind_display(), load.state, load.as_at, load.year, load.made_at,
            people.get(load.made_by_id or 0, "the service"), load.loaded_at,
            people.get(load.loaded_by_id or 0, "the service"), load.undone_at, load.says,
            load.progress.get("what", ""), 100 * load.progress.get("done", 0) // load.progress.get("of", 1),
            actions.is_silent(load, now), files.get(load.pk, ()),
            tuple(year for year, _, _ in load.speaks_of) if load.kind == "903" else (),
        )
        for load in loads
    ]  # fmt: skip


def stands_on(number: int) -> list[str]:
    """Why an import that is loaded cannot be undone now; nothing where it can."""
    load = _load(number)
    return undoing.stands_on(load) if load.state == Import.State.LOADED else []


def counted(number: int) -> dict[str, dict[str, int]]:
    """How many rows of each table have each verdict, all children counted: for the service itself."""
    return {table: dict(found) for table, found in _load(number).counts.items()}


def counts(number: int, *, seen_by: Viewer) -> dict[str, dict[str, int]]:
    """How many rows of each table have each verdict, without the children whom this person may not see."""
    told = counted(number)
    hidden = _hidden(number, seen_by)
    if not hidden.children or not folders.changes(number).is_dir():
        return told
    with connect("duckdb", threads=1) as engine:
        for table, found in told.items():
            _open(engine, number, table)
            for verdict, less in engine.rows(
                f"SELECT verdict, count(*) FROM changes WHERE {hidden.sql} GROUP BY verdict"
            ):
                found[verdict] -= less
    return {table: {verdict: n for verdict, n in found.items() if n} for table, found in told.items()}


def changes(number: int, table: str, verdict: str, *, seen_by: Viewer, page: int = 1) -> tuple[int, list[Change]]:
    """How many rows of a table have a verdict, and one page of them. Raises NoSuchImport."""
    if table not in TOLD or verdict not in SHOWN or not (folders.changes(number) / f"{table}.parquet").exists():
        raise NoSuchImport
    where = f"verdict = :verdict AND NOT ({_hidden(number, seen_by).sql})"
    with connect("duckdb", threads=1) as engine:
        _open(engine, number, table)
        ((total,),) = engine.rows(f"SELECT count(*) FROM changes WHERE {where}", verdict=verdict)
        rows = engine.records(
            f"SELECT * FROM changes WHERE {where} ORDER BY file, line, who, row_id LIMIT {PAGE} OFFSET :skip",
            verdict=verdict,
            skip=PAGE * (page - 1),
        )
    return total, [_change(TOLD[table], row) for row in rows]


def _change(told: Told, row: dict[str, Any]) -> Change:
    keys = tuple((label(told.table, key), row[key]) for key in told.keys if key in row)
    values = tuple(
        (label(told.table, name), row[f"was_{name}"], row[name])
        for name in told.names
        if (name not in KEYS[told.table] and name != "born") or told.table == "children"
    )
    if row["verdict"] == "changed":
        values = tuple(each for each in values if each[1] != each[2])
    file, line = (row["was_file"], row["was_line"]) if row["verdict"] == "gone" else (row["file"], row["line"])
    return Change(row["child_id"], row["child"] or "", file or "", line, keys, values)


def label(table: str, name: str) -> str:
    """What people call a column."""
    declared = TABLES.get(table)
    for field in declared.fields if declared else ():
        if field.name == name:
            return field.label
    return name.replace("_", " ").capitalize()


def title(table: str) -> str:
    """What people call a table."""
    declared = TABLES.get(table)
    return OF_CHILD.get(table) or (declared.many if declared else table.replace("_", " ").capitalize())


def findings(number: int) -> Iterator[Finding]:
    """All that was found wrong in the files."""
    yield from Findings(*_finding_files(number))


def rules(number: int, *, most: int = 5) -> list[Rule]:
    """What was found wrong, rule by rule, the gravest first."""
    with connect("duckdb", threads=1) as engine:
        rows: list[tuple[Any, ...]] = []
        for path in _finding_files(number):
            engine.load("found", path)
            rows += engine.rows(
                "SELECT rule, severity, any_value(message), count(*), "
                f"list(concat_ws(', ', file, 'line ' || line, field) ORDER BY file, line)[1:{most}] "
                "FROM found GROUP BY rule, severity"
            )
    order = ("error", "warning", "note")
    told = [Rule(rule, severity, message, count, tuple(places)) for rule, severity, message, count, places in rows]
    return sorted(told, key=lambda each: (order.index(each.severity), -each.count, each.rule))


def not_kept(number: int, *, seen_by: Viewer | None) -> list[tuple[str, str, str, int]]:
    """Rows read that the register cannot keep: table, why, file, line. Without `seen_by` the service asks.

    What is wrong with a row by itself whoever holds the file can see. What the register speaks against is not told
    of a child whom this person may not see.
    """
    hidden = _hidden(number, seen_by).children if seen_by else frozenset()
    rows = _beside(number, "tossed", "told, why, file, line, child_id")
    return [row[:4] for row in rows if row[4] not in hidden]


def alike(number: int, *, seen_by: Viewer) -> list[tuple[str, int, str, int, str]]:
    """Children who would be new, and are like one whom the register has: file and line, that child, how alike."""
    hidden = _hidden(number, seen_by)
    rows = _beside(number, "alike", "child, child_id, file, line, likeness")
    return [row for row in rows if row[1] not in hidden.children and row[0].upper() not in hidden.told_as]


def sent_back(number: int) -> list[Path]:
    """The files of what could not be read: rows to mend, and spellings that no list has."""
    work = folders.work(number)
    rows = sorted(path for path in (work / "sent-back").rglob("*") if path.is_file())
    return [*rows, *(path for path in [work / "unmapped.csv"] if path.is_file())]


def contradictions(*, seen_by: Viewer) -> list[Contradiction]:
    """What feeds tell otherwise than persons, to decide; of children whom this person may see."""
    mine = scope.children(seen_by=seen_by)
    waiting = Contradiction.objects.filter(choice="", child__in=mine.values("pk"))
    return list(waiting.select_related("load").order_by("child_id", "table", "file", "line", "row"))


def beside_ours(told: list[Contradiction]) -> list[tuple[Contradiction, list[tuple[str, Any, Any]]]]:
    """Each with the columns that differ: their names, what ours says, what the feed tells. A question a table."""
    wanted: dict[str, list[int]] = {}
    for one in told:
        wanted.setdefault(one.table, []).append(one.row)
    ours = {(table, row): values for table, rows in wanted.items() for row, values in _ours(TOLD[table], rows)}
    pairs = []
    for one in told:
        mine = ours.get((one.table, one.row))
        values = [
            (name, _told(mine.get(name) if mine else None), _told(value)) for name, value in one.told.items()
        ]
        keys = KEYS[one.table] if mine is None or one.table == "children" else ()
        pairs.append((one, [each for each in values if each[1] != each[2] or each[0] in keys]))
    return pairs


def which(one: Contradiction) -> list[tuple[str, str]]:
    """What tells the row from others of the child: the day it started, what kind it is."""
    return [(label(one.table, key), _told(one.told[key])) for key in TOLD[one.table].keys if key in one.told]


def _ours(told: Told, rows: list[int]) -> Iterator[tuple[int, dict[str, Any]]]:
    given = {f"told_{name}": told.expression(name) for name in told.names}
    found = told.model._default_manager.filter(pk__in=rows).annotate(**given).values_list("pk", *given)
    for row, *values in found:
        yield row, {name: value or None for name, value in zip(told.names, values, strict=True)}


def _told(value: Any) -> str:
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)


def _finding_files(number: int) -> list[Path]:
    work = folders.folder(number)
    places = (work / "work" / "findings", work / "joined" / "findings")
    return [path for place in places if place.is_dir() for path in sorted(place.glob("*.parquet"))]


def _beside(number: int, name: str, columns: str) -> list[Any]:
    path = folders.changes(number) / f"{name}.parquet"
    if not path.exists():
        return []
    with connect("duckdb", threads=1) as engine:
        engine.load("beside", path)
        return engine.rows(f"SELECT {columns} FROM beside ORDER BY ALL LIMIT 500")


def _open(engine: Engine, number: int, table: str) -> None:
    engine.load("changes", folders.changes(number) / f"{table}.parquet")


@dataclass(frozen=True)
class _Hidden:
    """Children who are not shown to somebody: by number, and by what the import calls those whom it brought."""

    children: frozenset[int]
    told_as: frozenset[str]

    @property
    def sql(self) -> str:
        """Whether a row that would change is one of theirs."""
        numbers = ", ".join(str(int(number)) for number in sorted(self.children)) or "-1"
        names = ", ".join("'" + name.replace("'", "''") + "'" for name in sorted(self.told_as)) or "NULL"
        return f"COALESCE(child_id, 0) IN ({numbers}) OR COALESCE(upper(child) IN ({names}), FALSE)"


def _hidden(number: int, seen_by: Viewer) -> _Hidden:
    """The restricted children whom this person may not see. (Who may import sees every other one.)

    A child who was new when the import was read has no number in its rows, and may have been restricted since.
    """
    restricted = Restriction.objects.filter(lifted_at=None).values("child")
    seen = scope.children(seen_by=seen_by).filter(pk__in=restricted).values("pk")
    hidden = Child.objects.filter(pk__in=restricted).exclude(pk__in=seen)
    known = Identifier.objects.filter(child__in=hidden, scheme=SCHEMES[_load(number).kind], disputed=False)
    return _Hidden(
        frozenset(hidden.values_list("pk", flat=True)),
        frozenset(value.upper() for value in known.values_list("value", flat=True)),
    )


def _load(number: int) -> Import:
    found = Import.objects.filter(pk=number).exclude(state=Import.State.SET_ASIDE).first()
    if found is None:
        raise NoSuchImport
    return found

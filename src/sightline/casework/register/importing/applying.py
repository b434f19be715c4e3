"""Doing what the preview showed: every row that differs, and no other, in the transaction of whoever calls."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F

from sightline.casework.register import bulk, history
from sightline.casework.register.importing import beside, deciding, folders
from sightline.casework.register.importing.storing import Known, Storing
from sightline.casework.register.models import Child, Fact, Import, Notice
from sightline.casework.register.told import FACTS, TOLD, Told
from sightline.engine.connect import Engine, connect

Row = dict[str, Any]
_AS_FIELD = {"family": "family_id"}


class Stale(Exception):
    """The register says otherwise than when the preview was made."""


@dataclass(frozen=True)
class Applying:
    """One load under way: its changes opened, and who does it when."""

    load: Import
    engine: Engine
    by: int | None
    at: datetime

    @property
    def cause(self) -> str:
        """What the pasts kept are kept for."""
        return f"import:{self.load.pk}"

    def rows(self, table: str, *verdicts: str) -> list[Row]:
        """The changes of a table with these verdicts."""
        wanted = ", ".join(f"'{verdict}'" for verdict in verdicts)
        return self.engine.records(f"SELECT * FROM {table} WHERE verdict IN ({wanted})")


def apply(load: Import, *, by: int | None, at: datetime) -> None:
    """Change the register as the import's changes say. Raises Stale where a row is no longer what it was."""
    with connect("duckdb", threads=1) as engine:
        for path in folders.changes(load.pk).glob("*.parquet"):
            engine.load(path.stem, path)
        applying = Applying(load, engine, by, at)
        known = beside.know(applying.engine)
        who: dict[str, int] = dict(engine.rows("SELECT child, child_id FROM who"))
        who |= _make_children(applying, known)
        beside.identify(engine, who, load)
        _correct_children(applying)
        for told in FACTS.values():
            _apply_table(applying, Storing(told, known), who)
        _raise_stamps(_touched(applying))
        _notify(applying, who)
        deciding.note(engine, load)


def _touched(applying: Applying) -> set[int]:
    """The children already on the register of whom something is told otherwise."""
    tables = " UNION ".join(
        f"SELECT child_id FROM {table} WHERE verdict IN ('added', 'changed', 'gone')" for table in TOLD
    )
    return {number for (number,) in applying.engine.rows(tables) if number is not None}


def _make_children(applying: Applying, known: Known) -> dict[str, int]:
    """Children new to the register, those told only beside the Header among them."""
    load, told = applying.load, {row["child"]: row for row in applying.rows("children", "added")}
    names = {row["child"]: row for row in applying.rows("names", "added")}
    families = {row["child"]: row["family"] for row in applying.rows("families", "added")}
    groups = beside.groups(families.values(), applying.engine)
    fresh = [
        child for (child,) in applying.engine.rows("SELECT child FROM who WHERE child_id IS NULL ORDER BY child")
    ]
    born = beside.birthdays(applying.engine) if len(told) < len(fresh) else {}
    made = []
    for child in fresh:
        row, name = told.get(child, {}), names.get(child, {})
        made.append(
            Child(
                **_child_values(row, TOLD["children"]), **_child_values(name, TOLD["names"]),
                sounds=beside.sounds(name), told=child in told, family_id=groups.get(families.get(child) or ""),
                load=load, collection=row.get("collection"), file=row.get("file") or "", line=row.get("line"),
            )
        )  # fmt: skip
        if child not in told:
            made[-1].born = born.get(child)
    Child.objects.bulk_create(made, batch_size=2000)
    numbers = [child.pk for child in made]
    for part in bulk.in_parts(numbers):
        Child.objects.filter(pk__in=part).update(entered_at=applying.at)
    return dict(zip(fresh, numbers, strict=True))


def _child_values(row: Mapping[str, Any], told: Told) -> dict[str, Any]:
    fields = {field.attname: field for field in Child._meta.concrete_fields}
    return {
        name: "" if row.get(name) is None and not fields[name].null else row.get(name)
        for name in told.names
        if name in fields
    }


def _correct_children(applying: Applying) -> None:
    """The child's own row: told otherwise, no longer told, or the same from another place."""
    values: dict[int, Row] = defaultdict(dict)
    versions: dict[int, int] = {}
    for row in applying.rows("children", "changed"):
        values[row["row_id"]] |= {**_child_values(row, TOLD["children"]), "told": True, **_where(row)}
        versions[row["row_id"]] = row["version"]
    for row in applying.rows("children", "gone"):
        values[row["row_id"]] |= {"told": False}
        versions[row["row_id"]] = row["version"]
    for row in applying.rows("names", "changed", "added"):
        if row["row_id"] is not None:
            told = {name: row[name] for name in TOLD["names"].names if row[name] is not None}
            values[row["row_id"]] |= told
            versions[row["row_id"]] = row["version"]
    moved = [row for row in applying.rows("families", "changed", "added") if row["row_id"] is not None]
    groups = beside.groups((row["family"] for row in moved), applying.engine)
    for row in moved:
        values[row["row_id"]]["family_id"] = groups[row["family"]]
        versions[row["row_id"]] = row["version"]
    children = _unchanged(Child, versions)
    history.keep_all(children, by=applying.by, at=applying.at, cause=applying.cause)
    for child in children:
        for name, value in values[child.pk].items():
            setattr(child, name, value)
        child.sounds = beside.sounds(vars(child))
        child.version += 1
    columns = [f.attname for f in Child._meta.concrete_fields if f.attname not in ("id", "stamp", "entered_at")]
    bulk.update(Child, columns, ((*(getattr(c, name) for name in columns), c.pk) for c in children))
    _retell(applying, Child, "children")


def _apply_table(applying: Applying, storing: Storing, who: Mapping[str, int]) -> None:
    table, model = storing.told.table, storing.told.model
    assert issubclass(model, Fact)
    gone = {row["row_id"]: row["version"] for row in applying.rows(table, "gone")}
    if gone:
        history.keep_all(_unchanged(model, gone), by=applying.by, at=applying.at, cause=applying.cause, gone=True)
        for part in bulk.in_parts(gone):
            model._default_manager.filter(pk__in=part).delete()
    _change(applying, storing)
    _retell(applying, model, table)
    _add(applying, storing, who)


def _change(applying: Applying, storing: Storing) -> None:
    changed = {row["row_id"]: row for row in applying.rows(storing.told.table, "changed")}
    if not changed:
        return
    model = storing.told.model
    rows = _unchanged(model, {number: row["version"] for number, row in changed.items()})
    history.keep_all(rows, by=applying.by, at=applying.at, cause=applying.cause)
    columns = (*storing.columns, *_WHERE, "version")
    bulk.update(
        model,
        columns,
        (
            (*storing.values(row), *_where(row).values(), row["version"] + 1, number)
            for number, row in changed.items()
        ),
    )


def _retell(applying: Applying, model: type[Any], table: str) -> None:
    retold = applying.rows(table, "retold")
    bulk.update(model, _WHERE, ((*_where(row).values(), row["row_id"]) for row in retold))


def _add(applying: Applying, storing: Storing, who: Mapping[str, int]) -> None:
    others = storing.others
    columns = ("child_id", *storing.columns, *_WHERE, "version", "entered_at", *others)
    rest = (1, bulk.moment(applying.at), *others.values())
    rows = (
        (row["child_id"] or who[row["child"]], *storing.values(row), *_where(row).values(), *rest)
        for row in applying.rows(storing.told.table, "added")
    )
    bulk.insert(storing.told.model, columns, rows)


_WHERE = ("load_id", "collection", "file", "line")


def _where(row: Mapping[str, Any]) -> Row:
    """Where a row comes from, as its columns."""
    return {
        "load_id": row["load"],
        "collection": row["collection"],
        "file": row["file"] or "",
        "line": row["line"],
    }


def _unchanged(model: type[Any], versions: Mapping[int, int]) -> list[Any]:
    """The rows of these numbers, locked. Raises Stale where one is gone or has another version."""
    rows: list[Any] = []
    for part in bulk.in_parts(versions):
        rows += model._default_manager.select_for_update().filter(pk__in=part)
    if len(rows) < len(versions) or any(row.version != versions[row.pk] for row in rows):
        raise Stale
    return rows


def _raise_stamps(children: Iterable[int]) -> None:
    for part in bulk.in_parts(children):
        Child.objects.filter(pk__in=part).update(stamp=F("stamp") + 1)


def _notify(applying: Applying, who: Mapping[str, int]) -> None:
    named = {f"+{child}": number for child, number in who.items()}
    made = list(_notices(applying, named))
    Notice.objects.bulk_create(made, ignore_conflicts=True, batch_size=2000)


def _notices(applying: Applying, named: Mapping[str, int]) -> Iterator[Notice]:
    rows: Sequence[tuple[Any, ...]] = applying.engine.rows("SELECT who, kind, happened_on, was, now FROM notices")
    for who, kind, happened_on, was, now in rows:
        yield Notice(
            child_id=int(who[1:]) if who.startswith("#") else named[who],
            kind=kind,
            happened_on=happened_on,
            known_on=applying.at.date(),
            facts={"before": was or "", "after": now or ""},
            load=applying.load,
        )

"""The register as a lives folder: Parquet tables in the shape of `domain.records`, for figures and comparison.

There is no name and no address in it. The service itself, on its own machine, writes all children, restricted or
not: figures are of all. Who takes one out by a page gets the children whom they may see, and that is written down.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.db.models import OuterRef, Subquery

from sightline.casework.register import scope
from sightline.casework.register.models import Child, Identifier, Import
from sightline.casework.register.told import OF_RETURNS, TOLD, Told
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail import actions as trail
from sightline.domain.records import PROVENANCE
from sightline.domain.roles import Act
from sightline.engine.tables import COLLECTIONS, SQL_TYPES, schema, write_small

MANIFEST = "extract.json"
_WHERE = tuple(column.name for column in PROVENANCE)
_WHERE_TYPES = {column.name: SQL_TYPES[column.type] for column in PROVENANCE}

#: The columns that each row of the register has before those of its record.
ROW_TYPES = {
    "row_id": "BIGINT", "child_id": "BIGINT", "version": "INTEGER", "entered_by": "BIGINT", "load": "BIGINT",
}  # fmt: skip

#: Columns that an extract leaves empty: where somebody lives.
ADDRESSES = frozenset({"home_postcode", "placement_postcode"})


class NotPermitted(Exception):
    """This person may not take data out of the service."""


def write(
    folder: Path, *, on: date, seen_by: Viewer | None = None, beside: Callable[[Path], None] | None = None
) -> Path:
    """Write a lives folder of the children whom somebody may see, whole or not at all; an earlier one is replaced.

    Without `seen_by` it is the service itself that asks, and the whole register is written. `beside` may add
    tables of its own to the folder before it is there. Raises NotPermitted.
    """
    if seen_by is not None:
        if not seen_by.may(Act.EXTRACT):
            raise NotPermitted("Only a performance analyst may take an extract.")
        trail.record("extract_taken", by=seen_by.id, at=seen_by.at, kind="extract")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as building:
        made = Path(building) / "lives"
        made.mkdir()
        _write_settled(made, seen_by)
        if beside is not None:
            beside(made)
        _write_manifest(made, on)
        shutil.rmtree(folder, ignore_errors=True)
        made.rename(folder)
    return folder


def _write_settled(folder: Path, seen_by: Viewer | None) -> None:
    """Write the tables; again, where an import was loaded or undone meanwhile."""
    for _ in range(3):
        before = loads_standing()
        names = names_for(seen_by)
        tables: dict[str, tuple[Iterable[Sequence[Any]], Mapping[str, str]]] = {
            table: (_as_recorded(TOLD[table], names, seen_by), schema(table)) for table in OF_RETURNS
        }
        tables["collections"] = (collections_told(), COLLECTIONS)
        write_small(folder, tables)
        if loads_standing() == before:
            return


def loads_standing() -> list[int]:
    """The imports that stand loaded, in order."""
    return list(Import.objects.filter(state=Import.State.LOADED).order_by("pk").values_list("pk", flat=True))


def collections_told() -> list[tuple[int, date, date]]:
    """The time that the imports loaded tell of, by collection year."""
    told: dict[int, tuple[date, date]] = {}
    for spoken in Import.objects.filter(state=Import.State.LOADED).values_list("speaks_of", flat=True):
        for collection, start, end in spoken:
            first, last = date.fromisoformat(start), date.fromisoformat(end)
            known = told.get(collection, (first, last))
            told[collection] = (min(known[0], first), max(known[1], last))
    return [(year, *days) for year, days in sorted(told.items())]


def rows(table: Told, **only: Any) -> Iterator[tuple[Any, ...]]:
    """Every row that the register holds of a table: `ROW_TYPES`, the record's columns, and where it comes from."""
    whose = "pk" if table.of_child else "child_id"
    given = {f"told_{name}": table.expression(name) for name in table.names}
    query = table.model._default_manager.filter(**only).annotate(**given).order_by("pk")
    columns = ("pk", whose, "version", "entered_by_id", "load_id", *given, *_WHERE)
    blank = {place for place, column in enumerate(columns) if column.startswith("told_")}
    for row in query.values_list(*columns).iterator(chunk_size=5000):
        yield tuple(None if value == "" and place in blank else value for place, value in enumerate(row))


def row_types(told: Told) -> dict[str, str]:
    """The SQL types of `rows`."""
    return ROW_TYPES | told.types | _WHERE_TYPES


def _as_recorded(told: Told, names: Mapping[int, str], seen_by: Viewer | None) -> Iterator[tuple[Any, ...]]:
    """The rows of a table as a lives folder has them: whose they are by identifier, and no address."""
    start = len(ROW_TYPES)
    hidden = {start + place for place, name in enumerate(told.names) if name in ADDRESSES}
    only: dict[str, Any] = {"told": True} if told.of_child else {}
    if seen_by is not None:
        only["pk__in" if told.of_child else "child__in"] = scope.children(seen_by=seen_by).values("pk")
    for row in rows(told, **only):
        values = tuple(None if place in hidden else value for place, value in enumerate(row))
        yield (names[row[1]], *values[start:])


def children_untold() -> Iterator[tuple[int]]:
    """The children that no extract counts: known only from a row beside the Header."""
    yield from Child.objects.filter(told=False).values_list("pk")


def identifiers() -> Iterator[tuple[int, str]]:
    """What each child is called in an extract: the 903's identifier, else the case system's, else our number."""
    latest = {
        scheme: Subquery(
            Identifier.objects.filter(child=OuterRef("pk"), scheme=scheme, disputed=False)
            .order_by("-pk")
            .values("value")[:1]
        )
        for scheme in ("903", "case")
    }
    query = Child.objects.annotate(returned=latest["903"], case=latest["case"]).values_list(
        "pk", "returned", "case"
    )
    for pk, returned, case in query.iterator(chunk_size=5000):
        yield pk, returned or case or f"SL{pk}"


def names_for(seen_by: Viewer | None) -> dict[int, str]:
    """What children are called in files for one person, those in scope; or (None) for the service itself, all.

    A number that is disputed with a child out of sight names its child all the same: that it did not would tell of
    the other. No two in the file have one name.
    """
    if seen_by is None:
        return dict(identifiers())
    seen = set(scope.children(seen_by=seen_by).values_list("pk", flat=True))
    names = {pk: name for pk, name in identifiers() if pk in seen}
    taken = {name.upper() for name in names.values()}
    disputed = Identifier.objects.filter(disputed=True, child__in=seen)
    for pk in set(disputed.values_list("child", flat=True)):
        rows = Identifier.objects.filter(child=pk, scheme__in=("903", "case")).order_by("scheme", "-pk")
        wanted = next(iter(rows.values_list("value", flat=True)), "")
        if wanted.upper() not in taken:
            taken.add(wanted.upper())
            names[pk] = wanted
    return names


def _write_manifest(folder: Path, on: date) -> None:
    tables = {
        path.stem: {"sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
        for path in sorted(folder.glob("*.parquet"))
    }
    told = {"on": on.isoformat(), "imports": loads_standing(), "tables": tables}
    (folder / MANIFEST).write_text(json.dumps(told, indent=1))

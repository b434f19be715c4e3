"""What a feed tells otherwise than a person: noted for somebody to choose, once for each telling."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sightline.casework.register.models import Contradiction, Import
from sightline.casework.register.told import TOLD
from sightline.engine.connect import Engine


def note(engine: Engine, load: Import) -> None:
    """Note what is contradicted. What was decided of the same telling stays; what is told no longer is let go."""
    noted = {(one.table, one.row): one for one in Contradiction.objects.select_related("load")}
    now = {(one.table, one.row): one for one in _contradicted(engine, load)}
    fresh = [one for place, one in now.items() if place not in noted]
    Contradiction.objects.bulk_create(fresh, batch_size=1000)
    for place, one in now.items():
        before = noted.get(place)
        if before is not None and before.told != one.told:
            before.told, before.load, before.choice = one.told, load, Contradiction.Choice.OPEN
            before.collection, before.file, before.line = one.collection, one.file, one.line
            before.save()
    children = {number for (number,) in engine.rows("SELECT child_id FROM who WHERE child_id IS NOT NULL")}
    settled = [
        one.pk
        for place, one in noted.items()
        if place not in now and not one.choice and one.child_id in children and one.load.kind == load.kind
    ]
    Contradiction.objects.filter(pk__in=settled).delete()


def _contradicted(engine: Engine, load: Import) -> Iterator[Contradiction]:
    for told in TOLD.values():
        for row in engine.records(f"SELECT * FROM {told.table} WHERE verdict = 'contradicted'"):
            yield Contradiction(
                child_id=row["child_id"],
                table=told.table,
                row=row["row_id"],
                told={name: _plain(row[name]) for name in told.names},
                load=load,
                collection=row["collection"],
                file=row["file"] or "",
                line=row["line"],
            )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value

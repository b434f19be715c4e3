"""Undoing an import: every row says again what it said before, as long as nothing stands on what was told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import F, Model, Q

from sightline.casework.register import bulk, history
from sightline.casework.register.actions.numbers import pass_on
from sightline.casework.register.importing import folders
from sightline.casework.register.models import (
    Child,
    Contradiction,
    Fact,
    Identifier,
    Import,
    Notice,
    Standing,
)
from sightline.casework.register.told import FACTS, TOLD
from sightline.casework.trail.models import Past
from sightline.engine.connect import connect


def stands_on(load: Import) -> list[str]:
    """What stands on an import that was loaded, in words; nothing where it may be undone.

    How much stands on it is not said: some of it may be of children whom whoever asks may not see.
    """
    later = Import.objects.filter(state=Import.State.LOADED).filter(
        Q(loaded_at__gt=load.loaded_at) | Q(loaded_at=load.loaded_at, pk__gt=load.pk)
    )
    said = [
        f"Import {number} was loaded after it. Undo that one first."
        for number in later.values_list("pk", flat=True)
    ]
    if not folders.changes(load.pk).is_dir():
        said.append("Its folder is no longer there, and with it what the rows said before.")
    if _corrected_since(load):
        said.append("Rows that it told were corrected or taken away since.")
    if _work_on_new_children(load):
        said.append("Records were made since of children whom it brought.")
    return said


def undo(load: Import, *, by: int | None, at: datetime) -> None:
    """Put back what the rows said, in the transaction of whoever calls."""
    cause = f"undo:{load.pk}"
    touched = set(Past.objects.filter(cause=f"import:{load.pk}").values_list("subject", flat=True))
    for told in FACTS.values():
        assert issubclass(told.model, Fact)
        added = _added(told.model, load)
        touched |= set(added.values_list("child_id", flat=True))
        history.keep_all(added.iterator(chunk_size=2000), by=by, at=at, cause=cause, gone=True)
        added.delete()
    Notice.objects.filter(load=load).delete()
    Contradiction.objects.filter(load=load).delete()
    Identifier.objects.filter(load=load).delete()
    for model in dict.fromkeys(told.model for told in TOLD.values()):
        _put_back(model, load, by=by, at=at, cause=cause)
    _untell(load)
    fresh = _added(Child, load)
    history.keep_all(fresh.iterator(chunk_size=2000), by=by, at=at, cause=cause, gone=True)
    for part in bulk.in_parts(fresh.values_list("pk", flat=True)):
        Standing.objects.filter(pk__in=part).delete()
        Child.objects.filter(pk__in=part).delete()
    pass_on(by=by, at=at)
    for part in bulk.in_parts(number for number in touched if number is not None):
        Child.objects.filter(pk__in=part).update(stamp=F("stamp") + 1)


def _added(model: type[Any], load: Import) -> Any:
    """The rows that an import added. Imports load one after the other, so theirs lie between two numbers."""
    before, last = load.staged["added"][model._meta.label_lower]
    return model._default_manager.filter(pk__gt=before, pk__lte=last).exclude(load=None).order_by("pk")


def _put_back(model: type[Any], load: Import, *, by: int | None, at: datetime, cause: str) -> None:
    """Rows changed say what they said; rows taken away are there again, under their own numbers."""
    pasts = list(Past.objects.filter(kind=model._meta.label_lower, cause=f"import:{load.pk}"))
    if not pasts:
        return
    columns = [field.attname for field in model._meta.concrete_fields if field.attname not in ("id", "stamp")]
    changed = {past.row: past for past in pasts if not past.gone}
    now: list[Any] = []
    for part in bulk.in_parts(changed):
        now += model._default_manager.filter(pk__in=part)
    history.keep_all(now, by=by, at=at, cause=cause)
    bulk.update(model, columns, (_again(model, changed[row.pk], columns, row.version + 1) for row in now))
    gone = [past for past in pasts if past.gone]
    bulk.insert(model, [*columns, "id"], (_again(model, past, columns, past.version + 1) for past in gone))


def _again(model: type[Model], past: Past, columns: list[str], version: int) -> tuple[Any, ...]:
    row = history.row_of(past, model)
    row.version = version  # type: ignore[attr-defined]
    values = (getattr(row, name) for name in columns)
    return (*(bulk.moment(value) if isinstance(value, datetime) else value for value in values), past.row)


def _untell(load: Import) -> None:
    """Rows that were only told again come again from where they came."""
    with connect("duckdb", threads=1) as engine:
        for told in TOLD.values():
            path = folders.changes(load.pk) / f"{told.table}.parquet"
            engine.load("changes", path)
            rows = engine.rows(
                "SELECT was_load, was_collection, was_file, was_line, row_id FROM changes WHERE verdict = 'retold'"
            )
            bulk.update(
                told.model,
                ("load_id", "collection", "file", "line"),
                ((number, year, file or "", line, row) for number, year, file, line, row in rows),
            )


def _corrected_since(load: Import) -> bool:
    """Whether rows that it added, changed or took away were corrected or taken away by a person since.

    What later imports did to them is no matter: they were undone, or this one would not be asked.
    """
    _, last = load.staged["added"][Past._meta.label_lower]
    since = (
        Past.objects.filter(pk__gt=last).exclude(cause__startswith="import:").exclude(cause__startswith="undo:")
    )
    corrected = set(since.values_list("kind", "row"))
    theirs = set(Past.objects.filter(cause=f"import:{load.pk}").values_list("kind", "row"))
    for kind, row in corrected - theirs:
        before, end = load.staged["added"].get(kind, (0, 0))
        if before < row <= end:
            theirs.add((kind, row))
    return not corrected.isdisjoint(theirs)


def _work_on_new_children(load: Import) -> bool:
    """Whether records of others refer to children that would be on the register no longer."""
    fresh = _added(Child, load).values("pk")
    for relation in Child._meta.related_objects:
        model: Any = relation.related_model
        if model in (Standing, Contradiction):
            continue
        theirs = model._default_manager.filter(**{f"{relation.field.name}__in": fresh})
        if any(field.name == "load" for field in model._meta.concrete_fields):
            theirs = theirs.exclude(load__isnull=False) if model is Notice else theirs.filter(load=None)
        if theirs.exists():
            return True
    return False

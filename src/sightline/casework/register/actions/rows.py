"""Entering, correcting and taking away a row of any table; what it said before is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from sightline.casework.register import models
from sightline.casework.register.actions.leaving import followed
from sightline.casework.register.actions.locking import LONGEST_REASON, open_for, told_anew
from sightline.casework.register.checks import NotRight, check
from sightline.casework.register.happenings import noticed
from sightline.casework.register.queries.held import HELD_HERE, review_of
from sightline.casework.register.tables import TABLES, Field, Table
from sightline.casework.register.telling import rows_of
from sightline.casework.staff.doing import NotPermitted
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail import actions as trail
from sightline.casework.trail.actions import Changed


class NoSuchRow(LookupError):
    """There is no such table, or no such row of this child."""


@transaction.atomic
def add(*, child: int, table: str, by: Viewer, **values: Any) -> int:
    """Enter a row; its number. Raises NotPermitted, NotRight."""
    kind = table_of(table)
    found = open_for(kind.act, child, by)
    told = as_kept(kind.fields, values)
    check(kind, told, others=rows_of(child, kind), born=found.born, on=by.on)
    row = kind.model(child=found, entered_by_id=by.id, **told)
    with noticed(child, table, by), followed(child, table, by):
        _save(row, kind)
    _since_entered(row, by)
    told_anew(child, "added", by, table=table, row=row.pk)
    return int(row.pk)


@transaction.atomic
def correct(*, child: int, table: str, row: int, version: int | None, why: str, by: Viewer, **values: Any) -> None:
    """Correct a row. Raises Changed where somebody changed it first, NotPermitted, NotRight, NoSuchRow.

    `why` it is corrected is no field of a row: some tables have a `reason` of their own.
    """
    kind = table_of(table)
    found = open_for(kind.act, child, by)
    kept = _locked(kind, child, row)
    _not_held_here(table, row)
    told = as_kept(kind.fields, values)
    now = {name: getattr(kept, name) for name in told}
    if version != kept.version:
        raise Changed(kept.version, now)
    others = [other for other in rows_of(child, kind) if other.pk != row]
    check(kind, told, others=others, born=found.born, on=by.on)
    changed = sorted(name for name in told if told[name] != now[name])
    if not changed:
        return
    trail.keep(kept, by=by.id, at=by.at, cause="correction", why=_reason(why, "why"))
    for name, value in told.items():
        setattr(kept, name, value)
    kept.version += 1
    kept.entered_by_id = by.id
    with noticed(child, table, by), followed(child, table, by):
        _save(kept, kind)
    _since_entered(kept, by)
    told_anew(child, "corrected", by, table=table, row=row, fields=changed)


@transaction.atomic
def take_away(*, child: int, table: str, row: int, version: int | None, reason: str, by: Viewer) -> None:
    """Take a row away; what it said is kept. Raises Changed, NotPermitted, NotRight, NoSuchRow."""
    kind = table_of(table)
    open_for(kind.act, child, by)
    kept = _locked(kind, child, row)
    _not_held_here(table, row)
    if version != kept.version:
        raise Changed(kept.version, {field.name: getattr(kept, field.name) for field in kind.fields})
    trail.keep(kept, by=by.id, at=by.at, cause="taken away", why=_reason(reason), gone=True)
    with noticed(child, table, by), followed(child, table, by):
        kept.delete()
    told_anew(child, "took_away", by, table=table, row=row)


def table_of(key: str) -> Table:
    """A table by its key. Raises NoSuchRow."""
    if key not in TABLES:
        raise NoSuchRow
    return TABLES[key]


def as_kept(fields: tuple[Field, ...], values: Mapping[str, Any]) -> dict[str, Any]:
    """Answers as the columns hold them: nothing told is what the column has for nothing."""
    return {field.name: _kept(field, values.get(field.name)) for field in fields}


def _kept(field: Field, value: Any) -> Any:
    if field.tidy is not None and isinstance(value, str):
        value = field.tidy(value)
    return field.empty if value in (None, "") else value


def _locked(table: Table, child: int, row: int) -> Any:
    found = table.model._default_manager.select_for_update().filter(child=child, pk=row).first()
    if found is None:
        raise NoSuchRow
    return found


def _not_held_here(table: str, row: int) -> None:
    """What a review held here wrote says what the review says: it is put right there."""
    if review_of(table, row) is not None:
        raise NotPermitted(HELD_HERE)


def _save(row: models.Fact, table: Table) -> None:
    """Write it; two rows that would be the same happening are refused in words."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise NotRight({table.since or table.fields[0].name: "There is one like this already"}) from None


def _since_entered(row: models.Fact, by: Viewer) -> None:
    """The moment of entry is that of the person's day, which a demonstration may set."""
    type(row)._default_manager.filter(pk=row.pk).update(entered_at=by.at)


def _reason(reason: str, field: str = "reason") -> str:
    said = " ".join(reason.split())
    if not said:
        raise NotRight({field: "Say why"})
    return said[:LONGEST_REASON]

"""Where a row comes from, what it said before, and who changed it: field by field."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sightline.casework.register import models
from sightline.casework.register.actions.rows import NoSuchRow, table_of
from sightline.casework.register.tables import DETAILS, Field, Kind
from sightline.casework.register.telling import Source, source_of
from sightline.casework.staff import queries as staff
from sightline.casework.trail.models import Past


@dataclass(frozen=True)
class Difference:
    """One field before and after a change."""

    label: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Change:
    """One change of a row: when, by whom or by which import, why, and what it changed."""

    at: datetime
    by: str
    why: str
    differences: tuple[Difference, ...]
    gone: bool


@dataclass(frozen=True)
class Origin:
    """A row with where it comes from and its history, the latest first. `said` is empty where it is gone."""

    title: str
    version: int | None
    said: tuple[tuple[str, Any], ...]
    source: Source | None
    changes: tuple[Change, ...]


def origin(child: models.Child, table: str, row: int) -> Origin:
    """Where a row of a child in scope comes from. Raises NoSuchRow. Three queries."""
    title, fields, model = _of(table)
    found = _row(child, table, row, model)
    pasts = list(_pasts(child, table, row, model).order_by("version"))
    if found is None and not pasts:
        raise NoSuchRow
    now = None if found is None else {field.name: getattr(found, field.name) for field in fields}
    return Origin(
        title=title,
        version=None if found is None else found.version,
        said=() if now is None else tuple(_said(fields, now)),
        source=None if found is None else source_of(found),
        changes=tuple(reversed(_changes(fields, pasts, now))),
    )


def _of(table: str) -> tuple[str, tuple[Field, ...], Any]:
    if table == "child":
        return "Who the child is", DETAILS, models.Child
    kind = table_of(table)
    return kind.one, kind.fields, kind.model


def _row(child: models.Child, table: str, row: int, model: Any) -> Any:
    if table == "child" and row != child.pk:
        raise NoSuchRow
    rows = model.objects.filter(pk=child.pk) if table == "child" else model.objects.filter(child=child, pk=row)
    return rows.select_related("load", "entered_by").first()


def _pasts(child: models.Child, table: str, row: int, model: Any) -> Any:
    pasts = Past.objects.filter(kind=model._meta.label_lower, row=row)
    return pasts if table == "child" else pasts.filter(subject=child.pk)


def _said(fields: tuple[Field, ...], values: dict[str, Any]) -> list[tuple[str, Any]]:
    said = [(field.label, field.say(values[field.name])) for field in fields]
    return [(label, value) for label, value in said if value is not None]


def _changes(fields: tuple[Field, ...], pasts: list[Past], now: dict[str, Any] | None) -> list[Change]:
    """Each past against what came after it."""
    names = staff.names(past.replaced_by for past in pasts if past.replaced_by is not None)
    states = [_read(fields, past.values) for past in pasts]
    after = [*states[1:], now][: len(pasts)]
    return [
        Change(
            at=past.replaced_at,
            by=names.get(past.replaced_by or 0, "") or _cause(past.cause),
            why=past.why,
            differences=() if past.gone else _differences(fields, state, later or {}),
            gone=past.gone,
        )
        for past, state, later in zip(pasts, states, after, strict=True)
    ]


def _differences(
    fields: tuple[Field, ...], before: dict[str, Any], after: dict[str, Any]
) -> tuple[Difference, ...]:
    return tuple(
        Difference(field.label, field.say(before.get(field.name)), field.say(after.get(field.name)))
        for field in fields
        if field.say(before.get(field.name)) != field.say(after.get(field.name))
    )


def _read(fields: tuple[Field, ...], kept: dict[str, Any]) -> dict[str, Any]:
    """A past's values, kept as text, as the columns have them."""
    return {field.name: _value(field, kept.get(field.name)) for field in fields}


def _value(field: Field, kept: Any) -> Any:
    if kept is None or kept == "":
        return None
    if field.kind is Kind.DAY:
        return date.fromisoformat(kept)
    if field.kind in (Kind.NUMBER, Kind.YEAR, Kind.YES_NO):
        return int(kept)
    return kept == "True" if field.kind is Kind.TICK else kept


def _cause(cause: str) -> str:
    kind, _, number = cause.partition(":")
    return {"import": f"Import {number}", "undo": f"Import {number} undone"}.get(kind, "The service itself")

"""What rows of the register said before: kept in bulk by imports, and put back when one is undone."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models

from sightline.casework.register import bulk
from sightline.casework.trail.models import Past

_COLUMNS = (
    "kind", "row", "subject", "version", "values", "gone", "replaced_at", "replaced_by", "cause", "why",
)  # fmt: skip


def keep_all(
    rows: Iterable[models.Model], *, by: int | None, at: datetime, cause: str, gone: bool = False
) -> None:
    """Keep what many rows say, before they are changed or taken away. They are as they are in the database."""
    bulk.insert(Past, _COLUMNS, (_past(row, by=by, at=at, cause=cause, gone=gone) for row in rows))


def _past(row: models.Model, *, by: int | None, at: datetime, cause: str, gone: bool) -> tuple[Any, ...]:
    subject = row.pk if row._meta.model_name == "child" else getattr(row, "child_id", None)
    version = row.version  # type: ignore[attr-defined]
    return (
        row._meta.label_lower, row.pk, subject, version, json.dumps(values_of(row)), gone,
        bulk.moment(at), by, cause, "",
    )  # fmt: skip


def values_of(row: models.Model) -> dict[str, Any]:
    """Every column of a row as plain values that JSON can hold."""
    return {
        field.attname: field.value_to_string(row) if getattr(row, field.attname) is not None else None
        for field in row._meta.concrete_fields
    }


def row_of(past: Past, model: type[models.Model]) -> models.Model:
    """The row as it was, not saved."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return model(
        **{
            name: fields[name].to_python(value) if fields[name].remote_field is None else value and int(value)
            for name, value in past.values.items()
            if name in fields
        }
    )

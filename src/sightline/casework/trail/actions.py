"""Adding to the trail, and keeping what a row said before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction

from sightline.casework.trail.models import Entry, Past, Waiting
from sightline.casework.trail.sealing import seal as seal  # actions has it for others

#: Not even its hash has a past.
NEVER_KEPT = frozenset({"password"})


class Changed(Exception):
    """Somebody changed this record after it was opened: nothing was written.

    `version` is the version it has now, `now` what it says now, by the names of the form's fields.
    """

    def __init__(self, version: int, now: dict[str, Any]) -> None:
        super().__init__("The record has changed since it was opened")
        self.version = version
        self.now = now


@dataclass(frozen=True)
class Deed:
    """One thing done or seen. `detail` is numbers, codes and names of fields, never what a field says."""

    action: str
    kind: str
    subject: int | None
    detail: dict[str, Any]


def record(
    action: str,
    *,
    by: int | None,
    at: datetime,
    kind: str = "",
    subject: int | None = None,
    request: str = "",
    **detail: Any,
) -> Entry:
    """Add what somebody did or saw. `detail` is numbers, codes and names of fields, never what a field says.

    Inside a transaction the entry stands or falls with it; it is sealed into the chain when that is committed.
    """
    deed = Deed(action, kind, subject, detail)
    return record_all([deed], by=by, at=at, request=request)[0]


def record_all(deeds: Sequence[Deed], *, by: int | None, at: datetime, request: str = "") -> list[Entry]:
    """Add all that somebody did or saw in one go, as `record` does: as many queries for many as for one."""
    entries = [
        Entry(at=at, by=by, action=d.action, kind=d.kind, subject=d.subject, detail=d.detail, request=request)
        for d in deeds
    ]
    with transaction.atomic():
        Entry.objects.bulk_create(entries)
        Waiting.objects.bulk_create([Waiting(entry=entry) for entry in entries])
        transaction.on_commit(seal, robust=True)  # what is committed stays: the next seal takes it too
    return entries


def keep(
    row: models.Model, *, by: int | None, at: datetime, cause: str, why: str = "", gone: bool = False
) -> Past:
    """Keep what a row says now, before it is changed or taken away. `row` is as it is in the database."""
    values = {
        field.attname: field.value_to_string(row) if getattr(row, field.attname) is not None else None
        for field in row._meta.concrete_fields
        if field.name not in NEVER_KEPT
    }
    return Past.objects.create(
        kind=row._meta.label_lower,
        row=row.pk,
        subject=getattr(row, "child_id", None),
        version=row.version,  # type: ignore[attr-defined]
        values=values,
        gone=gone,
        replaced_at=at,
        replaced_by=by,
        cause=cause,
        why=why,
    )

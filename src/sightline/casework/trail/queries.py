"""What the trail tells those who look into it: what was seen of a subject, and whether the chain is whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from sightline.casework.trail.models import Entry
from sightline.casework.trail.verifying import Break, Head, Kind, Verdict, head, verify

__all__ = ["Break", "Head", "Kind", "Look", "Verdict", "head", "looks", "people_who_looked", "verify"]


@dataclass(frozen=True)
class Look:
    """One look at a subject, or deed to it, by whom (None: the service); `detail` has page, roles and how."""

    at: datetime
    by: int | None
    action: str
    detail: dict[str, Any]


def looks(
    *,
    kind: str,
    subject: int,
    by: int | None = None,
    first: datetime | None = None,
    before: datetime | None = None,
    start: int = 0,
    count: int = 50,
) -> tuple[Sequence[Look], int]:
    """What was seen of and done to a subject, newest first, and how much there is in all. Two queries."""
    entries = _of(kind, subject)
    if by is not None:
        entries = entries.filter(by=by)
    if first is not None:
        entries = entries.filter(at__gte=first)
    if before is not None:
        entries = entries.filter(at__lt=before)
    rows = entries.order_by("-at", "-pk").values_list("at", "by", "action", "detail")[start : start + count]
    return [Look(*row) for row in rows], entries.count()


def people_who_looked(*, kind: str, subject: int) -> set[int]:
    """Everybody who ever saw or did something to a subject."""
    return {by for by in _of(kind, subject).values_list("by", flat=True).distinct() if by is not None}


def _of(kind: str, subject: int) -> QuerySet[Entry]:
    return Entry.objects.filter(kind=kind, subject=subject)

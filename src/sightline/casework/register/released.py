"""Rows of the register for programs: no name, no identifier of another system, no address, no restricted child.

Every query starts from `scope.children`. A key of the read API looks as an analyst does who is named on no
restricted record. Rows come in the order of their numbers, so that a reader can go on after the last one it had.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Model, Q, QuerySet

from sightline.casework.register.models import Episode, Involvement, Notice, Review
from sightline.casework.register.scope import children as seen_children
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail.models import Past
from sightline.domain.care import SHORT_BREAKS, age_on

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Asked:
    """Which rows: those after a number, so many at most, changed since a moment, of children in care on a day."""

    after: int = 0
    limit: int = 500
    changed_since: datetime | None = None
    in_care_on: date | None = None


def children(asked: Asked, *, seen_by: Viewer) -> Rows:
    """Children: month of birth and age, not the day."""
    rows = _in_care(seen_children(seen_by=seen_by).filter(told=True), "pk__in", asked)
    return [
        {
            "id": row["id"],
            "sex": row["sex"],
            "birth_month": f"{row['born']:%Y-%m}" if row["born"] else None,
            "age": age_on(row["born"], seen_by.on) if row["born"] else None,
            "ethnicity": row["ethnicity"] or None,
            "version": row["version"],
        }
        for row in _page(rows, asked).values("id", "sex", "born", "ethnicity", "version")
    ]


def episodes(asked: Asked, *, seen_by: Viewer) -> Rows:
    """Episodes of care, without postcodes."""
    return _rows(Episode.objects.all(), _EPISODE, asked, seen_by)


def reviews(asked: Asked, *, seen_by: Viewer) -> Rows:
    """Reviews held."""
    return _rows(Review.objects.all(), _REVIEW, asked, seen_by)


def allocations(asked: Asked, *, seen_by: Viewer) -> Rows:
    """Which reviewing officer, by number, was named for which child from when to when."""
    return _rows(Involvement.objects.filter(role="iro"), _ALLOCATION, asked, seen_by)


def notices(asked: Asked, *, seen_by: Viewer) -> Rows:
    """What happened, and when it was known. A notice never changes: it is new or it is not."""
    rows = _of_seen(Notice.objects.all(), asked, seen_by)
    if asked.changed_since is not None:
        rows = rows.filter(known_on__gte=asked.changed_since.date())
    return list(rows.filter(pk__gt=asked.after).order_by("pk").values(*_NOTICE)[: asked.limit])


_EPISODE = (
    "id", "child_id", "started", "reason_started", "legal_status", "need", "placement", "provider", "ceased",
    "reason_ceased", "reason_moved", "version",
)  # fmt: skip
_REVIEW = ("id", "child_id", "held", "participation", "completed", "recorded", "adjourned", "version")
_ALLOCATION = ("id", "child_id", "person_id", "started", "ended", "version")
_NOTICE = ("id", "child_id", "kind", "happened_on", "known_on")


def _rows(rows: QuerySet[Any], columns: tuple[str, ...], asked: Asked, seen_by: Viewer) -> Rows:
    return list(_page(_of_seen(rows, asked, seen_by), asked).values(*columns))


def _of_seen(rows: QuerySet[Any], asked: Asked, seen_by: Viewer) -> QuerySet[Any]:
    return _in_care(rows.filter(child__in=seen_children(seen_by=seen_by)), "child__in", asked)


def _in_care(rows: QuerySet[Any], lookup: str, asked: Asked) -> QuerySet[Any]:
    if asked.in_care_on is None:
        return rows
    day = asked.in_care_on
    there = Episode.objects.filter(Q(ceased=None) | Q(ceased__gt=day), started__lte=day)
    return rows.filter(**{lookup: there.exclude(legal_status__in=SHORT_BREAKS).values("child")})


def _page(rows: QuerySet[Any], asked: Asked) -> QuerySet[Any]:
    rows = rows.filter(pk__gt=asked.after).order_by("pk")
    if asked.changed_since is not None:
        rows = rows.filter(
            Q(entered_at__gte=asked.changed_since) | Q(pk__in=_changed(rows.model, asked.changed_since))
        )
    return rows[: asked.limit]


def _changed(model: type[Model], since: datetime) -> QuerySet[Past, int]:
    past = Past.objects.filter(kind=model._meta.label_lower, replaced_at__gte=since, gone=False)
    return past.values_list("row", flat=True)

"""The sample council's reviewing cycle as rows: the door by which all of it comes in. Refuses anywhere else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.db.models import Max, Model

from sightline.casework.allocation.models import Conflict, Handover
from sightline.casework.meetings import sample as meetings
from sightline.casework.practice.queries import in_force
from sightline.casework.register import standings
from sightline.casework.register.models import Child, Identifier, Involvement
from sightline.casework.reviews import sample as reviews
from sightline.casework.watch import models

MODELS: Mapping[str, type[Model]] = {
    **meetings.MODELS,
    **reviews.MODELS,
    "check": models.Check,
    "contact": models.Contact,
    "tracking": models.Tracking,
    "change": models.Change,
    "closing": models.Closing,
    "handover": Handover,
    "conflict": Conflict,
}

Rows = Mapping[str, tuple[Sequence[str], Sequence[Sequence[Any]]]]  # by table: columns, rows


@transaction.atomic
def put(parts: Iterable[tuple[Rows, Sequence[Sequence[Any]]]]) -> int:
    """Insert the rows of the cycle, part by part; how many. Each part has what the register is to be told, too."""
    many = 0
    for rows, finished in parts:
        for table, (columns, told) in rows.items():
            many += meetings.insert(MODELS[table], columns, told)
        reviews.finish(finished)
    return many


def children() -> dict[str, int]:
    """Every child of the sample by the number of the case system."""
    return dict(Identifier.objects.filter(scheme="case").values_list("value", "child_id"))


def dues(on: date) -> dict[int, date]:
    """When the next review of each child in care falls due, by child."""
    rows = standings.fresh(Child.objects.all(), on=on, practice=in_force(on))
    told = rows.filter(in_care=True).values_list("child_id", "due")
    return {child: due for child, due in told if due is not None}


def last_numbers() -> dict[str, int]:
    """The last number in each table of the cycle."""
    return {
        table: model._default_manager.aggregate(last=Max("pk"))["last"] or 0 for table, model in MODELS.items()
    }


def levels(on: date) -> list[str]:
    """The levels of tracking that the practice in force names."""
    return [level.name for level in in_force(on).tracking_levels]


@transaction.atomic
def hand_over(note: str, *, since: date) -> None:
    """A handover for each officer who followed another since a day: the newest ones are not noted yet."""
    meetings.refuse_unless_sample()
    rows = Involvement.objects.filter(role="iro").order_by("child_id", "started", "pk")
    made = []
    for before, after in pairwise(rows.iterator(chunk_size=5000)):
        if before.child_id == after.child_id and before.ended == after.started and after.started >= since:
            noted = after.started < since + timedelta(days=270)
            told = after.started + timedelta(days=6) if noted else None
            made.append(Handover(before=before, after=after, note=note if noted else "", child_told_on=told))
    Handover.objects.bulk_create(made, batch_size=1000)


@transaction.atomic
def declare_conflict(*, says: str, manager: int, at: datetime) -> None:
    """One officer who must not be named for one child who has another."""
    meetings.refuse_unless_sample()
    rows = Involvement.objects.filter(role="iro", ended=None, person__isnull=False).order_by("child_id")
    for child, officer in rows.values_list("child_id", "person_id")[:1]:
        other = rows.exclude(person=officer).first()
        if other is not None and other.person is not None:
            Conflict.objects.create(
                child_id=child, person=other.person, says=says, declared_at=at, declared_by_id=manager
            )

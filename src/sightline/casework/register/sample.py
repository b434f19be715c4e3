"""What the sample council's register has beside what feeds tell. Refuses anywhere else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import cycle
from typing import Any

from django.conf import settings
from django.db import transaction

from sightline.casework.register import bulk
from sightline.casework.register.models import (
    Child,
    CommunicationNeed,
    EducationPlan,
    Fact,
    Identifier,
    Involvement,
    Notice,
    Relation,
    Visit,
    Warning,
)

_MODELS: dict[str, type[Fact]] = {
    "relation": Relation,
    "communicationneed": CommunicationNeed,
    "educationplan": EducationPlan,
    "visit": Visit,
    "warning": Warning,
}


class NotSample(Exception):
    """This is not the sample council, or its register has children already."""


def refuse_unless_empty() -> None:
    """Raises NotSample unless this is the sample council's register and nobody is in it."""
    if not settings.SAMPLE:
        raise NotSample("This fills the sample council alone: set SIGHTLINE_SAMPLE=yes, never with real children.")
    if Child.objects.exists():
        raise NotSample("The register has children already. The sample council goes into an empty one.")


@transaction.atomic
def put_around(
    rows: Iterable[tuple[str, str, Mapping[str, Any]]], details: Mapping[str, Mapping[str, Any]], *, at: datetime
) -> None:
    """Add rows (a child's number in the case system, table, values), and details to the children's own rows."""
    if not settings.SAMPLE:
        raise NotSample("This fills the sample council alone.")
    who = dict(Identifier.objects.filter(scheme="case").values_list("value", "child_id"))
    told: dict[str, list[tuple[int, Mapping[str, Any]]]] = defaultdict(list)
    for child, table, values in rows:
        told[table].append((who[child], values))
    for table, found in told.items():
        columns = tuple(found[0][1])
        rest = (1, bulk.moment(at), "")
        bulk.insert(
            _MODELS[table],
            ("child_id", *columns, "version", "entered_at", "file"),
            ((child, *(values[name] for name in columns), *rest) for child, values in found),
        )
    named = ("known_as", "pronouns", "language", "interpreter", "religion")
    bulk.update(Child, named, ((*(values[n] for n in named), who[child]) for child, values in details.items()))


def spread_notices(lags: Sequence[int], *, at: datetime) -> None:
    """Let what happened of late have been known some days after it happened, as if every night had been loaded.

    The lags, in days, are dealt out in turn. Otherwise a first fill would have told of everything today.
    """
    if not settings.SAMPLE:
        raise NotSample("Only what never happened can be known at another time.")
    notices = list(Notice.objects.order_by("pk"))
    for notice, lag in zip(notices, cycle(lags), strict=False):
        notice.known_on = min(at.date(), notice.happened_on + timedelta(days=lag))
    Notice.objects.bulk_update(notices, ["known_on"], batch_size=400)


def some_reviewed(count: int) -> list[tuple[int, int]]:
    """Some children in care and the people who review them, by their numbers: always the same ones."""
    rows = Involvement.objects.filter(role="iro", ended=None, person__isnull=False).order_by("child_id")
    every = list(rows.values_list("child_id", "person_id"))
    return every[len(every) // 3 :: max(1, len(every) // 7)][:count]

"""Many reviews at once, for the sample council: what they are joined to in the register. Refuses anywhere else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Model

from sightline.casework.meetings.sample import refuse_unless_sample
from sightline.casework.register import bulk
from sightline.casework.register.models import EarlyReview
from sightline.casework.register.models import Review as Told
from sightline.casework.reviews.models import Review

MODELS: Mapping[str, type[Model]] = {"review": Review, "early": EarlyReview}


def told_since(first: date) -> dict[tuple[int, date], int]:
    """The register's reviews held from a day on: their numbers, by child and day."""
    rows = Told.objects.filter(held__gte=first).values_list("child_id", "held", "pk")
    return {(child, held): pk for child, held, pk in rows.iterator(chunk_size=5000)}


def finish(rows: Iterable[Sequence[Any]]) -> int:
    """Say in the register when reviews were completed and recorded, whether adjourned; the number comes last."""
    refuse_unless_sample()
    return bulk.update(Told, ("completed", "recorded", "adjourned"), rows)

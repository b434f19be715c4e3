"""Puts lives into the register, row by row, as a feed would."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sightline.casework.register import models
from sightline.domain.records import columns

KINDS = {"episodes": models.Episode, "reviews": models.Review, "early_reviews": models.EarlyReview}


def keep(lives: Iterable[Any], load: models.Import | None = None) -> list[models.Child]:
    """One child of the register for each life, in order."""
    told = list(lives)
    children = models.Child.objects.bulk_create(_child(life.child) for life in told)
    for table, model in KINDS.items():
        model.objects.bulk_create(
            model(child=child, load=load, **_values(row))
            for child, life in zip(children, told, strict=True)
            for row in getattr(life, table)
        )
    return children


def _child(record: Any) -> models.Child:
    return models.Child(forename="Child", surname=record.child, **_values(record))


def _values(record: Any) -> dict[str, Any]:
    return {
        column.name: getattr(record, column.name) for column in columns(type(record)) if column.name != "child"
    }

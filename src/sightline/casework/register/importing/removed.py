"""Rows that persons took away: a feed that tells one again does not bring it back by itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sightline.casework.register.told import FACTS, Told
from sightline.casework.trail.models import Past

Rows = tuple[list[Sequence[Any]], Mapping[str, str]]


def by_table() -> dict[str, Rows]:
    """For each table of facts: the number of the row, whose it was, and its keys; the last, where told twice."""
    pasts = _pasts()
    return {
        table: (_rows(told, pasts[told.model._meta.label_lower]), {"row_id": "BIGINT", **_types(told)})
        for table, told in FACTS.items()
    }


def _types(told: Told) -> dict[str, str]:
    types = {"child_id": "BIGINT", "collection": "INTEGER", **told.types}
    return {name: types[name] for name in ("child_id", *told.keys)}


def _rows(told: Told, pasts: Sequence[tuple[int, int | None, dict[str, Any]]]) -> list[Sequence[Any]]:
    rows = {(child, *(values.get(key) for key in told.keys)): row for row, child, values in pasts if child}
    return [(row, *whose) for whose, row in rows.items()]


def _pasts() -> Mapping[str, list[tuple[int, int | None, dict[str, Any]]]]:
    gone = Past.objects.filter(gone=True, replaced_by__isnull=False)
    by_hand = gone.exclude(cause__startswith="import:").exclude(cause__startswith="undo:")
    found = defaultdict(list)
    for kind, *told in by_hand.order_by("pk").values_list("kind", "row", "subject", "values"):
        found[kind].append(tuple(told))
    return found

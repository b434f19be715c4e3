"""Lives of many children at once, as the domain reads them: four queries, however many children."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sightline.casework.practice.once import once
from sightline.casework.register import models
from sightline.domain import records
from sightline.domain.care import Life

#: Stands in for a birthday that nobody told: no review clock looks at it.
NOT_TOLD = date(1900, 1, 1)


@dataclass(frozen=True)
class Known:
    """A life, and from when on it is known; None: all of it is."""

    life: Life
    history_from: date | None


def lives(children: Iterable[int]) -> dict[int, Known]:
    """The lives of these children, by number."""
    wanted = list(children)
    born = {pk: told for pk, *told in models.Child.objects.filter(pk__in=wanted).values_list("pk", *_WHO)}
    episodes = _told(models.Episode, records.Episode, wanted)
    reviews = _told(models.Review, records.Review, wanted)
    early = _told(models.EarlyReview, records.EarlyReview, wanted)
    returned = _told_by_returns_alone(wanted)
    since = returns_from() if returned else None
    return {
        pk: Known(
            Life.of(records.Child(str(pk), *who), episodes[pk], reviews[pk], early[pk]),
            since if pk in returned else None,
        )
        for pk, who in born.items()
    }


def returns_from() -> date | None:
    """The first day of the unbroken run of loaded returns that ends with the latest; None where there is none."""
    return once("returns from", _returns_from)


def _returns_from() -> date | None:
    loaded = models.Import.objects.filter(kind="903", state=models.Import.State.LOADED, as_at__isnull=False)
    years = sorted({as_at.year for as_at in loaded.values_list("as_at", flat=True) if as_at}, reverse=True)
    if not years:
        return None
    first = years[0]
    while first - 1 in years:
        first -= 1
    return date(first - 1, 4, 1)


_WHO = ("sex", "born", "ethnicity", "upn", "mother", "first_child_born")


def _told(model: Any, record: type, children: list[int]) -> dict[int, list[Any]]:
    names = [column.name for column in records.columns(record)][1:]
    told: dict[int, list[Any]] = defaultdict(list)
    for child, *values in model.objects.filter(child__in=children).values_list("child_id", *names):
        told[child].append(record(str(child), *values))
    return told


def _told_by_returns_alone(children: list[int]) -> set[int]:
    """Those whose every episode came with a 903 return: what was before the first return is not known of them."""
    episodes = models.Episode.objects.filter(child__in=children)
    returned = set(episodes.filter(load__kind="903").values_list("child_id", flat=True).distinct())
    if not returned:
        return returned
    return returned - set(episodes.exclude(load__kind="903").values_list("child_id", flat=True).distinct())

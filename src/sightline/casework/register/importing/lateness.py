"""How late the service is told: the days between a happening and the day it was known here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from django.db.models import OuterRef, Subquery

from sightline.casework.register import scope
from sightline.casework.register.models import Involvement, Notice
from sightline.casework.staff.queries import Viewer


@dataclass(frozen=True)
class Lateness:
    """Of some notices: how many, and after how many days half and nine in ten of them were known."""

    what: str
    count: int
    median: float
    ninth: int  # nine in ten were known by then


@dataclass(frozen=True)
class Late:
    """Lateness by kind of happening, by the month it became known, and by the team of the social worker."""

    by_kind: tuple[Lateness, ...]
    by_month: tuple[Lateness, ...]
    by_team: tuple[Lateness, ...]


def lateness(first: date, last: date, *, seen_by: Viewer) -> Late:
    """Of the notices known from a day to a day, of children whom this person may see. One question."""
    social_worker = Involvement.objects.filter(child=OuterRef("child"), role="social_worker").order_by("-started")
    rows = (
        Notice.objects.filter(
            known_on__range=(first, last), child__in=scope.children(seen_by=seen_by).values("pk")
        )
        .annotate(team=Subquery(social_worker.values("team__name")[:1]))
        .values_list("kind", "happened_on", "known_on", "team")
    )
    told = [(kind, known, team or "", max(0, (known - happened).days)) for kind, happened, known, team in rows]
    return Late(
        by_kind=_grouped((kind, days) for kind, _, _, days in told),
        by_month=_grouped((known.strftime("%Y-%m"), days) for _, known, _, days in told),
        by_team=_grouped((team, days) for _, _, team, days in told),
    )


def _grouped(told: Iterable[tuple[str, int]]) -> tuple[Lateness, ...]:
    groups: dict[str, list[int]] = defaultdict(list)
    for what, days in told:
        groups[what].append(days)
    return tuple(
        Lateness(what, len(days), median(days), _nine_in_ten(sorted(days)))
        for what, days in sorted(groups.items())
    )


def _nine_in_ten(days: Sequence[int]) -> int:
    """The smallest number of days within which at least nine in ten were known."""
    return days[-(-9 * len(days) // 10) - 1]

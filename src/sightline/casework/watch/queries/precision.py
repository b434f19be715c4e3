"""How often flags were right: of those that somebody looked at and set aside, what they were, by flag and year.

Of children that whoever asks may see, and of no child by name: counts alone.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from sightline.casework.register.scope import children
from sightline.casework.staff.queries import Viewer
from sightline.casework.watch.models import Dismissal
from sightline.casework.watch.queries.flags import TITLES


@dataclass(frozen=True)
class Precision:
    """One kind of flag in one year (from 1 April): how many were looked at, and what they were."""

    flag: str
    title: str
    year: int  # in which it begins
    known: int  # it is drift, and is being dealt with
    no_drift: int  # it is so, and right for the child
    wrong: int  # the data were wrong

    @property
    def looked_at(self) -> int:
        """All of them."""
        return self.known + self.no_drift + self.wrong

    @property
    def true_drift(self) -> int:
        """Of a hundred looked at, how many were drift."""
        return round(100 * self.known / self.looked_at)


def precision(*, seen_by: Viewer) -> list[Precision]:
    """What flags were found to be, by flag and year, the latest year first. One query.

    A flag that was set aside more than once for the same facts counts once, as it was said last.
    """
    rows = Dismissal.objects.filter(child__in=children(seen_by=seen_by).values("pk"), at__date__lte=seen_by.on)
    last: dict[tuple[int, str, str], tuple[str, date]] = {}
    told = rows.order_by("at", "pk").annotate(day=F("at__date"))
    for child, flag, facts, kind, day in told.values_list("child", "flag", "facts", "kind", "day"):
        last[child, flag, facts] = kind, day
    counted: dict[tuple[int, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for (_, flag, _facts), (kind, day) in last.items():
        counted[day.year - (day.month < 4), flag][kind] += 1
    places = {key: place for place, key in enumerate(TITLES)}
    ordered = sorted(counted.items(), key=lambda item: (-item[0][0], places.get(item[0][1], len(places))))
    return [
        Precision(flag, TITLES.get(flag, flag), year, kinds["known"], kinds["no_drift"], kinds["wrong"])
        for (year, flag), kinds in ordered
    ]

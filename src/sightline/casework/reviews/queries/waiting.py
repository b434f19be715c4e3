"""What waits for somebody to say of reviews that were held: how the child took part, and why one was late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, QuerySet

from sightline.casework.register.scope import within
from sightline.casework.reviews.models import Review
from sightline.casework.reviews.queries.roll import Row, listed
from sightline.casework.staff.queries import Viewer

#: How far back is looked: what is older was settled elsewhere, or is for the list.
WEEKS = 26
SHOWN = 5


@dataclass(frozen=True)
class ToSay:
    """Reviews of one chair of which something is not told yet: how many, and the first of them."""

    count: int
    rows: Sequence[Row]


def to_say(*, seen_by: Viewer) -> ToSay:
    """Reviews chaired by this person, held lately, whose participation is not told; the longest waiting first."""
    chosen = {"chair": "me", "part": "yes", "week": "last26"}
    found = listed(seen_by=seen_by, chosen=chosen)
    shown = found.beginning(SHOWN)
    return ToSay(len(found), shown)


def uncoded_by_chair(*, seen_by: Viewer) -> list[tuple[str, int]]:
    """How many reviews held lately have no code yet, by who chaired, most first. One query."""
    rows = _uncoded(seen_by).values("matter__meeting__chair__name").annotate(many=Count("pk"))
    return [(row["matter__meeting__chair__name"], row["many"]) for row in rows.order_by("-many")[: 2 * SHOWN]]


def _uncoded(seen_by: Viewer) -> QuerySet[Review]:
    since = seen_by.on - timedelta(weeks=WEEKS)
    return within(Review.objects.filter(matter__held_on__gte=since, code=""), "matter__child", seen_by=seen_by)

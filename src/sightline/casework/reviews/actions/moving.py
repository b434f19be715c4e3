"""A review gets its day, or another: what `meetings.scheduling` does, and what is particular to reviews.

A review by consultation, without a meeting, is for children fostered for the long term alone, and not if people
last met over a year before (`queries.consulting`): the day counts, so each of these asks.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from sightline.casework.meetings import scheduling
from sightline.casework.meetings.models import Matter, Meeting, Mode
from sightline.casework.meetings.scheduling import Moved
from sightline.casework.meetings.scope import NotPermitted, matters
from sightline.casework.register.lives import lives
from sightline.casework.reviews.queries.consulting import may_be_by_consultation
from sightline.casework.staff.queries import Viewer
from sightline.domain.explain import in_words


@transaction.atomic
def settle_review(*, meeting: int, by: Viewer, **told: Any) -> None:
    """`scheduling.settle`, where the review may be held so on that day. Raises what it raises."""
    scheduling.settle(meeting=meeting, by=by, **told)
    require_meeting([meeting], by)


@transaction.atomic
def move_review(*, meeting: int, by: Viewer, **told: Any) -> None:
    """`scheduling.move`, where the review may be held so on that day. Raises what it raises."""
    scheduling.move(meeting=meeting, by=by, **told)
    require_meeting([meeting], by)


@transaction.atomic
def move_reviews(moves: Sequence[Moved], *, by: Viewer) -> None:
    """`scheduling.move_all`, where each review may be held so on its day. Raises what it raises."""
    scheduling.move_all(moves, by=by)
    require_meeting([each.meeting for each in moves], by)


def require_meeting(meetings: Sequence[int], by: Viewer) -> None:
    """Raises NotPermitted where people have to meet in one of these, as it is now. Of children in sight."""
    consulted = Meeting.objects.filter(pk__in=meetings, kind="review", mode=Mode.CONSULTATION)
    rows = matters(seen_by=by).filter(meeting__in=consulted).exclude(state="taken_out").select_related("meeting")
    parts = list(rows.order_by("meeting__on", "pk"))
    known = lives({row.child_id for row in parts})
    for row in parts:
        on = row.meeting.on or by.on
        told = may_be_by_consultation(known[row.child_id].life, row, on=on)
        if not told.allowed:
            beside = sum(each.meeting_id == row.meeting_id for each in parts) > 1
            raise NotPermitted(_refusal(row, told.why, beside=beside))


def _refusal(row: Matter, why: str, *, beside: bool) -> str:
    """Why people have to meet, and what to do; `beside`: brothers and sisters are in the same meeting."""
    day = f" on {in_words(row.meeting.on)}" if row.meeting.on else ""
    apart = ", or plan a review of this child apart from brothers and sisters" if beside else ""
    return (
        f"A review{day} cannot be by consultation, without a meeting. {why} "
        f"Choose another way in which people meet{apart}."
    )

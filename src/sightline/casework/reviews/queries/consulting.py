"""Whether a child's review may be held by asking people, without a meeting."""

from __future__ import annotations

from datetime import date

from sightline.casework.meetings.models import Matter, Mode
from sightline.domain.care import Life, Placement, placement_on
from sightline.domain.review_kinds import ByConsultation, by_consultation

#: Fostered for the long term, by somebody of the family or another.
LONG_TERM = frozenset({"U1", "U4"})


def may_be_by_consultation(life: Life, matter: Matter, *, on: date) -> ByConsultation:
    """Whether this review may be, on a day, and why (not). Two queries where the placement allows it."""
    stay = placement_on(life.episodes, on)
    since = _long_term_since(life, stay) if stay is not None else None
    last = _last_meeting(life, matter, on) if since is not None else None
    return by_consultation(long_term_since=since, last_meeting=last, on=on)


def _long_term_since(life: Life, stay: Placement) -> date | None:
    """Since when the child lives with these carers for the long term; None where it is not so now."""
    if stay.placement not in LONG_TERM:
        return None
    return min(e.started for e in life.episodes if e.started >= stay.started and e.placement in LONG_TERM)


def _last_meeting(life: Life, matter: Matter, on: date) -> date | None:
    """The last review before that was a meeting. One that is told without saying how it was held was one."""
    consulted = Matter.objects.filter(
        child=matter.child_id, meeting__mode=Mode.CONSULTATION, meeting__kind="review", held_on__isnull=False
    ).exclude(pk=matter.pk)
    without = set(consulted.values_list("held_on", flat=True))
    return max((told.held for told in life.reviews if told.held < on and told.held not in without), default=None)

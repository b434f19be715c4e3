"""Which review of a child is next."""

from __future__ import annotations

from sightline.casework.meetings.models import Matter
from sightline.casework.register.models import Child


def next_matter(child: Child) -> Matter | None:
    """The child's part of the next review that is planned or begun, of a child in scope. One query."""
    rows = Matter.objects.filter(child=child, meeting__kind="review", state__in=("to_hold", "begun", "adjourned"))
    rows = rows.exclude(meeting__state="cancelled").select_related("meeting", "child", "meeting__chair")
    return rows.order_by("meeting__on", "pk").first()

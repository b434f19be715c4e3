"""What people and programs are told of. A message's words never hold a child's name.

`title` is what a list shows; `many` what a digest says of several, with {count}. `subject` is where it leads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of message."""

    key: str
    title: str
    many: str
    subject: str = ""  # child, meeting, matter, decision; empty: nothing to open


_ALL = (
    Kind("meeting_moved", "A meeting was moved", "{count} meetings were moved", "meeting"),
    Kind("meeting_cancelled", "A meeting was cancelled", "{count} meetings were cancelled", "meeting"),
    Kind("asked", "A report is asked of you", "{count} reports are asked of you", "matter"),
    Kind("chased", "A report is still waited for", "{count} reports are still waited for", "matter"),
    Kind("to_type", "A record waits to be typed", "{count} records wait to be typed", "matter"),
    Kind("typed", "A record was typed", "{count} records were typed", "matter"),
    Kind("in_window", "Decisions wait for your view", "Decisions of {count} reviews wait for your view", "matter"),
    Kind("queried", "A decision was queried", "{count} decisions were queried", "matter"),
    Kind("query_answered", "A query was answered", "{count} queries were answered", "matter"),
    Kind("window_closed", "Decisions are final", "Decisions of {count} reviews are final", "matter"),
    Kind("progress", "Somebody told of a decision", "{count} decisions were told of", "decision"),
    Kind("decision_due", "A decision is due", "{count} decisions are due", "decision"),
    Kind("check_due", "A midway check is due", "{count} midway checks are due", "child"),
    Kind("change", "A significant change was told", "{count} significant changes were told", "child"),
    Kind(
        "change_answered", "A change that you told of was answered",
        "{count} changes that you told of were answered", "child",
    ),
    Kind("flag", "Something may be drifting", "{count} plans may be drifting", "child"),
    Kind("step_late", "A step is late", "{count} steps are late", "matter"),
    Kind("level_contact", "A contact is due", "{count} contacts are due", "child"),
    Kind("closing", "A closing note is to be seen", "{count} closing notes are to be seen", "child"),
)  # fmt: skip

KINDS: Mapping[str, Kind] = {kind.key: kind for kind in _ALL}

#: Events that a webhook may ask for.
EVENTS: Mapping[str, str] = {
    "review.held": "A review was held",
    "decision.made": "A decision became final",
    "clock.breached": "A time limit was passed",
}

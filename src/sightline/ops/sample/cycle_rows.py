"""Rows of the reviewing cycle on their way into the database: each numbered here, so that one can name another."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from sightline.ops.sample.cycle_days import moment_of

_WORDS = files("sightline.ops.sample").joinpath("cycle_words.toml")

#: The columns that the sample tells of each table; the rest have the model's defaults.
COLUMNS: dict[str, tuple[str, ...]] = {
    "venue": ("id", "name", "address", "access"),
    "meeting": (
        "id", "kind", "state", "on", "dated_on", "at", "minutes", "mode", "venue_id", "place", "chair_id",
        "why_then", "uid", "made_at",
    ),
    "proposal": ("id", "meeting_id", "on", "at", "note"),
    "matter": (
        "id", "meeting_id", "child_id", "state", "held_on", "completed_on", "adjourned_why",
        "decisions_issued_on", "window_closed_at", "window_closed_how",
    ),
    "sitting": ("id", "matter_id", "on", "at", "mode", "held"),
    "participant": (
        "id", "matter_id", "capacity", "person_id", "relation_id", "name", "plan", "why", "invited_on",
        "invited_by", "answered", "came", "sent_views", "gets",
    ),
    "ask": (
        "id", "matter_id", "kind", "of_id", "person_id", "state", "asked_on", "received_on", "shared_on",
        "why_not",
    ),
    "chaser": ("id", "ask_id", "on", "channel", "by_id"),
    "record": (
        "id", "matter_id", "state", "form", "started_on", "to_type_on", "finished_on", "finished_by_id",
    ),
    "section": ("id", "record_id", "key", "text", "written_at", "written_by_id"),
    "decision": (
        "id", "matter_id", "place", "what", "who", "owner_id", "by_when", "first_by_when", "outcome", "resource",
        "wording", "state", "result", "result_on", "result_says", "result_by_id", "answered_at_id", "again_id",
    ),
    "progress": ("id", "decision_id", "at", "by_id", "says", "claims"),
    "query": (
        "id", "decision_id", "asked_at", "asked_by_id", "says", "answer", "changed", "answered_at",
        "answered_by_id",
    ),
    "issued": (
        "id", "child_id", "kind", "about", "number", "format", "sha256", "size", "made_at", "made_by_id",
    ),
    "delivery": ("id", "issued_id", "participant_id", "on", "channel", "proof", "by_id", "made_at"),
    "review": (
        "id", "matter_id", "told_id", "kind", "brought_forward_why", "answers", "code", "code_why", "chaired",
        "late_cause", "late_party", "late_why", "not_seen_why", "coded_by_id",
    ),
    "early": ("id", "child_id", "asked_on", "wanted_by", "trigger", "entered_at", "entered_by_id"),
    "check": ("id", "child_id", "since", "due_on", "done_on", "done_by_id", "found", "says", "not_needed_why"),
    "contact": ("id", "child_id", "on", "kind", "with_whom", "says", "by_id", "made_at"),
    "tracking": ("id", "child_id", "level", "since", "why", "next_contact", "matter_id", "set_by_id", "set_at"),
    "change": (
        "id", "child_id", "kind", "happened_on", "says", "planned", "told_at", "told_by_id", "answer",
        "answer_why", "answered_at", "answered_by_id",
    ),
    "closing": ("id", "child_id", "left_on", "says", "written_at", "written_by_id", "seen_by_id", "seen_at"),
}  # fmt: skip

#: Columns that are empty where nothing is told; the others are texts.
_NOTHING = frozenset(
    name
    for columns in COLUMNS.values()
    for name in columns
    if name in ("on", "at", "by_when", "first_by_when", "next_contact", "wanted_by", "sent_views", "changed")
    or name.endswith(("_id", "_on", "_at"))
)


class Pen:
    """Writes rows, and keeps those that are not in the database yet. Numbers go on from part to part.

    `moment` makes of a moment what the database's columns have; `after` is the last number of each table so far;
    `words` is what people write.
    """

    def __init__(self, moment: Callable[[datetime], Any], after: Mapping[str, int] | None = None) -> None:
        self.words: dict[str, Any] = tomllib.loads(_WORDS.read_text(encoding="utf-8"))
        self.at = cache(lambda day, hour=10: moment(moment_of(day, hour)))
        self._last: dict[str, int] = defaultdict(int, after or {})
        self._rows: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        self._finished: list[tuple[Any, ...]] = []
        self.many = 0

    def add(self, table: str, **told: Any) -> int:
        """A row; its number. A text that is not told is empty, anything else nothing."""
        self._last[table] = number = self._last[table] + 1
        told["id"] = number
        self._rows[table].append(
            tuple(told.get(name, None if name in _NOTHING else "") for name in COLUMNS[table])
        )
        self.many += 1
        return number

    def finish(self, *told: Any) -> None:
        """What the register is to say of a review: completed, recorded, adjourned, and its number there."""
        self._finished.append(told)

    def take(self) -> tuple[dict[str, tuple[tuple[str, ...], list[tuple[Any, ...]]]], list[tuple[Any, ...]]]:
        """The rows so far, by table; none are left."""
        rows = {table: (COLUMNS[table], told) for table, told in self._rows.items()}
        finished = self._finished
        self._rows, self._finished, self.many = defaultdict(list), [], 0
        return rows, finished

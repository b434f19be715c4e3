"""Everything dated that is told of a child, as one line of happenings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sightline.casework.register.queries.life import Story
from sightline.casework.register.tables import TABLES
from sightline.casework.register.telling import Told
from sightline.domain.codes import code_set

#: The kinds that a chronology may be narrowed to, and the tables of each.
KINDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "care": ("Care and legal status", ("episodes", "legal_statuses", "liberty_orders")),
    "homes": ("Placements", ("placement_details",)),
    "plans": ("Plans", ("care_plans", "permanence_plans", "adoption_decisions", "adoptions")),
    "reviews": ("Reviews", ("reviews", "early_reviews")),
    "visits": ("Visits", ("visits",)),
    "health": ("Health and wellbeing", ("health_checks", "sdq_scores", "disabilities", "communication_needs")),
    "education": ("Education", ("education_plans",)),
    "missing": ("Missing or away", ("missing",)),
    "people": ("People", ("relations",)),
    "other": ("Immigration and warnings", ("immigration", "uasc", "warnings")),
    "notices": ("Notices", ()),
}

_KIND_OF = {table: kind for kind, (_, tables) in KINDS.items() for table in tables}

NOTICES = {
    "came_into_care": "Came into care",
    "left_care": "Left care",
    "placement_changed": "Placement changed",
    "legal_status_changed": "Legal status changed",
    "social_worker_changed": "Social worker changed",
    "care_plan_changed": "Care plan changed",
    "went_missing": "Missing or away",
    "came_back": "Came back",
}


@dataclass(frozen=True)
class Event:
    """Something that happened on a day. `table` and `row` lead to where it is told."""

    day: date
    kind: str
    title: str
    text: str = ""
    source: str = ""
    table: str = ""
    row: int | None = None


def chronology(story: Story, kinds: frozenset[str] = frozenset()) -> list[Event]:
    """What happened, the latest first; of these kinds alone, where any are given. Asks the database nothing."""
    events = [event for event in _events(story) if not kinds or event.kind in kinds]
    return sorted(events, key=lambda event: (event.day, event.table, event.row or 0), reverse=True)


def _events(story: Story) -> Iterator[Event]:
    for key, rows in story.told.items():
        kind = _KIND_OF.get(key)
        if kind is not None:
            for row in rows:
                yield from _of_row(row, kind)
    for worker in story.workers:
        yield Event(worker.started, "people", f"{worker.name} became {worker.role_said}", _why(worker.reason))
        if worker.ended:
            yield Event(worker.ended, "people", f"{worker.name} was no longer {worker.role_said}")
    for notice in story.notices:
        late = (notice.known_on - notice.happened_on).days
        told = "known the same day" if late == 0 else f"known {late} day{'' if late == 1 else 's'} later"
        yield Event(notice.happened_on, "notices", f"Notice: {says(notice.kind)}", told)


def says(kind: str) -> str:
    """A kind of notice in words."""
    return NOTICES.get(kind, kind.replace("_", " ").capitalize())


def _why(reason: str) -> str:
    """The reason of a change of worker; where a return tells a code, its words."""
    known = code_set("sw_reason").get(reason)
    return known.label if known else reason


def _of_row(row: Told, kind: str) -> Iterator[Event]:
    table = TABLES[row.table]
    if row.since:
        yield Event(row.since, kind, _title(row), _text(row), str(row.source), row.table, row.pk)
    if row.until:
        yield Event(row.until, kind, f"{table.one} ended", _ending(row), str(row.source), row.table, row.pk)


_HEADLINES = {
    "episodes": ("legal_status", "placement"),
    "legal_statuses": ("legal_status",),
    "placement_details": ("placement", "provider_name"),
    "care_plans": ("plan",),
    "permanence_plans": ("route", "second_route"),
    "reviews": ("participation",),
    "early_reviews": ("trigger",),
    "visits": ("kind",),
    "health_checks": ("kind", "status"),
    "sdq_scores": ("score", "reason"),
    "education_plans": ("status",),
    "missing": ("kind",),
    "immigration": ("status",),
    "warnings": ("kind", "says"),
    "relations": ("name", "relationship"),
    "disabilities": ("code",),
    "communication_needs": ("need", "helps"),
    "social_workers": ("worker",),
    "adoptions": ("adopters_legal_status",),
    "outcomes": ("collection",),
    "care_leavers": ("collection", "in_touch"),
    "previous_permanence": ("previous", "collection"),
}


def headline(row: Told) -> str:
    """What a row says in a few words, without its days."""
    told = [row.say(name) for name in _HEADLINES.get(row.table, ())]
    return ", ".join(str(value) for value in told if value not in (None, ""))


def _title(row: Told) -> str:
    if row.table == "reviews":
        return "Review held"
    if row.table == "visits":
        return f"Visit by the {'reviewing officer' if row['kind'] == 'iro' else 'social worker'}"
    if row.table == "adoptions":
        return "Matched with adopters"
    said = headline(row)
    return f"{TABLES[row.table].one}: {said}" if said else TABLES[row.table].one


def _text(row: Told) -> str:
    if row.table == "visits":
        seen = {1: "The child was seen", 0: "The child was not seen"}.get(row["seen"], "")
        return f"{seen}, alone" if seen and row["seen"] and row["seen_alone"] else seen
    if row.table == "reviews":
        return f"How the child took part: {headline(row)}" if headline(row) else ""
    if row.table == "episodes":
        return str(row.say("reason_started") or "")
    return ""


def _ending(row: Told) -> str:
    reason = {
        "episodes": "reason_ceased",
        "placement_details": "reason_ended",
        "adoption_decisions": "reason_ceased",
    }
    name = reason.get(row.table)
    return str(row.say(name) or "") if name else headline(row)

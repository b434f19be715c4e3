"""What the register tells, to those who may see it. Every query starts from `scope.children`."""

from __future__ import annotations

from sightline.casework.register.models import Child
from sightline.casework.register.moving import leaving_fields, moving_fields, open_episode
from sightline.casework.register.queries.access import glass_waiting
from sightline.casework.register.queries.chronology import KINDS, Event, chronology, headline, says
from sightline.casework.register.queries.gaps import Gap
from sightline.casework.register.queries.identity import Identity, Worker, identity, name_of, workers
from sightline.casework.register.queries.life import Happening, Sibling, Story, story
from sightline.casework.register.queries.searching import Found, Match, search
from sightline.casework.register.scope import NoSuchChild, children
from sightline.casework.register.tables import DETAILS, TABLES, Field, Table
from sightline.casework.register.telling import Source, Told, rows_of
from sightline.casework.staff.queries import Viewer

__all__ = [
    "DETAILS",
    "KINDS",
    "TABLES",
    "Child",
    "Event",
    "Field",
    "Found",
    "Gap",
    "Happening",
    "Identity",
    "Match",
    "NoSuchChild",
    "Sibling",
    "Source",
    "Story",
    "Table",
    "Told",
    "Worker",
    "child",
    "chronology",
    "glass_waiting",
    "headline",
    "identity",
    "leaving_fields",
    "moving_fields",
    "name_of",
    "open_episode",
    "rows_of",
    "says",
    "search",
    "story",
    "workers",
]


def child(pk: int, *, seen_by: Viewer) -> Child:
    """One child. Raises NoSuchChild, alike where there is none and where this person may not see it."""
    found = children(seen_by=seen_by).filter(pk=pk).first()
    if found is None:
        raise NoSuchChild
    return found

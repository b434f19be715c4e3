"""What is known of allocations, to those who may see the children. Every query starts from `scope.children`."""

from sightline.casework.allocation.queries.facts import Candidates, candidates, children_of
from sightline.casework.allocation.queries.handing import Held, Pack, Passed, Record, handover, packs, record
from sightline.casework.allocation.queries.officers import Officer, line_of, names_of_officers, officers
from sightline.casework.allocation.queries.roll import Roll, Row, bands, listed, of_children, roll
from sightline.casework.allocation.queries.screens import Service, Today, Week, service, today, tray
from sightline.casework.allocation.queries.trends import (
    Asked,
    Month,
    Participation,
    Quality,
    Trends,
    asked,
    caseload_months,
    constancy,
    participation,
    quality,
    trends,
)
from sightline.casework.allocation.queries.waiting import Waiting, queue
from sightline.casework.allocation.reasons import ENDINGS, REASONS

__all__ = [
    "ENDINGS",
    "REASONS",
    "Asked",
    "Candidates",
    "Held",
    "Month",
    "Officer",
    "Pack",
    "Participation",
    "Passed",
    "Quality",
    "Record",
    "Roll",
    "Row",
    "Service",
    "Today",
    "Trends",
    "Waiting",
    "Week",
    "asked",
    "bands",
    "candidates",
    "caseload_months",
    "children_of",
    "constancy",
    "handover",
    "line_of",
    "names_of_officers",
    "listed",
    "of_children",
    "officers",
    "packs",
    "participation",
    "quality",
    "queue",
    "record",
    "roll",
    "service",
    "today",
    "tray",
    "trends",
]

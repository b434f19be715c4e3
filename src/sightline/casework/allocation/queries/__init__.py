"""What is known of allocations, to those who may see the children. Every query starts from `scope.children`."""

from sightline.casework.allocation.queries.facts import Candidates, candidates, children_of
from sightline.casework.allocation.queries.officers import Officer, line_of, names_of_officers, officers
from sightline.casework.allocation.queries.roll import Roll, Row, bands, of_children, roll
from sightline.casework.allocation.queries.waiting import Waiting, queue

__all__ = [
    "Candidates",
    "Officer",
    "Roll",
    "Row",
    "Waiting",
    "bands",
    "candidates",
    "children_of",
    "line_of",
    "names_of_officers",
    "of_children",
    "officers",
    "queue",
    "roll",
]

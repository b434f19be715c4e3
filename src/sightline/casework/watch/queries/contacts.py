"""One line of contact as it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sightline.casework.register.models import Child
from sightline.casework.watch.models import Contact


@dataclass(frozen=True)
class Line:
    """What was done, when, with whom, by whom."""

    id: int
    version: int
    kind: str
    on: date
    with_whom: str
    says: str
    by: str


def line(child: Child, contact: int) -> Line | None:
    """One line of a child in scope; None where there is none. One query."""
    row = Contact.objects.filter(child=child, pk=contact).select_related("by").first()
    if row is None:
        return None
    return Line(row.pk, row.version, row.kind, row.on, row.with_whom, row.says, row.by.name)

"""What stands at the head of every page of a child: who the child is, and the pages there are.

A page of a child extends `pages/children/layout.html` and gives it `head(request)`:

    @child_page(Act.SEE_CHILD)
    def handover(request, pk):
        return render(request, "…", {**head(request), …})
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import NoReverseMatch, reverse

from sightline.casework.practice.queries import in_force
from sightline.casework.register.queries import Identity, identity
from sightline.casework.watch.queries.levels import Level, levels_of
from sightline.domain.roles import Act


@dataclass(frozen=True)
class Place:
    """One page of a child."""

    title: str
    url: str
    current: bool


PAGES = (
    ("Overview", "child", None),
    ("Chronology", "child-chronology", None),
    ("People", "child-people", None),
    ("IRO", "child-allocation", None),
    ("Reviews", "child-reviews", None),
    ("Decisions", "child-decisions", None),
    ("Drift", "child-drift", None),
    ("Footprint", "child-footprint", None),
    ("Documents", "child-documents", None),
    ("Record", "child-record", None),
    ("Who has looked", "child-seen", Act.SEE_WHO_LOOKED),
    ("Restriction", "child-restriction", Act.RESTRICT),
)


def head(request: Any, who: Identity | None = None) -> dict[str, Any]:
    """The values that the layout of a child's page takes; `who` where the page has it already."""
    on = request.viewer.on
    practice = in_force(on)
    return {
        "who": who or identity(request.child, on=on, practice=practice),
        "on": on,
        "watched": _watched(request.child.pk, on) if practice.tracking_levels else None,
        "places": list(_places(request)),
        "may_restrict": request.viewer.may(Act.RESTRICT),
    }


def _watched(child: int, on: date) -> Level | None:
    """How closely the plan is watched, where the council's practice names levels."""
    return levels_of([child], on=on).get(child)


def _places(request: Any) -> Any:
    for title, name, act in PAGES:
        if act is not None and not request.viewer.may(act):
            continue
        try:
            url = reverse(name, kwargs={"pk": request.child.pk})
        except NoReverseMatch:  # a page that this installation does not have
            continue
        yield Place(title, url, request.path == url)

"""What stands at the head of every page of a child: who the child is, and the pages there are.

A page of a child extends `pages/children/layout.html` and gives it `head(request)`:

    @child_page(Act.SEE_CHILD)
    def handover(request, pk):
        return render(request, "…", {**head(request), …})
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse

from sightline.casework.practice.queries import in_force
from sightline.casework.register.queries import Identity, identity
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
    ("Footprint", "child-footprint", None),
    ("Documents", "child-documents", None),
    ("Record", "child-record", None),
    ("Who has looked", "child-seen", Act.SEE_WHO_LOOKED),
    ("Restriction", "child-restriction", Act.RESTRICT),
)


def head(request: Any, who: Identity | None = None) -> dict[str, Any]:
    """The values that the layout of a child's page takes; `who` where the page has it already."""
    on = request.viewer.on
    return {
        "who": who or identity(request.child, on=on, practice=in_force(on)),
        "on": on,
        "places": list(_places(request)),
        "may_restrict": request.viewer.may(Act.RESTRICT),
    }


def _places(request: Any) -> Any:
    for title, name, act in PAGES:
        if act is not None and not request.viewer.may(act):
            continue
        try:
            url = reverse(name, kwargs={"pk": request.child.pk})
        except NoReverseMatch:  # a page that this installation does not have
            continue
        yield Place(title, url, request.path == url)

"""Pages about one child's part of a meeting: `request.matter`, `request.child`, and what the trail keeps.

@matter_page(Act.PLAN_MEETING)           # the address has the matter's number as `pk`
def people(request, pk): request.matter …
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponseBase

from sightline.casework.meetings.scope import open_matter
from sightline.casework.register.scope import open_child
from sightline.domain.roles import Act
from sightline.web.access import Sends, View, page, saw


def matter_page(act: Act, *, sends: Sends | None = None) -> Callable[[View], View]:
    """A page about the matter whose number is `pk`; none such and one out of scope are the same 404."""

    def decorate(view: View) -> View:
        @wraps(view)
        def shown(request: Any, *args: Any, pk: int, **kwargs: Any) -> HttpResponseBase:
            request.matter = open_matter(pk, seen_by=request.viewer)
            request.child = open_child(request.matter.child_id, seen_by=request.viewer)
            saw(request, "child", request.child.pk, how=request.child.how, matter=pk)
            return view(request, *args, pk=pk, **kwargs)

        return page(act, sends=sends)(shown)

    return decorate

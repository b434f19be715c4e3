"""May this person do this: every page says which act it is, and is refused with a reason to those who may not.

    @page(Act.SEE_SERVICE)
    def service(request): …

`request.viewer` is who looks. What a page shows of children comes from queries that take `seen_by=request.viewer`.
The matrix test walks every page of the site's map and asks each for its act; one that has none fails it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponseBase

from sightline.casework.register.queries import NoSuchChild
from sightline.casework.staff.queries import Viewer
from sightline.domain.roles import MAY, Act

View = Callable[..., HttpResponseBase]


class Request(HttpRequest):
    """A request with who looks."""

    viewer: Viewer
    number: str  # of this request, in the trail and in the log


class Refused(Exception):
    """This person may not do this; the message says who may. Shown as a page with status 403."""


def page(act: Act | None) -> Callable[[View], View]:
    """A page that does this; None for one that everybody who is signed in may open."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            require(request.viewer, act)
            try:
                return view(request, *args, **kwargs)
            except NoSuchChild:
                raise Http404 from None

        guarded.act = act  # type: ignore[attr-defined]
        return guarded

    return decorate


def open_page(view: View) -> View:
    """A page for people who are not signed in: health, sign-in, what is wrong."""
    opened: View = login_not_required(view)
    opened.act = "open"  # type: ignore[attr-defined]
    return opened


def require(viewer: Viewer, act: Act | None) -> None:
    """Refuse those who may not do this. Raises Refused."""
    if act is None or viewer.may(act):
        return
    who = ", ".join(sorted(role.label for role in MAY[act]))
    raise Refused(f"This is for: {who}.")

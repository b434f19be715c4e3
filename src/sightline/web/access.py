"""May this person do this, may they see this child, and what the trail keeps of what they saw.

    @page(Act.SEE_SERVICE)
    def service(request): …

    @child_page(Act.SEE_CHILD)                # the address has the child's number as `pk`
    def people(request, pk): request.child …

Every page says which act it is, and is refused with a reason to those who may not. `request.viewer` is who looks.
What a page shows of children comes from queries that take `seen_by=request.viewer`. The matrix test walks every
page of the site's map and asks each for its act; one that has none fails it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponseBase

from sightline.casework.register.scope import NoSuchChild, open_child
from sightline.casework.staff.queries import Viewer
from sightline.domain.roles import MAY, Act
from sightline.web.numbers import LARGEST

View = Callable[..., HttpResponseBase]


class Request(HttpRequest):
    """A request with who looks."""

    viewer: Viewer
    number: str  # of this request, in the trail and in the log


class Refused(Exception):
    """This person may not do this; the message says who may. Shown as a page with status 403."""


@dataclass(frozen=True)
class Sight:
    """Something that a page shows, for the trail."""

    kind: str
    subject: int | None
    action: str = "saw"
    detail: dict[str, Any] = field(default_factory=dict)


class Officer(StrEnum):
    """The part that a child's own reviewing officer has in sending a form."""

    TOO = "too"  # whoever holds the act, and the officer too
    ALONE = "alone"  # whoever holds the act, and only as the child's officer


@dataclass(frozen=True)
class Sends:
    """What sending a page's form asks for, where it is not what seeing the page does."""

    act: Act
    officer: Officer


def page(act: Act | None, *, sends: Sends | None = None) -> Callable[[View], View]:
    """A page that does this; None for one that everybody who is signed in may open.

    `sends` says whose form it is where seeing and sending differ; the action asks for it.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            require(request.viewer, act)
            if any(isinstance(value, int) and value > LARGEST for value in kwargs.values()):
                raise Http404  # no row has such a number, and no database takes it
            try:
                return view(request, *args, **kwargs)
            except NoSuchChild:
                raise Http404 from None

        guarded.act = act  # type: ignore[attr-defined]
        guarded.sends = sends  # type: ignore[attr-defined]
        return guarded

    return decorate


def child_page(act: Act, *, sends: Sends | None = None) -> Callable[[View], View]:
    """A page about the child whose number is `pk`: `request.child` is that child, and the trail keeps who saw it.

    A child that does not exist and one that this person may not see are the same 404.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def shown(request: Any, *args: Any, pk: int, **kwargs: Any) -> HttpResponseBase:
            request.child = open_child(pk, seen_by=request.viewer)
            saw(request, "child", pk, how=request.child.how)
            return view(request, *args, pk=pk, **kwargs)

        guarded = page(act, sends=sends)(shown)
        guarded.of_a_child = True  # type: ignore[attr-defined]
        return guarded

    return decorate


def open_page(view: View) -> View:
    """A page for people who are not signed in: health, sign-in, what is wrong."""
    opened: View = login_not_required(view)
    opened.act = "open"  # type: ignore[attr-defined]
    return opened


def saw(request: Any, kind: str, subject: int | None = None, *, action: str = "saw", **detail: Any) -> None:
    """Say what this page shows: one entry of the trail, written when the page is made and before it is sent.

    `action` is "saw", or "exported", "searched" …; `detail` holds numbers, codes and names of fields.
    """
    request.sights = [*getattr(request, "sights", ()), Sight(kind, subject, action, detail)]


def require(viewer: Viewer, act: Act | None) -> None:
    """Refuse those who may not do this. Raises Refused."""
    if act is None or viewer.may(act):
        return
    who = ", ".join(sorted(role.label for role in MAY[act]))
    raise Refused(f"This is for: {who}.")

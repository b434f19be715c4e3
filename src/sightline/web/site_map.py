"""Every page of the site with what it does and whether it is of one child: read from the site's map itself.

The matrix test walks this, and docs/reference/access.md is printed from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from sightline.domain.roles import Act
from sightline.web.access import Sends

#: Maps of libraries, that have their own way of asking who somebody is.
THEIR_OWN = ("allauth.", "ninja.")


@dataclass(frozen=True)
class Page:
    """One address. `act` is None for everybody who is signed in; `open` pages are for everybody.

    `sends` says what sending its form asks for, where that is not `act`.
    """

    name: str
    route: str
    parameters: tuple[str, ...]
    act: Act | None
    open: bool
    of_a_child: bool
    sends: Sends | None = None


class NoAct(LookupError):
    """A page does not say which act it is."""


def pages() -> list[Page]:
    """The pages that are ours, in the order of the map. Raises NoAct where one does not say who may open it."""
    return [
        _page(route, pattern) for route, pattern in _patterns(get_resolver().url_patterns, "") if _ours(pattern)
    ]


def _patterns(patterns: Iterable[URLPattern | URLResolver], before: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern.url_patterns, route)
        else:
            yield route, pattern


def _ours(pattern: URLPattern) -> bool:
    view = getattr(pattern.callback, "func", pattern.callback)  # of a partial, what it calls
    return not view.__module__.startswith(THEIR_OWN)


def _page(route: str, pattern: URLPattern) -> Page:
    view = pattern.callback
    if not hasattr(view, "act") or not pattern.name:
        raise NoAct(f"/{route} ({view!r}) has no act or no name: see web/access.py")
    return Page(
        name=pattern.name,
        route=f"/{route}",
        parameters=tuple(pattern.pattern.converters),
        act=None if view.act == "open" else view.act,
        open=view.act == "open",
        of_a_child=getattr(view, "of_a_child", False),
        sends=getattr(view, "sends", None),
    )

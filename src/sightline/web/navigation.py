"""Where somebody may go: the pages of the service navigation, for those who may open them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse

from sightline.domain.roles import Act


@dataclass(frozen=True)
class Place:
    """One entry of the navigation."""

    title: str
    url_name: str
    act: Act | None


PLACES = (
    Place("Home", "home", None),
    Place("Children", "children", Act.SEE_CHILD),
    Place("Allocation", "allocation", Act.ALLOCATE),
    Place("Data", "imports", Act.IMPORT),
    Place("Practice", "practice", Act.SEE_PRACTICE),
    Place("People", "people", Act.SEE_PEOPLE),
)


def navigation(request: Any) -> list[dict[str, Any]]:
    """The entries for whoever looks; `current` where the page is the entry's own."""
    here = request.path
    return [
        {"title": place.title, "url": url, "current": here == url}
        for place in PLACES
        if place.act is None or request.viewer.may(place.act)
        for url in (_address(place),)
        if url
    ]


def _address(place: Place) -> str | None:
    try:
        return reverse(place.url_name)
    except NoReverseMatch:  # while the page is being built
        return None

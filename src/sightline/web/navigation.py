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
    Place("Messages", "messages", None),
    Place("Search", "search", Act.SEE_CHILD),
    Place("Children", "children", Act.SEE_CHILD),
    Place("Reviews", "reviews", Act.SEE_CHILD),
    Place("Diary", "diary", Act.SEE_CHILD),
    Place("Allocation", "allocation", Act.ALLOCATE),
    Place("Data", "imports", Act.IMPORT),
    Place("Figures", "figures", Act.SEE_TRENDS),
    Place("Practice", "practice", Act.SEE_PRACTICE),
    Place("Templates", "templates", Act.CHANGE_TEMPLATES),
    Place("People", "people", Act.SEE_PEOPLE),
)


def navigation(request: Any) -> list[dict[str, Any]]:
    """The entries for whoever looks: `current` on the entry's own page, `here` on the pages below it, too."""
    path = request.path
    return [
        {"title": place.title, "url": url, "current": path == url, "here": _below(path, url)}
        for place in PLACES
        if place.act is None or request.viewer.may(place.act)
        for url in (address(place.url_name),)
        if url
    ]


def address(name: str) -> str:
    """Where a page is; nothing where the site has none of this name."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def address_of(name: str, number: int | None) -> str:
    """Where the page of something is, by its number; nothing where there is none."""
    try:
        return reverse(name, args=[number]) if number is not None else ""
    except NoReverseMatch:
        return ""


def _below(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))

"""What the pages of access say: a look in words, and the row of somebody named."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localtime

from sightline.casework.register.queries.access import Named
from sightline.casework.register.scope import How
from sightline.casework.trail.queries import Look
from sightline.domain.roles import Role
from sightline.web.components.values import Cell, Link, Several

_DONE = {
    "saw": "Looked at",
    "restricted": "Restricted the record",
    "restriction_lifted": "Lifted the restriction",
    "named_on_restriction": "Named somebody on the restriction",
    "taken_off_restriction": "Took somebody off the restriction",
    "glass_broken": "Opened the record with a reason",
}

_PAGES = {
    "child-seen": "who has looked",
    "child-restriction": "who may see it",
    "child-source": "where a fact is from",
}


def hours_of_glass() -> int:
    """For how many hours a record is opened."""
    hours: int = settings.GLASS_HOURS
    return hours


def look_row(name: str, look: Look) -> list[Cell]:
    """One look: when, who in which role, what, and in what way."""
    roles = [_label(role) for role in look.detail.get("roles", ())]
    return [
        localtime(look.at).strftime("%-d %B %Y, %H:%M"),
        Several([name, *roles]) if roles else name,
        f"{_done(look.action)}{_page(look.detail.get('page'))}",
        _way(look.detail.get("how", "")),
    ]


def named_row(child: int, one: Named, may_change: bool) -> list[Cell]:
    """Somebody named, and the way to take them off."""
    url = reverse("child-restriction-take-off", args=[child, one.id])
    return [one.name, ", ".join(one.roles), Link("Take off", url, about=one.name) if may_change else None]


def _done(action: str) -> str:
    return _DONE.get(action, action.replace("_", " ").capitalize())


def _page(name: Any) -> str:
    if name in (None, "", "child"):
        return ""
    return f": {_PAGES.get(name) or str(name).removeprefix('child-').replace('-', ' ')}"


def _label(role: str) -> str:
    return Role(role).label if role in set(Role) else role


def _way(how: str) -> str:
    return How(how).label if how in How.values else ""

"""What the register tells, to those who may see it. Every query starts from `scope.children`."""

from __future__ import annotations

from sightline.casework.register.models import Child
from sightline.casework.register.scope import NoSuchChild, children
from sightline.casework.staff.queries import Viewer


def child(pk: int, *, seen_by: Viewer) -> Child:
    """One child. Raises NoSuchChild, alike where there is none and where this person may not see it."""
    found = children(seen_by=seen_by).filter(pk=pk).first()
    if found is None:
        raise NoSuchChild
    return found

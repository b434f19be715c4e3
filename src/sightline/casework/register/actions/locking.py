"""What every change of a child's record begins and ends with."""

from __future__ import annotations

from typing import Any

from django.db.models import F

from sightline.casework.register.models import Child
from sightline.casework.register.scope import NoSuchChild, children
from sightline.casework.staff.doing import doer
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail import actions as trail
from sightline.domain.roles import Act

LONGEST_REASON = 500


def open_for(act: Act, child: int, by: Viewer) -> Child:
    """The child's row, locked, for somebody who may do this and may see this child."""
    doer(by, None, act)
    found = children(seen_by=by).filter(pk=child).first()
    if found is None:
        raise NoSuchChild
    return Child.objects.select_for_update().get(pk=found.pk)


def told_anew(child: int, action: str, by: Viewer, **detail: Any) -> None:
    """Something told of the child changed: what was worked out from it is old, and the trail knows."""
    Child.objects.filter(pk=child).update(stamp=F("stamp") + 1)
    trail.record(action, by=by.id, at=by.at, kind="child", subject=child, **detail)

"""Brothers and sisters: put together, taken apart, and why they are not with one officer."""

from __future__ import annotations

from django.db import transaction

from sightline.casework.register.actions.locking import open_for, told_anew
from sightline.casework.register.actions.rows import _reason
from sightline.casework.register.models import Child, SiblingGroup
from sightline.casework.staff.doing import NotPermitted
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail import actions as trail
from sightline.domain.roles import Act


@transaction.atomic
def together(*, child: int, other: int, reason: str, by: Viewer) -> None:
    """Say that two children are brothers or sisters: whoever belongs to either's group belongs to one.

    Both have to be in scope. Raises NotPermitted where each already has a group of its own.
    """
    first, second = sorted((child, other))
    if first == second:
        raise NotPermitted("A child is no brother or sister of their own.")
    pair = [open_for(Act.RECORD_FACTS, pk, by) for pk in (first, second)]
    groups = {each.family_id for each in pair if each.family_id}
    if len(groups) > 1:
        raise NotPermitted("Each of them is in a family already. Take one of them out of it first.")
    why = _reason(reason)
    family = groups.pop() if groups else SiblingGroup.objects.create().pk
    for each in pair:
        if each.family_id != family:
            _move(each, family, why, by)


@transaction.atomic
def part(*, child: int, reason: str, by: Viewer) -> None:
    """Take a child out of the family group. One left alone in it is no group."""
    found = open_for(Act.RECORD_FACTS, child, by)
    if found.family_id is None:
        raise NotPermitted("This child is in no family group.")
    _move(found, None, _reason(reason), by)


def _move(child: Child, family: int | None, why: str, by: Viewer) -> None:
    trail.keep(child, by=by.id, at=by.at, cause="correction", why=why)
    child.family_id = family
    child.version += 1
    child.save(update_fields=["family", "version"])
    told_anew(child.pk, "family_changed", by, fields=["family"])

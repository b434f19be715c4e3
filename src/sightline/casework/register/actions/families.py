"""Brothers and sisters: put together, taken apart, and why they are not with one officer."""

from __future__ import annotations

from django.db import transaction

from sightline.casework.register.actions.locking import open_for, told_anew
from sightline.casework.register.actions.rows import _reason
from sightline.casework.register.models import Child, SiblingGroup
from sightline.casework.register.scope import How, children, open_child
from sightline.casework.staff.doing import NotPermitted
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail import actions as trail
from sightline.domain.roles import Act


@transaction.atomic
def together(*, child: int, other: int, reason: str, by: Viewer) -> None:
    """Say that two children are brothers or sisters: whoever belongs to either's group belongs to one.

    Both have to be in scope; others of their groups need not be, and nothing tells of them.
    """
    first, second = sorted((child, other))
    if first == second:
        raise NotPermitted("A child is no brother or sister of their own.")
    pair = [open_for(Act.RECORD_FACTS, pk, by) for pk in (first, second)]
    _for_good(pair, by)
    groups = sorted({each.family_id for each in pair if each.family_id})
    why = _reason(reason)
    family = groups[0] if groups else SiblingGroup.objects.create().pk
    others = Child.objects.select_for_update().filter(family__in=groups[1:]).exclude(pk__in=(first, second))
    for each in (*pair, *others.order_by("pk")):
        if each.family_id != family:
            _move(each, family, why, by)


@transaction.atomic
def part(*, child: int, reason: str, by: Viewer) -> None:
    """Take a child out of the family group.

    Only by somebody who sees another child of the group: whether there is one out of sight is not told.
    """
    found = open_for(Act.RECORD_FACTS, child, by)
    if not children(seen_by=by).filter(family=found.family_id, family__isnull=False).exclude(pk=child).exists():
        raise NotPermitted("No brother or sister of this child is known.")
    _move(found, None, _reason(reason), by)


def _for_good(pair: list[Child], by: Viewer) -> None:
    """Whoever reviews a child sees brothers and sisters: a record opened for hours must not stay open so."""
    if any(open_child(each.pk, seen_by=by).how == How.GLASS for each in pair):  # type: ignore[attr-defined]
        raise NotPermitted(
            "You have one of these records open with a reason alone. Ask somebody who works with it."
        )


def _move(child: Child, family: int | None, why: str, by: Viewer) -> None:
    trail.keep(child, by=by.id, at=by.at, cause="correction", why=why)
    child.family_id = family
    child.version += 1
    child.save(update_fields=["family", "version"])
    told_anew(child.pk, "family_changed", by, fields=["family"])

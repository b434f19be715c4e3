"""What the actions of this app begin and end with: whose meeting it is, the version seen, what is told of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.db.models import F, Model

from sightline.casework.meetings.models import Matter, Meeting
from sightline.casework.meetings.scope import NoSuchMatter, NotPermitted, matters
from sightline.casework.meetings.settling import settle
from sightline.casework.register.models import Child
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail.actions import Changed, Deed, keep, record_all

M = TypeVar("M", bound=Model)


def locked(pk: int, *, by: Viewer) -> tuple[Meeting, list[Matter]]:
    """A meeting, locked, and those of its parts that this person sees. Raises NoSuchMatter."""
    seen = list(matters(seen_by=by).filter(meeting=pk).select_related("child").order_by("pk"))
    if not seen:
        raise NoSuchMatter
    return Meeting.objects.select_for_update().get(pk=pk), seen


def changed(
    row: M,
    told: Mapping[str, Any] | None = None,
    /,
    *,
    version: int | None,
    by: Viewer,
    cause: str,
    why: str = "",
    **more: Any,
) -> list[str]:
    """Write new values on a locked row and keep what it said; the names of those that are new.

    A version of None takes the row as it is. Raises Changed where somebody changed it since.
    """
    values = {**(told or {}), **more}
    now: int = row.version  # type: ignore[attr-defined]
    if version is not None and version != now:
        raise Changed(now, {name: getattr(row, name) for name in values})
    new = sorted(name for name, value in values.items() if getattr(row, name) != value)
    if new:
        keep(row, by=by.id, at=by.at, cause=cause, why=why)
        for name in new:
            setattr(row, name, values[name])
        row.version = now + 1  # type: ignore[attr-defined]
        row.save(update_fields=[*new, "version"])
    return new


def touched(row: Model, *, by: Viewer, cause: str, why: str = "") -> None:
    """What belongs to a locked row changed: it has a new version, and what it said is kept."""
    keep(row, by=by.id, at=by.at, cause=cause, why=why)
    row.version += 1  # type: ignore[attr-defined]
    row.save(update_fields=["version"])


def told_anew(children: Iterable[int], action: str, by: Viewer, **detail: Any) -> None:
    """Something told of these children changed: what was worked out of it is old, and the trail knows."""
    pks = sorted(set(children))
    Child.objects.filter(pk__in=pks).update(stamp=F("stamp") + 1)
    settle(pks)
    record_all([Deed(action, "child", pk, detail) for pk in pks], by=by.id, at=by.at)


def said(text: str, what: str, longest: int = 500) -> str:
    """A reason, without needless blanks. Raises NotPermitted where there is none."""
    told = " ".join(text.split())
    if not told:
        raise NotPermitted(what)
    return told[:longest]

"""What the actions of this app share: who acts and when, and changing a row that others may change too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.db.models import Model

from sightline.casework.staff.queries import Viewer
from sightline.casework.trail import actions as trail
from sightline.casework.trail.actions import Changed
from sightline.domain.explain import in_words
from sightline.domain.roles import MAY, Act

M = TypeVar("M", bound=Model)


class NotPermitted(Exception):
    """This may not be done; the message says why, and what may be done in its place."""


@dataclass(frozen=True)
class Doer:
    """Who acts, at which moment; nobody for the service itself."""

    id: int | None
    at: datetime
    on: date


def doer(by: Viewer | None, at: datetime | None, act: Act) -> Doer:
    """Who acts. The service itself (`by=None`) says when. Raises NotPermitted."""
    if by is None:
        if at is None:
            raise ValueError("the service itself has to say when it acts")
        return Doer(None, at, at.date())
    if not by.may(act):
        raise NotPermitted(f"This is for: {', '.join(sorted(role.label for role in MAY[act]))}.")
    return Doer(by.id, by.at, by.on)


def changed(row: M, *, version: int | None, by: Doer, why: str = "", **values: Any) -> M:
    """Write new values on a locked row, and keep what it said. Raises Changed if it is not the version expected.

    A version of None is the service's own: it takes the row as it is.
    """
    now: int = row.version  # type: ignore[attr-defined]
    if version is not None and now != version:
        raise Changed(now, {name: getattr(row, name) for name in values})
    if all(getattr(row, name) == value for name, value in values.items()):
        return row
    trail.keep(row, by=by.id, at=by.at, cause="correction", why=why)
    for name, value in values.items():
        setattr(row, name, value)
    row.version = now + 1  # type: ignore[attr-defined]
    row.save()
    return row


def in_order(started: date, ended: date | None) -> None:
    """Refuse an end that is not after the start."""
    if ended is not None and ended <= started:
        raise NotPermitted(f"It starts on {in_words(started)}: the end has to be a later day.")


def overlap(first: date, last: date | None, started: date, ended: date | None) -> bool:
    """Whether two runs of days, each up to the day before its end, have a day in common."""
    return (last is None or started < last) and (ended is None or first < ended)

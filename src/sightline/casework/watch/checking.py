"""Doing a midway check: for one child, or for brothers and sisters in one go."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from sightline.casework.register.actions.locking import open_for, told_anew
from sightline.casework.staff.doing import NotPermitted
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail import actions as trail
from sightline.casework.trail.actions import Changed
from sightline.casework.watch.kinds import FOUND, ON_TRACK
from sightline.casework.watch.models import Check
from sightline.domain.roles import Act


class NoSuchCheck(LookupError):
    """There is no such midway check of this child."""


@transaction.atomic
def finish(*, checks: Mapping[int, int | None], found: str, says: str, on: date, by: Viewer) -> None:
    """Say what was found at these checks (number and the version seen), all in one go, or put it right.

    Whatever is found but that all is on track has to be said in words. Raises NotPermitted, NoSuchCheck,
    NoSuchChild, and Changed where one of them was changed since it was seen.
    """
    _right(found, says, on, by)
    whose = dict(Check.objects.filter(pk__in=checks).values_list("pk", "child"))
    if len(whose) < len(checks) or not checks:
        raise NoSuchCheck
    for pk, child in sorted(whose.items(), key=lambda pair: pair[1]):
        open_for(Act.RECORD_CONTACT, child, by)
        _finish(Check.objects.select_for_update().get(pk=pk), checks[pk], found, says.strip(), on, by)


def _finish(check: Check, version: int | None, found: str, says: str, on: date, by: Viewer) -> None:
    if version != check.version:
        raise Changed(check.version, {"found": check.found, "says": check.says, "on": check.done_on})
    if check.not_needed_why:
        raise NotPermitted(f"This check is no longer needed. {check.not_needed_why}")
    if on < check.since:
        raise NotPermitted("A midway check comes after the review that it follows.")
    trail.keep(check, by=by.id, at=by.at, cause="correction")
    check.done_on, check.done_by_id, check.found, check.says = on, by.id, found, says
    check.version += 1
    check.save()
    told_anew(check.child_id, "midway_checked", by, check=check.pk, found=found)


def _right(found: str, says: str, on: date, by: Viewer) -> None:
    if found not in FOUND:
        raise NotPermitted("Say what was found.")
    if found != ON_TRACK and not says.strip():
        raise NotPermitted("Say what is drifting, and what is to happen.")
    if on > by.on:
        raise NotPermitted("The day has to be today or a day before.")

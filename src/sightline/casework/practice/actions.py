"""Keeping practices, and changing which is in force."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from sightline.casework.practice.models import InForce, Version
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail import actions as trail
from sightline.domain.explain import in_words
from sightline.domain.practice_files import HANDBOOK_NAME, read, shipped
from sightline.domain.roles import Act
from sightline.indicators.catalogue import INDICATORS

#: Before any day that the service tells of: the Handbook's regulations are in force from 1 April 2011.
ALWAYS = date(2011, 4, 1)


class NotPermitted(Exception):
    """This may not be done; the message says why, and what may be done in its place."""


@transaction.atomic
def add(*, file: bytes, by: Viewer) -> int:
    """Keep a practice file, and give its number. One that is kept already keeps its number: nothing is added.

    Raises PracticeError with all that is wrong in the file, and NotPermitted.
    """
    _may(by)
    return _kept(file, by=by.id, at=by.at)


@transaction.atomic
def add_shipped(*, at: datetime) -> None:
    """Keep the practices that come with Sightline, those that are not kept yet.

    Where no practice was ever in force the handbook's is, as it is today: what a later release brings is kept
    beside it, to be compared and switched on by somebody.
    """
    kept = {name: _kept(file, by=None, at=at) for name, file in shipped().items()}
    if not InForce.objects.exists():
        began = "The service began with the handbook's practice"
        InForce.objects.create(version_id=kept[HANDBOOK_NAME], since=ALWAYS, why=began, set_at=at)


@transaction.atomic
def switch(*, version: int, since: date, why: str, by: Viewer) -> None:
    """Make a version the council's practice from a day on.

    Not from a day gone by if the practice was changed on a later day: what was in force then would change under
    the figures that were made by it. Raises NotPermitted.
    """
    _may(by)
    versions = {kept.pk for kept in Version.objects.select_for_update()}  # all: one switch at a time
    if version not in versions:
        raise NotPermitted("There is no such practice.")
    switches = list(InForce.objects.order_by("since"))
    if not why.strip():
        raise NotPermitted("Say why the practice changes.")
    if any(other.since == since for other in switches):
        raise NotPermitted(f"The practice changes on {in_words(since)} already. Choose another day.")
    if since < by.on and any(other.since > since for other in switches):
        raise NotPermitted("The practice was changed after that day. Choose today or a day to come.")
    row = InForce.objects.create(version_id=version, since=since, why=why.strip(), set_at=by.at, set_by_id=by.id)
    trail.record(
        "practice_switched", by=by.id, at=by.at, kind="practice", subject=version, since=f"{since}", switch=row.pk
    )


@transaction.atomic
def take_back(*, since: date, by: Viewer) -> None:
    """Take back a change of practice that has not begun. Raises NotPermitted."""
    _may(by)
    row = InForce.objects.select_for_update().filter(since=since).first()
    if row is None:
        return
    if row.since <= by.on:
        raise NotPermitted("This practice is in force already. Switch to another one in its place.")
    row.delete()
    trail.record(
        "practice_switch_taken_back", by=by.id, at=by.at, kind="practice", subject=row.version_id, since=f"{since}"
    )


def _kept(file: bytes, *, by: int | None, at: datetime) -> int:
    practice = read(file, indicators=INDICATORS)
    version, added = Version.objects.get_or_create(
        sha256=practice.sha256,
        defaults={
            "name": practice.name,
            "title": practice.title,
            "text": file.decode("utf-8"),
            "added_at": at,
            "added_by_id": by,
        },
    )
    if added:
        trail.record("practice_added", by=by, at=at, kind="practice", subject=version.pk, sha256=practice.sha256)
    return version.pk


def _may(by: Viewer) -> None:
    if not by.may(Act.CHANGE_PRACTICE):
        raise NotPermitted("Practice is changed by administrators and IRO managers.")

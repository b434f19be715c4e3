"""Adding a child who came into care, and correcting who a child is."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from sightline.casework.practice.queries import in_force
from sightline.casework.register import models, sounds
from sightline.casework.register.actions.locking import open_for, told_anew
from sightline.casework.register.actions.numbers import give
from sightline.casework.register.actions.rows import _reason, as_kept
from sightline.casework.register.checks import NotRight, check
from sightline.casework.register.checks_of_details import check_details
from sightline.casework.register.happenings import notify
from sightline.casework.register.queries.identity import name_of
from sightline.casework.register.scope import children
from sightline.casework.register.tables import DETAILS, EPISODES
from sightline.casework.staff.doing import doer
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail import actions as trail
from sightline.casework.trail.actions import Changed
from sightline.domain.roles import Act

NAMES = ("forename", "surname", "known_as")


class LikelySame(Exception):
    """A child whom this person may see is likely the same; `found` has their numbers and names."""

    def __init__(self, found: list[tuple[int, str]]) -> None:
        super().__init__("A child on the register may be the same. Look before you add another.")
        self.found = found


@transaction.atomic
def add_child(*, by: Viewer, started: date, another: bool = False, case: str = "", **values: Any) -> int:
    """Add a child who came into care on a day, with the first episode; the child's number.

    `values` are fields of the child and of the episode; `case` is the case system's number, by which its feed will
    know the child. Raises LikelySame unless `another` says that it is another
    child; NotPermitted, NotRight. Only children in scope are looked at: nothing is told of any other.
    """
    doer(by, None, Act.ADD_CHILD)
    details = as_kept(DETAILS, values)
    first = as_kept(EPISODES.fields, {**values, "started": started, "reason_started": "S"})
    check_details(details, {}, on=by.on)
    check(EPISODES, first, others=(), born=details["born"], on=by.on)
    likely = likely_same(details, seen_by=by)
    if likely and not another:
        raise LikelySame(likely)
    child = models.Child.objects.create(entered_by_id=by.id, **_rolled_up(details, by.on), sounds=_sounds(details))
    models.Identifier.objects.create(child=child, scheme="own", value=f"S{child.pk:06d}")
    models.Episode.objects.create(child=child, entered_by_id=by.id, **first)
    if case.strip():
        _number(child.pk, case, by)
    notify(child.pk, {}, by, since=date.min)
    told_anew(child.pk, "added_child", by)
    return child.pk


@transaction.atomic
def correct_child(*, child: int, version: int | None, reason: str, by: Viewer, **values: Any) -> None:
    """Correct who a child is. Raises Changed, NotPermitted, NotRight."""
    found = open_for(Act.RECORD_FACTS, child, by)
    told = as_kept(DETAILS, values)
    told = {name: "" if value is None and name in ("ethnicity", "sex") else value for name, value in told.items()}
    now = {name: getattr(found, name) for name in told}
    if version != found.version:
        raise Changed(found.version, now)
    check_details(told, now, on=by.on)
    told = _rolled_up(told, by.on)
    changed = sorted(name for name in told if told[name] != now[name])
    if not changed:
        return
    trail.keep(found, by=by.id, at=by.at, cause="correction", why=_reason(reason))
    for name, value in told.items():
        setattr(found, name, value)
    found.sounds = _sounds(told)
    found.version += 1
    found.entered_by_id = by.id
    found.entered_at = by.at
    found.save()
    told_anew(child, "corrected", by, table="child", row=child, fields=changed)


def _number(child: int, case: str, by: Viewer) -> None:
    try:
        give(child, "case", case, by)
    except NotRight as wrong:
        raise NotRight({"case": wrong.errors["value"]}) from None


def likely_same(details: dict[str, Any], *, seen_by: Viewer) -> list[tuple[int, str]]:
    """Children in scope with the same birthday and a name that sounds alike, or the same name altogether."""
    scope = children(seen_by=seen_by)
    said = set(_ways(details["forename"], details["surname"]))
    found = []
    if details["born"]:
        found += [
            child
            for child in scope.filter(born=details["born"])
            if said & set(_ways(child.forename, child.surname))
        ]
    if details["forename"] and details["surname"]:
        same = scope.filter(forename__iexact=details["forename"], surname__iexact=details["surname"])
        found += [child for child in same[:10] if child not in found]
    return [(child.pk, name_of(child)) for child in found]


def _ways(*names: str) -> list[str]:
    return [way for word in sounds.words(" ".join(names)) for way in (word, *sounds.codes(word))]


def _sounds(details: dict[str, Any]) -> str:
    return sounds.of(*(details[name] for name in NAMES))


def _rolled_up(details: dict[str, Any], on: date) -> dict[str, Any]:
    """A local detail of ethnicity that the practice knows gives the department's code."""
    code = in_force(on).ethnicity_details.get(details["ethnicity_detail"])
    if code is None or details["ethnicity"] == code:
        return {**details, "ethnicity": details["ethnicity"] or ""}
    if details["ethnicity"] in (None, "", "NOBT"):
        return {**details, "ethnicity": code}
    raise NotRight({"ethnicity": "The family's own words belong to another of the department's groups"})

"""The flags of children in care, for lists of thousands: worked out, and kept until they may be others.

`fresh` is the only door to `Flagged`. What is kept holds while the child's stamp and the practice are those it was
worked out from, and up to the day on which something falls due or a time is over. So whoever changes anything that
a flag rests on (a decision and its result, a contact, a check) raises the child's stamp.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from threading import Lock
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet

from sightline.casework.outbox import actions as outbox
from sightline.casework.outbox.models import Message
from sightline.casework.practice.queries import in_force
from sightline.casework.register.lean import CHILD, lean
from sightline.casework.register.models import Child
from sightline.casework.register.standings import AT_ONCE, FEW
from sightline.casework.register.standings import fresh as standings
from sightline.casework.watch.facts import facts_of
from sightline.casework.watch.models import Dismissal, Flagged, Worked
from sightline.casework.watch.officers import officers_of
from sightline.domain.drift import Drift, Flag, drift
from sightline.domain.practices import Practice

NEW = timedelta(days=7)
_many = Lock()


@dataclass(frozen=True)
class _Made:
    """The flags of one child, and until when they hold."""

    child: int
    stamp: int
    drift: Drift
    turns: date | None


def fresh(children: QuerySet[Child], *, on: date, practice: Practice) -> QuerySet[Flagged]:
    """The flags of those of these children who are in care; `child` is selected with each.

    Works out again what no longer holds: a few queries where all holds, some more for each thousand where not.
    """
    in_care = standings(children, on=on, practice=practice).filter(in_care=True)
    stale = _stale(children, in_care.values("child"), on, practice)
    with _many if len(stale) > FEW else nullcontext():
        if len(stale) > FEW:
            stale = _stale(children, in_care.values("child"), on, practice)  # another may have done it meanwhile
        for start in range(0, len(stale), AT_ONCE):
            _keep(_made(stale[start : start + AT_ONCE], practice, on), practice, on)
    return lean(Flagged.objects.filter(child__in=in_care.values("child")), child=CHILD)


def tell_new(*, on: date, at: datetime) -> int:
    """Work out every child's flags for a day, and tell officers of those that are new: each once; how many.

    New is what began within a week and nobody set aside. Doing it twice does nothing more.
    """
    rows = fresh(Child.objects.all(), on=on, practice=in_force(on))
    new = list(rows.filter(since__gt=on - NEW, since__lte=on).values_list("child", "flag", "facts"))
    aside = set(Dismissal.objects.filter(withdrawn_at=None).values_list("child", "flag", "facts"))
    officers = officers_of({child for child, _, _ in new}, on=on)
    wanted = {
        (person, f"flag:{child}:{flag}:{facts[:16]}"): (child, flag)
        for child, flag, facts in new
        if (child, flag, facts) not in aside
        for person in officers.get(child, ())
    }
    said = Message.objects.filter(kind="flag", key__in={key for _, key in wanted}).values_list("person", "key")
    untold = sorted(wanted.keys() - set(said))
    for person, key in untold:
        child, flag = wanted[person, key]
        outbox.tell("flag", people=[person], key=key, at=at, number=child, child=child, flag=flag)
    return len(untold)


def flags_of(child: int, *, on: date, practice: Practice) -> tuple[Flag, ...]:
    """The flags of one child, worked out now, with all their facts in words."""
    found = facts_of([child], practice=practice, on=on, words=True).get(child)
    return drift(found.told, practice=practice, on=on).flags if found else ()


def _stale(
    children: QuerySet[Child], in_care: QuerySet[Any, Any], on: date, practice: Practice
) -> list[tuple[int, int]]:
    no_longer = (
        Q(drift_worked=None)
        | ~Q(drift_worked__stamp=F("stamp"))
        | ~Q(drift_worked__practice=practice.sha256)
        | Q(drift_worked__worked_on__gt=on)
        | Q(drift_worked__holds_until__lte=on)
    )
    told = children.filter(pk__in=in_care).filter(no_longer)
    return list(told.order_by("pk").values_list("pk", "stamp"))


def _made(stale: Sequence[tuple[int, int]], practice: Practice, on: date) -> list[_Made]:
    found = facts_of((pk for pk, _ in stale), practice=practice, on=on)
    made = []
    for pk, stamp in stale:
        if pk in found:
            told = drift(found[pk].told, practice=practice, on=on)
            turns = min((day for day in (told.turns, found[pk].turns) if day is not None), default=None)
            made.append(_Made(pk, stamp, told, turns))
    return made


def _keep(made: Sequence[_Made], practice: Practice, on: date) -> None:
    worked = [
        Worked(
            child_id=each.child, stamp=each.stamp, worked_on=on, holds_until=each.turns, practice=practice.sha256
        )
        for each in made
    ]
    flagged = [
        Flagged(child_id=each.child, flag=flag.key, facts=flag.facts_hash, since=flag.since, says=flag.says)
        for each in made
        for flag in each.drift.flags
    ]
    every = ["stamp", "worked_on", "holds_until", "practice"]
    with transaction.atomic():
        Worked.objects.bulk_create(worked, update_conflicts=True, unique_fields=["child"], update_fields=every)
        Flagged.objects.filter(child__in=[each.child for each in made]).delete()
        Flagged.objects.bulk_create(
            flagged,
            update_conflicts=True,
            unique_fields=["child", "flag"],
            update_fields=["facts", "since", "says"],
        )

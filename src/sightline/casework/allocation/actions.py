"""Naming a child's reviewing officer, passing children on, and what speaks against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F

from sightline.casework.allocation.models import Conflict, Handover, Parent
from sightline.casework.allocation.queries.facts import child_facts
from sightline.casework.allocation.queries.officers import ROLES, officer_facts
from sightline.casework.allocation.reasons import ENDINGS, REASONS
from sightline.casework.practice.queries import in_force
from sightline.casework.register.models import Child, Episode, Involvement, Notice
from sightline.casework.register.scope import NoSuchChild, children
from sightline.casework.staff.models import RolePeriod
from sightline.casework.staff.queries import Viewer, current
from sightline.casework.trail.actions import Changed, keep, record
from sightline.domain.officers import ChildFacts, OfficerFacts, must_not, split_of, together
from sightline.domain.roles import Act

#: Characters of why brothers and sisters have different officers.
LONGEST_REASON = 200


class NotPermitted(Exception):
    """The allocation cannot be made so; the message says why."""


class ReasonNeeded(NotPermitted):
    """Naming this officer parts brothers and sisters: it needs a reason."""


@dataclass(frozen=True)
class Move:
    """One child passes to an officer. `seen` is the allocation that whoever decided saw, if there was one."""

    child: int
    officer: int
    seen: int | None
    reason: str
    direction: str = ""
    apart_reason: str = ""


def allocate(
    *,
    child: int,
    officer: int,
    reason: str,
    by: Viewer,
    on: date,
    seen: int | None,
    direction: str = "",
    apart_reason: str = "",
) -> int:
    """Name the child's officer from a day on; the one before ends that day. The number of the allocation.

    Raises NotPermitted, ReasonNeeded, NoSuchChild, and Changed where the child has another officer than was seen.
    """
    move = Move(child, officer, seen, reason, direction, apart_reason)
    return reallocate(moves=[move], by=by, on=on)[0]


@transaction.atomic
def reallocate(*, moves: Sequence[Move], by: Viewer, on: date) -> list[int]:
    """Name the officers of several children in one go: all of it, or nothing. Raises what `allocate` does."""
    _require(by, Act.ALLOCATE)
    if on > by.on:
        raise NotPermitted("An allocation begins today or began before, not on a day to come.")
    wanted = [move.child for move in moves]
    if len(set(wanted)) < len(wanted):
        raise NotPermitted("A child is there twice.")
    rows = _locked(wanted, by)
    planned = {move.child: move.officer for move in moves}
    facts = {pk: together(told, planned) for pk, told in child_facts(wanted, seen_by=by).items()}
    known = _officers(moves, by)
    before = {row.child_id: row for row in _open(wanted)}
    made = []
    for move in moves:
        old = before.get(move.child)
        _as_seen(move, old)
        _allowed(move, facts[move.child], known, old, by, on)
        made.append(_named(move, rows[move.child], facts[move.child], old, by, on))
    return made


@transaction.atomic
def close(*, child: int, seen: int, reason: str, by: Viewer, on: date) -> None:
    """End the allocation of a child who left care, or one made by mistake."""
    _require(by, Act.ALLOCATE)
    row = _locked([child], by)[child]
    old = next(iter(_open([child])), None)
    _as_seen(Move(child, 0, seen, reason), old)
    if reason not in ENDINGS or old is None:
        raise NotPermitted("Say why the allocation ends.")
    if reason == "left_care" and _in_care(child, on):
        raise NotPermitted("This child is in care: name another officer instead.")
    if not old.started <= on <= by.on:
        raise NotPermitted("An allocation ends between the day it began and today.")
    _end(old, by, on, reason)
    _stamp(row)
    record(
        "allocation_ended", by=by.id, at=by.at, kind="child", subject=child, officer=old.person_id, reason=reason
    )


@transaction.atomic
def hand_over(
    *,
    handover: int,
    note: str,
    child_told_on: date | None,
    introduced_on: date | None,
    version: int,
    by: Viewer,
) -> None:
    """Write the note for the next officer, and when the child was told and met. Either of the two may."""
    row = Handover.objects.select_for_update().filter(pk=handover).select_related("before", "after").first()
    if row is None or not children(seen_by=by).filter(pk=row.after.child_id).exists():
        raise NoSuchChild
    if by.id not in (row.before.person_id, row.after.person_id) and not by.may(Act.ALLOCATE):
        raise NotPermitted("The note is written by the officers before and after, or by who allocates.")
    now = {"note": row.note, "child_told_on": row.child_told_on, "introduced_on": row.introduced_on}
    if row.version != version:
        raise Changed(row.version, now)
    _days_past(by, child_told_on, introduced_on)
    keep(row, by=by.id, at=by.at, cause="handover")
    row.note, row.child_told_on, row.introduced_on = note, child_told_on, introduced_on
    row.noted_by_id, row.version = by.id, row.version + 1
    row.save()
    _stamp(row.after.child)
    changed = sorted(name for name, value in now.items() if getattr(row, name) != value)
    record("handover_noted", by=by.id, at=by.at, kind="child", subject=row.after.child_id, fields=changed)


@transaction.atomic
def declare_conflict(*, child: int, person: int, says: str, by: Viewer) -> None:
    """Say that somebody must not be named for a child, and why."""
    _require(by, Act.ALLOCATE)
    row = _locked([child], by)[child]
    if not says.strip():
        raise NotPermitted("Say what the conflict of interest is.")
    _made, new = Conflict.objects.get_or_create(
        child=row, person_id=person, withdrawn_at=None,
        defaults={"says": says.strip(), "declared_at": by.at, "declared_by_id": by.id},
    )  # fmt: skip
    if not new:
        raise NotPermitted("This conflict is declared already.")
    record("conflict_declared", by=by.id, at=by.at, kind="child", subject=child, person=person)


@transaction.atomic
def withdraw_conflict(*, child: int, conflict: int, by: Viewer) -> None:
    """Take back a declared conflict; that it was declared stays known."""
    _require(by, Act.ALLOCATE)
    row = Conflict.objects.select_for_update().filter(pk=conflict, child=child, withdrawn_at=None).first()
    if row is None or not children(seen_by=by).filter(pk=row.child_id).exists():
        raise NoSuchChild
    row.withdrawn_at, row.withdrawn_by_id = by.at, by.id
    row.save(update_fields=["withdrawn_at", "withdrawn_by"])
    record("conflict_withdrawn", by=by.id, at=by.at, kind="child", subject=row.child_id, person=row.person_id)


@transaction.atomic
def tell_parent(*, child: int, parent: int, by: Viewer) -> None:
    """Say that a child's mother or father is on the register too: the two need different officers."""
    _require(by, Act.ALLOCATE)
    if child == parent:
        raise NotPermitted("Nobody is their own parent.")
    _locked([child, parent], by)
    Parent.objects.get_or_create(
        child_id=child, parent_id=parent, defaults={"told_at": by.at, "told_by_id": by.id}
    )
    record("parent_told", by=by.id, at=by.at, kind="child", subject=child, parent=parent)


@transaction.atomic
def read_notices(*, notices: Sequence[int], by: Viewer) -> int:
    """Mark notices about one's own children, and of those one stands in for, as read. How many were not yet."""
    mine = current(Involvement.objects.filter(role="iro", person__in={by.id, *by.covers}), by.on).values("child")
    told = Notice.objects.filter(pk__in=list(notices), read_at=None, child__in=mine)
    unread = list(told.filter(child__in=children(seen_by=by)).values_list("pk", "child"))
    Notice.objects.filter(pk__in=[pk for pk, _ in unread]).update(read_at=by.at, read_by=by.id)
    for child in sorted({child for _, child in unread}):
        _stamp_of(child)
        record("notices_read", by=by.id, at=by.at, kind="child", subject=child)
    return len(unread)


def _require(by: Viewer, act: Act) -> None:
    if not by.may(act):
        raise NotPermitted("Your role does not name officers.")


def _locked(pks: Sequence[int], by: Viewer) -> dict[int, Child]:
    seen = set(children(seen_by=by).filter(pk__in=list(pks)).values_list("pk", flat=True))
    if seen != set(pks):
        raise NoSuchChild
    return {child.pk: child for child in Child.objects.select_for_update().filter(pk__in=seen).order_by("pk")}


def _open(pks: Sequence[int]) -> list[Involvement]:
    rows = Involvement.objects.select_for_update().filter(child__in=list(pks), role="iro", ended=None)
    return list(rows.order_by("pk"))


def _officers(moves: Sequence[Move], by: Viewer) -> dict[int, OfficerFacts]:
    told = officer_facts([move.child for move in moves], seen_by=by, practice=in_force(by.on))
    return {officer.officer: officer for officer in told}


def _as_seen(move: Move, old: Involvement | None) -> None:
    """Raises Changed, whose version is the allocation that there is now: 0 for none."""
    if (old.pk if old else None) != move.seen:
        raise Changed(old.pk if old else 0, {"officer": str(old.person_id or "") if old else ""})


def _allowed(
    move: Move,
    facts: ChildFacts,
    known: dict[int, OfficerFacts],
    old: Involvement | None,
    by: Viewer,
    on: date,
) -> None:
    if move.reason not in REASONS:
        raise NotPermitted("Say why this officer is named.")
    if move.officer not in known or not _was_officer(move.officer, on):
        raise NotPermitted("This person was not an IRO on that day.")
    if old is not None and old.person_id == move.officer:
        raise NotPermitted("This is the child's officer already.")
    if old is not None and on < old.started:
        raise NotPermitted("The day is before the officer whom the child has now began.")
    if not _in_care(move.child, on):
        raise NotPermitted("The child was not in care on that day.")
    _not_barred(facts, known[move.officer], by.on)
    if len(move.apart_reason.strip()) > LONGEST_REASON:
        raise NotPermitted(f"Say why brothers and sisters are apart in at most {LONGEST_REASON} characters.")
    if split_of(facts, move.officer) and not move.apart_reason.strip():
        raise ReasonNeeded("Brothers and sisters have another IRO. Say why this child does not have the same.")


def _was_officer(person: int, on: date) -> bool:
    return current(RolePeriod.objects.filter(person=person, role__in=ROLES), on).exists()


def _not_barred(child: ChildFacts, officer: OfficerFacts, on: date) -> None:
    against = must_not(child, officer, on)
    if against:
        raise NotPermitted(f"{officer.name} must not be named. {' '.join(bar.says for bar in against)}")


def _in_care(child: int, on: date) -> bool:
    begun = Episode.objects.filter(child=child, started__lte=on)
    return begun.filter(ceased=None).exists() or begun.filter(ceased__gt=on).exists()


def _named(move: Move, child: Child, facts: ChildFacts, old: Involvement | None, by: Viewer, on: date) -> int:
    if old is not None:
        _end(old, by, on, "reallocated")
    made = Involvement.objects.create(
        child=child, person_id=move.officer, role="iro", started=on, reason=move.reason,
        direction=move.direction.strip(), entered_by_id=by.id,
    )  # fmt: skip
    if old is not None:
        Handover.objects.create(before=old, after=made)
    _say_apart(child, move.apart_reason.strip() if split_of(facts, move.officer) else "", by)
    _stamp(child)
    record(
        "allocated", by=by.id, at=by.at, kind="child", subject=child.pk,
        officer=move.officer, before=old.person_id if old else None, reason=move.reason, day=on.isoformat(),
    )  # fmt: skip
    return made.pk


def _end(row: Involvement, by: Viewer, on: date, reason: str) -> None:
    keep(row, by=by.id, at=by.at, cause="allocation")
    row.ended, row.reason_ended, row.entered_by_id, row.version = on, reason, by.id, row.version + 1
    row.save(update_fields=["ended", "reason_ended", "entered_by", "version"])


def _say_apart(child: Child, reason: str, by: Viewer) -> None:
    if child.apart_reason != reason:
        keep(child, by=by.id, at=by.at, cause="allocation")
        Child.objects.filter(pk=child.pk).update(apart_reason=reason, version=F("version") + 1)


def _stamp(child: Child) -> None:
    _stamp_of(child.pk)


def _stamp_of(pk: int) -> None:
    Child.objects.filter(pk=pk).update(stamp=F("stamp") + 1)


def _days_past(by: Viewer, *days: date | None) -> None:
    if any(day is not None and day > by.on for day in days):
        raise NotPermitted("What has been done was not on a day to come.")

"""Decisions while they are drafts: made, corrected, put in order, withdrawn.

Once they were issued to managers (`window`), only an answer to a query changes one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from sightline.casework.meetings.changing import changed, told_anew
from sightline.casework.meetings.models import Decision, Matter, Record
from sightline.casework.meetings.recording import require_writer
from sightline.casework.meetings.scope import NoSuchMatter, NotPermitted, open_matter
from sightline.casework.staff.models import Person
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail.actions import Changed
from sightline.domain.workflows import DECISION

LONGEST = 4_000


class NoSuchDecision(NoSuchMatter):
    """There is no such decision, or not for this person."""


@transaction.atomic
def add(
    *,
    matter: int,
    by: Viewer,
    what: str,
    who: str = "",
    owner: int | None = None,
    by_when: date | None = None,
    outcome: str = "",
    resource: bool = False,
    wording: str = "",
) -> int:
    """Make a decision, last in the list; its number. It may be complete later: finishing the record asks for all.

    Raises NoSuchMatter, NotPermitted.
    """
    found = _writing(matter, by)
    told = _told(what, who, owner, by_when, outcome, resource)
    row = Decision.objects.create(
        matter=found, place=_last(found) + 1, first_by_when=by_when, wording=wording[:40], **told
    )
    told_anew([found.child_id], "decided", by, matter=matter, decision=row.pk)
    return int(row.pk)


@transaction.atomic
def correct(
    *,
    decision: int,
    by: Viewer,
    version: int | None,
    what: str,
    who: str = "",
    owner: int | None = None,
    by_when: date | None = None,
    outcome: str = "",
    resource: bool = False,
) -> None:
    """Correct a draft. Raises NoSuchDecision, NotPermitted, Changed."""
    row = _draft(decision, by)
    told = _told(what, who, owner, by_when, outcome, resource)
    if row.again_id is None:
        told["first_by_when"] = by_when
    _still(row, version)
    new = changed(row, version=None, by=by, cause="correction", **told)
    if new:
        told_anew(
            [row.matter.child_id], "corrected_decision", by, matter=row.matter_id, decision=row.pk, fields=new
        )


@transaction.atomic
def withdraw(*, decision: int, by: Viewer, version: int | None) -> None:
    """Take a draft out of the list; it is kept. Raises NoSuchDecision, NotPermitted, Changed."""
    row = _draft(decision, by)
    _still(row, version)
    changed(row, version=None, by=by, cause="withdrawn", state=DECISION.after(row.state, "withdraw"))
    later = Decision.objects.filter(matter=row.matter_id, place__gt=row.place).exclude(state="withdrawn")
    if not later.exclude(state="draft").exists():  # the numbers that managers know stay as they are
        later.update(place=F("place") - 1)
    told_anew([row.matter.child_id], "withdrew_decision", by, matter=row.matter_id, decision=row.pk)


@transaction.atomic
def reorder(*, matter: int, order: Sequence[int], by: Viewer) -> None:
    """Put the decisions in this order; any that are not named stay behind them, as they were.

    Raises NoSuchMatter, NotPermitted.
    """
    found = _writing(matter, by)
    rows = list(Decision.objects.select_for_update().filter(matter=found).order_by("place", "pk"))
    wanted = {pk: place for place, pk in enumerate(order)}
    rows.sort(key=lambda row: wanted.get(row.pk, len(wanted)))
    moved = [pk for place, row in enumerate(rows, 1) for pk in _put(row, place)]
    if moved:
        told_anew([found.child_id], "ordered_decisions", by, matter=matter, decisions=moved)


def shift(order: Sequence[int], decision: int, by_places: int) -> list[int]:
    """An order with one decision moved up (-1) or down (1)."""
    told = list(order)
    if decision in told:
        at = told.index(decision)
        told.insert(max(0, at + by_places), told.pop(at))
    return told


def _put(row: Decision, place: int) -> list[int]:
    """Where it stands is not what it says: no past is kept of it."""
    if row.place == place:
        return []
    row.place = place
    row.save(update_fields=["place"])
    return [row.pk]


def _writing(matter: int, by: Viewer) -> Matter:
    """A matter, locked, for somebody who may write in its record now."""
    found = open_matter(matter, seen_by=by, lock=True)
    if found.state == "taken_out":
        raise NotPermitted("This child was taken out of the meeting.")
    require_writer(found, Record.objects.select_for_update().filter(matter=found).first(), by)
    return found


def _draft(decision: int, by: Viewer) -> Decision:
    matter = Decision.objects.filter(pk=decision).values_list("matter", flat=True).first()
    if matter is None:
        raise NoSuchDecision
    found = _writing(matter, by)
    row = Decision.objects.select_for_update().get(pk=decision)
    row.matter = found
    if row.state != "draft":
        raise NotPermitted("This decision is with managers, or final: it is changed by answering a query.")
    return row


def _still(row: Decision, version: int | None) -> None:
    if version is not None and version != row.version:
        now = {name: getattr(row, name) for name in ("what", "who", "by_when", "outcome", "resource")}
        raise Changed(row.version, {**now, "owner": row.owner_id})


def _last(found: Matter) -> int:
    return int(Decision.objects.filter(matter=found).aggregate(last=Max("place"))["last"] or 0)


def _told(
    what: str, who: str, owner: int | None, by_when: date | None, outcome: str, resource: bool
) -> dict[str, Any]:
    told = what.replace("\r\n", "\n").strip()
    if not told:
        raise NotPermitted("Say what is decided.")
    if owner is not None and not Person.objects.filter(pk=owner, is_active=True).exists():
        raise NotPermitted("Choose somebody who works here.")
    return {
        "what": told[:LONGEST], "who": " ".join(who.split())[:120], "owner_id": owner, "by_when": by_when,
        "outcome": outcome.replace("\r\n", "\n").strip()[:LONGEST], "resource": bool(resource),
    }  # fmt: skip

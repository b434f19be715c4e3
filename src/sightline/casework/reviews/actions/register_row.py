"""A review that was held is a row of the register: what clocks, returns and figures read.

The row is made again from the matter, its record and the code whenever one of them changes.
"""

from __future__ import annotations

from typing import Any, cast

from django.db.models import QuerySet

from sightline.casework.meetings.changing import told_anew
from sightline.casework.meetings.models import Record
from sightline.casework.register.history import row_of
from sightline.casework.register.models import Review as Told
from sightline.casework.reviews.models import Review
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail.actions import keep
from sightline.casework.trail.models import Past
from sightline.domain.review_kinds import kinds

#: Why a row that was told of before is kept as it was: a review held here took it.
TAKEN = "taken by a review"


class DayTaken(Exception):
    """Another review of this child is told of for that day; the message says what to do."""


def tell_register(review: Review, by: Viewer, action: str, *, code_gone: bool = False) -> None:
    """Make the register's row say what the review says, and what was worked out of the child's life old.

    A row of that day that an import brought is taken: no feed changes it any more, and what it said is kept.
    Nothing is told of a kind that no clock of care reads, nor of a series of sittings before its last: until then
    the review has not happened (R5).
    `code_gone`: the code that was answered is not of this day; the row forgets it too. Raises DayTaken.
    """
    matter = review.matter
    if kinds()[review.kind].register and matter.state in ("complete", "adjourned"):
        _write(review, by, code_gone)
    told_anew([matter.child_id], action, by, matter=matter.pk)


def untell_register(review: Review, by: Viewer, why: str) -> bool:
    """Take the review's row out of the register, or let it say again what it was told before.

    Whether the register still tells of a review on the day that it was told for: this row, or another that a feed
    told meanwhile, which then stands alone.
    """
    row = Told.objects.select_for_update().filter(pk=review.told_id).first() if review.told_id else None
    if row is None:
        return False
    review.told = None
    review.save(update_fields=["told"])
    before = _as_told_before(row)
    again = before is not None and _others(row).filter(held=before.held).exists()
    keep(row, by=by.id, at=by.at, cause="not held", why=why, gone=before is None or again)
    if before is None or again:
        row.delete()
        return again
    before.pk, before.version = row.pk, row.version + 1
    before.save()
    return True


def _others(row: Told) -> QuerySet[Told]:
    return Told.objects.filter(child=row.child_id).exclude(pk=row.pk)


def _as_told_before(row: Told) -> Told | None:
    """The row as an import or a person told it before the review took it; None where the review made it."""
    pasts = Past.objects.filter(kind=row._meta.label_lower, row=row.pk, cause=TAKEN).order_by("-version")
    last = pasts.first()
    return cast(Told, row_of(last, Told)) if last else None


def _write(review: Review, by: Viewer, code_gone: bool) -> None:
    values = _says(review, code_gone)
    row = _row_of(review, values["held"])
    if row is None:
        row = Told.objects.create(child_id=review.matter.child_id, entered_by_id=by.id, **_whole(values))
    elif review.told_id != row.pk or any(getattr(row, name) != value for name, value in values.items()):
        keep(row, by=by.id, at=by.at, cause="review" if review.told_id == row.pk else TAKEN)
        for name, value in values.items():
            setattr(row, name, value)
        row.version += 1
        row.entered_by_id = by.id
        row.save()
    else:
        _link(review, row)
        return
    Told.objects.filter(pk=row.pk).update(entered_at=by.at)
    _link(review, row)


def _link(review: Review, row: Told) -> None:
    if review.told_id != row.pk:
        review.told = row
        review.save(update_fields=["told"])


def _whole(values: dict[str, Any]) -> dict[str, Any]:
    return {"participation": "", **values}


def _says(review: Review, code_gone: bool) -> dict[str, Any]:
    """What is known: a code that nobody answered yet leaves what the row said, unless that is gone."""
    matter = review.matter
    record = Record.objects.filter(matter=matter).first()
    values: dict[str, Any] = {
        "born": matter.child.born,
        "held": matter.held_on,
        "completed": matter.completed_on,
        "adjourned": int(bool(matter.adjourned_why)),
        "recorded": record.finished_on if record else None,
    }
    return values | ({"participation": review.code} if review.code or code_gone else {})


def _row_of(review: Review, held: Any) -> Told | None:
    """The row that is the review's, or that an import told of its day; locked."""
    rows = Told.objects.select_for_update().filter(child=review.matter.child_id)
    there = rows.filter(held=held).first()
    own = rows.filter(pk=review.told_id).first() if review.told_id else None
    if there is not None and Review.objects.filter(told=there).exclude(pk=review.pk).exists():
        raise DayTaken("Another review of this child was held on that day. Give the day of this one.")
    if own is not None and there is not None and own.pk != there.pk:
        raise DayTaken("The record tells of another review on that day. Correct the day, or take that one away.")
    return own or there

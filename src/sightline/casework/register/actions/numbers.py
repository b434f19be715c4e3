"""The numbers by which other systems know a child: entered where no feed tells them, and taken away again.

A number is one child's, whichever case its letters are written in. One that a child in sight has is refused, with
that child's name. One that a child out of sight has is kept and `disputed`: nobody can tell from the answer that
there is such a child, and those who may see both are shown it on the pages of either.
"""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet

from sightline.casework.register.actions.locking import open_for, told_anew
from sightline.casework.register.actions.rows import NoSuchRow, _reason
from sightline.casework.register.checks import NotRight
from sightline.casework.register.choices import NUMBERED_BY
from sightline.casework.register.models import Child, Identifier
from sightline.casework.register.queries.identity import name_of
from sightline.casework.register.scope import children
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail import actions as trail
from sightline.casework.trail.actions import Changed
from sightline.domain.roles import Act

LONGEST = 60
CAME_WITH_A_FEED = "It came with an import. It goes when that import is undone"


@transaction.atomic
def give_number(*, child: int, scheme: str, value: str, by: Viewer) -> int:
    """Enter a number of the child; the number of its row. Raises NotPermitted, NoSuchChild, NotRight."""
    open_for(Act.RECORD_FACTS, child, by)
    row = give(child, scheme, value, by)
    told_anew(child, "added", by, table="identifiers", row=row)
    return row


def give(child: int, scheme: str, value: str, by: Viewer) -> int:
    """The row of a number that a child now has, in the transaction of whoever calls. Raises NotRight."""
    value = _right(scheme, value)
    row = Identifier(child_id=child, scheme=scheme, value=value, entered_at=by.at, entered_by_id=by.id)
    row.disputed = _is_anothers(row, by)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:  # another child was given it in this very moment
        row.disputed = _is_anothers(row, by)
        row.save()
    return row.pk


@transaction.atomic
def take_number(*, child: int, number: int, version: int | None, reason: str, by: Viewer) -> None:
    """Take away a number that a person entered. Raises Changed, NotPermitted, NotRight, NoSuchRow."""
    open_for(Act.RECORD_FACTS, child, by)
    row = Identifier.objects.select_for_update().filter(child=child, pk=number).first()
    if row is None:
        raise NoSuchRow
    if row.scheme not in NUMBERED_BY or row.load_id is not None:
        raise NotRight({"reason": CAME_WITH_A_FEED})
    if version != row.version:
        raise Changed(row.version, {})
    trail.keep(row, by=by.id, at=by.at, cause="taken away", why=_reason(reason), gone=True)
    row.delete()
    pass_on(by=by.id, at=by.at)
    told_anew(child, "took_away", by, table="identifiers", row=number)


def pass_on(*, by: int | None, at: datetime) -> None:
    """A number that its child has no longer is the child's who was given it next."""
    for row in Identifier.objects.select_for_update().filter(disputed=True).order_by("pk"):
        if _holders(row).exists():
            continue
        try:
            with transaction.atomic():
                trail.keep(row, by=by, at=at, cause="passed on")
                Identifier.objects.filter(pk=row.pk).update(disputed=False, version=F("version") + 1)
        except IntegrityError:  # another child was given it in this very moment
            continue
        Child.objects.filter(pk=row.child_id).update(stamp=F("stamp") + 1)
        trail.record("number_passed_on", by=by, at=at, kind="child", subject=row.child_id, row=row.pk)


def _right(scheme: str, value: str) -> str:
    said = " ".join(value.split())
    if scheme not in NUMBERED_BY:
        raise NotRight({"scheme": "Choose one of the list"})
    if not said or not said.isprintable():
        raise NotRight({"value": "Enter: the number"})
    if len(said) > LONGEST:
        raise NotRight({"value": f"The number: {LONGEST} characters at most"})
    return said


def _is_anothers(row: Identifier, by: Viewer) -> bool:
    """Whether a child out of sight has it. Raises NotRight where this child or one in sight has."""
    everybody = _holders(row, also_disputed=True).select_related("child")
    if everybody.filter(child=row.child_id).exists():
        raise NotRight({"value": "The child has this number already"})
    seen = everybody.filter(child__in=children(seen_by=by).values("pk")).first()
    if seen is not None:  # also where that child's is disputed: a free number would be refused, too
        raise NotRight(
            {"value": f"It is the number of {name_of(seen.child)}. Look whether they are the same child"}
        )
    return everybody.exists()


def _holders(row: Identifier, *, also_disputed: bool = False) -> QuerySet[Identifier]:
    found = Identifier.objects.filter(scheme=row.scheme, value__iexact=row.value)
    return found if also_disputed else found.filter(disputed=False)

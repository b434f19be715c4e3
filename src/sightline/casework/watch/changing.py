"""Significant changes: told by whoever runs the case, answered by the reviewing officer."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from sightline.casework.outbox.actions import tell as leave_message
from sightline.casework.practice.queries import in_force
from sightline.casework.register import actions as register
from sightline.casework.register.actions.locking import open_for, told_anew
from sightline.casework.register.models import Child, EarlyReview, Standing
from sightline.casework.register.standings import fresh
from sightline.casework.register.tables import EARLY_REVIEWS
from sightline.casework.staff.doing import NotPermitted
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail import actions as trail
from sightline.casework.trail.actions import Changed
from sightline.casework.watch.kinds import ANSWERS, BROUGHT, CHANGES, EARLY, NO
from sightline.casework.watch.models import Change
from sightline.casework.watch.officers import officers_of
from sightline.domain.explain import in_words
from sightline.domain.roles import Act


class NoSuchChange(LookupError):
    """There is no such change of this child."""


@transaction.atomic
def tell(*, child: int, kind: str, happened_on: date, by: Viewer, says: str = "", planned: bool = False) -> int:
    """Tell of something significant that happened, or is proposed; its number. The child's officer hears of it.

    Raises NotPermitted, NoSuchChild.
    """
    open_for(Act.ANSWER_ASKED, child, by)
    if kind not in CHANGES:
        raise NotPermitted("Choose what changes from the list.")
    if not planned and happened_on > by.on:
        raise NotPermitted("It has not happened yet: say that it is proposed.")
    if not says.strip():
        raise NotPermitted("Say in a few words what it means for the child.")
    change = Change.objects.create(
        child_id=child, kind=kind, happened_on=happened_on, says=says.strip(), planned=planned, told_at=by.at,
        told_by_id=by.id,
    )  # fmt: skip
    people = officers_of([child], on=by.on).get(child, ())
    leave_message("change", people=people, key=f"change:{change.pk}", at=by.at, number=child, child=child)
    told_anew(child, "change_told", by, change=change.pk, what=kind)
    return change.pk


@transaction.atomic
def answer(
    *,
    child: int,
    change: int,
    version: int | None,
    answer: str,
    by: Viewer,
    why: str = "",
    wanted_by: date | None = None,
) -> None:
    """Answer a change: bring the review forward to a day, or not. The day becomes one that the clocks know.

    Whoever told of the change hears that it was answered. Raises NotPermitted, Changed, NoSuchChange, NoSuchChild.
    """
    found = open_for(Act.RECORD_CONTACT, child, by)
    row = Change.objects.select_for_update().filter(child=child, pk=change).first()
    if row is None:
        raise NoSuchChange
    if row.version != version:
        raise Changed(row.version, {"answer": row.answer, "why": row.answer_why, "wanted_by": row.wanted_by})
    _right(row, answer, why, wanted_by, by)
    if answer == BROUGHT and wanted_by is not None:
        bring_forward(child=found, wanted_by=wanted_by, by=by)
    trail.keep(row, by=by.id, at=by.at, cause="answer")
    row.answer, row.answer_why, row.answered_at, row.answered_by_id = answer, why.strip(), by.at, by.id
    row.wanted_by = wanted_by if answer == BROUGHT else None
    row.version += 1
    row.save()
    if row.told_by_id is not None and row.told_by_id != by.id:
        teller, key = [row.told_by_id], f"change_answered:{row.pk}"
        leave_message("change_answered", people=teller, key=key, at=by.at, number=child, child=child)
    told_anew(child, "change_answered", by, change=change, answer=answer)


def bring_forward(*, child: Child, wanted_by: date, by: Viewer) -> None:
    """Enter that the officer wants a review by a day (SI 2010/959 reg 33(3)(a)). Raises NotPermitted.

    A day that is no sooner than the review is due anyway is refused. Asked for twice on one day, the sooner holds.
    """
    if wanted_by < by.on:
        raise NotPermitted("The day by which a review is wanted has to be today or later.")
    due = _due(child, by)
    if due is None:
        raise NotPermitted("No review of this child is due: there is none to bring forward.")
    if wanted_by >= due:
        raise NotPermitted(f"The next review is due on {in_words(due)} already: choose a day before it.")
    asked = EarlyReview.objects.filter(child=child, asked_on=by.on).first()
    told = {"asked_on": by.on, "wanted_by": wanted_by, "trigger": EARLY}
    if asked is None:
        register.add(child=child.pk, table=EARLY_REVIEWS.key, by=by, **told)
    elif wanted_by < asked.wanted_by:
        register.correct(
            child=child.pk, table=EARLY_REVIEWS.key, row=asked.pk, version=asked.version,
            why="Wanted sooner, the same day", by=by, **told,
        )  # fmt: skip


def _due(child: Child, by: Viewer) -> date | None:
    rows = fresh(Child.objects.filter(pk=child.pk), on=by.on, practice=in_force(by.on))
    stands: Standing = rows.get()
    return stands.due


def _right(row: Change, answer: str, why: str, wanted_by: date | None, by: Viewer) -> None:
    if row.answered_at is not None:
        raise NotPermitted("This was answered already.")
    if answer not in ANSWERS:
        raise NotPermitted("Choose an answer.")
    if answer == BROUGHT and wanted_by is None:
        raise NotPermitted("Say by when a review is wanted.")
    if answer == NO and not why.strip():
        raise NotPermitted("Say why no earlier review is needed.")

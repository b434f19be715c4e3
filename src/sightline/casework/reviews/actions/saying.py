"""What the officer says of a review: how the child took part, why it was late, who chaired."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from sightline.casework.meetings.changing import changed
from sightline.casework.meetings.models import LONGEST_REASON
from sightline.casework.meetings.scope import NotPermitted, require_chair
from sightline.casework.register.actions import add, correct
from sightline.casework.register.models import Visit
from sightline.casework.reviews.actions.holding import locked
from sightline.casework.reviews.actions.register_row import tell_register
from sightline.casework.reviews.models import Review
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail import actions as trail
from sightline.domain.late_causes import causes, parties
from sightline.domain.participation import Recorded, questions, reasons, record


@transaction.atomic
def say_participation(
    *, matter: int, answers: Mapping[str, str], by: Viewer, version: int | None, reason: str = "", why: str = ""
) -> Recorded:
    """Record how the child took part: the code that the answers lead to, and a reason for PN4 and PN7.

    `reason` is a key of `domain.participation.reasons`, `why` more about it. It is asked once the review was held,
    and may be said again: what it said before is kept. Raises NoSuchMatter, NotPermitted (also where an answer is
    missing), Changed.
    """
    review = _mine(matter, by)
    if review.matter.held_on is None:
        raise NotPermitted("This is asked once the review was held.")
    led = _led(review, answers)
    told = _why(reason, why) if led.needs_reason else ""
    asked = {key: answer for key, answer in answers.items() if key in questions()}
    asked |= {"reason": reason} if told else {}
    _change(
        review, by, version, "participation",
        answers=asked, code=led.code, code_why=told, coded_by_id=by.id,
    )  # fmt: skip
    tell_register(review, by, "said_participation")
    return led


@transaction.atomic
def say_why_late(
    *, matter: int, cause: str, by: Viewer, version: int | None, party: str = "", why: str = ""
) -> None:
    """Record why a review is late, and who could have prevented it: of the cause, unless another is told.

    Raises NoSuchMatter, NotPermitted, Changed, and KeyError for a cause or a party that there is not.
    """
    review = _mine(matter, by)
    whose = party or causes()[cause].party
    parties()[whose]
    told = " ".join(why.split())[:LONGEST_REASON]
    if cause == "other" and not told:
        raise NotPermitted("Say what the reason was.")
    _change(review, by, version, "late", late_cause=causes()[cause].key, late_party=whose, late_why=told)
    _said(review, by, "said_why_late", cause=cause, party=whose)


@transaction.atomic
def say_who_chaired(*, matter: int, chaired: str, by: Viewer, version: int | None) -> None:
    """Record who chaired. Raises NoSuchMatter, NotPermitted, Changed."""
    review = _mine(matter, by)
    if chaired not in Review.Chaired.values:
        raise NotPermitted("Say who chaired.")
    if review.matter.held_on is None:
        raise NotPermitted("This is asked once the review was held.")
    _change(review, by, version, "chaired", chaired=chaired)
    _said(review, by, "said_who_chaired", chaired=chaired)


@transaction.atomic
def say_seen(*, matter: int, on: date, alone: bool, by: Viewer, version: int | None) -> int:
    """Record a visit to the child before the review: a row of the register, its number.

    Raises NoSuchMatter, NotPermitted, Changed, and NotRight where the day cannot be.
    """
    review = _mine(matter, by)
    held = review.matter.held_on
    if held is not None and on > held:
        raise NotPermitted("This is about a visit before the review: it cannot be after it.")
    row = _visit(review.matter.child_id, on, alone, by)
    _change(review, by, version, "seen", not_seen_why="")
    _said(review, by, "said_seen", alone=alone)
    return row


@transaction.atomic
def say_not_seen(*, matter: int, why: str, by: Viewer, version: int | None) -> None:
    """Record why the child was not seen before the review (SI 2010/959 reg 36(1)(b)).

    Raises NoSuchMatter, NotPermitted, Changed.
    """
    review = _mine(matter, by)
    told = " ".join(why.split())[:LONGEST_REASON]
    if not told:
        raise NotPermitted("Say why the child was not seen before the review.")
    _change(review, by, version, "seen", not_seen_why=told)
    _said(review, by, "said_not_seen")


def _visit(child: int, on: date, alone: bool, by: Viewer) -> int:
    """The visit of that day: entered, or corrected where it is told already."""
    told = {"held": on, "kind": "iro", "seen": 1, "seen_alone": int(alone)}
    there = Visit.objects.filter(child=child, held=on, kind="iro").first()
    if there is None:
        return add(child=child, table="visits", by=by, **told)
    correct(
        child=child, table="visits", row=there.pk, version=there.version, by=by,
        why="Said of the visit before the review", **told,
    )  # fmt: skip
    return there.pk


def _mine(matter: int, by: Viewer) -> Review:
    review = locked(matter, by)
    require_chair(review.matter, by)
    return review


def _why(reason: str, why: str) -> str:
    """Why the child was not heard, in words. Raises NotPermitted where it is not told."""
    more = " ".join(why.split())[:LONGEST_REASON]
    if reason not in reasons():
        raise NotPermitted("Choose why the child's views were not heard.")
    if reason == "other" and not more:
        raise NotPermitted("Say what the reason was.")
    return f"{reasons()[reason]}: {more}" if more else reasons()[reason]


def _led(review: Review, answers: Mapping[str, str]) -> Recorded:
    matter = review.matter
    if matter.child.born is None or matter.held_on is None:
        raise NotPermitted("The child's date of birth has to be known: correct who the child is first.")
    try:
        return record(matter.child.born, matter.held_on, answers)
    except KeyError:
        raise NotPermitted("A question is not answered yet.") from None


def _change(review: Review, by: Viewer, version: int | None, cause: str, **values: Any) -> None:
    changed(review, version=version, by=by, cause=cause, **values)


def _said(review: Review, by: Viewer, action: str, **detail: Any) -> None:
    matter = review.matter
    trail.record(action, by=by.id, at=by.at, kind="child", subject=matter.child_id, matter=matter.pk, **detail)

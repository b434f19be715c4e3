"""Planning a review: a meeting with a kind for each child."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from sightline.casework.meetings import scheduling
from sightline.casework.meetings.changing import changed
from sightline.casework.meetings.models import LONGEST_REASON, Matter
from sightline.casework.meetings.scope import NotPermitted, open_matter, require
from sightline.casework.register.actions import add
from sightline.casework.reviews.actions.moving import require_meeting
from sightline.casework.reviews.models import Review
from sightline.casework.reviews.queries.kinds import kinds_likely
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail import actions as trail
from sightline.domain.review_kinds import ReviewKind
from sightline.domain.review_kinds import kinds as all_kinds
from sightline.domain.roles import Act


@transaction.atomic
def plan_review(
    *, children: Sequence[int], chair: int, by: Viewer, kinds: Mapping[int, str] | None = None, **when: Any
) -> int:
    """Plan a review of these children together; the meeting's number.

    `when` is what `meetings.scheduling.plan` takes. A child whose kind is not told has the most likely one.
    Raises what `plan` raises, NotPermitted where people have to meet (`moving`), KeyError for a kind there is not.
    """
    told = {child: _known(kind).key for child, kind in (kinds or {}).items()}
    meeting = scheduling.plan(kind="review", children=children, chair=chair, by=by, **when)
    require_meeting([meeting], by)
    likely = kinds_likely([child for child in children if child not in told], on=by.on)
    Review.objects.bulk_create(
        [
            Review(matter=matter, kind=told.get(matter.child_id) or likely[matter.child_id])
            for matter in Matter.objects.filter(meeting=meeting).order_by("pk")
        ]
    )
    return meeting


@transaction.atomic
def change_kind(
    *, matter: int, kind: str, by: Viewer, version: int | None, why: str = "",
    wanted_by: date | None = None, trigger: str = "cla-review-early-iro",
) -> None:  # fmt: skip
    """Say of what kind a review is, and `why` it was brought forward.

    `wanted_by` is the day by which it is wanted sooner: told to the register, it is the day that the clock counts;
    `trigger` is who has the power to ask, a key of timescales. Raises Changed, NotPermitted, NoSuchMatter,
    NotRight, and KeyError for a kind that there is not.
    """
    require(by, Act.PLAN_MEETING)
    found = open_matter(matter, seen_by=by, lock=True)
    review = Review.objects.select_for_update().get(matter=found)
    reason = " ".join(why.split())[:LONGEST_REASON]
    _may_become(found, _known(review.kind), _known(kind), reason)
    changed(review, version=version, by=by, cause="correction", kind=kind, brought_forward_why=reason)
    if wanted_by is not None and _known(kind).needs_reason:
        _may_be_wanted(found, wanted_by, by)
        told = {"asked_on": by.on, "wanted_by": wanted_by, "trigger": trigger}
        add(child=found.child_id, table="early_reviews", by=by, **told)
    trail.record("changed_kind", by=by.id, at=by.at, kind="matter", subject=matter, child=found.child_id, to=kind)


def _may_become(matter: Matter, before: ReviewKind, after: ReviewKind, reason: str) -> None:
    if matter.held_on is not None and before.register != after.register:
        raise NotPermitted("This review was held: what it counts for cannot be changed any more.")
    if after.needs_reason and not reason:
        raise NotPermitted("Say why it was brought forward.")


def _may_be_wanted(matter: Matter, wanted_by: date, by: Viewer) -> None:
    if matter.held_on is not None:
        raise NotPermitted("This review was held: the next one can be brought forward.")
    if wanted_by < by.on:
        raise NotPermitted("Say a day to come by which the review is wanted.")


def _known(kind: str) -> ReviewKind:
    return all_kinds()[kind]

"""What kind each child's next review most likely is."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from sightline.casework.practice.queries import in_force
from sightline.casework.register.lives import Known, lives
from sightline.casework.register.models import LegalStatus
from sightline.casework.register.standings import clocks_of, next_of
from sightline.casework.reviews.models import Review
from sightline.casework.staff.queries import current
from sightline.domain.care import Life, period_on, periods_of_care, placements, review_day
from sightline.domain.practice import Counting
from sightline.domain.review_kinds import Now, guess, kinds

#: Reasons for a change of placement that nobody planned (`cla-review-unplanned-end`).
UNPLANNED = frozenset({"CREQB", "CREQO", "CHILD", "LAREQ", "ALLEG", "STAND", "APPRR"})


def outside_the_register(matters: Collection[int]) -> set[int]:
    """Of parts of meetings those whose review is of a kind that no row of the register tells: the law's limits of
    a looked-after child's review (an adjournment's, say) are not of it. One query; it looks at no scope.
    """
    outside = [kind.key for kind in kinds().values() if not kind.register]
    return set(Review.objects.filter(matter__in=matters, kind__in=outside).values_list("matter", flat=True))


def kinds_likely(children: Iterable[int], *, on: date) -> dict[int, str]:
    """The kind, by child, that the next review most likely is: a fixed number of queries, however many children.

    Whoever asks has to see the children: this looks at no scope.
    """
    wanted = list(children)
    counting = in_force(on).counting
    orders = current(LegalStatus.objects.filter(child__in=wanted, legal_status__in=("SO", "ISO")), on)
    beside = dict(orders.order_by("started").values_list("child_id", "legal_status"))
    return {pk: guess(_now(known, beside.get(pk, ""), counting, on)) for pk, known in lives(wanted).items()}


def _now(known: Known, beside: str, counting: Counting, on: date) -> Now:
    life = known.life.as_at(on)
    period = period_on(life.episodes, on)
    clock = next_of(clocks_of(known, on=on, counting=counting))
    brought = clock is not None and clock.effective_due is not None and clock.effective_due != clock.due
    return Now(
        in_care=period is not None,
        due_key=(clock.key or "") if clock else "",
        early=_trigger(life, clock.effective_due) if brought and clock else "",
        legal_status=period.episodes[-1].legal_status if period else "",
        status_beside=beside,
        ended_unplanned=_ended_unplanned(life, on),
    )


def _trigger(life: Life, wanted: date | None) -> str:
    return next((early.trigger for early in reversed(life.early_reviews) if early.wanted_by == wanted), "")


def _ended_unplanned(life: Life, on: date) -> bool:
    """Whether a placement ended unplanned after the last review of this period of care."""
    periods = periods_of_care(life.episodes)
    if not periods or periods[-1].ended is not None:
        return False
    held = [review_day(review) for review in life.reviews if periods[-1].holds(review_day(review))]
    since = max(held, default=periods[-1].started) + timedelta(days=1)
    ends = [stay for stay in placements(periods[-1]) if stay.ended is not None and since <= stay.ended <= on]
    return any(stay.episode.reason_moved in UNPLANNED for stay in ends)

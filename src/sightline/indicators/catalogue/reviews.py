"""Reviews of looked-after children: how many, and how many in time, by each way of counting."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sightline.indicators.catalogue.dimensions import CARE, CHILD, WHEN
from sightline.indicators.catalogue.indicator import Basis, Good, Indicator, Timing
from sightline.indicators.catalogue.stock import SHORT_BREAKS

GROUP = "Reviews: volume and time"
_REVIEWS = (*CHILD, *CARE, *WHEN, "review-number")
HISTORY = (
    "The review before each one: where it was held before the returns given, and cannot be told from what "
    "follows, the review is unknown. The return of the year before makes almost all known"
)

_held = partial(
    Indicator,
    group=GROUP,
    table="reviews_held",
    basis=Basis.REVIEW,
    source="SSDA903 Reviews and Episodes",
    breakdowns=(*_REVIEWS, "participation"),
    needs_tables=("reviews",),
)
_due = partial(
    Indicator,
    group=GROUP,
    table="reviews_due",
    basis=Basis.REVIEW,
    counts="known",
    meets="in_time",
    unknown="NOT known",
    unit="percent",
    decimals=1,
    good=Good.HIGH,
    source="SSDA903 Reviews and Episodes; review clocks",
    breakdowns=_REVIEWS,
    needs_history=HISTORY,
    needs_tables=("reviews",),
    sums_over_time=True,
)

_TIMELINESS = (
    *("reviews-in-time-review", "reviews-in-time-held", "reviews-in-time-child"),
    "reviews-in-time-recorded",
)
_STEPS = ("first-review-in-time", "second-review-in-time", "later-review-in-time", "adoption-review-in-time")


def _others(key: str) -> tuple[str, ...]:
    return tuple(other for other in _TIMELINESS if other != key)


def indicators() -> Iterator[Indicator]:
    yield from _volume()
    yield from _in_time()
    yield from _by_step()
    yield _overdue()


def _volume() -> Iterator[Indicator]:
    yield _held(
        key="reviews-held",
        family="reviews-held",
        title="Reviews held",
        numerator="Reviews held in the period",
        sums_over_time=True,
        pitfalls="Reviews are events, not children. The participation codes must add up to this number.",
    )
    yield Indicator(
        key="reviews-per-child",
        family="reviews-per-child",
        group=GROUP,
        title="Reviews per child",
        table="children_reviewed",
        value="reviews",
        unit="ratio",
        decimals=1,
        numerator="Reviews held in the period",
        denominator="children with a review in the period",
        source="SSDA903 Reviews",
        breakdowns=(*CHILD, *CARE),
        needs_tables=("reviews",),
    )


def _in_time() -> Iterator[Indicator]:
    yield _due(
        key="reviews-in-time-review",
        family="reviews-in-time",
        title="Reviews in time, by review due",
        numerator="Reviews that fell due in the period and were held by the day they were due",
        denominator="reviews that fell due in the period",
        exclusions=f"{SHORT_BREAKS}; reviews whose clock stopped because the child left care first",
        variants=_others("reviews-in-time-review"),
        pitfalls="A review that was never held counts as late. Say whether reviews due or reviews held are "
        "counted, and which of a review's dates.",
    )
    yield _held(
        key="reviews-in-time-held",
        family="reviews-in-time",
        title="Reviews in time, by review held",
        counts="in_care AND known",
        meets="in_time",
        unknown="in_care AND NOT known",
        unit="percent",
        decimals=1,
        good=Good.HIGH,
        numerator="Reviews held in the period by the day they were due",
        denominator="reviews held in the period whose due date is known",
        exclusions=f"{SHORT_BREAKS}; reviews held outside any period of care",
        variants=_others("reviews-in-time-held"),
        needs_history=HISTORY,
        sums_over_time=True,
        pitfalls="Leaves out reviews that were never held, so it can only flatter.",
    )
    yield Indicator(
        key="reviews-in-time-child",
        family="reviews-in-time",
        group=GROUP,
        title="Reviews in time, by child",
        table="children_with_reviews_due",
        counts="over_twenty_days AND unknown = 0",
        meets="late = 0",
        unknown="over_twenty_days IS NULL OR (over_twenty_days AND unknown > 0)",
        unit="percent",
        decimals=1,
        good=Good.HIGH,
        numerator="Children whose every review that fell due in the period was in time",
        denominator="children looked after at the end of the period for more than 20 working days, with a review "
        "that fell due in it",
        source="SSDA903 Reviews and Episodes; review clocks",
        reference="former national indicator NI 66",
        exclusions=SHORT_BREAKS,
        breakdowns=(*CHILD, *CARE),
        variants=_others("reviews-in-time-child"),
        needs_history=HISTORY
        + ". A child with a review that is unknown is unknown, late or not: to keep only those who "
        "were late would make the rest look worse than it was",
        needs_tables=("reviews",),
        pitfalls="One late review makes the child late, so it is lower than by review, and lower over a year than "
        "over a quarter. More than 20 working days means that a 21st has come: a year that ends on a weekend "
        "leaves out children whose 20th was the Friday.",
    )


def _by_step() -> Iterator[Indicator]:
    for key, title, words, condition, may_be, reference in (
        (
            _STEPS[0],
            "First reviews in 20 working days",
            "first reviews",
            "clock = 'cla-review-1'",
            "may_be_first",
            "SI 2010/959 reg. 33(1)",
        ),
        (
            _STEPS[1],
            "Second reviews in 3 months",
            "second reviews",
            "clock = 'cla-review-2'",
            "may_be_second",
            "SI 2010/959 reg. 33(2)",
        ),
        (
            _STEPS[2],
            "Later reviews in 6 months",
            "later reviews",
            "clock = 'cla-review-n'",
            "TRUE",
            "SI 2010/959 reg. 33(2)",
        ),
        (
            _STEPS[3],
            "Adoption reviews in time",
            "adoption reviews",
            "clock LIKE 'adopt-%'",
            "TRUE",
            "Adoption Agencies Regulations 2005 reg. 36",
        ),
    ):
        yield _due(
            key=key,
            family=key,
            title=title,
            counts=f"known AND {condition}",
            unknown=f"NOT known AND {may_be}",
            numerator=f"{words.capitalize()} that fell due in the period and were held by the day they were due",
            denominator=f"{words} that fell due in the period",
            reference=reference,
            exclusions=f"{SHORT_BREAKS}; reviews whose clock stopped because the child left care first",
            breakdowns=(*CHILD, *CARE, *WHEN),
            variants=tuple(other for other in _STEPS if other != key),
            pitfalls="A review of unknown standing is counted as unknown in each step that it may belong to.",
        )


def _overdue() -> Indicator:
    return Indicator(
        key="reviews-overdue",
        family="reviews-overdue",
        group=GROUP,
        title="Reviews overdue",
        table="open_clocks",
        counts="known",
        meets="overdue",
        unknown="NOT known",
        timing=Timing.AS_AT,
        unit="percent",
        decimals=1,
        good=Good.LOW,
        numerator="Children whose next review was due before the date and had not been held by it",
        denominator="children looked after at the date whose next review has a known due date",
        source="SSDA903 Reviews and Episodes; review clocks",
        exclusions=SHORT_BREAKS,
        breakdowns=(*CHILD, *CARE, "review-number"),
        needs_history=HISTORY,
        needs_tables=("reviews",),
        pitfalls="What the return tells, not today's work: a review held after the last return does not count.",
    )

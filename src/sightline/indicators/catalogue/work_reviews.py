"""Reviews as the reviewing service held them: recorded, late and why, adjourned, brought forward, told of."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sightline.indicators.catalogue import reviews
from sightline.indicators.catalogue.dimensions import CARE, CHILD, WHEN
from sightline.indicators.catalogue.indicator import Basis, Good, Indicator
from sightline.indicators.catalogue.stock import SHORT_BREAKS

SOURCE = "The service's record of reviews"
ELSEWHERE = "A review that was not held in the service is unknown, and counted apart"
STARTS = "times children started to be looked after in the period"

held_here = partial(
    Indicator,
    group=reviews.GROUP,
    table="reviews_here",
    counts="here",
    unknown="NOT here",
    basis=Basis.REVIEW,
    unit="percent",
    decimals=1,
    source=SOURCE,
    breakdowns=(*CHILD, *CARE, *WHEN, "review-number"),
    needs_tables=("reviews",),
    needs_work=True,
    sums_over_time=True,
)
_start = partial(
    Indicator,
    group=reviews.GROUP,
    table="care_starts_told",
    basis=Basis.START,
    exclusions=SHORT_BREAKS,
    breakdowns=(*CHILD, *CARE, *WHEN),
    needs_work=True,
    sums_over_time=True,
)


_LAGS = ("notification-lag", "notification-lag-2wd", "notification-lag-median", "notification-lag-p90")


def indicators() -> Iterator[Indicator]:
    yield _recorded()
    yield _causes()
    yield from _adjourned()
    yield _early()
    yield from _told()
    yield from _told_by_place()
    yield _named()


def _recorded() -> Indicator:
    return Indicator(
        key="reviews-in-time-recorded",
        family="reviews-in-time",
        group=reviews.GROUP,
        title="Reviews recorded in time, by review due",
        table="reviews_due_recorded",
        counts="known",
        meets="recorded_in_time",
        unknown="NOT known OR (in_time AND NOT here)",
        basis=Basis.REVIEW,
        unit="percent",
        decimals=1,
        good=Good.HIGH,
        numerator="Reviews that fell due in the period and whose record was finished by the day they were due",
        denominator="reviews that fell due in the period",
        source=f"{SOURCE}; review clocks",
        exclusions=f"{SHORT_BREAKS}; reviews whose clock stopped because the child left care first",
        breakdowns=(*CHILD, *CARE, *WHEN, "review-number"),
        variants=("reviews-in-time-review", "reviews-in-time-held", "reviews-in-time-child"),
        needs_history=reviews.HISTORY,
        needs_tables=("reviews",),
        needs_work=True,
        sums_over_time=True,
        pitfalls="Some case systems count this as the timeliness of reviews. Show it beside the reviews that were "
        f"held in time: it is always lower. {ELSEWHERE}.",
    )


def _causes() -> Indicator:
    return held_here(
        key="reviews-late-reason",
        family="reviews-late-reason",
        title="Late reviews by cause",
        counts="in_care AND known AND NOT in_time",
        unknown="in_care AND NOT known",
        distribution="late-cause",
        numerator="Late reviews with each cause",
        denominator="reviews held in the period after the day they were due",
        exclusions=f"{SHORT_BREAKS}; reviews held outside any period of care",
        breakdowns=("review-number",),
        needs_history=reviews.HISTORY,
        sums_over_time=False,
        pitfalls="One cause a review, as the officer told it. Reviews that are overdue have none yet.",
    )


def _adjourned() -> Iterator[Indicator]:
    yield held_here(
        key="reviews-adjourned",
        family="reviews-adjourned",
        title="Reviews adjourned",
        meets="adjourned",
        good=Good.LOW,
        numerator="Reviews held in the period that were adjourned",
        denominator="reviews held in the period",
        reference="SI 2010/959 reg. 36(2)",
        variants=("reviews-adjourned-completed",),
        pitfalls=f"A review may be adjourned once. {ELSEWHERE}.",
    )
    yield held_here(
        key="reviews-adjourned-completed",
        family="reviews-adjourned",
        title="Adjourned reviews completed in 20 working days",
        counts="here AND adjourned",
        meets="completed <= completion_due",
        unknown="here AND adjourned AND completed IS NULL AND coalesce(completion_due >= told_until, TRUE)",
        good=Good.HIGH,
        numerator="Adjourned reviews that were completed within 20 working days of the first meeting",
        denominator="reviews held in the period that were adjourned",
        reference="SI 2010/959 reg. 36(2)",
        variants=("reviews-adjourned",),
        pitfalls="One whose 20 days still ran on the day of the extract is unknown.",
    )


def _early() -> Indicator:
    return Indicator(
        key="early-reviews",
        family="early-reviews",
        group=reviews.GROUP,
        title="Reviews brought forward",
        table="early_reviews_held",
        basis=Basis.REVIEW,
        numerator="Reviews held in the period that somebody had asked for sooner than they fell due",
        source="Requests for an earlier review; reviews",
        reference="SI 2010/959 reg. 33(3)",
        breakdowns=(*CHILD, *CARE, *WHEN, "early-trigger"),
        needs_tables=("reviews",),
        needs_work=True,
        sums_over_time=True,
        pitfalls="The first review on or after the day of asking, whether or not it was held by the day wanted.",
    )


def _told() -> Iterator[Indicator]:
    yield _start(
        key="notification-lag",
        family="notification-lag",
        title="Working days until the reviewing service knew",
        counts="TRUE",
        value="lag",
        unknown="told_on IS NULL",
        unit="average",
        decimals=1,
        good=Good.LOW,
        numerator="Working days from coming into care until the reviewing service was told",
        denominator=STARTS,
        source="Notices of coming into care",
        reference="IRO Handbook (2010)",
        variants=tuple(key for key in _LAGS if key != "notification-lag"),
        pitfalls="The mean: one child of whom the service heard weeks late moves it. Show the share in 2 days.",
    )
    yield _start(
        key="notification-lag-2wd",
        family="notification-lag",
        title="Reviewing service told within 2 working days",
        meets="told_on <= told_due",
        unknown="told_on IS NULL",
        unit="percent",
        decimals=1,
        good=Good.HIGH,
        numerator="Times the reviewing service was told within 2 working days of a child's coming into care",
        denominator=STARTS,
        source="Notices of coming into care",
        reference="IRO Handbook (2010)",
        variants=tuple(key for key in _LAGS if key != "notification-lag-2wd"),
        pitfalls="A start of which no notice was kept is unknown: the first load of a register tells of what "
        "was long before it.",
    )


def _told_by_place() -> Iterator[Indicator]:
    """Percentiles by nearest rank: each is what was so of one of the starts, and none is made between two."""
    for key, counts, words in (
        ("notification-lag-median", "at_half", "half"),
        ("notification-lag-p90", "at_nine_tenths", "nine in ten"),
    ):
        yield Indicator(
            key=key,
            family="notification-lag",
            group=reviews.GROUP,
            title=f"Working days by which the service knew of {words} of the children",
            table="care_starts_ranked",
            counts=counts,
            value="lag * starts",
            weighs="starts",
            basis=Basis.START,
            unit="average",
            good=Good.LOW,
            numerator=f"Working days from coming into care by which the service was told of {words} of those who "
            "came, times how many came",
            denominator="how many came of whom the service was told",
            source="Notices of coming into care",
            reference="IRO Handbook (2010)",
            exclusions=SHORT_BREAKS,
            needs_work=True,
            variants=tuple(each for each in _LAGS if each != key),
            pitfalls="By nearest rank. Children of whom no notice was kept are not in it: say how many they are.",
        )


def _named() -> Indicator:
    return _start(
        key="iro-appointed-5wd",
        family="iro-appointed-5wd",
        title="Reviewing officer named within 5 working days",
        counts="NOT left_first",
        meets="named_on <= named_due",
        unknown="named_on IS NULL AND coalesce(named_due >= told_until, TRUE)",
        unit="percent",
        decimals=1,
        good=Good.HIGH,
        numerator="Times an officer was named within 5 working days of a child's coming into care",
        denominator=STARTS,
        source="Allocations",
        reference="IRO Handbook (2010); Children Act 1989 s. 25A",
        exclusions=f"{SHORT_BREAKS}; children who left care within those days with nobody named",
        pitfalls="One whose 5 days still ran on the day of the extract is unknown.",
    )

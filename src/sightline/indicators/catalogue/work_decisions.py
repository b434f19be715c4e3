"""Decisions, records and plans: when each was issued, finished and sent, and what became of what was decided."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sightline.indicators.catalogue.dimensions import CARE, CHILD, WHEN
from sightline.indicators.catalogue.indicator import Basis, Good, Indicator
from sightline.indicators.catalogue.work_reviews import ELSEWHERE, held_here

GROUP = "Decisions, records and plans"
_HELD = "reviews held in the period"
_STILL = "one whose days still ran on the day of the extract"

_decision = partial(
    Indicator,
    group=GROUP,
    basis=Basis.DECISION,
    unit="percent",
    decimals=1,
    source="Decisions of reviews",
    breakdowns=(*CHILD, *CARE, *WHEN),
    needs_work=True,
    sums_over_time=True,
)


def indicators() -> Iterator[Indicator]:
    yield from _steps()
    yield from _objections()
    yield from _done()
    yield _permanence()


def _steps() -> Iterator[Indicator]:
    for key, days, title, done, due, words in (
        ("decisions-5wd", 5, "Decisions issued", "decisions_on", "decisions_due", "decisions were issued"),
        ("record-15wd", 15, "Records finished", "recorded", "record_due", "record was finished"),
        (
            "record-distributed-20wd",
            20,
            "Records distributed",
            "distributed",
            "distribution_due",
            "record had gone to everybody",
        ),
    ):
        yield held_here(
            key=key,
            family=key,
            group=GROUP,
            title=f"{title} in {days} working days",
            meets=f"{done} <= {due}",
            unknown=f"NOT here OR ({done} IS NULL AND coalesce({due} >= told_until, TRUE))",
            good=Good.HIGH,
            numerator=f"Reviews held in the period whose {words} within {days} working days of the review's end",
            denominator=_HELD,
            reference="IRO Handbook (2010)",
            pitfalls=f"Counted by the day of the review, and to the day of the extract: {_STILL} is unknown. "
            f"{ELSEWHERE}. Pool the numbers of quarters; never average their percentages.",
        )


def _objections() -> Iterator[Indicator]:
    yield _decision(
        key="manager-objections",
        family="manager-objections",
        title="Decisions that managers queried",
        table="decisions_issued",
        meets="objected",
        unknown="NOT objected AND coalesce(due >= told_until, TRUE)",
        numerator="Decisions issued in the period that a manager queried within 5 working days",
        denominator="decisions issued to managers in the period",
        reference="IRO Handbook (2010)",
        variants=("manager-objections-changed",),
        pitfalls="Neither good nor bad. A decision whose days still ran on the day of the extract is unknown.",
    )
    yield _decision(
        key="manager-objections-changed",
        family="manager-objections",
        title="Queried decisions that were changed",
        table="decisions_issued",
        counts="objected",
        meets="changed",
        numerator="Queried decisions that the chair changed",
        denominator="decisions issued in the period that a manager queried within 5 working days",
        reference="IRO Handbook (2010)",
        variants=("manager-objections",),
        pitfalls="A query that is not answered yet counts as no change.",
    )


def _done() -> Iterator[Indicator]:
    yield _decision(
        key="recommendations-done",
        family="recommendations-done",
        title="Decisions done by the day promised",
        table="decisions_due",
        meets="done_by_then",
        good=Good.HIGH,
        numerator="Decisions to be done by a day in the period that were done by it",
        denominator="decisions to be done by a day in the period",
        exclusions="Withdrawn and superseded decisions",
        variants=("recommendations-done-by-review",),
        pitfalls="By the day that stands now: a decision set again counts by its new day. What nobody has "
        "answered counts as not done.",
    )
    yield _decision(
        key="recommendations-done-by-review",
        family="recommendations-done",
        title="Decisions done by the next review",
        table="decisions_reviewed",
        meets="done_by_then",
        good=Good.HIGH,
        numerator="Decisions of the review before that were done by the next review",
        denominator="decisions of the reviews before those held in the period",
        exclusions="Withdrawn and superseded decisions",
        variants=("recommendations-done",),
        pitfalls="Higher than by the day promised. Decisions of a last review before care ended are not in it.",
    )


def _permanence() -> Indicator:
    return held_here(
        key="permanence-by-second-review",
        family="permanence-by-second-review",
        group=GROUP,
        title="Permanence plan by the second review",
        counts="review_number = 2",
        meets="permanence_on <= day",
        unknown="review_number = 2 AND NOT here",
        good=Good.HIGH,
        numerator="Second reviews at which a plan of permanence stood",
        denominator="second reviews held in the period",
        reference="IRO Handbook (2010)",
        breakdowns=(*CHILD, *CARE, *WHEN),
        pitfalls=f"A plan that ended before the review does not count, one agreed at it does. {ELSEWHERE}.",
    )

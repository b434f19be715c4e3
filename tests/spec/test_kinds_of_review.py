"""The kinds of review, which one a child's next is, and when a review needs no meeting."""

from __future__ import annotations

from datetime import date

import pytest

from sightline.domain.late_causes import causes, parties
from sightline.domain.review_kinds import Now, by_consultation, guess, kinds
from sightline.domain.timescales import TIMESCALES


def test_every_kind_meets_limits_that_there_are() -> None:
    assert {clock for kind in kinds().values() for clock in kind.clocks} <= TIMESCALES.keys()


def test_no_limit_is_of_two_kinds() -> None:
    told = [clock for kind in kinds().values() for clock in kind.clocks]
    assert len(told) == len(set(told))


def test_what_counts_for_the_return_is_told_to_the_register() -> None:
    """Short breaks have clocks of their own that read the register, and are in no return."""
    assert all(kind.register for kind in kinds().values() if kind.counts)
    outside = {kind.key: kind.register for kind in kinds().values() if not kind.counts}
    assert outside == {"short_break": True, "supervision": False, "sibling_supervision": False}


@pytest.mark.parametrize(
    ("now", "kind"),
    [
        (Now(True, "cla-review-1"), "first"),
        (Now(True, "cla-review-2"), "second"),
        (Now(True, "cla-review-n"), "later"),
        (Now(True, "adopt-auth-review-n", legal_status="E1"), "adoption"),
        (Now(True, "adopt-review-1"), "adoption"),
        (Now(True, "cla-review-n", legal_status="J1"), "remand"),
        (Now(True, "cla-review-n", legal_status="J3"), "later"),
        (Now(True, "cla-review-n", early="cla-review-early-iro"), "brought_forward"),
        (Now(True, "cla-review-n", early="cla-review-early-cease"), "ceasing"),
        (Now(True, "cla-review-n", early="cla-review-early-custody"), "remand"),
        (Now(True, "cla-review-n", ended_unplanned=True), "unplanned_end"),
        (Now(True, "cla-review-2", ended_unplanned=True), "second"),
        (Now(True, ""), "later"),
        (Now(False, "sb-review-1", legal_status="V3"), "short_break"),
        (Now(False, status_beside="SO"), "supervision"),
        (Now(False, status_beside="ISO"), "sibling_supervision"),
        (Now(True, "cla-review-n", status_beside="SO"), "later"),
        (Now(False), "later"),
    ],
)
def test_the_kind_of_the_next_review(now: Now, kind: str) -> None:
    assert guess(now) == kind


ON = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("since", "met", "allowed"),
    [
        (date(2025, 11, 19), date(2025, 11, 20), True),
        (date(2025, 11, 20), date(2026, 5, 20), False),  # a year to the day is not over a year
        (date(2024, 1, 1), date(2025, 11, 19), False),  # a day more than twelve months
        (date(2024, 1, 1), None, False),
        (None, date(2026, 5, 20), False),
    ],
)
def test_a_review_without_a_meeting(since: date | None, met: date | None, allowed: bool) -> None:
    """A long-term placement of over a year, and people met within twelve months; why (not) is said."""
    told = by_consultation(long_term_since=since, last_meeting=met, on=ON)
    assert told.allowed is allowed
    assert told.why.endswith(".")


def test_every_cause_of_lateness_says_who_could_have_prevented_it() -> None:
    assert {cause.party for cause in causes().values()} == parties().keys()
    assert causes()["told_late"].party == "social_care"

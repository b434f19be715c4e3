"""Reviews: how many, in time by each way of counting, and the child's part in them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sightline.indicators.figures import Period

APRIL_TO_JUNE = Period(date(2024, 4, 1), date(2024, 6, 30))


def first_review_due_13_may(given: Any, held: str | None) -> None:
    """Came into care on 12 April 2024: twenty working days later is 13 May (one bank holiday)."""
    given.episode("A", "2024-04-12")
    given.episode("Z", "2020-01-01")
    given.review("Z", "2024-04-02")  # somebody's, so that the file is there
    if held:
        given.review("A", held)


@pytest.mark.parametrize(("held", "in_time"), [("2024-05-13", 1), ("2024-05-14", 0), (None, 0)])
def test_a_first_review_is_in_time_on_the_day_it_is_due(given: Any, held: str | None, in_time: int) -> None:
    first_review_due_13_may(given, held)
    figure = given.figure("first-review-in-time", period=APRIL_TO_JUNE)
    assert (figure.numerator, figure.denominator) == (in_time, 1)


def test_by_review_due_counts_what_was_never_held_and_by_review_held_does_not(given: Any) -> None:
    first_review_due_13_may(given, None)
    due = given.figure("reviews-in-time-review", period=APRIL_TO_JUNE)
    held = given.figure("reviews-in-time-held", period=APRIL_TO_JUNE)
    assert (due.numerator, due.denominator) == (0, 1)
    assert (held.symbol, held.denominator, held.unknown) == ("x", None, 1)  # the only one held is somebody else's


def test_a_review_due_after_the_period_is_not_in_it(given: Any) -> None:
    first_review_due_13_may(given, "2024-05-01")
    before = Period(date(2024, 4, 1), date(2024, 5, 12))
    assert not given.figure("reviews-in-time-review", period=before).denominator
    assert given.figure("reviews-held", period=before).numerator == 2  # held early, and somebody's


def test_a_clock_that_stopped_because_the_child_left_is_left_out(given: Any) -> None:
    given.episode("A", "2024-04-12", "2024-05-13")  # left on the day it was due
    given.episode("B", "2024-04-12", "2024-05-14")  # left a day after it
    given.episode("Z", "2020-01-01")
    given.review("Z", "2024-04-02")
    figure = given.figure("first-review-in-time", period=APRIL_TO_JUNE)
    assert (figure.numerator, figure.denominator) == (0, 1)


def test_steps_add_up_to_all_reviews_due(given: Any) -> None:
    given.episode("A", "2024-04-12")
    for held in ("2024-05-10", "2024-08-10", "2025-02-11"):  # the third a day late
        given.review("A", held)
    assert given.share("first-review-in-time") == (1, 1)
    assert given.share("second-review-in-time") == (1, 1)
    assert given.share("later-review-in-time") == (0, 1)
    assert given.share("reviews-in-time-review") == (2, 3)
    assert given.share("adoption-review-in-time") == (0, 0)


def test_an_adoption_review_is_due_four_weeks_after_placing(given: Any) -> None:
    given.episode("A", "2024-04-12", "2024-06-03", status="C2", rec="X1")
    given.episode("A", "2024-06-03", status="E1", place="A6", rne="B")
    given.review("A", "2024-05-10")
    given.review("A", "2024-07-01")
    assert given.share("adoption-review-in-time", period=Period(date(2024, 6, 1), date(2024, 7, 31))) == (1, 1)


def test_an_early_date_counts_when_it_was_asked_for_in_time(given: Any) -> None:
    given.episode("A", "2024-04-12")
    given.review("A", "2024-05-13")
    assert given.share("first-review-in-time") == (1, 1)
    given.early_review("A", "2024-04-20", "2024-05-01")
    assert given.share("first-review-in-time") == (0, 1)


def test_one_late_review_makes_the_child_late(given: Any) -> None:
    for name, second in (("A", "2024-08-10"), ("B", "2024-08-11")):
        given.episode(name, "2024-04-12")
        given.review(name, "2024-05-10")
        given.review(name, second)
        given.review(name, "2025-02-10")
    assert given.share("reviews-in-time-review") == (5, 6)
    assert given.share("reviews-in-time-child") == (1, 2)


def test_by_child_counts_those_looked_after_for_more_than_twenty_working_days(given: Any) -> None:
    """Twenty working days before 31 March 2025 is 3 March: A has had twenty, B twenty-one."""
    given.episode("A", "2025-03-03")
    given.episode("B", "2025-02-28")
    given.episode("C", "2024-04-12", "2025-03-30")  # no longer looked after at the end
    given.review("C", "2024-05-10")
    given.review("B", "2025-03-01")
    figure = given.figure("reviews-in-time-child")
    assert (figure.numerator, figure.denominator) == (1, 1)


def test_where_the_review_before_is_not_seen_the_first_is_unknown(given: Any) -> None:
    given.episode("A", "2020-01-01")
    given.review("A", "2024-07-01")  # held in the return, but when was the one before?
    given.review("A", "2024-12-31")
    held, due = given.figure("reviews-in-time-held"), given.figure("reviews-in-time-review")
    assert (held.numerator, held.denominator, held.unknown) == (1, 1, 1)
    assert (due.numerator, due.denominator, due.unknown) == (1, 1, 1)


@pytest.mark.parametrize(
    ("first", "last", "unknown"),
    [
        (date(2023, 4, 1), date(2023, 4, 30), 1),
        (date(2023, 10, 2), date(2023, 10, 31), 1),  # six months (184 days) into the history
        (date(2023, 10, 3), date(2023, 10, 31), 0),  # by then it had fallen due, whenever the one before was
    ],
)
def test_how_long_a_review_not_seen_can_matter(given: Any, first: date, last: date, unknown: int) -> None:
    given.returns(2024, 2025)
    given.episode("A", "2020-01-01")
    given.episode("Z", "2023-04-01")
    given.review("Z", "2023-04-02")  # somebody's, so that the file is there
    assert given.figure("reviews-in-time-review", period=Period(first, last)).unknown == unknown


def test_with_the_return_before_it_is_known(given: Any) -> None:
    given.returns(2024, 2025)
    given.episode("A", "2020-01-01")
    for held in ("2024-01-05", "2024-07-05", "2024-12-31"):
        given.review("A", held)
    figure = given.figure("reviews-in-time-review")
    assert (figure.numerator, figure.denominator, figure.unknown) == (2, 2, 0)


def test_a_child_with_an_unknown_review_is_unknown_late_or_not(given: Any) -> None:
    """To judge only those who were late for certain would make the share worse than it was."""
    given.episode("A", "2020-01-01")
    given.review("A", "2024-05-01")  # unknown
    given.review("A", "2024-12-01")  # due 1 November: late
    for name in ("C", "D"):
        given.episode(name, "2024-04-02")
        given.review(name, "2024-04-20")
        given.review(name, "2024-07-20")
        given.review(name, "2025-01-10")
    figure = given.figure("reviews-in-time-child")
    assert (figure.numerator, figure.denominator, figure.unknown) == (2, 2, 1)
    assert figure.note.startswith("some could not be judged")


def test_where_fewer_than_half_can_be_judged_there_is_no_figure(given: Any) -> None:
    """The few who can be judged are not like the rest: most of them have just come into care."""
    for name in ("A", "B"):
        given.episode(name, "2020-01-01")
        given.review(name, "2024-05-01")  # unknown: the one before was held before the return
    given.episode("C", "2024-04-02")
    given.review("C", "2024-04-20")
    period = Period(date(2024, 4, 1), date(2024, 6, 30))
    all_due = given.figure("reviews-in-time-review", period=period)
    assert (all_due.symbol, all_due.unknown) == ("x", 2)
    assert all_due.note == "fewer than half could be judged; needs the return for 2023-24 as well"
    first = given.figure("first-review-in-time", period=period)
    assert (first.numerator, first.denominator, first.unknown) == (1, 1, 0), (
        "a child in care since 2020 had a first"
    )


@pytest.mark.parametrize(
    ("day", "held", "overdue"),
    [
        (date(2024, 5, 13), None, 0),  # the day it is due
        (date(2024, 5, 14), None, 1),
        (date(2024, 5, 14), "2024-05-15", 1),  # late, and not yet held
        (date(2024, 5, 15), "2024-05-15", 0),
    ],
)
def test_overdue_from_the_day_after_it_was_due(given: Any, day: date, held: str | None, overdue: int) -> None:
    first_review_due_13_may(given, held)
    figure = given.figure("reviews-overdue", period=Period(day, day))
    assert (figure.numerator, figure.denominator) == (overdue, 2)


def test_what_came_later_does_not_change_how_a_day_stood(given: Any) -> None:
    """Placed for adoption in June, overdue by July; the placement ended in August: July's figure stays."""
    given.episode("A", "2024-04-12", "2024-06-03", status="E1", rec="X1")
    given.episode("A", "2024-06-03", "2024-08-01", status="E1", place="A6", rne="P", rec="X1", moved="CARPL")
    given.episode("A", "2024-08-01", status="E1", place="U4", rne="P")
    given.review("A", "2024-05-10")
    assert given.figure("reviews-overdue", period=Period(date(2024, 7, 1), date(2024, 7, 1))).numerator == 0
    assert given.figure("reviews-overdue", period=Period(date(2024, 7, 2), date(2024, 7, 2))).numerator == 1


def test_without_any_reviews_nothing_is_said(given: Any) -> None:
    given.episode("A", "2024-04-12")
    figure = given.figure("reviews-held")
    assert (figure.symbol, figure.note) == ("x", "no rows of the Reviews file were given for 2024-25")


def codes(given: Any, *participation: str) -> None:
    given.episode("A", "2020-01-01")
    for number, code in enumerate(participation, start=1):
        given.review("A", f"2024-{number + 3:02}-15", code)


def test_participation_is_not_attendance(given: Any) -> None:
    """PN4 attended and gave no views; PN5 and PN6 gave views and did not attend; PN0 is in neither."""
    codes(given, "PN0", "PN1", "PN2", "PN3", "PN4", "PN5", "PN6", "PN7")
    assert given.share("participation-review") == (5, 7)
    assert given.share("attendance-review") == (4, 7)
    assert given.share("no-voice-reviews") == (1, 7)
    assert given.share("no-voice-reviews-present") == (2, 7)
    assert given.figure("reviews-held").numerator == 8


def test_codes_add_up_to_the_reviews_held(given: Any) -> None:
    codes(given, "PN0", "PN1", "PN1", "PN7")
    whole, *parts = given.figures("pn-distribution")
    assert len(parts) == 8
    assert sum(part.numerator for part in parts) == whole.numerator == 4


def test_a_child_took_part_only_if_in_every_review_from_four(given: Any) -> None:
    for name, participation in (
        ("A", ("PN1", "PN6")),
        ("B", ("PN1", "PN4")),
        ("C", ("PN0", "PN1")),
        ("D", ("PN0",)),
    ):
        given.episode(name, "2020-01-01")
        for month, code in enumerate(participation, start=5):
            given.review(name, f"2024-{month:02}-15", code)
    assert given.share("participation-child") == (2, 3)
    assert given.share("reviews-per-child") == (7, 4)


def test_a_review_outside_care_is_held_but_met_no_clock(given: Any) -> None:
    given.episode("A", "2024-04-12", "2024-06-01")
    given.review("A", "2024-05-10")
    given.review("A", "2024-06-02")
    assert given.figure("reviews-held").numerator == 2
    assert given.share("reviews-in-time-held") == (1, 1)


def test_reviews_carry_the_placement_of_their_day(given: Any) -> None:
    given.episode("A", "2024-04-12", "2024-06-01", rec="X1")
    given.episode("A", "2024-06-01", rne="P", place="K2")
    given.review("A", "2024-05-31")
    given.review("A", "2024-06-01")
    assert given.parts("reviews-held", "placement-group") == {"Fostered by another carer": 1, "Children's home": 1}
    assert given.parts("reviews-held", "review-number") == {"First": 1, "Second": 1}
    assert given.parts("reviews-held", "month") == {"May 2024": 1, "June 2024": 1}


def test_an_episode_that_went_on_but_has_nothing_after_it_ends_the_day_before(given: Any) -> None:
    """Where a return has a gap, the placement of the day is not recorded, and never the wrong one."""
    given.episode("A", "2024-04-12", "2024-06-01", rec="X1")
    given.review("A", "2024-06-01")
    assert given.parts("reviews-held", "placement-group") == {"Not recorded": 1}

"""What the reviewing service did, counted: each indicator on a few rows, with a near miss.

Held on Wednesday 5 June 2024: five working days later is the 12th, fifteen the 26th, twenty 3 July.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sightline.indicators.figures import Period

JUNE = "2024-06-05"
YEAR_END = date(2025, 3, 31)


@pytest.fixture
def told(given: Any) -> Any:
    """Of all of the year, and a child whose review was not held in the service."""
    given.told_until("2025-03-31")
    return given


def in_care(given: Any, *names: str, since: str = "2020-01-01") -> None:
    for name in names:
        given.episode(name, since)


def test_a_return_alone_says_nothing_of_the_work(given: Any) -> None:
    given.episode("A", "2020-01-01")
    given.review("A", JUNE)
    for figure in given.figures("decisions-5wd", "iro-fte", "case-tracking", "recommendations-done"):
        assert (figure.symbol, figure.numerator) == ("x", None)
        assert "extract of the reviewing service" in figure.note


def test_what_is_after_the_extract_is_not_told(given: Any) -> None:
    given.told_until("2025-03-30")
    assert given.figure("iro-fte").symbol == "x"
    assert given.figure("iro-fte", period=Period(date(2024, 4, 1), date(2025, 3, 30))).symbol is None


@pytest.mark.parametrize(
    ("key", "step", "in_time", "late"),
    [
        ("decisions-5wd", "decisions_on", "2024-06-12", "2024-06-13"),
        ("record-15wd", "recorded", "2024-06-26", "2024-06-27"),
        ("record-distributed-20wd", "distributed", "2024-07-03", "2024-07-04"),
    ],
)
def test_a_step_is_in_time_on_its_last_day(told: Any, key: str, step: str, in_time: str, late: str) -> None:
    in_care(told, "A", "B", "C")
    told.held("A", JUNE, **{step: in_time})
    told.held("B", JUNE, **{step: late})
    told.held("C", JUNE)  # never done, and the days have run out
    assert told.share(key) == (1, 3)


def test_a_review_held_elsewhere_is_unknown(told: Any) -> None:
    in_care(told, "A", "B")
    told.held("A", JUNE, recorded="2024-06-10")
    told.review("B", JUNE)
    figure = told.figure("record-15wd")
    assert (figure.numerator, figure.denominator, figure.unknown) == (1, 1, 1)


def test_days_that_still_run_on_the_day_of_the_extract_are_unknown(told: Any) -> None:
    """Held on 10 March 2025: fifteen working days later is 31 March, the day of the extract."""
    in_care(told, "A", "B")
    told.held("A", "2025-03-10")
    told.held("B", "2025-03-07")
    figure = told.figure("record-15wd")
    assert (figure.numerator, figure.denominator, figure.unknown) == (0, 1, 1)


def test_days_run_from_the_end_of_an_adjourned_review(told: Any) -> None:
    in_care(told, "A")
    told.held("A", "2024-05-08", completed=JUNE, adjourned=1, recorded="2024-06-26")
    assert told.share("record-15wd") == (1, 1)


@pytest.mark.parametrize(
    ("completed", "numbers"), [("2024-07-03", (1, 1)), ("2024-07-04", (0, 1)), (None, (0, 1))]
)
def test_an_adjourned_review_is_completed_in_twenty_working_days(told: Any, completed: Any, numbers: Any) -> None:
    in_care(told, "A", "B")
    told.held("A", JUNE, adjourned=1, completed=completed)
    told.held("B", JUNE)
    assert told.share("reviews-adjourned") == (1, 2)
    assert told.share("reviews-adjourned-completed") == numbers


@pytest.mark.parametrize(("recorded", "in_time"), [("2024-05-13", 1), ("2024-05-14", 0), (None, 0)])
def test_recorded_in_time_is_by_the_day_the_review_was_due(told: Any, recorded: Any, in_time: int) -> None:
    """Came into care on 12 April 2024: the first review is due on 13 May, and was held in time."""
    told.episode("A", "2024-04-12")
    told.held("A", "2024-05-10", recorded=recorded)
    period = Period(date(2024, 4, 1), date(2024, 6, 30))
    assert told.figure("reviews-in-time-review", period=period).numerator == 1
    figure = told.figure("reviews-in-time-recorded", period=period)
    assert (figure.numerator, figure.denominator) == (in_time, 1)


def test_late_reviews_by_cause(told: Any) -> None:
    for name, held, cause in (
        ("A", "2024-05-14", "told_late"),
        ("B", "2024-05-14", None),
        ("C", "2024-05-13", "told_late"),  # in time, whatever was noted
    ):
        told.episode(name, "2024-04-12")
        told.held(name, held, late_cause=cause)
    parts = told.parts("reviews-late-reason", "late-cause")
    title = "The reviewing service was told late that the child came into care, or moved"
    assert parts == {title: 1, "Not recorded": 1}


def test_a_review_that_was_asked_for_sooner(told: Any) -> None:
    in_care(told, "A", "B")
    told.early_review("A", "2024-06-05", "2024-07-01")
    told.held("A", "2024-06-05")  # on the day of asking
    told.held("A", "2024-11-05")  # not that one
    told.early_review("B", "2024-06-06", "2024-07-01")
    told.held("B", "2024-06-05")  # before it was asked for
    assert told.figure("early-reviews").numerator == 1


def test_how_late_the_service_was_told(told: Any) -> None:
    """Friday 7 June 2024: the second working day after it is Tuesday the 11th."""
    for name, known in (("A", "2024-06-11"), ("B", "2024-06-12"), ("C", None)):
        told.episode(name, "2024-06-07")
        if known:
            told.work("notifications", name, started="2024-06-07", known=known)
    mean, share = told.figure("notification-lag"), told.figure("notification-lag-2wd")
    assert (mean.numerator, mean.denominator, mean.unknown) == (2 + 3, 2, 1)
    assert (share.numerator, share.denominator, share.unknown) == (1, 2, 1)


def test_by_when_half_and_nine_in_ten_were_told(told: Any) -> None:
    """Friday 7 June 2024: Monday the 10th is one working day later. By nearest rank, so no day is made up."""
    days = ("07", "10", "10", "11", "12", "13", "14", "17", "18", "24")
    for nth, day in enumerate(days):
        told.episode(f"C{nth}", "2024-06-07")
        told.work("notifications", f"C{nth}", started="2024-06-07", known=f"2024-06-{day}")
    told.episode("N", "2024-06-07")  # of whom no notice was kept
    half, nine_tenths = told.figure("notification-lag-median"), told.figure("notification-lag-p90")
    assert (half.value, half.denominator) == (3, 10)  # 0, 1, 1, 2, 3: the fifth of ten
    assert (nine_tenths.value, nine_tenths.denominator) == (7, 10)  # the ninth, Tuesday the 18th


def test_an_officer_named_within_five_working_days(told: Any) -> None:
    """Friday 7 June 2024: the fifth working day after it is Friday the 14th."""
    for name, named in (("A", "2024-06-14"), ("B", "2024-06-17"), ("C", None), ("D", "2024-05-01")):
        told.episode(name, "2024-06-07")
        if named:
            told.work("allocations", name, officer="R1", started=named)
    told.episode("E", "2024-06-07", "2024-06-14")  # left that day, with nobody named
    told.episode("F", "2024-06-07", "2024-06-17")  # left after it
    assert told.share("iro-appointed-5wd") == (2, 5)


def decision(given: Any, name: str, review: int = 1, **told: Any) -> None:
    basis = {"made_on": JUNE, "state": "final", "result": "open", "place": 1, "review": review}
    given.work("decisions", name, **{**basis, **told})


def test_decisions_done_by_the_day_promised(told: Any) -> None:
    in_care(told, "A")
    promised: dict[str, Any] = {"by_when": "2024-07-01"}
    decision(told, "A", **promised, result="done", result_on="2024-07-01")
    decision(told, "A", **promised, result="done", result_on="2024-07-02")
    decision(told, "A", **promised)
    decision(told, "A", **promised, result="partly", result_on="2024-06-20")
    decision(told, "A", **promised, result="superseded", result_on="2024-06-20")  # nobody waits for it
    decision(told, "A", **promised, state="withdrawn")
    decision(told, "A", by_when="2025-04-01")  # next year's
    assert told.share("recommendations-done") == (1, 4)


def test_decisions_done_by_the_next_review(told: Any) -> None:
    in_care(told, "A")
    told.held("A", JUNE, number=1)
    told.held("A", "2024-11-05", number=2)
    decision(told, "A", result="done", result_on="2024-11-05")
    decision(told, "A", result="done", result_on="2024-11-06")
    decision(told, "A", review=2, result="done", result_on="2024-12-01")  # its next review is to come
    assert told.share("recommendations-done-by-review") == (1, 2)


def test_managers_query_within_five_working_days(told: Any) -> None:
    in_care(told, "A")
    issued: dict[str, Any] = {"issued_on": JUNE}
    decision(told, "A", **issued, queried_on="2024-06-12", changed=1)
    decision(told, "A", **issued, queried_on="2024-06-13", changed=1)  # the window had closed
    decision(told, "A", **issued)
    decision(told, "A")  # not issued
    assert told.share("manager-objections") == (1, 3)
    assert told.share("manager-objections-changed") == (1, 1)


def test_a_permanence_plan_by_the_second_review(told: Any) -> None:
    for name, plan in (("A", "2024-07-15"), ("B", "2024-07-16"), ("C", None)):
        told.episode(name, "2024-04-12")
        told.held(name, "2024-05-10", permanence_on=plan)  # at a first review it does not count
        told.held(name, "2024-07-15", permanence_on=plan)
    assert told.share("permanence-by-second-review") == (1, 3)


def test_children_who_chaired_are_of_those_aged_eight(told: Any) -> None:
    for name, born, chaired in (
        ("A", "2016-06-05", "child"),  # eight on the day
        ("B", "2016-06-06", "child"),  # seven
        ("C", "2010-01-01", "together"),
        ("D", "2010-01-01", "officer"),
    ):
        told.child(name, born=born)
        told.episode(name, "2020-01-01")
        told.held(name, JUNE, chaired=chaired)
    assert told.share("co-chaired") == (2, 3)


def test_a_child_is_seen_before_a_review_since_the_last_one(told: Any) -> None:
    in_care(told, "A", "B", "C")
    for name in "ABC":
        told.review(name, "2024-01-10")
    told.held("A", JUNE, seen_on="2024-01-10", seen_alone=1)
    told.held("B", JUNE, seen_on="2024-01-09", seen_alone=1)  # before the last review
    told.held("C", JUNE, seen_on=JUNE, seen_alone=0)
    assert told.share("visited-before-review") == (2, 3)
    assert told.share("visited-before-review-alone") == (1, 3)


def test_a_child_is_seen_before_a_first_review_since_care_began(told: Any) -> None:
    for name, seen in (("A", "2024-04-12"), ("B", "2024-04-11")):
        told.child(name, born="2021-01-01")
        told.episode(name, "2024-04-12")
        told.held(name, "2024-05-10", seen_on=seen)
    assert told.share("visited-before-review") == (1, 2)
    assert told.share("visited-before-review-4") == (0, 0)  # they are three


def test_parents_who_came_or_were_heard(told: Any) -> None:
    in_care(told, *"ABCDE")
    for number, (name, rows) in enumerate(
        {
            "A": [("invite", "no", 0), ("invite", "yes", None)],  # one of two is enough
            "B": [("separately", "no", 1)],
            "C": [("invite", "apologies", 0)],
            "D": [("excluded", None, 1)],
            "E": [],
        }.items(),
        start=1,
    ):
        told.held(name, JUNE, number=number)
        for plan, came, views in rows:
            told.work(
                "participants", name, review=number, capacity="parent", plan=plan, came=came, sent_views=views
            )
        told.work("participants", name, review=number, capacity="carer", plan="invite", came="yes")
    assert told.share("parent-attendance") == (2, 3)
    assert told.share("parent-attendance-came") == (1, 3)


def test_papers_that_came_back(told: Any) -> None:
    in_care(told, "A")
    told.held("A", JUNE, number=1)
    for review, kind, received in (
        (1, "child_views", "2024-06-01"),
        (1, "child_views", None),
        (2, "child_views", None),  # its review is to come
        (1, "parent_views", None),
        (1, "sw_report", "2024-06-01"),
    ):
        told.work(
            "preparations", "A", review=review, kind=kind, state="asked", asked="2024-05-20", received=received
        )
    figure = told.figure("consultation-returned")
    assert (figure.numerator, figure.denominator, figure.unknown) == (1, 2, 1)
    assert told.share("consultation-returned-parents") == (0, 1)


def post(given: Any, fte: int, employment: str = "permanent", **told: Any) -> None:
    given.work("posts", **{"role": "iro", "employment": employment, "fte": fte, "started": "2020-01-01", **told})


def test_full_time_equivalents_are_of_posts_not_people(told: Any) -> None:
    post(told, 100)
    post(told, 60, "agency")
    post(told, 50, role="senior_iro")
    post(told, 80, "vacant")
    post(told, 100, "seconded_out")
    post(told, 100, role="social_worker")
    post(told, 100, ended="2025-03-31")  # the first day on which nobody is in it
    post(told, 100, started="2025-04-01")
    assert told.figure("iro-fte").value == pytest.approx(2.1)
    assert told.figure("iro-fte-vacant").value == pytest.approx(0.8)
    assert told.figure("iro-fte-agency").value == pytest.approx(0.6)


def test_children_for_one_full_time_officer(told: Any) -> None:
    in_care(told, "A", "B", "C", "D")
    for name in "ABC":
        told.work("allocations", name, officer="R1", started="2020-02-01")
    told.work("allocations", "D", officer="R1", started="2020-02-01", ended="2025-03-31")
    post(told, 50)
    post(told, 50, "vacant")
    assert told.figure("iro-caseload").value == 6
    assert told.figure("iro-caseload-established").value == 3


def test_the_officer_who_has_the_most(told: Any) -> None:
    in_care(told, "A", "B", "C", "D", "E")
    for name, officer in zip("ABCD", ("R1", "R2", "R2", "R1"), strict=True):
        told.work("allocations", name, officer=officer, started="2020-02-01")
    assert told.figure("iro-caseload-most").value == 2  # two have as many: it is of one of them
    told.work("allocations", "E", officer="R2", started="2025-03-31")
    assert told.figure("iro-caseload-most").value == 3


def test_the_same_officer_for_twelve_months_or_all_of_care(told: Any) -> None:
    in_care(told, "A", "B", "C", "E")
    in_care(told, "D", since="2025-01-10")
    for name, rows in {
        "A": [("R1", "2020-02-01", "2024-03-31"), ("R2", "2024-03-31", None)],  # the day twelve months before
        "B": [("R1", "2020-02-01", "2024-04-02"), ("R2", "2024-04-02", None)],
        "C": [("R1", "2020-02-01", "2025-01-01")],  # nobody now
        "D": [("R1", "2025-01-12", None)],
    }.items():
        for officer, started, ended in rows:
            told.work("allocations", name, officer=officer, started=started, ended=ended)
    assert told.share("iro-continuity") == (2, 5)


def test_brothers_and_sisters_with_one_officer(told: Any) -> None:
    in_care(told, *"ABCDEFGH")
    for family, members in {"1": {"A": "R1", "B": "R1"}, "2": {"C": "R1", "D": "R2"}, "3": {"E": "R1"}}.items():
        for name, officer in members.items():
            told.work("sibling_groups", name, family=family)
            told.work("allocations", name, officer=officer, started="2020-02-01")
    for name, apart in (("F", 0), ("G", 1)):
        told.work("sibling_groups", name, family="4", apart=apart)  # with a reason
        told.work("allocations", name, officer=name, started="2020-02-01")
    assert told.share("sibling-same-iro") == (1, 2)


def test_midway_checks_by_the_day_and_before_the_next_review(told: Any) -> None:
    in_care(told, *"ABCDE")
    told.review("B", "2024-10-01")
    told.review("C", "2024-10-01")
    for name, done, more in (
        ("A", "2024-09-02", {}),
        ("B", "2024-09-03", {}),
        ("C", "2024-10-02", {}),
        ("D", None, {}),
        ("E", None, {"not_needed": 1}),
    ):
        told.work("midway_checks", name, since=JUNE, due="2024-09-02", done=done, **more)
    assert told.share("midway-checks") == (1, 4)
    figure = told.figure("midway-checks-before-review")
    assert (figure.numerator, figure.denominator, figure.unknown) == (2, 3, 1)


def test_children_by_tracking_level(told: Any) -> None:
    in_care(told, "A", "B", "C")
    told.work("tracking", "A", since="2024-06-05", level="High")
    told.work("tracking", "A", since="2025-03-31", level="Low")
    told.work("tracking", "B", since="2025-04-01", level="High")  # from tomorrow
    assert told.parts("case-tracking", "tracking-level") == {"Low": 1, "Not recorded": 2}

"""Time limits: the worked examples of the field, each beside a near miss, and what every timescale must say."""

from datetime import UTC, date, datetime

import pytest

from sightline.domain.calendar import BeyondCalendar, england
from sightline.domain.clocks import LongerThanLaw, NoNumber, Standing, start_clock
from sightline.domain.practice import HANDBOOK, Counting, MonthMethod
from sightline.domain.timescales import TIMESCALES, Status, Unit

DAYS = Counting(month_method=MonthMethod.DAYS_91_183)
DAY_ONE = Counting(count_trigger_as_day_1=True)


def day(text):
    return date.fromisoformat(text)


def clock(key, started, counting=HANDBOOK, **options):
    return start_clock(TIMESCALES[key], day(started), england(), counting, **options)


@pytest.mark.parametrize(
    ("key", "started", "due", "counting"),
    [
        ("cla-review-1", "2024-03-14", "2024-04-15", HANDBOOK),  # over Easter
        ("cla-review-1", "2024-03-13", "2024-04-12", HANDBOOK),  # a day sooner
        ("cla-review-1", "2024-03-14", "2024-04-12", DAY_ONE),  # the trigger counted as day 1: over a weekend
        ("cla-review-1", "2024-04-02", "2024-04-30", HANDBOOK),  # with no holiday inside: 28 days
        ("cla-review-1", "2023-12-11", "2024-01-11", HANDBOOK),  # over Christmas
        ("cla-review-1", "2023-11-13", "2023-12-11", HANDBOOK),  # before Christmas
        ("cla-review-1", "2025-04-10", "2025-05-13", HANDBOOK),  # three holidays inside
        ("cla-review-2", "2023-11-30", "2024-02-29", HANDBOOK),  # February has no 30th
        ("cla-review-2", "2023-11-30", "2024-02-29", DAYS),  # 91 days: the same day, by chance
        ("cla-review-2", "2023-11-28", "2024-02-28", HANDBOOK),  # February has a 28th
        ("cla-review-2", "2022-11-30", "2023-02-28", HANDBOOK),
        ("cla-review-2", "2022-11-30", "2023-03-01", DAYS),  # a day after the law
        ("cla-review-n", "2024-03-01", "2024-09-01", HANDBOOK),
        ("cla-review-n", "2024-03-01", "2024-08-31", DAYS),  # a day before the law
        ("icpc", "2024-05-01", "2024-05-23", HANDBOOK),  # 6 May is a holiday
        ("icpc", "2024-05-07", "2024-05-29", HANDBOOK),  # 27 May is a holiday
        ("icpc", "2024-12-17", "2025-01-10", HANDBOOK),
        ("icpc", "2024-12-02", "2024-12-23", HANDBOOK),  # before the year's end: 21 days
        ("adopt-review-1", "2024-02-05", "2024-03-04", HANDBOOK),
        ("adopt-review-1", "2024-03-14", "2024-04-11", HANDBOOK),  # 28 days though Easter is inside
        ("cla-review-n", "2024-03-05", "2024-09-05", HANDBOOK),  # an extra review starts the six months again
        ("cla-review-n", "2024-01-10", "2024-07-10", HANDBOOK),  # which without it would have ended in July
        ("review-invitations", "2025-05-13", "2025-04-28", HANDBOOK),  # 10 working days before
        ("review-invitations", "2025-05-01", "2025-04-15", HANDBOOK),  # back over Easter
        ("cla-review-ltf-meeting", "2024-02-29", "2025-02-28", DAYS),  # a year has no count of days
    ],
)
def test_a_limit_falls_due(key, started, due, counting):
    assert clock(key, started, counting).due == day(due)


@pytest.mark.parametrize(
    ("key", "started", "counting", "why"),
    [
        (
            "cla-review-1",
            "2025-04-10",
            HANDBOOK,
            "Due 13 May 2025: 20 working days after coming into care on 10 April 2025; Good Friday, Easter Monday "
            "and the Early May bank holiday do not count. SI 2010/959 reg 33(1).",
        ),
        (
            "cla-review-1",
            "2024-04-02",
            HANDBOOK,
            "Due 30 April 2024: 20 working days after coming into care on 2 April 2024. SI 2010/959 reg 33(1).",
        ),
        (
            "cla-review-1",
            "2025-04-11",
            DAY_ONE,
            "Due 13 May 2025: 20 working days after coming into care on 11 April 2025, counted as the first day; "
            "Good Friday, Easter Monday and the Early May bank holiday do not count. SI 2010/959 reg 33(1).",
        ),
        (
            "cla-review-2",
            "2023-11-30",
            HANDBOOK,
            "Due 29 February 2024: 3 months after the first review on 30 November 2023; February 2024 has no "
            "30th, so its last day counts. SI 2010/959 reg 33(2).",
        ),
        (
            "cla-review-2",
            "2022-11-30",
            DAYS,
            "Due 1 March 2023: 91 days (for 3 months) after the first review on 30 November 2022; by the calendar "
            "it would be 28 February 2023. SI 2010/959 reg 33(2).",
        ),
        (
            "review-invitations",
            "2025-05-01",
            HANDBOOK,
            "Due 15 April 2025: 10 working days before the review on 1 May 2025; Good Friday and Easter Monday do "
            "not count. IRO Handbook (2010).",
        ),
    ],
)
def test_a_clock_says_why(key, started, counting, why):
    assert clock(key, started, counting).why == why


def test_a_month_without_a_31st_or_a_30th_says_so():
    assert "September 2024 has no 31st, so" in clock("cla-review-n", "2024-03-31").why
    assert "has no" not in clock("cla-review-n", "2024-03-30").why


@pytest.mark.parametrize(("started", "told"), [("2020-04-24", True), ("2019-10-23", False), ("2020-09-26", False)])
def test_the_relaxation_of_2020_is_told_and_moves_no_date(started, told):
    late_review = clock("cla-review-n", started)
    assert ("only where reasonably practicable (SI 2020/445)" in late_review.why) is told
    assert (late_review.due.month - day(started).month) % 12 == 6


@pytest.mark.parametrize(
    ("on", "met_on", "ended", "standing"),
    [
        ("2025-05-13", None, None, Standing.DUE),
        ("2025-05-14", None, None, Standing.OVERDUE),
        ("2025-05-20", "2025-05-13", None, Standing.MET),
        ("2025-05-20", "2025-05-14", None, Standing.LATE),
        ("2025-05-12", "2025-05-14", None, Standing.DUE),  # what comes later is not looked at
        ("2025-05-20", None, "2025-05-13", Standing.VOID),
        ("2025-05-20", None, "2025-05-14", Standing.MISSED),
    ],
)
def test_a_clock_stands(on, met_on, ended, standing):
    """Due on 13 May 2025, a day that still meets it."""
    first = clock("cla-review-1", "2025-04-10")
    assert first.standing(day(on), met_on=met_on and day(met_on), ended=ended and day(ended)) is standing


@pytest.mark.parametrize(
    ("returned", "due", "changed"),
    [
        (datetime(2025, 5, 1, 14, 30), "2025-05-04 14:30", False),  # noqa: DTZ001
        (datetime(2025, 3, 29, 14, 30), "2025-04-01 15:30", True),  # noqa: DTZ001  clocks went on
        (datetime(2025, 10, 25, 14, 30), "2025-10-28 13:30", True),  # noqa: DTZ001  clocks went back
        (datetime(2025, 5, 1, 13, 30, tzinfo=UTC), "2025-05-04 14:30", False),
    ],
)
def test_hours_run_on_by_the_local_clock(returned, due, changed):
    interview = start_clock(TIMESCALES["rhi"], returned, england())
    assert f"{interview.due_at:%Y-%m-%d %H:%M}" == due
    assert ("the clocks changed" in interview.why) is changed
    assert interview.due == interview.due_at.date()


def test_a_clock_in_hours_runs_out_at_a_time_of_day():
    interview = start_clock(TIMESCALES["rhi"], datetime(2025, 5, 1, 14, 30), england())  # noqa: DTZ001
    assert not interview.is_overdue_at(datetime(2025, 5, 4, 14, 30))  # noqa: DTZ001
    assert interview.is_overdue_at(datetime(2025, 5, 4, 14, 31))  # noqa: DTZ001
    assert not interview.is_overdue_at(
        datetime(2025, 5, 9, 9, 0),  # noqa: DTZ001
        met_at=datetime(2025, 5, 3, 9, 0),  # noqa: DTZ001
    )
    with pytest.raises(NoNumber):
        clock("icpc", "2025-05-01").is_overdue_at(datetime(2025, 5, 4, 14, 31))  # noqa: DTZ001


@pytest.mark.parametrize("key", ["cla-review-before-change", "iro-child-informed", "pep-n", "iro-caseload", "rhi"])
def test_no_date_is_made_up(key):
    """An event, a number that is the council's to set, terms, a caseload, and hours from a mere day."""
    with pytest.raises(NoNumber):
        clock(key, "2025-05-01")


def test_a_council_sets_what_law_leaves_open():
    assert clock("iro-child-informed", "2025-05-01", amount=5).due == day("2025-05-09")


def test_a_council_may_be_stricter_than_the_law_never_laxer():
    assert clock("cla-review-1", "2025-05-06", amount=15).due < clock("cla-review-1", "2025-05-06").due
    with pytest.raises(LongerThanLaw):
        clock("cla-review-1", "2025-05-06", amount=21)
    assert clock("review-record", "2025-05-06", amount=16)  # guidance, not law


def test_working_days_beyond_the_list_are_refused():
    with pytest.raises(BeyondCalendar):
        clock("cla-review-1", "2030-12-20")


@pytest.mark.parametrize("timescale", TIMESCALES.values(), ids=lambda timescale: timescale.key)
def test_every_timescale_says_where_it_comes_from(timescale):
    assert timescale.source
    assert timescale.cite
    assert timescale.certainty in ("A", "B", "C")
    assert timescale.title
    assert timescale.starts
    assert timescale.met_by
    assert timescale.limit.in_words()


def test_what_has_no_number_and_is_not_an_event_is_the_councils_to_set():
    open_numbers = [each for each in TIMESCALES.values() if each.limit.amount is None]
    assert all(each.limit.configurable or each.limit.unit is Unit.EVENT for each in open_numbers)
    assert not any(each.limit.configurable for each in TIMESCALES.values() if each.status is Status.LAW)


def test_every_timescale_is_there_once_and_the_laws_dates_are_known():
    assert len(TIMESCALES) == len(set(TIMESCALES)) == 104
    first = TIMESCALES["cla-review-1"]
    assert (first.limit.amount, first.limit.unit) == (20, Unit.WORKING_DAYS)
    assert first.in_force(day("2011-04-01"))
    assert not first.in_force(day("2011-03-31"))

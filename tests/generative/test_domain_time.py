"""What is true of working days, months and limits whatever the day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sightline.domain.calendar import england, months_after
from sightline.domain.clocks import start_clock
from sightline.domain.practice import Counting, MonthMethod
from sightline.domain.standing import Standing, standing_of
from sightline.domain.timescales import TIMESCALES, Unit

ENGLAND = england()
DAYS = st.dates(date(2012, 1, 1), date(2029, 12, 31))
NUMBERS = st.integers(1, 60)
COUNTED = st.sampled_from(
    [
        t
        for t in TIMESCALES.values()
        if t.limit.amount and t.limit.unit.gives_a_date and t.limit.unit is not Unit.HOURS
    ]
)
COUNTINGS = st.builds(Counting, month_method=st.sampled_from(MonthMethod), count_trigger_as_day_1=st.booleans())
MAYBE_DAY = st.none() | DAYS


@given(DAYS, NUMBERS)
def test_as_many_working_days_lie_between_as_were_added(day, n):
    assert ENGLAND.working_days_between(day, ENGLAND.add_working_days(day, n)) == n


@given(DAYS, NUMBERS)
def test_working_days_back_undo_working_days_on(day, n):
    later = ENGLAND.add_working_days(day, n)
    back = ENGLAND.add_working_days(later, -n)
    if ENGLAND.is_working_day(day):
        assert back == day
    else:
        assert back < day
        assert ENGLAND.working_days_between(back, day) == 0


@given(DAYS, st.integers(-60, 60).filter(bool))
def test_a_working_day_is_reached(day, n):
    assert ENGLAND.is_working_day(ENGLAND.add_working_days(day, n))


@given(DAYS, DAYS, DAYS)
def test_working_days_add_up(a, b, c):
    between = ENGLAND.working_days_between
    assert between(a, b) + between(b, c) == between(a, c)
    assert between(a, b) == -between(b, a)


@given(DAYS, DAYS)
def test_working_days_are_counted_one_by_one(a, b):
    first, last = min(a, b), min(max(a, b), min(a, b) + timedelta(days=400))
    days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    assert ENGLAND.working_days_between(first, last) == sum(map(ENGLAND.is_working_day, days))


@given(DAYS, st.integers(0, 30))
def test_months_land_in_the_right_month_on_no_later_day(day, n):
    after = months_after(day, n)
    assert (after.year * 12 + after.month) - (day.year * 12 + day.month) == n
    assert after.day <= day.day
    assert after.day == day.day or (after + timedelta(days=1)).day == 1


@given(COUNTED, DAYS, st.integers(0, 40), COUNTINGS)
def test_what_starts_later_is_due_no_sooner(timescale, day, wait, counting):
    sooner = start_clock(timescale, day, ENGLAND, counting).due
    later = start_clock(timescale, day + timedelta(days=wait), ENGLAND, counting).due
    assert sooner <= later


@given(COUNTED, DAYS, COUNTINGS)
def test_a_limit_after_ends_after_and_a_limit_before_ends_before(timescale, day, counting):
    due = start_clock(timescale, day, ENGLAND, counting).due
    assert due <= day if timescale.limit.before else due >= day


@given(DAYS)
def test_the_first_review_is_due_in_26_to_34_days(day):
    assert 26 <= (start_clock(TIMESCALES["cla-review-1"], day, ENGLAND).due - day).days <= 34


@given(DAYS, st.sampled_from(["cla-review-2", "cla-review-n"]))
def test_months_as_days_fall_at_most_two_days_after_the_law_and_one_before(day, key):
    by_law = start_clock(TIMESCALES[key], day, ENGLAND).due
    by_days = start_clock(TIMESCALES[key], day, ENGLAND, Counting(month_method=MonthMethod.DAYS_91_183)).due
    assert -1 <= (by_days - by_law).days <= 2


@given(DAYS, MAYBE_DAY, MAYBE_DAY, DAYS)
def test_every_obligation_has_one_standing_and_settled_ones_stay(due, met_on, ended, on):
    standing = standing_of(due, met_on=met_on, ended=ended, on=on)
    met, gone = met_on is not None and met_on <= on, ended is not None and ended <= on
    holds = {
        Standing.MET: met and met_on <= due,
        Standing.LATE: met and met_on > due,
        Standing.MISSED: not met and gone and ended > due,
        Standing.VOID: not met and gone and ended <= due,
        Standing.OVERDUE: not met and not gone and on > due,
        Standing.DUE: not met and not gone and on <= due,
    }
    assert [each for each, true in holds.items() if true] == [standing]

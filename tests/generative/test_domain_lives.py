"""What is true of the review clocks of any life."""

from datetime import date, timedelta
from itertools import pairwise
from types import ModuleType

from hypothesis import given
from hypothesis import strategies as st

from sightline.domain.calendar import england
from sightline.domain.care import Life, periods_of_care, placements
from sightline.domain.clocks import Standing, review_clocks
from sightline.domain.practice import HANDBOOK, AdoptionTrack, Counting, DateBasis, MonthMethod

COUNTINGS = st.builds(
    Counting,
    month_method=st.sampled_from(MonthMethod),
    review_date_basis=st.sampled_from(DateBasis),
    count_trigger_as_day_1=st.booleans(),
    adoption_track_from=st.sampled_from(AdoptionTrack),
)
DAYS = st.dates(date(2018, 1, 1), date(2027, 1, 1))
OWN_KIND = ("cla-review-adjourn", "sb-review-1", "sb-review-n")


def of(drawn) -> Life:
    return Life.of(drawn.child, drawn.episodes, drawn.reviews, drawn.early_reviews)


def clocks(drawn, on, counting=HANDBOOK, history_from=None):
    every = review_clocks(of(drawn), counting=counting, calendar=england(), on=on, history_from=history_from)
    return [clock for clock in every if clock.key not in OWN_KIND]


@given(data=st.data(), counting=COUNTINGS, on=DAYS)
def test_a_period_has_one_obligation_more_than_reviews(lives: ModuleType, data, counting, on):
    life = data.draw(lives.lives())
    told = of(life).as_at(on)
    for period in periods_of_care(told.episodes):
        found = [clock for clock in clocks(life, on, counting) if clock.period_started == period.started]
        held = [review for review in told.reviews if period.holds(review.completed or review.held)]
        assert len(found) == len(held) + 1
        assert [clock.number for clock in found] == list(range(1, len(held) + 2))
        assert [clock.review for clock in found] == [*held, None]


@given(data=st.data(), on=DAYS, wait=st.integers(1, 400))
def test_what_is_settled_never_changes(lives: ModuleType, data, on, wait):
    life = data.draw(lives.lives())
    before = clocks(life, on)
    after = {(clock.period_started, clock.number): clock for clock in clocks(life, on + timedelta(days=wait))}
    for clock in before:
        if clock.standing in (Standing.MET, Standing.LATE):
            assert after[clock.period_started, clock.number].standing is clock.standing
        if clock.standing is Standing.OVERDUE:
            later = after[clock.period_started, clock.number]
            completed_after_adjournment = later.review is not None and later.review.adjourned == 1
            still_late = later.standing in (Standing.OVERDUE, Standing.LATE, Standing.MISSED)
            assert still_late or (later.standing is Standing.MET and completed_after_adjournment)


@given(data=st.data(), counting=COUNTINGS, on=DAYS)
def test_late_means_days_late_and_every_clock_says_why(lives: ModuleType, data, counting, on):
    for clock in clocks(data.draw(lives.lives()), on, counting):
        late = clock.standing in (Standing.LATE, Standing.MISSED, Standing.OVERDUE)
        assert (clock.days_late > 0) is late
        assert 0 <= clock.working_days_late <= clock.days_late
        assert clock.why.endswith(".")
        assert clock.effective_due <= clock.due


@given(data=st.data(), on=st.dates(date(2023, 3, 31), date(2026, 1, 1)))
def test_short_history_leaves_out_but_never_contradicts(lives: ModuleType, data, on):
    """A due date told from a few years' returns is the one told from the whole life, but for early dates.

    And but for a review that was overdue already, unseen, when a change of track gave it the date that is told.
    """
    life = data.draw(lives.lives())
    seen = lives.as_returned(life, 2022, 2023)
    if seen is None:
        return
    by_return, opens = Counting(review_date_basis=DateBasis.HELD), date(2021, 4, 1)
    told = clocks(as_returns_would_tell(lives, life), on, by_return)
    whole = {(clock.review, clock.due) for clock in told}
    for clock in clocks(seen, date(2023, 3, 31), by_return, history_from=opens):
        if clock.due is not None and clock.review is not None and (clock.review, clock.due) not in whole:
            assert clock.number is None
            assert any(review == clock.review and due < clock.due for review, due in whole if due)


def as_returns_would_tell(lives: ModuleType, life):
    """The whole life with no more about each review than a return has."""
    return lives.as_returned(life, 2010, 2030)


@given(data=st.data())
def test_placements_make_up_their_period(lives: ModuleType, data):
    for period in periods_of_care(data.draw(lives.lives()).episodes):
        stays = placements(period)
        assert (stays[0].started, stays[-1].ended) == (period.started, period.ended)
        assert all(before.ended == after.started for before, after in pairwise(stays))

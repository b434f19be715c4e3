"""When each review of a looked-after child falls due, and how it stands: `docs/review-track.md`, row by row.

A life is written as episodes and reviews; every case has a near miss beside it that changes one fact.
"""

from datetime import date
from itertools import pairwise

import pytest

from sightline.domain.calendar import england
from sightline.domain.care import Life
from sightline.domain.clocks import Standing, review_clocks
from sightline.domain.practice import HANDBOOK, AdoptionTrack, Counting, DateBasis, MonthMethod
from sightline.domain.records import Child, EarlyReview, Episode, Review

BORN = date(2015, 6, 1)
FAR = date(2026, 12, 31)
FIRST, SECOND, LATER = "cla-review-1", "cla-review-2", "cla-review-n"
AUTH_1, AUTH_N = "adopt-auth-review-1", "adopt-auth-review-n"
ADOPT_1, ADOPT_2, ADOPT_N = "adopt-review-1", "adopt-review-2", "adopt-review-n"
ADJOURNED = "cla-review-adjourn"


def day(text):
    return date.fromisoformat(text)


def episodes(*steps, until=None, first="S", left="E4A"):
    """Episodes from (day, legal status, placement) steps, each up to the next; the last up to `until`."""
    days = [day(step[0]) for step in steps] + [day(until) if until else None]
    return [
        Episode(
            child="A",
            started=started,
            reason_started=first if index == 0 else "P",
            legal_status=legal_status,
            need="N1",
            placement=placement,
            ceased=ceased,
            reason_ceased=None if ceased is None else "X1" if index < len(steps) - 1 else left,
        )
        for index, ((_, legal_status, placement), (started, ceased)) in enumerate(
            zip(steps, pairwise(days), strict=True)
        )
    ]


def review(held, completed=None, recorded=None, adjourned=None):
    dates = [day(text) if text else None for text in (completed, recorded)]
    return Review("A", BORN, day(held), "PN1", *dates, adjourned)


def early(asked_on, wanted_by):
    return EarlyReview("A", day(asked_on), day(wanted_by), "cla-review-early-iro")


def clocks(told, reviews=(), asked=(), *, on=FAR, counting=HANDBOOK, history_from=None):
    held = [each if isinstance(each, Review) else review(each) for each in reviews]
    life = Life.of(Child("A", "F", BORN, "WBRI"), told, held, asked)
    on = day(on) if isinstance(on, str) else on
    return review_clocks(life, counting=counting, calendar=england(), on=on, history_from=history_from)


def due(told, reviews=(), **options):
    """(timescale, due date) of every obligation, in order."""
    return [(clock.key, clock.due and clock.due.isoformat()) for clock in clocks(told, reviews, **options)]


ORDINARY = episodes(("2025-01-06", "C1", "U4"))


class TestOrdinaryReviews:
    def test_first_second_and_later(self):
        assert due(ORDINARY, ["2025-01-30", "2025-04-25", "2025-10-20"]) == [
            (FIRST, "2025-02-03"),
            (SECOND, "2025-04-30"),
            (LATER, "2025-10-25"),
            (LATER, "2026-04-20"),
        ]

    def test_the_second_counts_from_the_first_review_not_from_coming_into_care(self):
        assert due(ORDINARY, ["2025-01-07"])[1] == (SECOND, "2025-04-07")

    def test_an_extra_review_starts_the_six_months_again(self):
        told = episodes(("2023-07-01", "C2", "U4"))
        held = ["2023-07-20", "2023-10-10", "2024-01-10"]
        assert due(told, held)[-1] == (LATER, "2024-07-10")
        assert due(told, [*held, "2024-03-05"])[-1] == (LATER, "2024-09-05")

    def test_a_change_of_placement_or_legal_status_starts_nothing_again(self):
        moved = episodes(("2025-01-06", "C1", "U4"), ("2025-01-20", "C2", "K2"))
        assert due(moved) == due(ORDINARY) == [(FIRST, "2025-02-03")]

    def test_a_new_period_of_care_starts_again_at_the_first_review(self):
        back = [
            *episodes(("2025-01-06", "C1", "U4"), until="2025-03-10"),
            *episodes(("2025-03-11", "C1", "U4")),
        ]
        assert [key for key, _ in due(back, ["2025-01-30", "2025-03-20"])] == [FIRST, SECOND, FIRST, SECOND]
        unbroken = episodes(("2025-01-06", "C1", "U4"), ("2025-03-10", "C1", "U4"))
        assert [key for key, _ in due(unbroken, ["2025-01-30", "2025-03-20"])] == [FIRST, SECOND, LATER]

    def test_a_review_on_the_first_day_counts_and_one_before_it_does_not(self):
        assert due(ORDINARY, ["2025-01-06"])[1] == (SECOND, "2025-04-06")
        assert due(ORDINARY, ["2025-01-05"]) == [(FIRST, "2025-02-03")]

    def test_short_breaks_are_outside(self):
        after_breaks = [*episodes(("2024-06-01", "V3", "U6"), until="2024-06-10"), *ORDINARY]
        assert due(after_breaks)[-1] == (FIRST, "2025-02-03")


WITH_AUTHORITY = [("2025-01-06", "C1", "U4"), ("2025-05-01", "E1", "U4")]
PLACED = [*WITH_AUTHORITY, ("2025-07-01", "E1", "A6")]
TWO_REVIEWS = ["2025-01-30", "2025-04-20"]


class TestAuthorityToPlace:
    def test_three_months_from_authority_in_place_of_the_six_from_the_review(self):
        assert due(episodes(*WITH_AUTHORITY), TWO_REVIEWS)[-1] == (AUTH_1, "2025-08-01")

    def test_then_six_months(self):
        assert due(episodes(*WITH_AUTHORITY), [*TWO_REVIEWS, "2025-07-20"])[-1] == (AUTH_N, "2026-01-20")

    def test_a_review_on_the_day_of_authority_is_before_it(self):
        assert due(episodes(*WITH_AUTHORITY), [*TWO_REVIEWS, "2025-05-01"])[-1] == (AUTH_1, "2025-08-01")
        assert due(episodes(*WITH_AUTHORITY), [*TWO_REVIEWS, "2025-05-02"])[-1] == (AUTH_N, "2025-11-02")

    def test_by_setting_the_track_changes_at_placement_alone(self):
        counting = Counting(adoption_track_from=AdoptionTrack.PLACEMENT)
        assert due(episodes(*WITH_AUTHORITY), TWO_REVIEWS, counting=counting)[-1] == (LATER, "2025-10-20")

    def test_a_period_may_start_with_it(self):
        assert due(episodes(("2025-05-01", "E1", "U4"))) == [(AUTH_1, "2025-08-01")]

    def test_an_order_revoked_brings_back_the_six_months_from_the_last_review(self):
        revoked = episodes(*WITH_AUTHORITY, ("2025-06-01", "C2", "U4"))
        assert due(revoked, TWO_REVIEWS)[-1] == (LATER, "2025-10-20")

    def test_after_which_even_a_first_review_is_followed_by_six_months(self):
        early_order = episodes(("2025-01-06", "C1", "U4"), ("2025-01-08", "E1", "U4"), ("2025-01-10", "C2", "U4"))
        assert due(early_order, ["2025-01-30"]) == [(FIRST, "2025-02-03"), (LATER, "2025-07-30")]
        assert due(ORDINARY, ["2025-01-30"])[-1] == (SECOND, "2025-04-30")

    def test_a_track_still_to_come_does_not_make_the_second_review_a_later_one(self):
        assert due(episodes(*WITH_AUTHORITY), TWO_REVIEWS)[1] == (SECOND, "2025-04-30")


class TestPlacedForAdoption:
    def test_four_weeks_three_months_six_months(self):
        held = [*TWO_REVIEWS, "2025-07-25", "2025-10-20", "2026-04-10"]
        assert due(episodes(*PLACED), held)[2:] == [
            (ADOPT_1, "2025-07-29"),
            (ADOPT_2, "2025-10-25"),
            (ADOPT_N, "2026-04-20"),
            (ADOPT_N, "2026-10-10"),
        ]

    def test_a_review_on_the_day_of_placement_is_not_the_first_since_it(self):
        assert due(episodes(*PLACED), [*TWO_REVIEWS, "2025-07-01"])[-1] == (ADOPT_1, "2025-07-29")
        assert due(episodes(*PLACED), [*TWO_REVIEWS, "2025-07-02"])[-1] == (ADOPT_2, "2025-10-02")

    def test_consent_needs_no_order(self):
        assert due(episodes(("2025-01-06", "V2", "U4"), ("2025-07-01", "V2", "A4")), TWO_REVIEWS)[-1] == (
            ADOPT_1,
            "2025-07-29",
        )

    def test_a_move_to_other_adopters_is_no_change_of_track(self):
        moved = episodes(*PLACED, ("2025-07-20", "E1", "A5"))
        assert due(moved, TWO_REVIEWS)[-1] == (ADOPT_1, "2025-07-29")

    def test_a_night_in_hospital_is_no_disruption(self):
        nights = [("2025-07-10", "E1", "T1"), ("2025-07-12", "E1", "A6")]
        assert due(episodes(*PLACED, *nights), [*TWO_REVIEWS, "2025-07-25"])[-1] == (ADOPT_2, "2025-10-25")
        disrupted = [("2025-07-10", "E1", "U4"), ("2025-07-12", "E1", "A6")]
        assert due(episodes(*PLACED, *disrupted), TWO_REVIEWS)[-1] == (ADOPT_1, "2025-08-09")

    def test_disruption_returns_to_six_months_from_the_last_review(self):
        held = [*TWO_REVIEWS, "2025-07-20"]
        still_authority = episodes(*PLACED, ("2025-08-10", "E1", "U4"))
        order_gone = episodes(*PLACED, ("2025-08-10", "C2", "U4"))
        assert due(still_authority, held)[-1] == (AUTH_N, "2026-01-20")
        assert due(order_gone, held)[-1] == (LATER, "2026-01-20")

    def test_disruption_before_any_review_leaves_the_first_review_due(self):
        told = episodes(("2025-01-06", "E1", "A6"), ("2025-01-10", "C1", "U4"))
        assert due(told) == [(FIRST, "2025-02-03")]

    def test_a_change_of_track_does_not_forgive_what_was_overdue(self):
        late = [("2025-01-06", "C1", "U4"), ("2025-02-04", "E1", "U4")]
        in_time = [("2025-01-06", "C1", "U4"), ("2025-02-03", "E1", "U4")]
        assert due(episodes(*late)) == [(FIRST, "2025-02-03")]
        assert due(episodes(*in_time)) == [(AUTH_1, "2025-05-03")]


class TestSettings:
    def test_months_as_days(self):
        counting = Counting(month_method=MonthMethod.DAYS_91_183)
        assert due(ORDINARY, ["2025-01-30", "2025-04-25"], counting=counting)[1:] == [
            (SECOND, "2025-05-01"),
            (LATER, "2025-10-25"),
        ]

    def test_the_trigger_as_day_1(self):
        assert due(ORDINARY, counting=Counting(count_trigger_as_day_1=True)) == [(FIRST, "2025-01-31")]

    @pytest.mark.parametrize(
        ("basis", "met_on", "standing"),
        [
            (DateBasis.HELD, "2025-01-30", Standing.MET),
            (DateBasis.COMPLETED, "2025-02-04", Standing.LATE),
            (DateBasis.RECORDED, "2025-02-20", Standing.LATE),
        ],
    )
    def test_which_date_meets_the_clock(self, basis, met_on, standing):
        """Due on 3 February; the next counts from the day the review was complete, whatever the basis."""
        told = [review("2025-01-30", "2025-02-04", "2025-02-20")]
        first, second = clocks(ORDINARY, told, counting=Counting(review_date_basis=basis))
        assert (first.met_on, first.standing) == (day(met_on), standing)
        assert second.due == day("2025-05-04")

    def test_a_blank_falls_back_to_the_date_before_it(self):
        counting = Counting(review_date_basis=DateBasis.RECORDED)
        assert clocks(ORDINARY, [review("2025-01-30")], counting=counting)[0].met_on == day("2025-01-30")

    def test_a_record_still_to_come_leaves_the_obligation_open(self):
        counting = Counting(review_date_basis=DateBasis.RECORDED)
        told = [review("2025-01-30", recorded="2025-02-20")]
        before, _ = clocks(ORDINARY, told, counting=counting, on="2025-02-10")
        assert (before.standing, before.met_on) == (Standing.OVERDUE, None)
        assert "Completed, not recorded yet" in before.why


class TestAdjournedOnce:
    @pytest.mark.parametrize(
        ("completed", "met_on", "standing", "own"),
        [
            ("2025-02-27", "2025-01-30", Standing.MET, Standing.MET),  # the 20th working day after
            ("2025-02-28", "2025-02-28", Standing.LATE, Standing.LATE),
        ],
    )
    def test_the_meeting_counts_as_held_if_completed_in_time(self, completed, met_on, standing, own):
        first, _, adjourned = clocks(ORDINARY, [review("2025-01-30", completed, adjourned=1)])
        assert (first.met_on, first.standing) == (day(met_on), standing)
        assert (adjourned.key, adjourned.due, adjourned.standing) == (ADJOURNED, day("2025-02-27"), own)

    def test_not_adjourned_the_day_it_was_completed_counts(self):
        first, _ = clocks(ORDINARY, [review("2025-01-30", "2025-02-27", adjourned=0)])
        assert first.standing is Standing.LATE

    def test_until_it_is_completed_its_own_clock_runs(self):
        told = [review("2025-01-30", "2025-02-27", adjourned=1)]
        *_, adjourned = clocks(ORDINARY, told, on="2025-02-10")
        assert (adjourned.standing, adjourned.met_on) == (Standing.DUE, None)


class TestEarlyReviews:
    def test_the_earliest_date_wins(self):
        asked = [early("2025-02-01", "2025-03-20"), early("2025-02-10", "2025-03-01")]
        second = clocks(ORDINARY, ["2025-01-30"], asked)[1]
        assert (second.due, second.effective_due) == (day("2025-04-30"), day("2025-03-01"))
        assert "Brought forward to 1 March 2025, as asked on 10 February 2025." in second.why

    @pytest.mark.parametrize(
        ("asked_on", "wanted_by"),
        [
            ("2025-01-29", "2025-03-01"),  # before the review that began the obligation
            ("2025-04-10", "2025-04-20"),  # on the day of the review that ended it
            ("2025-02-01", "2025-04-30"),  # no sooner than it is due anyway
        ],
    )
    def test_near_misses(self, asked_on, wanted_by):
        second = clocks(ORDINARY, TWO_HELD, [early(asked_on, wanted_by)])[1]
        assert second.effective_due == second.due == day("2025-04-30")

    def test_asked_on_the_day_the_obligation_began(self):
        second = clocks(ORDINARY, TWO_HELD, [early("2025-01-30", "2025-03-01")])[1]
        assert (second.effective_due, second.standing) == (day("2025-03-01"), Standing.LATE)


TWO_HELD = ["2025-01-30", "2025-04-10"]


class TestStanding:
    """The first review of a child who came into care on 6 January 2025 is due on 3 February."""

    @pytest.mark.parametrize(
        ("until", "held", "on", "standing", "days", "working_days"),
        [
            (None, "2025-02-03", "2025-03-01", Standing.MET, 0, 0),
            (None, "2025-02-04", "2025-03-01", Standing.LATE, 1, 1),
            (None, "2025-02-10", "2025-03-01", Standing.LATE, 7, 5),
            ("2025-02-04", None, "2025-03-01", Standing.MISSED, 1, 1),
            ("2025-02-03", None, "2025-03-01", Standing.VOID, 0, 0),
            (None, None, "2025-02-04", Standing.OVERDUE, 1, 1),
            (None, None, "2025-02-03", Standing.DUE, 0, 0),
            (None, "2025-02-03", "2025-02-02", Standing.DUE, 0, 0),  # not held yet on that day
            ("2025-02-04", None, "2025-02-03", Standing.DUE, 0, 0),  # still in care on that day
            (None, "2025-02-10", "2025-02-08", Standing.OVERDUE, 5, 4),
        ],
    )
    def test_each_row(self, until, held, on, standing, days, working_days):
        told = episodes(("2025-01-06", "C1", "U4"), until=until)
        first = clocks(told, [held] if held else [], on=on)[0]
        assert (first.standing, first.days_late, first.working_days_late) == (standing, days, working_days)

    def test_a_due_date_beyond_the_list_of_bank_holidays_is_unknown(self):
        told = episodes(("2030-12-20", "C1", "U4"))
        (first,) = clocks(told, on=date(2030, 12, 30))
        assert (first.key, first.due, first.standing) == (FIRST, None, Standing.UNKNOWN)
        assert (first.days_late, first.working_days_late) == (None, None)

    @pytest.mark.parametrize(
        ("until", "held", "on", "ending"),
        [
            (None, "2025-01-30", "2025-03-01", "Held on 30 January 2025, in time."),
            (None, "2025-02-10", "2025-03-01", "Held on 10 February 2025, 7 days (5 working days) late."),
            (None, None, "2025-02-04", "Not completed yet: overdue by 1 day (1 working day)."),
            (None, None, "2025-02-01", "Not completed yet."),
            ("2025-01-20", None, "2025-03-01", "The clock stopped: the child left care on 20 January 2025."),
            (
                "2025-02-04",
                None,
                "2025-03-01",
                "Missed: the child left care on 4 February 2025, 1 day (1 working day) after it was due, with no "
                "review.",
            ),
        ],
    )
    def test_the_reason_in_words(self, until, held, on, ending):
        told = episodes(("2025-01-06", "C1", "U4"), until=until)
        why = clocks(told, [held] if held else [], on=on)[0].why
        assert why == (
            "Due 3 February 2025: 20 working days after coming into care on 6 January 2025. "
            f"SI 2010/959 reg 33(1). {ending}"
        )


class TestWhereHistoryIsShort:
    APRIL = date(2024, 4, 1)

    def test_the_first_review_seen_and_the_next_are_unknown(self):
        told = episodes(("2024-03-20", "C2", "U4"))
        seen = clocks(told, ["2024-05-01", "2024-10-01"], history_from=self.APRIL)
        assert [(clock.key, clock.number) for clock in seen] == [(None, None), (None, None), (LATER, None)]
        assert [clock.standing for clock in seen[:2]] == [Standing.UNKNOWN, Standing.UNKNOWN]
        assert seen[0].why.startswith("Not enough history")

    def test_near_miss_all_known_without_a_first_year(self):
        told = episodes(("2024-03-20", "C2", "U4"))
        assert [key for key, _ in due(told, ["2024-05-01", "2024-10-01"])] == [FIRST, SECOND, LATER]
        in_the_year = episodes(("2024-04-01", "C2", "U4"))
        assert [key for key, _ in due(in_the_year, ["2024-05-01"], history_from=self.APRIL)] == [FIRST, SECOND]

    def test_a_period_whose_start_is_not_seen(self):
        told = episodes(("2024-06-01", "C2", "U4"), first="P")
        assert due(told, history_from=self.APRIL) == [(None, None)]

    @pytest.mark.parametrize(
        ("held", "next_due"),
        [("2024-04-11", (None, None)), ("2024-04-12", (LATER, "2024-10-12"))],
    )
    def test_long_after_both_first_reviews_a_review_is_a_later_one(self, held, next_due):
        """First day seen 11 December 2023: first due 11 January 2024 (over Christmas), and three months on."""
        told = episodes(("2023-12-11", "C2", "U4"))
        assert due(told, [held], history_from=self.APRIL)[1] == next_due

    def test_in_care_since_before_the_list_of_bank_holidays(self):
        told = episodes(("2009-05-01", "C2", "U4"))
        assert due(told, ["2024-05-01"], history_from=self.APRIL)[1] == (LATER, "2024-11-01")

    def test_reviews_before_the_first_year_are_ignored(self):
        told = episodes(("2023-12-11", "C2", "U4"))
        assert len(clocks(told, ["2024-01-05"], history_from=self.APRIL)) == 1

    def test_a_change_of_track_has_a_due_date_of_its_own(self):
        ordered = episodes(("2023-12-11", "C2", "U4"), ("2024-05-01", "E1", "U4"))
        placed = episodes(("2023-12-11", "E1", "U4"), ("2024-05-01", "E1", "A6"))
        assert due(ordered, history_from=self.APRIL) == [(AUTH_1, "2024-08-01")]
        assert due(placed, history_from=self.APRIL) == [(ADOPT_1, "2024-05-29")]

    def test_but_not_one_before_the_first_year_nor_the_end_of_a_placement(self):
        before = episodes(("2023-12-11", "C2", "U4"), ("2024-03-31", "E1", "U4"))
        disrupted = episodes(("2023-12-11", "E1", "A6"), ("2024-05-01", "E1", "U4"))
        assert due(before, history_from=self.APRIL) == [(None, None)]
        assert due(disrupted, history_from=self.APRIL) == [(None, None)]

    def test_on_the_authority_track_the_number_of_the_review_does_not_matter(self):
        told = episodes(("2024-03-20", "E1", "U4"))
        assert due(told, ["2024-05-01"], history_from=self.APRIL)[1] == (AUTH_N, "2024-11-01")

    @pytest.mark.parametrize(
        ("placed_on", "held", "next_due"),
        [
            ("2024-01-01", "2024-04-29", (None, None)),  # four weeks and three months on: it may be the first
            ("2024-01-01", "2024-04-30", (ADOPT_N, "2024-10-30")),
            ("2024-04-01", "2024-04-29", (ADOPT_2, "2024-07-29")),  # placed in the year: every review is seen
        ],
    )
    def test_a_placement_for_adoption_that_began_before(self, placed_on, held, next_due):
        told = episodes(("2023-12-11", "E1", "U4"), (placed_on, "E1", "A6"))
        assert due(told, [held], history_from=self.APRIL)[1] == next_due


BREAKS = [
    *episodes(("2025-01-10", "V3", "U6"), until="2025-01-14", left="E8"),
    *episodes(("2025-03-10", "V3", "U6"), until="2025-03-14", left="E8"),
]


class TestShortBreaks:
    def test_three_months_from_the_first_placement_then_six(self):
        assert due(BREAKS, ["2025-04-01"], on="2025-06-01") == [
            ("sb-review-1", "2025-04-10"),
            ("sb-review-n", "2025-10-01"),
        ]

    def test_a_year_without_a_break_ends_the_series(self):
        assert clocks(BREAKS, on="2026-03-14")[0].standing is Standing.OVERDUE
        ended = clocks(BREAKS, on="2026-03-15")[0]
        assert (ended.ended, ended.standing) == (day("2025-03-14"), Standing.VOID)

    def test_from_a_return_their_standing_is_unknown(self):
        (series,) = clocks(BREAKS, history_from=date(2024, 4, 1))
        assert series.standing is Standing.UNKNOWN
        assert "does not tell of the reviews of short breaks" in series.why

    def test_an_agreement_has_one_series(self):
        told = episodes(("2025-01-10", "V4", "U6"))
        assert due(told, on="2025-02-01") == [("sb-review-1", "2025-04-10")]
        assert due(episodes(("2025-01-10", "V2", "U6")), on="2025-02-01") == [(FIRST, "2025-02-07")]

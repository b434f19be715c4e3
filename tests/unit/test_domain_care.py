"""Periods of care, placements, ages and the measures that stand on them."""

from datetime import date

import pytest

from sightline.domain.care import (
    Life,
    Stability,
    age_on,
    continuously_looked_after,
    episode_on,
    period_on,
    periods_of_care,
    placement_count,
    placement_on,
    placements,
    same_placement_two_years,
)
from sightline.domain.practice import Counting
from sightline.domain.records import Child, EarlyReview, Episode, Review

YEAR = (date(2024, 4, 1), date(2025, 3, 31))
BORN = date(2015, 6, 1)


def day(text):
    return date.fromisoformat(text) if text else None


def episode(started, ceased=None, rne="S", rec=None, place="U4", legal="C2", postcode="AB1 2CD"):
    reason = rec or ("X1" if ceased else None)
    return Episode(
        "A", day(started), rne, legal, "N1", place, "PR1", day(ceased), reason, placement_postcode=postcode
    )


def told(*rows):
    return [episode(**row) if isinstance(row, dict) else episode(*row) for row in rows]


class TestPeriodsOfCare:
    def test_a_chain_of_episodes_is_one_period(self):
        (period,) = periods_of_care(told(("2024-01-01", "2024-02-01"), ("2024-02-01", "2024-03-01", "L", "E4A")))
        assert (period.started, period.ended, period.reason_ceased) == (
            day("2024-01-01"),
            day("2024-03-01"),
            "E4A",
        )

    def test_a_day_between_makes_two(self):
        two = periods_of_care(told(("2024-01-01", "2024-02-01", "S", "E4A"), ("2024-02-02",)))
        assert [period.started for period in two] == [day("2024-01-01"), day("2024-02-02")]

    def test_the_order_of_rows_does_not_matter(self):
        rows = told(("2024-01-01", "2024-02-01"), ("2024-02-01", None, "L"))
        assert periods_of_care(rows[::-1]) == periods_of_care(rows)

    def test_short_breaks_are_left_out(self):
        rows = [episode("2024-01-01", "2024-01-05", rec="E8", legal="V3"), episode("2024-02-01")]
        assert [period.started for period in periods_of_care(rows)] == [day("2024-02-01")]

    @pytest.mark.parametrize(("rne", "known"), [("S", True), ("P", False)])
    def test_a_period_says_whether_its_start_is_seen(self, rne, known):
        assert periods_of_care(told(("2024-01-01", None, rne)))[0].started_known is known


def starts(*rows):
    return [place.started.isoformat() for place in placements(periods_of_care(told(*rows))[0])]


class TestPlacements:
    IN_HOSPITAL = (
        {"started": "2024-01-01", "ceased": "2024-02-01"},
        {"started": "2024-02-01", "ceased": "2024-02-05", "rne": "P", "place": "T1", "postcode": "ZZ1 1ZZ"},
    )

    def test_a_move_to_another_carer_breaks_it(self):
        assert starts(("2024-01-01", "2024-02-01"), ("2024-02-01", None, "P")) == ["2024-01-01", "2024-02-01"]
        assert starts(("2024-01-01", "2024-02-01"), ("2024-02-01", None, "B")) == ["2024-01-01", "2024-02-01"]

    @pytest.mark.parametrize("rne", ["L", "T", "U"])
    def test_a_change_with_the_same_carer_does_not(self, rne):
        assert starts(("2024-01-01", "2024-02-01"), ("2024-02-01", None, rne)) == ["2024-01-01"]

    def test_a_temporary_move_and_the_return_do_not(self):
        assert starts(*self.IN_HOSPITAL, {"started": "2024-02-05", "rne": "P"}) == ["2024-01-01"]

    @pytest.mark.parametrize("other", [{"place": "K2"}, {"postcode": "AB9 9ZZ"}])
    def test_going_elsewhere_after_it_does(self, other):
        back = {"started": "2024-02-05", "rne": "P"} | other
        assert starts(*self.IN_HOSPITAL, back) == ["2024-01-01", "2024-02-05"]

    def test_a_placement_is_told_as_last_settled(self):
        period = periods_of_care(told(*self.IN_HOSPITAL))[0]
        assert placements(period)[0].placement == "U4"


class TestAge:
    @pytest.mark.parametrize(
        ("born", "on", "age"),
        [
            ("2020-05-10", "2024-05-09", 3),
            ("2020-05-10", "2024-05-10", 4),
            ("2020-02-29", "2025-02-28", 4),
            ("2020-02-29", "2025-03-01", 5),
        ],
    )
    def test_completed_years(self, born, on, age):
        assert age_on(day(born), day(on)) == age


class TestAsAt:
    ROWS = (("2024-01-01", "2024-02-01"), ("2024-02-01", "2024-03-31", "P", "E4A"))

    def test_the_day_an_episode_ceased_is_the_next_ones(self):
        rows = told(*self.ROWS)
        assert episode_on(rows, day("2024-01-31")) == rows[0]
        assert episode_on(rows, day("2024-02-01")) == rows[1]
        assert placement_on(rows, day("2024-02-01")).started == day("2024-02-01")
        assert placement_on(rows, day("2024-01-31")).started == day("2024-01-01")

    def test_leaving_on_the_census_day_counts_only_by_setting(self):
        rows = told(*self.ROWS)
        counting = Counting(cease_on_census_day_counts=True)
        assert episode_on(rows, day("2024-03-31")) is None
        assert episode_on(rows, day("2024-03-31"), counting) == rows[1]
        assert period_on(rows, day("2024-03-31"), counting).started == day("2024-01-01")

    def test_a_life_as_it_had_happened_by_a_day(self):
        child = Child("A", "F", BORN, "WBRI")
        reviews = [
            Review("A", BORN, day("2024-01-20"), "PN1"),
            Review("A", BORN, day("2024-01-30"), "PN1", completed=day("2024-02-10")),
        ]
        asked = [EarlyReview("A", day("2024-02-02"), day("2024-02-20"), "cla-review-early-iro")]
        life = Life.of(child, told(*self.ROWS)[::-1], reviews, asked)
        seen = life.as_at(day("2024-02-01"))
        assert [each.ceased for each in seen.episodes] == [day("2024-02-01"), None]
        assert seen.episodes[-1].reason_ceased is None
        assert (seen.reviews, seen.early_reviews) == (tuple(reviews[:1]), ())
        assert life.as_at(day("2025-01-01")) == life


class TestContinuouslyLookedAfter:
    @pytest.mark.parametrize(
        ("rows", "all_year"),
        [
            ([("2020-01-01",)], True),
            ([("2024-04-01",)], True),  # starting on 1 April still counts
            ([("2024-04-02",)], False),
            ([("2020-01-01", "2025-03-31", "S", "E4A")], True),  # leaving on 31 March too
            ([("2020-01-01", "2025-03-30", "S", "E4A")], False),
            ([("2020-01-01", "2024-09-01"), ("2024-09-01", None, "P")], True),  # a move is no departure
            ([("2020-01-01", "2024-04-01", "S", "E4A")], False),
            ([("2020-01-01", "2024-03-31", "S", "E4A")], False),  # not in care in the year at all
            ([("2025-04-01",)], False),
        ],
    )
    def test_the_definition(self, rows, all_year):
        assert continuously_looked_after(told(*rows), *YEAR) is all_year

    @pytest.mark.parametrize(("broke_on", "all_year"), [("2024-06-01", False), ("2023-06-01", True)])
    def test_a_short_break_in_the_year(self, broke_on, all_year):
        ended = day(broke_on).replace(day=4).isoformat()
        rows = [episode("2020-01-01"), episode(broke_on, ended, rec="E8", legal="V3")]
        assert continuously_looked_after(rows, *YEAR) is all_year


class TestPlacementCount:
    def test_placements_with_a_day_in_the_year(self):
        rows = told(
            ("2023-01-01", "2024-04-01"),  # over on the first day
            ("2024-04-01", "2024-06-01", "P"),
            ("2024-06-01", "2025-03-31", "P"),
            ("2025-03-31", None, "P"),
        )
        assert placement_count(rows, *YEAR) == 3

    def test_two_periods_of_care_are_counted_together(self):
        rows = told(("2024-05-01", "2024-06-01", "S", "E4A"), ("2024-07-01",))
        assert placement_count(rows, *YEAR) == 2


ON = date(2025, 3, 31)


class TestSamePlacementForTwoYears:
    @pytest.mark.parametrize(
        ("rows", "stability"),
        [
            ([("2020-01-01", "2023-03-31"), ("2023-03-31", None, "P")], Stability.SAME),
            ([("2020-01-01", "2023-04-01"), ("2023-04-01", None, "P")], Stability.MOVED),
            ([("2020-01-01", "2023-04-01"), ("2023-04-01", None, "T")], Stability.SAME),
            ([("2022-09-30",)], Stability.SAME),
            ([("2022-10-01",)], Stability.OUTSIDE),  # not looked after for two and a half years
            ([("2022-10-01", None, "P")], Stability.UNKNOWN),  # or is it? the start was not seen
            ([("2022-08-01", "2024-01-01", "S", "E4A")], Stability.OUTSIDE),
        ],
    )
    def test_the_measure(self, rows, stability):
        assert same_placement_two_years(told(*rows), BORN, ON) is stability

    @pytest.mark.parametrize(("place", "stability"), [("A6", Stability.SAME), ("U4", Stability.MOVED)])
    def test_placed_for_adoption_the_placement_before_counts_too(self, place, stability):
        rows = [
            episode("2020-01-01", "2024-09-01"),
            episode("2024-09-01", rne="P", place=place),
        ]
        assert same_placement_two_years(rows, BORN, ON) is stability

    @pytest.mark.parametrize(
        ("born", "stability"), [("2009-04-01", Stability.SAME), ("2009-03-31", Stability.OUTSIDE)]
    )
    def test_under_16_on_the_day(self, born, stability):
        assert same_placement_two_years(told(("2020-01-01",)), day(born), ON) is stability

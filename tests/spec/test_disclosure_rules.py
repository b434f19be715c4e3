"""Disclosure control, rule by rule: tiers, averages, rates, changes, staff, crosses, time, sums, rounding."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import pytest

from sightline.indicators.disclosure import CannotLift, Lift, Nested, Ref, Settings, Sum, Totals, protect
from sightline.indicators.figures import Figure, Period

YEAR, LAST = Period.year(2025), Period.year(2024)
QUARTERS = [
    Period(date(2024, 4, 1), date(2024, 6, 30)),
    Period(date(2024, 7, 1), date(2024, 9, 30)),
    Period(date(2024, 10, 1), date(2024, 12, 31)),
    Period(date(2025, 1, 1), date(2025, 3, 31)),
]
MONTHS = [Period(date(2024, 4, 1), date(2024, 4, 30)), Period(date(2024, 5, 1), date(2024, 5, 31))]


def count(value: int, period: Period = YEAR, indicator: str = "starts", **breakdown: str) -> Figure:
    return Figure(indicator, 1, period, tuple(breakdown.items()), value)


def percent(numerator: int, denominator: int, indicator: str = "in-time", **breakdown: str) -> Figure:
    return Figure(indicator, 1, YEAR, tuple(breakdown.items()), numerator, denominator, "percent")


def seen(figures: Sequence[Figure], tier: str = "C", **options) -> list[object]:
    return [
        figure.symbol
        or (figure.numerator if figure.denominator is None else (figure.numerator, figure.denominator))
        for figure in protect(figures, tier, **options).figures
    ]


# ---- tiers


def test_staff_with_access_see_everything():
    figures = [count(3), percent(4, 60)]
    assert protect(figures, "A").figures == figures


@pytest.mark.parametrize("tier", ["B", "C"])
def test_the_panel_and_the_public_do_not(tier):
    assert seen([count(3), percent(4, 60)], tier) == ["c", "c"]


def test_a_person_may_lift_a_figure_for_the_panel():
    figures = [count(3, sex="Female"), count(20, sex="Male"), count(23)]
    lift = Lift(
        "starts@2024-04-01..2025-03-31[sex=Female]", "The panel asked about these children", "Head of service"
    )
    protected = protect(figures, "B", lifts=[lift])
    assert [figure.numerator for figure in protected.figures] == [3, 20, 23]
    assert protected.record["restricted"] is True
    assert protected.record["lifts"] == [{"figure": lift.figure_id, "reason": lift.reason, "person": lift.person}]


def test_nobody_may_lift_one_for_the_public():
    with pytest.raises(CannotLift):
        protect([count(3)], "C", lifts=[Lift(count(3).id, "asked for", "Head of service")])


def test_a_lift_needs_a_figure_a_reason_and_a_person():
    with pytest.raises(CannotLift, match="no figure"):
        protect([count(3)], "B", lifts=[Lift("starts@never", "asked for", "Head of service")])
    for reason, person in ((" ", "Head of service"), ("asked for", "")):
        with pytest.raises(ValueError, match="needs a reason"):
            Lift(count(3).id, reason, person)


def test_an_unknown_tier_is_refused():
    with pytest.raises(ValueError, match="D"):
        protect([], "D")


# ---- rules P3 to P7


@pytest.mark.parametrize(("values", "shown"), [(9, "c"), (10, (300, 10)), (0, (300, 0))])
def test_an_average_needs_ten_values(values, shown):
    assert seen([Figure("sdq", 1, YEAR, (), 300, values, "average", 1)]) == [shown]


def test_an_average_of_the_rest_cannot_be_worked_out():
    """18 values in all, 9 of them girls': the boys' number would follow."""
    whole = Figure("sdq", 1, YEAR, (), 300, 21, "average", 1)
    girls = Figure("sdq", 1, YEAR, (("sex", "Female"),), 90, 9, "average", 1)
    boys = Figure("sdq", 1, YEAR, (("sex", "Male"),), 210, 12, "average", 1)
    assert seen([whole, girls, boys]) == [(300, 21), "c", "c"]


def test_a_rate_follows_its_count():
    rate = Figure("rate", 1, YEAR, (), 4, 32795, "per_10000", 2)
    assert seen([rate]) == ["c"]
    same = Totals(sums=(Sum(Ref("starts"), (Ref("rate"),)),))
    enough = Figure("rate", 1, YEAR, (), 12, 32795, "per_10000", 2)
    assert seen([enough, count(12)], totals=same) == [(12, 32795), 12]


def test_a_rate_is_hidden_with_a_count_that_is_hidden_for_another():
    """The girls' count goes because of the boys'; their rate would give it back."""
    same = Totals(sums=(Sum(Ref("starts"), (Ref("rate"),)),))
    girls = Figure("rate", 1, YEAR, (("sex", "Female"),), 12, 16000, "per_10000", 2)
    figures = [count(15), count(12, sex="Female"), count(3, sex="Male"), girls]
    assert seen(figures, totals=same) == [15, "c", "c", "c"]
    assert seen(figures) == [15, "c", "c", (12, 16000)]  # undeclared, nobody can know


@pytest.mark.parametrize(
    ("now", "before", "shown"),
    [
        (40, 37, [40, 37, (3, 37)]),  # a change of three is not three children
        (40, 4, [40, "c", "c"]),
        (4, 40, ["c", 40, "c"]),
    ],
)
def test_a_change_is_hidden_when_either_year_is(now, before, shown):
    figures = [
        count(now, indicator="cla-count"),
        count(before, LAST, indicator="cla-count"),
        Figure("cla-change", 1, YEAR, (), now - before, before, "percent", 1),
    ]
    assert seen(figures) == shown


def test_not_applicable_and_not_available_stay_as_they_are():
    figures = [Figure("a", 1, YEAR, symbol="z"), Figure("b", 1, YEAR, symbol="x"), count(3)]
    assert seen(figures) == ["z", "x", "c"]


def test_all_or_none_of_a_small_group_is_hidden():
    """Eight children, every one with a disability: the eight would say it of each."""
    figures = [count(8), count(8, disability="Yes"), count(0, disability="No")]
    assert seen(figures) == [8, "c", "c"]


def test_near_miss_all_of_a_larger_group_or_by_what_is_not_sensitive():
    assert seen([count(11), count(11, disability="Yes"), count(0, disability="No")]) == [11, 11, 0]
    assert seen([count(8), count(8, sex="Female"), count(0, sex="Male")]) == [8, 8, 0]


def test_a_few_who_could_not_be_judged_are_a_small_number():
    figure = Figure("in-time", 1, YEAR, (), 50, 100, "percent", unknown=3, note="By due date")
    (shown,) = protect([figure], "C").figures
    assert (shown.unknown, shown.note) == (0, "By due date. A few could not be judged")
    (many,) = protect([Figure("in-time", 1, YEAR, (), 50, 100, "percent", unknown=30)], "C").figures
    assert many.unknown == 30


# ---- staff and crosses


def test_figures_for_named_staff_are_never_public():
    figures = [count(100), *(count(20, iro=f"Officer {place}") for place in range(5))]
    assert seen(figures) == [100, *["c"] * 5]
    assert seen(figures, "B") == [100, *[20] * 5]


def test_a_table_of_fewer_than_five_staff_is_for_no_panel():
    figures = [count(80), *(count(20, iro=f"Officer {place}") for place in range(4))]
    assert seen(figures, "B") == [80, *["c"] * 4]


def test_posts_and_caseloads_are_not_children():
    figures = [count(5, indicator="iro-fte"), Figure("iro-caseload", 1, YEAR, (), 300, 5, "ratio", 1)]
    assert seen(figures) == [5, (300, 5)]


def cross(corner: int) -> list[Figure]:
    rows = {("Foster", "Mixed"): corner, ("Foster", "White"): 40, ("Home", "Mixed"): 30, ("Home", "White"): 50}
    return [count(value, placement=p, ethnicity=e) for (p, e), value in rows.items()]


def test_a_cross_of_two_variables_is_public_only_when_all_cells_pass():
    assert seen(cross(6)) == [6, 40, 30, 50]
    assert seen(cross(4)) == ["c"] * 4


def test_the_panel_sees_the_cells_that_pass():
    assert seen(cross(4), "B") == ["c", 40, 30, 50]


# ---- time


def test_three_published_quarters_and_the_year_would_give_the_fourth():
    published = [count(value, period) for value, period in zip((12, 9, 11), QUARTERS, strict=False)]
    assert seen([count(35)], published=published) == ["c"]
    assert seen([count(38)], published=published) == [38]  # near miss: the fourth is six


def test_in_one_publication_another_quarter_is_hidden_instead():
    """The fourth quarter was never printed, and would be three."""
    figures = [count(v, p) for v, p in zip((12, 9, 11), QUARTERS, strict=False)]
    assert seen([*figures, count(35)]) == [12, "c", 11, 35]


def test_year_to_date_counts_too():
    half = Period(date(2024, 4, 1), date(2024, 9, 30))
    adds_up = Totals(sums_over_time=frozenset({"starts"}))
    assert seen([count(15, half)], published=[count(12, QUARTERS[0])], totals=adds_up) == ["c"]
    assert seen([count(24, half)], published=[count(12, QUARTERS[0])], totals=adds_up) == [24]
    never = Totals(sums_over_time=frozenset())
    assert seen([count(15, half)], published=[count(12, QUARTERS[0])], totals=never) == [15]


def test_months_in_a_quarter():
    june = Period(date(2024, 6, 1), date(2024, 6, 30))
    figures = [count(8, MONTHS[0]), count(2, MONTHS[1]), count(20, june), count(30, QUARTERS[0])]
    assert seen(figures) == ["c", "c", 20, 30]


def test_a_stock_does_not_add_up_over_time():
    stock = [count(v, p, "cla-count") for v, p in zip((40, 41, 43), QUARTERS, strict=False)]
    assert seen([*stock, count(44, indicator="cla-count")]) == [40, 41, 43, 44]


def test_a_stock_on_the_same_last_day_is_the_same_figure():
    """The year's figure and the last quarter's look at one day: both or neither."""
    at = Totals(as_at=frozenset({"cla-count"}))
    figures = []
    for period in (YEAR, QUARTERS[3]):
        figures += [count(v, period, "cla-count", sex=s) for s, v in (("Female", 3), ("Male", 20))]
    assert seen([*figures, count(23, indicator="cla-count")], totals=at) == ["c", "c", "c", "c", 23]


def test_a_revision_by_a_few_shows_those_few():
    assert seen([count(33)], published=[count(30)]) == ["c"]
    assert seen([count(36)], published=[count(30)]) == [36]
    assert seen([count(30)], published=[count(30)]) == [30]


def test_what_was_hidden_before_stays_hidden():
    hidden = Figure("starts", 1, YEAR, (("sex", "Male"),), symbol="c")
    figures = [count(12, sex="Female"), count(20, sex="Male"), count(32)]
    assert seen(figures, published=[hidden]) == ["c", "c", 32]


def test_a_published_figure_covers_nothing():
    """The girls' count is out already, so hiding it would not protect the boys'; the total must go."""
    figures = [count(12, sex="Female"), count(3, sex="Male"), count(15)]
    assert seen(figures, published=[count(12, sex="Female")]) == [12, "c", "c"]


# ---- sums that the catalogue declares


STEPS = Totals(sums=(Sum(Ref("due"), (Ref("first"), Ref("second"), Ref("later"))),))


def test_parts_under_other_names():
    parts = [count(v, indicator=name) for name, v in (("first", 3), ("second", 20), ("later", 30))]
    figures = [*parts, count(53, indicator="due")]
    assert seen(figures) == ["c", 20, 30, 53]
    assert seen(figures, totals=STEPS) == ["c", "c", 30, 53]


def test_a_declared_sum_that_does_not_hold_is_recorded_and_not_used():
    parts = [count(v, indicator=name) for name, v in (("first", 6), ("second", 20), ("later", 30))]
    record = protect([*parts, count(70, indicator="due")], "C", totals=STEPS).record
    assert record["not_additive"] == ["due by declared"]


def test_codes_in_groups_of_codes():
    codes = {"White British": "White", "White Irish": "White", "Chinese": "Asian"}
    figures = [count(v, ethnicity=e) for e, v in (("White British", 40), ("White Irish", 3), ("Chinese", 25))]
    figures += [count(43, group="White"), count(25, group="Asian"), count(68)]
    nested = Totals(nested=(Nested("ethnicity", "group", codes),))
    assert seen(figures) == [40, "c", "c", 43, 25, 68]  # Chinese hidden, yet printed as Asian
    assert seen(figures, totals=nested) == ["c", "c", 25, 43, 25, 68]


def test_a_child_may_be_in_two_parts():
    figures = [count(30, theme="Drift"), count(3, theme="Health"), count(25, theme="Plan"), count(40)]
    assert seen(figures) == [30, "c", 25, 40]
    figures[-1] = count(60)
    several = Totals(not_additive={"starts": frozenset({"theme"})})
    assert seen(figures, totals=several) == [30, "c", 25, 60]


def test_a_gap_of_a_few_is_a_small_number_too():
    """491 children, 488 with an ethnicity: three not recorded."""
    figures = [
        count(400, ethnicity="White"),
        count(60, ethnicity="Mixed"),
        count(28, ethnicity="Asian"),
        count(491),
    ]
    assert seen(figures) == [400, "c", "c", 491]


def test_a_profile_is_shares_of_one_total():
    figures = [percent(v, 242, category=c) for c, v in (("Neglect", 139), ("Emotional", 100), ("Sexual", 3))]
    assert seen(figures) == [(139, 242), "c", "c"]
    assert seen([*figures, percent(242, 242)]) == [(139, 242), "c", "c", (242, 242)]


# ---- settings, rounding, record


def test_settings_move_the_threshold():
    assert seen([count(7)], settings=Settings(t=9)) == ["c"]
    assert seen([count(0)], settings=Settings(zero_policy="hide")) == ["c"]
    with pytest.raises(ValueError, match="1 or more"):
        Settings(t=0)


@pytest.mark.parametrize(
    ("mode", "counts", "shown"),
    [
        ("nearest_5", (0, 2, 3, 7, 8, 23), [0, "c", 5, 5, 10, 25]),
        ("nearest_10", (0, 4, 5, 14, 15, 23), [0, "c", 10, 10, 20, 20]),
    ],
)
def test_counts_may_be_rounded_instead(mode, counts, shown):
    figures = [count(value, sex=f"group {place}") for place, value in enumerate(counts)]
    assert seen(figures, settings=Settings(rounding_mode=mode)) == shown


def test_totals_are_rounded_on_their_own():
    figures = [count(13, sex="Female"), count(13, sex="Male"), count(26)]
    assert seen(figures, settings=Settings(rounding_mode="nearest_5")) == [15, 15, 25]


def test_rounded_percentages_are_whole_and_carry_no_counts():
    settings = Settings(rounding_mode="nearest_5")
    (shown, tiny, few) = protect(
        [percent(50, 60), percent(6, 2000, "rare"), percent(4, 60, "few")], "C", settings=settings
    ).figures
    assert (shown.value, shown.numerator, shown.denominator) == (83, Fraction(83, 100), 1)
    assert (tiny.symbol, few.symbol) == ("k", "c")


def test_the_record_says_what_was_done_and_can_be_stored():
    figures = [count(12, sex="Female"), count(3, sex="Male"), count(40, sex="Not known"), count(55)]
    protected = protect(figures, "C")
    record = json.loads(json.dumps(protected.record))
    causes = {each["figure"].partition("[")[2]: (each["cause"], each["rule"]) for each in record["hidden"]}
    assert causes == {"sex=Female]": ("secondary", "sex"), "sex=Male]": ("primary", "P1")}
    assert record["tier"] == "C"
    assert record["settings"]["t"] == 5
    assert [(each["least"], each["most"]) for each in record["audit"]] == [(1, 14), (1, 14)]
    assert len(record["hash"]) == 64


def test_the_hash_is_of_what_is_shown():
    figures = [count(12, sex="Female"), count(30, sex="Male")]
    one = protect(figures, "C").record["hash"]
    assert protect(figures[::-1], "C").record["hash"] == one
    assert protect([*figures[:1], count(31, sex="Male")], "C").record["hash"] != one


def test_bands_that_could_be_merged_are_suggested():
    figures = [count(v, age=a) for a, v in (("Under 1", 4), ("1 to 4", 20), ("5 to 9", 30))]
    assert protect(figures, "C").record["suggestions"] == ["starts: merge age 'Under 1' with '1 to 4'"]


def test_two_figures_with_one_id_must_agree():
    with pytest.raises(ValueError, match="share the id"):
        protect([count(7), count(8)], "C")
    assert seen([count(7), count(7)]) == [7, 7]

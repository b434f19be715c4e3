"""The care history strip: tiny lives, and where everything in them is drawn."""

from __future__ import annotations

from datetime import date

from sightline.web.strip import Lane, Mark, Spell, draw

ON = date(2026, 1, 1)


def home(started: date, ended: date | None, label: str = "Foster carers") -> Spell:
    return Spell(started, ended, label, "foster")


def test_nothing_told_draws_nothing() -> None:
    assert draw([Lane("Homes")], on=ON) is None


def test_one_home_ends_where_the_next_begins() -> None:
    moved = date(2024, 6, 1)
    strip = draw([Lane("Homes", [home(date(2023, 1, 1), moved), home(moved, None)])], on=ON)
    first, second = strip.lanes[0].bars
    assert first.x + first.width == second.x


def test_a_home_that_lasts_is_drawn_up_to_today() -> None:
    strip = draw([Lane("Homes", [home(date(2023, 1, 1), None)])], on=ON)
    (bar,) = strip.lanes[0].bars
    assert bar.x + bar.width == strip.today


def test_a_home_that_ended_is_drawn_up_to_its_end() -> None:
    """The near miss: the same life, ended a year before."""
    strip = draw([Lane("Homes", [home(date(2023, 1, 1), date(2025, 1, 1))])], on=ON)
    (bar,) = strip.lanes[0].bars
    assert bar.x + bar.width < strip.today


def test_twice_as_long_is_twice_as_wide() -> None:
    spells = [home(date(2020, 1, 1), date(2021, 1, 1)), home(date(2021, 1, 1), date(2023, 1, 1))]
    short, long = draw([Lane("Homes", spells)], on=ON).lanes[0].bars
    assert abs(long.width - 2 * short.width) <= 2


def test_a_bar_says_its_days_and_how_long() -> None:
    strip = draw([Lane("Homes", [home(date(2023, 1, 1), date(2025, 1, 1))])], on=ON)
    assert strip.lanes[0].bars[0].title == "Foster carers, 1 January 2023 to 1 January 2025 (2 years)"


def test_a_bar_too_narrow_for_its_words_has_none_but_its_name() -> None:
    spells = [home(date(2023, 1, 1), date(2023, 1, 9)), home(date(2023, 1, 9), None)]
    narrow, wide = draw([Lane("Homes", spells)], on=ON).lanes[0].bars
    assert narrow.text == ""
    assert narrow.title.startswith("Foster carers, ")
    assert wide.text == "Foster carers"


def test_lanes_without_anything_are_left_out() -> None:
    strip = draw([Lane("Homes", [home(date(2023, 1, 1), None)]), Lane("Missing")], on=ON)
    assert [lane.title for lane in strip.lanes] == ["Homes"]


def test_a_mark_is_where_its_day_is() -> None:
    lanes = [Lane("Homes", [home(date(2023, 1, 1), None)]), Lane("Reviews", (), [Mark(ON, "Review", "review")])]
    strip = draw(lanes, on=ON)
    assert strip.lanes[1].marks[0].x == strip.today
    assert strip.lanes[1].marks[0].title == "Review, 1 January 2026"


def test_words_say_how_it_is_now_and_what_was_last() -> None:
    reviews = [Mark(date(2024, 2, 1), "Review", "review"), Mark(date(2025, 2, 1), "Review", "review")]
    strip = draw([Lane("Homes", [home(date(2023, 1, 1), None)]), Lane("Reviews", (), reviews)], on=ON)
    assert strip.says == (
        ("Homes", "Foster carers, since 1 January 2023"),
        ("Reviews", "2 reviews, the last on 1 February 2025"),
    )


def test_words_say_that_there_were_others_before() -> None:
    """The near miss: where the last home has ended too, there is none now."""
    first, second = date(2023, 1, 1), date(2024, 6, 1)
    lives = draw([Lane("Homes", [home(first, second), home(second, None)])], on=ON)
    left = draw([Lane("Homes", [home(first, second), home(second, date(2025, 1, 1))])], on=ON)
    assert lives.says == (("Homes", "Foster carers, since 1 June 2024; 1 before"),)
    assert left.says == (("Homes", "None now; 2 before"),)


def test_everything_drawn_has_a_row() -> None:
    lanes = [
        Lane("Homes", [home(date(2023, 1, 1), None)]),
        Lane("Reviews", (), [Mark(date(2024, 2, 1), "Review", "review")]),
    ]
    assert set(draw(lanes, on=ON).rows) == {
        ("Homes", "Foster carers", date(2023, 1, 1), None),
        ("Reviews", "Review", date(2024, 2, 1), date(2024, 2, 1)),
    }

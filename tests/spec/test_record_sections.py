"""Which sections a record has, for which child: each rule with a near miss."""

from __future__ import annotations

from datetime import date

import pytest

from sightline.domain.record_forms import Asks, options, sections, sections_for
from sightline.domain.review_kinds import kinds


def keys(kind: str, age: int | None = 10, chosen: tuple[str, ...] = ()) -> list[str]:
    return [section.key for section in sections_for(kind, age, chosen)]


def required(kind: str, age: int | None = 10) -> set[str]:
    return {section.key for section in sections_for(kind, age) if section.required}


@pytest.mark.parametrize(
    ("key", "kind", "age", "there"),
    [
        ("leaving_care", "later", 16, True),
        ("leaving_care", "later", 15, False),
        ("leaving_care", "short_break", 16, False),
        ("remand", "remand", 15, True),
        ("remand", "later", 15, False),
        ("adoption", "adoption", 3, True),
        ("adoption", "second", 3, False),
        ("ceasing", "ceasing", 12, True),
        ("ceasing", "later", 12, False),
        ("short_breaks", "short_break", 9, True),
        ("short_breaks", "later", 9, False),
        ("order_at_home", "supervision", 9, True),
        ("order_at_home", "sibling_supervision", 9, True),
        ("order_at_home", "first", 9, False),
        ("authority", "first", 9, True),
        ("authority", "supervision", 9, False),
    ],
)
def test_a_section_is_for_its_kinds_and_ages(key: str, kind: str, age: int, there: bool) -> None:
    assert (key in keys(kind, age)) is there


def test_where_the_age_is_not_known_nothing_is_left_out_for_it() -> None:
    assert "leaving_care" in keys("later", None)


def test_the_permanence_plan_is_asked_for_at_the_second_review() -> None:
    assert "permanence" in required("second")
    assert "permanence" in keys("first")
    assert "permanence" not in required("first")


def test_columns_are_there_where_the_practice_has_them() -> None:
    assert "signs_of_safety" not in keys("later")
    assert "signs_of_safety" in keys("later", chosen=("signs_of_safety",))
    assert options() == {"signs_of_safety"}
    assert sections()["signs_of_safety"].columns


def test_a_section_that_is_written_stays_though_the_form_has_it_no_more() -> None:
    assert "remand" in [each.key for each in sections_for("later", 15, also=["remand"])]
    assert "remand" not in [each.key for each in sections_for("later", 15, also=["home"])]


def test_every_record_begins_with_who_was_there_and_ends_with_the_summary() -> None:
    for kind in kinds():
        told = keys(kind)
        assert (told[0], told[-1]) == ("who", "summary"), kind
        assert {"views", "safety", "summary"} <= required(kind), kind


def test_a_kind_that_nobody_knows_has_the_usual_form() -> None:
    assert keys("of a later release") == keys("later")


def test_every_section_names_kinds_that_there_are_and_asks_what_can_be_answered() -> None:
    known = {*kinds(), *(kind.form for kind in kinds().values())}
    for section in sections().values():
        assert section.kinds | section.not_kinds | section.required_for <= known, section.key
        assert section.text or section.questions, section.key
        assert all(bool(each.choices) is (each.asks is Asks.CHOICE) for each in section.questions), section.key
        names = [each.key for each in section.questions]
        assert len(names) == len(set(names)), section.key
        assert not {"text", "source"} & set(names), section.key


def test_answers_are_said_in_words_and_what_is_not_answered_is_left_out() -> None:
    health = sections()["health"]
    told = dict(health.said({"done": "declined", "done_on": "2026-05-13", "considered": ""}))
    assert told == {
        "Is the health assessment up to date?": "The young person said no",
        "When was the last one?": "13 May 2026",
    }
    assert health.said({"done_on": date(2026, 5, 13)}) == (("When was the last one?", "13 May 2026"),)

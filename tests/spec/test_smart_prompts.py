"""Gentle prompts about decisions: each with a near miss."""

from __future__ import annotations

from datetime import date

import pytest

from sightline.domain.smart import prompts

HELD = date(2026, 11, 16)
GOOD = {
    "what": "Ring the school and ask for a place in the drama club",
    "who": "Social worker",
    "by_when": date(2026, 12, 4),
    "outcome": "She has something of her own on Thursdays",
    "made_on": HELD,
}


def parts(**other: object) -> list[str]:
    return [prompt.part for prompt in prompts(**{**GOOD, **other})]  # type: ignore[arg-type]


def test_a_decision_that_says_everything_is_left_alone() -> None:
    assert parts() == []


@pytest.mark.parametrize(
    ("field", "prompted", "not_prompted"),
    [
        ("what", "Dentist", "See the dentist soon"),
        ("what", "Explore family time with her aunt", "Exploring the woods with her class, once"),
        ("what", "Ring the school as soon as possible", "Ring the school on Monday"),
        ("what", "Ring the school. Write to the carer too", "Ring St. Mary's school and ask"),
        ("who", "", "Virtual school"),
        ("who", "Everyone", "Everyone's favourite teacher"),
        ("by_when", None, HELD),
        ("by_when", date(2026, 11, 15), HELD),
        ("by_when", date(2027, 11, 18), date(2027, 11, 17)),
        ("outcome", "", "She sleeps better"),
        ("outcome", GOOD["what"], "A place in the drama club"),
    ],
)
def test_what_is_prompted_and_what_is_not(field: str, prompted: object, not_prompted: object) -> None:
    assert parts(**{field: prompted}) == [field]
    assert parts(**{field: not_prompted}) == []


def test_without_the_day_of_the_review_only_a_missing_day_is_prompted() -> None:
    assert parts(by_when=date(2030, 1, 1), made_on=None) == []
    assert parts(by_when=None, made_on=None) == ["by_when"]

"""Small numbers in drafts: what is caught, and what near it is not."""

from __future__ import annotations

import pytest

from sightline.indicators.disclosure import prose


@pytest.mark.parametrize(
    ("text", "number", "near"),
    [
        ("One referral to Cafcass was made in the year.", "One", "referral"),
        ("There was one secure placement.", "one", "placement"),
        ("We reviewed 4 children in secure homes.", "4", "children"),
        ("Of the young people asked, only three agreed.", "three", "young people"),
        ("A sibling group of five was kept together.", "five", "sibling"),
        ("A single allegation was made.", "A single", "allegation"),
        ("Both of the two families moved.", "two", "families"),
        ("One of the children is placed abroad.", "One", "children"),
        ("It helped over 5 children.", "5", "children"),
        ("Two were referred to another council.", "Two", "referred"),
        ("A couple of girls spoke.", "A couple", "girls"),
        ("Children from Kent (3) were seen.", "3", "Children"),
    ],
)
def test_small_numbers_about_children_are_caught(text, number, near):
    (warning,) = prose.scan(text)
    assert (warning.number, warning.near) == (number, near)
    assert text[warning.start : warning.end] == number
    assert warning.suggestion == "fewer than six"


@pytest.mark.parametrize(
    "text",
    [
        "We reviewed 6 children in secure homes.",
        "We reviewed 45 children.",
        "Four managers met in June.",  # nobody's child
        "Reviews of children were held within 5 working days.",
        "Children aged 4 and over took part.",
        "Children under 5 took part through their carers.",
        "Children aged 4 to 10 took part.",
        "Children aged 1 to 4 took part.",
        "Children waited 3 to 4 weeks.",
        "On 3 March the children met.",
        "Some 3% of children did not; 4 per cent of placements ended.",
        "Of 3,576 children, 1.5 per 1,000 were placed away.",
        "No one asked the child.",
        "The child has one-to-one support.",
        "One in ten children was seen.",
        "A four-year-old child drew a picture.",
        "See table 3 for placements and section 2 for referrals.",
        "A stage 1 challenge about a placement is informal.",
        "The 1989 Act asks this of every child.",
        "The team has two desks. The children have a room.",  # another sentence
        "Three very long and carefully written paragraphs in the annex are about children.",
    ],
)
def test_other_numbers_are_not(text):
    assert prose.scan(text) == []


def test_fewer_than_six_is_what_to_write_instead():
    assert prose.scan("Fewer than six children were placed in secure homes.") == []
    assert prose.scan("Fewer than five children were placed in secure homes.") != []


def test_a_range_that_reaches_further_is_not_small():
    assert prose.scan("Between 3 to 9 children came.") == []
    assert [warning.number for warning in prose.scan("Some 3 to 4 children came.")] == ["3", "4"]


def test_positions_are_lines_and_columns():
    text = "Reviews went well.\n\nIn May two children\nmoved, and three siblings stayed."
    first, second = prose.scan(text)
    assert (first.line, first.column, first.number) == (3, 8, "two")
    assert (second.line, second.column, second.number) == (4, 12, "three")
    assert str(first).startswith("line 3, column 8: 'two' near 'children'")


def test_the_threshold_is_a_setting():
    text = "We reviewed 8 children."
    assert prose.scan(text) == []
    assert prose.scan(text, t=9)[0].suggestion == "fewer than ten"

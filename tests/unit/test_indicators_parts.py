"""Populations, days covered, and categories."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from sightline.domain import bands
from sightline.indicators.catalogue import DIMENSIONS
from sightline.indicators.categories import Categories
from sightline.indicators.coverage import collection_of, needs_returns, twelve_months_before, year_name
from sightline.indicators.figures import Period
from sightline.indicators.population import (
    Estimate,
    Population,
    population_of,
    read_population,
    transfer_threshold,
)

CATEGORIES = Categories(bands.schemes()["dfe"])


def test_the_latest_estimate_of_a_30_june_past() -> None:
    population = Population({2023: 10, 2024: 20})
    assert population.at(date(2024, 6, 29)) == Estimate(10, 2023)
    assert population.at(date(2024, 6, 30)) == Estimate(20, 2024)
    assert population.at(date(2023, 6, 29)) is None


def test_one_number_stands_for_every_year() -> None:
    assert population_of(500).at(date(1999, 1, 1)) == Estimate(500)
    assert population_of(None).at(date(2025, 3, 31)) is None


def test_reading_a_population(tmp_path: Path) -> None:
    path = tmp_path / "population.csv"
    path.write_text('year,children\n2023,40000\n2024,"41,000"\n')
    assert read_population(path).by_year == {2023: 40_000, 2024: 41_000}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("jahr,kinder\n2023,1\n", "the columns are to be year and children"),
        ("year,children\n2023,many\n", "line 2: year and children are to be whole numbers"),
        ("year,children\n2023,10\n2024,0\n", "line 3: the number of children is to be 1 or more"),
        ("year,children\n2023\n", "line 2"),
    ],
)
def test_a_population_that_cannot_be_read(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "population.csv"
    path.write_text(text)
    with pytest.raises(ValueError, match=says):
        read_population(path)


def test_the_threshold_rose_in_august_2022() -> None:
    assert transfer_threshold(date(2022, 8, 23)) == Fraction(7, 10_000)
    assert transfer_threshold(date(2022, 8, 24)) == Fraction(1, 1_000)
    assert transfer_threshold(date(2016, 6, 30)) is None


def test_collections_are_named_by_the_year_they_end_in() -> None:
    assert collection_of(date(2024, 3, 31)) == 2024
    assert collection_of(date(2024, 4, 1)) == 2025
    assert year_name(2025) == "2024-25"
    assert year_name(2000) == "1999-00"
    assert needs_returns([2023, 2024]) == "needs the returns for 2022-23 and 2023-24 as well"


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2025, 3, 31), date(2024, 3, 31)),
        (date(2025, 2, 28), date(2024, 2, 29)),  # the last of the month stays the last
        (date(2024, 2, 29), date(2023, 2, 28)),
        (date(2025, 6, 15), date(2024, 6, 15)),
        (date(2025, 12, 31), date(2024, 12, 31)),
    ],
)
def test_twelve_months_before(day: date, before: date) -> None:
    assert twelve_months_before(day) == before


@pytest.mark.parametrize(
    ("dimension", "value", "category"),
    [
        ("age-band", 9, "5 to 9"),
        ("age-band", 10, "10 to 15"),
        ("age-band", 19, "16 and over"),
        ("age-band", -1, "Not recorded"),
        ("age-band", None, "Not recorded"),
        ("sex", "1", "Male"),
        ("sex", "M", "Male"),
        ("sex", "?", "Not recorded"),
        ("ethnic-group", "BAFR", "Black or Black British"),
        ("month", 202404, "April 2024"),
        ("quarter", 202404, "April to June 2024"),
        ("quarter", 202503, "January to March 2025"),
        ("review-number", 3, "Third or later"),
        ("review-number", None, "Not known"),
        ("uasc", True, "Unaccompanied asylum-seeking"),
    ],
)
def test_values_become_categories(dimension: str, value: object, category: str) -> None:
    assert CATEGORIES.fold(DIMENSIONS[dimension])(value) == category


def test_every_category_of_the_year_is_listed_in_order() -> None:
    listed = CATEGORIES.listed(DIMENSIONS["quarter"], Period.year(2025))
    assert listed == [
        "April to June 2024",
        "July to September 2024",
        "October to December 2024",
        "January to March 2025",
    ]
    assert "Short breaks" not in CATEGORIES.listed(DIMENSIONS["legal-status-group"], Period.year(2025))


def test_codes_are_listed_in_the_years_of_their_use_or_when_seen() -> None:
    placement = DIMENSIONS["placement"]
    supported, independent = (
        "Registered supported accommodation",
        "Semi-independent living outside children's homes",
    )
    before = CATEGORIES.listed(placement, Period.year(2023))
    after = CATEGORIES.listed(placement, Period.year(2026))
    assert supported not in before
    assert supported in after
    assert not any(label.startswith(independent) for label in after)
    assert any(label.startswith(independent) for label in CATEGORIES.listed(placement, Period.year(2026), ["H5"]))


def test_not_recorded_is_listed_only_when_seen_and_last() -> None:
    sex = DIMENSIONS["sex"]
    assert CATEGORIES.listed(sex, Period.year(2025)) == ["Male", "Female", "Unknown"]
    assert CATEGORIES.listed(sex, Period.year(2025), [None])[-1] == "Not recorded"

"""A hidden count must not follow from another indicator: the catalogue's sums across indicators, attacked."""

from __future__ import annotations

import pytest

from sightline.domain import codes
from sightline.indicators import disclosure
from sightline.indicators.catalogue.totals import TOTALS
from sightline.indicators.disclosure import Ref, Sum
from sightline.indicators.disclosure.totals import Totals
from sightline.indicators.figures import Figure, Period

YEAR = Period.year(2025)
CODES = {"PN0": 120, "PN1": 200, "PN2": 0, "PN3": 12, "PN4": 5, "PN5": 40, "PN6": 300, "PN7": 30}


def share(key: str, numerator: int, denominator: int, **breakdown: str) -> Figure:
    return Figure(
        key,
        1,
        YEAR,
        breakdown=tuple((dimension.replace("_", "-"), label) for dimension, label in breakdown.items()),
        numerator=numerator,
        denominator=denominator,
        unit="percent",
    )


def of_codes(used: str) -> int:
    return sum(CODES[f"PN{number}"] for number in used)


def reviews() -> list[Figure]:
    """What a year's report says of participation: the codes, and the three shares made of them."""
    labels = codes.code_set("review_code")
    everyone, aged_four = of_codes("01234567"), of_codes("1234567")
    return [
        Figure("reviews-held", 1, YEAR, numerator=everyone),
        *(share("pn-distribution", CODES[pn], everyone, participation=labels[pn].label) for pn in CODES),
        share("participation-review", of_codes("12356"), aged_four),
        share("attendance-review", of_codes("1234"), aged_four),
        share("no-voice-reviews", of_codes("7"), aged_four),
        share("no-voice-reviews-present", of_codes("47"), aged_four),
    ]


def shown(figures: list[Figure], totals: Totals = TOTALS) -> dict[str, Figure]:
    return {each.id: each for each in disclosure.protect(figures, "C", totals=totals).figures}


def test_a_hidden_code_does_not_follow_from_attendance(monkeypatch: pytest.MonkeyPatch) -> None:
    """Attendance less PN1 to PN3 is PN4: five reviews, hidden in the distribution with the smallest other code."""
    monkeypatch.setitem(CODES, "PN3", 60)
    found = shown(reviews())
    labels = codes.code_set("review_code")
    bars = {pn: found[share("pn-distribution", 0, 1, participation=labels[pn].label).id] for pn in CODES}
    attendance = found["attendance-review@2024-04-01..2025-03-31"]
    assert bars["PN4"].symbol == "c"
    attended = [bars[pn] for pn in ("PN1", "PN2", "PN3")]
    assert attendance.symbol == "c" or any(bar.symbol == "c" and CODES["PN2"] != bar.numerator for bar in attended)


def test_a_hidden_code_does_not_follow_from_reviews_without_voice() -> None:
    """Reviews without views (PN4 and PN7) less those of absent children (PN7) are PN4 again."""
    found = shown(reviews())
    period = "2024-04-01..2025-03-31"
    assert "c" in {found[f"no-voice-reviews@{period}"].symbol, found[f"no-voice-reviews-present@{period}"].symbol}


def test_large_codes_hide_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Near miss: six reviews with PN4."""
    monkeypatch.setitem(CODES, "PN4", 6)
    assert {each.symbol for each in shown(reviews()).values()} == {None}


def test_what_is_left_over_of_a_count_is_protected_too() -> None:
    """All own provision less own foster care: three children placed elsewhere by the authority."""
    figures = [share("cla-placement-provider", 63, 120), share("cla-placement-provider-foster", 60, 90)]
    assert "c" in {each.symbol for each in shown(figures).values()}
    wide = [share("cla-placement-provider", 66, 120), share("cla-placement-provider-foster", 60, 90)]
    assert {each.symbol for each in shown(wide).values()} == {None}


def test_children_of_an_age_band_are_not_found_among_those_of_four_and_over() -> None:
    """Each band from five up is printed twice: as children reviewed and as children asked to take part."""
    took_part = [
        share("participation-child", 2, 3, age_band="1 to 4"),
        share("participation-child", 20, 30, age_band="5 to 9"),
        share("participation-child", 30, 40, age_band="10 to 15"),
        share("participation-child", 52, 73),
    ]
    reviewed = [
        Figure(
            "reviews-per-child",
            1,
            YEAR,
            (("age-band", band),),
            numerator=2 * number,
            denominator=number,
            unit="ratio",
        )
        for band, number in (("1 to 4", 20), ("5 to 9", 30), ("10 to 15", 40))
    ]
    found = shown([*took_part, *reviewed])
    known = {each.breakdown for each in found.values() if each.symbol is None}
    assert not {(), (("age-band", "5 to 9"),), (("age-band", "10 to 15"),)} <= known
    assert found[took_part[0].id].symbol == "c"


def test_equal_counts_are_followed_to_the_last() -> None:
    bands, average, complete = Ref("bands"), Ref("average", "denominator"), Ref("complete")
    one = Sum(Ref("group", where=(("kind", "own"),)), (complete,), holds="where equal")
    totals = Totals(sums=(Sum(average, (bands,)), Sum(complete, (average,), holds="where equal"), one))
    last = Ref("group", where=(("kind", "own"),))
    assert totals.aliases() == {bands: last, average: last, complete: last}


def test_counts_that_are_mostly_the_same_may_differ() -> None:
    """Three blanks for dental checks are neither the same count nor a reason to hide health assessments."""
    found = shown([share("health-assessment", 180, 213), share("dental", 160, 210)])
    assert {each.symbol for each in found.values()} == {None}

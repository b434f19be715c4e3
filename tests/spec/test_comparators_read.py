"""Comparators: a CSV of other places' figures, and what is said of one that is not right."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from sightline.indicators import comparators
from sightline.indicators.catalogue import INDICATORS
from sightline.indicators.comparators import COLUMNS, CannotRead
from sightline.indicators.figures import Figure, Period

YEAR = Period.year(2025)
GOOD = {
    "source": "A statistical release",
    "area_type": "england",
    "area": "England",
    "indicator": "reviews-held",
    "breakdown": "",
    "period_start": "2024-04-01",
    "period_end": "2025-03-31",
    "value": "1,234.5",
    "unit": "count",
    "numerator": "",
    "denominator": "",
    "note": "rounded",
}


@pytest.fixture
def read(tmp_path):
    """Reads rows that differ from a good one in the cells given."""

    def read(*changes: dict[str, str], columns=COLUMNS):
        lines = [",".join(columns)]
        lines += [",".join(f'"{(GOOD | change)[column]}"' for column in columns) for change in changes]
        path = tmp_path / "others.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
        return comparators.read(path)

    return read


def test_a_row(read):
    (row,) = read({}).rows
    assert (row.area, row.value, row.period, row.symbol) == ("England", Fraction(2469, 2), YEAR, None)


def test_a_symbol_in_place_of_a_value(read):
    (row,) = read({"value": "c"}).rows
    assert (row.value, row.symbol) == (None, "c")


def test_a_breakdown_of_two_dimensions(read):
    (row,) = read({"breakdown": "sex=Female; age-band=1 to 4"}).rows
    assert row.breakdown == (("sex", "Female"), ("age-band", "1 to 4"))


def test_an_empty_line_is_no_row(read):
    assert len(read(dict.fromkeys(COLUMNS, ""), {}).rows) == 1


@pytest.mark.parametrize(
    ("change", "column", "words"),
    [
        ({"value": ""}, "value", "fill it in"),
        ({"value": "98%"}, "value", "plain number"),
        ({"value": "1/0"}, "value", "plain number"),
        ({"value": "-3", "unit": "percent"}, "value", "not less than 0"),
        ({"unit": "%"}, "unit", "write one of count, percent"),
        ({"area_type": "county"}, "area_type", "write one of council"),
        ({"area": " "}, "area", "fill it in"),
        ({"period_end": "31/03/2025"}, "period_end", "2025-03-31"),
        ({"period_end": "2024-03-31"}, "period_end", "on or after period_start"),
        ({"numerator": "4"}, "denominator", "leave both out"),
        ({"denominator": "60"}, "numerator", "leave both out"),
        ({"breakdown": "Female"}, "breakdown", "dimension=label"),
    ],
)
def test_a_bad_cell_is_named_with_what_to_do(read, change, column, words):
    with pytest.raises(CannotRead) as refusal:
        read({}, change)
    (problem,) = refusal.value.problems
    assert (problem.row, problem.column) == (3, column)
    assert words in problem.what_to_do
    assert str(problem) in str(refusal.value)


def test_what_a_cell_holds_is_not_repeated(read):
    with pytest.raises(CannotRead) as refusal:
        read({"value": "Jo Smith"})
    assert "Jo Smith" not in str(refusal.value)


def test_every_bad_row_is_reported_at_once(read):
    with pytest.raises(CannotRead) as refusal:
        read({"value": ""}, {}, {"unit": ""})
    assert [problem.row for problem in refusal.value.problems] == [2, 4]


def test_missing_columns(read):
    with pytest.raises(CannotRead, match="add area_type, note"):
        read({}, columns=tuple(column for column in COLUMNS if column not in ("area_type", "note")))


def test_a_cell_too_many(tmp_path):
    path = tmp_path / "others.csv"
    path.write_text(",".join(COLUMNS) + "\n" + ",".join(GOOD[column] for column in COLUMNS) + "\n")
    with pytest.raises(CannotRead, match="quotation marks"):
        comparators.read(path)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b""])
def test_what_is_not_a_csv(tmp_path, content):
    path = tmp_path / "others.csv"
    path.write_bytes(content)
    with pytest.raises(CannotRead):
        comparators.read(path)
    with pytest.raises(CannotRead):
        comparators.read(tmp_path / "nothing.csv")


def test_finding_by_indicator_and_period(read):
    found = read({}, {"indicator": "cla-count"}, {"period_start": "2023-04-01", "period_end": "2024-03-31"})
    assert len(found.find("reviews-held", YEAR)) == 1
    assert len(found.find("reviews-held", YEAR, area_type="region")) == 0
    assert len(found.find("reviews-held", YEAR, (("sex", "Female"),))) == 0


def test_a_figure_as_at_a_day_fits_a_period_that_ends_on_it(read):
    found = read({"period_start": "2025-03-31"}, {"period_start": "2025-03-30", "period_end": "2025-03-30"})
    assert [row.period.end for row in found.find("reviews-held", YEAR)] == [date(2025, 3, 31)]


def test_only_the_same_unit_stands_beside_a_figure(read):
    found = read({}, {"unit": "percent", "value": "50"})
    figure = Figure("reviews-held", 1, YEAR, (), 10)
    assert [row.unit for row in found.beside(figure)] == ["count"]


def test_the_published_reports_that_come_with_the_package():
    found = comparators.published()
    assert {row.area for row in found.rows if row.area_type == "council"} == {
        *("Bradford", "Derby", "Enfield", "Middlesbrough", "Milton Keynes")
    }
    (reviews,) = found.find("reviews-held", Period.year(2021))
    assert (reviews.area, reviews.value) == ("Bradford", 3578)
    (forms, *_) = found.find("monitoring-forms-complete", Period(date(2015, 4, 1), date(2015, 6, 30)))
    assert (forms.value, forms.numerator, forms.denominator) == (Fraction(628, 10), 154, 245)


def test_the_published_reports_hold_no_small_counts_and_say_where_each_figure_stands():
    for row in comparators.published().rows:
        assert row.unit != "count" or row.value is None or row.value == 0 or row.value > 5
        assert row.note.startswith("line ")


def test_published_indicators_of_the_return_are_the_catalogues():
    """Those that start like a catalogue key but are none would be slips of the pen."""
    families = {key.split("-")[0] for key in INDICATORS} & {"cla", "sdq", "dental", "immunisations"}
    used = {row.indicator for row in comparators.published().rows}
    assert {key for key in used if key.split("-")[0] in families} <= set(INDICATORS)

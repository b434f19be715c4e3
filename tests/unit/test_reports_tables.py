"""Tables equal their sum or say what is not recorded, and never tell of a few by what they leave out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from sightline.indicators.catalogue import INDICATORS
from sightline.indicators.figures import Figure, Period
from sightline.reports.document import Cell, Chart, Column, Paragraph, Row, Table, plain
from sightline.reports.evidence import DoesNotAdd, Evidence
from sightline.reports.tables import (
    Breakdown,
    breakdown_table,
    column_chart,
    illustrated,
    largest,
    measure_sentence,
    measures_table,
    not_available,
    stock_table,
)

AGES = ("Under 1", "1 to 4", "5 to 9")
BY_AGE = Breakdown("cla-count", "age-band", "ages", "Children by age", "Age")


def counts(numbers: Sequence[int | None], total: int, year: int = 2025) -> list[Figure]:
    """A total and its parts; None is hidden."""
    parts = [
        Figure("cla-count", 1, Period.year(year), (("age-band", age),), n, symbol="c" if n is None else None)
        for age, n in zip(AGES, numbers, strict=True)
    ]
    return [Figure("cla-count", 1, Period.year(year), (), total), *parts]


def evidence(figures: Sequence[Figure], earlier: Sequence[Figure] = (), tier: str = "C") -> Evidence:
    return Evidence(figures, year=2025, catalogue=INDICATORS, earlier=earlier, tier=tier)


def lines(table: Table | None) -> list[tuple[str, ...]]:
    assert table is not None
    return [(row.head, *(cell.text for cell in row.cells)) for row in table.rows]


def test_rows_and_total() -> None:
    table = breakdown_table(evidence(counts((10, 20, 30), 60)), BY_AGE)
    assert lines(table) == [("Under 1", "10"), ("1 to 4", "20"), ("5 to 9", "30"), ("Total", "60")]


def test_what_the_rows_leave_is_not_recorded() -> None:
    table = breakdown_table(evidence(counts((10, 20, 30), 70)), BY_AGE)
    assert lines(table)[-2:] == [("Not recorded", "10"), ("Total", "70")]


def test_a_remainder_of_a_few_is_shown_inside_the_service_only() -> None:
    figures = counts((10, 20, 30), 63)
    assert breakdown_table(evidence(figures), BY_AGE) is None
    assert lines(breakdown_table(evidence(figures, tier="A"), BY_AGE))[-2] == ("Not recorded", "3")


def test_a_remainder_is_not_worked_out_when_a_part_is_hidden() -> None:
    table = breakdown_table(evidence(counts((None, None, 30), 60)), BY_AGE)
    assert lines(table) == [("Under 1", "c"), ("1 to 4", "c"), ("5 to 9", "30"), ("Total", "60")]


def test_parts_that_are_more_than_the_whole_are_refused() -> None:
    with pytest.raises(DoesNotAdd):
        breakdown_table(evidence(counts((10, 20, 30), 59)), BY_AGE)


def test_earlier_years_stand_before_this_one() -> None:
    table = breakdown_table(evidence(counts((10, 20, 30), 60), counts((9, 0, 30), 39, 2024)), BY_AGE)
    assert table is not None
    assert [column.head for column in table.columns] == ["31 March 2024", "31 March 2025"]
    assert lines(table)[1] == ("1 to 4", "0", "20")


def test_a_group_without_anybody_in_any_year_is_left_out() -> None:
    table = breakdown_table(evidence(counts((10, 0, 30), 40)), BY_AGE)
    assert [row[0] for row in lines(table)] == ["Under 1", "5 to 9", "Total"]


def test_shares_show_number_and_percent_of_one_figure() -> None:
    figures = [
        Figure("cla-sex-profile", 1, Period.year(2025), (("sex", sex),), n, 60, "percent")
        for sex, n in (("Male", 33), ("Female", 27))
    ]
    table = breakdown_table(evidence(figures), Breakdown("cla-sex-profile", "sex", "sex", "By sex", "Sex"))
    assert lines(table) == [("Male", "33", "55"), ("Female", "27", "45"), ("Total", "60", "100")]


def test_the_largest_group_is_named_among_those_that_can_be_shown() -> None:
    whole = evidence(counts((10, 20, 30), 60))
    assert plain(largest(whole, BY_AGE)) == "The largest group was “5 to 9”: 30 of 60 children."
    some = evidence(counts((None, 20, None), 60))
    assert plain(largest(some, BY_AGE)).startswith("The largest group that can be shown was “1 to 4”")
    none = evidence(counts((None, None, None), 60))
    assert plain(largest(none, BY_AGE)) == "The numbers are too small to be shown."


def test_more_than_half_is_the_largest_whatever_is_hidden() -> None:
    def of(label: str, number: int | None) -> Figure:
        figure = Figure("cla-sex-profile", 1, Period.year(2025), (("sex", label),), number, 60, "percent")
        return figure if number is not None else replace(figure, denominator=None, symbol="c")

    what = Breakdown("cla-sex-profile", "sex", "sex", "By sex", "Sex")
    more = evidence([of("Male", 31), of("Female", 20), of("Unknown", None)])
    assert plain(largest(more, what)) == "The largest group was “Male”: 31 of 60 children (52%)."
    half = evidence([of("Male", 30), of("Female", 20), of("Unknown", None)])
    assert plain(largest(half, what)).startswith("The largest group that can be shown was “Male”")


def test_a_chart_leaves_rows_without_a_bar_to_its_table() -> None:
    table = breakdown_table(evidence(counts((10, 20, 30), 60)), BY_AGE)
    assert table is not None
    (chart,) = illustrated(table, ("31 March 2025",), id="c", caption="By age", reading=("Words.",))
    assert isinstance(chart, Chart)
    assert (len(chart.categories), chart.reading) == (3, ("Words.",))
    hidden = Row("Hidden", (*table.rows[0].cells[:-1], Cell("c")))
    wider = replace(table, rows=(hidden, *table.rows))
    (chart,) = illustrated(wider, ("31 March 2025",), id="c", caption="By age", reading=("Words.",))
    assert isinstance(chart, Chart)
    assert "Hidden" not in chart.categories
    assert chart.table == wider
    assert "in the table only" in plain(chart.reading)


def test_fewer_than_three_bars_are_not_drawn() -> None:
    table = breakdown_table(evidence(counts((None, 20, 30), 60)), BY_AGE)
    assert table is not None
    words, below = illustrated(table, ("31 March 2025",), id="c", caption="By age", reading=("Words.",))
    assert (words, below) == (Paragraph(("Words.",)), table)


def test_a_year_that_was_not_given_has_no_column() -> None:
    earlier = [replace(figure, period=Period.year(2024)) for figure in counts((None, None, None), 60)]
    told = breakdown_table(evidence([*counts((10, 20, 30), 60), *earlier]), BY_AGE)
    unavailable = [replace(figure, numerator=None, symbol="x") for figure in earlier]
    untold = breakdown_table(evidence([*counts((10, 20, 30), 60), *unavailable]), BY_AGE)
    assert told is not None
    assert untold is not None
    assert len(told.columns) - len(untold.columns) == 1


def test_a_sentence_has_its_base_and_what_could_not_be_judged() -> None:
    figure = Figure("reviews-in-time-review", 1, Period.year(2025), (), 591, 636, "percent", 1, unknown=543)
    told = measure_sentence(evidence([figure]), "reviews-in-time-review", " of reviews were in time")
    assert told is not None
    assert plain(told.text) == "92.9% of reviews were in time (591 of 636). 543 more could not be judged."


def test_measures_with_one_reason_are_told_together() -> None:
    missing = [
        Figure(key, 1, Period.year(2025), (), symbol="x", unit="percent", note="give the OC2 file")
        for key in ("dental", "immunisations")
    ]
    callout = not_available(evidence(missing), ("dental", "immunisations"))
    assert callout is not None
    assert plain(callout.text).count("give the OC2 file") == 1


def test_measures_without_a_figure_are_left_out_and_told() -> None:
    figure = Figure("dental", 1, Period.year(2025), (), 90, 100, "percent")
    missing = Figure(
        "immunisations", 1, Period.year(2025), (), symbol="x", unit="percent", note="give the OC2 file"
    )
    given = evidence([figure, missing])
    table = measures_table(given, "health", "Health", (("Dentist", "dental"), ("Assessed", "health-assessment")))
    assert lines(table) == [("Dentist", "90", "100", "90")]
    callout = not_available(given, ("dental", "immunisations", "health-assessment"))
    assert callout is not None
    words = plain(callout.text)
    assert "Immunisations up to date (give the OC2 file)" in words
    assert "Annual health assessment" in words
    assert "Dental" not in words
    assert not_available(given, ("dental",)) is None


def test_a_stock_over_time_includes_the_end_of_the_year_before() -> None:
    def at(start: date, end: date, number: int) -> Figure:
        return Figure("cla-count", 1, Period(start, end), (), number)

    year, before = date(2024, 4, 1), date(2023, 4, 1)
    figures = [
        at(year, date(2025, 3, 31), 430),
        at(year, date(2024, 9, 30), 420),
        at(before, date(2024, 3, 31), 412),
        at(before, date(2023, 9, 30), 1),
    ]
    table = stock_table(evidence(figures), "cla-count", id="stock", caption="Stock", base="children")
    assert lines(table) == [("31 March 2024", "412"), ("30 September 2024", "420"), ("31 March 2025", "430")]


def test_the_words_for_a_line_tell_its_ends_and_its_range() -> None:
    numbers = (412, 430, 405, 430)
    months = ("Mar", "Apr", "May", "Jun")
    rows = tuple(Row(month, (Cell(str(n), None, n),)) for month, n in zip(months, numbers, strict=True))
    table = Table("t", "Stock", "Month", (Column("Number"),), rows)
    chart = column_chart(table, ("Number",), id="c", caption="Stock", reading=("Words.",), kind="line")
    assert chart.alt == (
        "Line chart: Stock. From Mar 412 to Jun 430; highest Apr 430; lowest May 405. "
        "Every value is in the table below."
    )


def test_few_that_could_not_be_judged_are_told_as_fewer_than_six() -> None:
    figure = Figure("reviews-in-time-review", 1, Period.year(2025), (), 90, 100, "percent", 1, unknown=3)
    assert evidence([]).unknown_words(figure, "case", "cases") == "fewer than six cases"
    assert evidence([], tier="A").unknown_words(figure, "case", "cases") == "3 cases"

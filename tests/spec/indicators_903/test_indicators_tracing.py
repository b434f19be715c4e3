"""From a figure back to its rows: names, rows behind, explanations."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sightline.domain.records import Child, Episode, Outcome
from sightline.engine.tables import write_tables
from sightline.indicators import evaluate
from sightline.indicators.figures import Period
from sightline.indicators.naming import UnknownFigure, parse

YEAR = Period.year(2025)
A_NAME = "cla-count@2024-04-01..2025-03-31"


def row(record: Any, line: int) -> tuple[Any, ...]:
    return (*(getattr(record, name) for name in record.__slots__), 2025, "made-up.csv", line)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two girls and a boy looked after at the year's end, one girl left; scores for two."""
    started = date(2024, 5, 1)
    children = [Child(name, sex, date(2014, 6, 1), "WBRI") for name, sex in zip("ABCD", "FFMF", strict=True)]
    episodes = [Episode(child.child, started, "S", "C2", "N1", "U4", "PR1") for child in children]
    episodes[3] = Episode("D", started, "S", "V2", "N1", "U4", "PR1", date(2024, 8, 1), "E4A")
    outcomes = [Outcome("A", date(2014, 6, 1), 12), Outcome("B", date(2014, 6, 1), 20)]
    tables = {"children": children, "episodes": episodes, "outcomes": outcomes}
    rows: dict[str, list[tuple[Any, ...]]] = {
        name: [row(record, line) for line, record in enumerate(records, start=2)]
        for name, records in tables.items()
    }
    rows["collections"] = [(2025, date(2024, 4, 1), date(2025, 3, 31))]
    return write_tables(tmp_path / "lives", rows)


def test_a_name_says_indicator_period_and_part() -> None:
    name = parse(f"{A_NAME}[age-band=10 to 15,sex=Female]")
    assert name.indicator.key == "cla-count"
    assert name.period == YEAR
    assert name.breakdown == (("age-band", "10 to 15"), ("sex", "Female"))


def test_labels_may_hold_commas_and_equals_signs() -> None:
    name = parse(f"{A_NAME}[legal-status=Section 20 accommodation, single period,sex=Female]")
    assert name.breakdown[0] == ("legal-status", "Section 20 accommodation, single period")


@pytest.mark.parametrize(
    ("figure_id", "says"),
    [
        ("cla-count", "a figure is named like"),
        ("cla-cuont@2024-04-01..2025-03-31", "there is no indicator 'cla-cuont'"),
        ("cla-count@2025-04-01..2025-03-31", "is no period"),
        ("cla-count@2024-04-31..2025-03-31", "is no period"),
        (f"{A_NAME}[colour=red]", "does not begin with a dimension"),
        (f"{A_NAME}[reason=Adopted]", "is not broken down by 'reason'"),
    ],
)
def test_what_is_no_name_is_refused_with_the_reason(figure_id: str, says: str) -> None:
    with pytest.raises(UnknownFigure, match=says):
        parse(figure_id)


def test_a_part_that_does_not_exist_is_refused(folder: Path) -> None:
    with pytest.raises(UnknownFigure, match="the parts are Female, Male, Unknown"):
        evaluate.explain(folder, f"{A_NAME}[sex=Femlae]")


def test_unknown_indicators_and_dimensions_are_refused(folder: Path) -> None:
    with pytest.raises(UnknownFigure, match="no dimension 'colour'"):
        evaluate.evaluate(folder, [YEAR], by=("colour",))
    with pytest.raises(UnknownFigure, match="no indicator 'cla'"):
        evaluate.evaluate(folder, [YEAR], indicators=["cla"])
    with pytest.raises(UnknownFigure, match="crossed with itself"):
        evaluate.evaluate(folder, [YEAR], by=(("sex", "sex"),))


def test_rows_behind_a_count_have_file_and_line(folder: Path) -> None:
    rows = evaluate.rows_behind(folder, f"{A_NAME}[sex=Female]")
    told = [(each["child"], each["file"], each["line"], each["meets"]) for each in rows.records()]
    assert told == [("A", "made-up.csv", 2, True), ("B", "made-up.csv", 3, True)]


def test_rows_behind_a_share_are_the_whole_with_a_mark(folder: Path) -> None:
    rows = evaluate.rows_behind(folder, "cla-sex-profile@2024-04-01..2025-03-31[sex=Male]")
    assert [(each["child"], each["meets"]) for each in rows.records()] == [("A", False), ("B", False), ("C", True)]


def test_rows_behind_an_average_have_its_values(folder: Path) -> None:
    rows = evaluate.rows_behind(folder, "sdq-average@2024-04-01..2025-03-31")
    assert [(each["child"], each["value"]) for each in rows.records()] == [("A", 12), ("B", 20)]


def test_a_figure_that_is_not_available_has_no_rows(folder: Path) -> None:
    assert evaluate.rows_behind(folder, "cla-out-of-area@2024-04-01..2025-03-31").rows == ()


def test_rows_add_up_to_every_figure(folder: Path) -> None:
    """Of every figure, broken down or not, the rows behind are its denominator and those marked its numerator."""
    with evaluate.opened(folder) as evaluation:
        figures = evaluation.figures([YEAR], by=("sex", ("sex", "age-band"), "quarter"))
        for figure in figures[::7]:
            if figure.symbol or figure.indicator == "cla-change":
                continue
            rows = evaluate.explaining.rows_behind(evaluation, figure.id)
            marked = sum(int(each[-1] or 0) for each in rows.rows)
            assert marked == figure.numerator, figure.id
            assert figure.denominator in (None, len(rows.rows)), figure.id


def test_an_explanation_says_what_was_counted(folder: Path) -> None:
    told = evaluate.explain(folder, f"{A_NAME}[sex=Female]")
    assert told.figure.numerator == 2
    assert told.as_row()["definition"] == "Children looked after at the date."
    text = told.text()
    assert "One row a child looked after" in text
    assert "FROM looked_after" in text
    assert "2" in text


def test_the_sql_of_an_explanation_gives_the_figure(folder: Path) -> None:
    with evaluate.opened(folder) as evaluation:
        figure_id = "sdq-average@2024-04-01..2025-03-31"
        told = evaluate.explaining.explain(evaluation, figure_id)
        table = evaluation.described(told.indicator, YEAR)
        sql = told.sql.replace("FROM year_outcomes", f"FROM {table}")
        assert evaluation.engine.rows(sql, start=YEAR.start, end=YEAR.end) == [(32, 2, 0)]


def test_several_periods_make_a_series(folder: Path) -> None:
    ends = [date(2024, month, 28) for month in (4, 5, 8)]
    figures = evaluate.evaluate(folder, [Period(end, end) for end in ends], indicators=["cla-count"])
    assert [figure.numerator for figure in figures] == [0, 4, 3]


def test_a_last_day_to_be_told_of(folder: Path) -> None:
    last = date(2024, 12, 31)
    figures = evaluate.evaluate(folder, [YEAR, Period(last, last)], indicators=["cla-count"], on=last)
    assert [figure.symbol for figure in figures] == ["x", None]
    assert figures[0].note == "speaks of days after 2024-12-31, the last to be told of"


def test_own_age_bands(folder: Path) -> None:
    figures = evaluate.evaluate(folder, [YEAR], indicators=["cla-count"], by=("age-band",), bands="bradford")
    assert [(figure.breakdown[0][1], figure.numerator) for figure in figures[1:]] == [
        ("Under 1", 0),
        ("1 to 4", 0),
        ("5 to 10", 3),
        ("11 to 16", 0),
        ("17 and over", 0),
    ]

"""The annual report and the statistics pack, from all figures, from hidden ones and from none."""

from __future__ import annotations

import runpy
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import cycle
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from sightline.indicators.comparators import Comparator, Comparators
from sightline.indicators.figures import Figure, Period
from sightline.reports import annual, pack
from sightline.reports.document import Bullets, Callout, Document, Narrative, Paragraph, Tiles, plain
from sightline.reports.findings import summarise
from sightline.reports.ledger import definition_id, entries
from sightline.returns.findings import Finding, Severity


@pytest.fixture(scope="module")
def sample() -> Any:
    return SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("test_reports_sample.py"))))


@pytest.fixture(scope="module")
def report(sample: Any) -> Document:
    figures = [*sample.figures(), *sample.month_ends()]
    return annual.build(figures, council="Exampleshire", year=2025, earlier=sample.figures(2024))


def words(document: Document) -> str:
    """All running text of a document."""
    labels = document.labels()
    found = []
    for block in document.blocks():
        if isinstance(block, Paragraph | Callout):
            found.append(plain(block.text, labels))
        if isinstance(block, Tiles):
            found += [f"{tile.value} {tile.label} {plain(tile.comparison)}" for tile in block.tiles]
    return "\n".join(found)


def test_every_chapter_is_there(report: Document) -> None:
    titles = [section.title for _, section in report.walk()]
    for title in (
        "The year in figures",
        "Purpose and legal context",
        "The children in our care",
        "Coming into and leaving our care",
        "Where children live",
        "Reviews in time",
        "Taking part in reviews",
        "Health and wellbeing",
        "Children missing from care",
        "Permanence",
        "Care leavers",
        "Changes of social worker",
        "Short breaks",
        "How the figures were made",
        "How each figure is counted",
        "Words used",
    ):
        assert title in titles


def test_every_printed_number_has_its_figure_in_the_ledger(report: Document) -> None:
    known = {entry.figure.id for entry in entries(report)}
    assert report.figures() <= known
    assert len(report.figures()) > 200


def test_every_indicator_printed_is_defined(report: Document) -> None:
    defined = {entry.id for entry in report.definitions()}
    ledger = {figure.id: figure.indicator for figure in report.ledger}
    assert {definition_id(ledger[figure]) for figure in report.figures()} <= defined


def test_each_way_of_counting_reviews_in_time_is_on_one_card(report: Document) -> None:
    card = next(table for table in report.tables() if table.id == "timeliness")
    assert [row.head.split(":")[0] for row in card.rows] == [
        "By review due (this report's headline)",
        "By review held",
        "By child",
    ]


def test_totals_equal_the_sum_of_their_rows(report: Document) -> None:
    checked = 0
    for table in report.tables():
        if table.rows[-1].head != "Total":
            continue
        for place, column in enumerate(table.columns):
            numbers = [row.cells[place].number for row in table.rows]
            if column.numeric and not column.head.startswith("Percent") and None not in numbers:
                assert sum(numbers[:-1]) == numbers[-1], (table.caption, column.head)
                checked += 1
    assert checked > 15


def test_places_for_the_managers_words_are_marked_and_hold_questions_only(report: Document) -> None:
    places = [block for block in report.blocks() if isinstance(block, Narrative)]
    assert len(places) >= 5
    assert all(place.writer == "the IRO manager" and place.prompts for place in places)


def test_headlines_say_which_way_and_what_from(sample: Any) -> None:
    now = Figure("cla-count", 1, Period.year(2025), (), 430)
    report = annual.build(
        [now], council="Exampleshire", year=2025, earlier=[Figure("cla-count", 1, Period.year(2024), (), 412)]
    )
    tiles = next(block for block in report.blocks() if isinstance(block, Tiles)).tiles
    assert [(tile.value, tile.direction) for tile in tiles] == [("430", "Up")]
    assert plain(tiles[0].comparison).startswith("18 more than a year earlier (412), a change of 4.4%.")


def test_a_headline_percentage_stands_beside_its_base_and_what_could_not_be_judged() -> None:
    now = Figure("reviews-in-time-review", 1, Period.year(2025), (), 591, 636, "percent", 1, unknown=543)
    report = annual.build([now], council="Exampleshire", year=2025)
    (tile,) = next(block for block in report.blocks() if isinstance(block, Tiles)).tiles
    assert plain(tile.base) == "591 of 636"
    assert plain(tile.comparison).strip() == "543 more could not be judged."
    assert "not compared with a year earlier" in words(report)


def test_what_could_not_be_judged_is_told_for_each_way_of_counting() -> None:
    need = "needs the return for 2023-24 as well"
    some = Figure("reviews-in-time-review", 1, Period.year(2025), (), 591, 636, "percent", 1, unknown=543)
    few = Figure("reviews-in-time-held", 1, Period.year(2025), (), 600, 640, "percent", 1)
    none = Figure("reviews-in-time-child", 1, Period.year(2025), (), unit="percent", symbol="x", unknown=348)
    report = annual.build(
        [
            replace(some, note=f"some could not be judged; {need}"),
            replace(few, note=f"some could not be judged; {need}. A few could not be judged"),
            replace(none, note=f"fewer than half could be judged; {need}"),
        ],
        council="Exampleshire",
        year=2025,
    )
    section = next(part for _, part in report.walk() if part.id == "reviews-unknown")
    (told,) = (block for block in section.blocks if isinstance(block, Bullets))
    assert [plain(item) for item in told.items] == [
        f"By review due: 543 cases could not be judged; it {need}.",
        f"By review held: fewer than six cases could not be judged; it {need}.",
        "By child: no percentage is given, because fewer than half could be judged (348 cases could not); "
        f"it {need}.",
    ]


def test_one_child_is_said_in_the_singular() -> None:
    figure = Figure("cla-count", 1, Period.year(2025), (), 1)
    text = words(annual.build([figure], council="Exampleshire", year=2025, tier="A"))
    assert "there was 1 child in our care" in text
    assert "1 children" not in text


def test_a_report_without_any_figure_says_so_everywhere() -> None:
    report = annual.build([], council="Exampleshire", year=2025)
    assert "was not worked out from the files given" in words(report)
    assert not report.charts()
    for _, section in report.walk():
        assert section.blocks or section.sections, f"{section.title} is empty"


def test_a_report_of_hidden_figures_prints_no_number_of_them(sample: Any) -> None:
    secret = [replace(figure, symbol="c", numerator=987654, note="hidden") for figure in sample.figures()]
    report = annual.build(secret, council="Exampleshire", year=2025)
    printed = words(report) + "".join(c.text for t in report.tables() for r in t.rows for c in r.cells)
    assert "987" not in printed
    assert "hidden" in printed


def test_any_one_figure_may_be_missing_or_a_symbol(sample: Any) -> None:
    figures = sample.figures()
    for key, symbol in zip(dict.fromkeys(figure.indicator for figure in figures), cycle("cxz"), strict=False):
        bare = [
            replace(f, symbol=symbol, numerator=None, denominator=None) if f.indicator == key else f
            for f in figures
        ]
        assert annual.build(bare, council="Exampleshire", year=2025).tables()
        without = [figure for figure in figures if figure.indicator != key]
        assert annual.build(without, council="Exampleshire", year=2025).tables()


def test_words_for_children_blame_nobody(report: Document) -> None:
    text = words(report).lower()
    for phrase in (
        "looked after children",
        "lac ",
        "refused to",
        "failed",
        "abscond",
        "difficult child",
        "entrant",
    ):
        assert phrase not in text


def test_the_counting_rules_in_force_are_printed(sample: Any) -> None:
    from sightline.domain.practice import Counting, MonthMethod

    report = annual.build([], council="X", year=2025, counting=Counting(month_method=MonthMethod.DAYS_91_183))
    method = next(section for _, section in report.walk() if section.id == "method")
    assert "91 and 183 days" in str(method.blocks)
    assert "91 and 183 days" not in str(annual.build([], council="X", year=2025))


def test_data_quality_counts_findings_by_rule_worst_first() -> None:
    findings = [
        Finding("SL-B", Severity.WARNING, "about a row", file="a.csv", line=7),
        *[Finding("SL-A", Severity.ERROR, "about a row", file="a.csv", line=n) for n in (3, 4)],
        Finding("SL-C", Severity.ERROR, "A code is not known. Use another."),
    ]
    quality = summarise(findings, titles={"SL-A": "An episode ends after it starts"})
    assert [(one.rule, one.count) for one in quality.rules] == [("SL-A", 2), ("SL-C", 1), ("SL-B", 1)]
    report = annual.build([], council="Exampleshire", year=2025, data_quality=quality, tier="A")
    table = next(table for table in report.tables() if table.id == "quality-rules")
    assert [row.cells[-1].text for row in table.rows] == ["2", "1", "1", "4"]
    assert table.rows[0].head == "SL-A An episode ends after it starts"
    assert table.rows[1].head == "SL-C For example: A code is not known"


def test_a_public_report_names_no_rule_with_few_findings() -> None:
    """A rule about a child's sex or birth, broken once, would speak of one child."""
    findings = [Finding("SL-FEW", Severity.ERROR, "x", line=n) for n in range(5)]
    findings += [Finding("SL-MANY", Severity.ERROR, "x", line=n) for n in range(6)]
    report = annual.build([], council="X", year=2025, data_quality=summarise(findings), tier="C")
    quality = str(next(section for _, section in report.walk() if section.id == "quality"))
    assert "SL-MANY" in quality
    assert "SL-FEW" not in quality
    assert "1 rule had fewer than six findings each" in quality
    assert "'11'" not in quality, "no total gives the few away"


def test_the_document_control_names_tier_status_and_date() -> None:
    report = annual.build(
        [], council="Exampleshire", year=2025, tier="B", status="Final", prepared_on=date(2025, 6, 2)
    )
    control = dict(report.control)
    assert control["Who may read it"] == "Corporate parenting panel, in private"
    assert (control["Status"], control["Prepared on"]) == ("Final", "2 June 2025")


def test_the_pack_has_a_table_for_every_breakdown(sample: Any) -> None:
    figures = sample.figures()
    cross = [
        Figure("cla-count", 1, Period.year(2025), (("age-band", age), ("sex", sex)), 20)
        for age in ("1 to 4", "5 to 9")
        for sex in ("Male", "Female")
    ]
    made = pack.build([*figures, *cross], council="Exampleshire", year=2025)
    captions = [table.caption for table in made.tables()]
    assert "Children looked after by age band and sex, number, 2024-25" in captions
    broken_down = {
        (figure.indicator, tuple(name for name, _ in figure.breakdown)) for figure in figures if figure.breakdown
    }
    assert len(captions) >= len(broken_down) + 5
    assert made.figures() <= {entry.figure.id for entry in entries(made)}


def test_other_places_stand_beside_this_one_with_their_source(sample: Any) -> None:
    def elsewhere(year: int, unit: str = "percent") -> Comparator:
        return Comparator(
            "A published report", "council", "Otherton", "dental", Period.year(year), Fraction(875, 10), unit
        )

    figures = sample.figures()
    report = annual.build(
        figures, council="Exampleshire", year=2025, comparators=Comparators((elsewhere(2025), elsewhere(2018)))
    )
    table = next(table for table in report.tables() if table.id == "compare-dental")
    assert [(row.head, row.cells[0].text, row.cells[1].text) for row in table.rows] == [
        ("Exampleshire", "82", "This report"),
        ("Otherton", "88", "A published report"),
    ]
    for other in (elsewhere(2018), elsewhere(2025, "count")):
        report = annual.build(figures, council="Exampleshire", year=2025, comparators=Comparators((other,)))
        chapter = next(section for _, section in report.walk() if section.title == "How we compare")
        assert [block.title for block in chapter.blocks if isinstance(block, Callout)] == [
            "Nothing to compare with"
        ]


def test_nobody_to_count_is_said_and_not_tabled() -> None:
    nobody = Figure("dental", 1, Period.year(2025), (), 0, 0, "percent")
    report = annual.build([nobody], council="Exampleshire", year=2025)
    assert "health" not in {table.id for table in report.tables()}
    assert "Dental check (there was nobody to count)" in words(report)

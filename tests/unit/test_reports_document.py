"""A document is refused when a reader could not use it; its parts are numbered in reading order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sightline.reports.document import (
    Cell,
    Chart,
    Column,
    Document,
    Paragraph,
    Ref,
    Row,
    Section,
    See,
    Series,
    Table,
    Unreadable,
    assemble,
    plain,
)

CELLS = (Cell("12", "f1", 12), Cell("c", "f2"))
TABLE = Table(
    "ages", "Children by age", "Age", (Column("Number"),), (Row("0 to 4", CELLS[:1]), Row("5", CELLS[1:]))
)
CHART = Chart(
    "ages-chart", "Ages", "bars", ("0 to 4", "5"), (Series("Number", CELLS),), "Bars.", ("Most.",), TABLE
)


def document(*blocks: object, sections: tuple[Section, ...] = ()) -> Document:
    top = Section("First", "first", tuple(blocks), sections)  # type: ignore[arg-type]
    return Document("Report", "Council", "2024-25", "Draft", (top, Section("Last", "last")))


def test_sections_tables_and_charts_are_numbered_in_reading_order() -> None:
    below = Section("Below", "below", (replace(TABLE, id="more"),))
    made = assemble(document(CHART, sections=(below,)))

    assert [(depth, part.number, part.title) for depth, part in made.walk()] == [
        (1, "1", "First"),
        (2, "1.1", "Below"),
        (1, "2", "Last"),
    ]
    assert [(table.id, table.number) for table in made.tables()] == [("ages", 1), ("more", 2)]
    assert made.labels()["ages-chart"] == "Figure 1"
    assert made.labels()["below"] == "section 1.1"


def test_a_sentence_takes_the_number_of_the_table_that_it_points_to() -> None:
    text = ("See ", See("more"), ": ", Ref("f1", "12"), " children.")
    made = assemble(document(TABLE, replace(TABLE, id="more"), Paragraph(text)))
    assert plain(text, made.labels()) == "See Table 2: 12 children."


def test_figures_of_sentences_and_cells_are_known() -> None:
    made = assemble(document(TABLE, Paragraph(("Of ", Ref("f3", "9")))))
    assert made.figures() == {"f1", "f2", "f3"}


def test_symbols_used_in_a_table_are_explained_under_it() -> None:
    assert TABLE.symbols == ("c",)
    assert replace(TABLE, rows=TABLE.rows[:1]).symbols == ()


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (replace(TABLE, caption=" "), "no caption"),
        (replace(TABLE, rows=()), "no rows"),
        (replace(TABLE, columns=(Column("Age"),)), "the same"),
        (replace(TABLE, rows=(Row("0 to 4", CELLS),)), "do not fit"),
        (replace(TABLE, rows=(Row("", CELLS[:1]),)), "without a heading"),
        (replace(CHART, alt=""), "alt text"),
        (replace(CHART, reading=()), "a sentence that reads it"),
        (replace(CHART, table=None), "a table of its values"),
        (replace(CHART, table=None, see="nowhere"), "not in the document"),
        (replace(CHART, categories=("0 to 4",)), "do not fit"),
        (replace(CHART, kind="pie"), "no known kind"),
        (Paragraph((See("nowhere"),)), "not in the document"),
    ],
)
def test_what_a_reader_could_not_use_is_refused(wrong: object, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        assemble(document(wrong))


def test_two_blocks_with_one_address_are_refused() -> None:
    with pytest.raises(Unreadable, match="ages"):
        assemble(document(TABLE, TABLE))

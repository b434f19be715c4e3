"""A whole list as a file: CSV for machines, a workbook for people. No formula is ever written."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.http import HttpResponse

from sightline.web.components.saying import day_in_words
from sightline.web.lists.declared import Column, Listing
from sightline.web.lists.plain import harmless, plain, written

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Said = Sequence[tuple[str, str]]


def answer(listing: Listing, rows: Sequence[Any], form: str, *, said: Said, at: datetime, by: str) -> HttpResponse:
    """The file, named after the list and the day alone. `said` is what was chosen, in words."""
    columns = [column for column in listing.columns if column.where != "page"]
    if form == "csv":
        content = as_csv(columns, rows)
    else:
        content = as_workbook(listing.title, columns, rows, _notes(listing, len(rows), said, at, by))
    response = HttpResponse(content, content_type=FORMATS[form])
    response["Content-Disposition"] = f'attachment; filename="{listing.key}-{at:%Y-%m-%d}.{form}"'
    return response


def as_csv(columns: Sequence[Column], rows: Sequence[Any]) -> bytes:
    """UTF-8 with a byte-order mark, as spreadsheet programs want it; a text like a formula is made harmless."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([column.title for column in columns])
    writer.writerows([_cell(column.value(row)) for column in columns] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def as_workbook(title: str, columns: Sequence[Column], rows: Sequence[Any], notes: Said) -> bytes:
    """Two sheets: the rows with a heading line, and notes that say what they are."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"title": title, "author": "Sightline"})
        _write_rows(book, columns, rows)
        _write_notes(book, notes)
    return out.getvalue()


def _cell(value: Any) -> Any:
    said = plain(value)
    return harmless(said) if isinstance(said, str) else written(value)


def _notes(listing: Listing, rows: int, said: Said, at: datetime, by: str) -> Said:
    return [
        ("List", listing.title),
        ("Rows", str(rows)),
        *(said or [("Chosen", "All")]),
        ("Made", f"{day_in_words(at)}, by {by}"),
        *(("Note", note) for note in listing.notes),
        ("Care", "This file holds personal information about children. Keep it where the council's rules say."),
    ]


def _write_rows(book: Any, columns: Sequence[Column], rows: Sequence[Any]) -> None:
    sheet = book.add_worksheet("Data")
    heading, day = (
        book.add_format({"bold": True, "text_wrap": True}),
        book.add_format({"num_format": "d mmm yyyy"}),
    )
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column.title, heading)
    for line, row in enumerate(rows, start=1):
        for place, column in enumerate(columns):
            _write(sheet, line, place, plain(column.value(row)), day)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), max(len(columns) - 1, 0))
    sheet.set_column(0, max(len(columns) - 1, 0), 22)


def _write_notes(book: Any, notes: Said) -> None:
    sheet = book.add_worksheet("Notes")
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
    for line, (what, said) in enumerate(notes):
        sheet.write_string(line, 0, what, bold)
        sheet.write_string(line, 1, said, wrapped)
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 80)


def _write(sheet: Any, line: int, place: int, value: Any, day: Any) -> None:
    if value is None:
        return
    if isinstance(value, date):
        plain_day = value.replace(tzinfo=None) if isinstance(value, datetime) else value
        sheet.write_datetime(line, place, plain_day, day)
    elif isinstance(value, (int, float)):
        sheet.write_number(line, place, value)
    else:
        sheet.write_string(line, place, str(value))

"""Ways to spoil a row of a return: each puts one mistake in, if the row suits, and says where to find it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from sightline.ops.sample.text_rows import Row, YearFiles

Place = tuple[Row, str]  # the row and the column in which the mistake is to be found
PutIn = Callable[[YearFiles, Row, Random], Place | None]


def put(column: str, text: str, *, where: Callable[[Row], bool] = lambda row: True) -> PutIn:
    """Put a text into a column of rows that suit."""

    def put_in(files: YearFiles, row: Row, chance: Random) -> Place | None:
        if not where(row) or row[column] == text:
            return None
        row[column] = text
        return row, column

    return put_in


def put_date(column: str, days: int, *, of: str = "", where: Callable[[Row], bool] = lambda row: True) -> PutIn:
    """Put another date into a column: so many days from that of a column (itself, unless `of` is given)."""

    def put_in(files: YearFiles, row: Row, chance: Random) -> Place | None:
        if not row[of or column] or not where(row):
            return None
        row[column] = text_of(day_of(row[of or column]) + timedelta(days=days))
        return row, column

    return put_in


def remove(file: str, found_in: str, column: str, *, where: Callable[[YearFiles, Row], bool]) -> PutIn:
    """Take a child's rows out of one file; it is found in another."""

    def put_in(files: YearFiles, row: Row, chance: Random) -> Place | None:
        rows, left = files.others(row, file), files.others(row, found_in)
        place = next((other for other in left if where(files, other)), None)
        if not rows or place is None:
            return None
        for other in rows:
            other.gone = True
        return place, column

    return put_in


def day_of(text: str) -> date:
    day, month, year = text.split("/")
    return date(int(year), int(month), int(day))


def text_of(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def filled(column: str) -> Callable[[Row], bool]:
    return lambda row: bool(row[column])


def has(column: str, *texts: str) -> Callable[[Row], bool]:
    return lambda row: row[column] in texts


def alone(files: YearFiles, row: Row) -> bool:
    return len(files.others(row, row.file)) == 1


def goes_on(row: Row) -> bool:
    return row["REC"] == "X1"


def is_care(row: Row) -> bool:
    return row["LS"] not in ("V3", "V4")


def is_fostered_now(row: Row) -> bool:
    return row["PLACE"] in ("U4", "U6") and not row["DEC"] and is_care(row)


def copy(column: str, text: str = "") -> PutIn:
    """A second row for the same child: the same, or with another text in one column."""

    def put_in(files: YearFiles, row: Row, chance: Random) -> Place | None:
        if row[column] == text:
            return None
        return files.add_copy(row, **({column: text} if text else {})), column

    return put_in


def extra_value(files: YearFiles, row: Row, chance: Random) -> Place | None:
    row.extra = "0"
    return row, ""


def overlap(files: YearFiles, row: Row, chance: Random) -> Place | None:
    """The episode before ends some days after this one starts."""
    before = next((other for other in files.others(row, "Episodes") if other["DEC"] == row["DECOM"]), None)
    if before is None or row["RNE"] == "S" or not is_care(row):
        return None
    late = day_of(row["DECOM"]) + timedelta(days=5)
    if late > date(files.collection, 3, 31):
        return None
    before["DEC"] = text_of(late)
    return row, "DECOM"


def need_changes(files: YearFiles, row: Row, chance: Random) -> Place | None:
    if row["RNE"] == "S" or not any(other["DEC"] == row["DECOM"] for other in files.others(row, "Episodes")):
        return None
    row["CIN"] = "N7" if row["CIN"] != "N7" else "N1"
    return row, "CIN"


def as_if_placement_changed(files: YearFiles, row: Row, chance: Random) -> Place | None:
    if row["RNE"] != "L" or not any(other["DEC"] == row["DECOM"] for other in files.others(row, "Episodes")):
        return None
    row["RNE"] = "P"
    return row, "RNE"


def too_long_a_break(files: YearFiles, row: Row, chance: Random) -> Place | None:
    end = day_of(row["DECOM"]) + timedelta(days=18)
    if row["LS"] != "V3" or not row["DEC"] or end > date(files.collection, 3, 30):
        return None
    row["DEC"] = text_of(end)
    return row, "DEC"


def home_of_unaccompanied(files: YearFiles, row: Row, chance: Random) -> Place | None:
    if not files.others(row, "UASC") or not alone(files, row):
        return None
    row["HOME_POST"] = "YB1 1AA"
    return row, "HOME_POST"


def placed_at_home(files: YearFiles, row: Row, chance: Random) -> Place | None:
    if not is_fostered_now(row) or not row["HOME_POST"]:
        return None
    row["PL_POST"] = row["HOME_POST"]
    return row, "PL_POST"


def stays_with_carers_too_young(files: YearFiles, row: Row, chance: Random) -> Place | None:
    if row["REC"] not in ("E4A", "E4B", "E13", "E41") or not is_care(row):
        return None
    row["REC"] = "E17"
    return row, "REC"


def activity_of_another_year(files: YearFiles, row: Row, chance: Random) -> Place | None:
    if row["IN_TOUCH"] != "YES":
        return None
    row["ACTIV"] = "F3" if files.collection >= 2022 else "F4"
    return row, "ACTIV"


def before_birth(files: YearFiles, row: Row, chance: Random) -> Place | None:
    row["REVIEW"] = text_of(day_of(row["DOB"]) - timedelta(days=30))
    return row, "REVIEW"


def in_another_form(column: str) -> PutIn:
    """The date as a computer writes it, which is readable."""

    def put_in(files: YearFiles, row: Row, chance: Random) -> Place | None:
        row[column] = day_of(row[column]).isoformat()
        return row, column

    return put_in


def in_small_letters(column: str) -> PutIn:
    def put_in(files: YearFiles, row: Row, chance: Random) -> Place | None:
        if row[column] == row[column].lower():
            return None
        row[column] = row[column].lower()
        return row, column

    return put_in


def score_and_reason(files: YearFiles, row: Row, chance: Random) -> Place | None:
    if not row["SDQ_SCORE"]:
        return None
    row["SDQ_REASON"] = "SDQ4"
    return row, "SDQ_REASON"


def with_spaces(column: str) -> PutIn:
    def put_in(files: YearFiles, row: Row, chance: Random) -> Place | None:
        row[column] = f"  {row[column]} "
        return row, column

    return put_in


def no_pupil_number(files: YearFiles, row: Row, chance: Random) -> Place | None:
    row["UPN"] = row.child
    return row, "UPN"


def is_girl_without_child(row: Row) -> bool:
    return row["SEX"] in ("2", "F") and row["MOTHER"] == "0"

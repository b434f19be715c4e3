"""What reading does with every kind of file: kept, read with a finding, sent back with one, or refused."""

from __future__ import annotations

import csv
import os
import zipfile
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sightline.returns import reading, sources
from sightline.returns.findings import Finding, Severity
from sightline.returns.pages import rows_of

HEADER = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n"
REVIEWS = "CHILD,DOB,REVIEW,REVIEW_CODE\n"
ONE_CHILD = HEADER + "A1,F,01/02/2012,WBRI,UN1,,\n"
EPISODES = (
    "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n"
    "A1,01/05/2024,S,C2,N1,U6,PR1,,,,AB1 2CD,EF3 4GH,SC123456\n"
)
ONE_REVIEW = "A1,01/02/2012,03/06/2024,PN1\n"

Files = Mapping[str, str | bytes]
Read = Callable[..., reading.Reading]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """A function that reads files (name -> content) as one return, beside a plain Header and Episodes."""

    def read_files(files: Files, *, year: int | None = 2025, beside: bool = True) -> reading.Reading:
        folder = tmp_path / "return"
        plain: Files = {"header.csv": ONE_CHILD, "episodes.csv": EPISODES} if beside else {}
        for name, content in {**plain, **files}.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return reading.read([folder], year=year, work=tmp_path / "work")

    return read_files


def rows(read: reading.Reading, table: str, *columns: str) -> list[tuple[Any, ...]]:
    return list(rows_of(read.table(table), columns))


def worth_telling(read: reading.Reading) -> list[Finding]:
    """Findings other than that a file which may be empty was not given."""
    return [finding for finding in read.findings if finding.rule != "SL-RD-16"]


def told(read: reading.Reading) -> list[tuple[str, int | None, str | None]]:
    return [(finding.rule, finding.line, finding.field) for finding in worth_telling(read)]


def sent_back(read: reading.Reading) -> dict[str, list[list[str]]]:
    files = {path.name: path.read_text(encoding="utf-8-sig") for path in sorted(read.sent_back.glob("*"))}
    return {name: list(csv.reader(text.splitlines()))[1:] for name, text in files.items()}


# --- a return in order ---


def test_a_return_in_order_has_nothing_to_tell(read: Read) -> None:
    result = read({"reviews.csv": REVIEWS + ONE_REVIEW})
    assert told(result) == []
    assert rows(result, "reviews", "child", "held", "participation", "collection", "file", "line") == [
        ("A1", date(2024, 6, 3), "PN1", 2025, "reviews.csv", 2)
    ]
    assert not result.sent_back.exists()
    assert result.collections == (2025,)
    assert {file.record: file.rows for file in result.files} == {"children": 1, "episodes": 1, "reviews": 1}


def test_every_table_is_there_even_empty(read: Read) -> None:
    result = read({})
    assert rows(result, "liberty_orders", "child", "started", "collection") == []
    assert rows(result, "early_reviews", "child", "wanted_by", "file", "line") == []


def test_files_are_known_by_their_columns(read: Read) -> None:
    result = read({"a.csv": ONE_CHILD, "b.txt": EPISODES, "c": REVIEWS + ONE_REVIEW}, beside=False)
    assert {file.name: file.record for file in result.files} == {
        "a.csv": "children",
        "b.txt": "episodes",
        "c": "reviews",
    }


def test_uasc_is_told_from_the_header_by_its_own_column(read: Read) -> None:
    result = read({"u.csv": "CHILD,SEX,DOB,DUC\nA1,F,01/02/2012,\n"})
    assert rows(result, "uasc", "child", "status_ceased") == [("A1", None)]


# --- values ---


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("03/06/0201", "A date in the year 201"),
        ("03/06/24", "A date with two figures for the year"),
        ("31/02/2012", "A day that is not in the calendar"),
        ("06/23/2012", "A day that is not in the calendar"),
        ("41063", "A number of 5 figures"),
        ("last summer", "Text"),
        ("?", "1 character"),
    ],
)
def test_a_date_that_is_none_is_blank_and_told(read: Read, written: str, kind: str) -> None:
    """The row is kept: its key date is in order."""
    result = read({"reviews.csv": f"{REVIEWS}A1,{written},03/06/2024,PN1\n"})
    (finding,) = worth_telling(result)
    assert (finding.rule, finding.severity, finding.line, finding.field) == ("SL-RD-20", Severity.ERROR, 2, "DOB")
    assert finding.message.startswith(f"{kind} where a date belongs")
    assert finding.record == "reviews"
    assert finding.collection == 2025
    assert rows(result, "reviews", "born", "held") == [(None, date(2024, 6, 3))]


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("12.5", "A number with a fraction"),
        ("twelve", "Text"),
        ("12/03/2024", "A date"),
        ("1234567890", "A number of 10"),
    ],
)
def test_a_number_that_is_none_is_blank_and_told(read: Read, written: str, kind: str) -> None:
    result = read({"oc2.csv": f"CHILD,DOB,SDQ_SCORE,CONVICTED\nA1,01/02/2012,{written},0\n"})
    (finding,) = [finding for finding in worth_telling(result) if finding.rule == "SL-RD-21"]
    assert finding.message.startswith(kind)
    assert rows(result, "outcomes", "sdq_score", "convicted") == [(None, 0)]


def test_whole_numbers_in_a_spreadsheets_form_are_read(read: Read) -> None:
    result = read({"oc2.csv": "CHILD,DOB,SDQ_SCORE,CONVICTED,TEETH_CHECK\nA1,01/02/2012,12.0,1.0,Yes\n"})
    assert rows(result, "outcomes", "sdq_score", "convicted", "teeth_check") == [(12, 1, 1)]


def test_a_value_too_long_for_a_code_is_blank_and_told_by_its_length(read: Read) -> None:
    result = read({"reviews.csv": f"{REVIEWS}A1,01/02/2012,03/06/2024,spoke by phone\n"})
    (finding,) = [finding for finding in worth_telling(result) if finding.rule == "SL-RD-22"]
    assert finding.message.startswith("14 characters where a code belongs")
    assert rows(result, "reviews", "participation") == [(None,)]


def test_a_code_nobody_knows_is_kept_for_the_checks(read: Read) -> None:
    result = read({"reviews.csv": f"{REVIEWS}A1,01/02/2012,03/06/2024,PN9\n"})
    assert rows(result, "reviews", "participation") == [("PN9",)]


def test_postcodes_are_in_capitals_with_one_space(read: Read) -> None:
    result = read({"episodes.csv": EPISODES.replace("AB1 2CD", "ab1   2cd")})
    assert rows(result, "episodes", "home_postcode", "placement_postcode") == [("AB1 2CD", "EF3 4GH")]


def test_sex_by_number_is_read_and_told_from_2025(read: Read) -> None:
    header = HEADER + "A1,2,01/02/2012,WBRI,UN1,,\n"
    result = read({"header.csv": header})
    assert rows(result, "children", "sex") == [("F",)]
    assert told(result) == [("SL-RD-11", None, "SEX")]


def test_sex_by_number_was_right_before_2025(read: Read) -> None:
    header = HEADER + "A1,1,01/02/2012,WBRI,UN1,,\n"
    result = read({"header.csv": header}, year=2024)
    assert rows(result, "children", "sex") == [("M",)]
    assert "SL-RD-11" not in {rule for rule, _, _ in told(result)}


@pytest.mark.parametrize("written", ["zz/03/2015", "ZZ/ZZ/2015", "zz/zz/zzzz", "03/04/2015"])
def test_part_of_a_date_is_allowed_where_the_return_allows_it(read: Read, written: str) -> None:
    result = read({"p.csv": f"CHILD,DOB,PREV_PERM,LA_PERM,DATE_PERM\nA1,01/02/2012,P1,301,{written}\n"})
    assert rows(result, "previous_permanence", "ordered") == [(written.lower(),)]
    assert told(result) == []


def test_part_of_a_date_in_another_form_is_told(read: Read) -> None:
    result = read({"p.csv": "CHILD,DOB,PREV_PERM,LA_PERM,DATE_PERM\nA1,01/02/2012,P1,301,about 2015\n"})
    assert told(result) == [("SL-RD-24", 2, "DATE_PERM")]
    assert rows(result, "previous_permanence", "ordered") == [(None,)]


# --- rows sent back ---


@pytest.mark.parametrize(
    ("line", "rule", "field"),
    [
        ("A1,01/02/2012,03/06/2024", "SL-RD-30", None),
        ("A1,01/02/2012,03/06/2024,PN1,PN2", "SL-RD-30", None),
        ('A1,"01/02/2012,03/06/2024,PN1', "SL-RD-31", None),
        ('A1,"01/02/2012"x,03/06/2024,PN1', "SL-RD-31", None),
        ("A1,01/02/2012,03/06/2024,P\x00N", "SL-RD-33", None),
        (",01/02/2012,03/06/2024,PN1", "SL-RD-34", "CHILD"),
        ("1.23E+05,01/02/2012,03/06/2024,PN1", "SL-RD-35", "CHILD"),
        ("A1,01/02/2012,,PN1", "SL-RD-36", "REVIEW"),
        ("A1,01/02/2012,soon,PN1", "SL-RD-37", "REVIEW"),
    ],
)
def test_a_row_with_no_place_in_a_life_is_sent_back(read: Read, line: str, rule: str, field: str | None) -> None:
    """The rows before and after it are kept; the row itself can be mended."""
    result = read({"reviews.csv": f"{REVIEWS}{ONE_REVIEW}{line}\nA1,01/02/2012,05/12/2024,PN2\n"})
    assert told(result) == [(rule, 3, field)]
    assert rows(result, "reviews", "line") == [(2,), (4,)]
    assert next(file for file in result.files if file.record == "reviews").sent_back == 1
    (back,) = sent_back(result)["reviews.csv"]
    assert back[0] == "3"
    assert back[1] == next(finding.message for finding in worth_telling(result))


@pytest.mark.parametrize("line", ["A1,01/02/2012,03/06/2024,PN1,,", 'A1,"01/02/2012",03/06/2024,"PN1"'])
def test_empty_values_too_many_and_plain_quotation_marks_do_no_harm(read: Read, line: str) -> None:
    result = read({"reviews.csv": f"{REVIEWS}{line}\n"})
    assert told(result) == []
    assert len(rows(result, "reviews", "child")) == 1


def test_a_line_of_many_megabytes_is_sent_back_without_being_held(read: Read) -> None:
    long = "A1," + "x" * (3 * 1024 * 1024)
    result = read({"reviews.csv": f"{REVIEWS}{long}\n{ONE_REVIEW}"})
    assert told(result) == [("SL-RD-32", 2, None)]
    assert rows(result, "reviews", "line") == [(3,)]
    assert (result.sent_back / "reviews.csv").stat().st_size < 1000


def test_a_long_last_line_without_an_end_is_sent_back_too(read: Read) -> None:
    result = read({"reviews.csv": f"{REVIEWS}{ONE_REVIEW}" + "x" * (3 * 1024 * 1024)})
    assert told(result) == [("SL-RD-32", 3, None)]


def test_a_missing_spell_needs_its_kind(read: Read) -> None:
    result = read({"m.csv": "CHILD,DOB,MISSING,MIS_START,MIS_END\nA1,01/02/2012,,03/06/2024,\n"})
    assert told(result) == [("SL-RD-38", 2, "MISSING")]


def test_the_same_row_twice_is_kept_once(read: Read) -> None:
    result = read({"reviews.csv": REVIEWS + ONE_REVIEW * 3})
    assert told(result) == [("SL-RD-42", 3, "CHILD"), ("SL-RD-42", 4, "CHILD")]
    assert rows(result, "reviews", "line") == [(2,)]
    assert not result.sent_back.exists()


def test_a_second_row_that_says_otherwise_is_sent_back(read: Read) -> None:
    result = read({"reviews.csv": f"{REVIEWS}{ONE_REVIEW}A1,01/02/2012,03/06/2024,PN2\n"})
    (finding,) = worth_telling(result)
    assert (finding.rule, finding.line) == ("SL-RD-39", 3)
    assert "otherwise in REVIEW_CODE" in finding.message
    assert rows(result, "reviews", "participation") == [("PN1",)]


def test_two_reviews_on_two_days_are_two_rows(read: Read) -> None:
    result = read({"reviews.csv": f"{REVIEWS}{ONE_REVIEW}A1,01/02/2012,04/06/2024,PN1\n"})
    assert told(result) == []


def test_two_children_with_one_identifier_are_told_at_both_lines(read: Read) -> None:
    result = read({"header.csv": f"{ONE_CHILD}A1,M,05/09/2015,WBRI,UN1,,\n"})
    assert told(result) == [("SL-RD-41", 2, "CHILD"), ("SL-RD-40", 3, "CHILD")]
    assert rows(result, "children", "sex") == [("F",)]
    assert sent_back(result)["header.csv"][0][2:4] == ["A1", "M"]


def test_one_child_told_twice_with_another_ethnicity_is_a_contradiction(read: Read) -> None:
    result = read({"header.csv": f"{ONE_CHILD}A1,F,01/02/2012,WIRI,UN1,,\n"})
    assert told(result) == [("SL-RD-39", 3, "CHILD")]


def test_a_mended_file_is_read_beside_the_others(read: Read, tmp_path: Path) -> None:
    """The row that was wrong is still sent back from where it came; the mended one is kept."""
    files = {"reviews.csv": f"{REVIEWS}{ONE_REVIEW}A1,01/02/2012,,PN2\n"}
    first = read(files)
    mended = (
        (first.sent_back / "reviews.csv")
        .read_text(encoding="utf-8-sig")
        .replace("2012,,PN2", "2012,09/12/2024,PN2")
    )
    second = read({**files, "mended.csv": mended})
    assert rows(second, "reviews", "file", "held") == [
        ("mended.csv", date(2024, 12, 9)),
        ("reviews.csv", date(2024, 6, 3)),
    ]
    assert [rule for rule, _, _ in told(second)] == ["SL-RD-36"]


def test_a_mended_file_can_be_read_alone(read: Read, tmp_path: Path) -> None:
    first = read({"reviews.csv": f"{REVIEWS}A1,01/02/2012,,PN2\n"})
    text = (first.sent_back / "reviews.csv").read_text(encoding="utf-8-sig")
    mended = tmp_path / "mended.csv"
    mended.write_text(text.replace("2012,,PN2", "2012,09/12/2024,PN2"))
    alone = reading.read([mended], year=2025, work=tmp_path / "other")
    assert rows(alone, "reviews", "held") == [(date(2024, 12, 9),)]


def test_a_mended_file_in_the_work_folder_is_not_read_where_it_would_be_lost(read: Read, tmp_path: Path) -> None:
    first = read({"reviews.csv": f"{REVIEWS}A1,01/02/2012,,PN2\n"})
    with pytest.raises(reading.CannotRead, match="Move the mended file"):
        reading.read([first.sent_back / "reviews.csv"], year=2025, work=tmp_path / "work")


def test_our_own_output_inside_the_folder_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "header.csv").write_text(ONE_CHILD + "A2,F,01/02/2012\n")
    (tmp_path / "episodes.csv").write_text(EPISODES)
    for _ in range(2):
        result = reading.read([tmp_path], year=2025, work=tmp_path / "work")
        assert told(result) == [("SL-RD-30", 3, None)]


def test_rows_sent_back_keep_the_files_own_form(read: Read) -> None:
    text = (REVIEWS + "A1,01/02/2012,,PN2\n").replace(",", ";")
    result = read({"reviews.csv": text})
    first = (result.sent_back / "reviews.csv").read_text(encoding="utf-8-sig").splitlines()
    assert first[0] == "SENT_BACK_LINE;WHAT_TO_DO;CHILD;DOB;REVIEW;REVIEW_CODE"
    assert first[1].endswith(";A1;01/02/2012;;PN2")


# --- the form of files ---


def test_lines_before_the_headings_are_passed_over_and_noted(read: Read) -> None:
    result = read({"reviews.csv": f"\n\nsep=,\n{REVIEWS}{ONE_REVIEW}"})
    assert told(result) == [("SL-RD-08", 4, None)]
    assert rows(result, "reviews", "line") == [(5,)]


def test_a_file_end_mark_of_old_systems_is_no_row(read: Read) -> None:
    result = read({"reviews.csv": f"{REVIEWS}{ONE_REVIEW}\x1a"})
    assert told(result) == []


def test_rows_of_separators_alone_are_no_rows(read: Read) -> None:
    result = read({"reviews.csv": f"{REVIEWS}{ONE_REVIEW},,,\n , ,,\n"})
    assert told(result) == []
    assert len(rows(result, "reviews", "line")) == 1


def test_windows_1252_is_read_and_noted(read: Read) -> None:
    text = f"CHILD,DOB,REVIEW,REVIEW_CODE,NOTE\n{ONE_REVIEW.strip()},naïve\n".encode("cp1252")
    result = read({"reviews.csv": text})
    assert [rule for rule, _, _ in told(result)] == ["SL-RD-06", "SL-RD-08"]


def test_missing_columns_are_told_by_how_much_they_matter(read: Read) -> None:
    result = read({"header.csv": "CHILD,SEX,DOB,ETHNIC\nA1,F,01/02/2012,WBRI\n"})
    assert sorted(told(result), key=str) == [
        ("SL-RD-04", 1, "UPN"),
        ("SL-RD-05", 1, "MC_DOB"),
        ("SL-RD-05", 1, "MOTHER"),
    ]


def test_a_heading_that_comes_twice_is_told(read: Read) -> None:
    result = read({"reviews.csv": "CHILD,DOB,DOB,REVIEW,REVIEW_CODE\nA1,01/02/2012,09/09/2012,03/06/2024,PN1\n"})
    assert told(result) == [("SL-RD-07", 1, "DOB")]
    assert rows(result, "reviews", "born") == [(date(2012, 2, 1),)]


def test_headings_without_rows_are_noted(read: Read) -> None:
    assert told(read({"reviews.csv": REVIEWS})) == [("SL-RD-19", None, None)]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "the file is empty"),
        (b" \r\n\r\n", "the file is empty"),
        (b"CHILD\nA1\nA2\n", "the file has one column"),
        (b"a,b,c\n1,2,3\n", "the headings are of no file of the return"),
        (b"CHILD,DOB,REVIEW_CODE\nA1,01/02/2012,PN1\n", "it looks like Reviews but has no column REVIEW"),
        (b"PK\x03\x04\x14\x00rest", "it is a spreadsheet or a zip"),
        (b"\xd0\xcf\x11\xe0rest", "it is an old spreadsheet"),
        (b"%PDF-1.7", "it is a PDF"),
        (b"<html><table>", "it is a web page"),
        (b"<!DOCTYPE html>", "it is a web page"),
        (b"\x01\x00\x07CHILD\x00\x00\x00", "it is no text"),
    ],
)
def test_what_is_no_file_of_a_return_is_told_and_the_rest_read(read: Read, content: bytes, kind: str) -> None:
    result = read({"odd.csv": content})
    (finding,) = worth_telling(result)
    assert finding.rule in ("SL-RD-01", "SL-RD-02")
    assert kind in finding.message
    assert len(rows(result, "children", "child")) == 1
    assert [file.record for file in result.files if file.name == "odd.csv"] == [None]


def test_other_files_of_a_folder_are_noted_not_complained_of(read: Read) -> None:
    result = read({"readme.txt": "Exported in May\n", "letter.docx": b"PK\x03\x04", ".hidden": "x"})
    assert {(finding.file, finding.severity) for finding in worth_telling(result)} == {
        ("readme.txt", Severity.NOTE),
        ("letter.docx", Severity.NOTE),
    }


# --- nothing to read ---


def refusal(inputs: Iterable[Path], tmp_path: Path, year: int | None = 2025) -> str:
    with pytest.raises(reading.CannotRead) as refused:
        reading.read(list(inputs), year=year, work=tmp_path / "work")
    return str(refused.value)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "There are no files here" in refusal([tmp_path / "empty"], tmp_path)


def test_a_folder_without_a_return_is_refused_with_the_reasons(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "x.csv").write_text("one\ntwo\n")
    assert "x.csv: Not read: the file has one column" in refusal([tmp_path / "in"], tmp_path)


def test_what_does_not_exist_is_refused(tmp_path: Path) -> None:
    assert "There is no" in refusal([tmp_path / "nowhere"], tmp_path)


def test_a_year_that_no_return_is_known_of_is_refused(tmp_path: Path) -> None:
    assert "2016 to 2027" in refusal([tmp_path], tmp_path, year=2012)


def test_a_failed_reading_leaves_the_last_one_as_it_was(read: Read, tmp_path: Path) -> None:
    result = read({"reviews.csv": REVIEWS + ONE_REVIEW})
    (tmp_path / "other").mkdir()
    refusal([tmp_path / "other"], tmp_path)
    assert len(rows(result, "reviews", "child")) == 1
    assert {path.name for path in result.work.iterdir()} == {"returned", "findings"}


# --- folders, links, zips ---


def zipped(path: Path, files: Files) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def test_a_zip_is_read_without_unpacking(tmp_path: Path) -> None:
    files = {"out/header.csv": ONE_CHILD, "out/episodes.csv": EPISODES, "__MACOSX/out/header.csv": "x"}
    result = reading.read([zipped(tmp_path / "r.zip", files)], year=2025, work=tmp_path / "work")
    assert told(result) == []
    assert rows(result, "children", "file") == [("r.zip/out/header.csv",)]


def test_a_zip_that_would_unpack_to_too_much_is_refused(tmp_path: Path) -> None:
    bomb = zipped(tmp_path / "r.zip", {"header.csv": ONE_CHILD + "\n" * (20 * 1024 * 1024)})
    assert "far more than a return can hold" in refusal([bomb], tmp_path)


def test_a_zip_of_very_many_files_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "MOST_ENTRIES", 3)
    assert "more than 3 files" in refusal([zipped(tmp_path / "r.zip", dict.fromkeys("abcd", "x"))], tmp_path)


def test_zips_inside_zips_and_paths_outside_are_passed_over(tmp_path: Path) -> None:
    files: Files = {"header.csv": ONE_CHILD, "episodes.csv": EPISODES, "in.zip": b"PK", "../out.csv": ONE_CHILD}
    result = reading.read([zipped(tmp_path / "r.zip", files)], year=2025, work=tmp_path / "work")
    kinds = sorted(finding.message for finding in worth_telling(result) if finding.rule == "SL-RD-17")
    assert ["a zip inside a zip" in kinds[0], "points outside" in kinds[1]] == [True, True]
    assert not (tmp_path / "out.csv").exists()


def test_a_zip_with_a_password_is_told(tmp_path: Path) -> None:
    path = zipped(tmp_path / "r.zip", {"header.csv": ONE_CHILD})
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    path.write_bytes(data)
    assert "locked with a password" in refusal([path], tmp_path)


def test_a_damaged_zip_is_told(tmp_path: Path) -> None:
    path = tmp_path / "r.zip"
    path.write_bytes(b"PK\x03\x04 nothing more")
    assert "damaged" in refusal([path], tmp_path)


def test_a_damaged_entry_is_told_and_none_of_it_kept(tmp_path: Path) -> None:
    path = tmp_path / "r.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("header.csv", ONE_CHILD)
        archive.writestr("reviews.csv", REVIEWS + ONE_REVIEW)
    path.write_bytes(path.read_bytes().replace(b"03/06/2024,PN1", b"03/06/2024,PN2", 1))
    result = reading.read([path], year=2025, work=tmp_path / "work")
    assert ("SL-RD-02", None, None) in told(result)
    assert rows(result, "reviews", "child") == []


def test_links_inside_a_folder_are_not_followed(read: Read, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "reviews.csv").write_text(REVIEWS + ONE_REVIEW)
    folder = tmp_path / "return"
    folder.mkdir()
    os.symlink(tmp_path / "elsewhere" / "reviews.csv", folder / "link.csv")
    os.symlink(tmp_path / "elsewhere", folder / "links")
    os.symlink(folder, folder / "round")
    result = read({})
    assert sorted(finding.file or "" for finding in worth_telling(result)) == ["link.csv", "links", "round"]
    assert rows(result, "reviews", "child") == []


def test_a_file_that_may_not_be_opened_is_told(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = sources.Source.open

    def refused(self: sources.Source) -> Any:
        if self.name == "reviews.csv":
            raise PermissionError(13, "Permission denied", "reviews.csv")
        return opened(self)

    monkeypatch.setattr(sources.Source, "open", refused)
    result = read({"reviews.csv": REVIEWS + ONE_REVIEW})
    (finding,) = worth_telling(result)
    assert "you may not open it" in finding.message


# --- years ---

IN_2024 = REVIEWS + "A1,01/02/2012,03/06/2023,PN1\n"


def test_several_years_are_told_apart_by_their_folders(read: Read) -> None:
    files = {
        f"{folder}/{name}": text
        for folder, review in (("2023-24", IN_2024), ("2024-25", REVIEWS + ONE_REVIEW))
        for name, text in (("header.csv", ONE_CHILD), ("episodes.csv", EPISODES), ("reviews.csv", review))
    }
    result = read(files, beside=False)
    assert result.collections == (2024, 2025)
    assert sorted(rows(result, "reviews", "collection", "file")) == [
        (2024, "2023-24/reviews.csv"),
        (2025, "2024-25/reviews.csv"),
    ]
    assert "SL-RD-42" not in result.findings.by_rule  # last year's row about a child is no repeat


def test_several_years_are_told_apart_by_the_names_of_files(read: Read) -> None:
    files = {"header_2024.csv": ONE_CHILD, "header_2025.csv": ONE_CHILD, "episodes2024.csv": EPISODES}
    result = read({**files, "episodes 2025.csv": EPISODES}, beside=False)
    assert sorted(rows(result, "children", "collection")) == [(2024,), (2025,)]


def test_a_year_that_no_name_tells_is_taken_from_the_dates_and_noted(read: Read) -> None:
    files = {
        "last/header.csv": ONE_CHILD,
        "last/reviews.csv": IN_2024,
        "this/header.csv": ONE_CHILD,
        "this/reviews.csv": REVIEWS + ONE_REVIEW,
    }
    result = read(files, beside=False)
    assert result.collections == (2024, 2025)
    assert result.findings.by_rule["SL-RD-12"] == 2


def test_one_return_is_of_the_year_asked_for_and_other_dates_are_told(read: Read) -> None:
    result = read({"reviews.csv": IN_2024})
    assert result.collections == (2025,)
    (finding,) = worth_telling(result)
    assert finding.rule == "SL-RD-13"
    assert "most of its dates are of 2023-24" in finding.message


def test_without_a_year_anywhere_one_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "header.csv").write_text(ONE_CHILD)
    assert "--year" in refusal([tmp_path / "header.csv"], tmp_path, year=None)


def test_a_file_that_the_years_return_does_not_have_is_told(read: Read) -> None:
    orders = "CHILD,DOB,DOLO_START,DOLO_END\nA1,01/02/2012,03/06/2024,\n"
    assert told(read({"dolo.csv": orders})) == [("SL-RD-14", None, None)]
    assert told(read({"dolo.csv": orders}, year=2027)) == [("SL-RD-13", None, None)]


def test_a_return_without_a_header_is_told(read: Read) -> None:
    result = read({"episodes.csv": EPISODES}, beside=False)
    (finding,) = worth_telling(result)
    assert (finding.rule, finding.severity) == ("SL-RD-15", Severity.ERROR)


# --- what findings may say ---


def test_no_finding_holds_a_value_from_the_file(read: Read) -> None:
    secret = "QZJXK"
    text = "".join(
        f"{line}\n"
        for line in (
            f"A1,{secret},03/06/2024,PN1",
            f"A1,01/02/2012,{secret},PN1",
            f"{secret},01/02/2012,03/06/2024,{secret * 3}",
            f"{secret},01/02/2012,03/06/2024,{secret}",
            f"{secret},{secret}",
            f'{secret},"{secret}',
        )
    )
    header = f"{ONE_CHILD}{secret},F,01/02/2012,WBRI,UN1,,\n{secret},M,01/02/2013,WBRI,UN1,,\n"
    result = read({"header.csv": header, "reviews.csv": f"{REVIEWS.strip()},{secret}\n{text}"})
    assert len(result.findings) > 6
    assert not [finding for finding in result.findings if secret in finding.message + (finding.field or "")]

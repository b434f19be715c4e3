"""A return made by somebody else, seen for the first time: nothing is lost, and what is odd is said plainly."""

from __future__ import annotations

import csv
import errno
import json
import os
import sys
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sightline.domain.records import Child, Episode, Review
from sightline.ops import cli
from sightline.ops.commands import read as read_command
from sightline.ops.commands import report as report_command
from sightline.returns import prepared, reading, sources, writing

GIRL = Child("A1", "F", date(2012, 2, 29), "WBRI", "A123456789012", 0)
BOY = Child("A2", "M", date(2015, 6, 1), "WBRI", "B123456789012", None)
CARE = Episode(
    "A1", date(2024, 5, 1), "S", "C2", "N1", "U6", "PR1", None, None, None, "AB1 2CD", "AB1 2CE", "1234567"
)
HELD = Review("A1", GIRL.born, date(2024, 5, 22), "PN1")


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """Run a command as the shell would."""

    def run_command(*words: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["sightline", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        captured = capfd.readouterr()
        assert ended.value.code != cli.FAULT, captured.err
        return Ran(int(ended.value.code or 0), captured.out, captured.err)

    return run_command


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One year's return of two children, written as it should be."""
    episodes = [CARE, replace(CARE, child="A2")]
    reviews = [HELD, replace(HELD, child="A2", born=BOY.born)]
    given = tmp_path / "2024-25"
    writing.write_csv({"children": [GIRL, BOY], "episodes": episodes, "reviews": reviews}, given, 2025)
    return given


def findings(ran: Ran) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(ran.out)
    return rows


def rows_read(folder: Path, work: Path) -> dict[str, int]:
    told = reading.read([folder], year=2025, work=work)
    return {file.name: file.rows for file in told.files}


# --- names of files -----------------------------------------------------------------------------------------


def test_a_name_that_a_screen_would_act_on_is_shown_with_marks(folder: Path, tmp_path: Path) -> None:
    (folder / "Reviews.csv").rename(folder / "Re\nviews\x1b[31m \N{PARTY POPPER}.csv")
    assert "Re\ufffdviews\ufffd[31m \N{PARTY POPPER}.csv" in rows_read(folder, tmp_path / "work")


def test_a_name_that_is_no_text_is_no_fault_of_ours(folder: Path, tmp_path: Path) -> None:
    (folder / "Reviews.csv").rename(folder / os.fsdecode(b"Rev\xff.csv"))
    (folder / "Missing.csv").touch()
    assert rows_read(folder, tmp_path / "work")["Rev\ufffd.csv"] == 2


def test_two_files_of_one_name_in_a_zip_are_both_read(folder: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "2025.zip", "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for file in folder.glob("*.csv"):
            archive.write(file, file.name)
        archive.writestr("Reviews.csv", "CHILD,DOB,REVIEW,REVIEW_CODE\nA1,29/02/2012,01/08/2024,PN1\n")
    told = rows_read(tmp_path / "2025.zip", tmp_path / "work")
    assert (told["2025.zip/Reviews.csv"], told["2025.zip/Reviews.csv (2)"]) == (2, 1)


def test_an_entry_that_points_outside_the_zip_is_named(folder: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "2025.zip", "w") as archive:
        archive.write(folder / "Header.csv", "Header.csv")
        archive.write(folder / "Reviews.csv", "../../Reviews.csv")
    told = reading.read([tmp_path / "2025.zip"], year=2025, work=tmp_path / "work")
    assert [each.file for each in told.findings if each.rule == "SL-RD-17"] == ["2025.zip/Reviews.csv"]


# --- our own outputs beside the return ----------------------------------------------------------------------


def test_our_own_outputs_inside_the_return_are_not_read_again(run: Callable[..., Ran], folder: Path) -> None:
    (folder / "Reviews.csv").write_text("CHILD,DOB,REVIEW,REVIEW_CODE\n,29/02/2012,01/06/2024,PN1\n")
    first = run("read", folder, "--year", 2025, "--out", folder / "read", "--json")
    again = run("read", folder, "--year", 2025, "--out", folder / "read", "--json")
    news = [row for row in findings(again) if row not in findings(first)]
    assert [(row["rule"], row["file"]) for row in news] == [("SL-RD-18", "read")]
    assert (folder / "read" / "sent-back").exists()


def test_a_folder_of_somebody_elses_is_looked_into(folder: Path, tmp_path: Path) -> None:
    (folder / "read").mkdir()
    (folder / "Reviews.csv").rename(folder / "read" / "Reviews.csv")
    assert rows_read(folder, tmp_path / "work")["read/Reviews.csv"] == 2


@pytest.mark.skipif(os.geteuid() == 0, reason="root may open everything")
def test_a_folder_that_may_not_be_opened_does_not_stop_the_rest(folder: Path, tmp_path: Path) -> None:
    (folder / "closed").mkdir(mode=0)
    told = reading.read([folder], year=2025, work=tmp_path / "work")
    (folder / "closed").chmod(0o700)
    assert [each.file for each in told.findings if each.rule == "SL-RD-02"] == ["closed"]
    assert sum(file.rows for file in told.files) > 0


def test_the_marks_of_our_outputs_are_those_that_the_commands_leave() -> None:
    assert {read_command.MARKER, report_command.MARKER} <= set(sources.OUR_MARKERS)


# --- rows ---------------------------------------------------------------------------------------------------


def test_an_identifier_that_is_too_long_is_not_said_to_be_missing(run: Callable[..., Ran], folder: Path) -> None:
    (folder / "Reviews.csv").write_text(f"CHILD,DOB,REVIEW,REVIEW_CODE\n{'9' * 200},29/02/2012,01/06/2024,PN1\n")
    [found] = [
        row for row in findings(run("read", folder, "--year", 2025, "--json")) if row["severity"] == "error"
    ]
    assert (found["rule"], found["line"]) == ("SL-RD-43", 2)
    assert found["message"].startswith("200 characters where the child identifier belongs")


@pytest.mark.parametrize("identifier", ["=1+1", "007", "01/02/2012", "O'BRIEN", "NULL", "{KIND}", "%S"])
def test_odd_identifiers_stay_as_they_are(run: Callable[..., Ran], folder: Path, identifier: str) -> None:
    for file in folder.glob("*.csv"):
        file.write_text(file.read_text().replace("A1,", f"  {identifier} ,"))
    ran = run("clocks", folder, "--on", "2025-03-31", "--child", identifier.lower(), "--json")
    assert {row["child"] for row in findings(ran)} == {identifier}


def test_a_footer_line_is_sent_back_with_advice_for_footers(run: Callable[..., Ran], folder: Path) -> None:
    with (folder / "Reviews.csv").open("a") as file:
        file.write("End of report\n")
    [found] = [
        row for row in findings(run("read", folder, "--year", 2025, "--json")) if row["severity"] == "error"
    ]
    assert found["message"].startswith("1 value where there are 4 headings. Take the line out if it is a title")


# --- what figures leave out is said -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ("figures", "--year", 2025),
        ("clocks", "--on", "2025-03-31"),
        ("report", "--year", 2025, "--format", "html", "--tier", "A"),
    ],
    ids=["figures", "clocks", "report"],
)
def test_figures_of_half_a_return_come_with_a_warning(
    run: Callable[..., Ran], folder: Path, tmp_path: Path, words: tuple[object, ...]
) -> None:
    """Nothing but zeros would otherwise look like a council without children."""
    command, *options = words
    out = ("--out", tmp_path / "out") if command == "report" else ()
    assert run(command, folder, *options, *out).err == "", "a whole return needs no warning"
    (folder / "Episodes.csv").unlink()
    ran = run(command, folder, *options, *out)
    assert "the return of 2024-25: The return has no Episodes file" in ran.err
    assert "no Episodes" not in ran.out


def test_rows_sent_back_are_said_beside_the_figures(run: Callable[..., Ran], folder: Path) -> None:
    with (folder / "Reviews.csv").open("a") as file:
        file.write("A1,29/02/2012,31/02/2025,PN1\n")
    ran = run("figures", folder, "--year", 2025, "--indicator", "reviews-held", "--json")
    assert "1 row was sent back and not counted" in ran.err
    assert findings(ran)[0]["value"] == 2


def test_a_return_read_as_another_year_is_said(run: Callable[..., Ran], folder: Path) -> None:
    ran = run("figures", folder, "--year", 2026, "--indicator", "cla-count")
    assert "was read as that of 2025-26, but its name tells of 2024-25" in ran.err


def test_a_child_whom_nobody_knows_is_said(run: Callable[..., Ran], folder: Path) -> None:
    ran = run("clocks", folder, "--on", "2025-03-31", "--child", "B7")
    assert (ran.code, ran.out) == (cli.CANNOT_ANSWER, "")
    assert "no child with that identifier" in ran.err
    assert run("clocks", folder, "--on", "2025-03-31", "--child", "a1").out


def test_a_standing_that_does_not_exist_is_not_understood(run: Callable[..., Ran], folder: Path) -> None:
    assert run("clocks", folder, "--on", "2025-03-31", "--standing", "lost").code == cli.NOT_UNDERSTOOD


# --- several years ------------------------------------------------------------------------------------------


def test_what_one_years_return_tells_otherwise_is_among_the_findings(
    run: Callable[..., Ran], folder: Path, tmp_path: Path
) -> None:
    later = {"children": [replace(GIRL, ethnicity="WIRI"), BOY], "episodes": [replace(CARE, child="A2")]}
    writing.write_csv(later, tmp_path / "2025-26", 2026)
    asked = (folder, tmp_path / "2025-26", "--year", 2026)
    expected = {("SL-JN-01", "2025-26/Header.csv", "ETHNIC"), ("SL-JN-04", "2024-25/Episodes.csv", "DEC")}
    told = findings(run("check", *asked, "--json"))
    assert {(row["rule"], row["file"], row["field"]) for row in told} >= expected
    run("read", *asked, "--out", tmp_path / "read")
    with (tmp_path / "read" / "findings.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {(row["rule"], row["file"], row["field"]) for row in csv.DictReader(file)} >= expected


def test_a_review_of_a_child_without_episodes_is_not_said_to_be_of_short_breaks(
    run: Callable[..., Ran], folder: Path
) -> None:
    episodes = (folder / "Episodes.csv").read_text().splitlines()
    (folder / "Episodes.csv").write_text("\n".join(line for line in episodes if not line.startswith("A2")) + "\n")
    rules = {row["rule"] for row in findings(run("check", folder, "--year", 2025, "--json"))}
    assert "SL-RV-05" not in rules
    assert "SL-IN-HD-EPISODE" in rules


# --- the disk, and being stopped ----------------------------------------------------------------------------


def test_a_full_disk_is_not_said_to_be_a_damaged_file(
    run: Callable[..., Ran], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(prepared, "_write_rows", full)
    ran = run("check", folder, "--year", 2025)
    assert ran.code == cli.CANNOT_WRITE
    assert "No space left" in ran.err
    assert "TMPDIR" in ran.err


@pytest.mark.parametrize(("number", "code"), [("SIGINT", 130), ("SIGTERM", 143)])
def test_being_stopped_is_no_fault_whatever_a_library_makes_of_it(
    run: Callable[..., Ran], folder: Path, monkeypatch: pytest.MonkeyPatch, number: str, code: int
) -> None:
    """DuckDB at work answers a signal with an error of its own."""
    import signal

    from sightline.returns import checking

    def stopped(*_: object, **__: object) -> None:
        try:
            signal.raise_signal(getattr(signal, number))
        except KeyboardInterrupt:
            raise RuntimeError("query interrupted") from None

    monkeypatch.setattr(checking, "check", stopped)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # what is begun in the background ignores it
    try:
        ran = run("check", folder, "--year", 2025)
    finally:
        signal.signal(signal.SIGINT, before)
    assert ran.code == code
    assert ran.err == "Stopped. Nothing was written.\n"


# --- the XML ------------------------------------------------------------------------------------------------


def test_an_episode_has_the_elements_that_the_departments_schema_asks_for(tmp_path: Path) -> None:
    from lxml import etree

    writing.write_xml({"children": [replace(GIRL, upn=None)], "episodes": [CARE]}, tmp_path / "return.xml", 2020)
    told = etree.parse(tmp_path / "return.xml")
    tags = [element.tag for element in told.find("CHILD/EPISODE")]
    assert tags == [
        "DECOM", "RNE", "LS", "CIN", "PL", "PL_POST", "HOME_POST", "URN", "PLACE_PROVIDER", "DEC", "REC",
    ]  # fmt: skip
    assert [element.tag for element in told.find("CHILD/HEADER")][:6] == [
        "CHILDID", "UPN", "SEX", "DOB", "ETHNIC", "UASC",
    ]  # fmt: skip


def test_where_the_xml_breaks_is_said_even_before_the_first_child(tmp_path: Path) -> None:
    (tmp_path / "return.xml").write_text("<EXPSSDA903>\n<CHILD>\n<HEADER><CHILDID>\x01</CHILDID></HEADER></CHILD>")
    (tmp_path / "Header.csv").write_text("CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\nA1,F,01/01/2012,WBRI,UN1,0,\n")
    told = reading.read([tmp_path], year=2025, work=tmp_path / "work")
    assert [(each.rule, each.line) for each in told.findings if each.file == "return.xml"] == [("SL-RD-01", 3)]

"""What each command prints and its exit code, on good files and bad ones: other programs rely on these."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from sightline.ops import cli

YEAR = "2025"


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    def json(self) -> list[dict[str, object]]:
        rows = json.loads(self.out)
        assert isinstance(rows, list)
        return rows


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """Run a command as the shell would; a trace on the screen is never right."""

    def run_command(*words: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["sightline", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        captured = capfd.readouterr()
        assert "Traceback" not in captured.out + captured.err
        assert ended.value.code != cli.FAULT, captured.err
        return Ran(int(ended.value.code or 0), captured.out, captured.err)

    return run_command


@pytest.fixture(scope="session")
def returns(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two years' returns of a small council, without a mistake."""
    from sightline.ops import sample

    folder = tmp_path_factory.mktemp("returns")
    sample.make(seed=5, looked_after=60, years=(2024, 2025)).write(folder, form="csv")
    return folder


def the_return(returns: Path, year: str = "2024-25") -> Path:
    return returns / year


# --- help ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", cli.COMMANDS)
def test_each_command_has_help_with_an_example(run: Callable[..., Ran], command: str) -> None:
    ran = run(command, "--help")
    assert ran.code == cli.DONE
    assert f"sightline {command}" in ran.out.split("Example:")[1]


def test_no_command_shows_the_help(run: Callable[..., Ran]) -> None:
    ran = run()
    assert "Commands:" in ran.out + ran.err


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("check",),
        ("check", ".", "--year", "1999"),
        ("figures", ".", "--year", "2025", "--from", "x"),
    ],
)
def test_what_is_not_understood_is_exit_code_2(run: Callable[..., Ran], words: tuple[str, ...]) -> None:
    assert run(*words).code == cli.NOT_UNDERSTOOD


# --- check --------------------------------------------------------------------------------------------------


def test_a_clean_return_has_no_findings(run: Callable[..., Ran], returns: Path) -> None:
    ran = run("check", returns, "--year", YEAR, "--json")
    assert [row for row in ran.json() if row["severity"] != "note"] == []
    assert ran.code == cli.DONE


def test_a_finding_says_where_and_what_to_do(run: Callable[..., Ran], returns: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(the_return(returns), tmp_path / "2024-25")
    lines = (folder / "Reviews.csv").read_text().splitlines()
    child, born, _, code = lines[1].split(",")
    (folder / "Reviews.csv").write_text("\n".join([lines[0], f"{child},{born},32/13/2024,{code}", *lines[2:]]))
    ran = run("check", folder, "--year", YEAR, "--json")
    assert ran.code == cli.NEEDS_MENDING
    [unreadable] = [row for row in ran.json() if row["file"] == "Reviews.csv" and row["line"] == 2]
    assert {"rule", "severity", "file", "line", "field", "message"} <= unreadable.keys()
    assert unreadable["field"] == "REVIEW"
    assert unreadable["severity"] == "error"
    assert "32/13" not in ran.out, "a finding never holds the value"
    assert child not in ran.out


def test_the_plain_output_names_the_files(run: Callable[..., Ran], returns: Path) -> None:
    ran = run("check", the_return(returns), "--year", YEAR)
    assert "episodes" in ran.out
    assert "Nothing wrong was found" in ran.out


# --- read ---------------------------------------------------------------------------------------------------


def test_a_row_sent_back_can_be_mended_and_read_again(
    run: Callable[..., Ran], returns: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(the_return(returns), tmp_path / "2024-25")
    reviews = folder / "Reviews.csv"
    lines = reviews.read_text().splitlines()
    reviews.write_text("\n".join([lines[0], "," + lines[1].split(",", 1)[1], *lines[2:]]) + "\n")
    ran = run("read", folder, "--year", YEAR, "--out", tmp_path / "read")
    assert ran.code == cli.NEEDS_MENDING
    [sent_back] = (tmp_path / "read" / "sent-back").rglob("*.csv")
    with sent_back.open(encoding="utf-8-sig", newline="") as file:
        [row] = csv.DictReader(file)
    assert row["CHILD"] == ""
    row["CHILD"] = lines[1].split(",")[0]
    with (folder / "mended.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(row))
        writer.writeheader()
        writer.writerow(row)
    kept = "\n".join([lines[0], *lines[2:]]) + "\n"
    reviews.write_text(kept)
    again = run("check", folder, "--year", YEAR, "--json")
    assert [found for found in again.json() if found["severity"] != "note"] == []


def test_reading_keeps_tables_only_in_a_folder_of_its_own(
    run: Callable[..., Ran], returns: Path, tmp_path: Path
) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "work.txt").write_text("years of it")
    ran = run("read", returns, "--year", YEAR, "--out", precious)
    assert ran.code == cli.CANNOT_WRITE
    assert (precious / "work.txt").read_text() == "years of it"
    assert run("read", returns, "--year", YEAR, "--out", tmp_path / "new").code == cli.DONE
    assert run("read", returns, "--year", YEAR, "--out", tmp_path / "new").code == cli.DONE, (
        "our own may be replaced"
    )
    assert (tmp_path / "new" / "lives" / "episodes.parquet").exists()


# --- the same return in other clothes -----------------------------------------------------------------------


def test_a_zip_an_xml_and_the_files_one_by_one_give_the_same_figures(
    run: Callable[..., Ran], returns: Path, tmp_path: Path
) -> None:
    from sightline.ops import sample

    folder = the_return(returns)
    with zipfile.ZipFile(tmp_path / "return.zip", "w") as archive:
        for file in folder.glob("*.csv"):
            archive.write(file, f"any folder/{file.stem} export.CSV")
    sample.make(seed=5, looked_after=60, years=(2024, 2025)).write(tmp_path / "xml", form="xml")
    [xml] = [path for path in (tmp_path / "xml").rglob("*.xml") if "2024-25" in str(path)]
    asked = ("--year", YEAR, "--by", "age-band", "--json")
    expected = run("figures", folder, *asked).json()
    assert len(expected) > 100
    assert run("figures", tmp_path / "return.zip", *asked).json() == expected
    assert run("figures", *folder.glob("*.csv"), *asked).json() == expected
    without_workers = [
        row for row in expected if row["indicator"] != "sw-changes"
    ]  # the XML has no social workers
    assert [
        row for row in run("figures", xml, *asked).json() if row["indicator"] != "sw-changes"
    ] == without_workers


# --- clocks -------------------------------------------------------------------------------------------------


def test_each_clock_has_its_reason(run: Callable[..., Ran], returns: Path) -> None:
    rows = run("clocks", returns, "--on", "2025-03-31", "--json").json()
    assert len(rows) > 60
    for row in rows:
        assert {"child", "clock", "started", "due", "met_on", "standing", "why"} <= row.keys()
        assert row["why"]
    assert {row["standing"] for row in rows} >= {"met", "due"}


def test_looking_from_an_earlier_day_sees_nothing_later(run: Callable[..., Ran], returns: Path) -> None:
    for row in run("clocks", returns, "--on", "2024-06-30", "--json").json():
        assert (row["met_on"] or "") <= "2024-06-30"
        assert row["started"] is None or row["started"] <= "2024-06-30"


# --- figures ------------------------------------------------------------------------------------------------


def test_figures_are_tidy_rows(run: Callable[..., Ran], returns: Path) -> None:
    rows = run("figures", returns, "--year", YEAR, "--json").json()
    tidy = {
        "indicator",
        "definition_version",
        "period_start",
        "period_end",
        "breakdown",
        "numerator",
        "denominator",
    }
    for row in rows:
        assert tidy | {"value", "unit", "symbol"} <= row.keys()
        assert isinstance(row["breakdown"], dict)
    [stock] = [row for row in rows if row["indicator"] == "cla-count"]
    assert 40 < stock["value"] < 80
    assert stock["period_end"] == "2025-03-31"


def test_parts_sum_to_the_whole(run: Callable[..., Ran], returns: Path) -> None:
    rows = run(
        "figures", returns, "--year", YEAR, "--indicator", "cla-count", "--by", "age-band", "--by", "sex", "--json"
    )
    whole, *parts = rows.json()
    for dimension in ("age-band", "sex"):
        assert sum(row["value"] for row in parts if dimension in row["breakdown"]) == whole["value"]


def test_a_figure_can_be_walked_back_to_file_and_line(run: Callable[..., Ran], returns: Path) -> None:
    name = "cla-count@2024-04-01..2025-03-31"
    rows = run("figures", returns, "--year", YEAR, "--explain", name, "--rows", "--json").json()
    [stock] = run("figures", returns, "--year", YEAR, "--indicator", "cla-count", "--json").json()
    assert len(rows) == stock["value"]
    episodes = (the_return(returns) / "Episodes.csv").read_text().splitlines()
    for row in rows:
        assert episodes[row["line"] - 1].startswith(f"{row['child']},"), "the line named is the child's"


def test_rows_are_for_tier_a_only(run: Callable[..., Ran], returns: Path) -> None:
    name = "cla-count@2024-04-01..2025-03-31"
    ran = run("figures", returns, "--year", YEAR, "--explain", name, "--rows", "--tier", "C")
    assert ran.code == cli.NOT_UNDERSTOOD


def test_a_series_of_months_over_the_years(run: Callable[..., Ran], returns: Path) -> None:
    asked = ("--every", "month", "--years", 2, "--indicator", "cla-count", "--indicator", "reviews-held", "--json")
    rows = run("figures", returns, "--year", YEAR, *asked).json()
    months = [row for row in rows if row["indicator"] == "cla-count"]
    assert [row["period_end"] for row in months][::11] == ["2023-04-30", "2024-03-31", "2025-02-28"]
    assert all(row["value"] > 0 for row in months)
    [year] = run("figures", returns, "--year", YEAR, "--indicator", "reviews-held", "--json").json()
    of_the_year = [row["value"] for row in rows if row["indicator"] == "reviews-held"][12:]
    assert sum(of_the_year) == year["value"]


def test_a_figure_is_explained_to_staff_only(run: Callable[..., Ran], returns: Path) -> None:
    """What stands behind a hidden figure is hidden too."""
    ran = run("figures", returns, "--year", YEAR, "--explain", "cla-count@2024-04-01..2025-03-31", "--tier", "C")
    assert ran.code == cli.NOT_UNDERSTOOD
    assert "tier A" in ran.err


def test_a_rate_uses_the_estimate_of_its_own_year(run: Callable[..., Ran], returns: Path, tmp_path: Path) -> None:
    """One number would stand for every year; a file holds each mid-year estimate."""
    estimates = tmp_path / "population.csv"
    estimates.write_text("year,children\n2023,40000\n2024,50000\n")
    asked = ("--years", 2, "--indicator", "cla-rate", "--json", "--population")
    rates = run("figures", returns, "--year", YEAR, *asked, estimates).json()
    assert [row["denominator"] for row in rates] == [40000, 50000]
    assert [row["denominator"] for row in run("figures", returns, "--year", YEAR, *asked, 52000).json()] == [
        52000
    ] * 2
    estimates.write_text("children\n40000\n")
    assert run("figures", returns, "--year", YEAR, *asked, estimates).code == cli.NOT_UNDERSTOOD
    assert run("figures", returns, "--year", YEAR, *asked, tmp_path / "absent.csv").code == cli.NOT_UNDERSTOOD


def test_an_unknown_figure_is_refused_plainly(run: Callable[..., Ran], returns: Path) -> None:
    ran = run("figures", returns, "--year", YEAR, "--explain", "no-such-thing@2024-04-01..2025-03-31")
    assert ran.code == cli.CANNOT_ANSWER
    assert "no-such-thing" in ran.err


def test_a_public_release_shows_no_small_count(run: Callable[..., Ran], returns: Path) -> None:
    rows = run(
        "figures", returns, "--year", YEAR, "--by", "age-band", "--by", "ethnicity", "--tier", "C", "--json"
    ).json()
    assert any(row["symbol"] == "c" for row in rows)
    for row in rows:
        if row["unit"] == "count" and row["value"] is not None:
            assert not 0 < row["value"] < 6, row["figure"]


def test_a_period_that_was_not_given_is_not_guessed(run: Callable[..., Ran], returns: Path) -> None:
    asked = ("--from", "2019-04-01", "--to", "2020-03-31", "--indicator", "cla-started", "--json")
    [row] = run("figures", returns, "--year", YEAR, *asked).json()
    assert (row["symbol"], row["value"]) == ("x", None)
    assert row["note"]


# --- report -------------------------------------------------------------------------------------------------


def test_a_report_appears_whole_in_four_formats(run: Callable[..., Ran], returns: Path, tmp_path: Path) -> None:
    out = tmp_path / "report"
    ran = run(
        "report", returns, "--year", YEAR, "--council", "<Test> & Council", "--out", out, "--population", 50000
    )
    assert ran.code == cli.DONE, ran.err
    assert {path.suffix for path in out.iterdir()} >= {".html", ".pdf", ".docx", ".xlsx", ".json"}
    page = next(out.glob("*.html")).read_text()
    assert "&lt;Test&gt; &amp; Council" in page
    assert "<Test>" not in page


# --- doctor -------------------------------------------------------------------------------------------------


def test_doctor_says_what_is_there(run: Callable[..., Ran]) -> None:
    rows = run("doctor", "--json").json()
    assert {row["what"] for row in rows} >= {"Python", "duckdb", "Bank holidays for the next six months"}


# --- bad input: a clear message or finding, the right exit code, never a trace ------------------------------


def empty_folder(folder: Path) -> Path:
    (folder / "nothing").mkdir()
    return folder / "nothing"


def empty_file(folder: Path) -> Path:
    (folder / "Episodes.csv").touch()
    return folder


def one_column(folder: Path) -> Path:
    (folder / "Episodes.csv").write_text("CHILD\n1\n2\n")
    return folder


def not_a_zip(folder: Path) -> Path:
    (folder / "return.zip").write_bytes(b"PK\x03\x04 but not really")
    return folder / "return.zip"


def zip_bomb(folder: Path) -> Path:
    with (
        zipfile.ZipFile(folder / "return.zip", "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("Header.csv", "w") as file,
    ):
        for _ in range(400):
            file.write(b"0" * 2**20)
    return folder / "return.zip"


def xml_with_entities(folder: Path) -> Path:
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 8))
    (folder / "return.xml").write_text(f'<!DOCTYPE x [<!ENTITY e0 "lol">{bomb}]><x><CHILD>&e7;</CHILD></x>')
    return folder / "return.xml"


def xml_of_something_else(folder: Path) -> Path:
    (folder / "return.xml").write_text("<html><body>403 Forbidden</body></html>")
    return folder / "return.xml"


def a_picture_called_csv(folder: Path) -> Path:
    (folder / "Header.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + os.urandom(2000))
    return folder


@pytest.mark.parametrize(
    "make",
    [
        empty_folder,
        empty_file,
        one_column,
        not_a_zip,
        zip_bomb,
        xml_with_entities,
        xml_of_something_else,
        a_picture_called_csv,
    ],
)
@pytest.mark.parametrize("command", ["check", "figures", "report", "read"])
def test_input_that_holds_no_return_is_refused(
    run: Callable[..., Ran], tmp_path: Path, make: Callable[[Path], Path], command: str
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    out = ("--out", tmp_path / "out", "--council", "A") if command == "report" else ()
    ran = run(command, make(folder), "--year", YEAR, *out)
    assert ran.code == cli.CANNOT_READ
    assert len(ran.err.strip()) > 20, "it says what to do"
    assert not (tmp_path / "out").exists()


def test_a_very_long_line_is_sent_back_and_the_rest_is_read(
    run: Callable[..., Ran], returns: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(the_return(returns), tmp_path / "2024-25")
    with (folder / "Missing.csv").open("a") as file:
        file.write("X" * (200 * 2**20) + "\n")
    ran = run("check", folder, "--year", YEAR, "--json")
    assert ran.code == cli.NEEDS_MENDING
    [found] = [row for row in ran.json() if row["severity"] == "error"]
    assert found["file"] == "Missing.csv"


def test_odd_values_are_findings(run: Callable[..., Ran], returns: Path, tmp_path: Path) -> None:
    """A date in the year 201, a review before birth, two children with one identifier."""
    folder = shutil.copytree(the_return(returns), tmp_path / "2024-25")
    reviews, header = folder / "Reviews.csv", folder / "Header.csv"
    lines = reviews.read_text().splitlines()
    ancient = ",".join([*lines[1].split(",")[:2], "01/05/0201", lines[1].split(",")[3]])
    unborn = ",".join([lines[2].split(",")[0], "01/06/2030", *lines[2].split(",")[2:]])
    reviews.write_text("\n".join([lines[0], ancient, unborn, *lines[3:]]) + "\n")
    children = header.read_text().splitlines()
    twin = children[1].split(",")
    twin[2] = "01/01/2012" if twin[2] != "01/01/2012" else "02/01/2012"
    header.write_text("\n".join([*children, ",".join(twin)]) + "\n")
    ran = run("check", folder, "--year", YEAR, "--json")
    assert ran.code == cli.NEEDS_MENDING
    places = {(row["file"], row["line"]) for row in ran.json() if row["severity"] == "error"}
    assert {("Reviews.csv", 2), ("Reviews.csv", 3), ("Header.csv", len(children) + 1)} <= places


def test_a_fault_of_ours_shows_no_value(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_: object) -> None:
        raise RuntimeError("Jo Bloggs born 1 May 2012")

    monkeypatch.setattr(cli, "cli", broken)
    monkeypatch.delenv("SIGHTLINE_DEBUG", raising=False)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == cli.FAULT
    captured = capfd.readouterr()
    assert "RuntimeError" in captured.err
    assert "Bloggs" not in captured.err + captured.out


def test_the_reader_of_our_output_may_leave(returns: Path) -> None:
    import subprocess

    command = [str(Path(sys.executable).parent / "sightline"), "clocks", str(returns), "--on", "2025-03-31"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout
    assert process.stderr
    process.stdout.readline()
    process.stdout.close()
    complaint = process.stderr.read()
    process.stderr.close()
    assert process.wait() == 0
    assert complaint == b""


def test_json_is_one_row_a_line(run: Callable[..., Ran], returns: Path) -> None:
    out = run("figures", returns, "--year", YEAR, "--indicator", "cla-count", "--json").out
    first, *rows, last = io.StringIO(out).read().splitlines()
    assert (first, last) == ("[", "]")
    assert all(json.loads(row.rstrip(",")) for row in rows)

"""Whatever is done to the bytes of a return, no row is lost without a word, and nothing falls over."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sightline.engine.connect import Engine
from sightline.returns import reading

HEADER = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n"
REVIEWS = "CHILD,DOB,REVIEW,REVIEW_CODE\n"
CHILD_XML = (
    "<CHILD><HEADER><CHILDID>A1</CHILDID><DOB>01/02/2012</DOB><AREVIEW><REVIEW>03/06/2024</REVIEW>"
    "<REVIEW_CODE>PN1</REVIEW_CODE></AREVIEW></HEADER></CHILD>\n"
)

#: Values that a cell of a review may hold, right and wrong.
_RIGHT = ["A1", "A2", "", " ", "01/02/2012", "3/6/2024", "2024-06-03", "PN1", "pn2", '"A1"']
_WRONG = ["03/06/0201", '"', "a,b", "x" * 40, "ÿ", "1E5", "1.2E+05", "=1+1", "NULL", "-", "31/02/2024"]
_UNSEEN = ["\x00", "\x1f", "\x85", "\u200b", "\u2028"]
CELLS = st.sampled_from(_RIGHT + _WRONG + _UNSEEN)
LINES = st.lists(CELLS, min_size=0, max_size=6).map(",".join)
ENDS = st.sampled_from(["\n", "\r\n", "\r"])


def accounted_for(engine: Engine, read: reading.Reading) -> None:
    """Rows told are kept, or sent back, or repeats of one that is kept (or held nothing at all)."""
    engine.load("kept", read.table("reviews"))
    ((kept, keys),) = engine.rows("SELECT count(*), count(DISTINCT (child, held)) FROM kept")
    assert kept == keys
    file = next(file for file in read.files if file.record == "reviews")
    repeats = Counter(finding.rule for finding in read.findings if finding.record == "reviews")["SL-RD-42"]
    assert kept + file.sent_back + repeats == file.rows
    back = sum(
        len(path.read_bytes().removeprefix(b"\xef\xbb\xbf").split(b"\r\n")) - 2
        for path in read.sent_back.glob("*.csv")
    )
    assert back == file.sent_back


@pytest.mark.parametrize("line", ["\x00,\x00\n", "\x00" * 500 + "\n"])
def test_damage_to_one_line_of_a_short_file_is_that_lines(
    line: str, duckdb_engine: Engine, tmp_path: Path
) -> None:
    (tmp_path / "reviews.csv").write_text(REVIEWS + line + "A9,01/02/2012,03/06/2024,PN1\n")
    read = reading.read([tmp_path / "reviews.csv"], year=2025, work=tmp_path / "work")
    accounted_for(duckdb_engine, read)
    assert read.findings.by_rule["SL-RD-33"] == 1


def test_every_line_is_kept_sent_back_or_a_repeat(
    duckdb_engine: Engine, tmp_path_factory: pytest.TempPathFactory
) -> None:
    @settings(max_examples=30)
    @given(st.lists(st.tuples(LINES, ENDS), max_size=25), st.booleans())
    def check(lines: list[tuple[str, str]], good: bool) -> None:
        folder = tmp_path_factory.mktemp("lines")
        # a line of separators and space alone is no row, and says nothing
        told = [(line, end) for line, end in lines if line.strip(" ,\u200b\ufeff\x1a")]
        last = "A9,01/02/2012,03/06/2024,PN1\n" if good else ""
        text = REVIEWS + "".join(line + end for line, end in told) + last
        (folder / "reviews.csv").write_bytes(text.encode())
        read = reading.read([folder / "reviews.csv"], year=2025, work=folder / "work")
        accounted_for(duckdb_engine, read)
        if good:
            assert duckdb_engine.rows("SELECT participation FROM kept WHERE child = 'A9'") == [("PN1",)]

    check()


@pytest.mark.parametrize("whole", [REVIEWS + "A1,01/02/2012,03/06/2024,PN1\n" * 3, f"<R>\n{CHILD_XML * 3}</R>"])
def test_damaged_bytes_are_findings_or_a_refusal(whole: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    @settings(max_examples=30)
    @given(
        st.lists(st.tuples(st.integers(0, len(whole) - 1), st.integers(0, 255)), min_size=1, max_size=6),
        st.integers(0, len(whole)),
    )
    def check(changes: list[tuple[int, int]], end: int) -> None:
        folder: Path = tmp_path_factory.mktemp("bytes")
        data = bytearray(whole.encode())
        for place, byte in changes:
            data[place] = byte
        (folder / "file.csv").write_bytes(data[:end])
        (folder / "header.csv").write_text(HEADER + "A1,F,01/02/2012,WBRI,UN1,,\n")
        read = reading.read([folder], year=2025, work=folder / "work")
        damaged = [file for file in read.files if file.name == "file.csv"]
        assert damaged
        assert all(file.record for file in damaged) or read.findings.errors

    check()

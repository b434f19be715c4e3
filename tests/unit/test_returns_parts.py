"""Small things of the returns room: years in names, headings, lines, specs, writing, findings kept."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest

from sightline.domain.records import TABLES, Child, LibertyOrder, columns
from sightline.returns import specs, text, writing
from sightline.returns.findings import Finding, Findings, Severity, write_findings
from sightline.returns.headings import plain, recognise
from sightline.returns.reading_rules import rules
from sightline.returns.years import year_in, year_of_folder


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("2025", 2025),
        ("2024-25", 2025),
        ("2024_25", 2025),
        ("202425", 2025),
        ("2024-2025", 2025),
        ("return 2024/25 final", 2025),
        ("Header2025", 2025),
        ("Header", None),
        ("export 20250612", None),
        ("export 2025-06-12", None),
        ("31.03.2025", None),
        ("2023 to 2025", None),
        ("1999", None),
        ("case 120255", None),
    ],
)
def test_the_year_that_a_name_tells_of(name: str, year: int | None) -> None:
    assert year_in(name) == year


def test_the_nearest_folder_with_a_year_tells() -> None:
    assert year_of_folder("2020/2024-25/csv") == 2025
    assert year_of_folder("returns/csv") is None


@pytest.mark.parametrize(
    "heading", ["PLACE_PROVIDER", "place provider", " Place-Provider ", "\ufeffPlace  provider"]
)
def test_headings_are_known_however_they_are_written(heading: str) -> None:
    assert plain(heading) == "PLACE_PROVIDER"


@pytest.mark.parametrize("record", [spec.record for spec in specs.every_file()])
def test_every_file_is_known_by_its_own_headings(record: str) -> None:
    spec = next(spec for spec in specs.every_file() if spec.record == record)
    found = recognise([column.name for column in spec.columns])
    assert found is not None
    assert found.spec == spec


@pytest.mark.parametrize("names", [["CHILD"], ["CHILD", "SEX", "DOB"], ["CHILD", "DOB", "REVIEW_CODE"], []])
def test_headings_that_could_be_several_files_or_lack_the_key_are_none(names: list[str]) -> None:
    assert recognise(names) is None


@pytest.mark.parametrize("collection", range(specs.FIRST, specs.LAST + 1))
def test_every_column_of_a_spec_fills_a_field_of_its_record(collection: int) -> None:
    for record, spec in specs.for_year(collection).files.items():
        fields = {column.name for column in columns(TABLES[record])}
        assert {column.field for column in spec.columns} <= fields
        assert spec.key_columns[0].name == "CHILD"


@pytest.mark.parametrize(
    ("record", "since"), [("previous_permanence", 2017), ("social_workers", 2024), ("liberty_orders", 2027)]
)
def test_files_come_in_with_their_year(record: str, since: int) -> None:
    assert record in specs.for_year(since).files
    assert record not in specs.for_year(since - 1).files


def test_a_year_that_no_spec_is_known_of() -> None:
    with pytest.raises(ValueError, match="2016 to 2027"):
        specs.for_year(2028)


# --- lines ---


@pytest.mark.parametrize("block", [1, 2, 3, 7, 1024])
def test_line_ends_of_every_kind_are_one_end_each(monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    """Wherever the blocks are cut: a CR at the end of one and the LF of the next are one end."""
    monkeypatch.setattr(text, "BLOCK", block)
    data = b"a\r\nb\nc\rd\r\r\n\ne"
    read = [
        (number, line)
        for block_read in text.lines(io.BytesIO(data), "utf-8")
        for number, line in enumerate(block_read.lines, start=block_read.first)
    ]
    assert read == list(enumerate(["a", "b", "c", "d", "", "", "e"], start=1))


def test_too_long_a_line_is_told_and_the_next_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "BLOCK", 8)
    data = b"one\n" + b"x" * 50 + b"\ntwo\n" + b"y" * 50
    lines = [line for block in text.lines(io.BytesIO(data), "utf-8") for line in block.lines]
    assert lines == ["one", None, "two", None]


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (b"plain,text", "utf-8-sig"),
        ("\ufeffplain,text".encode(), "utf-8-sig"),
        ("naïve".encode(), "utf-8-sig"),
        ("naïve".encode("cp1252"), "cp1252"),
        ("CHILD,DOB".encode("utf-16"), "utf-16"),
        ("CHILD,DOB".encode("utf-16-be"), "utf-16-be"),
        (b"", "utf-8-sig"),
    ],
)
def test_the_encoding_of_a_file(data: bytes, encoding: str) -> None:
    assert text.encoding_of(io.BytesIO(data)) == encoding


# --- writing ---

CHILD = Child("a1", "F", date(2012, 2, 1), "WBRI", "UN1", 0)


@pytest.mark.parametrize(("collection", "sex"), [(2024, "2"), (2025, "F")])
def test_csv_is_in_the_form_of_its_year(tmp_path: Path, collection: int, sex: str) -> None:
    writing.write_csv({"children": [CHILD]}, tmp_path / "out", collection)
    assert (tmp_path / "out" / "Header.csv").read_bytes() == (
        b"CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\r\n" + f"A1,{sex},01/02/2012,WBRI,UN1,0,\r\n".encode()
    )


def test_a_table_that_the_years_return_does_not_have_is_refused_and_nothing_written(tmp_path: Path) -> None:
    order = LibertyOrder("A1", date(2012, 2, 1), date(2024, 5, 5))
    with pytest.raises(ValueError, match="has no file for liberty_orders"):
        writing.write_csv({"children": [CHILD], "liberty_orders": [order]}, tmp_path / "out", 2025)
    assert list(tmp_path.iterdir()) == []


def test_writing_that_fails_half_way_leaves_nothing(tmp_path: Path) -> None:
    class NoRecord:
        child = "A2"

    with pytest.raises(AttributeError):
        writing.write_csv({"children": [CHILD, NoRecord()]}, tmp_path / "out", 2025)
    with pytest.raises(AttributeError):
        writing.write_xml({"children": [CHILD, NoRecord()]}, tmp_path / "out.xml", 2025)
    assert list(tmp_path.iterdir()) == []


def test_xml_has_its_elements_in_the_schemas_order(tmp_path: Path) -> None:
    writing.write_xml({"children": [CHILD]}, tmp_path / "out.xml", 2020)
    written = (tmp_path / "out.xml").read_text()
    places = [written.index(f"<{tag}>") for tag in ("CHILDID", "UPN", "SEX", "DOB", "ETHNIC", "UASC", "MOTHER")]
    assert places == sorted(places)


# --- findings kept ---


def test_findings_are_counted_and_come_back(tmp_path: Path) -> None:
    first = Finding("SL-X-1", Severity.ERROR, "What.", "a.csv", 3, "DOB", "children", 2025, ("101", "102"))
    second = Finding("SL-X-2", Severity.NOTE, "That.")
    kept = write_findings(tmp_path / "findings.parquet", [first, second])
    assert list(kept) == [first, second]
    assert (len(kept), kept.errors, kept.by_rule["SL-X-1"]) == (2, 1, 1)
    both = kept + write_findings(tmp_path / "more.parquet", [second])
    assert (len(both), both.by_severity[Severity.NOTE]) == (3, 2)


def test_no_findings_are_false_and_empty(tmp_path: Path) -> None:
    none = Findings(tmp_path / "not there.parquet")
    assert not none
    assert list(none) == []


def test_more_findings_than_a_page_come_back_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sightline.returns.pages.PAGE", 7)
    made = [Finding("SL-X-1", Severity.NOTE, "That.", line=line) for line in range(20)]
    assert list(write_findings(tmp_path / "findings.parquet", made)) == made


def test_every_rule_says_what_to_do() -> None:
    for rule in rules().values():
        told = rule.message("something")
        assert told.endswith(".")
        assert told.count(".") >= 2
        assert "{" not in told

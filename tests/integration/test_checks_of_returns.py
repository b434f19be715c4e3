"""Checking returns as they come: read from files, checked, told by file, line and the return's own column."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from pathlib import Path

import pytest

from sightline.ops.sample import make
from sightline.returns import checking, reading
from sightline.returns.checks import BY_KEY
from sightline.returns.findings import Finding, Severity

HEADER = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB"
EPISODES = (
    "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n"
    "C1,01/05/2024,S,C2,N1,U6,PR1,,,,AB1 2CD,AB1 3EF,SC123456"
)
CHILD = "C1,M,15/06/2014,WBRI,A123456789012,,"


def read(folder: Path, **files: str) -> reading.Reading:
    given = folder / "2024-25"
    given.mkdir(parents=True)
    for name, text in files.items():
        (given / f"{name}.csv").write_text(text + "\n", encoding="utf-8")
    return reading.read([folder], year=None, work=folder.parent / f"{folder.name}-work")


def test_a_life_that_fits_together_has_no_findings(tmp_path: Path) -> None:
    returned = read(tmp_path / "in", Header=f"{HEADER}\n{CHILD}", Episodes=EPISODES)
    assert list(checking.check(returned)) == []


def test_a_finding_says_where_it_is_and_what_to_do(tmp_path: Path) -> None:
    told = EPISODES.replace("01/05/2024,S,C2", "01/05/2024,S,V3")
    returned = read(tmp_path / "in", Header=f"{HEADER}\n{CHILD}", Episodes=told)
    found = {each.rule: each for each in checking.check(returned)}
    assert found["SL-EP-46"] == Finding(
        rule="SL-EP-46",
        severity=Severity.ERROR,
        message=BY_KEY["SL-EP-46"].message,
        file="2024-25/Episodes.csv",
        line=2,
        field="PL_POST",
        record="episodes",
        collection=2025,
        official=("214", "398", "420"),
    )


def test_findings_hold_no_value_from_the_files(tmp_path: Path) -> None:
    told = EPISODES.replace("SC123456", "QQSECRET").replace("AB1 3EF", "XXSECRET")
    returned = read(tmp_path / "in", Header=f"{HEADER}\n{CHILD}", Episodes=told)
    found = list(checking.check(returned))
    assert {"SL-EP-49", "SL-EP-53"} <= {each.rule for each in found}
    assert not any("SECRET" in str(each) or "C1" in each.message for each in found)


def test_nothing_is_found_for_want_of_a_file_that_was_not_given(tmp_path: Path) -> None:
    """A file with headings and no rows is given: then the children in care have no social worker."""
    without = read(tmp_path / "without", Header=f"{HEADER}\n{CHILD}", Episodes=EPISODES)
    workers = "CHILD,DOB,SW_ID,SW_DECOM,SW_DEC,SW_REASON"
    empty = read(tmp_path / "empty", Header=f"{HEADER}\n{CHILD}", Episodes=EPISODES, SWEpisodes=workers)
    assert checking.check(without).by_rule == Counter()
    assert checking.check(empty).by_rule == Counter({"SL-HD-17": 1})


def test_a_value_read_as_blank_is_told_once(tmp_path: Path) -> None:
    told = EPISODES.replace(",N1,", ",NOTACODEATALL,") + "\nC2,01/05/2024,S,C2,,U6,PR1,,,,AB1 2CD,AB1 3EF,SC123456"
    returned = read(tmp_path / "in", Header=f"{HEADER}\n{CHILD}\n{CHILD.replace('C1', 'C2')}", Episodes=told)
    given = [(each.line, each.field) for each in checking.check(returned) if each.rule == "SL-EP-GIVEN-NEED"]
    assert [each.line for each in returned.findings if each.rule == "SL-RD-22"] == [2]
    assert given == [(3, "CIN")]


def test_rows_are_untouched(tmp_path: Path) -> None:
    returned = read(tmp_path / "in", Header=f"{HEADER}\n{CHILD}", Episodes=EPISODES.replace("S,C2", "S,V3"))
    before = {path.name: sha256(path.read_bytes()).hexdigest() for path in returned.returned.iterdir()}
    assert checking.check(returned)
    assert {path.name: sha256(path.read_bytes()).hexdigest() for path in returned.returned.iterdir()} == before


@pytest.fixture(scope="module")
def three_years(tmp_path_factory: pytest.TempPathFactory) -> reading.Reading:
    folder = tmp_path_factory.mktemp("council")
    make(seed=5, looked_after=60, years=(2023, 2024, 2025)).write(folder / "in")
    return reading.read([folder / "in"], year=None, work=folder / "work")


def test_a_council_whose_records_are_right_has_no_findings(three_years: reading.Reading) -> None:
    assert checking.check(three_years).by_rule == Counter()


def test_one_year_can_be_checked_alone_and_still_looks_back(tmp_path: Path) -> None:
    """The same child, open in both returns, with another start in the second."""
    for year, started in (("2023-24", "01/05/2023"), ("2024-25", "02/05/2023")):
        folder = tmp_path / "in" / year
        folder.mkdir(parents=True)
        (folder / "Header.csv").write_text(f"{HEADER}\n{CHILD}\n", encoding="utf-8")
        (folder / "Episodes.csv").write_text(EPISODES.replace("01/05/2024", started) + "\n", encoding="utf-8")
    returned = reading.read([tmp_path / "in"], year=None, work=tmp_path / "work")
    assert {each.rule for each in checking.check(returned, year=2023)} == set()
    assert ("SL-YR-02", 2025) in {(each.rule, each.collection) for each in checking.check(returned, year=2025)}
    assert "SL-YR-02" not in checking.check(returned, year=2024).by_rule

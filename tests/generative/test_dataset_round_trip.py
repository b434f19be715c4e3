"""An extract written and read again tells the same lives, in every dialect; and whatever is done to its bytes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sightline.domain.records import columns
from sightline.engine.tables import write_tables
from sightline.ops.sample import telling
from sightline.returns import joining, ssd
from sightline.returns.pages import rows_of
from sightline.returns.ssd import writing

AS_AT = date(2026, 11, 20)

#: Told whole by the dataset: what is written of these comes back row for row.
WHOLE = (
    "children", "episodes", "reviews", "uasc", "missing", "adoption_decisions", "adoptions", "previous_permanence",
    "care_leavers", "social_workers", "legal_statuses", "care_plans", "health_checks", "sdq_scores",
    "disabilities", "involvements", "families", "workers",
)  # fmt: skip


def told(lives: Path, record: str) -> list[tuple[Any, ...]]:
    from sightline.domain.records import RECORDS

    names = [column.name for column in columns(RECORDS[record])]
    return sorted(rows_of(lives / f"{record}.parquet", names), key=repr)


def there_and_back(lives: Path, folder: Path, dialect: str) -> ssd.DatasetReading:
    writing.write_csv(lives, folder / "extract", AS_AT, dialect=writing.DIALECTS[dialect])
    reading = ssd.read([folder / "extract"], as_at=AS_AT, work=folder / "work")
    ssd.to_lives(reading)
    return reading


@pytest.fixture(scope="module")
def council(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = telling.tonight(seed=3, looked_after=40, children=120, on=AS_AT)
    return telling.write(made, tmp_path_factory.mktemp("council") / "lives")


@pytest.mark.parametrize("dialect", writing.DIALECTS)
def test_the_sample_council_comes_back_in_every_dialect(council: Path, dialect: str, tmp_path: Path) -> None:
    reading = there_and_back(council, tmp_path, dialect)
    for record in WHOLE:
        assert told(reading.work / "lives", record) == told(council, record), record
    assert reading.findings.errors == 0
    assert not joining.findings_of(reading)


def test_the_days_between_two_nights_are_all_that_differs(council: Path, tmp_path: Path) -> None:
    """What was told one night holds the next, but for what happened since."""
    before = telling.tonight(seed=3, looked_after=40, children=120, on=date(2026, 11, 13))
    last_week = telling.write(before, tmp_path / "lives")
    for record in ("reviews", "health_checks", "visits", "names", "families"):
        assert set(told(last_week, record)) <= set(told(council, record)), record


def test_random_lives_of_a_return_come_back(lives: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> None:
    @settings(max_examples=8)
    @given(st.integers(0, 10_000))
    def check(seed: int) -> None:
        folder = tmp_path_factory.mktemp("lives")
        everybody = [life.as_at(AS_AT) for life in map(_told, lives.many(6, seed))]
        tables: Mapping[str, list[Any]] = {
            "children": [life.child for life in everybody],
            "episodes": [episode for life in everybody for episode in life.episodes],
        }
        given_lives = write_tables(folder / "given", tables)
        reading = there_and_back(given_lives, folder, "plain")
        kept = (
            "child",
            "started",
            "reason_started",
            "legal_status",
            "need",
            "placement",
            "ceased",
            "reason_ceased",
        )
        read = sorted(rows_of(reading.work / "lives" / "episodes.parquet", kept), key=repr)
        assert read == sorted(rows_of(given_lives / "episodes.parquet", kept), key=repr)

    check()


def _told(life: Any) -> Any:
    from sightline.domain.care import Life

    return life if isinstance(life, Life) else Life.of(life.child, life.episodes)


HEADINGS = "clav_cla_visit_id,clav_person_id,clav_cla_visit_date,clav_cla_visit_seen\n"
PERSON = "pers_person_id,pers_dob,pers_sex\n7,2012-02-01,F\n"
_RIGHT = ["V1", "V2", "7", "8", "", " ", "NULL", "2024-06-03", "3/6/2024", "Y", "a) No", "12.0"]
_WRONG = ["31/02/2024", "0201-01-01", "perhaps", '"', '""', '"a,b"', "x" * 90, "1.2E+05", "=1+1", "'; --", "{}"]
_UNSEEN = ["\x00", "\x1f", "\u200b", "ÿ"]
CELLS = st.sampled_from(_RIGHT + _WRONG + _UNSEEN)
LINES = st.lists(CELLS, min_size=0, max_size=5).map(",".join)


def test_every_row_is_kept_sent_back_or_a_repeat(tmp_path_factory: pytest.TempPathFactory) -> None:
    @settings(max_examples=20)
    @given(st.lists(LINES, max_size=15))
    def check(lines: list[str]) -> None:
        folder = tmp_path_factory.mktemp("rows")
        (folder / "person.csv").write_text(PERSON)
        rows = [line for line in lines if line.replace("NULL", "").strip(" ,\u200b\x1a")]
        (folder / "visits.csv").write_text(HEADINGS + "".join(f"{row}\n" for row in rows))
        reading = ssd.read([folder], as_at=AS_AT, work=folder / "work")
        (file,) = [each for each in reading.files if each.name == "visits.csv"]
        kept = len(list(rows_of(reading.table("ssd_cla_visits"), ("file", "line"))))
        repeats = sum(
            1 for each in reading.findings if each.rule == "SL-RD-42" and each.record == "ssd_cla_visits"
        )
        assert kept + file.sent_back + repeats == file.rows
        may_join = sum('"' in row.split(",") for row in rows) > 1  # a line break within quotation marks is one row
        assert file.rows <= len(rows) if may_join else file.rows == len(rows)
        ssd.to_lives(reading)

    check()


def test_damaged_bytes_are_findings_or_a_refusal(tmp_path_factory: pytest.TempPathFactory) -> None:
    whole = (HEADINGS + "V1,7,2024-06-03,Y\n" * 3).encode()

    @settings(max_examples=20)
    @given(
        st.lists(st.tuples(st.integers(0, len(whole) - 1), st.integers(0, 255)), min_size=1, max_size=6),
        st.integers(0, len(whole)),
    )
    def check(changes: list[tuple[int, int]], end: int) -> None:
        folder = tmp_path_factory.mktemp("bytes")
        data = bytearray(whole)
        for place, byte in changes:
            data[place] = byte
        (folder / "file.csv").write_bytes(data[:end])
        (folder / "person.csv").write_text(PERSON)
        reading = ssd.read([folder], as_at=AS_AT, work=folder / "work")
        damaged = [file for file in reading.files if file.name == "file.csv"]
        assert damaged
        assert all(file.record for file in damaged) or len(reading.findings)
        ssd.to_lives(reading)

    check()

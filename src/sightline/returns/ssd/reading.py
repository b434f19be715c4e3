"""An extract in: files of any name and form to typed tables of the dataset, findings, and the rows sent back.

As with a return (`returns.reading`): every row of every file is in a table, or sent back with a finding, or the
repeat of a row that is. A table of which Sightline uses nothing is not read, and said so.
"""

from __future__ import annotations

import csv
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sightline.engine.connect import Engine, connect
from sightline.returns import reading, sent_back, sources
from sightline.returns import staging as shared
from sightline.returns.findings import Finding, Findings
from sightline.returns.prepared import Prepared
from sightline.returns.reading import FileRead, Progress, Reading
from sightline.returns.reading_rules import found
from sightline.returns.sources import CannotRead
from sightline.returns.ssd import spec, staging
from sightline.returns.ssd.spec import DATASET
from sightline.returns.ssd.spellings import Mapping
from sightline.returns.staging import StagedFile
from sightline.returns.years import year_of_day

#: Without these no life can be told.
NEEDED = ("ssd_person", "ssd_cla_episodes")


@dataclass(frozen=True)
class DatasetReading(Reading):
    """What was read of an extract, as on a day."""

    as_at: date = date.min

    @property
    def unmapped(self) -> Path:
        """A CSV file of the spellings that no list has; not there when there were none."""
        return self.work / "unmapped.csv"


def read(
    inputs: Sequence[Path],
    *,
    as_at: date,
    work: Path,
    mapping: Mapping | None = None,
    progress: Progress | None = None,
) -> DatasetReading:
    """Read an extract of the dataset, made on a day, from folders, zips or files into `work`, whole or not at all.

    Raises CannotRead where nothing can be read.
    """
    reading.refuse_our_own(inputs, work)
    told = progress or (lambda what, done, of: None)
    given = sources.find(inputs, leave_out=work)
    work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".reading-", dir=work) as folder:
        building = Path(folder)
        preparations = reading.prepare_all(given.files, building, told, DATASET)
        findings = [*given.findings, *(each for preparation in preparations for each in preparation.findings)]
        every = [table for preparation in preparations for table in preparation.tables]
        prepared = [each for each in every if spec.tables()[each.spec.record].used]
        findings += [_unused(each) for each in every if each not in prepared]
        if not prepared:
            raise CannotRead(reading.nothing(findings, "an extract of the safeguarding dataset"))
        findings += _not_given(prepared)
        year = year_of_day(as_at)
        with connect("duckdb", memory_limit=reading.MEMORY) as engine:
            files = _stage(engine, prepared, findings, year, building, told, mapping)
        reading.take_place(building, work)
    unread = reading.unread(given.files, files)
    return DatasetReading(work, (year,), (*files, *unread), Findings(work / "findings" / "reading.parquet"), as_at)


def _stage(
    engine: Engine,
    prepared: Sequence[Prepared],
    findings: Sequence[Finding],
    year: int,
    building: Path,
    told: Progress,
    mapping: Mapping | None,
) -> list[FileRead]:
    files = [StagedFile(number, each, year) for number, each in enumerate(prepared)]
    shared.open_tables(engine, files)
    staging.open_spellings(engine, mapping)
    (building / "returned").mkdir()
    every = list(spec.used())
    for position, table in enumerate(every):
        told(table.name, len(every) + position, 2 * len(every))
        _stage_table(engine, table, [file for file in files if file.prepared.spec.record == table.name], building)
    shared.note_asides(engine, files)
    back = Counter(sent_back.write(engine, files, building / "sent-back"))
    _write_unmapped(engine, building / "unmapped.csv")
    reading.write_all_findings(engine, building, findings)
    told("findings", 1, 1)
    return [reading.file_read(file, back) for file in files]


def _stage_table(engine: Engine, table: spec.Table, files: Sequence[StagedFile], building: Path) -> None:
    out = building / "returned" / f"{table.name}.parquet"
    if not files:
        staging.write_empty(engine, table, out)
        return
    staging.stage(engine, table, files)
    if table.name == "ssd_cla_reviews":  # the one table that says whose it is by the period of care alone
        staging.drop_without_period(engine, "clar_cla_id", building / "returned" / "ssd_cla_episodes.parquet")
    staging.write(engine, table, out)


def _write_unmapped(engine: Engine, path: Path) -> None:
    rows = engine.rows("SELECT code_set, field, spelling, sum(rows) FROM unmapped GROUP BY ALL ORDER BY ALL")
    if rows:
        with path.open("w", encoding="utf-8-sig", newline="") as out:
            csv.writer(out).writerows([("set", "field", "spelling", "rows"), *rows])


def _unused(prepared: Prepared) -> Finding:
    return found("SL-SD-01", kind=f"This is {prepared.spec.name}", file=prepared.source.name)


def _not_given(prepared: Sequence[Prepared]) -> list[Finding]:
    given = {each.spec.record for each in prepared}
    return [
        found("SL-SD-02" if table.name in NEEDED else "SL-SD-03", kind=table.name, record=table.name)
        for table in spec.used()
        if table.name not in given
    ]

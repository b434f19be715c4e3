"""What is wrong in a data file, said so that somebody can mend it.

Findings may be very many, so they are kept in Parquet files with the columns of `FINDING_TYPES` and
come back one at a time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import Any

from sightline.engine.connect import connect
from sightline.engine.tables import write_rows
from sightline.returns.pages import rows_of


class Severity(Enum):
    """How much a finding matters."""

    ERROR = "error"  # the department would reject it, or a row could not be read
    WARNING = "warning"  # likely wrong; a person should look
    NOTE = "note"  # read, but not in the expected form


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong at one place.

    `message` never holds a value from the file: it says what kind of value was met and what to do.
    `line` is 1 for the heading line, and None when the finding is about a whole file or return.
    `rule` is ours (SL-…); `official` lists the numbers of the department's rules that it answers.
    """

    rule: str
    severity: Severity
    message: str
    file: str | None = None
    line: int | None = None
    field: str | None = None
    record: str | None = None  # table name in `domain.records.TABLES`
    collection: int | None = None
    official: tuple[str, ...] = ()


#: The SQL type of each column of a file of findings. `official` holds the numbers with spaces between.
FINDING_TYPES: dict[str, str] = {
    "rule": "VARCHAR",
    "severity": "VARCHAR",
    "message": "VARCHAR",
    "file": "VARCHAR",
    "line": "INTEGER",
    "field": "VARCHAR",
    "record": "VARCHAR",
    "collection": "INTEGER",
    "official": "VARCHAR",
}


class Findings:
    """Findings in Parquet files: counted by SQL, and iterated in pages, so that millions are no burden."""

    def __init__(self, *paths: Path) -> None:
        self.paths = tuple(path for path in paths if path.exists())

    def __len__(self) -> int:
        return sum(self.by_rule.values())

    def __bool__(self) -> bool:
        return len(self) > 0

    def __iter__(self) -> Iterator[Finding]:
        for path in self.paths:
            yield from map(_finding, rows_of(path, tuple(FINDING_TYPES)))

    def __add__(self, other: Findings) -> Findings:
        return Findings(*self.paths, *other.paths)

    @property
    def errors(self) -> int:
        """How many the department would reject, or could not be read."""
        return self.by_severity[Severity.ERROR]

    @cached_property
    def by_rule(self) -> Counter[str]:
        """How many of each rule."""
        return _totals((rule, count) for rule, _, count in self._counts)

    @cached_property
    def by_severity(self) -> Counter[Severity]:
        """How many of each severity."""
        return _totals((Severity(severity), count) for _, severity, count in self._counts)

    @cached_property
    def _counts(self) -> list[tuple[str, str, int]]:
        if not self.paths:
            return []
        query = "SELECT rule, severity, count(*) FROM findings GROUP BY ALL"
        counts: list[tuple[str, str, int]] = []
        with connect("duckdb", threads=1) as engine:
            for path in self.paths:
                engine.load("findings", path)
                counts.extend((rule, severity, number) for rule, severity, number in engine.rows(query))
        return counts


def write_findings(path: Path, findings: Iterable[Finding]) -> Findings:
    """Keep findings that were made one by one."""
    write_rows(path, map(_row, findings), FINDING_TYPES)
    return Findings(path)


def _totals(pairs: Iterable[tuple[Any, int]]) -> Counter[Any]:
    totals: Counter[Any] = Counter()
    for key, count in pairs:
        totals[key] += count
    return totals


def _finding(row: tuple[Any, ...]) -> Finding:
    rule, severity, message, file, line, field, record, collection, official = row
    numbers = tuple((official or "").split())
    return Finding(rule, Severity(severity), message, file, line, field, record, collection, numbers)


def _row(finding: Finding) -> tuple[Any, ...]:
    return (
        finding.rule,
        finding.severity.value,
        finding.message,
        finding.file,
        finding.line,
        finding.field,
        finding.record,
        finding.collection,
        " ".join(finding.official),
    )

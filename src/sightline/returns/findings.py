"""What is wrong in a data file, said so that somebody can mend it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


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

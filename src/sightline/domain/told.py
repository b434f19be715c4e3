"""Tables of a file that a person wrote, read with every problem noted at its place: nothing is raised half-way.

    table = Told.of(text)
    title = table.text("title")
    table.done()                 # what was never asked for is a problem too
    table.problems

A problem says where (the place and, as far as it can be told, the line), what is wrong, and what to do.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

LONGEST_FILE = 200_000  # characters: a practice is a few pages


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something wrong in a file: the line (0 where it cannot be told), the place in it, and what to do."""

    line: int
    place: str
    says: str

    def __str__(self) -> str:
        where = f"line {self.line}, {self.place}" if self.line else self.place
        return f"{where}: {self.says}"


@dataclass
class _Notes:
    """What is gathered while a file is read."""

    lines: Mapping[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    sources: dict[str, str] = field(default_factory=dict)


class Told:
    """One table of the file. Each method takes a key, so that `done` knows which were never asked for."""

    def __init__(self, values: Mapping[str, Any], place: str, notes: _Notes) -> None:
        self._left = dict(values)
        self._asked: list[str] = []
        self.place = place
        self._notes = notes

    @classmethod
    def of(cls, text: str) -> Told:
        """The whole file. One that is no TOML at all is an empty table with that one problem."""
        notes = _Notes(lines_of(text) if len(text) <= LONGEST_FILE else {})
        told = cls({}, "", notes)
        if len(text) > LONGEST_FILE:
            told.problem("", f"The file is longer than {LONGEST_FILE:,} characters. Shorten it.")
            return told
        try:
            told._left = tomllib.loads(text)
        except (ValueError, RecursionError) as failure:
            notes.problems.append(_not_toml(failure))
        return told

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All that is wrong so far, in order of lines."""
        return tuple(sorted(set(self._notes.problems)))

    @property
    def sources(self) -> Mapping[str, str]:
        """Where each thing was read, by place, as far as the file says."""
        return dict(self._notes.sources)

    def problem(self, key: str, says: str) -> None:
        """Note a problem of one key, or of the table itself."""
        place = self._at(key)
        self._notes.problems.append(Problem(_line(place, self._notes.lines), place or "the file", says))

    def unknown(self, key: str, value: str, options: Collection[str], says: str) -> None:
        """Note a name that is none of those known, with the nearest that is."""
        self.problem(key, says + _perhaps(value, options))

    def asked(self, keys: Iterable[str]) -> None:
        """Say which keys there might have been, for the suggestions of `done`."""
        self._asked.extend(keys)

    def left(self) -> tuple[str, ...]:
        """The keys not yet taken, without those that every table may have."""
        return tuple(key for key in self._left if key not in ("source", "note"))

    def text(self, key: str, default: str | None = None, *, longest: int = 200) -> str:
        """A text of one line, not empty."""
        value = self._take(key, default)
        if isinstance(value, str) and 0 < len(value.strip()) <= longest and value.isprintable():
            return value.strip()
        if value is not None and value != default:
            self.problem(key, f"Give text in quotation marks, on one line, up to {longest} characters.")
        return default or ""

    def whole(self, key: str, default: int | None, *, least: int, most: int) -> int | None:
        """A whole number in a range; the default where none is given."""
        if key not in self._left:
            self._asked.append(key)
            return default
        value = self._take(key)
        if type(value) is int and least <= value <= most:
            return value
        self.problem(key, f"Give a whole number from {least} to {most}.")
        return default

    def number(self, key: str, *, least: float, most: float) -> float:
        """A number in a range, with or without a decimal point."""
        value = self._take(key)
        if type(value) in (int, float) and math.isfinite(value) and least <= value <= most:
            return float(value)
        if value is not None:
            self.problem(key, f"Give a number from {least:g} to {most:g}.")
        return least

    def flag(self, key: str, default: bool = False) -> bool:
        """true or false."""
        value = self._take(key, default)
        if isinstance(value, bool):
            return value
        self.problem(key, "Give true or false, without quotation marks.")
        return default

    def day(self, key: str) -> date | None:
        """A date; None where there is none."""
        value = self._take(key, _NONE)
        if value is _NONE:
            return None
        if type(value) is date and not isinstance(value, datetime):
            return value
        self.problem(key, "Give a date such as 2026-04-01, without quotation marks.")
        return None

    def choice(self, key: str, options: Collection[str], default: str | None = None) -> str:
        """One of some texts."""
        value = self._take(key, default)
        if value is None or value == default:
            return default or ""
        if isinstance(value, str) and value in options:
            return value
        self.problem(key, f"Give one of: {', '.join(sorted(options))}.{_perhaps(value, options)}")
        return default or ""

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty where there is none."""
        value = self._take(key, [])
        if isinstance(value, list) and all(_is_line(each) for each in value):
            return tuple(each.strip() for each in value)
        self.problem(key, 'Give a list of texts: ["one", "two"].')
        return ()

    def table(self, key: str) -> Told:
        """A table inside this one; an empty one where there is none."""
        value = self._take(key, {})
        if not isinstance(value, dict):
            self.problem(key, f"Give a table: [{self._at(key)}] and its keys below it.")
            value = {}
        return Told(value, self._at(key), self._notes)

    def tables(self, key: str) -> list[Told]:
        """The tables of a list; empty where there is none."""
        value = self._take(key, [])
        if not (isinstance(value, list) and all(isinstance(each, dict) for each in value)):
            self.problem(key, f"Give tables: [[{self._at(key)}]] before the keys of each.")
            return []
        return [Told(each, f"{self._at(key)}.{n}", self._notes) for n, each in enumerate(value, 1)]

    def done(self) -> None:
        """Note where this was read, and every key that nobody asked for."""
        source = self.text("source", "")
        self.text("note", "")
        if source:
            self._notes.sources[self.place] = source
        for key in self._left:
            self.problem(key, f"There is no such key here. Take it out.{_perhaps(key, self._asked)}")

    def _at(self, key: str) -> str:
        return ".".join(part for part in (self.place, key) if part)

    def _take(self, key: str, default: Any = None) -> Any:
        self._asked.append(key)
        value = self._left.pop(key, default)
        if value is None:
            self.problem(key, "This has to be given.")
        return value


_NONE = object()
_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\]#]+?)\s*\]")
_KEY = re.compile(r'^\s*((?:"[^"]*"|[A-Za-z0-9_-]+)(?:\s*\.\s*(?:"[^"]*"|[A-Za-z0-9_-]+))*)\s*=')


def lines_of(text: str) -> dict[str, int]:
    """The line of each table and key, by place, as far as it can be told without reading the whole grammar."""
    found: dict[str, int] = {}
    counts: dict[str, int] = {}
    here = ""
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            here = _plain(header[2])
            if header[1] == "[[":
                counts[here] = counts.get(here, 0) + 1
                here = f"{here}.{counts[here]}"
            found.setdefault(here, number)
        elif key := _KEY.match(line):
            found.setdefault(".".join(part for part in (here, _plain(key[1])) if part), number)
    return found


def _plain(key: str) -> str:
    return ".".join(part.strip().strip('"') for part in key.split("."))


def _line(place: str, lines: Mapping[str, int]) -> int:
    """The line of a place, or of the nearest thing around it."""
    while place and place not in lines:
        place = place.rpartition(".")[0]
    return lines.get(place, 0)


def _not_toml(failure: Exception) -> Problem:
    said = str(failure)
    at = re.search(r"at line (\d+)", said)
    what = re.sub(r"\s*\(at .*\)$", "", said).strip() if at else "it cannot be read"
    return Problem(int(at[1]) if at else 0, "the file", f"This is not TOML here: {what[:120]}. Mend this first.")


def _is_line(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value.strip()) <= 300 and value.isprintable()


def _perhaps(value: object, options: Collection[str]) -> str:
    near = get_close_matches(value, options, n=1) if isinstance(value, str) and len(value) < 100 else []
    return f" Did you mean {near[0]}?" if near else ""

"""The care history strip: a child's life in care on one line of time, as places on a drawing.

Values in, values out: lanes of spells and happenings become bars and marks with whole-number places; the template
writes them as SVG with attributes alone. Whatever is drawn is also in a table and, in short, in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sightline.domain.explain import counted, in_words

YEAR = 64  # units of width: eighteen years fit a wide page
NARROWEST = 1216  # which a wide page has
MARGIN = 12
TOP = 26  # room for the years
LANE = 50
BAR_TOP, BAR = 20, 22
LETTER = 7  # about the width of one
DAYS_OF_A_YEAR = 365.25


@dataclass(frozen=True)
class Spell:
    """Something that lasted from a day up to another; None: it still does."""

    started: date
    ended: date | None
    label: str
    kind: str


@dataclass(frozen=True)
class Mark:
    """Something of one day."""

    day: date
    label: str
    kind: str


@dataclass(frozen=True)
class Lane:
    """What is drawn on one line."""

    title: str
    spells: Sequence[Spell] = ()
    marks: Sequence[Mark] = ()


@dataclass(frozen=True)
class DrawnBar:
    """A spell, drawn. `text` is what fits in it."""

    x: int
    y: int
    width: int
    text: str
    title: str
    kind: str

    @property
    def text_x(self) -> int:
        """Where its text begins."""
        return self.x + 5

    @property
    def text_y(self) -> int:
        """The line its text stands on."""
        return self.y + 15


@dataclass(frozen=True)
class DrawnMark:
    """A happening, drawn."""

    x: int
    y: int
    title: str
    kind: str

    @property
    def left(self) -> int:
        """Where a small square around it begins."""
        return self.x - 4

    @property
    def top(self) -> int:
        """The top of it."""
        return self.y - 4

    @property
    def bottom(self) -> int:
        """The bottom of it."""
        return self.y + 6


@dataclass(frozen=True)
class DrawnLane:
    """A lane, drawn."""

    title: str
    y: int
    bars: tuple[DrawnBar, ...]
    marks: tuple[DrawnMark, ...]


@dataclass(frozen=True)
class Strip:
    """The whole drawing, what it says in words, and a row for everything in it: lane, what, from, until."""

    width: int
    height: int
    lanes: tuple[DrawnLane, ...]
    years: tuple[tuple[int, int], ...]
    today: int
    says: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, str, date, date | None], ...]

    @property
    def right(self) -> int:
        """Where words end that stand at the right edge."""
        return self.width - MARGIN


def draw(lanes: Iterable[Lane], *, on: date) -> Strip | None:
    """The strip of these lanes as seen on a day, those with nothing in them left out. None: nothing to draw."""
    kept = [lane for lane in lanes if lane.spells or lane.marks]
    if not kept:
        return None
    scale = _Scale(*_reach(kept, on))
    drawn = tuple(_drawn(lane, TOP + place * LANE, scale, on) for place, lane in enumerate(kept))
    return Strip(
        width=scale.width,
        height=TOP + len(kept) * LANE,
        lanes=drawn,
        years=scale.years(),
        today=scale.x(on),
        says=tuple((lane.title, _said(lane, on)) for lane in kept),
        rows=tuple(sorted(_rows(kept), key=lambda row: row[2], reverse=True)),
    )


class _Scale:
    """From days to places."""

    def __init__(self, first: date, last: date) -> None:
        self.first, self.last = first, last
        self.inner = max(round((last - first).days / DAYS_OF_A_YEAR * YEAR), NARROWEST - 2 * MARGIN)
        self.width = self.inner + 2 * MARGIN

    def x(self, day: date) -> int:
        """Where a day is."""
        share = (min(max(day, self.first), self.last) - self.first) / (self.last - self.first)
        return MARGIN + round(share * self.inner)

    def years(self) -> tuple[tuple[int, int], ...]:
        """Where each year begins."""
        first = self.first.year + (self.first > date(self.first.year, 1, 1))
        return tuple((self.x(date(year, 1, 1)), year) for year in range(first, self.last.year + 1))


def _reach(lanes: Sequence[Lane], on: date) -> tuple[date, date]:
    """The first day drawn and the last: a little more than what is told, and today."""
    days = [spell.started for lane in lanes for spell in lane.spells]
    days += [spell.ended for lane in lanes for spell in lane.spells if spell.ended]
    days += [mark.day for lane in lanes for mark in lane.marks]
    return min(*days, on) - timedelta(days=7), max(*days, on) + timedelta(days=21)


def _drawn(lane: Lane, y: int, scale: _Scale, on: date) -> DrawnLane:
    bars = tuple(_bar(spell, y + BAR_TOP, scale, on) for spell in lane.spells)
    marks = tuple(
        DrawnMark(scale.x(mark.day), y + BAR_TOP + BAR // 2, f"{mark.label}, {in_words(mark.day)}", mark.kind)
        for mark in lane.marks
    )
    return DrawnLane(lane.title, y + 14, bars, marks)


def _bar(spell: Spell, y: int, scale: _Scale, on: date) -> DrawnBar:
    x = scale.x(spell.started)
    width = max(scale.x(spell.ended or max(on, spell.started)) - x, 3)
    return DrawnBar(x, y, width, _fitting(spell.label, width), _named(spell, on), spell.kind)


def _fitting(label: str, width: int) -> str:
    """As much of a label as there is room for; nothing where that would say nothing."""
    letters = (width - 8) // LETTER
    if len(label) <= letters:
        return label
    return f"{label[: letters - 1].rstrip(' ,')}…" if letters >= 6 else ""


def _named(spell: Spell, on: date) -> str:
    if spell.ended is None:
        return f"{spell.label}, since {in_words(spell.started)} ({_long(spell.started, on)})"
    days = f"{in_words(spell.started)} to {in_words(spell.ended)}"
    return f"{spell.label}, {days} ({_long(spell.started, spell.ended)})"


def _long(first: date, last: date) -> str:
    days = max((last - first).days, 0)
    if days < 60:
        return counted(days, "day")
    months = round(days / 30.44)
    return counted(months, "month") if months < 24 else counted(int(days / DAYS_OF_A_YEAR), "year")


def _said(lane: Lane, on: date) -> str:
    """What is drawn on a line, in short: how it is now and since when, what was before, what was last."""
    return "; ".join([*_spells_said(lane.spells, on), *_marks_said(lane.marks)])


def _spells_said(spells: Sequence[Spell], on: date) -> Iterable[str]:
    now = {spell.label: spell for spell in spells if spell.ended is None or spell.ended > on}
    before = len(spells) - sum(spell.ended is None or spell.ended > on for spell in spells)
    if now:
        yield " and ".join(f"{label}, since {in_words(spell.started)}" for label, spell in now.items())
    elif spells:
        yield "None now"
    if before:
        yield f"{before} before"


def _marks_said(marks: Sequence[Mark]) -> Iterable[str]:
    for label in dict.fromkeys(mark.label for mark in marks):
        days = [mark.day for mark in marks if mark.label == label]
        last = ", the last" if len(days) > 1 else ""
        yield f"{_many(label, len(days))}{last} on {in_words(max(days))}"


def _many(label: str, count: int) -> str:
    """One of something by its label, several counted: 3 visits by the social worker."""
    if count == 1:
        return f"{label[:1].lower()}{label[1:]}"
    noun, space, rest = label.partition(" ")
    return f"{counted(count, noun.lower())}{space}{rest}"


def _rows(lanes: Sequence[Lane]) -> Iterable[tuple[str, str, date, date | None]]:
    for lane in lanes:
        yield from ((lane.title, spell.label, spell.started, spell.ended) for spell in lane.spells)
        yield from ((lane.title, mark.label, mark.day, mark.day) for mark in lane.marks)

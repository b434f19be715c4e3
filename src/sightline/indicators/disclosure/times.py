"""Months, quarters, year to date and year: which periods of one count add up.

The days are cut at every start and end that is published. A count for a longer period is the sum of its
pieces; a piece that nobody published (the fourth quarter, when the year and three quarters are out) is an
implied cell, and may be just what a reader could work out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from sightline.indicators.disclosure.ledger import Breakdown, Key, Ledger
from sightline.indicators.disclosure.totals import Totals

Span = tuple[date, date]


@dataclass(frozen=True)
class Found:
    whole: int
    parts: tuple[int, ...]
    redundant: bool = False


def periods_that_add_up(ledger: Ledger, totals: Totals) -> list[Found]:
    """Every sum over time among the published cells."""
    found: list[Found] = []
    for key, cells in sorted(_by_count(ledger, totals).items()):
        if len(cells) > 1:
            found += _sums(ledger, key, cells, declared=totals.sums_over_time is not None)
    return found


def _by_count(ledger: Ledger, totals: Totals) -> dict[tuple[str, str, Breakdown], dict[Span, int]]:
    groups: dict[tuple[str, str, Breakdown], dict[Span, int]] = defaultdict(dict)
    for (indicator, part, start, end), cells in ledger.tables.items():
        if indicator in totals.as_at or not _may_add_up(indicator, totals):
            continue
        for breakdown, cell in cells.items():
            if ledger.entries_of[cell]:
                groups[indicator, part, breakdown][start, end] = cell
    return groups


def _may_add_up(indicator: str, totals: Totals) -> bool:
    return totals.sums_over_time is None or indicator in totals.sums_over_time


def _sums(
    ledger: Ledger, key: tuple[str, str, Breakdown], cells: dict[Span, int], *, declared: bool
) -> Iterator[Found]:
    pieces = _pieces(cells)
    spans = sorted(span for span in cells if len(_inside(span, pieces)) > 1)
    kept = [span for span in spans if declared or _mostly_published(span, pieces, cells)]
    for span in kept:
        if _holds(ledger, span, pieces, cells):
            parts = tuple(_piece(ledger, key, piece, cells) for piece in _inside(span, pieces))
            yield Found(cells[span], parts)
            yield from _coarser(span, pieces, cells)


def _pieces(cells: dict[Span, int]) -> list[Span]:
    cuts = sorted({start for start, _ in cells} | {end + timedelta(days=1) for _, end in cells})
    spans = [(start, after - timedelta(days=1)) for start, after in pairwise(cuts)]
    return [piece for piece in spans if any(_within(piece, span) for span in cells)]


def _inside(span: Span, pieces: list[Span]) -> list[Span]:
    return [piece for piece in pieces if _within(piece, span)]


def _within(inner: Span, outer: Span) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _days(span: Span) -> int:
    return (span[1] - span[0]).days + 1


def _mostly_published(span: Span, pieces: list[Span], cells: dict[Span, int]) -> bool:
    """Without a word from the catalogue, one quarter and the year are not yet taken for a sum."""
    shown = sum(_days(piece) for piece in _inside(span, pieces) if piece in cells)
    return shown * 2 > _days(span) or any(_within(each, span) and each != span for each in _long(cells, span))


def _long(cells: dict[Span, int], span: Span) -> list[Span]:
    return [each for each in cells if _days(each) * 2 > _days(span)]


def _holds(ledger: Ledger, span: Span, pieces: list[Span], cells: dict[Span, int]) -> bool:
    """Whether the published pieces do not contradict the whole (a stock does not add up)."""
    total = ledger.values[cells[span]]
    inside = _inside(span, pieces)
    values = [ledger.values[cells[piece]] if piece in cells else None for piece in inside]
    if total is None:
        return True
    left = total - sum(value for value in values if value is not None)
    return left == 0 if None not in values else left >= 0


def _piece(ledger: Ledger, key: tuple[str, str, Breakdown], piece: Span, cells: dict[Span, int]) -> int:
    """The cell of a piece; an implied one when it was never published."""
    if piece in cells:
        return cells[piece]
    indicator, part, breakdown = key
    name = Key(indicator, f"{part} not published", *piece, breakdown)
    found = ledger.index.get(name)
    return ledger.implied(name, None) if found is None else found


def _coarser(span: Span, pieces: list[Span], cells: dict[Span, int]) -> Iterator[Found]:
    """The longest published periods inside, when they tile the span (quarters, though months are out too)."""
    proper = [each for each in cells if each != span and _within(each, span)]
    longest = sorted(
        each for each in proper if not any(each != other and _within(each, other) for other in proper)
    )
    tiles = sum(_days(each) for each in longest) == _days(span)
    apart = all(one[1] < other[0] for one, other in pairwise(longest))
    if tiles and apart and longest != _inside(span, pieces):
        yield Found(cells[span], tuple(cells[each] for each in longest), redundant=True)

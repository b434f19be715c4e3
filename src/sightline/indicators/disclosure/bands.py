"""Suggestions: ordered bands that could be merged, so that less need be hidden."""

from __future__ import annotations

import re
from collections import defaultdict

from sightline.indicators.disclosure.entries import Register

Band = tuple[int, str, bool]


def merges(register: Register) -> list[str]:
    """For every small band, the neighbour it could be merged with (the one above; the last with the one below)."""
    found: list[str] = []
    for (indicator, dimension, _), bands in sorted(_bands(register).items()):
        found += [f"{indicator}: merge {dimension} {low!r} with {high!r}" for low, high in _neighbours(bands)]
    return sorted(set(found))


def _bands(register: Register) -> dict[tuple[str, str, tuple[object, ...]], list[Band]]:
    groups: dict[tuple[str, str, tuple[object, ...]], list[Band]] = defaultdict(list)
    for entry in register.ledger.entries:
        figure = register.figures.get(entry.name)
        if figure is None or len(figure.breakdown) != 1:
            continue
        dimension, label = figure.breakdown[0]
        starts = re.search(r"\d+", label)
        if starts:
            small = entry.cause is not None and entry.cause.kind == "primary"
            period = (figure.period.start, figure.period.end)
            groups[figure.indicator, dimension, period].append((_place(starts), label, small))
    return groups


def _place(number: re.Match[str]) -> int:
    """Where a band stands: `under 1` comes before `1 to 4`."""
    below = re.search(r"under|less|below", number.string[: number.start()], re.IGNORECASE)
    return 2 * int(number.group()) - (1 if below else 0)


def _neighbours(bands: list[Band]) -> list[tuple[str, str]]:
    ordered = sorted(bands)
    pairs = []
    for place, (_, label, small) in enumerate(ordered):
        if small and len(ordered) > 1:
            other = ordered[place + 1 if place + 1 < len(ordered) else place - 1][1]
            pairs.append((label, other))
    return pairs

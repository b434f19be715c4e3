"""Names of figures: `participation-review@2024-04-01..2025-03-31[age-band=10 to 15]`, and what they say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from sightline.indicators.catalogue import DIMENSIONS, INDICATORS, Indicator
from sightline.indicators.figures import Period

_NAME = re.compile(
    r"(?P<key>[a-z0-9-]+)@(?P<start>\d{4}-\d\d-\d\d)\.\.(?P<end>\d{4}-\d\d-\d\d)(?:\[(?P<parts>.*)\])?",
    re.DOTALL,
)
_PART = re.compile(rf"(?:^|,)({'|'.join(sorted(map(re.escape, DIMENSIONS), key=len, reverse=True))})=")


class UnknownFigure(ValueError):
    """A name that is no figure's: of an unknown indicator, dimension or category, or not written as one."""


@dataclass(frozen=True)
class FigureName:
    """What the name of a figure says."""

    indicator: Indicator
    period: Period
    breakdown: tuple[tuple[str, str], ...] = ()

    @property
    def dimensions(self) -> tuple[str, ...]:
        return tuple(dimension for dimension, _ in self.breakdown)


def parse(figure_id: str) -> FigureName:
    """Read the name of a figure. Raises UnknownFigure, saying what is wrong with it.

    Labels may hold commas: a part begins at a known dimension's name and an equals sign.
    """
    found = _NAME.fullmatch(figure_id.strip())
    if found is None:
        raise UnknownFigure(
            "a figure is named like cla-count@2024-04-01..2025-03-31 or "
            "cla-count@2024-04-01..2025-03-31[sex=Female]"
        )
    indicator = indicator_called(found["key"])
    name = FigureName(indicator, _period(found["start"], found["end"]), _parts(found["parts"] or ""))
    for dimension in name.dimensions:
        require_breakdown(indicator, dimension)
    return name


def indicator_called(key: str) -> Indicator:
    """The indicator of a key. Raises UnknownFigure, naming those of the same beginning."""
    if key in INDICATORS:
        return INDICATORS[key]
    near = [other for other in INDICATORS if other.split("-")[0] == key.split("-")[0]] or list(INDICATORS)
    raise UnknownFigure(f"there is no indicator {key!r}; there are {', '.join(near)}")


def require_breakdown(indicator: Indicator, dimension: str) -> None:
    """Raise UnknownFigure unless the indicator can be broken down by the dimension."""
    allowed = (*indicator.breakdowns, *filter(None, [indicator.distribution]))
    if dimension not in allowed:
        raise UnknownFigure(
            f"{indicator.key} is not broken down by {dimension!r}; it is by {', '.join(allowed) or 'nothing'}"
        )


def _period(start: str, end: str) -> Period:
    try:
        return Period(date.fromisoformat(start), date.fromisoformat(end))
    except ValueError as wrong:
        raise UnknownFigure(f"{start}..{end} is no period: {wrong}") from None


def _parts(text: str) -> tuple[tuple[str, str], ...]:
    marks = list(_PART.finditer(text))
    if text and (not marks or marks[0].start() != 0):
        raise UnknownFigure(f"{text!r} does not begin with a dimension; they are {', '.join(DIMENSIONS)}")
    ends = [*(mark.start() for mark in marks[1:]), len(text)][: len(marks)]
    return tuple((mark[1], text[mark.end() : end]) for mark, end in zip(marks, ends, strict=True))

"""What is counted, and why: every indicator that a 903 return can give, each a sentence.

`INDICATORS` holds them by key, in printing order; `GROUPS` by group. Keys are those of the catalogue of
needs; variants ("same word, different measure") share a family and name each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sightline.indicators.catalogue import flow, health, others, participation, placement, reviews, stock
from sightline.indicators.catalogue.dimensions import DIMENSIONS, Dimension
from sightline.indicators.catalogue.indicator import Basis, Good, Indicator, Timing

__all__ = ["DIMENSIONS", "GROUPS", "INDICATORS", "Basis", "Dimension", "Good", "Indicator", "Timing"]

_CHAPTERS = (stock, flow, placement, reviews, participation, health, others)

INDICATORS: Mapping[str, Indicator] = MappingProxyType(
    {indicator.key: indicator for chapter in _CHAPTERS for indicator in chapter.indicators()}
)


def _groups() -> dict[str, tuple[Indicator, ...]]:
    names = dict.fromkeys(indicator.group for indicator in INDICATORS.values())
    return {name: tuple(each for each in INDICATORS.values() if each.group == name) for name in names}


GROUPS: Mapping[str, tuple[Indicator, ...]] = MappingProxyType(_groups())

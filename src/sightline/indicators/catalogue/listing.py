"""Every indicator, in printing order, and by group."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sightline.indicators.catalogue import (
    flow,
    health,
    others,
    participation,
    placement,
    reviews,
    stock,
    work_decisions,
    work_participation,
    work_reviews,
    work_service,
)
from sightline.indicators.catalogue.indicator import Indicator

_CHAPTERS = (
    *(stock, flow, placement, reviews, work_reviews, work_decisions, participation, work_participation),
    *(work_service, health, others),
)


def _groups() -> dict[str, tuple[Indicator, ...]]:
    return {name: tuple(each for each in _ALL if each.group == name) for name in _ORDER}


_ALL = tuple(indicator for chapter in _CHAPTERS for indicator in chapter.indicators())
_ORDER = (
    *(stock.GROUP, placement.GROUP, reviews.GROUP, work_decisions.GROUP, participation.GROUP),
    *(work_service.GROUP, health.GROUP),
)

GROUPS: Mapping[str, tuple[Indicator, ...]] = MappingProxyType(_groups())

INDICATORS: Mapping[str, Indicator] = MappingProxyType(
    {indicator.key: indicator for group in GROUPS.values() for indicator in group}
)

#: Those that a return can give; the others tell of the reviewing service's own work, which its extract holds.
OF_RETURNS: Mapping[str, Indicator] = MappingProxyType(
    {key: indicator for key, indicator in INDICATORS.items() if not indicator.needs_work}
)

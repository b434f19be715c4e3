"""Care leavers, changes of social worker, and deprivation of liberty."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sightline.indicators.catalogue.dimensions import CARE, CHILD
from sightline.indicators.catalogue.indicator import Basis, Good, Indicator, Timing
from sightline.indicators.catalogue.stock import SHORT_BREAKS

GROUP = "Health, education, missing, allegations"

_leaver = partial(
    Indicator,
    group=GROUP,
    table="year_care_leavers",
    timing=Timing.REPORTING_YEAR,
    basis=Basis.YOUNG_PERSON,
    unit="percent",
    decimals=0,
    good=Good.HIGH,
    denominator="care leavers who turned 17 to 21 in the year",
    source="SSDA903 OC3",
    reference="DfE children looked after statistics",
    breakdowns=("age", "sex", "ethnicity", "ethnic-group", "in-touch"),
    needs_tables=("care_leavers",),
)


def indicators() -> Iterator[Indicator]:
    yield from _leavers()
    yield _workers()
    yield _liberty()


def _leavers() -> Iterator[Indicator]:
    everyone = "Everyone in the return counts, those out of touch, returned home or died among them."
    yield _leaver(
        key="care-leaver-eet",
        family="care-leaver-eet",
        title="Care leavers in education, employment or training",
        meets="activity LIKE 'F%' OR activity LIKE 'P%'",
        numerator="Care leavers in education, employment or training, full or part time",
        pitfalls=f"{everyone} Show each age: 17 and 18 differ from 19 to 21.",
    )
    yield _leaver(
        key="care-leaver-suitable",
        family="care-leaver-suitable",
        title="Care leavers in suitable accommodation",
        meets="accommodation LIKE '%1' AND accommodation NOT IN ('S1', 'X1')",
        numerator="Care leavers in accommodation judged suitable",
        pitfalls=f"{everyone} Custody and no fixed abode are never suitable.",
    )
    yield _leaver(
        key="care-leaver-in-touch",
        family="care-leaver-in-touch",
        title="Care leavers with whom the authority is in touch",
        meets="in_touch = 'YES'",
        numerator="Care leavers with whom the authority was in touch",
        breakdowns=("age", "sex", "ethnicity", "ethnic-group"),
        pitfalls=everyone,
    )
    yield _leaver(
        key="care-leaver-age",
        family="care-leaver-age",
        title="Care leavers by age",
        distribution="age",
        good=Good.CONTEXT,
        numerator="Care leavers of each age at the end of the year",
        breakdowns=("sex",),
        pitfalls=everyone,
    )


def _workers() -> Indicator:
    return Indicator(
        key="sw-changes",
        family="sw-changes",
        group=GROUP,
        title="Three or more social workers in the year",
        table="looked_after",
        meets="workers_in_period >= 3",
        unknown="workers_in_period = 0",
        timing=Timing.YEAR,
        unit="percent",
        decimals=0,
        good=Good.LOW,
        numerator="Children looked after at the end of the year who had three or more social workers in it",
        denominator="children looked after at the end of the year with a social worker recorded",
        source="SSDA903 SWEpisodes",
        exclusions=SHORT_BREAKS,
        breakdowns=(*CHILD, *CARE),
        needs_tables=("social_workers",),
        since=2024,
        pitfalls="Counts people, not changes: a worker who leaves and comes back is one. Children without any "
        "social worker recorded are unknown.",
    )


def _liberty() -> Indicator:
    return Indicator(
        key="liberty-orders",
        family="liberty-orders",
        group=GROUP,
        title="Children deprived of their liberty by order",
        table="children_under_liberty_orders",
        numerator="Children under a deprivation of liberty order on any day of the period",
        source="SSDA903 DoLo",
        breakdowns=(*CHILD, *CARE),
        needs_tables=("liberty_orders",),
        since=2027,
        pitfalls="Not in the return before the collection of 2026-27.",
    )

"""The reviewing service itself: how much there is of it, for how many children, what it does between reviews."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sightline.indicators.catalogue.dimensions import CARE, CHILD, WHEN
from sightline.indicators.catalogue.indicator import Basis, Good, Indicator, Timing
from sightline.indicators.catalogue.stock import LOOKED_AFTER, SHORT_BREAKS

GROUP = "The reviewing service"
_FTE = ("iro-fte", "iro-fte-vacant", "iro-fte-agency")
_OFFICERS = "of reviewing officers and senior ones"

_as_at = partial(Indicator, group=GROUP, timing=Timing.AS_AT, needs_work=True, decimals=1)
_stock = partial(
    _as_at, unit="percent", denominator="children looked after at the date", exclusions=SHORT_BREAKS,
    breakdowns=(*CHILD, *CARE),
)  # fmt: skip


def indicators() -> Iterator[Indicator]:
    yield from _fte()
    yield from _caseload()
    yield _fullest()
    yield _continuity()
    yield _siblings()
    yield from _checks()
    yield _tracking()


def _fte() -> Iterator[Indicator]:
    for key, title, counts, words in (
        (_FTE[0], "Full-time equivalents of reviewing officers in post", "filled", "in post"),
        (_FTE[1], "Full-time equivalents of reviewing officers vacant", "employment = 'vacant'", "vacant"),
        (_FTE[2], "Full-time equivalents of agency officers", "employment = 'agency'", "filled by agency workers"),
    ):
        yield _as_at(
            key=key,
            family=_FTE[0],
            title=title,
            table="officers_posts",
            counts=counts,
            value="fte",
            per=100,
            unit="ratio",
            basis=Basis.POST,
            numerator=f"Hundredths of full time {_OFFICERS} {words} at the date",
            denominator="one hundred: full-time equivalents",
            source="Ledger of posts",
            breakdowns=(),
            variants=tuple(other for other in _FTE if other != key),
            pitfalls="Time, not people. Somebody seconded out is not in post; somebody seconded in is.",
        )


def _caseload() -> Iterator[Indicator]:
    for key, title, weighs, words, other in (
        ("iro-caseload", "in post", "fte_in_post", "in post", "iro-caseload-established"),
        ("iro-caseload-established", "established", "fte", "established, filled or not", "iro-caseload"),
    ):
        yield _as_at(
            key=key,
            family="iro-caseload",
            title=f"Children for one full-time officer {title}",
            table="officers_load",
            value="children * 100",
            weighs=weighs,
            unit="ratio",
            numerator="Children looked after at the date with a reviewing officer, times one hundred",
            denominator=f"the hundredths of full time {_OFFICERS} {words} at the date",
            source="Allocations; ledger of posts",
            reference="IRO Handbook (2010): 50 to 70",
            exclusions=SHORT_BREAKS,
            breakdowns=(),
            variants=(other, "iro-caseload-most"),
            pitfalls="Children nobody is named for are not in it. Foster carers' reviews and conferences are not "
            "either: say so where officers do both.",
        )


def _fullest() -> Indicator:
    return _as_at(
        key="iro-caseload-most",
        family="iro-caseload",
        title="Children of the officer who has the most",
        table="looked_after_shared_out",
        counts="fullest",
        unit="count",
        decimals=0,
        numerator="Children looked after at the date whose reviewing officer is the one with the most of them",
        source="Allocations",
        reference="IRO Handbook (2010): 50 to 70 for one full-time officer",
        exclusions=SHORT_BREAKS,
        breakdowns=(),
        variants=("iro-caseload", "iro-caseload-established"),
        pitfalls="Of a person, not of a full-time post: say how much of full time that officer works.",
    )


def _continuity() -> Indicator:
    return _stock(
        key="iro-continuity",
        family="iro-continuity",
        title="Children with the same reviewing officer for twelve months",
        table="looked_after_officers",
        meets="officer IS NOT NULL AND officers_in_year = 1",
        good=Good.HIGH,
        numerator="Children looked after at the date whose officer was the only one for the last twelve months, "
        "or for all of their care where that is shorter",
        source="Allocations",
        pitfalls="A child without an officer has not had the same one. An officer who stood in without being "
        "named does not count.",
    )


def _siblings() -> Indicator:
    return _as_at(
        key="sibling-same-iro",
        family="sibling-same-iro",
        title="Brothers and sisters with one reviewing officer",
        table="sibling_groups_in_care",
        counts="NOT apart",
        meets="one_officer",
        basis=Basis.GROUP,
        unit="percent",
        good=Good.HIGH,
        numerator="Groups in which every child has the same officer",
        denominator="groups of brothers and sisters of whom two or more were looked after at the date",
        source="Allocations; family groups",
        reference="IRO Handbook (2010)",
        exclusions=f"{SHORT_BREAKS}; groups with a reason written down why they need different officers",
        breakdowns=(),
        pitfalls="Groups, not children. A child without an officer keeps the group from counting.",
    )


def _checks() -> Iterator[Indicator]:
    for key, title, meets, unknown, words, other in (
        (
            "midway-checks",
            "Midway checks done by the day they were due",
            "done_by_then",
            "done IS NULL AND day >= told_until",
            "done by that day",
            "midway-checks-before-review",
        ),
        (
            "midway-checks-before-review",
            "Midway checks done before the next review",
            "done_before_review",
            "still_open",
            "done before the next review was held",
            "midway-checks",
        ),
    ):
        yield Indicator(
            key=key,
            family="midway-checks",
            group=GROUP,
            title=title,
            table="midway_checks_due",
            meets=meets,
            unknown=unknown,
            basis=Basis.CHECK,
            unit="percent",
            decimals=1,
            good=Good.HIGH,
            numerator=f"Midway checks due in the period that were {words}",
            denominator="midway checks due in the period",
            source="Midway checks",
            exclusions="Checks that were not needed, such as where the next review was held first",
            breakdowns=(*CHILD, *CARE, *WHEN),
            variants=(other,),
            needs_work=True,
            sums_over_time=True,
            pitfalls="Half-way between two reviews, by the due date that the next had when the check was made.",
        )


def _tracking() -> Indicator:
    return _stock(
        key="case-tracking",
        family="case-tracking",
        title="Children by tracking level",
        table="looked_after_tracked",
        distribution="tracking-level",
        numerator=f"{LOOKED_AFTER} at each level",
        source="Tracking levels",
        breakdowns=("age-band", "sex"),
        pitfalls="Levels are a council's own, and not every council has them: most are then not recorded.",
    )

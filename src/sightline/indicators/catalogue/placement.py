"""Legal status, placements and how long they last, of children looked after at a date."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sightline.indicators.catalogue.dimensions import CARE, CHILD, WHEN
from sightline.indicators.catalogue.indicator import Basis, Good, Indicator, Timing
from sightline.indicators.catalogue.stock import LOOKED_AFTER, SHORT_BREAKS

GROUP = "Legal status, placement, stability"
_ALL = "all children looked after at the date"

_stock = partial(
    Indicator,
    group=GROUP,
    table="looked_after",
    timing=Timing.AS_AT,
    unit="percent",
    source="SSDA903 Header and Episodes",
    exclusions=SHORT_BREAKS,
    breakdowns=(*CHILD, *CARE),
)


def indicators() -> Iterator[Indicator]:
    yield from _legal()
    yield from _placed()
    yield _out_of_area()
    yield from _stability()
    yield _unplanned()


def _legal() -> Iterator[Indicator]:
    yield _stock(
        key="cla-legal-status",
        family="cla-legal-status",
        title="Children looked after by legal status",
        distribution="legal-status-group",
        numerator=f"{LOOKED_AFTER} in each group of legal statuses",
        denominator=_ALL,
        breakdowns=("age-band", "sex"),
        pitfalls="The groups are data. Residential assessment under s.38(6) is not a code of the return.",
    )
    for months in (6, 12, 24):
        lasted = f"legal_status_from <= months_after(:end, -{months})"
        yield _stock(
            key=f"s20-duration-{months}",
            family="s20-duration",
            title=f"Section 20 for {months} months or more",
            counts="legal_status = 'V2'",
            meets=lasted,
            unknown=f"legal_status = 'V2' AND NOT legal_status_from_known AND NOT ({lasted})",
            good=Good.LOW,
            numerator=f"Children accommodated under section 20 (V2) at the date, without a break for {months} "
            "months or more",
            denominator="children accommodated under section 20 at the date",
            variants=tuple(f"s20-duration-{other}" for other in (6, 12, 24) if other != months),
            breakdowns=CHILD,
            needs_history=f"Each child's legal status over {months} months: where the first episode seen did not "
            "begin with a change of legal status and is shorter, the child is unknown",
            pitfalls="Counted over episodes in a row, so a change of placement does not restart it.",
        )
    yield _stock(
        key="placement-order-unplaced",
        family="placement-order-unplaced",
        title="Children with a placement order not yet placed for adoption",
        counts="legal_status = 'E1'",
        meets="settled_placement NOT IN ('A3', 'A4', 'A5', 'A6')",
        good=Good.LOW,
        numerator="Children with a placement order (E1) at the date, not in a placement for adoption (A3 to A6)",
        denominator="children with a placement order at the date",
        breakdowns=CHILD,
        pitfalls="A foster-to-adopt carer (U2, U5) is not yet a placement for adoption.",
    )
    yield _orders_outstanding()


def _orders_outstanding() -> Indicator:
    lasted = (
        "greatest(legal_status_from, placement_started) <= months_after(:end, -12) AND settled_placement = 'P1'"
    )
    known = "legal_status_from_known AND placement_started_known"
    concerned = "legal_status = 'C2' AND settled_placement = 'P1'"
    return _stock(
        key="orders-outstanding",
        family="orders-outstanding",
        title="Children placed with parents on a care order for a year or more",
        counts=concerned,
        meets=lasted,
        unknown=f"{concerned} AND NOT ({known}) AND NOT ({lasted})",
        good=Good.LOW,
        numerator="Children on a full care order (C2) and placed with parents (P1) at the date, both for 12 "
        "months or more",
        denominator="children on a full care order and placed with parents at the date",
        breakdowns=CHILD,
        needs_history="The start of the order and of the placement: where they are not seen and a year is not "
        "either, the child is unknown",
        pitfalls="Orders that may be ready for discharge: a question to ask, not a failing in itself. Placement "
        "orders to be revoked after a change of plan are not in the return.",
    )


def _placed() -> Iterator[Indicator]:
    yield _stock(
        key="cla-placement-type",
        family="cla-placement-type",
        title="Children looked after by placement",
        distribution="placement-group",
        numerator=f"{LOOKED_AFTER} in each group of placements",
        denominator=_ALL,
        breakdowns=("provider", "age-band"),
        pitfalls="Councils group placements differently: compare only equal groups. A child away for a few days "
        "(T0 to T4) is counted where the child was that night.",
    )
    fostered = "placement IN ('U1', 'U2', 'U3', 'U4', 'U5', 'U6')"
    for key, words, counts, other in (
        ("cla-placement-provider", "looked after", "TRUE", "cla-placement-provider-foster"),
        ("cla-placement-provider-foster", "in foster care (U1 to U6)", fostered, "cla-placement-provider"),
    ):
        yield _stock(
            key=key,
            family="cla-placement-provider",
            title="Placements provided by the authority itself"
            + ("" if counts == "TRUE" else ", foster care only"),
            counts=counts,
            meets="provider = 'PR1'",
            numerator=f"Children {words} at the date, placed with a provider of the authority's own (PR1)",
            denominator=f"all children {words} at the date",
            variants=(other,),
            pitfalls="Placements without a provider (temporary and other placements, and with parents) count "
            "in the denominator.",
        )
    yield _stock(
        key="cla-connected-carers",
        family="cla-connected-carers",
        title="Children fostered by relatives or friends",
        meets="placement IN ('U1', 'U2', 'U3')",
        numerator="Children looked after at the date and fostered by a relative or friend (U1 to U3)",
        denominator=_ALL,
    )
    yield _stock(
        key="cla-placed-with-parents",
        family="cla-placed-with-parents",
        title="Children placed with their parents",
        meets="placement = 'P1'",
        numerator="Children looked after at the date and placed with a parent or another person with parental "
        "responsibility (P1)",
        denominator=_ALL,
        pitfalls="Long orders at home are a question for the IRO, not a failing in themselves.",
    )


def _out_of_area() -> Indicator:
    return _stock(
        key="cla-out-of-area",
        family="cla-out-of-area",
        title="Children placed outside the area",
        meets="FALSE",
        good=Good.LOW,
        numerator="Children looked after at the date and placed outside the authority's boundary",
        denominator=_ALL,
        source="SSDA903 Episodes (PL_POST) and a table of postcodes",
        breakdowns=(),
        unobtainable="where a placement is follows from its postcode, which needs a table of postcodes and "
        "authorities that is not part of Sightline",
    )


def _stability() -> Iterator[Indicator]:
    yield _stock(
        key="cla-3plus-placements",
        family="cla-3plus-placements",
        title="Three or more placements in the year",
        meets="placements_in_period >= 3",
        timing=Timing.YEAR,
        good=Good.LOW,
        decimals=0,
        numerator="Children looked after at the end of the year who had three or more placements in it",
        denominator="children looked after at the end of the year",
        reference="former national indicator NI 62",
        exclusions=f"{SHORT_BREAKS}; temporary moves (T0 to T4) and returns from them; moves with the same carer",
        pitfalls="The placement a child was in when the year began counts as one. Earlier periods of care in the "
        "same year count too.",
    )
    yield _two_years()


def _two_years() -> Indicator:
    in_care = "period_started <= months_after(:end, -30)"
    adoptive = "settled_placement IN ('A3', 'A4', 'A5', 'A6')"
    stayed = (
        "placement_started <= months_after(:end, -24) "
        f"OR ({adoptive} AND with_adopters_from <= months_after(:end, -24))"
    )
    earlier = f"NOT placement_started_known OR ({adoptive} AND NOT with_adopters_from_known)"
    return _stock(
        key="cla-2yr-same-placement",
        family="cla-2yr-same-placement",
        title="In the same placement for two years",
        counts=f"age < 16 AND {in_care}",
        meets=stayed,
        unknown=f"age < 16 AND ((NOT started_known AND NOT ({in_care})) "
        f"OR ({in_care} AND ({earlier}) AND NOT ({stayed})))",
        good=Good.HIGH,
        decimals=0,
        numerator="Children under 16 looked after for at least two and a half years who have been in the same "
        "placement for at least two years, or are placed for adoption and that placement and the one before it "
        "together lasted at least two years",
        denominator="children under 16 at the date who have been looked after for at least two and a half years",
        reference="former national indicator NI 63",
        needs_history="The start of each period of care and placement: where the first episode seen is not the "
        "first of its period of care, and two and a half years are not seen, the child is unknown",
        pitfalls="Sometimes worded as a placement of two and a half years; it is two. Temporary moves and moves "
        "with the same carer do not break a placement.",
    )


def _unplanned() -> Indicator:
    return Indicator(
        key="placement-unplanned-ends",
        family="placement-unplanned-ends",
        group=GROUP,
        title="Placements that ended unplanned",
        table="placement_moves",
        meets="reason_moved IN ('CREQB', 'CREQO', 'CHILD', 'LAREQ', 'ALLEG', 'STAND', 'APPRR')",
        unknown="reason_moved IS NULL",
        unit="percent",
        good=Good.LOW,
        basis=Basis.MOVE,
        numerator="Changes of placement in the period asked for by the carer, the child or an authority, or "
        "because of an allegation, standards of care or lost approval",
        denominator="changes of placement in the period with a reason recorded",
        source="SSDA903 Episodes (REASON_PLACE_CHANGE)",
        exclusions=f"{SHORT_BREAKS}; temporary moves (T0 to T4); changes of status only (PLACE)",
        breakdowns=(*CHILD, *CARE, "reason-moved", *WHEN),
        sums_over_time=True,
        pitfalls="A child can ask for a move that is right. Moves without a reason are counted as unknown.",
    )

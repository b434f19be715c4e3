"""Children looked after at a date: how many, who they are, and how that has changed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sightline.indicators.catalogue.dimensions import CARE, CHILD
from sightline.indicators.catalogue.indicator import Indicator, Timing

GROUP = "Children in care: stock and flow"
SHORT_BREAKS = "Agreed series of short breaks (V3, V4)"
LOOKED_AFTER = "Children looked after at the date"

_stock = partial(
    Indicator,
    group=GROUP,
    table="looked_after",
    timing=Timing.AS_AT,
    source="SSDA903 Header and Episodes",
    exclusions=SHORT_BREAKS,
    breakdowns=(*CHILD, *CARE),
)


def indicators() -> Iterator[Indicator]:
    yield from _counts()
    yield from _profiles()
    yield from _asylum()
    yield _short_breaks()


def _counts() -> Iterator[Indicator]:
    yield _stock(
        key="cla-count",
        family="cla-count",
        title="Children looked after",
        numerator=LOOKED_AFTER,
        reference="DfE children looked after statistics",
        variants=("cla-started",),
        pitfalls="A stock at one date, not the children who came into care. A child whose episode ended on the "
        "date itself is not counted, unless the counting rule cease_on_census_day_counts says so.",
    )
    yield _stock(
        key="cla-rate",
        family="cla-rate",
        title="Children looked after per 10,000 children",
        numerator=LOOKED_AFTER,
        denominator="children aged 0 to 17 living in the area",
        unit="per_10000",
        population=True,
        breakdowns=(),
        source="SSDA903 Header and Episodes; ONS mid-year estimate",
        reference="DfE children looked after statistics",
        pitfalls="Name the year of the population estimate; a new one changes the rate though no child moved.",
    )
    yield _stock(
        key="cla-change",
        family="cla-change",
        title="Change in children looked after over twelve months",
        numerator="Children looked after at the date less those looked after twelve months before",
        denominator="children looked after twelve months before",
        unit="percent",
        decimals=1,
        change_of="cla-count",
        breakdowns=(),
        needs_history="The return of the year before as well",
        pitfalls="Divide by the earlier value. Dividing a rise by the later value makes it look smaller.",
    )


def _profiles() -> Iterator[Indicator]:
    for key, title, dimension, crossed, pitfalls in (
        ("cla-age-profile", "Children looked after by age", "age-band", ("sex",), "Say whose bands these are."),
        ("cla-sex-profile", "Children looked after by sex", "sex", (), ""),
        (
            "cla-ethnicity-profile",
            "Children looked after by ethnic group",
            "ethnic-group",
            (),
            "The children in care at a date, not those who came into care. Groups hide nationality.",
        ),
    ):
        yield _stock(
            key=key,
            family=key,
            title=title,
            numerator=f"{LOOKED_AFTER} in each group",
            denominator="all children looked after at the date",
            unit="percent",
            distribution=dimension,
            breakdowns=crossed,
            pitfalls=pitfalls,
        )


def _asylum() -> Iterator[Indicator]:
    yield _stock(
        key="cla-uasc",
        family="cla-uasc",
        title="Unaccompanied asylum-seeking children looked after",
        counts="uasc",
        numerator="Children looked after at the date who were unaccompanied asylum seekers on that date",
        source="SSDA903 Episodes and UASC",
        needs_tables=("uasc",),
        breakdowns=tuple(key for key in (*CHILD, *CARE) if key != "uasc"),
        pitfalls="Young people who have turned 18 are no longer looked after and not counted.",
    )
    yield _stock(
        key="uasc-nts-threshold",
        family="uasc-nts-threshold",
        title="Unaccompanied children against the National Transfer Scheme threshold",
        counts="uasc AND age < 18",
        numerator="Unaccompanied asylum-seeking children under 18 looked after at the date",
        denominator="the number of children that the scheme's threshold share of the population makes",
        unit="percent",
        decimals=0,
        population=True,
        breakdowns=(),
        source="SSDA903 Episodes and UASC; ONS mid-year estimate",
        reference="Home Office National Transfer Scheme protocol",
        needs_tables=("uasc",),
        pitfalls="The threshold is 0.1 per cent of children (0.07 before 24 August 2022) and is not rounded here "
        "to whole places.",
    )


def _short_breaks() -> Indicator:
    return _stock(
        key="cla-short-breaks",
        family="cla-short-breaks",
        title="Children on an agreed series of short breaks",
        table="short_breaks",
        numerator="Children with an episode under an agreed series of short breaks (V3 or V4) at the date",
        exclusions="",
        breakdowns=(*CHILD, "legal-status", "placement", "placement-group", "provider", "need"),
        pitfalls="Never part of the number of children looked after. Where each break is recorded (V3), a child "
        "between two breaks on the date is not counted: it is not the number of children with an agreed series.",
    )

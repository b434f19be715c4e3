"""Children coming into care and leaving it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sightline.indicators.catalogue.dimensions import CARE, CHILD, WHEN
from sightline.indicators.catalogue.indicator import Basis, Indicator
from sightline.indicators.catalogue.stock import GROUP, SHORT_BREAKS

_starts = partial(
    Indicator,
    group=GROUP,
    table="care_starts",
    counts="first_of_child",
    source="SSDA903 Header and Episodes",
    exclusions=SHORT_BREAKS,
    breakdowns=(*CHILD, *CARE, *WHEN),
)
_ends = partial(
    Indicator,
    group=GROUP,
    table="care_ends",
    counts="last_of_child",
    source="SSDA903 Header and Episodes",
    exclusions=SHORT_BREAKS,
    breakdowns=(*CHILD, *CARE, "reason", "reason-ceased", *WHEN),
)

_STARTED = "Children who started to be looked after in the period, each counted once (at the first start)"
_CEASED = "Children who ceased to be looked after in the period, each counted once (at the last end)"
_POPULATION = "children aged 0 to 17 living in the area"
_RATE_PITFALL = "Not scaled up: the rate of a quarter is a quarter's. Name the year of the population estimate."


def indicators() -> Iterator[Indicator]:
    yield from _started()
    yield from _ceased()
    yield from _permanence()
    yield from _secure()


def _started() -> Iterator[Indicator]:
    yield _starts(
        key="cla-started",
        family="cla-started",
        title="Children starting to be looked after",
        numerator=_STARTED,
        reference="DfE children looked after statistics",
        variants=("cla-started-starts",),
        pitfalls="Counts children, not starts: a child who came into care twice is counted once.",
    )
    yield _starts(
        key="cla-started-starts",
        family="cla-started",
        title="Starts of being looked after",
        counts="TRUE",
        basis=Basis.START,
        numerator="Times a child started to be looked after in the period",
        variants=("cla-started",),
        sums_over_time=True,
        pitfalls="Counts starts, not children: a child who came into care twice is counted twice. Beside the "
        "number of children it tells how many came back within the period.",
    )
    yield _starts(
        key="cla-started-rate",
        family="cla-started-rate",
        title="Children starting to be looked after per 10,000 children",
        numerator=_STARTED,
        denominator=_POPULATION,
        unit="per_10000",
        decimals=1,
        population=True,
        breakdowns=(),
        source="SSDA903 Header and Episodes; ONS mid-year estimate",
        reference="DfE children looked after statistics",
        pitfalls=_RATE_PITFALL,
    )
    for key, title, dimension, crossed, pitfalls in (
        (
            "cla-started-by-need",
            "Children starting to be looked after by category of need",
            "need",
            WHEN,
            "The category recorded when the period of care began; it stays the same throughout.",
        ),
        (
            "cla-started-by-legal",
            "Children starting to be looked after by legal status",
            "legal-status-group",
            (),
            "The legal status of the first episode; many change within days.",
        ),
    ):
        yield _starts(
            key=key,
            family=key,
            title=title,
            numerator=f"{_STARTED}, in each group",
            denominator="all children who started to be looked after in the period",
            unit="percent",
            distribution=dimension,
            breakdowns=crossed,
            pitfalls=pitfalls,
        )


def _ceased() -> Iterator[Indicator]:
    yield _ends(
        key="cla-ceased",
        family="cla-ceased",
        title="Children ceasing to be looked after",
        numerator=_CEASED,
        reference="DfE children looked after statistics",
        variants=("cla-ceased-ends",),
        pitfalls="Counts children, not ends. Tables by age and by reason must have this same total.",
    )
    yield _ends(
        key="cla-ceased-ends",
        family="cla-ceased",
        title="Ends of being looked after",
        counts="TRUE",
        basis=Basis.END,
        numerator="Times a child ceased to be looked after in the period",
        variants=("cla-ceased",),
        sums_over_time=True,
        pitfalls="Counts ends, not children: a child who left care twice is counted twice.",
    )
    yield _ends(
        key="cla-ceased-rate",
        family="cla-ceased-rate",
        title="Children ceasing to be looked after per 10,000 children",
        numerator=_CEASED,
        denominator=_POPULATION,
        unit="per_10000",
        decimals=1,
        population=True,
        breakdowns=(),
        source="SSDA903 Header and Episodes; ONS mid-year estimate",
        reference="DfE children looked after statistics",
        pitfalls=_RATE_PITFALL,
    )
    for key, title, dimension, crossed, pitfalls in (
        (
            "cla-ceased-by-reason",
            "Children ceasing to be looked after by reason",
            "reason",
            WHEN,
            "Turning 18 is not a reason: the code says where the young person went. The code for any other "
            "reason is never used merely for a birthday.",
        ),
        (
            "cla-ceased-by-age",
            "Children ceasing to be looked after by age",
            "age-band",
            (),
            "Say whose bands these are.",
        ),
    ):
        yield _ends(
            key=key,
            family=key,
            title=title,
            numerator=f"{_CEASED}, in each group",
            denominator="all children who ceased to be looked after in the period",
            unit="percent",
            distribution=dimension,
            breakdowns=crossed,
            pitfalls=pitfalls,
        )


def _permanence() -> Iterator[Indicator]:
    adopted = "reason_ceased IN ('E11', 'E12')"
    guardian = "reason_ceased IN ('E43', 'E44', 'E45', 'E46', 'E47', 'E48')"
    for suffix, title, words, condition in (
        ("adopted", "Children adopted from care", "were adopted", adopted),
        ("sgo", "Children leaving care to special guardianship", "left to a special guardianship order", guardian),
        (
            "share",
            "Children leaving care to adoption or special guardianship",
            "left to adoption or a special guardianship order",
            f"{adopted} OR {guardian}",
        ),
    ):
        yield _ends(
            key=f"sgo-adoption-{suffix}",
            family="sgo-adoption",
            group="Health, education, missing, allegations",
            title=title,
            meets=condition,
            unit="percent",
            numerator=f"Children who ceased to be looked after in the period and {words}",
            denominator="all children who ceased to be looked after in the period",
            breakdowns=(*CHILD, *WHEN),
            variants=tuple(f"sgo-adoption-{other}" for other in ("adopted", "sgo", "share") if other != suffix),
            pitfalls="Orders for children who were never looked after are not in a 903 return.",
        )


def _secure() -> Iterator[Indicator]:
    yield _starts(
        key="cla-remand",
        family="cla-remand",
        title="Remand and secure placements",
        table="secure_starts",
        counts="TRUE",
        basis=Basis.START,
        numerator="Times in the period that a child came under remand (J1) or into a secure children's home (K1)",
        breakdowns=(*CHILD, "legal-status", "placement", *WHEN),
        sums_over_time=True,
        pitfalls="Counts beginnings: a child who moves from one secure home to another without a break is "
        "counted once. A remand that begins in a secure home is one beginning.",
    )

"""Health, strengths and difficulties, offending and missing: the OC2 cohort and children missing from care."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sightline.indicators.catalogue.dimensions import CARE, CHILD
from sightline.indicators.catalogue.indicator import Good, Indicator, Timing
from sightline.indicators.catalogue.stock import SHORT_BREAKS

GROUP = "Health, education, missing, allegations"
_COHORT = "children looked after for twelve months without a break at 31 March"
_BLANK = "A blank in the return cannot be judged: it is counted as unknown, not as no."

_outcome = partial(
    Indicator,
    group=GROUP,
    table="year_outcomes",
    timing=Timing.REPORTING_YEAR,
    unit="percent",
    decimals=0,
    source="SSDA903 OC2",
    reference="DfE children looked after statistics",
    exclusions=SHORT_BREAKS,
    breakdowns=(*CHILD, *CARE),
    needs_tables=("outcomes",),
)


def indicators() -> Iterator[Indicator]:
    yield from _health()
    yield from _sdq()
    yield from _risk()
    yield from _missing()


def _health() -> Iterator[Indicator]:
    under_five = "age < 5"
    for key, title, column, words, counts, among in (
        (
            "health-assessment",
            "Annual health assessment",
            "health_assessment",
            "Children with a health assessment in the year",
            "TRUE",
            _COHORT,
        ),
        (
            "health-development-u5",
            "Development checks up to date, under 5",
            "health_check",
            "Children under 5 at 31 March whose development checks were up to date",
            under_five,
            f"{_COHORT} and under 5 on that day",
        ),
        (
            "immunisations",
            "Immunisations up to date",
            "immunisations",
            "Children whose immunisations were up to date",
            "TRUE",
            _COHORT,
        ),
        ("dental", "Dental check", "teeth_check", "Children seen by a dentist in the year", "TRUE", _COHORT),
    ):
        yield _outcome(
            key=key,
            family=key,
            title=title,
            counts=counts,
            meets=f"{column} = 1",
            unknown=f"({counts}) AND {column} IS NULL",
            good=Good.HIGH,
            numerator=words,
            denominator=among,
            pitfalls=f"{_BLANK} A young person's refusal is a no here; show it beside the figure.",
        )


def _sdq() -> Iterator[Indicator]:
    of_age = "age_at_start >= 4 AND age < 17"
    cohort = f"{_COHORT}, aged 4 or over at the start of the year and under 17 at its end"
    yield _outcome(
        key="sdq-complete",
        family="sdq-complete",
        title="Strengths and difficulties questionnaires returned",
        counts=of_age,
        meets="sdq_score IS NOT NULL",
        good=Good.HIGH,
        numerator="Children with a score recorded for the year",
        denominator=cohort,
        pitfalls="The reason for no score is in the return and worth showing.",
    )
    yield _outcome(
        key="sdq-average",
        family="sdq-average",
        title="Average strengths and difficulties score",
        counts=f"{of_age} AND sdq_score IS NOT NULL",
        value="sdq_score",
        unit="average",
        decimals=1,
        good=Good.LOW,
        numerator="Sum of the scores (0 to 40)",
        denominator="children with a score recorded for the year",
        reference="former national indicator NI 58",
        pitfalls="A higher score is a greater difficulty. Read it beside the share returned.",
    )
    yield _outcome(
        key="sdq-bands",
        family="sdq-average",
        title="Strengths and difficulties scores by band",
        counts=f"{of_age} AND sdq_score IS NOT NULL",
        distribution="sdq-band",
        numerator="Children with a score in each band",
        denominator="children with a score recorded for the year",
        breakdowns=("age-band", "sex"),
        variants=("sdq-average",),
        pitfalls="The bands screen; they diagnose nothing.",
    )


def _risk() -> Iterator[Indicator]:
    yield _outcome(
        key="substance-misuse",
        family="substance-misuse",
        title="Children with a substance misuse problem",
        meets="substance_misuse = 1",
        unknown="substance_misuse IS NULL",
        numerator="Children identified in the year as having a substance misuse problem",
        denominator=_COHORT,
        variants=("substance-misuse-intervention",),
        pitfalls=_BLANK,
    )
    yield _outcome(
        key="substance-misuse-intervention",
        family="substance-misuse",
        title="Help received for substance misuse",
        counts="substance_misuse = 1",
        meets="intervention_received = 1",
        unknown="substance_misuse = 1 AND intervention_received IS NULL",
        good=Good.HIGH,
        numerator="Children who received an intervention for it in the year",
        denominator="children identified as having a substance misuse problem",
        variants=("substance-misuse",),
        pitfalls=f"{_BLANK} An offer that was refused counts as not received.",
    )
    yield _outcome(
        key="offending",
        family="offending",
        title="Children convicted or cautioned",
        counts="age >= 10",
        meets="convicted = 1",
        unknown="age >= 10 AND convicted IS NULL",
        good=Good.LOW,
        numerator="Children aged 10 or over convicted or cautioned in the year",
        denominator=f"{_COHORT} and aged 10 or over on that day",
        pitfalls=_BLANK,
    )


def _missing() -> Iterator[Indicator]:
    missing = partial(
        Indicator,
        family="missing-children",
        group=GROUP,
        table="in_care_during",
        source="SSDA903 Missing and Episodes",
        reference="DfE children looked after statistics",
        exclusions=f"{SHORT_BREAKS}; times away without authorisation whose whereabouts were known (A)",
        breakdowns=(*CHILD, *CARE),
        needs_tables=("missing",),
    )
    yield missing(
        key="missing-children",
        title="Children who went missing",
        meets="times_missing > 0",
        unit="percent",
        good=Good.LOW,
        numerator="Children missing from care at some time in the period (M)",
        denominator="children looked after at any time in the period",
        variants=("missing-children-times",),
        pitfalls="The denominator is everyone looked after in the period, not those at its end. Better recording "
        "raises it.",
    )
    yield missing(
        key="missing-children-times",
        title="Times missing per child who went missing",
        counts="times_missing > 0",
        value="times_missing",
        unit="average",
        decimals=1,
        timing=Timing.PERIOD,
        good=Good.LOW,
        numerator="Times missing in the period",
        denominator="children missing from care at some time in the period",
        variants=("missing-children",),
        pitfalls="A few children go missing often: an average hides them.",
    )

"""The annual report of an Independent Reviewing Officer service, from its 903 return alone.

What the return cannot tell (challenges, feedback, the team) has marked places for the manager's own words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from sightline.domain.practice import HANDBOOK, Counting
from sightline.indicators.catalogue import OF_RETURNS, Indicator
from sightline.indicators.comparators import Comparators
from sightline.indicators.figures import Figure
from sightline.reports.chapters import children, closing, comparison, journeys, opening, reviews, wellbeing
from sightline.reports.document import Callout, Document, Section, assemble
from sightline.reports.evidence import Evidence
from sightline.reports.findings import DataQuality
from sightline.reports.wording import day, year_name

TITLE = "Annual report of the Independent Reviewing Officer service"
AUDIENCE = {
    "A": "Named staff with access to the cases: nothing is hidden",
    "B": "Corporate parenting panel, in private",
    "C": "Public",
}

NOTHING = Callout(
    "Nothing to show", ("The figures for this section were not given, or are too small to be published.",)
)

#: The breakdowns that the report uses, to be asked of `evaluate` beside each indicator for everyone.
BREAKDOWNS: Mapping[str, tuple[str, ...]] = {
    "cla-count": ("provider",),
    "cla-started-starts": ("quarter",),
    "cla-ceased-ends": ("quarter",),
    "placement-unplanned-ends": ("reason-moved",),
    "reviews-in-time-review": ("quarter",),
    "participation-review": ("age-band",),
}

#: Stocks that are drawn over the year: to be evaluated as at each month end too.
MONTHLY = ("cla-count",)


def build(
    figures: Sequence[Figure],
    *,
    council: str,
    year: int,
    catalogue: Mapping[str, Indicator] = OF_RETURNS,
    earlier: Sequence[Figure] = (),
    comparators: Comparators | None = None,
    data_quality: DataQuality | None = None,
    status: str = "Draft",
    tier: str = "C",
    counting: Counting = HANDBOOK,
    prepared_on: date | None = None,
    author: str = "",
) -> Document:
    """The report for the reporting year named by its end, from figures that are already protected.

    `earlier` holds the figures of years before, in the same form; `comparators` those that others published.
    A figure that is missing or stands as a symbol is told as such. Raises DoesNotAdd when a breakdown is more
    than its whole.
    """
    evidence = Evidence(figures, year=year, catalogue=catalogue, earlier=earlier, tier=tier)
    chapters = _chapters(evidence, council)
    if comparators is not None:
        chapters.append(comparison.chapter(evidence, council, comparators))
    chapters += [closing.by_people(), closing.priorities(year)]
    if data_quality is not None:
        chapters.append(closing.data_quality(data_quality, tier=tier))
    chapters += [closing.method(evidence, counting), closing.definitions(evidence), closing.glossary()]
    return assemble(
        Document(
            title=TITLE,
            subtitle=year_name(year),
            council=council,
            period=f"{day(evidence.period.start)} to {day(evidence.period.end)}",
            status=status,
            audience=AUDIENCE[tier],
            sections=tuple(_never_empty(chapter) for chapter in chapters),
            control=_control(evidence, council, status, author, prepared_on),
            dated=prepared_on,
            name=f"iro-annual-report-{year_name(year)}",
            ledger=evidence.ledger(),
        )
    )


def _chapters(evidence: Evidence, council: str) -> list[Section]:
    return [
        opening.summary(evidence),
        opening.purpose(council),
        opening.team(),
        children.chapter(evidence),
        journeys.flow(evidence),
        journeys.homes(evidence),
        reviews.chapter(evidence),
        reviews.participation(evidence),
        wellbeing.health(evidence),
        wellbeing.missing(evidence),
        journeys.permanence(evidence),
        wellbeing.leavers(evidence),
        wellbeing.workers(evidence),
        wellbeing.short_breaks(evidence),
    ]


def _never_empty(section: Section) -> Section:
    """The section, saying so itself where there was nothing to print in it."""
    if not section.blocks and not section.sections:
        return replace(section, blocks=(NOTHING,))
    return replace(section, sections=tuple(_never_empty(below) for below in section.sections))


def _control(
    evidence: Evidence, council: str, status: str, author: str, prepared_on: date | None
) -> tuple[tuple[str, str], ...]:
    rows = (
        ("Report", f"{TITLE}, {year_name(evidence.year)}"),
        ("Council", council),
        ("Written by", author or "To be filled in by the service"),
        ("Reporting to", "Corporate parenting board"),
        ("Status", status),
        ("Who may read it", AUDIENCE[evidence.tier]),
        ("Numbers of children as at", day(evidence.period.end)),
        ("Prepared on", day(prepared_on) if prepared_on else ""),
        ("Source of the numbers", "SSDA903 return to the Department for Education"),
    )
    return tuple((what, words) for what, words in rows if words)

"""Dimensions: what figures are broken down by, and how a column's value becomes a category.

Base views carry codes, ages and months. A category is made from them here, once, so that "1" and "M" are
both "Male", a group of legal statuses is the sum of its codes, and age bands are a council's own.
"""

from __future__ import annotations

from calendar import month_name
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from sightline.domain.late_causes import causes
from sightline.domain.timescales import TIMESCALES

NOT_RECORDED = "Not recorded"
NOT_KNOWN = "Not known"


class Kind(Enum):
    """How the categories of a dimension are made from its column."""

    LABEL = "label"  # a code's label
    GROUP = "group"  # a code's group
    AGE = "age"  # single years
    BAND = "band"  # age bands
    FIXED = "fixed"  # a list given here: value -> label
    MONTH = "month"  # a month as yyyymm
    QUARTER = "quarter"  # the same column, by quarters of the reporting year
    OWN = "own"  # a council's own words, as they are


@dataclass(frozen=True)
class Dimension:
    """One dimension: its outside name, the base views' column, and where its categories come from."""

    key: str
    title: str
    column: str
    kind: Kind
    code_set: str = ""
    fixed: Sequence[tuple[object, str]] = ()
    blank: str = NOT_RECORDED  # the category of a row without a value
    unlisted: tuple[str, ...] = ()  # codes that no table counts, so that their zeros say nothing


_SHORT_BREAKS = ("V3", "V4")

_ALL = (
    Dimension("age", "Age", "age", Kind.AGE),
    Dimension("age-band", "Age band", "age", Kind.BAND),
    Dimension("sex", "Sex", "sex", Kind.LABEL, "sex"),
    Dimension("ethnicity", "Ethnicity", "ethnicity", Kind.LABEL, "ethnicity"),
    Dimension("ethnic-group", "Ethnic group", "ethnicity", Kind.GROUP, "ethnicity"),
    Dimension("legal-status", "Legal status", "legal_status", Kind.LABEL, "legal_status", unlisted=_SHORT_BREAKS),
    Dimension(
        "legal-status-group",
        "Legal status group",
        "legal_status",
        Kind.GROUP,
        "legal_status",
        unlisted=_SHORT_BREAKS,
    ),
    Dimension("placement", "Placement", "placement", Kind.LABEL, "placement_type"),
    Dimension("placement-group", "Placement group", "placement", Kind.GROUP, "placement_type"),
    Dimension("provider", "Placement provider", "provider", Kind.LABEL, "placement_provider"),
    Dimension("need", "Category of need", "need", Kind.LABEL, "category_of_need"),
    Dimension(
        "uasc",
        "Unaccompanied asylum-seeking child",
        "uasc",
        Kind.FIXED,
        fixed=((True, "Unaccompanied asylum-seeking"), (False, "Not unaccompanied asylum-seeking")),
    ),
    Dimension("month", "Month", "month", Kind.MONTH),
    Dimension("quarter", "Quarter", "month", Kind.QUARTER),
    Dimension(
        "review-number",
        "Review number",
        "review_number",
        Kind.FIXED,
        fixed=((1, "First"), (2, "Second"), (3, "Third or later")),
        blank=NOT_KNOWN,
    ),
    Dimension("reason", "Reason ceased", "reason_ceased", Kind.GROUP, "reason_episode_ceased", unlisted=("X1",)),
    Dimension(
        "reason-ceased",
        "Reason ceased, in full",
        "reason_ceased",
        Kind.LABEL,
        "reason_episode_ceased",
        unlisted=("X1",),
    ),
    Dimension("reason-moved", "Reason for the move", "reason_moved", Kind.LABEL, "reason_placement_change"),
    Dimension("participation", "Participation", "participation", Kind.LABEL, "review_code"),
    Dimension(
        "sdq-band",
        "SDQ band",
        "sdq_band",
        Kind.FIXED,
        fixed=((1, "Normal (0 to 13)"), (2, "Borderline (14 to 16)"), (3, "Cause for concern (17 to 40)")),
    ),
    Dimension("activity", "Main activity", "activity", Kind.LABEL, "care_leaver_activity"),
    Dimension("accommodation", "Accommodation", "accommodation", Kind.LABEL, "care_leaver_accommodation"),
    Dimension(
        "late-cause",
        "Cause of lateness",
        "late_cause",
        Kind.FIXED,
        fixed=tuple((cause.key, cause.title) for cause in causes().values()),
    ),
    Dimension(
        "early-trigger",
        "Why it was asked for",
        "trigger",
        Kind.FIXED,
        fixed=tuple((key, TIMESCALES[key].title) for key in TIMESCALES if key.startswith("cla-review-early-")),
    ),
    Dimension("tracking-level", "Tracking level", "level", Kind.OWN),
    Dimension("in-touch", "In touch", "in_touch", Kind.LABEL, "in_touch"),
)

DIMENSIONS: dict[str, Dimension] = {dimension.key: dimension for dimension in _ALL}

CHILD = ("age", "age-band", "sex", "ethnicity", "ethnic-group")
CARE = (
    "legal-status",
    "legal-status-group",
    "placement",
    "placement-group",
    "provider",
    "need",
    "uasc",
)
WHEN = ("month", "quarter")

_QUARTERS = ("January to March", "April to June", "July to September", "October to December")


def month_label(month: int) -> str:
    """A month, given as yyyymm, in words: April 2024."""
    year, number = divmod(month, 100)
    return f"{month_name[number]} {year}"


def quarter_label(month: int) -> str:
    """The quarter of the reporting year that a month, given as yyyymm, is in: April to June 2024."""
    year, number = divmod(month, 100)
    return f"{_QUARTERS[(number - 1) // 3]} {year}"

"""Invented figures of an invented council, for tests of reports: every indicator of the catalogue, two years."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from sightline.indicators.figures import Figure, Period

LABELS: dict[str, Sequence[str]] = {
    "age-band": ("Under 1", "1 to 4", "5 to 9", "10 to 15", "16 to 17"),
    "sex": ("Male", "Female"),
    "ethnic-group": (
        "White",
        "Mixed",
        "Asian or Asian British",
        "Black or Black British",
        "Other ethnic group",
        "Not known",
    ),
    "legal-status-group": (
        "Full care order",
        "Interim care order",
        "Placement order",
        "Accommodated under section 20",
        "Police protection, emergency protection or child assessment order",
    ),
    "placement-group": (
        "Fostered by a relative or friend",
        "Fostered by another carer",
        "Placed for adoption",
        "Placed with parents",
        "Children's home",
        "Supported accommodation or independent living",
    ),
    "provider": ("Own provision", "Other public provision", "Private provision", "Parents"),
    "need": (
        "Abuse or neglect",
        "Child's disability",
        "Parental illness or disability",
        "Family in acute stress",
        "Family dysfunction",
        "Absent parenting",
    ),
    "quarter": (
        "April to June 2024",
        "July to September 2024",
        "October to December 2024",
        "January to March 2025",
    ),
    "reason": (
        "Adopted",
        "Special guardianship order",
        "Returned to parents or others with parental responsibility",
        "Independent living",
        "Any other reason",
    ),
    "reason-moved": ("Change planned in the child's interest", "Carer asked", "Child asked", "Not recorded"),
    "participation": (
        "Child under 4 at the review",
        "Attended and spoke for self",
        "Attended, views given by advocate or IRO",
        "Attended, views shown by symbols or signs",
        "Attended, gave no views in any form",
        "Absent, briefed advocate or IRO to speak",
        "Absent, views sent by another medium",
        "Absent, no views conveyed",
    ),
    "sdq-band": ("Normal (0 to 13)", "Borderline (14 to 16)", "Cause for concern (17 to 40)"),
    "age": ("17", "18", "19", "20", "21"),
}
COUNTS = {
    "cla-count": 430,
    "cla-started": 171,
    "cla-ceased": 153,
    "cla-started-starts": 176,
    "cla-ceased-ends": 157,
    "reviews-held": 1187,
    "cla-uasc": 31,
    "cla-short-breaks": 14,
}
BASES = {"cla-count": 430, "cla-started": 171, "cla-ceased": 153, "reviews-held": 1187, "pn-distribution": 1187}
SPLITS = {
    5: (22, 51, 95, 158, 104),
    6: (20, 14, 100, 36, 150, 110),
    4: (110, 120, 130, 70),
    2: (230, 200),
    3: (3, 5, 4),
}


def parts(total: int, number: int) -> list[int]:
    """The total cut into so many unequal parts."""
    weights = [1 + (place * 7 + 3) % (number + 2) for place in range(number)]
    cut = [total * weight // sum(weights) for weight in weights]
    return [*cut[:-1], total - sum(cut[:-1])]


def figures(year: int = 2025, scale: Fraction = Fraction(1)) -> list[Figure]:
    """Every indicator for everyone, its own distribution, and the breakdowns that the reports print."""
    from sightline.indicators.catalogue import OF_RETURNS
    from sightline.reports.annual import BREAKDOWNS

    made: list[Figure] = []
    period = Period.year(year)
    for key, indicator in OF_RETURNS.items():
        if indicator.unobtainable or key in ("cla-change", "uasc-nts-threshold"):
            continue
        base = int(_base(indicator.table, key) * scale)
        if indicator.distribution:
            made += _shares(key, period, indicator.distribution, base, indicator.decimals)
            continue
        whole = _whole(key, period, indicator.unit, indicator.decimals, base)
        made.append(whole)
        for dimension in BREAKDOWNS.get(key, ()):
            made += _broken_down(whole, dimension)
    return made


def _base(table: str, key: str) -> int:
    if key in COUNTS:
        return COUNTS[key]
    if "review" in table:
        return 1187
    if "started" in table or "start" in key:
        return 171
    return {"leavers": 153}.get(table, 430)


def _whole(key: str, period: Period, unit: str, decimals: int, base: int) -> Figure:
    if unit == "count":
        return Figure(key, 1, period, (), base, unit=unit)
    if unit == "per_10000":
        return Figure(key, 1, period, (), base, 52_000, unit, decimals)
    if unit in ("average", "ratio"):
        return Figure(key, 1, period, (), base * 13, base, unit, decimals)
    share = 62 + sum(map(ord, key)) % 36
    unknown = 14 if "review" in key and "time" in key else 0
    return Figure(key, 1, period, (), base * share // 100, base, unit, decimals, unknown=unknown)


def _shares(key: str, period: Period, dimension: str, base: int, decimals: int) -> list[Figure]:
    labels = LABELS[dimension]
    return [
        Figure(key, 1, period, ((dimension, label),), number, base, "percent", decimals)
        for label, number in zip(labels, parts(base, len(labels)), strict=True)
    ]


def _broken_down(whole: Figure, dimension: str) -> list[Figure]:
    labels = LABELS[dimension]
    tops = parts(int(whole.numerator or 0), len(labels))
    bottoms = parts(int(whole.denominator or 0), len(labels))
    return [
        Figure(
            whole.indicator,
            1,
            whole.period,
            ((dimension, label),),
            top,
            bottom if whole.denominator else None,
            whole.unit,
            whole.decimals,
        )
        for label, top, bottom in zip(labels, tops, bottoms, strict=True)
    ]


def month_ends(year: int = 2025) -> list[Figure]:
    """The stock at the end of each month but the last, which the year's own figure gives."""
    ends = [date(year - 1, month + 1, 1) for month in range(4, 12)] + [date(year, month, 1) for month in (1, 2, 3)]
    stocks = (412, 415, 418, 423, 421, 425, 427, 424, 428, 431, 429)
    return [
        Figure("cla-count", 1, Period(date(year - 1, 4, 1), date.fromordinal(end.toordinal() - 1)), (), stock)
        for end, stock in zip(ends, stocks, strict=True)
    ]


def hide(figure: Figure) -> Figure:
    """The figure as disclosure control leaves it."""
    return Figure(
        figure.indicator,
        figure.definition_version,
        figure.period,
        figure.breakdown,
        None,
        None,
        figure.unit,
        figure.decimals,
        symbol="c",
        note="confidential",
    )

"""How a council counts: the settings that law leaves open, and local numbers.

What the law fixes is not here. Each setting names the rule of `statutory-clocks` or of the return that
leaves it open; `HANDBOOK` is the default practice.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class MonthMethod(Enum):
    """R3, R4: three and six months by the calendar (the law), or as 91 and 183 days (some case systems)."""

    CALENDAR = "calendar"
    DAYS_91_183 = "days_91_183"


class DateBasis(Enum):
    """R5: which of a review's three dates meets the clock."""

    HELD = "held"
    COMPLETED = "completed"
    RECORDED = "recorded"


class AdoptionTrack(Enum):
    """R10: what moves a child from ordinary to adoption reviews."""

    AUTHORITY = "authority"  # authority to place: a placement order, or consent
    PLACEMENT = "placement"  # moving in with adopters


@dataclass(frozen=True)
class Counting:
    """The counting rules in force for one set of figures."""

    month_method: MonthMethod = MonthMethod.CALENDAR
    review_date_basis: DateBasis = DateBasis.COMPLETED
    count_trigger_as_day_1: bool = False  # R2
    adoption_track_from: AdoptionTrack = AdoptionTrack.AUTHORITY
    cease_on_census_day_counts: bool = False  # does a child who leaves on 31 March count as looked after that day?


HANDBOOK = Counting()
